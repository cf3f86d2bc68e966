import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { by, ended, now, seeded, startChild, temporaryFolder } from './helpers.js';
import { newSheetLedger } from './sheets.js';

const kills = Number(process.env.STEWARD_KILLS ?? 20);
const batch = 50;

describe.each([
  { kind: 'SQLite', file: 'ledger.db', make: (path: string) => createLedger(path, { by, now }).close() },
  { kind: 'CSV', file: 'customers.csv', make: newSheetLedger },
])('$kind', ({ kind, file, make }) => {
  it(
    `a writer killed ${kills} times at random: every acknowledged run is there, none is half there, the trail holds`,
    async () => {
      const below = seeded(Number(process.env.STEWARD_SEED ?? 20261121));
      // A ledger that grew for a thousand kills would spend the time on its size.
      for (let done = 0; done < kills; done += batch) {
        const { folder, remove } = temporaryFolder();
        const path = join(folder, file);
        make(path);
        await killed(kind, folder, path, Math.min(batch, kills - done), below);
        remove();
      }
    },
    60_000 + kills * 3000,
  );
});

/** Kills a writer so many times, looking at what it left after each. */
async function killed(
  kind: string,
  folder: string,
  path: string,
  times: number,
  below: (n: number) => number,
): Promise<void> {
  const acknowledged: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const child = startChild('work.mjs', [path]);
    const done = ended(child);
    // The clock starts when the first run is acknowledged, or the process would mostly die while it starts.
    if (below(4) > 0) await new Promise((resolve) => child.stdout?.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, below(120)));
    child.kill('SIGKILL');
    const { out } = await done;
    // A line without its end was not acknowledged.
    acknowledged.push(...out.split('\n').slice(0, -1).map(Number));
    const ledger = openLedger(path, { write: true });
    const runs = [...ledger.runs()].map((r) => r.run);
    expect(runs).toEqual(runs.map((_, n) => n + 1));
    expect(runs.length).toBeGreaterThanOrEqual(acknowledged.at(-1) ?? 0);
    expect(ledger.count()).toBe(runs.length * 40);
    expect(ledger.lastSerial('region-year-serial', 'SH2026')).toBe(runs.length * 40);
    if (i % 5 === 4 || i === times - 1) expect(ledger.verify().faults).toEqual([]);
    if (kind === 'CSV') {
      expect(ledger.checkout?.edited).toBe(false);
      const [head, ...rows] = parse(readFileSync(path), { bom: true }) as [string[], ...string[][]];
      const columns = ['客户编号', '客户名称', '备注'].map((heading) => head.indexOf(heading));
      expect(rows.map((row) => columns.map((at) => row[at] || null))).toEqual(
        [...ledger.read()].map(({ customer_no, name, remark }) => [customer_no, name, remark]),
      );
    }
    ledger.close();
  }
  expect(acknowledged).toEqual([...new Set(acknowledged)]);
  expect(acknowledged.length).toBeGreaterThan(times / 4);
  if (kind === 'CSV') expect(readdirSync(folder).filter((name) => name.includes('tmp')).length).toBeLessThan(2);
}
