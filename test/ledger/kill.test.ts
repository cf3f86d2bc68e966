import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { by, ended, now, seeded, startChild, temporaryFolder } from './helpers.js';

const kills = Number(process.env.STEWARD_KILLS ?? 20);
const { folder, remove } = temporaryFolder();
const path = join(folder, 'ledger.db');
beforeAll(() => createLedger(path, { by, now }).close());
afterAll(remove);

it(
  `a writer killed ${kills} times at random: every acknowledged run is there, none is half there, the trail holds`,
  async () => {
    const below = seeded(Number(process.env.STEWARD_SEED ?? 20261121));
    const acknowledged: number[] = [];
    for (let i = 0; i < kills; i += 1) {
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
      if (i % 5 === 4 || i === kills - 1) expect(ledger.verify().faults).toEqual([]);
      ledger.close();
    }
    expect(acknowledged).toEqual([...new Set(acknowledged)]);
    expect(acknowledged.length).toBeGreaterThan(kills / 4);
  },
  60_000 + kills * 3000,
);
