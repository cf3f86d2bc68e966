import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlaceholder, isWithheld, WITHHELD_WORDS } from '../../../src/rules/text/sentinel.js';

describe('isWithheld', () => {
  it.each([
    '客户未提供',
    ' 客户未提供 ',
    '（客户未提供）',
    '(客户未提供)',
    '【客户未提供】',
    '[客户未提供]',
    '客户未提供。',
    '“客户未提供”',
    '客户未提供；',
    '客戶未提供',
    '未提供',
    '客户不愿提供',
    '客户拒绝提供',
    '不便提供',
    '不方便提供',
    '客户不愿透露',
    '客户要求保密',
    '保密',
    '（保密）',
    'Withheld',
    'WITHHELD',
    'declined to answer',
    'Not disclosed.',
    'ｗｉｔｈｈｅｌｄ',
    '客户未提供\u200b',
    '\u3000客户未提供',
  ])('[S4-34] %j is answered and withheld', (value) => {
    expect(isWithheld(value)).toBe(true);
  });

  it.each([
    null,
    undefined,
    '',
    ' ',
    '无',
    '暂无',
    '待补充',
    '未填写',
    '不详',
    '未知',
    'N/A',
    '13812345670',
    '客户未提供营业执照复印件',
    '保密协议已签',
    '保密局',
    '上海保密科技有限公司',
    '客户提供',
    '提供',
    '张三',
    '未提供发票，需补开',
    '客户未提供准确的年营收，仅表示规模在五千万元以上，请下次拜访时再问一次',
  ])('[S4-34] %j is not', (value) => {
    expect(isWithheld(value)).toBe(false);
  });

  it("[S4-34] takes the policy's own words instead", () => {
    expect(isWithheld('涉密', ['涉密'])).toBe(true);
    expect(isWithheld('（涉密）', ['涉密'])).toBe(true);
    expect(isWithheld('客户未提供', ['涉密'])).toBe(false);
  });

  it('is never a placeholder at the same time', () => {
    for (const word of WITHHELD_WORDS) expect(isPlaceholder(word), word).toBe(false);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (s) => typeof isWithheld(s) === 'boolean' && typeof isPlaceholder(s) === 'boolean',
      ),
    );
  });
});

describe('isPlaceholder', () => {
  it.each([
    '无',
    '無',
    '暂无',
    '没有',
    '不详',
    '不詳',
    '未知',
    '不知道',
    '不清楚',
    '待补充',
    '待定',
    '待完善',
    '未填',
    '未填写',
    '空',
    '略',
    '同上',
    '匿名',
    '（无）',
    '(暂无)',
    '[空]',
    '无。',
    'N/A',
    'n/a',
    'NA',
    'null',
    'NULL',
    'None',
    'nil',
    'unknown',
    'Unknown',
    'TBD',
    'undefined',
    'NaN',
    '\\N',
    '-',
    '--',
    '—',
    '——',
    '/',
    '//',
    '\\',
    '.',
    '...',
    '。',
    '……',
    '?',
    '???',
    '？',
    '*',
    '***',
    'xxx',
    'XXX',
    'XX',
    'x',
    '0',
    '00',
    '0000',
    'test',
    'TEST',
    '测试',
    '测试数据',
    'ｎ／ａ',
    '#N/A',
    '#REF!',
    '#VALUE!',
    '#DIV/0!',
    '#NAME?',
    ' 无 ',
    '请选择',
  ])('[S0-07] %j only fills the cell', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });

  it.each([
    null,
    undefined,
    '',
    ' ',
    '张三',
    '无锡',
    '无锡市滨湖区',
    '吴无',
    '未来科技',
    '空客',
    '10',
    '100',
    '007',
    '0755-28761234',
    'X光设备有限公司',
    'XXL服装店',
    '3',
    'A',
    'Nina',
    'Noah',
    '不详细，需再问',
    '测试技术有限公司',
    '软件测试',
    'testing equipment',
    '无特殊需求',
    '暂无锡恩',
    '客户未提供',
    '略阳县',
    '同上海',
    '-5',
    '1/2',
    '待岗人员',
    'no.1',
    'Xerox',
    '零',
    '缺货登记',
    'NULLSOFT',
  ])('[S0-07] %j is a value', (value) => {
    expect(isPlaceholder(value)).toBe(false);
  });
});
