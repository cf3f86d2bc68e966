/** One step of the review over the customers named: every one of them is changed, unchanged or blocked with the reason (law 3). */
import * as z from 'zod';
import { type ReviewBlock, type ReviewStepJudge, reviewBlocks } from '../../engine/review.js';
import type { CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import { fieldOf } from '../../model/fields.js';
import type { Finding } from '../../model/finding.js';
import type { AppliedRun } from '../../model/plan.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { rules } from '../../rules/registry.gen.js';
import type { Rule } from '../../rules/rule.js';
import type { ChangeContext, Format, Item, Planned, Result } from '../command.js';
import { maskedData } from '../masked.js';
import { callOf, countsSchema } from '../shared.js';
import { type Named, selected, trailOf } from './select.js';

const words = {
  dry: { zh: '计划,未写入', en: 'The plan; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  nothing: { zh: '没有需要写入的内容', en: 'Nothing to write' },
  read: { zh: '客户', en: 'customers' },
  changed: { zh: '变更', en: 'changed' },
  unchanged: { zh: '此前已是', en: 'as they were' },
  blocked: { zh: '未执行', en: 'blocked' },
  customer: { zh: '客户', en: 'customer' },
  why: { zh: '原因', en: 'why' },
} as const satisfies Record<string, Text>;

const blockNames: Readonly<Record<ReviewBlock, Text>> = {
  draft: { zh: '还是草稿,尚未提交', en: 'is a draft, not submitted yet' },
  quarantined: { zh: '已隔离', en: 'is quarantined' },
  reviewed: { zh: '已复核通过', en: 'was approved already' },
  'own-entry': { zh: '由本人录入或重新提交(001:46)', en: 'was entered or submitted again by yourself (001:46)' },
  'own-customer': { zh: '本人是负责人(C12)', en: 'is your own customer (C12)' },
  'not-owner': {
    zh: '本人不是负责人,初核由负责人做(004:38)',
    en: 'is not yours: its owner makes the first check (004:38)',
  },
  unchanged: {
    zh: '退回后没有修改;用 --note 说明可以通过(000:26)',
    en: 'was not changed since its return; --note says why it passes all the same (000:26)',
  },
  findings: {
    zh: '有错误:{findings};改正,或用 --accept-findings --reason 说明',
    en: 'has errors: {findings}; mend them, or pass --accept-findings --reason',
  },
  unchecked: { zh: '未经初核', en: 'was not prechecked' },
};

/** Blocked customers that the readable form lists; ndjson and csv have all. */
const LISTED = 40;

/** Formats, columns and JSON that the steps of the review have in common. */
export const stepOutput = {
  formats: ['text', 'json', 'ndjson', 'csv', 'md'] as readonly Format[],
  columns: ['what', 'customer', 'why', 'message', 'prechecked', 'findings'],
  json: z.object({
    counts: countsSchema.describe('read = changed + unchanged + blocked, in customers'),
    blockedBy: countsSchema,
    items: z
      .array(z.object({ what: z.enum(['changed', 'unchanged', 'blocked']), customer: z.string() }).loose())
      .optional(),
  }),
};

/** What a step of the review is, besides its judgement. */
export interface Step {
  readonly command: string;
  readonly title: Text;
  readonly named: Named;
  readonly judge: ReviewStepJudge;
  /** Which customers are meant in bulk, beside that they wait. */
  readonly fits?: (record: CustomerRecord) => boolean;
  /** Hears of everyone who is changed. */
  readonly changed?: (record: CustomerRecord) => void;
  /** Whether a record without precheck is worth a word. */
  readonly tellsPrecheck?: boolean;
}

/** What a finding says, with the field; personal values are masked unless they were asked for. */
const findingText = (finding: Finding, lang: Lang, reveal: boolean): string => {
  const { rule, messageId, field } = finding;
  const of = rules.find(({ id }) => id === rule) as Rule;
  const about = field === undefined ? '' : `${say(fieldOf(field).name, lang)}: `;
  return about + say(of.messages[messageId] as Text, lang, maskedData(finding, reveal));
};

/**
 * Stages a step for all that are named.
 *
 * @throws StewardError review-own when nothing is left but the operator's own
 */
export function planStep(context: ChangeContext, step: Step): Planned & { readonly unchecked: number } {
  const { reader, draft, given, lang, reveal, emit, progress, operator } = context;
  const trail = trailOf(reader, given);
  const counts = { read: 0, changed: 0, unchanged: 0, blocked: 0 };
  const blockedBy = Object.fromEntries(reviewBlocks.map((why) => [why, 0])) as Record<ReviewBlock, number>;
  const own: { count: number; readonly named: string[] } = { count: 0, named: [] };
  const listed: string[][] = [];
  let unchecked = 0;
  const of = reader.count();
  for (const record of selected(reader, given, step.command, step.named, step.fits)) {
    if (++counts.read % 5000 === 0) progress(counts.read, of, counts.read);
    const verdict = step.judge({ record, entry: trail.entry(record.id), facts: trail.facts(record) });
    const customer = callOf(record);
    counts[verdict.verdict]++;
    if (verdict.verdict === 'changed') {
      draft.add(verdict.change);
      step.changed?.(record);
      if (!verdict.prechecked) unchecked++;
      const told = step.tellsPrecheck ? { prechecked: verdict.prechecked } : {};
      emit((): Item => ({ what: 'changed', customer, ...told, findings: rulesOf(verdict.accepted) }));
    } else if (verdict.verdict === 'unchanged') emit({ what: 'unchanged', customer });
    else {
      const { why, findings } = verdict;
      blockedBy[why]++;
      if (why === 'own-entry' || why === 'own-customer') {
        own.count++;
        if (own.named.length < 10) own.named.push(customer);
      }
      const named = [...new Set(findings.map((finding) => findingText(finding, lang, reveal)))];
      const message = () => say(blockNames[why], lang, { findings: named });
      if (listed.length < LISTED) listed.push([customer, message()]);
      emit((): Item => ({ what: 'blocked', customer, why, message: message(), findings: rulesOf(findings) }));
    }
  }
  if (own.count > 0 && own.count === counts.read)
    throw new StewardError('review-own', { actor: operator.actor, customers: own.named, count: own.count });
  const doc = (applied: AppliedRun | null, planning: boolean): Doc => ({
    lang,
    title: say(step.title, lang),
    subtitle: applied ? say(words.done, lang, { run: applied.run }) : say(planning ? words.dry : words.nothing, lang),
    meta: [],
    blocks: [
      {
        kind: 'kpis',
        items: (['read', 'changed', 'unchanged', 'blocked'] as const).map((key) => ({
          label: say(words[key], lang),
          value: counts[key],
          ...(key === 'blocked' && counts.blocked > 0 && { tone: 'warn' as const }),
        })),
      },
      ...(listed.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              caption: say(words.blocked, lang),
              columns: [
                { key: 'customer', label: say(words.customer, lang), align: 'left' as const },
                { key: 'why', label: say(words.why, lang), align: 'left' as const, wrap: true },
              ],
              rows: listed,
              ...(counts.blocked > listed.length && { more: counts.blocked - listed.length }),
            },
          ]),
    ],
  });
  return {
    unchecked,
    info: { counts, input: null, period: null },
    preview: () => doc(null, true),
    writes: counts.changed > 0,
    result: (applied): Result => ({
      data: { counts, blockedBy },
      doc: () => doc(applied, counts.changed > 0),
      exit: counts.blocked > 0 ? 1 : 0,
    }),
  };
}

const rulesOf = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map(({ rule }) => rule))];
