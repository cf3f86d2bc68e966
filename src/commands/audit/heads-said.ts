/** What the witness shows, in words: up to where nothing was rewritten, or which segment is not what it was. */
import type { HeadsFault, HeadsReport } from '../../auditor/heads.js';
import type { IntegrityFault } from '../../model/audit.js';
import { type Data, type Lang, say, type Text } from '../../model/text.js';
import type { Block } from '../../output/document.js';

/** A segment that is not what was witnessed, as an item: besides what every fault has, which it is. */
export interface SegmentFault extends IntegrityFault {
  readonly code: 'witness-mismatch';
  readonly what: 'cut' | 'restored' | 'rewritten';
  readonly segment: { readonly first: number; readonly last: number };
  /** The witnessed heads around it: the last that stands, and the first that does not. */
  readonly after: { readonly size: number; readonly ts: string } | null;
  readonly at: { readonly size: number; readonly ts: string };
}

/** The fault as an item, and all of it as blocks. */
export interface HeadsSaid {
  readonly fault: SegmentFault | null;
  readonly blocks: readonly Block[];
}

const words = {
  sound: {
    zh: '见证:{standing} 个链头都在链上;最长的有 {size} 条(见证于 {ts}),到此为止未被改写。',
    en: 'Witness: {standing} heads stand in the chain; the longest has {size} events (witnessed at {ts}): up to there nothing was rewritten.',
  },
  none: {
    zh: '见证文件里没有这个台账的链头:尾部是否被截、是否整体改写,看不出来。',
    en: 'The witness holds no head of this ledger: whether a tail was cut or the whole was rewritten does not show.',
  },
  givenUp: {
    zh: '第 {run} 次运行恢复了备份,放弃了 {heads} 个已见证的链头;链中有记载,请核对是否应当。',
    en: 'Run {run} went back to a backup and gave up {heads} witnessed heads; the chain says so. See whether it was to.',
  },
  rewritten: {
    zh: '事件 {first}…{last} 被改写:{after};见证于 {ts} 的链头({size} 条)不在链上。共 {heads} 个链头不在。',
    en: 'Events {first}…{last} were rewritten: {after}; the head witnessed at {ts} ({size} events) is not in the chain. {heads} heads are not.',
  },
  cut: {
    zh: '尾部被截:缺少事件 {first}…{last}。{after};{ts} 已见证有 {size} 条。共 {heads} 个链头不在。',
    en: 'The tail was cut: events {first}…{last} are missing. {after}; {size} were witnessed at {ts}. {heads} heads are not in the chain.',
  },
  restored: {
    zh: '换回了旧文件:台账自身相符,但缺少事件 {first}…{last}。{after};{ts} 已见证有 {size} 条。共 {heads} 个链头不在。',
    en: 'An old file was put back: it agrees with itself, but events {first}…{last} are missing. {after}; {size} were witnessed at {ts}. {heads} heads are not in the chain.',
  },
  after: { zh: '见证于 {ts} 的链头({size} 条)还在', en: 'the head witnessed at {ts} ({size} events) stands' },
  first: { zh: '没有更早的链头', en: 'there is no earlier head' },
} as const satisfies Record<string, Text>;

const shape = ({ size, ts }: { readonly size: number; readonly ts: string }) => ({ size, ts });

/** @param faults what the full check found: a chain that ends early in a ledger that is otherwise sound is an older file */
export function headsSaid(report: HeadsReport, faults: readonly IntegrityFault[], lang: Lang): HeadsSaid {
  const { standing, last, givenUp, fault } = report;
  const note = (level: 'bad' | 'info' | 'warn', text: Text, data: Data): Block => ({
    kind: 'note',
    level,
    text: say(text, lang, data),
  });
  const gave = givenUp.map((one) => note('warn', words.givenUp, { ...one }));
  if (fault === null) {
    const sound =
      last === null ? note('warn', words.none, {}) : note('info', words.sound, { standing, ...shape(last) });
    return { fault: null, blocks: [sound, ...gave] };
  }
  const what = fault.what === 'cut' && faults.length === 0 ? 'restored' : fault.what;
  return {
    fault: itemOf(fault, what),
    blocks: [note('bad', words[what], dataOf(fault, lang)), ...gave],
  };
}

function itemOf({ first, last, after, at }: HeadsFault, what: SegmentFault['what']): SegmentFault {
  return {
    code: 'witness-mismatch',
    seq: first,
    subject: null,
    detail: `${what} ${first}…${last}`,
    what,
    segment: { first, last },
    after: after && shape(after),
    at: shape(at),
  };
}

function dataOf({ first, last, after, at, heads }: HeadsFault, lang: Lang): Data {
  const before = after === null ? say(words.first, lang) : say(words.after, lang, shape(after));
  return { first, last, after: before, ...shape(at), heads };
}
