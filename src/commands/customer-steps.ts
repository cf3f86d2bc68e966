/** One step over the customers named: every one of them is changed, unchanged or blocked with the reason (law 3). */
import * as z from 'zod';
import type { CustomerRecord } from '../model/customer.js';
import type { AppliedRun, UpdateChange } from '../model/plan.js';
import { say, type Text } from '../model/text.js';
import type { Doc } from '../output/document.js';
import type { ChangeContext, Format, Item, Planned, Result } from './command.js';
import { callOf, countsSchema } from './shared.js';

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

/** Blocked customers that the readable form lists; ndjson and csv have all. */
const LISTED = 40;

/** Formats, columns and JSON that such steps have in common. */
export const stepOutput = {
  formats: ['text', 'json', 'ndjson', 'csv', 'md'] as readonly Format[],
  columns: ['what', 'customer', 'why', 'message'] as readonly string[],
  json: z.object({
    counts: countsSchema.describe('read = changed + unchanged + blocked, in customers'),
    blockedBy: countsSchema,
    items: z
      .array(z.object({ what: z.enum(['changed', 'unchanged', 'blocked']), customer: z.string() }).loose())
      .optional(),
  }),
};

/** What a step comes to on one customer; `unchanged`: it was taken before. `told` goes into the item. */
export type StepVerdict<W extends string> =
  | { readonly verdict: 'unchanged' }
  | { readonly verdict: 'changed'; readonly change: UpdateChange; readonly told?: () => Item }
  | {
      readonly verdict: 'blocked';
      readonly why: W;
      /** In words, where it takes more than the reason's own text. */
      readonly message: string;
      readonly told?: () => Item;
    };

/** A step, the customers that it is taken on, and the reasons for which it may be blocked. */
export interface CustomerSteps<W extends string> {
  readonly title: Text;
  readonly records: Iterable<CustomerRecord>;
  readonly blocks: readonly W[];
  readonly judge: (record: CustomerRecord) => StepVerdict<W>;
}

/** Stages a step for all that are named. */
export function planSteps<W extends string>(
  context: ChangeContext,
  { title, records, blocks, judge }: CustomerSteps<W>,
): Planned & { readonly counts: Readonly<Record<'blocked' | 'changed' | 'read' | 'unchanged', number>> } {
  const { reader, draft, lang, emit, progress } = context;
  const counts = { read: 0, changed: 0, unchanged: 0, blocked: 0 };
  const blockedBy = Object.fromEntries(blocks.map((why) => [why, 0])) as Record<W, number>;
  const listed: string[][] = [];
  const of = reader.count();
  for (const record of records) {
    if (++counts.read % 5000 === 0) progress(counts.read, of, counts.read);
    const verdict = judge(record);
    const customer = callOf(record);
    counts[verdict.verdict]++;
    if (verdict.verdict === 'changed') {
      draft.add(verdict.change);
      emit((): Item => ({ what: 'changed', customer, ...verdict.told?.() }));
    } else if (verdict.verdict === 'unchanged') emit({ what: 'unchanged', customer });
    else {
      const { why, message, told } = verdict;
      blockedBy[why]++;
      if (listed.length < LISTED) listed.push([customer, message]);
      emit((): Item => ({ what: 'blocked', customer, why, message, ...told?.() }));
    }
  }
  const doc = (applied: AppliedRun | null, planning: boolean): Doc => ({
    lang,
    title: say(title, lang),
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
    counts,
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
