import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasTraditional, toSimplified } from '../../../src/rules/text/simplified.js';

describe('toSimplified', () => {
  it.each([
    ['臺北市信義區', '台北市信义区'],
    ['廣東省深圳市龍崗區', '广东省深圳市龙岗区'],
    ['香港灣仔區軒尼詩道', '香港湾仔区轩尼诗道'],
    ['華為技術有限公司', '华为技术有限公司'],
    ['衞生', '卫生'],
    ['乾隆', '乾隆'],
    ['乾燥', '干燥'],
    ['檔案', '档案'],
    ['積體電路', '积体电路'],
    ['深水埗', '深水埗'],
    ['於', '于'],
  ])('%s → %s', (from, to) => {
    expect(toSimplified(from)).toBe(to);
  });

  it.each(['上海市浦东新区张江路88号', '𠮷野', '张𬱖', '李䶮', 'Müller', '', '著名', '哪吒', '\ud800'])(
    'leaves %j as it is',
    (text) => {
      expect(toSimplified(text)).toBe(text);
      expect(hasTraditional(text)).toBe(false);
    },
  );

  it('is idempotent', () => {
    const han = fc.integer({ min: 0x4e00, max: 0x9fff }).map((unit) => String.fromCharCode(unit));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), han), (text) => {
        const once = toSimplified(text);
        expect(toSimplified(once)).toBe(once);
      }),
      { numRuns: 500, seed: 4 },
    );
  });
});

it.each([
  ['陕西省咸阳市乾县', '陕西省咸阳市乾县'],
  ['陝西省咸陽市乾縣', '陕西省咸阳市乾县'],
  ['吉林省松原市乾安县', '吉林省松原市乾安县'],
  ['乾洗店', '干洗店'],
])('%s is %s: a place keeps its character', (raw, expected) => {
  expect(toSimplified(raw)).toBe(expected);
});
