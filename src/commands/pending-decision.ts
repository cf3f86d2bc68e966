/** What `update confirm` and `update reject` have in common: a second person's word on changes of key fields (S0-26). */
import * as z from 'zod';
import { identityKey } from '../intake/identity.js';
import type { ClauseId } from '../model/clauses.js';
import { StewardError } from '../model/errors.js';
import type { FieldKey } from '../model/fields.js';
import type { FieldValues } from '../model/plan.js';
import { type Data, say, type Text } from '../model/text.js';
import type { Doc } from '../output/document.js';
import { resubmitted } from '../rules/review/submission.js';
import type { ArgumentSpec, ChangeContext, Item, Planned } from './command.js';
import { type PendingChange, pendingItems, pendingName, pendingNamed } from './pending-change.js';
import { pendingTable } from './pending-table.js';
import { countsSchema } from './shared.js';

const words = {
  confirm: { zh: '确认关键信息变更', en: 'Key changes confirmed' },
  reject: { zh: '驳回关键信息变更', en: 'Key changes rejected' },
  plan: { zh: '将要执行的计划', en: 'The plan' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  nothing: { zh: '没有需要写入的内容', en: 'Nothing to write' },
  decided: { zh: '已决定', en: 'Decided' },
  blocked: {
    zh: '提出之后已有变动,请驳回后重新提出',
    en: 'Changed since it was proposed: reject it and propose it again',
  },
} as const satisfies Record<string, Text>;

export const pendingArguments: readonly ArgumentSpec[] = [
  {
    name: 'pending',
    help: {
      zh: '变更号(P12),或客户编号、#序号(该客户的全部)',
      en: 'a change (P12), or a customer (all of its changes)',
    },
  },
];
export const decisionColumns = ['what', 'pending', 'customer', 'field', 'from', 'to', 'trigger', 'by', 'ts', 'reason'];
export const decisionJson = z.object({
  counts: countsSchema.describe('read = decided + blocked, in changes'),
  items: z.array(z.object({ what: z.enum(['decided', 'blocked']), pending: z.string() }).loose()).optional(),
});

/** Whether the customer is there and every field still is what it was when the change was proposed. */
const isCurrent = ({ record, set }: PendingChange): boolean =>
  record !== null &&
  (Object.entries(set) as [FieldKey, readonly [string | null, string | null]][]).every(
    ([field, [from]]) => field === 'changed_at' || record[field] === from,
  );

/** @throws StewardError `pending-unknown`, `customer-unknown`, `confirm-own` */
export function planDecision(context: ChangeContext, word: string, verdict: 'confirm' | 'reject'): Planned {
  const { reader, draft, given, operator, lang, reveal, emit, dryRun } = context;
  const changes = pendingNamed(reader, word);
  const rows: Record<'blocked' | 'decided', Item[]> = { blocked: [], decided: [] };
  const counts = { read: changes.length, decided: 0, blocked: 0 };
  for (const one of changes) {
    if (verdict === 'confirm' && one.run.actor === operator.actor)
      throw new StewardError('confirm-own', { pending: pendingName(one.id) });
    const what = verdict === 'reject' || isCurrent(one) ? 'decided' : 'blocked';
    counts[what]++;
    for (const item of pendingItems(one, reveal, lang)) {
      rows[what].push(item);
      emit({ what, ...item });
    }
    if (what === 'blocked') continue;
    const { record, id, set } = one;
    if (verdict === 'reject' || record === null) {
      draft.settle({ table: 'held', id, how: 'dropped', customer: null });
      continue;
    }
    const confirmed = Object.fromEntries(Object.entries(set).map(([field, [, to]]) => [field, to])) as FieldValues;
    const values = resubmitted(given.policy, record, confirmed);
    const trigger = given.policy.updates.triggers.find(({ code }) => code === one.trigger);
    const reasons = [
      { rule: `update/${one.trigger}`, clause: trigger?.source[0] as ClauseId | undefined, data: {} },
      { rule: 'update/confirmed', clause: 'S0-26' as const, data: {} },
    ];
    draft.add(
      { kind: 'update', id: record.id, expect: record.version, set: values, reasons },
      { identity: identityKey({ ...record, ...values }) },
    );
    draft.settle({ table: 'held', id, how: 'updated', customer: record.id });
  }
  const writes = counts.decided > 0;
  const doc = (state: Text, data: Data = {}): Doc => ({
    lang,
    title: say(words[verdict], lang),
    subtitle: say(state, lang, data),
    meta: [],
    blocks: [
      ...pendingTable(say(words.decided, lang), rows.decided, lang),
      ...pendingTable(say(words.blocked, lang), rows.blocked, lang),
    ],
  });
  return {
    info: { counts, input: null, period: null },
    preview: () => doc(words.plan),
    writes,
    result: (applied) => ({
      data: { counts },
      doc: () => (applied ? doc(words.done, { run: applied.run }) : doc(dryRun && writes ? words.dry : words.nothing)),
      exit: counts.blocked > 0 ? 1 : 0,
    }),
  };
}
