/** Public record-linkage data, where the environment says where they are: STEWARD_LINKAGE_DATA=folder. They are not kept here. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { comparer } from '../../src/match/compare.js';
import { inferKinds } from '../../src/match/infer.js';
import { bitsOf } from '../../src/match/model.js';
import { planColumns } from '../../src/match/plan.js';
import { decide } from '../../src/match/zones.js';
import { defaultMatching } from '../../src/model/matching.js';
import { clusterOf, pairwise, type Row, scanRows } from '../support/linkage.js';

const folder = process.env.STEWARD_LINKAGE_DATA ?? '';
const absent = folder === '' || !existsSync(folder);
const read = (file: string): Row[] => parse(readFileSync(join(folder, file)), { columns: true, trim: true }) as Row[];

/** Kinds as they are inferred from headings and cells, nothing tuned for the file. */
function inferred(rows: readonly Row[]) {
  const headers = Object.keys(rows[0] ?? {});
  const proposals = inferKinds(
    headers,
    rows.map((row) => headers.map((header) => row[header] ?? null)),
  );
  return Object.fromEntries(planColumns(proposals).columns.map(({ kind, name }) => [name, kind.kind]));
}

describe.skipIf(absent)('public data (skipped where STEWARD_LINKAGE_DATA names no folder)', () => {
  const cases: readonly (readonly [string, string, (row: Row) => string, number])[] = [
    ['dataset1.csv', 'rec_id', (row) => row.rec_id?.split('-')[1] ?? '', 0.995],
    ['dataset2.csv', 'rec_id', (row) => row.rec_id?.split('-')[1] ?? '', 0.995],
    ['fake_1000.csv', 'unique_id', (row) => row.cluster ?? '', 0.93],
  ];
  it.each(cases)('%s', { timeout: 300_000 }, (file, key, entity, least) => {
    const rows = read(file);
    const found = clusterOf(scanRows(rows, inferred(rows), key));
    expect(pairwise(rows.map(entity), found).f1).toBeGreaterThanOrEqual(least);
  });

  it('hand-written traps: no pair that must stay apart, and none that a person decides, is put together', () => {
    const traps = read('traps_handwritten.csv');
    const rows = traps.flatMap((trap): Row[] =>
      (['a', 'b'] as const).map((side) => ({
        id: `${trap.id}${side}`,
        name: trap[`name_${side}`] ?? null,
        phone: trap[`phone_${side}`] ?? null,
        address: trap[`addr_${side}`] ?? null,
      })),
    );
    const scan = scanRows(rows, { name: 'party', phone: 'phone', address: 'address' }, 'id');
    const record = new Map(Array.from(scan.table.order, (row, r) => [row, r]));
    const compare = comparer(scan.table);
    const decisions = traps.map(({ expected }, i) => {
      const [a, b] = [record.get(2 * i)!, record.get(2 * i + 1)!];
      const vector = compare(a, b);
      const together = scan.clusters.of[a] === scan.clusters.of[b];
      const bits = scan.scorer.weight(a, b, vector);
      return { expected, decision: decide(bits, scan.scorer.bound(vector), together, bitsOf(defaultMatching.review)) };
    });
    expect(decisions.filter(({ decision, expected }) => expected !== 'match' && decision === 'automatic')).toEqual([]);
    const matches = decisions.filter(({ expected }) => expected === 'match');
    expect(matches.filter(({ decision }) => decision !== 'distinct').length / matches.length).toBeGreaterThanOrEqual(
      0.9,
    );
  });
});
