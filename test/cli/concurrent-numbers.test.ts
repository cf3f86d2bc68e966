import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FROM, json, newLedger, type Ran, steward } from '../support/cli.js';

const PROCESSES = 8;
const ROWS = 1250;
const TOTAL = PROCESSES * ROWS;
const AS_OF = ['--as-of', '2026-06-30'];
/** Names that differ in a digit are near duplicates; here they are none. */
const POLICY = 'extends: handbooks\nname: numbers\nintake:\n  nearDuplicates: "off"\n';
const PROVINCES = ['上海市', '北京市', '江苏省', '广东省'];

/** Customers without numbers, named unlike those of any other part. */
const part = (k: number): string =>
  `客户名称,省份\n${Array.from({ length: ROWS }, (_, i) => `第${k * ROWS + i + 1}号机械设备有限公司,${PROVINCES[i % 4]}\n`).join('')}`;

let cwd: string;

const importFile = (file: string): Promise<Ran> =>
  steward(['import', file, ...FROM, '--yes', '--json', ...AS_OF], { cwd });

/** Imports until the lock was had in time: exit 3 is the end of the wait for it, and says that nothing was written. */
async function importPatiently(file: string): Promise<Ran> {
  for (;;) {
    const ran = await importFile(file);
    if (ran.code !== 3) return ran;
    expect(json(ran).error.code).toBe('ledger-locked');
  }
}

/** The numbers of all customers in the order of their ids. */
async function numbers(): Promise<string[]> {
  const ran = await steward(['report', 'register', '--all', '--format', 'ndjson'], { cwd });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return ran.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).客户编号);
}

const check = async () => {
  const ran = await steward(['number', 'check', '--json', ...AS_OF], { cwd });
  return { code: ran.code, ...json(ran) };
};

describe('numbers issued by processes at once', () => {
  let ran: Ran[];
  beforeAll(async () => {
    cwd = await newLedger();
    writeFileSync(join(cwd, 'policy.yaml'), POLICY);
    const files = Array.from({ length: PROCESSES }, (_, k) => `part-${k}.csv`);
    for (const [k, file] of files.entries()) writeFileSync(join(cwd, file), part(k));
    ran = await Promise.all(files.map(importPatiently));
  }, 240_000);

  it('every process enters the whole of its file', () => {
    for (const { code, stderr } of ran) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(ran.map((one) => json(one).counts.created)).toEqual(Array(PROCESSES).fill(ROWS));
  });

  it(`[C01, S0-16] ${TOTAL} customers bear ${TOTAL} numbers, serials 1 to ${TOTAL} of one year without gap or duplicate`, async () => {
    const all = await numbers();
    expect(all.length).toBe(TOTAL);
    expect(new Set(all).size).toBe(TOTAL);
    const parts = all.map((no) => /^(SH|BJ|JS|GD)2026(\d{3,})$/.exec(no));
    expect(parts.filter((found) => found === null)).toEqual([]);
    const serials = parts.map((found) => Number(found?.[2])).sort((a, b) => a - b);
    expect(serials).toEqual(Array.from({ length: TOTAL }, (_, i) => i + 1));
  });

  it('[C01] number check finds one counter, whole, and no error', async () => {
    const { code, counts, counters } = await check();
    expect(code).toBe(0);
    expect(counts).toMatchObject({ read: TOTAL, numbered: TOTAL, errors: 0 });
    expect(counters).toMatchObject([
      { scheme: 'region-year-serial', counter: '2026', first: 1, last: TOTAL, distinct: TOTAL, missing: 0 },
    ]);
  });

  it('the trail holds', async () => {
    const verified = await steward(['audit', 'verify', '--json'], { cwd });
    expect(verified.code).toBe(0);
    expect(json(verified)).toMatchObject({ sound: true, rows: TOTAL, faults: 0 });
  });

  it('[S0-16] goes on after the highest serial ever issued, and leaves alone those that nobody bears', async () => {
    const rows = { 'one.csv': '青浦仪表有限公司,上海市,', 'by-hand.csv': '松江仪表有限公司,上海市,SH2026012000' };
    for (const [file, row] of Object.entries({ ...rows, 'after.csv': '金山仪表有限公司,上海市,' })) {
      writeFileSync(join(cwd, file), `客户名称,省份,客户编号\n${row}\n`);
      expect((await importFile(file)).code).toBe(0);
    }
    expect((await numbers()).slice(TOTAL)).toEqual(['SH202610001', 'SH2026012000', 'SH202612001']);
    const { counters } = await check();
    expect(counters).toMatchObject([{ last: 12001, missing: 1998, gaps: [{ from: 10002, to: 11999 }], gapCount: 1 }]);
  });
});
