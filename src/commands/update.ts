import * as z from 'zod';
import { type NewValues, type UpdatePlan, updating } from '../engine/update.js';
import { fieldOfHeader } from '../intake/headers.js';
import { identityKey } from '../intake/identity.js';
import type { ClauseId } from '../model/clauses.js';
import type { CustomerRecord } from '../model/customer.js';
import { StewardError } from '../model/errors.js';
import { type FieldKey, fieldKeys, fieldOf, fields } from '../model/fields.js';
import type { Finding, Reason } from '../model/finding.js';
import { type Data, type Lang, say, type Text } from '../model/text.js';
import type { Block, Doc } from '../output/document.js';
import { lateness } from '../rules/cadence/timeliness.js';
import { parseDate } from '../rules/calendar/day.js';
import { parseNumber } from '../rules/number/schemes.js';
import { rules } from '../rules/registry.gen.js';
import { resubmitted } from '../rules/review/submission.js';
import { nearest } from '../rules/text/nearest.js';
import { type Change, type ChangeContext, change, type Item, type OptionSpecs, type Options } from './command.js';
import { maskedData, shown } from './masked.js';
import { pendingRow } from './pending-change.js';
import { callOf, countsSchema, customerNamed, onOneLine } from './shared.js';

const options = {
  trigger: {
    flag: '--trigger <code>',
    help: {
      zh: '变更由何而来:customer 客户主动、staff 业务人员发现、revisit 回访、correction 更正(策略 updates.triggers)',
      en: 'what it comes from: customer, staff, revisit, correction (policy updates.triggers)',
    },
    schema: z.string().default('staff'),
  },
  happened: {
    flag: '--happened <day>',
    help: {
      zh: '变更实际发生的日期或时刻,用于时限(24 小时、1 个工作日)',
      en: 'when it really happened, a day or a moment; the deadlines of 24 hours and one working day count from it',
    },
    schema: z.string().optional(),
  },
  acceptFindings: {
    flag: '--accept-findings',
    help: { zh: '即使带来新的错误也修改', en: 'change it even where that brings new errors' },
    schema: z.boolean().default(false),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '修改客户 {customers}', en: 'Update of {customers}' },
  plan: { zh: '将要执行的计划', en: 'The plan' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  nothing: { zh: '没有需要写入的内容', en: 'Nothing to write' },
  refused: {
    zh: '会带来新的错误,未修改;确认无误可加 --accept-findings',
    en: 'It brings new errors and was not made; --accept-findings makes it all the same',
  },
  updated: { zh: '生效的字段', en: 'Takes effect' },
  pending: { zh: '等待另一人确认', en: 'Waits for another person to confirm' },
  finding: { zh: '带来的问题', en: 'What it brings' },
  late: {
    zh: '超过更新时限:{deadlines}(C07)',
    en: 'Later than the deadlines allow: {deadlines} (C07)',
  },
  twin: { zh: '与客户 {customer} 相同(S1-11)', en: 'the same as customer {customer} (S1-11)' },
  customer: { zh: '客户', en: 'customer' },
  field: { zh: '字段', en: 'field' },
  from: { zh: '变更前', en: 'before' },
  to: { zh: '变更后', en: 'after' },
  message: { zh: '问题', en: 'finding' },
} as const satisfies Record<string, Text>;

/** Fields that a command of their own changes, because there is more to them. */
const reserved: { readonly [K in FieldKey]?: string } = {
  review_state: 'review',
  lifecycle: 'dormant flag | dormant wake | archive | review quarantine | review release',
  verify_result: 'verify import',
  hold: 'hold set | hold release',
  hold_reason: 'hold set',
};

const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));

/** Words before the first `=` name customers, all others are values. */
function readWords(args: readonly string[]): { readonly customers: readonly string[]; readonly values: NewValues } {
  const first = args.findIndex((word) => word.includes('='));
  const customers = first < 0 ? args : args.slice(0, first);
  if (first < 1) throw new StewardError('usage', { command: 'update', detail: 'CUSTOMER… FIELD=VALUE…' });
  const values: { [K in FieldKey]?: string | null } = {};
  for (const word of args.slice(first)) {
    const at = word.indexOf('=');
    const name = at < 0 ? word : word.slice(0, at);
    const field = fieldOfHeader(name);
    if (field === null || at < 0) {
      const known = [...fieldKeys, ...fields.flatMap((one) => [one.name.zh, one.name.en, ...one.aliases])];
      throw new StewardError('field-unknown', { field: name, nearest: nearest(name, known) ?? '…' });
    }
    const command = reserved[field];
    if (command !== undefined) throw new StewardError('field-reserved', { field: name, command });
    values[field] = word.slice(at + 1) || null;
  }
  return { customers, values };
}

/** The reasons that every change of a trigger bears. */
function reasonsOf({ given }: ChangeContext, code: string): readonly Reason[] {
  const { triggers } = given.policy.updates;
  const trigger = triggers.find((one) => [one.code, one.value, ...one.aliases].includes(code));
  if (trigger === undefined)
    throw new StewardError('bad-option', {
      command: 'update',
      option: '--trigger',
      value: code,
      detail: triggers.map((one) => one.code).join(' | '),
    });
  return [{ rule: `update/${trigger.code}`, clause: trigger.source[0] as ClauseId, data: {} }];
}

/** A number is given once and to one customer (C01, S2-18). */
function checkNumber({ reader }: ChangeContext, record: CustomerRecord, no: string | null | undefined): void {
  if (no === undefined || no === record.customer_no) return;
  if (record.customer_no !== null || no === null)
    throw new StewardError('field-reserved', { field: fieldOf('customer_no').name.zh, command: 'number issue' });
  const borne = reader.registered(no);
  if (borne !== null && borne.customer !== record.id && !borne.free)
    throw new StewardError('number-borne', { no, customer: `#${borne.customer}` });
}

interface Planned {
  readonly record: CustomerRecord;
  readonly plan: UpdatePlan;
  /** Another customer that it would be the same as (S1-11). */
  readonly twin: CustomerRecord | null;
}

function twinOf(
  { reader }: ChangeContext,
  record: CustomerRecord,
  { set, pending }: UpdatePlan,
): CustomerRecord | null {
  const key = identityKey({ ...record, ...set, ...pending });
  if (key === null || key === identityKey(record)) return null;
  const other = reader.find('identity', key).find((id) => id !== record.id);
  return other === undefined ? null : reader.get(other);
}

function itemsOf({ record, plan, twin }: Planned, { reveal, lang }: ChangeContext): Item[] {
  const customer = callOf(record);
  const changed = (['updated', 'pending'] as const).flatMap((what) =>
    (Object.entries(what === 'updated' ? plan.set : plan.pending) as [FieldKey, string | null][]).map(
      ([field, to]) => ({
        what,
        customer,
        field,
        from: shown(field, record[field], reveal),
        to: shown(field, to, reveal),
        rule: null,
        message: null,
      }),
    ),
  );
  const message = (finding: Finding): string => {
    const rule = ruleOf.get(finding.rule);
    const text = rule?.messages[finding.messageId] as Text;
    return say(text, lang, {
      ...maskedData(finding, reveal),
      ...(finding.field && { field: say(fieldOf(finding.field).name, lang) }),
    });
  };
  const found = plan.brought.map((one) => ({
    what: 'finding' as const,
    customer,
    field: one.field ?? null,
    from: null,
    to: null,
    rule: one.rule,
    message: message(one),
  }));
  const same = twin && {
    what: 'finding' as const,
    customer,
    field: null,
    from: null,
    to: null,
    rule: 'update/same-customer',
    message: say(words.twin, lang, { customer: callOf(twin) }),
  };
  return [...changed, ...found, ...(same ? [same] : [])];
}

export default change({
  summary: {
    zh: '修改客户:写明原因;关键字段等待另一人确认',
    en: 'Change a customer, with a reason; key fields wait for another person.',
  },
  clauses: ['S0-22', 'S0-23', 'S0-24', 'S0-25', 'S0-26', 'S1-12', 'S2-28', 'S2-29'],
  examples: [
    'steward update SH2024001 地址=上海市徐汇区漕溪路1号 --trigger customer --reason "客户来电" --dry-run',
    'steward update SH2024001 stage=合作中客户 phone=021-50801234 --happened 2026-11-20 --reason "回访" --yes',
    'steward update SH2024001 SH2024010 owner=王强 --reason "交接" --yes',
  ],
  arguments: [
    {
      name: 'customer field=value',
      help: {
        zh: '一个或几个客户(编号或 #序号),其后是 字段=值;字段= 为清空',
        en: 'one or a few customers (number or #id), then FIELD=VALUE; FIELD= clears it',
      },
      many: true,
    },
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['what', 'customer', 'field', 'from', 'to', 'rule', 'message'],
  json: z.object({
    refused: z.boolean().describe('It brings new errors, and nothing was written'),
    late: z.array(z.string()).describe('Deadlines of the policy that the change broke'),
    counts: countsSchema.describe('customers: read; fields: updated, pending, unchanged; findings: brought'),
    items: z
      .array(z.object({ what: z.enum(['finding', 'pending', 'updated']), customer: z.string() }).loose())
      .optional(),
  }),
  reason: 'required',
  plan(context, own, args) {
    const { reader, draft, given, lang, emit, now, dryRun } = context;
    const { customers, values } = readWords(args);
    const reasons = reasonsOf(context, own.trigger);
    const plan = updating(rules, given);
    const late = own.happened === undefined ? [] : lateness(given.policy)(happenedAt(own.happened), now.toISOString());
    const all = { ...values, ...(own.happened !== undefined && { changed_at: own.happened }) };
    const records = new Map(customers.map((word) => customerNamed(reader, word)).map((record) => [record.id, record]));
    const planned = [...records.values()].map((record): Planned => {
      checkNumber(context, record, values.customer_no);
      const one = plan(record, all);
      return { record, plan: one, twin: twinOf(context, record, one) };
    });
    const items = planned.flatMap((one) => itemsOf(one, context));
    for (const item of items) emit(item);
    const count = (what: string) => items.filter((item) => item.what === what).length;
    const refused = count('finding') > 0 && !own.acceptFindings;
    const asked = Object.keys(all).length * planned.length;
    const counts = {
      read: planned.length,
      updated: count('updated'),
      pending: count('pending'),
      unchanged: asked - count('updated') - count('pending'),
      brought: count('finding'),
    };
    if (!refused) for (const one of planned) stage(context, one, reasons, own);
    const { updates, held } = draft.size;
    const writes = updates + held > 0;
    const doc = (state: Text, data: Data = {}) =>
      updateDoc(planned, items, late, say(refused ? words.refused : state, lang, data), lang);
    return {
      info: { counts, input: null, period: null },
      preview: () => doc(words.plan),
      writes,
      result: (applied) => ({
        data: { refused, late, counts },
        doc: () =>
          applied ? doc(words.done, { run: applied.run }) : doc(dryRun && writes ? words.dry : words.nothing),
        exit: count('finding') > 0 ? 1 : 0,
      }),
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);

/** The moment that --happened names, as it was given. */
function happenedAt(word: string): string {
  if (!parseDate(word).ok) throw new StewardError('bad-date', { value: word });
  return word;
}

/** Stages what takes effect, and holds what waits. A returned record that is changed becomes submitted again with `plan.set`. */
function stage(
  { draft, given }: ChangeContext,
  { record, plan }: Planned,
  reasons: readonly Reason[],
  own: Options<typeof options>,
): void {
  const { pending } = plan;
  const set = resubmitted(given.policy, record, plan.set);
  if (Object.keys(set).length > 0) {
    draft.add(
      { kind: 'update', id: record.id, expect: record.version, set, reasons },
      {
        identity: identityKey({ ...record, ...set }),
        number: set.customer_no ? parseNumber(set.customer_no, given.policy) : null,
      },
    );
  }
  if (Object.keys(pending).length > 0) draft.hold(pendingRow(record, pending, own.trigger));
}

function updateDoc(
  planned: readonly Planned[],
  items: readonly Item[],
  late: readonly string[],
  state: string,
  lang: Lang,
): Doc {
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const cell = (value: unknown) => (typeof value === 'string' ? onOneLine(value) : '');
  const table = (what: 'finding' | 'pending' | 'updated'): Block[] => {
    const rows = items.filter((item) => item.what === what);
    if (rows.length === 0) return [];
    const columns =
      what === 'finding' ? (['customer', 'message'] as const) : (['customer', 'field', 'from', 'to'] as const);
    return [
      {
        kind: 'table',
        caption: t(words[what]),
        columns: columns.map((key) => ({ key, label: t(words[key]), align: 'left', wrap: key === 'message' })),
        rows: rows.map((item) =>
          columns.map((key) => (key === 'field' ? t(fieldOf(item.field as FieldKey).name) : cell(item[key]))),
        ),
      },
    ];
  };
  return {
    lang,
    title: t(words.title, { customers: planned.map(({ record }) => callOf(record)).join(', ') }),
    subtitle: state,
    meta: [],
    blocks: [
      ...table('updated'),
      ...table('pending'),
      ...table('finding'),
      ...(late.length > 0
        ? [{ kind: 'note' as const, level: 'warn' as const, text: t(words.late, { deadlines: late.join(', ') }) }]
        : []),
    ],
  };
}
