import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClauseId, clauses } from '../../src/model/clauses.js';
import { type FieldKey, fieldKeys, isFieldKey } from '../../src/model/fields.js';
import type { Text } from '../../src/model/text.js';
import type { ExampleRecord, Rule } from '../../src/rules/rule.js';
import { findings, given, record } from '../support/records.js';
import { ruleFiles } from '../support/rule-files.js';

const files = await ruleFiles();
const rules = files.map(({ rule }) => rule);

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('every rule file', () => {
  it('is found', () => {
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['validate/required', 'validate/phone']));
  });

  it.each(files)('$path has its path as id, and cites known clauses once', ({ path, rule }) => {
    expect(rule.id).toBe(path);
    expect(rule.clauses.length).toBeGreaterThan(0);
    expect(new Set(rule.clauses).size).toBe(rule.clauses.length);
    for (const id of rule.clauses) expect(Object.hasOwn(clauses, id), id).toBe(true);
    if (rule.kind !== 'label' && 'field' in rule) expect(isFieldKey(rule.field)).toBe(true);
  });

  it.each(files)('$path says everything in both languages, with the same placeholders', ({ rule }) => {
    const texts: [string, Text][] = [
      ['title', rule.title],
      ['why', rule.why],
      ['mend', rule.mend],
      ...Object.entries(rule.messages),
    ];
    for (const [name, { zh, en }] of texts) {
      expect(zh.trim(), name).toMatch(/\p{Script=Han}/u);
      expect(en.trim(), name).toMatch(/[A-Za-z]{2}/);
      expect(placeholders(en), name).toEqual(placeholders(zh));
    }
  });

  it.each(files)('$path has a name for each message, and an example for it', ({ rule }) => {
    const shown = new Set<string>();
    for (const example of rule.examples) {
      if (rule.kind === 'label') shown.add(example.expect[1] as string);
      else for (const messageId of example.expect) shown.add(messageId as string);
    }
    expect([...shown].sort()).toEqual(Object.keys(rule.messages).sort());
    for (const messageId of shown) expect(messageId).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });

  it.each(files)('$path gives what its examples promise, with all that the messages need', ({ rule }) => {
    for (const example of rule.examples) check(rule, example as never);
  });
});

function check(rule: Rule, example: Rule['examples'][number]): void {
  const profiles = 'profiles' in example ? example.profiles : undefined;
  const under = given(example.asOf, profiles);
  if (rule.kind === 'label') {
    const { record: fields, expect: expected } = example as { record: ExampleRecord; expect: readonly unknown[] };
    const { value, messageId, data } = rule.label(under)(record(fields));
    expect([value, messageId], JSON.stringify(fields)).toEqual(expected);
    filled(rule, messageId, data);
    return;
  }
  const records =
    'records' in example ? example.records.map((fields, i) => record(fields, i + 1)) : [record(example.record)];
  const found = findings([rule], records, under);
  expect(
    found.map(({ messageId }) => messageId),
    JSON.stringify(example),
  ).toEqual(example.expect);
  for (const finding of found) filled(rule, finding.messageId, finding.data);
}

/** Every placeholder of the message has a value. */
function filled(rule: Rule, messageId: string, data: object): void {
  for (const name of placeholders(rule.messages[messageId]?.zh ?? '')) {
    expect(data, `${rule.id} ${messageId} ${name}`).toHaveProperty(name.slice(1, -1));
  }
}

/** Values that come near to what the rules look for, besides anything at all. */
const near = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.string({ unit: 'grapheme', maxLength: 24 }),
  fc.constantFrom(
    ...['', ' ', '无', '客户未提供', '张三', '三哥', 'A科技有限公司', '13812345678', '0755-X/xxx', '1.38E+10'],
    ...[
      'a@qq.con',
      '9144030071526726XG',
      '上海市浦东新区',
      '2024-02-30',
      '45366',
      '50-200人',
      '制造业',
      'C65',
      '合作中',
    ],
    ...[
      '个人客户',
      'M-H-2024-001',
      'SH2024001',
      '是',
      '5',
      '35%',
      '-3000',
      '锟斤拷',
      '2026-06-30',
      '9999-12-31',
      '0000-01-01',
    ],
  ),
);
const anyRecord = fc
  .dictionary(fc.constantFrom<FieldKey>(...fieldKeys), near, { maxKeys: 40 })
  .map((fields) => fields as ExampleRecord);

describe('any record', () => {
  const under = given();
  const judges = rules.filter((rule) => rule.kind !== 'label');
  const labels = rules.filter((rule) => rule.kind === 'label').map((rule) => ({ rule, label: rule.label(under) }));

  it('is judged without a throw, the same twice, and left as it was', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 4 }), (many) => {
        // record() freezes, so that a rule which writes into its input throws.
        const records = many.map((fields, i) => record(fields, i + 1));
        const once = findings(judges, records, under);
        expect(findings(judges, records, under)).toEqual(once);
        for (const { rule, messageId, data, subjects } of once) {
          const of = judges.find(({ id }) => id === rule) as Rule;
          expect(Object.keys(of.messages)).toContain(messageId);
          filled(of, messageId, data);
          expect(subjects.every((id) => id >= 1 && id <= records.length)).toBe(true);
        }
        for (const { rule, label } of labels) {
          for (const one of records) {
            const said = label(one);
            expect(label(one)).toEqual(said);
            expect(Object.keys(rule.messages)).toContain(said.messageId);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is judged the same whatever was judged before it', () => {
    fc.assert(
      fc.property(anyRecord, anyRecord, (first, second) => {
        const perRecord = rules.filter((rule) => rule.kind === 'record');
        const alone = findings(perRecord, [record(second, 2)], under);
        const after = findings(perRecord, [record(first, 1), record(second, 2)], under);
        expect(after.filter(({ subjects }) => subjects[0] === 2)).toEqual(alone);
      }),
      { numRuns: 100 },
    );
  });
});

it('cites no clause that cannot be shown on a ledger', () => {
  for (const rule of rules) {
    for (const id of rule.clauses) expect(clauses[id as ClauseId].scope, `${rule.id} ${id}`).not.toBe('OUT');
  }
});
