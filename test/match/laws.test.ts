import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Linkage } from '../../scripts/fixture/linkage.js';
import { comparer } from '../../src/match/compare.js';
import { TableBuilder } from '../../src/match/table.js';
import type { ColumnKind } from '../../src/model/matching.js';
import { kinds } from '../../src/rules/dedupe/kinds.js';
import { clusterOf, type Row, scanRows } from '../support/linkage.js';

const columns = { name: 'party', creditCode: 'identity', phone: 'phone', email: 'email', address: 'address' } as const;
const rows: Row[] = [...new Linkage(77).rows(600)].map(({ entity, ...row }) => row);

/** Clusters as sets of names, in an order of their own. */
function groups(some: readonly Row[], of: readonly number[]): string[] {
  const byRoot = new Map<number, string[]>();
  for (const [i, root] of of.entries()) byRoot.set(root, [...(byRoot.get(root) ?? []), some[i]?.id ?? '']);
  return [...byRoot.values()].map((ids) => ids.sort().join(' ')).sort();
}

const cells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  han: fc.stringMatching(/^[王李张欧阳伟玮建国静云帆科技北京上海有限公司（）() ]{1,10}$/),
  latin: fc.stringMatching(/^[a-c e@.-]{1,9}$/),
  digits: fc.stringMatching(/^[0-3-]{4,12}$/),
  any: fc.string({ unit: 'grapheme', maxLength: 12 }),
};
const cell = fc.oneof(...Object.values(cells));

describe('the order of the input', () => {
  const expected = groups(rows, clusterOf(scanRows(rows, columns, 'id')));

  it('of rows and of columns changes nothing', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.shuffledSubarray(Object.entries(columns), { minLength: Object.keys(columns).length }),
        (shuffled, order) => {
          const found = clusterOf(scanRows(shuffled, Object.fromEntries(order), 'id'));
          expect(groups(shuffled, found)).toEqual(expected);
        },
      ),
      { numRuns: 4 },
    );
  });

  it('two scans of one file are alike to the last bit', () => {
    const [one, other] = [scanRows(rows, columns, 'id'), scanRows(rows, columns, 'id')];
    expect(other.edges).toEqual(one.edges);
    expect(other.clusters).toEqual(one.clusters);
    expect(other.model.columns.map(({ weights }) => weights)).toEqual(one.model.columns.map(({ weights }) => weights));
  });
});

describe('two records', () => {
  const { scorer, table } = scanRows(rows, columns, 'id');
  const compare = comparer(table);
  const record = fc.nat(table.size - 1);

  it('compare, weigh and are bound alike both ways', () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        const vector = compare(a, b);
        expect(compare(b, a)).toBe(vector);
        expect(scorer.weight(b, a, vector)).toBe(scorer.weight(a, b, vector));
      }),
      { numRuns: 2000 },
    );
  });

  it('are alike both ways where only one is the person whose name the user names of both say', () => {
    const builder = new TableBuilder([
      { name: 'name', kind: kinds.party! },
      { name: 'email', kind: kinds.email! },
    ]);
    builder.add(['陈岚', 'chenlan@qq.com'], 'person');
    builder.add(['武汉市蓝同酒店', 'chenlan@lantong.com'], 'company');
    const own = comparer(builder.finish(1000));
    expect(own(0, 1)).toBe(own(1, 0));
  });
});

describe('every kind', () => {
  const compared = Object.keys(kinds) as ColumnKind[];

  it.each(compared)('%s reads anything, gives one text for one meaning, and compares alike both ways', (kind) => {
    fc.assert(
      fc.property(cell, cell, (a, b) => {
        const builder = new TableBuilder([{ name: 'value', kind: kinds[kind]! }]);
        builder.add([a], 'a');
        builder.add([b], 'b');
        const table = builder.finish(1000);
        const compare = comparer(table);
        expect(compare(0, 1)).toBe(compare(1, 0));
      }),
      { numRuns: 300 },
    );
  });
});
