import * as z from 'zod';
import { joinedGroups } from '../../match/groups.js';
import { PairBook } from '../../match/pair-book.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { AppliedRun } from '../../model/plan.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type Change, type ChangeContext, change, type OptionSpecs, type Options, type Planned } from '../command.js';
import { callOf, countsSchema } from '../shared.js';
import { refuseTarget } from '../target.js';
import { askPairs } from './ask-pairs.js';
import { learnedIn } from './judge.js';
import { obstacle, stageMerge } from './merge-plan.js';
import { pairOf, type ReviewWord, type WaitingPair, waitingPairs } from './review-pairs.js';
import { readReviewSheet, writeReviewSheet } from './review-sheet.js';

const options = {
  sheet: {
    flag: '--sheet <file>',
    help: { zh: '导出决定表(CSV),两边并列', en: 'export a sheet to decide on (CSV), both sides beside each other' },
    schema: z.string().min(1).optional(),
  },
  from: {
    flag: '--from <file>',
    help: { zh: '读入填好的决定表(CSV 或 XLSX)', en: 'apply a filled-in sheet (CSV or XLSX)' },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '疑似重复的判断', en: 'Decisions on likely duplicates' },
  dry: { zh: '计划,未写入', en: 'The plan; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  written: {
    zh: '{rows} 对在 {path};在 decision 列写 merge 或 keep-apart,再运行 steward dedupe review --from',
    en: '{rows} pairs are in {path}; write merge or keep-apart under decision, then run steward dedupe review --from',
  },
  read: { zh: '决定', en: 'decisions' },
  merged: { zh: '归并', en: 'merge' },
  apart: { zh: '不同客户', en: 'kept apart' },
  stale: { zh: '已过期', en: 'stale' },
  blocked: { zh: '未执行', en: 'blocked' },
  waiting: { zh: '仍在等待', en: 'still waiting' },
  outdated: {
    zh: '{count} 对的客户在查重之后有改动,先运行 steward dedupe scan --since',
    en: 'The customers of {count} pairs changed since the scan: run steward dedupe scan --since',
  },
  left: { zh: '未执行的决定', en: 'Decisions that were not carried out' },
  pair: { zh: '客户', en: 'customers' },
  why: { zh: '原因', en: 'why' },
} as const satisfies Record<string, Text>;

const whyNames = {
  stale: { zh: '其中有客户已改变', en: 'one of them changed meanwhile' },
  'kept-apart': { zh: '已定为不同客户', en: 'they were decided to be different customers' },
  'merge-vetoed': { zh: '互相矛盾', en: 'they contradict each other' },
} as const satisfies Record<string, Text>;

/** Decisions to carry out, and those whose customers have changed. */
interface Decisions {
  readonly decided: readonly (readonly [Pick<WaitingPair, 'one' | 'other'>, ReviewWord])[];
  readonly stale: readonly string[];
}

async function decisions(
  context: ChangeContext,
  own: Options<typeof options>,
  waiting: readonly WaitingPair[],
): Promise<Decisions> {
  const { ask, reader } = context;
  if (own.from === undefined) {
    if (waiting.length === 0) return { decided: [], stale: [] };
    if (ask === null) throw new StewardError('review-how');
    return { decided: await askPairs(ask, waiting, learnedIn(reader), context), stale: [] };
  }
  const decided: (readonly [Pick<WaitingPair, 'one' | 'other'>, ReviewWord])[] = [];
  const stale: string[] = [];
  for (const { decision, fingerprint, line } of await readReviewSheet(own.from)) {
    const pair = pairOf(reader, fingerprint);
    if (pair === undefined) throw new StewardError('decision-unreadable', { path: own.from, line, value: fingerprint });
    if (pair === null)
      stale.push(
        fingerprint
          .replaceAll(/:\d+/g, '')
          .split('-')
          .map((id) => `#${id}`)
          .join(', '),
      );
    else decided.push([pair, decision]);
  }
  return { decided, stale };
}

export default change({
  summary: {
    zh: '逐对判断疑似重复:在终端上询问,或用决定表',
    en: 'Decide on likely duplicates: on a terminal pair by pair, or in a sheet.',
  },
  clauses: ['S1-11'],
  examples: [
    'steward dedupe review --sheet 疑似重复.csv',
    'steward dedupe review --sheet 疑似重复.csv && steward dedupe review --from 疑似重复.csv --yes',
  ],
  options,
  formats: ['text', 'json', 'ndjson'],
  json: z.object({
    counts: countsSchema.describe('read = merged + apart + stale + blocked, in pairs'),
    waiting: z.int().describe('Pairs that wait after this run'),
    outdated: z.int().describe('Pairs whose customers changed since the scan'),
    file: z.string().nullable(),
    items: z.array(z.object({ what: z.string() }).loose()).optional(),
  }),
  reason: 'optional',
  writes: (own) => own.sheet === undefined,
  async plan(context, own): Promise<Planned> {
    const { draft, emit, given, lang, reader } = context;
    const { outdated, pairs } = waitingPairs(reader);
    if (own.sheet !== undefined) return exported(context, own.sheet, pairs, outdated);
    const { decided, stale } = await decisions(context, own, pairs);
    const counts = { read: decided.length + stale.length, merged: 0, apart: 0, stale: stale.length, blocked: 0 };
    const left: [string, string][] = [];
    const refuse = (what: 'blocked' | 'stale', customers: string, why: keyof typeof whyNames): void => {
      left.push([customers, say(whyNames[why], lang)]);
      emit({ what, customers, why, message: say(whyNames[why], lang) });
    };
    for (const customers of stale) refuse('stale', customers, 'stale');
    const records = new Map<CustomerId, CustomerRecord>();
    const merging: [CustomerId, CustomerId][] = [];
    const apart = new Set<string>();
    for (const [{ one, other }, decision] of decided) {
      const [a, b] = one.id < other.id ? [one, other] : [other, one];
      if (decision === 'merge') {
        records.set(a.id, a).set(b.id, b);
        merging.push([a.id, b.id]);
      } else if (!apart.has(`${a.id} ${b.id}`)) {
        apart.add(`${a.id} ${b.id}`);
        draft.pair({ a: a.id, b: b.id, what: 'keep-apart' });
        counts.apart++;
        emit({ what: 'keep-apart', customers: `${callOf(a)}, ${callOf(b)}` });
      } else counts.apart++;
    }
    const book = new PairBook(reader);
    const also = { apart: (a: CustomerId, b: CustomerId) => apart.has(`${Math.min(a, b)} ${Math.max(a, b)}`) };
    for (const ids of joinedGroups([], merging)) {
      const group = ids.map((id) => records.get(id) as CustomerRecord);
      const links = merging.filter(([a]) => ids.includes(a)).length;
      const doubted = ids.some((a, i) => ids.slice(i + 1).some((b) => also.apart(a, b)));
      const why = doubted ? 'kept-apart' : obstacle(reader, book, group, given.policy.matching)?.why;
      const customers = group.map(callOf).join(', ');
      if (why === undefined) {
        stageMerge(context, group);
        counts.merged += links;
        emit({ what: 'merged', customers });
      } else {
        counts.blocked += links;
        refuse('blocked', customers, why);
      }
    }
    const waiting = pairs.length - (own.from === undefined ? counts.merged + counts.apart : 0);
    const doc = (applied: AppliedRun | null): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: applied === null ? say(words.dry, lang) : say(words.done, lang, { run: applied.run }),
      meta: [],
      blocks: [
        {
          kind: 'kpis',
          items: [
            ...(['read', 'merged', 'apart', 'stale', 'blocked'] as const).map((key) => ({
              label: say(words[key], lang),
              value: counts[key],
              ...((key === 'stale' || key === 'blocked') && counts[key] > 0 && { tone: 'warn' as const }),
            })),
            { label: say(words.waiting, lang), value: waiting },
          ],
        },
        ...(left.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                caption: say(words.left, lang),
                columns: (['pair', 'why'] as const).map((key) => ({
                  key,
                  label: say(words[key], lang),
                  align: 'left' as const,
                  wrap: true,
                })),
                rows: left.slice(0, 40),
                ...(left.length > 40 && { more: left.length - 40 }),
              },
            ]),
        ...outdatedNote(outdated, lang),
      ],
    });
    return {
      info: { counts, input: null, period: null },
      preview: () => doc(null),
      writes: counts.merged + counts.apart > 0,
      result: (applied) => ({
        data: { counts, waiting, outdated, file: null },
        doc: () => doc(applied),
        exit: counts.stale > 0 ? 5 : counts.blocked > 0 ? 1 : 0,
      }),
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);

const outdatedNote = (count: number, lang: ChangeContext['lang']): Doc['blocks'] =>
  count === 0 ? [] : [{ kind: 'note', level: 'warn', text: say(words.outdated, lang, { count }) }];

function exported(context: ChangeContext, path: string, pairs: readonly WaitingPair[], outdated: number): Planned {
  const { dryRun, lang, reader } = context;
  refuseTarget('dedupe review', '--sheet', path, [reader.info.path, reader.info.database]);
  if (!dryRun) writeReviewSheet(path, pairs, learnedIn(reader), context);
  const doc = (): Doc => ({
    lang,
    title: say(words.title, lang),
    subtitle: dryRun ? say(words.dry, lang) : say(words.written, lang, { rows: pairs.length, path }),
    meta: [],
    blocks: outdatedNote(outdated, lang),
  });
  const counts = { read: 0, merged: 0, apart: 0, stale: 0, blocked: 0 };
  return {
    info: { counts, input: null, period: null },
    preview: doc,
    writes: false,
    accessed: [...new Set(pairs.flatMap(({ one, other }) => [one.id, other.id]))],
    result: () => ({ data: { counts, waiting: pairs.length, outdated, file: dryRun ? null : path }, doc, exit: 0 }),
  };
}
