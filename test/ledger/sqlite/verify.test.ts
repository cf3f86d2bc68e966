import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedger, openLedger } from '../../../src/ledger/open.js';
import { rawDatabase } from '../../support/raw-database.js';
import { by, info, insertOf, now, temporaryFolder } from '../helpers.js';

let path: string;
let remove: () => void;

beforeEach(() => {
  const made = temporaryFolder();
  remove = made.remove;
  path = join(made.folder, 'ledger.db');
});
afterEach(() => remove());

/** Faults of a ledger with one customer, before and after its row is altered behind the trail. */
function faultsOf(values: Record<string, string>, alteration: string): readonly (readonly string[])[] {
  const ledger = createLedger(path, { by, now });
  const draft = ledger.draft();
  draft.add(insertOf(values));
  ledger.apply(draft, info(), by, now);
  const before = ledger.verify().faults.map(({ code }) => code);
  ledger.close();
  const db = rawDatabase(path);
  db.exec(alteration);
  db.close();
  const reader = openLedger(path, { write: false, trust: false });
  const after = reader.verify().faults.map(({ code }) => code);
  reader.close();
  return [before, after];
}

it.each([
  ['plain', { name: '甲公司', phone: '123' }, "UPDATE customers SET phone = '124'"],
  ['of two code units a character', { name: '𠮷野家😀' }, "UPDATE customers SET name = '𠮷野家😁'"],
  ['with a NUL', { name: '甲\0乙' }, "UPDATE customers SET name = '甲' || char(0) || '丙'"],
  [
    // Counted in characters, this name has the length that it had in code units, and would read the same with the phone inside.
    'that swallowed its neighbour',
    { name: '😀'.repeat(12), phone: '123' },
    "UPDATE customers SET name = name || '5:phone3:123', phone = NULL",
  ],
])('a row %s holds, and is named once it was altered', (_, values, alteration) => {
  expect(faultsOf(values, alteration)).toEqual([[], ['row-altered']]);
});
