import * as z from 'zod';
import { currentOf } from '../../match/pair-book.js';
import type { CustomerRecord } from '../../model/customer.js';
import type { AppliedRun, PairDecision } from '../../model/plan.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type Change, type ChangeContext, change, type OptionSpecs, type Planned } from '../command.js';
import { callOf, countsSchema } from '../shared.js';
import { customersNamed, pairsAmong } from './merge-plan.js';

const options = {
  forget: {
    flag: '--forget',
    help: { zh: '撤回这个决定', en: 'take the decision back' },
    schema: z.boolean().optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '客户对的决定', en: 'Decisions on pairs' },
  dry: { zh: '计划,未写入', en: 'The plan; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  nothing: { zh: '已是如此', en: 'It is so already' },
  a: { zh: '客户', en: 'customer' },
  b: { zh: '另一客户', en: 'other customer' },
  before: { zh: '原决定', en: 'before' },
  now: { zh: '决定', en: 'decision' },
  'keep-apart': { zh: '不同客户', en: 'different customers' },
  'must-link': { zh: '同一客户', en: 'one customer' },
  none: { zh: '无', en: 'none' },
} as const satisfies Record<string, Text>;

/** A command that decides of pairs of customers once and for all, or takes that back. */
export const pairCommand = (
  what: Exclude<PairDecision['what'], null>,
  texts: { readonly summary: Text; readonly examples: readonly string[] },
) =>
  change({
    ...texts,
    clauses: ['S1-11'],
    arguments: [
      {
        name: 'customer',
        help: { zh: '两个或更多客户的编号或 #序号', en: 'numbers or #ids of two or more customers' },
        many: true,
      },
    ],
    options,
    formats: ['text', 'json', 'ndjson'],
    json: z.object({
      counts: countsSchema.describe('read = changed + unchanged, in pairs'),
      items: z.array(z.object({ a: z.string(), b: z.string() }).loose()).optional(),
    }),
    reason: 'optional',
    plan: (context, own, names) => plan(context, what, own.forget === true, names),
  } satisfies Omit<Change<typeof options>, 'kind'>);

function plan(
  context: ChangeContext,
  what: Exclude<PairDecision['what'], null>,
  forget: boolean,
  names: readonly string[],
): Planned {
  const { draft, emit, lang, reader } = context;
  const records = customersNamed(reader, names, `dedupe ${what}`);
  const rows: { a: string; b: string; before: PairDecision['what']; now: PairDecision['what'] }[] = [];
  const counts = { read: 0, changed: 0, unchanged: 0 };
  for (const [one, other] of pairsAmong(records)) {
    counts.read++;
    const changes = decisions(context, one, other, what, forget);
    if (changes.length === 0) counts.unchanged++;
    else counts.changed++;
    for (const decision of changes) draft.pair(decision);
    const row = {
      a: callOf(one),
      b: callOf(other),
      before: reader.pair(one.id, other.id),
      now: forget ? null : what,
    };
    rows.push(row);
    emit(row);
  }
  const t = (text: Text, data = {}) => say(text, lang, data);
  const word = (decision: PairDecision['what']) => t(words[decision ?? 'none']);
  const doc = (applied: AppliedRun | null): Doc => ({
    lang,
    title: t(words.title),
    subtitle:
      applied === null ? t(counts.changed === 0 ? words.nothing : words.dry) : t(words.done, { run: applied.run }),
    meta: [],
    blocks: [
      {
        kind: 'table',
        caption: '',
        columns: (['a', 'b', 'before', 'now'] as const).map((key) => ({ key, label: t(words[key]), align: 'left' })),
        rows: rows.map(({ a, b, before, now }) => [a, b, word(before), word(now)]),
      },
    ],
  });
  return {
    info: { counts, input: null, period: null },
    preview: () => doc(null),
    writes: counts.changed > 0,
    result: (applied) => ({ data: { counts }, doc: () => doc(applied), exit: 0 }),
  };
}

/** What is to be decided of two customers; a decision that members brought along is taken back with them. */
function decisions(
  { reader }: Pick<ChangeContext, 'reader'>,
  one: CustomerRecord,
  other: CustomerRecord,
  what: Exclude<PairDecision['what'], null>,
  forget: boolean,
): PairDecision[] {
  if (!forget) return reader.pair(one.id, other.id) === what ? [] : [{ a: one.id, b: other.id, what }];
  const wanted = new Set([one.id, other.id]);
  return [...reader.pairs()].flatMap((decision): PairDecision[] => {
    const { a, b } = decision;
    if (decision.what !== what) return [];
    const [x, y] = [currentOf(reader, a), currentOf(reader, b)];
    return x !== null && y !== null && x !== y && wanted.has(x) && wanted.has(y) ? [{ a, b, what: null }] : [];
  });
}
