import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/policy/default.js';
import { answerReader } from '../../../src/rules/text/answer.js';
import { isPlaceholder, isWithheld, WITHHELD_WORDS } from '../../../src/rules/text/sentinel.js';

const answer = answerReader(defaultPolicy);

it.each([
  ['客户未提供', 'withheld'],
  ['（客户未提供）', 'withheld'],
  ['客户拒绝提供。', 'withheld'],
  ['未提供', 'given'],
  ['无', 'placeholder'],
  ['【待补充】', 'placeholder'],
  ['Ｎ／Ａ', 'placeholder'],
  ['——', 'placeholder'],
  ['xxx', 'placeholder'],
  ['0', 'placeholder'],
  ['无锡市云帆商行', 'given'],
  ['13826541937', 'given'],
  ['张伟', 'given'],
])('%s says: %s [S4-34, C20]', (value, expected) => {
  expect(answer(value)).toBe(expected);
});

it('takes the words of the policy, made once for each', () => {
  const policy = { ...defaultPolicy, withheld: { words: ['保密'], source: ['S4-34'] } };
  expect(answerReader(policy)('保密')).toBe('withheld');
  expect(answerReader(policy)('客户未提供')).toBe('given');
  expect(answerReader(policy)).toBe(answerReader(policy));
});

it('says the same as the closer look that ordinary values are spared', () => {
  const words = fc.constantFrom(
    ...WITHHELD_WORDS,
    ...'无 無 暂无 暫無 没有 沒有 不详 未知 不知 不清楚 不明 空 空白 缺 缺失 略 同上 待补充 待定 未填 未录入 尚未填写 匿名 默认 请选择 请输入 测试 測試 测试数据 test n/a NULL none tbd #N/A \\N'.split(
      ' ',
    ),
  );
  const edges = fc.constantFrom('', ' ', '【', '(', '“', '。', '!', '1', '中');
  const value = fc.oneof(
    fc.tuple(edges, words, edges).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 45 }),
  );
  fc.assert(
    fc.property(value, (s) => {
      const closer = isWithheld(s, defaultPolicy.withheld.words)
        ? 'withheld'
        : isPlaceholder(s)
          ? 'placeholder'
          : 'given';
      expect(answer(s)).toBe(closer);
    }),
    { numRuns: 2000 },
  );
});
