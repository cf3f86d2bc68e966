import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedger, openLedger } from '../../../src/ledger/open.js';
import { rawDatabase } from '../../support/raw-database.js';
import { applyAll, by, info, insertOf, now, temporaryFolder, updateOf } from '../helpers.js';

let path: string;
let remove: () => void;

beforeEach(() => {
  const made = temporaryFolder();
  remove = made.remove;
  path = join(made.folder, 'ledger.db');
});
afterEach(() => remove());

/** Faults of a ledger with one customer, perhaps changed since it was entered, before and after its row is altered behind the trail. */
function faultsOf(
  values: Record<string, string>,
  alteration: string,
  changed?: Record<string, string>,
): readonly (readonly string[])[] {
  const ledger = createLedger(path, { by, now });
  const draft = ledger.draft();
  draft.add(insertOf(values));
  ledger.apply(draft, info(), by, now);
  if (changed !== undefined) applyAll(ledger, [updateOf(1, 1, changed)]);
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

it.each([
  ['changed in a value', "UPDATE customers SET phone = '125'"],
  ['whose salt got longer by a line end', 'UPDATE customers SET salt = salt || char(10)'],
  [
    'whose values went into the salt',
    "UPDATE customers SET salt = salt || char(10) || '4:name3:甲公司5:phone3:124', name = NULL, phone = NULL",
  ],
  ['whose salt got longer by a NUL', 'UPDATE customers SET salt = salt || char(0)'],
  ['whose salt got longer by an emoji', "UPDATE customers SET salt = salt || '😀'"],
  ['whose salt is gone', 'UPDATE customers SET salt = NULL'],
  ['with another day of entry', 'UPDATE customers SET entered_on = entered_on || char(0)'],
])('a row that an event changed, %s, is named', (_, alteration) => {
  const [before, after] = faultsOf({ name: '甲公司', phone: '123' }, alteration, { phone: '124' });
  expect(before).toEqual([]);
  expect(after).toContain('row-altered');
});
