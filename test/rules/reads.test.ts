import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classification, classificationReads } from '../../src/engine/classify.js';
import { dormancy, dormancyReads } from '../../src/engine/dormancy.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import { type FieldKey, fieldKeys, isFieldKey } from '../../src/model/fields.js';
import type { ExampleRecord, LabelRule } from '../../src/rules/rule.js';
import { given, record } from '../support/records.js';
import { ruleFiles } from '../support/rule-files.js';

const labels = (await ruleFiles()).map(({ rule }) => rule).filter((rule): rule is LabelRule => rule.kind === 'label');
const examples = labels.flatMap((rule) => rule.examples.map((example) => example.record));
const under = given();

/** A record that notes what is read of it. */
function watched(fields: ExampleRecord): { readonly record: CustomerRecord; readonly read: Set<FieldKey> } {
  const read = new Set<FieldKey>();
  const proxy = new Proxy(record(fields), {
    get(target, key, receiver) {
      if (typeof key === 'string' && isFieldKey(key)) read.add(key);
      return Reflect.get(target, key, receiver);
    },
  });
  return { record: proxy, read };
}

/** The examples of all rules, alone and laid over one another, and values at random. */
const fields = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.constantFrom(...examples),
    fc.dictionary(fc.constantFrom(...fieldKeys), fc.constantFrom('无', '客户未提供', '2024-03-15', '50万', 'M', '是')),
  )
  .map(([one, other, more]): ExampleRecord => ({ ...one, ...other, ...more }));

describe('what is read is declared, so that bulk runs may leave out the rest', () => {
  it.each(labels.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
    const declared = rule.reads(under);
    const label = rule.label(under);
    fc.assert(
      fc.property(fields, (values) => {
        const { record: one, read } = watched(values);
        label(one);
        expect(declared).toEqual(expect.arrayContaining([...read]));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['classification', classificationReads(under), (one: CustomerRecord) => classification(under).see(one)],
    ['dormancy', dormancyReads(under), (one: CustomerRecord) => dormancy(under).see(one)],
  ] as const)('%s', (_, declared, see) => {
    fc.assert(
      fc.property(fields, (values) => {
        const { record: one, read } = watched(values);
        see(one);
        expect(declared).toEqual(expect.arrayContaining([...read]));
      }),
      { numRuns: 100 },
    );
  });
});
