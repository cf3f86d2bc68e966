import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedger, openLedger } from '../../../src/ledger/open.js';
import type { IntegrityFault } from '../../../src/model/audit.js';
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

/** What is found in a ledger of one customer, changed as often as is said since it was entered, once something was altered behind the trail. */
function faultsOf(
  values: Record<string, string>,
  alteration: string,
  ...changes: readonly Record<string, string>[]
): readonly IntegrityFault[] {
  const ledger = createLedger(path, { by, now });
  const draft = ledger.draft();
  draft.add(insertOf(values));
  ledger.apply(draft, info(), by, now);
  for (const [i, set] of changes.entries()) applyAll(ledger, [updateOf(1, 1 + i, set)]);
  expect(ledger.verify().faults).toEqual([]);
  ledger.close();
  const db = rawDatabase(path);
  db.exec(alteration);
  db.close();
  const reader = openLedger(path, { write: false, trust: false });
  const { faults } = reader.verify();
  reader.close();
  return faults;
}

const codes = (faults: readonly IntegrityFault[]) => faults.map(({ code }) => code);

it.each([
  ['plain', { name: '甲公司', phone: '123' }, "UPDATE customers SET phone = '124'"],
  ['of two code units a character', { name: '𠮷野家😀' }, "UPDATE customers SET name = '𠮷野家😁'"],
  ['with control characters', { name: '甲\x1f乙', phone: '\x1e' }, 'UPDATE customers SET phone = NULL'],
  ['with a NUL', { name: '甲\0乙' }, "UPDATE customers SET name = '甲' || char(0) || '丙'"],
  [
    // Counted in characters, this name has the length that it had in code units, and would read the same with the phone inside.
    'that swallowed its neighbour',
    { name: '😀'.repeat(12), phone: '123' },
    "UPDATE customers SET name = name || '5:phone3:123', phone = NULL",
  ],
  [
    // Its line end would pass for the one behind a salt.
    'whose values went into the salt',
    { name: '甲公司\n', phone: '123' },
    "UPDATE customers SET salt = salt || char(10) || '4:name4:甲公司', name = NULL",
  ],
])('a row %s holds, and is named once it was altered', (_, values, alteration) => {
  expect(codes(faultsOf(values, alteration))).toEqual(['row-altered']);
});

it.each([
  ['changed in a value', "UPDATE customers SET phone = '125'"],
  ['changed in a value that no event changed', "UPDATE customers SET name = '乙公司'"],
  ['whose salt got longer by a line end', 'UPDATE customers SET salt = salt || char(10)'],
  ['whose values went into the salt', "UPDATE customers SET salt = salt || char(10) || '4:name3:甲公司', name = NULL"],
  ['whose salt got longer by a NUL', 'UPDATE customers SET salt = salt || char(0)'],
  ['whose salt got longer by an emoji', "UPDATE customers SET salt = salt || '😀'"],
  ['whose salt is gone', 'UPDATE customers SET salt = NULL'],
  ['with another day of entry', 'UPDATE customers SET entered_on = entered_on || char(0)'],
])('a row that an event changed, %s, is named', (_, alteration) => {
  expect(codes(faultsOf({ name: '甲公司', phone: '123' }, alteration, { phone: '124' }))).toEqual(['row-altered']);
});

describe('where a change and the row do not fit', () => {
  const of = (event: string) =>
    `UPDATE audit_value SET before = '127' WHERE seq = (SELECT ${event}(seq) FROM audit_value WHERE field = 'phone')`;

  it.each([
    ['the row was altered', "UPDATE customers SET phone = '127'", ['row-altered last']],
    // What the change before it led to is not this either.
    ['what the last change kept', of('max'), ['commitment-mismatch last', 'commitment-mismatch first']],
    ['what the first change kept', of('min'), ['commitment-mismatch first']],
  ])('%s: it is told by what came before', (_, alteration, named) => {
    const faults = faultsOf({ name: '甲公司', phone: '123' }, alteration, { phone: '124' }, { phone: '125' });
    const db = rawDatabase(path);
    const seqs = db.prepare("SELECT seq FROM audit WHERE op = 'update' ORDER BY seq").pluck().all();
    db.close();
    expect(
      faults.map(({ code, seq }) => `${code} ${seq === seqs[0] ? 'first' : seq === seqs[1] ? 'last' : seq}`),
    ).toEqual(named);
  });

  it('nothing came before: by what the row entered as', () => {
    const values = { name: '甲公司', phone: '123' };
    expect(codes(faultsOf(values, of('max'), { phone: '124' }))).toEqual(['commitment-mismatch']);
  });

  it('more of the row was altered: nothing is left that could tell', () => {
    const alteration = "UPDATE customers SET phone = '127', name = '乙公司'";
    expect(codes(faultsOf({ name: '甲公司', phone: '123' }, alteration, { phone: '124' }))).toEqual([
      'commitment-mismatch',
    ]);
  });

  it('all values of the row went into the salt: it is named, and nothing is left that could tell', () => {
    const alteration =
      "UPDATE customers SET salt = salt || char(10) || '4:name3:甲公司5:phone3:124', name = NULL, phone = NULL";
    expect(codes(faultsOf({ name: '甲公司', phone: '123' }, alteration, { phone: '124' }))).toEqual([
      'commitment-mismatch',
    ]);
  });
});
