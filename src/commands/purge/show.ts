import * as z from 'zod';
import { carryOut, type SkipGround } from '../../engine/purge/carry-out.js';
import { agreed, type PlanStanding } from '../../engine/purge/standing.js';
import type { CustomerId } from '../../model/customer.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Cell, Doc } from '../../output/document.js';
import { sectionHash } from '../../rules/access/section.js';
import { type Item, type Query, type QueryContext, query } from '../command.js';
import { shown } from '../masked.js';
import { retentionFacts } from '../retention-facts.js';
import { countsSchema } from '../shared.js';
import { fieldsText, groundWords, reasonText } from './item-words.js';
import { fingerprintOf, planArgument, type ReadPlan, readPlan } from './plan-file.js';

const words = {
  title: { zh: '清理计划 {path}', en: 'Purge plan {path}' },
  sha256: { zh: '计划指纹', en: 'sha256 of the plan' },
  state: { zh: '状态', en: 'state' },
  proposer: { zh: '建议人', en: 'proposed by' },
  approvers: { zh: '批准人', en: 'approved by' },
  voided: { zh: '失效的批准', en: 'approvals that do not count' },
  expires: { zh: '有效期至', en: 'expires' },
  customer: { zh: '客户', en: 'customer' },
  name: { zh: '名称', en: 'name' },
  fields: { zh: '范围', en: 'what' },
  code: { zh: '原因', en: 'reason' },
  note: { zh: '说明', en: 'note' },
  now: { zh: '现在', en: 'now' },
  ready: { zh: '可以销毁', en: 'can go' },
  excepted: { zh: '未获同意', en: 'not agreed to' },
  items: { zh: '清理项目', en: 'Items' },
  applied: { zh: '已由第 {run} 次运行执行', en: 'carried out by run {run}' },
  rejected: { zh: '已被 {person} 驳回', en: 'rejected by {person}' },
  'other-ledger': { zh: '属于另一台账', en: 'of another ledger' },
  altered: { zh: '不是建议时的文件', en: 'not what was proposed here' },
  expired: { zh: '已过期', en: 'expired' },
  'other-policy': { zh: '策略已变,须重新建议', en: 'the policy changed: propose it anew' },
  approved: { zh: '已批准', en: 'approved' },
  proposed: { zh: '等待批准', en: 'waits for approval' },
} as const satisfies Record<string, Text>;

const states = [
  'applied',
  'rejected',
  'other-ledger',
  'altered',
  'expired',
  'other-policy',
  'approved',
  'proposed',
] as const;
type State = (typeof states)[number];

/** Items that the readable form lists. */
const LISTED = 200;

function stateOf({ ground, standing }: ReadPlan): State {
  const { plan, policy } = ground;
  if (plan.ledger !== ground.ledger) return 'other-ledger';
  if (standing.proposed === null) return 'altered';
  if (standing.appliedBy !== null) return 'applied';
  if (standing.rejected !== null) return 'rejected';
  if (ground.today > plan.expires) return 'expired';
  if (plan.policy !== ground.policyHash || plan.section !== sectionHash(policy)) return 'other-policy';
  return standing.approvals.length > 0 ? 'approved' : 'proposed';
}

export default query({
  summary: {
    zh: '查看清理计划:逐项内容、批准情况、建议之后的变动',
    en: 'Show a purge plan: its items, who approved, what changed since.',
  },
  clauses: ['S0-35', 'S0-36', 'S2-31', 'L09'],
  examples: ['steward purge show 清理计划.json', 'steward purge show 清理计划.json --json'],
  arguments: [planArgument],
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['customer', 'name', 'fields', 'code', 'note', 'agreed', 'ground', 'message'],
  json: z.object({
    plan: z.object({
      sha256: z.string(),
      state: z.enum(states),
      proposer: z.string(),
      created: z.string(),
      expires: z.string(),
      approvers: z.array(z.string()),
      void: z.array(z.object({ person: z.string(), why: z.string() })),
      rejectedBy: z.string().nullable(),
      run: z.int().nullable(),
    }),
    counts: countsSchema.describe('items; of them agreed to, and in the way of which something stands now'),
    items: z.array(z.object({ customer: z.string(), agreed: z.boolean() }).loose()).optional(),
  }),
  access: true,
  run(context, _, [path]) {
    const { emit, reveal } = context;
    const read = readPlan(context, path as string);
    const {
      ground: { plan, sha256 },
      standing,
    } = read;
    const state = stateOf(read);
    const items = itemsOf(context, read, state);
    for (const item of items) emit(item);
    if (reveal) context.accessed(plan.items.map(({ customer }) => customer));
    const count = (test: (item: Item) => boolean) => items.filter(test).length;
    const counts = {
      items: items.length,
      agreed: count(({ agreed }) => agreed === true),
      changed: count(({ ground: why }) => why !== null),
    };
    return {
      data: {
        plan: {
          sha256,
          state,
          proposer: plan.proposer.person,
          created: plan.created,
          expires: plan.expires,
          approvers: standing.approvals.map(({ person }) => person),
          void: standing.void.map(({ person, why }) => ({ person, why: why.code })),
          rejectedBy: standing.rejected?.actor ?? null,
          run: standing.appliedBy,
        },
        counts,
      },
      doc: () => showDoc(context, read, state, items),
      exit: counts.changed > 0 ? 1 : 0,
    };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);

/** The items, with what stands in their way now; of a plan that was carried out, nothing does any more. */
function itemsOf(context: QueryContext, { ground, standing }: ReadPlan, state: State): Item[] {
  const { reader, given, lang, reveal } = context;
  const { plan } = ground;
  const ids: ReadonlySet<CustomerId> = new Set(agreed(plan, standing.approvals).map(({ customer }) => customer));
  const over = state === 'applied' || state === 'other-ledger';
  const carry = carryOut(given);
  const factsOf = retentionFacts(reader, given);
  return plan.items.map((item) => {
    const record = over ? null : reader.get(item.customer);
    const outcome = over
      ? null
      : carry(item, record && { record, facts: factsOf(record), fingerprint: fingerprintOf(reader, record.id) });
    const skipped = outcome?.what === 'skipped' ? outcome : null;
    const why: SkipGround | null = skipped?.ground ?? null;
    return {
      customer: item.no ?? `#${item.customer}`,
      name: reveal && record ? shown('name', record.name, true) : item.name,
      fields: item.fields === null ? null : item.fields.join(','),
      code: item.code,
      note: item.note,
      agreed: ids.has(item.customer),
      ground: why,
      message: skipped && groundWords(skipped.ground, skipped.data, skipped.earliest, lang),
    };
  });
}

function standingText({ rejected, appliedBy }: PlanStanding, state: State, lang: Lang): string {
  return say(words[state], lang, { run: appliedBy, person: rejected?.actor ?? '' });
}

function showDoc(
  { lang, given }: QueryContext,
  { ground, standing }: ReadPlan,
  state: State,
  items: readonly Item[],
): Doc {
  const { plan, sha256, path } = ground;
  const list = (people: readonly string[]) => (people.length === 0 ? '–' : people.join(', '));
  const columns = ['customer', 'name', 'fields', 'code', 'note', 'now'] as const;
  const approved = standing.approvals.length > 0;
  return {
    lang,
    title: say(words.title, lang, { path }),
    subtitle: standingText(standing, state, lang),
    meta: [],
    blocks: [
      {
        kind: 'definitions',
        items: [
          [say(words.sha256, lang), sha256],
          [say(words.proposer, lang), `${plan.proposer.person} (${plan.proposer.role})`],
          [say(words.approvers, lang), list(standing.approvals.map(({ person }) => person))],
          ...(standing.void.length > 0
            ? [
                [
                  say(words.voided, lang),
                  list(standing.void.map(({ person, why }) => `${person} (${why.code})`)),
                ] as const,
              ]
            : []),
          [say(words.expires, lang), plan.expires],
        ],
      },
      {
        kind: 'table',
        caption: say(words.items, lang),
        columns: columns.map((key) => ({
          key,
          label: say(words[key], lang),
          align: 'left',
          wrap: key === 'now' || key === 'note',
        })),
        rows: plan.items.slice(0, LISTED).map(({ fields, code, note }, i): Cell[] => {
          const item = items[i] as Item;
          const out = approved && item.agreed === false;
          const now = out ? say(words.excepted, lang) : String(item.message ?? say(words.ready, lang));
          return [
            String(item.customer),
            String(item.name ?? ''),
            fieldsText(fields, lang),
            reasonText(given.policy, code, lang),
            note,
            { text: now, tone: out ? 'muted' : item.message === null ? 'good' : 'warn' },
          ];
        }),
        ...(plan.items.length > LISTED && { more: plan.items.length - LISTED }),
      },
    ],
  };
}
