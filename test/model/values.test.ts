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
