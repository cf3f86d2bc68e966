/** A CSV ledger's save, killed at every system call that changes anything: nothing lost, nothing half, nothing that a person wrote gone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { bothOf, canTrace, changing, editOutside, killedAt, takeEditsIn } from '../support/kill-save.js';

it.skipIf(!canTrace)('a save killed at every system call is whole or was never made', () => {
  const { folder, remove } = temporaryFolder();
  const path = join(folder, 'customers.csv');
  newSheetLedger(path);
  let kills = 0;
  for (const call of changing) {
    for (let n = 1; killedAt(path, call, n); n += 1) {
      kills += 1;
      const { file, ledger, edited, faults } = bothOf(path);
      expect([call, n, edited, faults]).toEqual([call, n, false, 0]);
      expect(file).toEqual(ledger);
    }
  }
  console.log(`${kills} kills, one at each call: 0 lost, 0 half, 0 broken`);
  expect(kills).toBeGreaterThan(30);
  remove();
});

/** Every save makes the ledger larger, so that there is always one more page to write. */
const most = 20;

it.skipIf(!canTrace)(
  'an edit that a person makes after a save was killed is taken in and never written over',
  async () => {
    const { folder, remove } = temporaryFolder();
    const path = join(folder, 'customers.csv');
    newSheetLedger(path);
    killedAt(path, 'rename', 99);
    let kills = 0;
    for (const call of changing) {
      for (let n = 1; n <= most && killedAt(path, call, n); n += 1) {
        kills += 1;
        const word = `联系人${call}${n}`;
        editOutside(path, word);
        await takeEditsIn(path);
        // The next save, whole, writes what was killed and keeps what was edited.
        expect(killedAt(path, 'rename', 99)).toBe(false);
        const { file, ledger, edited, faults, contact } = bothOf(path);
        expect([call, n, edited, faults, contact]).toEqual([call, n, false, 0, word]);
        expect(file).toEqual(ledger);
        expect(readFileSync(path, 'utf8')).toContain(word);
      }
    }
    console.log(`${kills} kills with an edit after each: 0 edits lost`);
    expect(kills).toBeGreaterThan(30);
    remove();
  },
);
