import { fold } from './unicode.js';

/**
 * What stands for "the customer was asked and would not say" [S4-34]. The handbook's word is 客户未提供; the others are how people write it.
 * 保密 counts, because it is an answer; 待补充 and 未填写 do not, because nobody has answered yet. A policy may pass its own list.
 * The words are in normal form: NFKC, lower case, no brackets or final punctuation.
 */
export const WITHHELD_WORDS: readonly string[] = [
  '客户未提供',
  '客戶未提供',
  '客户暂未提供',
  '未提供',
  '客户不提供',
  '客户不愿提供',
  '客戶不願提供',
  '不愿提供',
  '客户拒绝提供',
  '客戶拒絕提供',
  '拒绝提供',
  '客户不便提供',
  '不便提供',
  '不方便提供',
  '客户不愿透露',
  '不愿透露',
  '客户拒绝透露',
  '不便透露',
  '客户要求保密',
  '客户保密',
  '保密',
  'withheld',
  'not provided by customer',
  'declined',
  'declined to answer',
  'not disclosed',
  'prefer not to say',
];

/** No sentinel or placeholder is longer, brackets included; a longer value returns at once. */
const LONGEST = 40;

const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...[
    '无',
    '無',
    '暂无',
    '暫無',
    '没有',
    '沒有',
    '不详',
    '不詳',
    '未知',
    '不知',
    '不知道',
    '不清楚',
    '不明',
    '空',
    '空白',
    '缺',
    '缺失',
    '略',
    '同上',
  ],
  ...[
    '待补充',
    '待補充',
    '待补',
    '待定',
    '待完善',
    '待确认',
    '待核实',
    '待填',
    '待填写',
    '待录入',
    '未填',
    '未填写',
    '未录入',
    '未登记',
    '尚未填写',
  ],
  ...[
    '无数据',
    '无信息',
    '无姓名',
    '无名称',
    '无电话',
    '无联系方式',
    '无地址',
    '无邮箱',
    '暂缺',
    '暂未填写',
    '暂无信息',
    '匿名',
    '默认',
    '请选择',
    '请输入',
  ],
  ...['测试', '測試', '测试数据', 'test', 'testing', 'tests'],
  ...[
    'n/a',
    'na',
    'n.a.',
    'n.a',
    'null',
    '(null)',
    'nil',
    'none',
    'nan',
    'undefined',
    'unknown',
    'empty',
    'blank',
    'tbd',
    'tba',
    'todo',
    'no',
    'not available',
  ],
  ...['#n/a', '#na', '#ref!', '#value!', '#name?', '#div/0!', '#null!', '#num!', '\\n'],
]);

/** Nothing but dashes, dots, slashes, stars, question marks; or only X, or only zeros. */
const FILLER = /^(?:[-—–‐_=/\\|.。·*?？!！~～…、,，;；:：'"`^+\s]+|[x×]+|0+)$/i;

const EDGES = /^[[(【「『《<"'“‘\s]+|[\])】」』》>"'”’。.;；,，!！\s]+$/g;

/** Chinese at both ends: there is nothing to strip, so the word itself decides. */
const BARE = /^[\u4e00-\u9fff](?:.*[\u4e00-\u9fff])?$/s;

/** ASCII without a space, a letter or a digit at both ends: nothing to fold and nothing to strip. */
const PLAIN = /^[0-9A-Za-z](?:[\x21-\x7e]*[0-9A-Za-z])?$/;

function bare(value: string): string {
  return PLAIN.test(value) ? value.toLowerCase() : fold(value).replace(EDGES, '').toLowerCase();
}

/** True when the value says that the customer was asked and would not give it [S4-34]: answered, so not missing, and counted apart. */
export function isWithheld(value: string | null | undefined, words: readonly string[] = WITHHELD_WORDS): boolean {
  if (value === null || value === undefined || value.length > LONGEST || value.length < 2) return false;
  return words.includes(value) || (!BARE.test(value) && words.includes(bare(value)));
}

/**
 * True when the value only fills the cell: 无, 暂无, N/A, ——, xxx, 0, 待补充, 测试, an Excel error. Such a value counts as missing [S0-07].
 * `0` and 无 are an answer in some fields (a count, special needs): the caller asks only where they are not.
 */
export function isPlaceholder(value: string | null | undefined): boolean {
  if (value === null || value === undefined || value.length > LONGEST) return false;
  const s = value.trim();
  if (s === '') return false;
  if (BARE.test(s)) return PLACEHOLDERS.has(s);
  if (FILLER.test(s)) return true;
  if (PLAIN.test(s)) return PLACEHOLDERS.has(s.toLowerCase());
  return PLACEHOLDERS.has(s) || PLACEHOLDERS.has(fold(s).toLowerCase()) || PLACEHOLDERS.has(bare(s));
}
