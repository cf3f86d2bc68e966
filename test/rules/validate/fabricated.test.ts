import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fabricatedReason } from '../../../src/rules/text/fabricated.js';
import { maskedReason } from '../../../src/rules/text/masked.js';
import fabricated from '../../../src/rules/validate/fabricated.js';
import { findings, given, record } from '../../support/records.js';

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const run = fc.constantFrom('123456789', '987654321', '111111111', '000000000', '234567890', '');

it('finds in phones, codes and names what the closer look that plain values are spared would find [S4-35]', () => {
  const values = fc.record({
    email: fc.oneof(
      fc
        .tuple(
          fc.constantFrom(
            'jkl92',
            'asd',
            'qwe12',
            'zhangwei',
            'test1',
            'demo',
            'abc',
            '1357',
            '123456',
            'aaa',
            'li.na',
            'Test',
            'fei',
          ),
          fc.constantFrom(
            '@qq.com',
            '@test.com',
            '@mail.example.org',
            '@foo.invalid',
            '@contest.com',
            '@TEST.CN',
            '＠qq.com',
            '@x.test．com',
          ),
        )
        .map((parts) => parts.join('')),
      fc.string({ unit: fc.constantFrom(...'asdfqwezxjk1234@.test'), minLength: 4, maxLength: 14 }),
    ),
    phone: fc.oneof(
      digits(8).map((d) => `138${d}`),
      digits(8).map((d) => `138 ${d.slice(0, 4)} ${d.slice(4)}`),
      digits(8).map((d) => `139-${d.slice(0, 4)}-${d.slice(4)}`),
      digits(8).map((d) => `(0755)${d}`),
      digits(7).map((d) => `400-${d.slice(0, 3)}-${d.slice(3)}`),
      fc.constantFrom(
        '400-888-8888',
        '400-123-4567',
        '400-000-0000',
        '13800138000',
        '13912345678',
        '13987654321',
        '13901234567',
        '13977777777',
        '13890123456',
      ),
    ),
    credit_code: fc.tuple(digits(9), run, digits(9)).map(([a, b, c]) => (a + b + c).slice(0, 18)),
    name: fc.oneof(
      fc.string({ unit: fc.constantFrom(...'测试示样一二三甲乙丙王云帆科技公司客户丁'), minLength: 2, maxLength: 6 }),
      fc.constantFrom('测试公司', '一二三四', '甲乙丙丁', '王王王', '示例客户1'),
    ),
  });
  fc.assert(
    fc.property(values, (fields) => {
      const reasons = [
        ['name', fabricatedReason(fields.name, 'name')],
        ['credit_code', fabricatedReason(fields.credit_code, 'code')],
        ['phone', fabricatedReason(fields.phone, 'phone')],
        ['email', fabricatedReason(fields.email, 'email')],
      ].filter(([field, reason]) => reason !== null && maskedReason(fields[field as 'name']) === null);
      const found = findings([fabricated], [record(fields)], given());
      expect(found.map(({ field, messageId }) => [field, messageId])).toEqual(reasons);
    }),
    { numRuns: 5000 },
  );
});
