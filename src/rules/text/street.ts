import { UnitSet } from '../unit-set.js';

/** The part of an address below the county: a street (or what stands for one), a number, and what is left, in order. */
export interface StreetParts {
  readonly street: string | null;
  readonly number: string | null;
  readonly rest: string;
}

const NUMERAL =
  '(?:[甲乙丙丁东西南北附临新老]?(?:\\d+[A-Za-z]?|[A-Za-z]\\d*|[一二三四五六七八九十百零〇]+)(?:[-–—~、之#]\\d+[A-Za-z]?)*)';
const UNIT = '(?:号楼|号院|号(?!线|路|公路)|弄|栋|幢|座|室|单元|楼|层|组|队|房|铺|户|社(?!区)|#)';
/** One number or several on end: 88号, 88弄12号301室, A座, 3栋2单元, 三组15号. */
const NUMBER = new RegExp(`第?${NUMERAL}${UNIT}(?:[-,，、 ]?${NUMERAL}${UNIT})*(?:\\d{2,5}(?:[A-Z](?![A-Za-z]))?$)?`);
/** A number without its unit right after the street: 建国路88. */
const BARE_NUMBER = /^(?:\d+[A-Za-z]?(?:[-–—~之]\d+)*)(?![\d年月日]|公里|米|巷|路|街|弄)/;

const ROAD_WORD =
  '(?:大道|大街|大路|公路|国道|省道|县道|胡同|环[东西南北中]?段|路|街(?!道|坊)|巷|(?<![街隧通轨频])道(?!口|路|观))';
const ROAD_TAIL =
  '(?:[东西南北中]段|[东西南北中]?[一二三四五六七八九十]{1,3}(?:段|巷|街|路|弄|里|条)|\\d{1,3}(?:巷|段|街)|[东西南北中](?=\\d))?';
const ROAD = new RegExp(
  `(?:[A-Za-z]?\\d{1,4}号?(?=${ROAD_WORD})|[\\u4e00-\\u9fff·]{1,14}?\\d{0,2}号?)${ROAD_WORD}${ROAD_TAIL}`,
);
/** Words after which the name of the road begins, when the text before it is of another kind: 万达广场|解放路. */
const BEFORE_ROAD =
  /.*(?:广场|大厦|小区|园区|工业园|科技园|新城|科学城|软件园(?:[一二三四]期)?|岛|村|镇|社区|街道|开发区|新区|路口|[与和及])(?=[\u4e00-\u9fff]+[^大](?:路|街|道|巷|胡同)|[\u4e00-\u9fff]{2,}大(?:路|街|道))/;
/** Last characters of those words; after one there follow at least three more. */
const BEFORE_ROAD_LAST = new UnitSet('场厦区园城期岛村镇道口与和及');
/** Old lanes that are told from other words only by the number after them: 和平里3号, 东四十条5号. */
const LANE = /[\u4e00-\u9fff]{2,8}?(?:里|条|坊|弄)(?=[甲乙丙丁]?[\dA-Za-z一二三四五六七八九十])/;
const VILLAGE = /[\u4e00-\u9fff]{1,10}?(?:村民委员会|村委会|行政村|自然村|社区|村|屯|嘎查|庄(?!村))(?![路街巷道])/;
const PARK =
  /[\u4e00-\u9fffA-Za-z]{2,14}?(?:产业园区?|工业园区?|科技园区?|软件园区?|创业园|创意园|物流园区?|工业区|产业区|产业基地|科学城|科技城|开发区)/;
const TOWN = /^[\u4e00-\u9fff]{1,9}?(?:街道办事处|街道|镇|民族乡|乡|苏木)(?![路街巷道桥镇乡]|大道)/;

/**
 * Reads what follows the county (S0-15: 街道门牌号). The street is, in this order: a road, lane or hutong; an
 * industrial or science park; a village, community or hamlet; a township or subdistrict when a number follows. A building or a
 * housing estate by itself is no street. The number is 号 弄 栋 幢 座 室 单元 楼 层 with a numeral, 组 队 社 in a village, or bare
 * digits right after the street.
 */
export function readStreet(text: string): StreetParts {
  const town = townOf(text);
  const from = town.length;
  const road = find(ROAD, text, from);
  let street = road === null ? null : withoutLead(road);
  street ??= find(LANE, text, from) ?? find(PARK, text, from) ?? find(VILLAGE, text, from);
  const after = street === null ? from : street.end;
  const number = numberAfter(text, after) ?? (street === null ? null : find(NUMBER, text.slice(0, street.start), from));
  if (street === null && number !== null && town !== '') street = { start: 0, end: from };
  return {
    street: street && text.slice(street.start, street.end),
    number: number && text.slice(number.start, number.end),
    rest: without(text, street, number),
  };

  /** 万达广场解放路: the road is 解放路. */
  function withoutLead(span: Span): Span {
    const words = text.slice(span.start, span.end);
    const last = BEFORE_ROAD_LAST.firstIn(words);
    if (last < 0 || last + 4 > words.length) return span;
    const lead = BEFORE_ROAD.exec(words);
    return lead ? { start: span.start + lead[0].length, end: span.end } : span;
  }
}

/** 锦绣大道980号: a road and a number right behind it, neither of which can be part of anything else. */
const ROAD_AND_NUMBER = /[\u4e00-\u9fff]{1,9}?(?:路|街|大道)\d{1,5}[号弄](?![线路公大街国省县胡环巷道])/y;

/** Whether `readStreet` surely finds both a street and a number from a position on; most addresses have them at once. */
export function hasStreetAndNumber(text: string, at: number): boolean {
  ROAD_AND_NUMBER.lastIndex = at;
  return ROAD_AND_NUMBER.test(text);
}

/** What is taken off what is left; of white space, the one sign that a folded text has. */
const SEPARATORS = new UnitSet(' ,，、。.');

interface Span {
  readonly start: number;
  readonly end: number;
}

function find(pattern: RegExp, text: string, from: number): Span | null {
  const match = pattern.exec(from === 0 ? text : text.slice(from));
  return match ? { start: from + match.index, end: from + match.index + match[0].length } : null;
}

function numberAfter(text: string, from: number): Span | null {
  const spelt = find(NUMBER, text, from);
  if (from === 0 || spelt?.start === from) return spelt;
  const bare = find(BARE_NUMBER, text, from);
  return bare ?? spelt;
}

/** The township or subdistrict at the head; 人民路古镇 is no town. */
function townOf(text: string): string {
  const town = TOWN.exec(text)?.[0] ?? '';
  return /[路巷弄号]|大道|街(?!道)/.test(town) && !town.includes('街道') ? '' : town;
}

function without(text: string, street: Span | null, number: Span | null): string {
  const [first, second] =
    street !== null && number !== null && number.start < street.start ? [number, street] : [street, number];
  let rest = '';
  let at = 0;
  if (first !== null) {
    rest = text.slice(0, first.start);
    at = first.end;
  }
  if (second !== null) {
    rest += text.slice(at, second.start);
    at = second.end;
  }
  rest += text.slice(at);
  return SEPARATORS.has(rest.charCodeAt(0)) || SEPARATORS.has(rest.charCodeAt(rest.length - 1))
    ? rest.replace(/^[\s,，、。.]+|[\s,，、。.]+$/g, '')
    : rest;
}
