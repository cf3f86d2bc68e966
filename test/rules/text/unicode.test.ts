import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePoints, fold, hasHan, isBlank, unifyDots } from '../../../src/rules/text/unicode.js';

const anyString = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit))).map((units) => units.join('')),
);

describe('fold', () => {
  it.each([
    ['张伟', '张伟'],
    [' 张 伟 ', '张 伟'],
    ['张\u3000\u3000伟', '张 伟'],
    ['\ufeff张伟', '张伟'],
    ['张\u200b伟', '张伟'],
    ['ＡＢＣ１２３', 'ABC123'],
    ['云帆（北京）科技', '云帆(北京)科技'],
    ['a\u00a0b', 'a b'],
    ['㈱鈴木', '(株)鈴木'],
    ['⼀⼆', '一二'],
    ['ｱｲｳ', 'アイウ'],
    ['葛\u{e0100}城', '葛城'],
    ['a\tb\nc', 'a b c'],
    ['ABC 有限公司', 'ABC 有限公司'],
    ['𠮷野家', '𠮷野家'],
    ['', ''],
    ['\u3000', ''],
  ])('%j → %j', (raw, key) => {
    expect(fold(raw)).toBe(key);
  });

  it('is idempotent and never throws, lone surrogates included', () => {
    fc.assert(
      fc.property(anyString, (s) => fold(fold(s)) === fold(s)),
      { numRuns: 2000 },
    );
  });

  it('its fast path changes nothing that the slow one would change', () => {
    const plain = fc.array(fc.constantFrom('张', '三', 'a', 'Z', '9', ' ', '-', '(', '~', '鿿', '一'));
    fc.assert(
      fc.property(plain, (units) => {
        const s = units.join('');
        return fold(s) === s.normalize('NFKC').replace(/\s+/g, ' ').trim();
      }),
    );
  });
});

describe('codePoints', () => {
  it('counts rare characters of other planes as one', () => {
    expect(codePoints('𠮷田')).toEqual(['𠮷', '田']);
    expect(codePoints('张三')).toEqual(['张', '三']);
    expect(codePoints('\ud842')).toEqual(['\ud842']);
    expect(codePoints('')).toEqual([]);
  });

  it('loses nothing', () => {
    fc.assert(fc.property(anyString, (s) => codePoints(s).join('') === s));
  });
});

describe('isBlank', () => {
  it.each([null, undefined, '', ' ', '\u3000', '\t\n', '\ufeff', '\u200b\u200d', '\u00ad', ' \u2060 '])(
    '[S0-07] %j is blank',
    (value) => {
      expect(isBlank(value)).toBe(true);
    },
  );

  it.each(['0', '-', '无', ' a', '\u200b张', '𠮷', '\ud800'])('%j is not', (value) => {
    expect(isBlank(value)).toBe(false);
  });

  it('is blank exactly when its key is empty', () => {
    fc.assert(fc.property(anyString, (s) => isBlank(s) === (fold(s) === '')));
  });
});

describe('unifyDots', () => {
  it.each([
    '买买提•艾力',
    '买买提・艾力',
    '买买提‧艾力',
    '买买提．艾力',
    '买买提･艾力',
    '买买提∙艾力',
    '买买提⋅艾力',
    '买买提·艾力',
  ])('%s', (name) => {
    expect(unifyDots(name)).toBe('买买提·艾力');
  });

  it('leaves full stops alone', () => {
    expect(unifyDots('No. 1')).toBe('No. 1');
  });
});

describe('hasHan', () => {
  it.each(['张', 'a张', '𠮷', '䶮', '㛃', '〇', '々', '﨑', '⼀'])('%s has', (s) => {
    expect(hasHan(s)).toBe(true);
  });

  it.each(['', 'abc', 'カナ', 'ひらがな', '한글', '，。', '①', 'Ä', '\ud842'])('%s has none', (s) => {
    expect(hasHan(s)).toBe(false);
  });
});
