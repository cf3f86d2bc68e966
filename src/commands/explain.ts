import * as z from 'zod';
import { className } from '../engine/class-name.js';
import {
  type Explained,
  type ExplainedFinding,
  type ExplainedLabel,
  explaining,
  type Input,
} from '../engine/explain.js';
import { type Clause, type ClauseId, clauses } from '../model/clauses.js';
import type { CustomerRecord } from '../model/customer.js';
import { fieldOf, isFieldKey } from '../model/fields.js';
import { severities } from '../model/finding.js';
import type { Policy } from '../model/policy.js';
import { type Data, type Lang, say, type Text } from '../model/text.js';
import type { Block, Doc } from '../output/document.js';
import { rules } from '../rules/registry.gen.js';
import { type OptionSpecs, type Query, type QueryContext, query } from './command.js';
import { maskedData, shown } from './masked.js';
import { callOf, customerNamed, profileOption, withProfiles } from './shared.js';

const options = { profile: profileOption } as const satisfies OptionSpecs;

const words = {
  title: { zh: '客户 {customer}:为什么是这样', en: 'Customer {customer}: why it is what it is' },
  subtitle: {
    zh: '截至 {asOf};{labels} 个标签,{findings} 个问题',
    en: 'as of {asOf}; {labels} labels, {findings} findings',
  },
  policy: { zh: '策略', en: 'Policy' },
  profiles: { zh: '必填方案', en: 'Profiles' },
  masked: { zh: '个人信息已打码,--reveal 显示完整内容', en: 'Personal values are masked; --reveal shows them' },
  labels: { zh: '标签', en: 'Labels' },
  findings: { zh: '问题', en: 'Findings' },
  clean: { zh: '没有发现问题', en: 'No findings.' },
  undecided: { zh: '不能判断', en: 'undecided' },
  because: { zh: '原因', en: 'because' },
  decided: { zh: '现填', en: 'on file' },
  inputs: { zh: '依据', en: 'looked at' },
  entered: { zh: '录入日期', en: 'Entered on' },
  blank: { zh: '(空)', en: '(blank)' },
  none: { zh: '(无)', en: '(none)' },
  knobs: { zh: '策略值', en: 'policy value' },
  change: { zh: '怎样会变', en: 'what would change it' },
  clauses: { zh: '出处', en: 'clause' },
  conflict: { zh: '手册之间不一致,由策略裁定', en: 'the handbooks contradict one another; the policy decides' },
  law: { zh: '法律要求', en: 'law' },
  rule: { zh: '规则', en: 'rule' },
  customers: { zh: '涉及客户', en: 'customers' },
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  info: { zh: '提示', en: 'info' },
} as const satisfies Record<string, Text>;

/** Values of the labels that no code list holds. */
const standings: Readonly<Record<string, Text>> = {
  silent: { zh: '沉默', en: 'silent' },
  recent: { zh: '近期有交互', en: 'recent' },
  candidate: { zh: '休眠候选', en: 'candidate' },
  notDue: { zh: '未到期', en: 'not due' },
};

/** Customers of one finding that are named. */
const NAMED = 20;

const clauseSchema = z.object({ id: z.string(), at: z.string(), quote: z.string(), meaning: z.string() });
const reasons = {
  rule: z.string(),
  title: z.string(),
  messageId: z.string(),
  because: z.string(),
  clauses: z.array(clauseSchema),
  inputs: z.array(z.object({ field: z.string(), name: z.string(), value: z.string().nullable() })),
  knobs: z.array(z.object({ path: z.string(), value: z.unknown(), source: z.array(z.string()) })),
  change: z.array(z.string()),
  data: z.object({}).loose(),
};

/** What the two kinds of explanation have in common, in words and as shown. */
type Reasons = z.infer<z.ZodObject<typeof reasons>>;
interface LabelItem extends Reasons {
  readonly labels: string;
  readonly value: string | null;
  readonly name: string | null;
  readonly field: string | null;
  readonly decided: string | null;
}
interface FindingItem extends Reasons {
  readonly severity: 'error' | 'info' | 'warning';
  readonly field: string | null;
  readonly customers: readonly string[];
  readonly customersTotal: number;
  readonly why: string;
}

export default query({
  summary: {
    zh: '解释一个客户:每个标签、每个问题的出处、依据和改变条件',
    en: 'Explain one customer: every label and finding, with clause, inputs and what would change it.',
  },
  clauses: ['S3-04'],
  examples: [
    'steward explain SH2024001',
    'steward explain "#12" --as-of 2026-06-30',
    'steward explain M-H-2024-001 --profile P-004 --json',
  ],
  arguments: [
    { name: 'customer', help: { zh: '客户编号(旧编号也可)或 #序号', en: 'number (legacy ones too) or #id' } },
  ],
  options,
  formats: ['text', 'json', 'md', 'html'],
  json: z.object({
    customer: z.string(),
    id: z.int(),
    recordVersion: z.int(),
    profiles: z.array(z.string()),
    labels: z.array(
      z.object({
        ...reasons,
        labels: z.string(),
        value: z.string().nullable(),
        name: z.string().nullable(),
        field: z.string().nullable(),
        decided: z.string().nullable(),
      }),
    ),
    findings: z.array(
      z.object({
        ...reasons,
        severity: z.string(),
        field: z.string().nullable(),
        customers: z.array(z.string()),
        customersTotal: z.int(),
        why: z.string(),
      }),
    ),
  }),
  access: true,
  run(context: QueryContext, own, [word]) {
    const { reader, reveal, lang } = context;
    const given = withProfiles(context.given, own.profile);
    const record = customerNamed(reader, word as string);
    context.accessed([record.id]);
    const work = explaining(rules, given, record);
    const of = reader.count();
    let read = 0;
    for (const other of reader.read()) {
      work.see(other);
      if (++read % 5000 === 0) context.progress(read, of, read);
    }
    const explained = work.end();
    const callBy = (id: number): string => {
      const other = id === record.id ? record : reader.get(id);
      return other === null ? `#${id}` : callOf(other);
    };
    const labels = explained.labels.map((one): LabelItem => {
      const { labels, field } = one.rule;
      const { value } = one.label;
      return {
        ...reasonsOf(one, one.label.messageId, record, reveal, lang),
        labels,
        value,
        name: value === null ? null : nameOf(one, value, given.policy, lang),
        field,
        decided: field === null ? null : shown(field, record[field], reveal),
      };
    });
    const findings = [...explained.findings]
      .sort((a, b) => severities.indexOf(b.finding.severity) - severities.indexOf(a.finding.severity))
      .map((one): FindingItem => {
        const { severity, subjects, messageId } = one.finding;
        return {
          severity,
          ...reasonsOf(one, messageId, record, reveal, lang),
          field: one.field,
          customers: subjects.slice(0, NAMED).map(callBy),
          customersTotal: subjects.length,
          why: say(one.rule.why, lang),
        };
      });
    const head = { customer: callOf(record), id: record.id, recordVersion: record.version };
    const profiles = given.policy.profiles.active;
    return {
      data: { ...head, profiles, labels, findings },
      doc: (): Doc => ({
        lang,
        title: say(words.title, lang, head),
        subtitle: say(words.subtitle, lang, { asOf: given.asOf, labels: labels.length, findings: findings.length }),
        meta: [
          [say(words.policy, lang), `${given.policy.name} · ${context.policyHash}`],
          [say(words.profiles, lang), profiles.join(' + ')],
        ],
        blocks: [
          { kind: 'heading', level: 2, text: say(words.labels, lang) },
          ...labels.flatMap((item) => labelBlocks(item, lang)),
          { kind: 'heading', level: 2, text: say(words.findings, lang) },
          ...findings.flatMap((item) => findingBlocks(item, head.customer, lang)),
          ...(findings.length === 0 ? [{ kind: 'paragraph' as const, text: say(words.clean, lang) }] : []),
          ...(reveal ? [] : [{ kind: 'note' as const, level: 'info' as const, text: say(words.masked, lang) }]),
        ],
      }),
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

function nameOf({ rule }: ExplainedLabel, value: string, policy: Policy, lang: Lang): string {
  const name = say(className(policy, rule.labels, rule.field, value), lang);
  const standing = standings[value];
  return name === value && standing !== undefined ? say(standing, lang) : name;
}

function reasonsOf(
  one: ExplainedFinding | ExplainedLabel,
  messageId: string,
  record: CustomerRecord,
  reveal: boolean,
  lang: Lang,
): Reasons {
  const { rule, inputs, knobs, change, field } = one;
  const data = asShown(one, record, reveal);
  const fieldName = field === null ? {} : { field: say(fieldOf(field).name, lang) };
  return {
    rule: rule.id,
    title: say(rule.title, lang),
    messageId,
    because: say(rule.messages[messageId] as Text, lang, data),
    clauses: rule.clauses.map((id: ClauseId) => {
      const { at, quote, meaning }: Clause = clauses[id];
      return { id, at, quote, meaning };
    }),
    inputs: inputs.map((key) => ({ field: key, ...inputOf(key, record, reveal, lang) })),
    knobs: knobs.map(({ path, value, source }) => ({ path, value, source: [...source] })),
    change: change.map((text) => say(text, lang, { ...data, ...fieldName })),
    data,
  };
}

function inputOf(key: Input, record: CustomerRecord, reveal: boolean, lang: Lang) {
  if (!isFieldKey(key)) return { name: say(words.entered, lang), value: record.entered_on };
  return { name: say(fieldOf(key).name, lang), value: shown(key, record[key], reveal) };
}

/** The data as output shows it: what a finding says of its field, and whole values of other fields that were looked at. */
function asShown({ data, field, inputs }: Explained, record: CustomerRecord, reveal: boolean): Data {
  if (reveal) return data;
  const own = maskedData({ data, field: field ?? undefined }, false);
  return Object.fromEntries(
    Object.entries(own).map(([name, value]) => {
      const input = inputs.find((key) => isFieldKey(key) && record[key] === value);
      return [name, typeof value === 'string' && input && isFieldKey(input) ? shown(input, value, false) : value];
    }),
  );
}

const labelBlocks = (item: LabelItem, lang: Lang): readonly Block[] => {
  const value = item.name ?? say(words.undecided, lang);
  const code = item.value !== null && item.name !== item.value && !item.name?.startsWith(item.value) ? item.value : '';
  const field = item.field === null || !isFieldKey(item.field) ? null : say(fieldOf(item.field).name, lang);
  const decided =
    field === null ? [] : [[say(words.decided, lang), `${field}: ${item.decided ?? say(words.blank, lang)}`] as const];
  return [
    { kind: 'heading', level: 3, text: `${item.title} → ${value}${code && ` (${code})`}` },
    { kind: 'definitions', items: [...because(item, lang), ...decided, ...grounds(item, lang)] },
  ];
};

function findingBlocks(item: FindingItem, customer: string, lang: Lang): readonly Block[] {
  const others = item.customers.filter((call) => call !== customer);
  const more = item.customersTotal > item.customers.length ? ` … (${item.customersTotal})` : '';
  const field = item.field === null || !isFieldKey(item.field) ? '' : ` · ${say(fieldOf(item.field).name, lang)}`;
  return [
    { kind: 'heading', level: 3, text: `${say(words[item.severity], lang)}${field} · ${item.title}` },
    {
      kind: 'definitions',
      items: [
        ...because(item, lang),
        ...(others.length > 0 ? [[say(words.customers, lang), item.customers.join(' ') + more] as const] : []),
        ...grounds(item, lang),
      ],
    },
  ];
}

type Pair = readonly [term: string, text: string];

const because = ({ because: text, change }: Reasons, lang: Lang): readonly Pair[] => [
  [say(words.because, lang), text],
  ...listed(words.change, change, lang),
];

/** Several lines under one term. */
const listed = (term: Text, lines: readonly string[], lang: Lang): readonly Pair[] =>
  lines.map((line, i) => [i === 0 ? say(term, lang) : '', line]);

function grounds({ inputs, knobs, clauses: cited, rule }: Reasons, lang: Lang): readonly Pair[] {
  const joint = lang === 'zh-CN' ? ';' : '; ';
  const looked = inputs.map(({ name, value }) => `${name}: ${value ?? say(words.blank, lang)}`).join(joint);
  return [
    ...(inputs.length > 0 ? [[say(words.inputs, lang), looked] as const] : []),
    ...listed(
      words.knobs,
      knobs.map(({ path, value, source }) => `${path}: ${knobLine(value, lang)} (${source.join(' ')})`),
      lang,
    ),
    ...listed(
      words.clauses,
      cited.map(({ id, at, quote, meaning }) => {
        const text =
          quote !== '' ? `“${quote}”` : lang === 'en' ? meaning : say(id[0] === 'L' ? words.law : words.conflict, lang);
        return `${id} (${at}) ${text}`;
      }),
      lang,
    ),
    [say(words.rule, lang), rule],
  ];
}

/** Characters of an entry of the policy that are shown; `--json` and `policy show` have the whole of it. */
const KNOB_ROOM = 160;

function knobLine(value: unknown, lang: Lang): string {
  const text = knobText(value);
  if (text === '') return say(words.none, lang);
  return text.length > KNOB_ROOM ? `${text.slice(0, KNOB_ROOM)}…` : text;
}

/** An entry of the policy in one line: bands as half-open intervals, code lists by their words. */
function knobText(value: unknown): string {
  if (value === null || value === undefined) return '—';
  if (Array.isArray(value)) return value.map(knobText).join(' | ');
  if (typeof value !== 'object') return String(value);
  const { source: _, ...entry } = value as Readonly<Record<string, unknown>>;
  const { value: name, from, below, ...rest } = entry;
  const named = name === undefined ? '' : String(name);
  if (from !== undefined) {
    const band = `[${from}, ${below ?? '∞'})`;
    return named ? `${named} ${band}` : `${band} ${knobText(rest)}`;
  }
  if (named) return named;
  return Object.entries(entry)
    .map(([key, one]) => `${key} ${knobText(one)}`)
    .join(', ');
}
