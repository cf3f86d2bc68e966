import { describe, expect, it } from 'vitest';
import { type FieldKey, type FieldKind, fields } from '../../../src/model/fields.js';
import type { Rule } from '../../../src/rules/rule.js';
import amount from '../../../src/rules/validate/amount.js';
import code from '../../../src/rules/validate/code.js';
import date from '../../../src/rules/validate/date.js';
import flag from '../../../src/rules/validate/flag.js';
import mojibake from '../../../src/rules/validate/mojibake.js';
import { findings, given, record } from '../../support/records.js';

const under = given();
const keys = (...kinds: FieldKind[]): FieldKey[] =>
  fields.filter(({ kind }) => kinds.includes(kind)).map(({ key }) => key);
const found = (rule: Rule, field: FieldKey, value: string) =>
  findings([rule], [record({ [field]: value })], under).map((finding) => [finding.messageId, finding.field]);

describe('rules over all fields of a kind leave none out', () => {
  it.each(
    keys(
      'address',
      'company',
      'email',
      'enum',
      'headcount',
      'industry',
      'note',
      'party',
      'person',
      'tags',
      'text',
      'title',
    ),
  )('garbled %s [S2-47]', (field) => {
    expect(found(mojibake, field, '锟斤拷')).toEqual([['lost', field]]);
  });

  it.each(keys('date'))('unreadable %s [S2-05]', (field) => {
    expect(found(date, field, '上个月')).toEqual([['unreadable', field]]);
  });

  it.each(keys('amount'))('unreadable %s [S4-10]', (field) => {
    expect(found(amount, field, '很多')).toEqual([['unreadable', field]]);
  });

  it.each(keys('flag'))('unreadable %s [S1-16]', (field) => {
    expect(found(flag, field, '看情况')).toEqual([['unreadable', field]]);
  });

  it.each(Object.keys(under.policy.codes) as FieldKey[])('a word that is not in the list of %s [S0-04]', (field) => {
    expect(found(code, field, '子丑寅卯')).toHaveLength(1);
  });
});
