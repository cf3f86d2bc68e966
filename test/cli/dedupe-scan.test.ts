import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Linkage } from '../../scripts/fixture/linkage.js';
import { folder, json, steward } from '../support/cli.js';
import { pairwise } from '../support/linkage.js';

/** So many that, compared each with each, they are worth threads. */
const rows = [...new Linkage(11).rows(2000)];
const header = ['客户编号', '客户名称', '统一社会信用代码', '联系电话', '邮箱', '地址', 'cluster'] as const;
const cells = rows.map((row) => [
  row.id,
  row.name,
  row.creditCode,
  row.phone,
  row.email,
  row.address,
  String(row.entity),
]);
const csv = (order: readonly number[], some = cells): string =>
  `${[header, ...some].map((row) => order.map((at) => row[at]).join(',')).join('\n')}\n`;

const truth = new Map(rows.map(({ entity, id }) => [id, entity]));

let cwd: string;
const scan = (input: string, ...more: string[]) =>
  steward(
    ['dedupe', 'scan', '--input', input, '--pairs', `${input}.pairs`, '--clusters', `${input}.clusters`, ...more],
    { cwd },
  );
const written = (name: string): string => readFileSync(join(cwd, name), 'utf8');

beforeAll(() => {
  cwd = folder();
  writeFileSync(join(cwd, 'a.csv'), csv([0, 1, 2, 3, 4, 5, 6]));
  writeFileSync(join(cwd, 'b.csv'), csv([3, 6, 0, 5, 1, 4, 2], [...cells].reverse()));
});

describe('dedupe scan --input, without a ledger [S1-11]', () => {
  it('infers the columns, writes pairs and clusters, and says how it went', { timeout: 120_000 }, async () => {
    const ran = await scan('a.csv', '--json');
    expect(ran.code).toBe(0);
    const { columns, counts, keys, model } = json(ran);
    expect(columns.map(({ header: name, kind }: { header: string; kind: string }) => [name, kind])).toEqual([
      ['客户编号', 'id'],
      ['客户名称', 'party'],
      ['统一社会信用代码', 'identity'],
      ['联系电话', 'phone'],
      ['邮箱', 'email'],
      ['地址', 'address'],
      ['cluster', 'ignore'],
    ]);
    expect(counts.read).toBe(rows.length);
    expect(keys.length).toBeGreaterThan(2);
    expect(model.columns.length).toBe(5);
    const [first, ...lines] = written('a.csv.clusters').trimEnd().split('\n');
    expect(first).toBe('customer_no,cluster_id');
    const clusters = new Map(lines.map((line) => line.split(',') as [string, string]));
    expect(clusters.size).toBe(rows.length);
    const ids = rows.map(({ id }) => id);
    const { f1, precision } = pairwise(
      ids.map((id) => truth.get(id)!),
      ids.map((id) => clusters.get(id)!),
    );
    expect(precision).toBe(1);
    expect(f1).toBeGreaterThan(0.9);
    const pairs = written('a.csv.pairs').trimEnd().split('\n');
    expect(pairs[0]).toBe('id_a,id_b,probability,decision');
    for (const line of pairs.slice(1)) {
      const [a, b, probability, decision] = line.split(',');
      expect(decision === 'automatic').toBe(clusters.get(a!) === clusters.get(b!));
      expect(Number(probability)).toBeGreaterThanOrEqual(0.1);
    }
  });

  it('gives the same bytes for rows and columns in another order, and for any number of threads', {
    timeout: 120_000,
  }, async () => {
    await scan('a.csv');
    const before = [written('a.csv.pairs'), written('a.csv.clusters')];
    await scan('b.csv');
    expect([written('b.csv.pairs'), written('b.csv.clusters')]).toEqual(before);
    await scan('a.csv', '--threads', '1');
    expect([written('a.csv.pairs'), written('a.csv.clusters')]).toEqual(before);
  });

  it('takes kinds from the policy, and never writes over its input', { timeout: 60_000 }, async () => {
    writeFileSync(
      join(cwd, 'p.yaml'),
      'extends: handbooks\nmatching:\n  columns:\n    地址: ignore\n    联系电话: code\n',
    );
    const { columns } = json(await scan('a.csv', '--policy', 'p.yaml', '--json'));
    expect(columns).toContainEqual({ header: '地址', kind: 'ignore', by: 'policy' });
    expect(columns).toContainEqual({ header: '联系电话', kind: 'code', by: 'policy' });
    const refused = await steward(['dedupe', 'scan', '--input', 'a.csv', '--pairs', 'a.csv'], { cwd });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--pairs');
  });

  it('reads a file with nothing to compare as a mistake', async () => {
    writeFileSync(join(cwd, 'c.csv'), '备注,cluster\n好,1\n好,2\n');
    const ran = await scan('c.csv');
    expect(ran.code).toBe(2);
  });
});
