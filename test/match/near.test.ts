import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Linkage } from '../../scripts/fixture/linkage.js';
import { blocksOf } from '../../src/match/blocks.js';
import { comparer } from '../../src/match/compare.js';
import type { NewRecord } from '../../src/match/increment.js';
import { PartCodes } from '../../src/match/keys.js';
import { learnedOf, learnedScorer } from '../../src/match/learned.js';
import { bitsOf } from '../../src/match/model.js';
import { likenesses, Meetings } from '../../src/match/near.js';
import { comparePairs } from '../../src/match/pairs.js';
import { PackedPostings } from '../../src/match/postings.js';
import { scored } from '../../src/match/scan.js';
import { defaultMatching } from '../../src/model/matching.js';
import { type Row, scanRows } from '../support/linkage.js';
import { tableUnder } from '../support/old-records.js';

const columns = { name: 'party', creditCode: 'identity', phone: 'phone', email: 'email', address: 'address' } as const;
const rows: Row[] = [...new Linkage(47).rows(2400)].map(({ entity, ...row }) => row);
const learned = learnedOf(scanRows(rows, columns, 'id'));
const names = learned.model.columns.map(({ name }) => name);
const records = rows.map((row, id): NewRecord => ({ id, cells: names.map((name) => row[name] || null) }));
const { largestBlock, review } = defaultMatching;
const cellsOf = (id: number) => records[id]?.cells ?? null;

/** By pairs of ids, the smaller first, what a scan under the model leaves to a person or puts together by itself. */
function scanned(all: readonly NewRecord[]): Map<string, number> {
  const table = tableUnder(learned, all);
  const blocks = blocksOf(table, new PartCodes(table), learned.keys, largestBlock);
  const scorer = learnedScorer(table, learned);
  const edges = scored([comparePairs(blocks, comparer(table), { index: 0, of: 1 })], scorer, bitsOf(review));
  const found = new Map<string, number>();
  for (let e = 0; e < edges.count; e++) {
    if (!['free', 'capped'].includes(scorer.bound(edges.vectors[e]!))) continue;
    const [a, b] = [all[table.order[edges.first[e]!]!]!.id, all[table.order[edges.second[e]!]!]!.id];
    found.set(`${Math.min(a, b)} ${Math.max(a, b)}`, edges.bits[e]!);
  }
  return found;
}

/** The same by the door: `asking` come in, in this order. */
function atDoor(asking: readonly number[], meet: (meetings: Meetings) => void, onFile: number): Map<string, number> {
  const cells = asking.map((id) => records[id]!.cells);
  const meetings = new Meetings(learned, cells, onFile, largestBlock);
  meet(meetings);
  const found = new Map<string, number>();
  for (const [row, likely] of likenesses(learned, meetings.meetings(), cells, cellsOf, bitsOf(review))) {
    expect(likely.map(({ bits }) => bits)).toEqual(likely.map(({ bits }) => bits).sort((a, b) => b - a));
    for (const { bits, id, row: earlier } of likely) {
      if (earlier !== null) expect(earlier).toBeLessThan(row);
      const [a, b] = [asking[row]!, id ?? asking[earlier as number]!];
      found.set(`${Math.min(a, b)} ${Math.max(a, b)}`, bits);
    }
  }
  return found;
}

const whole = scanned(records);

describe('rows at the door', () => {
  it('[S1-11] are likely those whom a scan would put together with them or leave to a person, whatever the split', () => {
    const ids = records.map(({ id }) => id);
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: 1, maxLength: 300 }), (asking) => {
        const isAsking = new Set(asking);
        const old = records.filter(({ id }) => !isAsking.has(id));
        const expected = [...whole].filter(([pair]) => pair.split(' ').some((id) => isAsking.has(Number(id))));
        const table = tableUnder(learned, old);
        const kept = PackedPostings.of(table, learned, (r) => old[table.order[r]!]!.id);
        const recalled = atDoor(asking, (meetings) => meetings.recall(kept, new Set()), old.length);
        const met = atDoor(asking, (meetings) => meetings.see(old), old.length);
        const rounded = (pairs: Iterable<readonly [string, number]>) =>
          new Map([...pairs].map(([pair, bits]) => [pair, bits.toFixed(9)]));
        expect(rounded(met)).toEqual(rounded(recalled));
        expect(rounded(recalled)).toEqual(rounded(expected));
      }),
      { numRuns: 12, seed: 20_261_128 },
    );
  }, 120_000);

  it('[S1-11] are compared with everybody where these are few, keys or not', () => {
    const few = records.slice(0, 400);
    const asking = few.slice(300).map(({ id }) => id);
    const all = atDoor(asking, (meetings) => meetings.see(few.slice(0, 300)), 300);
    const table = tableUnder(learned, few);
    const scorer = learnedScorer(table, learned);
    const compare = comparer(table);
    let expected = 0;
    for (let a = 0; a < table.size; a++)
      for (let b = a + 1; b < table.size; b++) {
        if (table.order[a]! < 300 && table.order[b]! < 300) continue;
        const vector = compare(a, b);
        if (!['free', 'capped'].includes(scorer.bound(vector)) || scorer.weight(a, b, vector) < bitsOf(review))
          continue;
        expected++;
        const [x, y] = [table.order[a]!, table.order[b]!];
        expect(all.has(`${Math.min(x, y)} ${Math.max(x, y)}`)).toBe(true);
      }
    expect(all.size).toBe(expected);
    expect(expected).toBeGreaterThan(5);
  });

  it('do not meet through a key that a crowd shares', () => {
    const same = Array.from({ length: largestBlock + 1 }, (_, id): NewRecord => ({ id, cells: records[7]!.cells }));
    const others = Array.from({ length: 2000 }, (_, i): NewRecord => ({ id: 1000 + i, cells: names.map(() => null) }));
    const meetings = new Meetings(learned, [records[7]!.cells], same.length + others.length, largestBlock);
    meetings.see(same);
    expect([...meetings.meetings()]).toEqual([]);
    meetings.see(others);
    const few = new Meetings(learned, [records[7]!.cells], same.length + others.length, largestBlock);
    few.see(same.slice(0, largestBlock));
    expect([...few.meetings()]).toMatchObject([{ row: 0, rows: [], ids: { length: largestBlock } }]);
  });
});
