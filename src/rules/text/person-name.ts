import { recentTexts } from '../../model/recent.js';
import { formAtEnd } from '../reference/company-words.js';
import { Endings } from '../reference/endings.js';
import { isJobTitle } from '../reference/job-titles.js';
import { beginsTransliterated, isCommonSurname, isSurname, surnameOf } from '../reference/surnames.js';
import { UnitSet } from '../unit-set.js';
import { isCompanyLike } from './company-name.js';
import { maskedReason } from './masked.js';
import { mojibakeReason } from './mojibake.js';
import { isPlaceholder } from './sentinel.js';
import { toSimplified } from './simplified.js';
import { codePoints, fold, isBlank, unifyDots } from './unicode.js';

/** What keeps a text from being a person's real name (S0-13: no nicknames). */
export type PersonNameProblem =
  | 'empty'
  | 'placeholder'
  | 'masked'
  | 'emoji'
  | 'digit'
  | 'title'
  | 'nickname'
  | 'bracket'
  | 'short'
  | 'mojibake'
  | 'company'
  | 'punctuation';

/** Han characters only, Latin letters only, or anything else that people are called in. */
export type NameScript = 'han' | 'latin' | 'mixed';

/** Doubts that are no finding by themselves: a first character that is no known surname; longer than Han names are. */
export type NameHint = 'unknownSurname' | 'long';

/**
 * A name that may stand: `name` without stray spaces and with U+00B7 as its dot, in its own script; `surname` and `given`
 * where a Chinese surname begins it, cut from `name`. Or what is wrong with it: `why` is the part of the text that shows
 * it, `suggestion` a name that is left when that part goes, never to be taken without a person's word.
 */
export type PersonNameJudgement =
  | {
      readonly ok: true;
      readonly name: string;
      readonly surname: string | null;
      readonly given: string | null;
      readonly script: NameScript;
      readonly hints: readonly NameHint[];
    }
  | {
      readonly ok: false;
      readonly problem: PersonNameProblem;
      readonly why: string;
      readonly suggestion: string | null;
    };

const HAN = /^[\u4e00-\u9fff]+$/;
/** Rare characters of any plane, iteration mark, and 〇. */
const HAN_DOTTED = /^[\p{Script=Han}·]+$/u;
const LATIN = /^[\p{Script=Latin}\p{Mn}'’.\-, ]+$/u;
const NAME_CHARS = /^[\p{L}\p{M}·'’.\-, ]+$/u;
const NOT_NAME = /[^\p{L}\p{M}·'’.\-, ]+/u;
const EMOJI = /\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u2600-\u27bf]/u;
const EMOJI_ALL =
  /\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u2600-\u27bf]|\u200d|\ufe0f|\u20e3/gu;
const BRACKETED = /[([{【〔<《「][^)\]}】〕>》」]*[)\]}】〕>》」]?/;
const BRACKETS = /[()[\]{}【】〔〕<>《》「」]/g;
const DIGITS = /[\p{N}]+/u;
const SPACE_AT_HAN = / (?=[\u2e80-\uffff])|(?<=[\u2e80-\uffff]) /g;
/** Dots that stand for the middle dot between Han characters (艾力.买买提). */
const DOT_BETWEEN_HAN = /(?<=\p{Script=Han})[.。](?=\p{Script=Han})/gu;

/** What is written for want of a name, in lower case. */
const NO_NAME = new Set(
  '无名 无名氏 未命名 佚名 本人 客户 新客户 老客户 用户 会员 顾客 访客 游客 网友 粉丝 陌生人 路人 路人甲 路人乙 姓名 名字 联系人姓名 admin user guest customer name anonymous 微信用户 手机用户 散客 个人 私人'.split(
    ' ',
  ),
);
const TEST_NAME = /^(?:测试|test(?:er|ing|user)?(?:[\d_ ]|$))/i;
/** Hidden given names that have no star: 王某, 李某某, 张X. */
const MASKED = /^\p{Script=Han}{1,2}(?:某+|[xX]{1,3}|○+|〇〇)$/u;

/** Titles of two characters or more: real given names do not end so. */
const TITLES =
  '总经理 副经理 经理 副总 总裁 总监 董事长 董事 主任 主管 主席 部长 处长 科长 局长 院长 校长 园长 厂长 店长 所长 站长 行长 社长 会长 队长 组长 班长 村长 镇长 县长 市长 区长 书记 秘书 助理 工程师 总工 设计师 律师 会计 出纳 医生 大夫 医师 护士 教授 博士 老师 教练 师傅 老板娘 老板 掌柜 先生 女士 小姐 太太 夫人 同志 同学 阿姨 大姨 叔叔 大叔 大爷 大妈 大娘 大婶 大嫂 大伯 伯伯 大哥 大姐 小哥 小姐姐 哥哥 姐姐 妹妹 弟弟 嫂子 奶奶 爷爷 妈妈 爸爸 警官 法师 道长 老总';
const titles = new Endings(TITLES.split(' '));
/** One character after a surname: 王总, 刘工, 欧阳董. 科, 导, 弟, 妹 are left out: 张科 and 王导 are names. */
const TITLE_CHAR = new Set('总工董局处队院校厂');
/** What elders are called by, after a surname or one other character: 李姐, 强哥, 王叔 are nicknames (S0-13). */
const KIN_CHAR = new Set('哥姐叔姨婶嫂爷伯');
/** One character that ends no given name: 张伟总, 李伟哥. */
const TITLE_TAIL = new Set('总哥姐嫂婶姨');
/** Characters that end a title, a nickname or a hidden name; a name without them may be plain. */
const CLOSER_LOOK_LAST = new UnitSet('总工董哥姐叔姨婶嫂爷伯局处队院校厂弟妹舅姑妈爸仔妞子儿');
const FAMILY_RANK = /[大二三四五六七八九小老][哥姐弟妹叔姨爷嫂婶伯舅姑]$/;
const PARENT_OF = /.(?:妈妈?|爸爸?|宝妈|宝爸)$/;
/** Words by which people are called and that are no names. */
const CALL_WORDS = new Set(
  '宝宝 宝贝 亲爱 亲爱的 亲 美女 帅哥 靓女 靓仔 大佬 老大 老铁 老公 老婆 老弟 老哥 老妹 老乡 老表 胖子 瘦子 胖哥 瘦猴 眼镜 光头 大胡子 大个子 小胖 小子 小伙子 小姑娘 丫头 妹子 兄弟 哥们 闺蜜 班花 校花 女神 男神 大神 老王头 二狗 二狗子 狗蛋 狗剩 铁蛋 二蛋 二愣子 傻子 疯子 妞妞 囡囡 老幺 老二 老三 老四 老五 老六 老七 老八 老九 老十'.split(
    ' ',
  ),
);
/** Japanese surnames that begin with 小 or 大; a longer name that begins so is a name. */
const JAPANESE =
  /^(?:小野|小林|小川|小泽|小松|小池|小山|小岛|小田|小西|小原|小仓|小笠原|小早川|大野|大岛|大谷|大山|大西|大冢|大桥|大江|大川)/;
const LATIN_TITLE =
  /^(?:mr|mrs|ms|miss|mdm|dr|prof|sir|madam|mister)\b\.?\s*|[\s,]+(?:mr|mrs|ms|miss|ph\.?d|md|esq)\.?$/i;
const TITLE_OF_LATIN =
  /^[\p{Script=Latin}'’.\- ]+(总|哥|姐|老师|先生|女士|小姐|经理|老板|师傅|叔|姨|医生|律师|教授|董)$/u;
const CALLED_IN_LATIN = /^[老小阿大][\p{Script=Latin}]+$/u;

const NO_HINTS: readonly NameHint[] = [];
const UNKNOWN: readonly NameHint[] = ['unknownSurname'];
const LONG: readonly NameHint[] = ['long'];
const UNKNOWN_LONG: readonly NameHint[] = ['unknownSurname', 'long'];

/**
 * Judges whether a text is a person's name as it may stand in a ledger (S0-13: 张三 may, 三哥, 王总, 老李 may not).
 * Any string is accepted; a doubtful name passes with a hint, since a finding must be worth a person's time.
 */
export const judgePersonName: (raw: string) => PersonNameJudgement = recentTexts(judge);

function judge(raw: string): PersonNameJudgement {
  // The ordinary name: two to four common Han characters.
  if (raw.length >= 2 && raw.length <= 4 && HAN.test(raw)) return isPlain(raw) ? passHan(raw, raw) : judgeHan(raw, raw);
  if (isBlank(raw)) return fault('empty', '');
  const broken = mojibakeReason(raw);
  if (broken !== null) return fault('mojibake', raw.trim());
  const emoji = EMOJI.exec(raw);
  if (emoji) return fault('emoji', emoji[0], raw.replace(EMOJI_ALL, ''));
  const name = normal(raw);
  if (isNoName(name)) return fault('placeholder', name);
  if (maskedReason(name) !== null || MASKED.test(name)) return fault('masked', name);
  if (isCompanyLike(name)) return fault('company', name);
  const bracket = BRACKETED.exec(name);
  if (bracket) return fault('bracket', bracket[0], name.replace(BRACKETED, '').replace(BRACKETS, ''));
  const digit = DIGITS.exec(name);
  if (digit) return fault('digit', digit[0], name.replace(/\p{N}+/gu, ''));
  if (HAN_DOTTED.test(name)) return judgeHan(name, name);
  if (!NAME_CHARS.test(name)) return judgePunctuated(name);
  if (LATIN.test(name)) return judgeLatin(name);
  const edge = /^[\p{P}\s]+|[\p{P}\s]+$/u.exec(name);
  if (edge) return fault('punctuation', edge[0], name.replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, ''));
  const title = TITLE_OF_LATIN.exec(name);
  if (title) return fault('title', title[1]!, name.slice(0, -title[1]!.length));
  if (CALLED_IN_LATIN.test(name)) return fault('nickname', name[0]!);
  const surname = surnameOf(toSimplified(name));
  return pass(name, surname === null ? null : name.slice(0, surname.length), 'mixed', NO_HINTS);
}

/** Whether a cell is a job title and no name (总经理, 采购经理, CTO): shows a shifted row, or a title in a column of names. */
export function isTitleWord(s: string): boolean {
  return s.length <= 60 && isJobTitle(toSimplified(fold(s)).replace(SPACE_AT_HAN, ''));
}

function isNoName(name: string): boolean {
  return NO_NAME.has(name.toLowerCase()) || TEST_NAME.test(name) || isPlaceholder(name);
}

function normal(raw: string): string {
  let name = unifyDots(fold(unifyDots(raw)));
  if (name.includes(' ')) name = name.replace(SPACE_AT_HAN, '');
  return name.includes('.') || name.includes('。') ? name.replace(DOT_BETWEEN_HAN, '·') : name;
}

function judgeHan(raw: string, name: string): PersonNameJudgement {
  const simple = toSimplified(name);
  if (name.includes('·')) return judgeDotted(name);
  const chars = codePoints(simple);
  const count = chars.length;
  if (isNoName(simple)) return fault('placeholder', raw);
  if (simple.includes('某') && (MASKED.test(simple) || maskedReason(simple) !== null)) return fault('masked', raw);
  if (count === 1) return fault('short', raw);
  if (CALL_WORDS.has(simple)) return fault('nickname', raw);
  const title = titleAtEnd(simple, chars);
  if (title !== null)
    return fault(title.problem, title.why, count > 2 ? name.slice(0, name.length - title.why.length) : '');
  const nickname = nicknameIn(simple, chars);
  if (nickname !== null) return fault('nickname', nickname);
  if (count >= 3 && isCompanyLike(simple)) return fault('company', raw);
  if (count <= 4 && mojibakeReason(raw) !== null) return fault('mojibake', raw);
  return passHan(name, simple);
}

/**
 * Whether a name of two to four common characters needs no closer look: it begins with one of the commonest surnames, with
 * which no placeholder and no nickname begins, and ends with no title or form of a company.
 */
function isPlain(name: string): boolean {
  return (
    isCommonSurname(name.charAt(0)) &&
    name[0] !== name[1] &&
    !CLOSER_LOOK_LAST.has(name.charCodeAt(name.length - 1)) &&
    !name.includes('某') &&
    titles.longest(name) === null &&
    formAtEnd(name) === null &&
    !isJobTitle(name) &&
    mojibakeReason(name) === null
  );
}

function passHan(name: string, simple: string): PersonNameJudgement {
  const surname = surnameOf(simple);
  if (surname === null) {
    const count = codePoints(simple).length;
    if (count >= 3 && (beginsTransliterated(simple) || JAPANESE.test(simple))) return pass(name, null, 'han', NO_HINTS);
    return pass(name, null, 'han', count > 3 ? UNKNOWN_LONG : UNKNOWN);
  }
  if (name.length - surname.length <= 2) return pass(name, name.slice(0, surname.length), 'han', NO_HINTS);
  const chars = codePoints(simple);
  const given = chars.length - surname.length;
  // Two surnames of the parents and two more characters are a name of today: 王李子涵.
  const long = given > 3 || (given === 3 && !isSurname(chars[1]!) && !beginsTransliterated(simple));
  return pass(name, name.slice(0, surname.length), 'han', long ? LONG : NO_HINTS);
}

/** Names of peoples who join given and father's name or clan with a dot: 买买提·艾力, 迪丽热巴·迪力木拉提. */
function judgeDotted(name: string): PersonNameJudgement {
  const parts = name.split('·');
  if (parts.some((part) => part === ''))
    return fault('punctuation', '·', name.replace(/^·+|·+$/g, '').replace(/·{2,}/g, '·'));
  const title = titles.longest(name);
  if (title !== null) return fault('title', title, name.slice(0, -title.length));
  return pass(name, null, 'han', NO_HINTS);
}

function judgeLatin(name: string): PersonNameJudgement {
  const title = LATIN_TITLE.exec(name);
  if (title && title[0].length < name.length) return fault('title', title[0].trim(), name.replace(title[0], ''));
  if (isJobTitle(name)) return fault('title', name);
  const letters = name.replace(/[^\p{L}]/gu, '');
  if (letters.length < 2) return fault('short', name);
  const edge = /^[.,'’\- ]+|[,'’\- ]+$/.exec(name);
  if (edge) return fault('punctuation', edge[0], name.replace(/^[.,'’\- ]+|[,'’\- ]+$/g, ''));
  return pass(name, null, 'latin', NO_HINTS);
}

function judgePunctuated(name: string): PersonNameJudgement {
  const found = NOT_NAME.exec(name)!;
  const left = name.split(new RegExp(NOT_NAME, 'gu')).filter((part) => part !== '');
  return fault('punctuation', found[0], left.length === 1 ? left[0]! : '');
}

function titleAtEnd(name: string, chars: readonly string[]): { problem: 'title' | 'nickname'; why: string } | null {
  const count = chars.length;
  const last = chars[count - 1]!;
  const word = titles.longest(name);
  if (word !== null) return { problem: 'title', why: word };
  if (isJobTitle(name)) return { problem: 'title', why: name };
  if (count >= 3 && FAMILY_RANK.test(name)) return { problem: 'nickname', why: name.slice(-2) };
  const before = name.slice(0, -last.length);
  if (TITLE_CHAR.has(last) && isSurname(before)) return { problem: 'title', why: last };
  if (KIN_CHAR.has(last) && (count === 2 || isSurname(before)))
    return { problem: 'nickname', why: count === 2 ? name : last };
  if (count >= 3 && count <= 4 && TITLE_TAIL.has(last))
    return { problem: last === '总' ? 'title' : 'nickname', why: last };
  return null;
}

/** The part that shows a nickname, or null: 老李, 小王, 阿强, 豆豆, 强子, 华仔, 豆豆妈. */
function nicknameIn(name: string, chars: readonly string[]): string | null {
  const [first, second, third] = chars as [string, string, string?];
  const count = chars.length;
  if (count === 2) {
    if ('老小阿大'.includes(first)) return first;
    if (first === second) return name;
    if (second === '仔' || second === '妞') return second;
    if ((second === '子' || second === '儿' || second === '弟' || second === '妹') && !isCommonSurname(first))
      return second;
    return PARENT_OF.test(name) ? name.slice(1) : null;
  }
  if (PARENT_OF.test(name)) return name.slice(-1);
  if (count > 4) return null;
  if (first === '小' && !JAPANESE.test(name)) return first;
  if (count === 3) {
    if (first === '老' && surnameOf(second) !== null && third !== undefined && '头子师爷倌'.includes(third))
      return name;
    if (first === '阿' && isSurname(second) === false && second === third) return name;
    if (second === third && surnameOf(first) === null && !beginsTransliterated(first)) return second + second;
  }
  return null;
}

function pass(
  name: string,
  surname: string | null,
  script: NameScript,
  hints: readonly NameHint[],
): PersonNameJudgement {
  const given = surname === null || surname.length === name.length ? null : name.slice(surname.length);
  return { ok: true, name, surname, given, script, hints };
}

/** `left` is what remains without the faulty part; it is suggested only when it passes by itself. */
function fault(problem: PersonNameProblem, why: string, left = ''): PersonNameJudgement {
  const rest = left.trim();
  const judged = rest === '' ? null : judgePersonName(rest);
  const suggestion = judged?.ok === true && !isSurname(judged.name) ? judged.name : null;
  return { ok: false, problem, why, suggestion };
}
