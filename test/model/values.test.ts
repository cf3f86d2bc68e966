import { expect, it } from 'vitest';
import type { CustomerFields } from '../../src/model/customer.js';
import { fieldKeys } from '../../src/model/fields.js';
import { readValues, recordOf } from '../../src/model/values.js';

const named = Object.fromEntries(fieldKeys.map((key) => [key, key])) as CustomerFields;

it('puts the value of each declared field where the field is declared, and back', () => {
  const values = readValues(named);
  expect(values).toEqual(fieldKeys);
  expect(recordOf(7, '2026-06-30', 2, '{}', values)).toEqual({
    ...named,
    id: 7,
    entered_on: '2026-06-30',
    version: 2,
    extra: '{}',
  });
});

it('the values of a record are its own, of the last one made as of an earlier one and of a copy', () => {
  const values = readValues(named);
  const first = recordOf(1, '2026-06-30', 1, null, values);
  const second = recordOf(2, '2026-06-30', 1, null, [null, ...values.slice(1)]);
  expect(readValues(second)[0]).toBeNull();
  expect(readValues(first)).toEqual(values);
  expect(readValues({ ...second, customer_no: 'SH2024001' })).toEqual(['SH2024001', ...values.slice(1)]);
});
