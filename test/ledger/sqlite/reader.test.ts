import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedger } from '../../../src/ledger/open.js';
import { fieldKeys } from '../../../src/model/fields.js';
import type { Ledger } from '../../../src/model/ledger.js';
import type { FieldValues } from '../../../src/model/plan.js';
import { applyAll, by, insertOf, now, temporaryFolder, updateOf } from '../helpers.js';

let ledger: Ledger;
let remove: () => void;
beforeEach(() => {
  const temporary = temporaryFolder();
  ledger = createLedger(join(temporary.folder, 'ledger.db'), { by, now });
  remove = () => {
    ledger.close();
    temporary.remove();
  };
});
afterEach(() => remove());

const full: FieldValues = Object.fromEntries(fieldKeys.map((key, i) => [key, `值${i} of ${key}`]));

it('reads every field of a stream as it is read by id, whatever signs it holds', () => {
  const separators = { name: '甲\x1f乙', phone: '1\x1f2', remark: '\x1f', stage: '\x1e\x1f', address: '路\n1号' };
  applyAll(ledger, [
    insertOf(full, '{"旧列":"\\u001f"}'),
    insertOf(separators),
    insertOf({}),
    insertOf({ name: '😀', owner: '陈', need: ' ' }, '{"a":"b"}'),
  ]);
  const read = [...ledger.read()];
  expect(read).toEqual([1, 2, 3, 4].map((id) => ledger.get(id)));
  expect(read.map((record) => Object.keys(record))).toEqual(Array(4).fill(Object.keys(read[0] as object)));
  expect(read[1]).toMatchObject(separators);
  expect(read[0]).toMatchObject({ ...full, extra: '{"旧列":"\\u001f"}', version: 1 });
});

it('reads only the fields asked for', () => {
  applyAll(ledger, [insertOf(full), insertOf({ name: '乙\x1f', stage: '意向' })]);
  const [first, second] = [...ledger.read(['stage', 'name', 'last_contact_at'])];
  const filled = (record: object) => Object.entries(record).filter(([, value]) => value !== null);
  expect(Object.fromEntries(filled(first as object))).toEqual({
    id: 1,
    entered_on: ledger.get(1)?.entered_on,
    version: 1,
    name: full.name,
    stage: full.stage,
    last_contact_at: full.last_contact_at,
  });
  expect(second).toMatchObject({ id: 2, name: '乙\x1f', stage: '意向' });
  expect([...ledger.read([])].map(({ id, name }) => [id, name])).toEqual([
    [1, null],
    [2, null],
  ]);
});

it('reads a field that came into use while it was open', () => {
  applyAll(ledger, [insertOf({ name: '甲' })]);
  expect([...ledger.read()].map(({ owner }) => owner)).toEqual([null]);
  applyAll(ledger, [updateOf(1, 1, { owner: '陈' })]);
  expect([...ledger.read()].map(({ owner }) => owner)).toEqual(['陈']);
  expect([...ledger.read(['owner'])].map(({ owner }) => owner)).toEqual(['陈']);
});
