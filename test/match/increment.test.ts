import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Linkage } from '../../scripts/fixture/linkage.js';
import { blocksOf } from '../../src/match/blocks.js';
import { comparer } from '../../src/match/compare.js';
import { type NewRecord, scanNew } from '../../src/match/increment.js';
import { PartCodes } from '../../src/match/keys.js';
import { type Learned, learnedOf, learnedScorer, loadModel, storeModel } from '../../src/match/learned.js';
import { bitsOf } from '../../src/match/model.js';
import { comparePairs } from '../../src/match/pairs.js';
import { joinedPostings, PackedPostings, postingsOf } from '../../src/match/postings.js';
import { scored } from '../../src/match/scan.js';
import { defaultMatching } from '../../src/model/matching.js';
import { type Row, scanRows } from '../support/linkage.js';
import { oldRecords, tableUnder } from '../support/old-records.js';

const columns = { name: 'party', creditCode: 'identity', phone: 'phone', email: 'email', address: 'address' } as const;
const rows: Row[] = [...new Linkage(31).rows(2400)].map(({ entity, ...row }) => row);
const whole = scanRows(rows, columns, 'id');
const learned = loadModel(JSON.parse(JSON.stringify(storeModel(learnedOf(whole)))));
const names = learned.model.columns.map(({ name }) => name);
const recordOf = (row: Row, id: number): NewRecord => ({ id, cells: names.map((name) => row[name] || null) });
const records = rows.map(recordOf);
const limits = defaultMatching;

/** The edges of a full scan under the same model that touch a new record. */
function fullEdges(model: Learned, all: readonly NewRecord[], isNew: (id: number) => boolean): string[] {
  const table = tableUnder(model, all);
  const blocks = blocksOf(table, new PartCodes(table), model.keys, limits.largestBlock);
  const pairs = comparePairs(blocks, comparer(table), { index: 0, of: 1 });
  const edges = scored([pairs], learnedScorer(table, model), bitsOf(limits.listed));
  return Array.from({ length: edges.count }, (_, e) => {
    const [a, b] = [all[table.order[edges.first[e]!]!]!.id, all[table.order[edges.second[e]!]!]!.id];
    return { a, b, bits: edges.bits[e]! };
  })
    .filter(({ a, b }) => isNew(a) || isNew(b))
    .map(({ a, b, bits }) => `${Math.min(a, b)} ${Math.max(a, b)} ${bits.toFixed(9)}`)
    .sort();
}

describe('a learned model', () => {
  it('comes back from its JSON as it was, and weighs every pair as its scan did', () => {
    const stored = storeModel(learnedOf(whole));
    expect(storeModel(loadModel(JSON.parse(JSON.stringify(stored))))).toEqual(stored);
    const scorer = learnedScorer(whole.table, learned);
    const { count, first, second, vectors, bits } = whole.edges;
    for (let e = 0; e < count; e++) expect(scorer.weight(first[e]!, second[e]!, vectors[e]!)).toBe(bits[e]!);
  });

  it('of another version or with a kind that is not known is refused', () => {
    const stored = storeModel(learned);
    expect(() => loadModel({ ...stored, version: 2 as never })).toThrow(RangeError);
    expect(() => loadModel({ ...stored, columns: [{ ...stored.columns[0]!, kind: 'smell' as never }] })).toThrow(
      RangeError,
    );
  });
});

describe('the postings of a whole table', () => {
  const crowded = Array.from(
    { length: 700 },
    (_, i): Row => ({ ...rows[i % 300]!, phone: `1381234${5000 + (i % 3)}` }),
  );
  const small = { ...defaultMatching, sharedBy: 100_000, largestBlock: 40 };

  it.each([
    ['without a crowded block', rows, defaultMatching],
    ['with crowded ones', crowded, small],
  ] as const)('are those of its records one by one, %s, each in the order of ids', (_, some, matching) => {
    const scan = scanRows(some, columns, 'id', matching);
    const model = learnedOf(scan);
    expect(model.keys.some(({ crowded: codes }) => codes.size > 0)).toBe(some === crowded);
    const idOf = (record: number): number => (record * 7919) % 100_003;
    const expected = new Map<number, number[]>();
    const post = postingsOf(scan.table, model);
    for (let r = 0; r < scan.table.size; r++)
      post(r, (posting) => expected.set(posting, [...(expected.get(posting) ?? []), idOf(r)]));
    const packed = PackedPostings.of(scan.table, model, idOf);
    for (const [posting, ids] of expected) expect([...packed.ids(posting)]).toEqual(ids.sort((a, b) => a - b));
    const count = [...packed.blobs()].reduce((sum, { bytes }) => sum + bytes.length / 8, 0);
    expect(count).toBe([...expected.values()].reduce((sum, { length }) => sum + length, 0));
  });
});

describe('new records against old ones', () => {
  it('[S1-11] find what the full scan finds of them, whatever the split', () => {
    // Crowded blocks are met otherwise (below).
    const model = { ...learned, keys: learned.keys.filter(({ crowded }) => crowded.size === 0) };
    expect(model.keys.length).toBeGreaterThan(2);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 59 }), (step, first) => {
        const isNew = (id: number): boolean => id % 60 === first || id % (step + 7) === 3;
        const old = records.filter(({ id }) => !isNew(id));
        const incoming = records.filter(({ id }) => isNew(id));
        const { edges } = scanNew(model, oldRecords(model, old), incoming, limits);
        const found = edges.map(({ a, b, bits }) => `${Math.min(a, b)} ${Math.max(a, b)} ${bits.toFixed(9)}`).sort();
        expect(found).toEqual(fullEdges(model, records, isNew));
        expect(edges.every(({ a, b, old: before }) => isNew(a) && before === !isNew(b))).toBe(true);
      }),
      // A person's e-mail against a company's: it weighed otherwise the other way round.
      { numRuns: 4, examples: [[1, 2]] },
    );
  });

  it('join the entities that the full scan puts them in, and these keep the id of the oldest', () => {
    const at = new Int32Array(rows.length);
    for (let r = 0; r < rows.length; r++) at[whole.table.order[r]!] = r;
    const rootOf = (id: number): number => whole.clusters.of[at[id]!]!;
    const isNew = (id: number): boolean => id % 5 === 4;
    const oldest = new Map<number, number>();
    for (const { id } of records) if (!isNew(id) && !oldest.has(rootOf(id))) oldest.set(rootOf(id), id);
    const entities = new Map(records.filter(({ id }) => !isNew(id)).map(({ id }) => [id, oldest.get(rootOf(id))!]));
    const old = oldRecords(
      learned,
      records.filter(({ id }) => !isNew(id)),
      entities,
    );
    const incoming = records.filter(({ id }) => isNew(id));
    const grown = scanNew(learned, old, incoming, limits).entities;
    const expected = incoming.filter(({ id }) =>
      records.some((other) => other.id !== id && rootOf(other.id) === rootOf(id)),
    );
    const inGrown = new Set(grown.flatMap(({ added }) => added));
    // A group whose only bridge is new may have been two entities; all others are the scan's own.
    expect(expected.filter(({ id }) => !inGrown.has(id)).length).toBeLessThanOrEqual(expected.length * 0.01);
    for (const { absorbed, added, id, members } of grown) {
      const before = members.filter((member) => !isNew(member));
      expect(added).toEqual(members.filter(isNew));
      expect(id).toBe(before.length > 0 ? Math.min(...before.map((member) => entities.get(member)!)) : members[0]);
      expect(new Set([id, ...absorbed]).size).toBe(absorbed.length + 1);
    }
  });

  it('two entities that a new record shows to be one become the older', () => {
    const base: Row = {
      name: '云帆机电设备有限公司',
      creditCode: '',
      email: '',
      address: '广州市天河区体育路355号3栋1201室',
    };
    const some = [
      recordOf({ ...base, phone: '13812345678' }, 7),
      recordOf({ ...base, phone: '13912345679', address: null }, 9),
      recordOf({ ...base, phone: '13812345678' }, 20),
    ];
    const before = new Map([
      [7, 7],
      [20, 7],
    ]);
    const { entities } = scanNew(
      learned,
      oldRecords(learned, some, before),
      [recordOf({ ...base, phone: '13912345679' }, 33)],
      limits,
    );
    expect(entities).toEqual([{ id: 7, members: [7, 9, 20, 33], added: [33], absorbed: [9] }]);
  });

  it('are never joined with what a person keeps apart, nor is the pair listed', () => {
    const row: Row = {
      name: '云帆机电设备有限公司',
      phone: '13812345678',
      address: '广州市天河区体育路355号3栋1201室',
    };
    const apart = new Set(['7 33']);
    const { edges, entities } = scanNew(
      learned,
      oldRecords(learned, [recordOf(row, 7)], new Map(), apart),
      [recordOf(row, 33)],
      limits,
    );
    expect([edges, entities]).toEqual([[], []]);
  });

  it('meet a crowded block by its second columns', () => {
    const crowd = Array.from(
      { length: 60 },
      (_, i): Row => ({
        id: `K${i}`,
        name: `云帆第${'一二三四五六七八九十'[i % 10]}${'甲乙丙丁戊己'[i % 6]}商行`,
        creditCode: '',
        phone: '13812345678',
        email: '',
        address: `广州市天河区体育路${300 + i}号`,
      }),
    );
    const scan = scanRows([...rows, ...crowd], columns, 'id', { ...limits, largestBlock: 20, leastPairs: 20_000 });
    const model = learnedOf(scan);
    expect(model.keys.some(({ crowded }) => crowded.size > 0)).toBe(true);
    const all = [...rows, ...crowd].map(recordOf);
    const last = recordOf(crowd[5]!, 9000);
    const { edges } = scanNew(model, oldRecords(model, all), [last], limits);
    expect(edges[0]).toMatchObject({ a: 9000, b: rows.length + 5, old: true });
  });

  it('meet those of runs since through postings side by side', () => {
    const [one, other] = [{ ids: () => [1] }, { ids: (posting: number) => (posting > 5 ? [2, 3] : []) }];
    expect(joinedPostings([one, other]).ids(5)).toEqual([1]);
    expect(joinedPostings([one, other]).ids(6)).toEqual([1, 2, 3]);
  });
});
