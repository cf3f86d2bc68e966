import { expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/policy/default.js';
import type { ExampleRecord } from '../../../src/rules/rule.js';
import { partyKind } from '../../../src/rules/text/party.js';
import { record } from '../../support/records.js';

const kind = (fields: ExampleRecord) => partyKind(record(fields), defaultPolicy);

it.each([
  ['个人', 'person'],
  ['自然人', 'person'],
  ['Person', 'person'],
  ['企业客户', 'company'],
  ['代理商', 'partner'],
])('party_kind %s is a %s, whatever the name [S3-01]', (party_kind, expected) => {
  expect(kind({ party_kind, name: '云帆' })).toBe(expected);
});

it.each([
  ...['张三', '欧阳修远', '三哥', '王总', '老李', '李女士'].map((name) => [name, 'person'] as const),
  ...[
    'A科技有限公司',
    'B贸易公司',
    'C制造集团',
    '云帆商行',
    '华为',
    '招商银行深圳分行',
    'Apple Inc.',
    'John Smith',
  ].map((name) => [name, 'company'] as const),
])('without a kind, %s is a %s [S0-13, S3-01]', (name, expected) => {
  expect(kind({ name })).toBe(expected);
  expect(kind({ name, party_kind: '看不懂' })).toBe(expected);
});

it('takes what only companies have as a sign, and fillers as none', () => {
  expect(kind({ name: '张伟', credit_code: '9144030071526726XG' })).toBe('company');
  expect(kind({ name: '张伟', legal_rep: '张伟' })).toBe('company');
  expect(kind({ name: '王总', contact_name: '张伟' })).toBe('company');
  expect(kind({ name: '张伟', contact_name: '张伟' })).toBe('person');
  expect(kind({ name: '张伟', legal_rep: '无', credit_code: '客户未提供' })).toBe('person');
});

it('calls a record without a name a company', () => {
  expect(kind({})).toBe('company');
});

it('takes a name of three characters with a rare surname for a person where nothing speaks of a company', () => {
  expect(kind({ name: '翟晓莉' })).toBe('person');
  expect(kind({ name: '翟晓莉', industry: '零售业' })).toBe('company');
  expect(kind({ name: '翟晓莉', size: '20人' })).toBe('company');
});
