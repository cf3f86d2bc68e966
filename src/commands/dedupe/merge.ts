import * as z from 'zod';
import type { Golden } from '../../match/golden.js';
import { joinedGroups } from '../../match/groups.js';
import { PairBook } from '../../match/pair-book.js';
import type { CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { AppliedRun } from '../../model/plan.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type Change, type ChangeContext, change, type OptionSpecs, type Planned } from '../command.js';
import { callOf, countsSchema } from '../shared.js';
import { goldenItem, goldenTable } from './golden-doc.js';
import { learnedIn } from './judge.js';
import { customersNamed, obstacle, stageMerge } from './merge-plan.js';
import { changedSince } from './scan-since.js';

const options = {
  automatic: {
    flag: '--automatic',
    help: {
      zh: '归并上次查重自动归在一起、此后没有改动的全部客户',
      en: 'all that the last scan put together, as far as they are unchanged since',
    },
    schema: z.boolean().optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '归并', en: 'Merge' },
  dry: { zh: '计划,未写入', en: 'The plan; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  groups: { zh: '组', en: 'groups' },
  merged: { zh: '归并的客户', en: 'customers merged' },
  blocked: { zh: '未归并的组', en: 'groups blocked' },
  blockedTitle: { zh: '未归并', en: 'Blocked' },
  customers: { zh: '客户', en: 'customers' },
  why: { zh: '原因', en: 'why' },
} as const satisfies Record<string, Text>;

/** Why a group is left as it is. */
const whyNames = {
  changed: {
    zh: '查重之后有改动,先运行 steward dedupe scan --since',
    en: 'changed since the scan: run steward dedupe scan --since first',
  },
  'kept-apart': { zh: '其中有已定为不同的客户', en: 'some of them were decided to be different customers' },
  'merge-vetoed': {
    zh: '证件号、分支机构或地区互相矛盾',
    en: 'identity numbers, branches or places contradict each other',
  },
} as const satisfies Record<string, Text>;

/** Groups that the readable form shows in full. */
const SHOWN = 20;

/** The groups to merge, and those that are not. */
interface Groups {
  readonly free: readonly (readonly CustomerRecord[])[];
  readonly blocked: readonly { readonly group: readonly CustomerRecord[]; readonly why: keyof typeof whyNames }[];
}

function explicitGroup({ given, reader }: ChangeContext, names: readonly string[]): Groups {
  const group = customersNamed(reader, names, 'dedupe merge');
  const found = obstacle(reader, new PairBook(reader), group, given.policy.matching);
  if (found === null) return { free: [group], blocked: [] };
  const [one, other] = found.pair.map(callOf) as [string, string];
  throw new StewardError(found.why, { one, other });
}

function automaticGroups({ given, reader }: ChangeContext): Groups {
  const memory = reader.memory();
  const learned = learnedIn(reader);
  if (memory === null || learned === null) throw new StewardError('not-scanned');
  const changed = changedSince(
    reader,
    learned.model.columns.map(({ name }) => name),
    memory.size,
    null,
  );
  const book = new PairBook(reader);
  const musts = new Set(book.musts.flat());
  const free: CustomerRecord[][] = [];
  const blocked: { group: CustomerRecord[]; why: keyof typeof whyNames }[] = [];
  for (const ids of joinedGroups([...memory.entities], book.musts)) {
    const group = ids.flatMap((id) => reader.get(id) ?? []);
    if (group.length < 2) continue;
    // What a scan put together has no contradictions in it; people may have put more together since.
    const asked = group.some(({ id }) => musts.has(id));
    const apart = group.some(({ id }, i) => group.slice(i + 1).some((other) => book.apart(id, other.id)));
    const found = asked ? obstacle(reader, book, group, given.policy.matching) : null;
    if (apart) blocked.push({ group, why: 'kept-apart' });
    else if (group.some(({ id }) => changed.has(id))) blocked.push({ group, why: 'changed' });
    else if (found !== null) blocked.push({ group, why: found.why });
    else free.push(group);
  }
  return { free, blocked };
}

export default change({
  summary: {
    zh: '把同一客户的多条记录归并为一个客户',
    en: 'Make one customer of several records of it; nothing is deleted, unmerge takes it back.',
  },
  clauses: ['S1-11'],
  examples: [
    'steward dedupe merge SH2024001 SH2024017 --dry-run',
    'steward dedupe merge SH2024001 SH2024017 --reason "同一家公司" --yes',
    'steward dedupe merge --automatic --reason "2026年11月查重" --yes',
  ],
  arguments: [
    {
      name: 'customer',
      help: { zh: '同一客户的编号或 #序号', en: 'numbers or #ids of the one customer' },
      optional: true,
      many: true,
    },
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'md'],
  json: z.object({
    counts: countsSchema.describe('read = merged + blocked, in groups; aside: customers set aside'),
    items: z
      .array(z.object({ what: z.enum(['merged', 'blocked']), customer: z.string() }).loose())
      .optional()
      .describe('Each field of a merged customer with its value, the member it is from, and why'),
  }),
  reason: 'required',
  plan(context, own, names): Planned {
    const { draft, emit, lang, reveal } = context;
    if (own.automatic === true && names.length > 0)
      throw new StewardError('usage', { command: 'dedupe merge', detail: '--automatic' });
    const { blocked, free } = own.automatic === true ? automaticGroups(context) : explicitGroup(context, names);
    const heads: { golden: Golden; records: readonly CustomerRecord[] }[] = [];
    for (const records of free) {
      const golden = stageMerge(context, records);
      if (heads.length < SHOWN) heads.push({ golden, records });
      emit(() => ({ what: 'merged', ...goldenItem(golden, records, reveal), why: null }));
    }
    for (const { group, why } of blocked)
      emit(() => ({
        what: 'blocked',
        customer: callOf(group[0] as CustomerRecord),
        members: group.slice(1).map(callOf),
        fields: [],
        why,
      }));
    const counts = {
      read: free.length + blocked.length,
      merged: free.length,
      blocked: blocked.length,
      aside: draft.size.moves,
    };
    const doc = (applied: AppliedRun | null): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: applied === null ? say(words.dry, lang) : say(words.done, lang, { run: applied.run }),
      meta: [],
      blocks: [
        {
          kind: 'kpis',
          items: [
            { label: say(words.groups, lang), value: counts.read },
            { label: say(words.merged, lang), value: counts.aside },
            {
              label: say(words.blocked, lang),
              value: counts.blocked,
              ...(counts.blocked > 0 && { tone: 'warn' as const }),
            },
          ],
        },
        ...heads.map(({ golden, records }) => goldenTable(golden, records, lang, reveal)),
        ...(blocked.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                caption: say(words.blockedTitle, lang),
                columns: (['customers', 'why'] as const).map((key) => ({
                  key,
                  label: say(words[key], lang),
                  align: 'left' as const,
                  wrap: true,
                })),
                rows: blocked
                  .slice(0, SHOWN)
                  .map(({ group, why }) => [group.map(callOf).join(', '), say(whyNames[why], lang)]),
                ...(blocked.length > SHOWN && { more: blocked.length - SHOWN }),
              },
            ]),
      ],
    });
    return {
      info: { counts, input: null, period: null },
      preview: () => doc(null),
      writes: counts.merged > 0,
      result: (applied) => ({ data: { counts }, doc: () => doc(applied), exit: counts.blocked > 0 ? 1 : 0 }),
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);
