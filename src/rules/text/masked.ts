import { UnitSet } from '../unit-set.js';

/** How a value was masked: with stars or blots, with X, or with 某. */
export type MaskedReason = 'stars' | 'x-run' | '某';

/** No masked value is without one of these; most values are, and return at once. */
const MARKS = new UnitSet('*＊xXｘＸ×✕✖●○〇•■□█#＃?某');
/** Whether a unit is one without which no value is masked. */
export const isMark = (unit: number): boolean => MARKS.has(unit);
/** All of them but the Latin x, which e-mail addresses and credit codes have for themselves. */
const CLEAR_MARKS = new UnitSet('*＊ｘＸ×✕✖●○〇•■□█#＃?某');

/** Two or more blots, or one solid block; `○○` beside Chinese numerals is a year (二○○八). */
const BLOTS = /[●■□•]{2,}|█|(?<![一二三四五六七八九○〇])[○〇]{2,}(?![一二三四五六七八九○〇])/;
/** Masking characters inside a number: 138####1234, 138????1234. */
const NUMBER_BLOTS = /\d[#?]{2,}/;
/** A run of stars that is not Markdown bold around the whole value. */
const STAR_RUN = /\*{2,}/;
const BOLD = /^\*\*[^*]+\*\*$/;
/** One star for one character: 张*, 王*明, *三, l*@qq.com; not 100*200, 5*酒店, *ST康美 (a stock under special treatment). */
const ONE_STAR = /[\p{Script=Han}A-Za-z]\*(?=[\p{Script=Han}@]|$)|\d\*$|^\*(?=\p{Script=Han})/u;

/** X, x or × twice or more, not touching Latin letters (XXL, Exxon, XXI); digits may touch (138xxxx1234). */
const X_RUN = /(?<![A-Za-zx×])(?:[xX]{2,}|×{2,}|✕{2,}|✖{2,})(?![A-Za-z])/;
/** A person's name with one character hidden: 张X, 王x明, 李×. */
const NAME_X = /^\p{Script=Han}[xX×](?:\p{Script=Han})?$/u;
/** The subscriber number written as a lone X: 0755-X, (021)X. */
const LOCAL_X = /^\(?0\d{2,3}\)?[- ]?[xX×](?:[/\-xX×]|$)/;
/** In an e-mail address only a whole local part or a whole label of X is masked: foxx@…, xxx123@… are real. */
const EMAIL_X = /^[x×]{2,}@|@[x×]{2,}\./i;
/** A unified social credit code may hold XX of its own; a longer run is not one. */
const CREDIT_CODE = /^[0-9A-HJ-NP-RTUWXY]{18}$/i;

/** 某 as an ordinary word: 某些, 某种, 某天… */
const ORDINARY = '些种種個个只隻面舍一天时時日处處年月样樣位类類项項次方段件名份款家条條';
const REPEATED_MOU = /某某/;
/** 李某, 欧阳某, 王某军; the first character must not be a word that takes 某 as an object (在某处). */
const NAME_MOU = new RegExp(
  `^(?![在于於有从從到因对對为為向由被把给給按据如若是每])\\p{Script=Han}{1,2}某(?:[^${ORDINARY}\\s\\d])?$`,
  'u',
);
/** 某公司, 某集团, 某女士 at the start of a short value. */
const LEADING_MOU = new RegExp(`^某(?![${ORDINARY}])\\p{Script=Han}{1,19}$`, 'u');
/** 北京某公司, 深圳市某科技有限公司, 张某先生. */
const NAMED_MOU = new RegExp(
  `^\\p{Script=Han}{1,10}某(?![${ORDINARY}])\\p{Script=Han}{0,6}(?:公司|集团|集團|单位|企业|医院|学校|银行|先生|女士|小姐|工厂|商行|中心)$`,
  'u',
);

/**
 * Whether a name, phone, e-mail, address or code was handed over masked, and how; null when it was not [S4-32]. A masked value counts as missing.
 * For one value of a field, not for free text.
 */
export function maskedReason(value: string): MaskedReason | null {
  if (MARKS.firstIn(value) < 0) return null;
  if (CLEAR_MARKS.firstIn(value) < 0) return hasX(value.trim()) ? 'x-run' : null;
  const s = value.trim().replace(/＊/g, '*').replace(/ｘ/g, 'x').replace(/Ｘ/g, 'X').replace(/＃/g, '#');
  if (STAR_RUN.test(s) ? !BOLD.test(s) : ONE_STAR.test(s)) return 'stars';
  if (BLOTS.test(s) || NUMBER_BLOTS.test(s)) return 'stars';
  if (hasX(s)) return 'x-run';
  if (!s.includes('某')) return null;
  return REPEATED_MOU.test(s) || NAME_MOU.test(s) || LEADING_MOU.test(s) || NAMED_MOU.test(s) ? '某' : null;
}

function hasX(s: string): boolean {
  if (s.includes('@')) return EMAIL_X.test(s);
  if (CREDIT_CODE.test(s)) return /X{4}/i.test(s);
  return X_RUN.test(s) || NAME_X.test(s) || LOCAL_X.test(s);
}
