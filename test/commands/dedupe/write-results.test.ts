import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NamedPairs, rankNames, writeClusters, writePairs } from '../../../src/commands/dedupe/write-results.js';
import type { Scan } from '../../../src/match/scan.js';
import { zonesOf } from '../../../src/match/zones.js';
import { defaultMatching } from '../../../src/model/matching.js';
import { folder } from '../../support/cli.js';
import { type Row, scanRows } from '../../support/linkage.js';

const columns = { name: 'party', phone: 'phone' } as const;
const twins = (name: string, phone: string, ...ids: string[]): Row[] => ids.map((id) => ({ id, name, phone }));
const long = 'L'.repeat(5000);
/** Numbers that sort otherwise than they stand, that are long, that repeat, and that a spreadsheet or a parser would take for something else. */
const rows = [
  ...twins('云帆机电设备有限公司', '13812345678', 'B2', 'B10', 'A-1'),
  ...twins('海棠纸业有限公司', '13912345679', '=1+1', '+86', '客户"甲",一'),
  ...twins('苍梧五金有限公司', '13712345670', long, 'a b', '-5'),
  ...twins('白鹭食品有限公司', '13612345671', 'B2', 'é', '𠮷1'),
];
const ids = rows.map(({ id }) => id!);

function results(order: readonly number[]) {
  const some = order.map((at) => rows[at]!);
  const scan = scanRows(some, columns, 'id');
  const names = rankNames(
    scan,
    some.map(({ id }) => id!),
  );
  const at = folder();
  writePairs(join(at, 'pairs.csv'), new NamedPairs(scan, zonesOf(scan, defaultMatching).decisions, names));
  writeClusters(join(at, 'clusters.csv'), scan, names);
  return ['pairs.csv', 'clusters.csv'].map((file) => readFileSync(join(at, file), 'utf8')) as [string, string];
}

describe('the results of a scan', () => {
  const [pairs, clusters] = results(rows.map((_, i) => i));

  it('are in the order of the names, whatever the order of the file', () => {
    const turned = rows.map((_, i) => (i * 5) % rows.length);
    expect(results(turned)).toEqual([pairs, clusters]);
    const named = parse(clusters, { columns: true }) as { customer_no: string }[];
    const plain = named.map(({ customer_no }) => customer_no.replace(/^'/, ''));
    expect(plain).toEqual([...ids].sort());
  });

  it('name a cluster by its smallest name, and every cell reads back but for what a spreadsheet would evaluate', () => {
    const named = parse(clusters, { columns: true }) as { customer_no: string; cluster_id: string }[];
    const byId = new Map(named.map(({ cluster_id, customer_no }) => [customer_no, cluster_id]));
    expect([byId.get('B10'), byId.get('A-1')]).toEqual(['A-1', 'A-1']);
    expect(byId.get("'=1+1")).toBe("'+86");
    expect(byId.get('客户"甲",一')).toBe("'+86");
    expect(byId.get(long)).toBe('-5');
    expect(named.length).toBe(rows.length);
    const listed = parse(pairs, { columns: true }) as { id_a: string; id_b: string; probability: string }[];
    expect(listed.length).toBe(12);
    expect(listed.every(({ probability }) => Number(probability) > 0.9 && Number(probability) <= 1)).toBe(true);
  });
});

describe('names of records', () => {
  const unit = fc.constantFrom('0', '1', '9', 'A', 'Z', 'a', '-', ' ', '~');
  const short = fc.string({ unit, maxLength: 9 });

  it('are ranked as plain text sorts, short ASCII ones, long ones and others alike', () => {
    const others = fc.constantFrom('é', '客户1', 'A'.repeat(33), '\u0000', '\u007f1');
    fc.assert(
      fc.property(fc.array(fc.oneof(short, short, others)), fc.array(short), (mixed, plain) => {
        for (const all of [mixed, plain]) {
          const order = Int32Array.from(all, (_, i) => i);
          const { ranks } = rankNames({ table: { size: all.length, order } as Scan['table'] }, all);
          const sorted = [...new Set(all)].sort();
          expect([...ranks]).toEqual(all.map((id) => sorted.indexOf(id)));
        }
      }),
    );
  });
});
