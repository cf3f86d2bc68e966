import { describe, expect, it } from 'vitest';
import stage from '../../../src/rules/classify/stage.js';
import type { ExampleRecord } from '../../../src/rules/rule.js';
import { given, record } from '../../support/records.js';

const said = (fields: ExampleRecord, asOf = '2024-06-15') => {
  const { value, messageId } = stage.label(given(asOf))(record({ entered_on: '2024-06-01', ...fields }));
  return [value, messageId];
};

describe('classify/stage: precedence of overlapping stages [S4-11, S4-12, C13]', () => {
  const quiet = { last_contact_at: '2024-03-15' };
  const heard = { last_contact_at: '2024-03-16' };

  it.each(['潜在客户', '意向客户', '线索', null])(
    '%s turns silent on the day that three months are reached',
    (word) => {
      expect(said({ stage: word, ...quiet })[0]).toBe('silent');
      expect(said({ stage: word, ...heard })[0]).not.toBe('silent');
    },
  );

  it.each([
    ['潜在客户', ['potential', 'stated']],
    ['线索', ['potential', 'alias']],
    ['洽谈中', ['intent', 'alias']],
    ['合作中', ['active', 'alias']],
    ['active', ['active', 'alias']],
    ['沉默客户', [null, 'silent-but-recent']],
    ['流失', [null, 'unknown']],
    ['待定', [null, 'blank']],
  ])('%s, heard of lately', (word, expected) => {
    expect(said({ stage: word, ...heard })).toEqual(expected);
  });

  it.each([
    [null, ['active', 'active-but-silent']],
    ['2024-06-16', ['active', 'active-but-silent']],
    ['2024-06-15', ['active', 'active-but-silent']],
    ['2024-06-14', ['silent', 'contract-ended']],
    ['长期', ['active', 'active-but-silent']],
  ])('an active customer in silence, with a contract until %s', (contract_until, expected) => {
    expect(said({ stage: '合作中客户', contract_until, ...quiet })).toEqual(expected);
  });

  it('keeps a stated silence where there is no date of an interaction, and counts from filing for the others', () => {
    expect(said({ stage: '沉默客户' })).toEqual(['silent', 'stated']);
    expect(said({ stage: '潜在客户', registered_at: '2024-03-15' })).toEqual(['silent', 'derived-silent']);
    expect(said({ stage: '潜在客户', registered_at: '2024-03-16' })).toEqual(['potential', 'stated']);
  });

  it('takes the stage as stated where a date cannot be read', () => {
    expect(said({ stage: '意向客户', last_contact_at: '上个月' })).toEqual(['intent', 'stated']);
    expect(said({ stage: '沉默客户', last_contact_at: '2030-01-01' })).toEqual(['silent', 'stated']);
  });
});
