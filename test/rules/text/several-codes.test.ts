import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinCodes, SEVERAL, severalCodes } from '../../../src/rules/text/several-codes.js';
import { given } from '../../support/records.js';

const { policy } = given();
const read = severalCodes(policy, 'customer_type');

describe('several words in one cell [S1-08, C21]', () => {
  it('is so for the customer type alone', () => expect([...SEVERAL]).toEqual(['customer_type']));

  it.each([
    ['老客户', 'old'],
    ['老客户、高价值客户', 'old+high-value'],
    ['高价值,老', 'old+high-value'],
    ['VIP / 新客户', 'new+high-value'],
    ['老客户;老客户;', 'old'],
    ['old+high-value', 'old+high-value'],
    ['老客户、贵宾', null],
    ['战略客户', null],
    ['、', null],
    ['', null],
  ])('%j is %j', (raw, codes) => expect(read(raw)).toBe(codes));

  it('gives one text for one set, whatever the order and however often', () => {
    const codes = policy.codes.customer_type?.values.map(({ code }) => code) ?? [];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...codes), { minLength: 1 }), (some) => {
        const joined = joinCodes(policy, 'customer_type', some);
        expect(joinCodes(policy, 'customer_type', [...some].reverse())).toBe(joined);
        expect(joined.split('+').sort()).toEqual([...new Set(some)].sort());
        expect(read(joined)).toBe(joined);
      }),
    );
  });
});
