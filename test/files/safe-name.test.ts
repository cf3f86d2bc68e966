import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeName, uniqueNames } from '../../src/files/safe-name.js';

describe('names of files', () => {
  it.each([
    ['王敏', '王敏'],
    ['欧阳 娜娜', '欧阳 娜娜'],
    ['销售一部/王敏', '销售一部_王敏'],
    ['../../etc/passwd', 'etc_passwd'],
    ['..', 'x'],
    ['', 'x'],
    ['_index', 'index'],
    ['.hidden', 'hidden'],
    ['C:\\temp\\a', 'C__temp_a'],
    ['con', 'con_'],
    ['COM1.客户', 'COM1.客户_'],
    ['王敏.', '王敏'],
    ['a\u202eb', 'a_b'],
    ['line\nbreak\u0000', 'line_break'],
    ['--flag', 'flag'],
    ['王\u3000敏', '王 敏'],
    ['Zoe\u0308', 'Zo\u00eb'],
  ])('%j → %j', (text, name) => {
    expect(safeName(text)).toBe(name);
  });

  it('stay short in bytes, and whole in characters', () => {
    const name = safeName('阿卜'.repeat(200));
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150);
    expect(name).toMatch(/^(?:阿卜)+阿?$/);
    expect(safeName('😀'.repeat(100))).toMatch(/^(?:😀)+$/u);
  });

  it('of any text: no separator, no control character, nothing that hides or climbs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const name = safeName(text);
        expect(name).not.toMatch(/[\\/:*?"<>|\p{Cc}\p{Cf}]|^[._~-]|[. ]$|^$/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(151);
        expect(name).not.toMatch(/^(?:con|prn|aux|nul)$/i);
      }),
    );
  });

  it('differ, also where case and width do not count, and from those that are taken', () => {
    const next = uniqueNames(['_index', '无负责人']);
    expect(['王敏', '王敏', 'Wang', 'WANG', 'ｗａｎｇ', '无负责人', '王/敏', '王?敏'].map(next)).toEqual([
      '王敏',
      '王敏-2',
      'Wang',
      'WANG-2',
      'ｗａｎｇ-3',
      '无负责人-2',
      '王_敏',
      '王_敏-2',
    ]);
  });
});
