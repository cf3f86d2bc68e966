import * as z from 'zod';
import { type MergedMember, provenanceOf } from '../../match/replay.js';
import { type Restored, unmerge } from '../../match/unmerge.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, fieldOf, isFieldKey } from '../../model/fields.js';
import type { AppliedRun } from '../../model/plan.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type Change, type ChangeContext, change, type OptionSpecs, type Planned } from '../command.js';
import { shown } from '../masked.js';
import { callOf, countsSchema, customerNamed, onOneLine } from '../shared.js';
import { formerOf, membersOf } from './members.js';
import { identityAfter } from './merge-plan.js';

const options = {
  member: {
    flag: '--member <customer>',
    help: {
      zh: '只分出这个成员,可多次给出(默认全部)',
      en: 'only this member; may be repeated (default: all of them)',
    },
    schema: z.array(z.string()).default([]),
    many: true,
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '撤销归并 {customer}', en: 'Unmerge {customer}' },
  dry: { zh: '计划,未写入', en: 'The plan; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  back: { zh: '恢复的客户', en: 'customers that come back' },
  replayed: { zh: '归还的改动', en: 'edits given back' },
  ambiguous: { zh: '无法归属的改动', en: 'edits that nobody can claim' },
  changes: { zh: '将要改动', en: 'What changes' },
  customer: { zh: '客户', en: 'customer' },
  field: { zh: '字段', en: 'field' },
  before: { zh: '现在', en: 'now' },
  after: { zh: '之后', en: 'then' },
  unclear: {
    zh: '归并后有人改动、但不止一个成员有原值(或属于合并的列表):留在 {customer},请人工核对',
    en: 'Edited after the merge, but several members had the value (or it was of a list): it stays with {customer}; please check',
  },
  members: { zh: '成员', en: 'members' },
} as const satisfies Record<string, Text>;

function leavingOf(
  golden: CustomerRecord,
  members: readonly MergedMember[],
  names: readonly string[],
): Set<CustomerId> {
  if (members.length === 0) throw new StewardError('not-merged', { customer: callOf(golden), member: '' });
  if (names.length === 0) return new Set(members.map(({ record }) => record.id));
  return new Set(
    names.map((word) => {
      const found = members.find(({ record }) => callOf(record) === word || `#${record.id}` === word);
      if (found === undefined) throw new StewardError('not-merged', { customer: callOf(golden), member: word });
      return found.record.id;
    }),
  );
}

/** Who leaves stays apart from whoever remains, and from each other. */
function keepApart(
  { draft }: Pick<ChangeContext, 'draft'>,
  all: readonly CustomerId[],
  leaving: ReadonlySet<CustomerId>,
): void {
  for (const [i, one] of all.entries())
    for (const other of all.slice(i + 1))
      if (leaving.has(one) || leaving.has(other))
        draft.pair({ a: Math.min(one, other), b: Math.max(one, other), what: 'keep-apart' });
}

const nameOf = (name: string): Text =>
  isFieldKey(name) ? fieldOf(name).name : { zh: name.replace(/^extra:/, ''), en: name.replace(/^extra:/, '') };

export default change({
  summary: {
    zh: '撤销归并:成员恢复为各自的客户,之后的改动归还给各自的成员',
    en: 'Take a merge back: members are customers again, with the later edits that are their own.',
  },
  clauses: ['S1-11'],
  examples: [
    'steward dedupe unmerge SH2024001 --dry-run',
    'steward dedupe unmerge SH2024001 --member SH2024017 --reason "两家不同的公司" --yes',
  ],
  arguments: [
    {
      name: 'customer',
      help: { zh: '归并后的客户(成员的编号也可)', en: 'the merged customer; a member’s number will do' },
    },
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['what', 'customer', 'field', 'before', 'after', 'members'],
  json: z.object({
    customer: z.string(),
    counts: countsSchema.describe(
      'back: customers that come back; replayed: edits given back; ambiguous: edits that stay',
    ),
    items: z
      .array(z.object({ what: z.enum(['changed', 'ambiguous']), customer: z.string(), field: z.string() }).loose())
      .optional(),
  }),
  reason: 'required',
  plan(context, own, [name]): Planned {
    const { draft, emit, given, lang, reader, reveal } = context;
    const golden = customerNamed(reader, name as string);
    const members = membersOf(reader, golden.id);
    const leaving = leavingOf(golden, members, own.member);
    const provenance = provenanceOf(golden, reader.history(golden.id), [...members, ...formerOf(reader, golden.id)]);
    const records = members.map(({ record }) => record);
    const found = unmerge(golden, records, leaving, provenance, given.policy.survivorship);
    const reasons = [{ rule: 'dedupe/unmerge', clause: 'S1-11' as const, data: {} }];
    const stage = ({ after, before, extra, set }: Restored): void => {
      if (Object.keys(set).length === 0 && extra === undefined) return;
      draft.add(
        { kind: 'update', id: before.id, expect: before.version, set, ...(extra !== undefined && { extra }), reasons },
        identityAfter(after, set),
      );
    };
    for (const { before } of found.members) draft.add({ kind: 'bring-back', id: before.id, reasons });
    stage(found.remains);
    for (const member of found.members) stage(member);
    keepApart(context, [golden.id, ...records.map(({ id }) => id)], leaving);

    const mask = (field: string, value: string | null) =>
      isFieldKey(field) ? shown(field, value, reveal) : reveal || value === null ? value : '***';
    const changed = [found.remains, ...found.members].flatMap(({ after, before, extra, set }) => [
      ...(Object.keys(set) as FieldKey[]).map((field) => ({
        what: 'changed',
        customer: callOf(before),
        field: field as string,
        before: mask(field, before[field]),
        after: mask(field, after[field]),
        members: null as string | null,
      })),
      ...(extra === undefined
        ? []
        : [{ what: 'changed', customer: callOf(before), field: 'extra', before: null, after: null, members: null }]),
    ]);
    const calls = new Map(records.map((record) => [record.id, callOf(record)]));
    const unclear = provenance.ambiguous.map(({ after, before, members: having, name: field }) => ({
      what: 'ambiguous',
      customer: callOf(golden),
      field,
      before: mask(field, before),
      after: mask(field, after),
      members: having.map((id) => calls.get(id) ?? `#${id}`).join(', ') || null,
    }));
    for (const item of [...changed, ...unclear]) emit(item);
    const counts = {
      back: found.members.length,
      replayed: found.members.reduce((sum, { set }) => sum + Object.keys(set).length, 0),
      ambiguous: unclear.length,
    };
    const table = (caption: string, rows: typeof changed, last: 'customer' | 'members') => ({
      kind: 'table' as const,
      caption,
      columns: ([last, 'field', 'before', 'after'] as const).map((key) => ({
        key,
        label: say(words[key], lang),
        align: 'left' as const,
        wrap: true,
      })),
      rows: rows.map((item) => [
        item[last] ?? '',
        say(nameOf(item.field), lang),
        onOneLine(item.before ?? ''),
        onOneLine(item.after ?? ''),
      ]),
    });
    const doc = (applied: AppliedRun | null): Doc => ({
      lang,
      title: say(words.title, lang, { customer: callOf(golden) }),
      subtitle: applied === null ? say(words.dry, lang) : say(words.done, lang, { run: applied.run }),
      meta: [],
      blocks: [
        {
          kind: 'kpis',
          items: (['back', 'replayed', 'ambiguous'] as const).map((key) => ({
            label: say(words[key], lang),
            value: counts[key],
            ...(key === 'ambiguous' && counts[key] > 0 && { tone: 'warn' as const }),
          })),
        },
        ...(changed.length > 0 ? [table(say(words.changes, lang), changed, 'customer')] : []),
        ...(unclear.length > 0
          ? [table(say(words.unclear, lang, { customer: callOf(golden) }), unclear, 'members')]
          : []),
      ],
    });
    return {
      info: { counts, input: null, period: null },
      preview: () => doc(null),
      writes: true,
      result: (applied) => ({
        data: { customer: callOf(golden), counts },
        doc: () => doc(applied),
        exit: counts.ambiguous > 0 ? 1 : 0,
      }),
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);
