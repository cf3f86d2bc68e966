import * as z from 'zod';
import { evaluation } from '../engine/evaluate.js';
import { intakeMessages } from '../intake/messages.js';
import type { CustomerRecord } from '../model/customer.js';
import { StewardError } from '../model/errors.js';
import { type FieldKey, fieldOf } from '../model/fields.js';
import { type Finding, type Severity, severities } from '../model/finding.js';
import type { Given } from '../model/given.js';
import { type Data, type Lang, say, type Text } from '../model/text.js';
import type { Cell, Doc } from '../output/document.js';
import type { SarifRule } from '../output/sarif.js';
import { rules } from '../rules/registry.gen.js';
import type { Rule } from '../rules/rule.js';
import { nearest } from '../rules/text/nearest.js';
import { type OptionSpecs, type Query, type QueryContext, query } from './command.js';
import { type FileNote, fileRecords, type Placed } from './file-records.js';
import { intakeOptions, openMapped } from './import.js';
import { maskedData, maskedNames } from './masked.js';
import { callOf, commonData, countsSchema, failOnOptions, profileOption, withProfiles } from './shared.js';
import { Worklists } from './worklists.js';

const options = {
  profile: profileOption,
  rule: {
    flag: '--rule <id>',
    help: {
      zh: '只运行该规则(或 validate/ 这样的前缀),可多次给出',
      en: 'run only this rule (or a prefix such as validate/); may be repeated',
    },
    schema: z.array(z.string()).optional(),
    many: true,
  },
  ...failOnOptions,
  worklists: {
    flag: '--worklists <dir>',
    help: {
      zh: '按负责人生成缺失和错误数据的工作表(CSV,含完整个人信息),填好后可直接导入;文件夹须是新的或空的',
      en: 'write a worklist of missing and wrong data for each owner (CSV, personal values in full), to be filled in and imported; into a new or an empty folder',
    },
    schema: z.string().min(1).optional(),
  },
  encoding: intakeOptions.encoding,
  delimiter: intakeOptions.delimiter,
  sheet: intakeOptions.sheet,
  map: intakeOptions.map,
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '校验', en: 'Validation' },
  clean: { zh: '{customers} 个客户,没有发现问题', en: '{customers} customers, no findings' },
  unread: { zh: '{rejected} 行无法读取,未校验', en: '{rejected} rows could not be read and were not checked' },
  found: { zh: '{customers} 个客户,{findings} 个问题', en: '{customers} customers, {findings} findings' },
  profile: { zh: '必填方案', en: 'Profiles' },
  line: { zh: '第 {line} 行', en: 'line {line}' },
  byRule: { zh: '按规则', en: 'By rule' },
  count: { zh: '数量', en: 'count' },
  severity: { zh: '级别', en: 'severity' },
  rule: { zh: '规则', en: 'rule' },
  what: { zh: '问题', en: 'what' },
  first: { zh: '例', en: 'first' },
  field: { zh: '字段', en: 'field' },
  all: {
    zh: '全部问题:steward validate{file} --format csv --out findings.csv',
    en: 'All of them: steward validate{file} --format csv --out findings.csv',
  },
  lists: {
    zh: '{files} 个工作表在 {folder},涉及 {customers} 个客户;填好后用 steward import 逐个导入',
    en: '{files} worklists for {customers} customers are in {folder}; fill them in and take each in with steward import',
  },
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  info: { zh: '提示', en: 'info' },
} as const satisfies Record<string, Text>;

/** Rules by id or by the folder that they stand in; a word that names none is a mistake, not a clean ledger. */
function rulesNamed(words: readonly string[]): readonly Rule[] {
  const matches = (rule: Rule, word: string) =>
    rule.id === word || rule.id.startsWith(word.endsWith('/') ? word : `${word}/`);
  for (const word of words) {
    if (rules.some((rule) => matches(rule, word))) continue;
    const near =
      nearest(
        word,
        rules.map((rule) => rule.id),
      ) ?? 'docs/rules.md';
    throw new StewardError('bad-option', { command: 'validate', option: '--rule', value: word, detail: near });
  }
  return rules.filter((rule) => words.some((word) => matches(rule, word)));
}

const tones = { error: 'bad', warning: 'warn', info: 'muted' } as const;
const ruleOf = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));

/** Every rule that can find something, and what can be said of a file's rows and columns. */
const sarifRules = (lang: Lang): readonly SarifRule[] => [
  ...rules
    .filter((rule) => rule.kind !== 'label')
    .map(({ id, title, why, mend, severity, clauses, dimension, family }) => ({
      id,
      title: say(title, lang),
      why: say(why, lang),
      mend: say(mend, lang),
      severity,
      properties: { clauses, dimension, family },
    })),
  ...Object.entries(intakeMessages)
    .filter(([code]) => !code.startsWith('import/'))
    .map(([id, text]) => ({
      id,
      title: say(text, lang),
      why: say(text, lang),
      mend: say(text.hint, lang),
      severity: text.severity,
      properties: {},
    })),
];

interface Bundle {
  readonly rule: string;
  readonly messageId: string;
  readonly severity: Severity;
  readonly field: FieldKey | undefined;
  readonly text: Text;
  count: number;
  readonly first: string[];
  data: Data;
  /** Names of the values that are common to all findings so far; once there is none, the data of further ones change nothing. */
  common: readonly string[];
  /** The data of the last finding as they were found: many findings share them. */
  last: Data;
  /** The bundle of the finding that came after the last of these: the rules go from record to record in one order, so it is likely to come again. */
  next: Bundle | null;
}

/** Values that are not shown as they were found (maskedData). */
const masked: ReadonlySet<string> = new Set(maskedNames);

/** What is asked of a finding only where it can still be seen: most findings are the thousandth of their kind. */
interface Telling<F> {
  text(finding: F): Text;
  /** By what the customers or rows are called. */
  call(finding: F): string;
  /** The data as output shows them. */
  shown(finding: F): Data;
}

/** Counts findings by rule and message, and keeps the first few of each. */
class Bundles {
  readonly #byRule = new Map<string, Map<string, Map<FieldKey | undefined, Bundle>>>();
  /** In the order in which they were found. */
  readonly #all: Bundle[] = [];
  #last: Bundle | null = null;
  readonly bySeverity: Record<Severity, number> = { error: 0, warning: 0, info: 0 };

  add<F extends Omit<Finding, 'subjects'>>(finding: F, telling: Telling<F>): void {
    const { rule, messageId, severity, field, data } = finding;
    this.bySeverity[severity]++;
    let bundle = this.#last?.next;
    if (!bundle || bundle.field !== field || bundle.messageId !== messageId || bundle.rule !== rule) {
      bundle = this.#bundleOf(finding, telling);
      if (this.#last) this.#last.next = bundle;
    }
    this.#last = bundle;
    bundle.count++;
    if (bundle.last !== data && bundle.common.length > 0) {
      bundle.last = data;
      const all = commonData(
        bundle.data,
        bundle.common.some((name) => masked.has(name)) ? telling.shown(finding) : data,
      );
      if (all !== bundle.data) bundle.common = Object.keys(all).filter((name) => all[name] !== '…');
      bundle.data = all;
    }
    if (bundle.first.length < 3) bundle.first.push(telling.call(finding));
  }

  #bundleOf<F extends Omit<Finding, 'subjects'>>(finding: F, telling: Telling<F>): Bundle {
    const { rule, messageId, severity, field, data } = finding;
    let ofRule = this.#byRule.get(rule);
    if (!ofRule) {
      ofRule = new Map();
      this.#byRule.set(rule, ofRule);
    }
    let ofMessage = ofRule.get(messageId);
    if (!ofMessage) {
      ofMessage = new Map();
      ofRule.set(messageId, ofMessage);
    }
    let bundle = ofMessage.get(field);
    if (!bundle) {
      const shown = telling.shown(finding);
      const text = telling.text(finding);
      const common = Object.keys(shown);
      bundle = {
        rule,
        messageId,
        severity,
        field,
        text,
        count: 0,
        first: [],
        data: shown,
        common,
        last: data,
        next: null,
      };
      ofMessage.set(field, bundle);
      this.#all.push(bundle);
    }
    return bundle;
  }

  /** Heaviest first, then the most frequent, then by rule. */
  sorted(): Bundle[] {
    const weight = (bundle: Bundle) => severities.indexOf(bundle.severity);
    return [...this.#all].sort((a, b) => weight(b) - weight(a) || b.count - a.count || (a.rule < b.rule ? -1 : 1));
  }
}

export default query({
  summary: { zh: '校验台账或文件中的客户信息', en: 'Check the customers of the ledger, or of a file.' },
  examples: [
    'steward validate',
    'steward validate --profile P-004 --fail-on warning',
    'steward validate customers.csv',
    'steward validate --format csv --out findings.csv',
    'steward validate --profile P-004 --worklists 待补充',
    'steward validate customers.csv --format sarif --out findings.sarif',
  ],
  arguments: [
    {
      name: 'file',
      help: { zh: '校验这个文件而不是台账', en: 'check this file instead of the ledger' },
      optional: true,
    },
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'sarif', 'md', 'html'],
  sarif: sarifRules,
  columns: [
    'severity',
    'rule',
    'messageId',
    'customer',
    'line',
    'column',
    'header',
    'field',
    'value',
    'message',
    'mend',
  ],
  json: z.object({
    profiles: z.array(z.string()),
    counts: countsSchema.describe('read, rejected: customers or rows; findings = error + warning + info'),
    byRule: z.array(
      z.object({
        rule: z.string(),
        messageId: z.string(),
        severity: z.string(),
        field: z.string().nullable(),
        count: z.int(),
      }),
    ),
    worklists: z
      .object({ folder: z.string(), files: z.int(), customers: z.int(), findings: z.int() })
      .optional()
      .describe('What --worklists wrote'),
    items: z
      .array(
        z
          .object({
            severity: z.string(),
            rule: z.string(),
            messageId: z.string(),
            customers: z.array(z.string()),
            message: z.string(),
          })
          .loose(),
      )
      .optional(),
  }),
  ledger: (args) => (args.length > 0 ? 'none' : 'sound'),
  access: ({ worklists }) => worklists !== undefined,
  async run(context: QueryContext, own, [file]) {
    const given = withProfiles(context.given, own.profile);
    const { lang } = context;
    const chosen = own.rule ? rulesNamed(own.rule) : rules;
    const lists = own.worklists === undefined ? null : worklistsOf(own.worklists, file, chosen, given, context);
    const bundles = new Bundles();
    const calls = new Map<number, string>();
    let current: CustomerRecord | null = null;
    /** Where the current record stands, when it comes from a file. */
    let place: Placed | null = null;
    let read = 0;
    let rejected = 0;
    const callBy = (id: number): string => {
      if (current?.id === id) return place?.call ?? callOf(current);
      const known = calls.get(id);
      if (known !== undefined) return known;
      const record = file === undefined ? context.reader.get(id) : null;
      return record ? callOf(record) : `#${id}`;
    };
    const customers = ({ subjects }: Finding) => subjects.slice(0, 20).map(callBy);
    const telling: Telling<Finding> = {
      text: ({ rule, messageId }) => ruleOf.get(rule)?.messages[messageId] as Text,
      call: (finding) => customers(finding).join(' = '),
      shown: (finding) => maskedData(finding, context.reveal),
    };
    const itemOf = (finding: Finding) => {
      const rule = ruleOf.get(finding.rule) as Rule;
      const called = customers(finding);
      const data = telling.shown(finding);
      const placed = finding.subjects.length === 1 ? place : null;
      return {
        severity: finding.severity,
        rule: finding.rule,
        messageId: finding.messageId,
        clauses: rule.clauses,
        customers: called,
        customer: called.join(' '),
        ...(file !== undefined && { file }),
        ...(placed?.line != null && {
          line: placed.line,
          record: placed.recordNo,
          ...placed.column(finding.field),
        }),
        field: finding.field ?? null,
        value: data.value ?? null,
        data,
        message: say(telling.text(finding), lang, data),
        mend: say(rule.mend, lang),
      };
    };
    const emit = (finding: Finding): void => {
      lists?.collect(finding, current);
      bundles.add(finding, telling);
      context.emit(() => itemOf(finding));
    };
    const note = ({ code, text, hint, ...it }: FileNote): void => {
      const { severity, line, data } = it;
      const where = line === null ? (it.header ?? '') : say(words.line, lang, { line });
      bundles.add(
        { rule: code, messageId: code, severity, data, ...(it.field && { field: it.field }) },
        { text: () => text, call: () => where, shown: () => data },
      );
      context.emit({
        ...it,
        rule: code,
        messageId: code,
        customers: [],
        customer: '',
        file,
        value: null,
        message: say(text, lang, data),
        mend: say(hint, lang, data),
      });
    };
    /** A customer whose row somebody removed from a CSV ledger's file: a finding, never a deletion. */
    const missing = (id: number): void => {
      const code = 'outside/row-missing';
      const { severity, hint, ...text } = intakeMessages[code];
      const call = callBy(id);
      bundles.add(
        { rule: code, messageId: code, severity, data: {} },
        { text: () => text, call: () => call, shown: () => ({}) },
      );
      context.emit({
        severity,
        rule: code,
        messageId: code,
        customers: [call],
        customer: call,
        field: null,
        value: null,
        data: {},
        message: say(text, lang),
        mend: say(hint, lang),
      });
    };
    const work = evaluation(chosen, given, emit);
    const see = (record: CustomerRecord): void => {
      current = record;
      read++;
      work.see(record);
    };
    if (file === undefined) {
      const of = context.reader.count();
      for (const record of context.reader.read()) {
        see(record);
        if (read % 5000 === 0) context.progress(read, of, read);
      }
      for (const id of context.reader.checkout?.absent() ?? []) missing(id);
    } else {
      const mapped = await openMapped(file, own, { ...context, given, ask: null });
      const seePlaced = (placed: Placed): void => {
        place = placed;
        see(placed.record);
      };
      rejected = await fileRecords(mapped, given, { see: seePlaced, note, progress: context.progress }, lang, calls);
      read += rejected;
    }
    current = null;
    place = null;
    work.end();
    const written = lists?.write(context.accessed, (rows) => context.progress(rows, read, rows));
    const failOn = own.failOn ?? given.policy.failOn;
    const failing = severities
      .slice(severities.indexOf(failOn))
      .reduce((sum, severity) => sum + bundles.bySeverity[severity], 0);
    const byRule = bundles.sorted();
    const findings = bundles.bySeverity.error + bundles.bySeverity.warning + bundles.bySeverity.info;
    return {
      data: {
        profiles: given.policy.profiles.active,
        counts: { read, findings, ...bundles.bySeverity, rejected },
        byRule: byRule.map(({ rule, messageId, severity, field, count }) => ({
          rule,
          messageId,
          severity,
          field: field ?? null,
          count,
        })),
        ...(written && { worklists: written }),
      },
      doc: () => {
        const doc = summaryDoc(
          byRule,
          { read, findings, rejected, ...bundles.bySeverity },
          given.policy.profiles.active,
          lang,
          file,
        );
        if (!written) return doc;
        return {
          ...doc,
          blocks: [...doc.blocks, { kind: 'note', level: 'info', text: say(words.lists, lang, { ...written }) }],
        };
      },
      exit: !own.exitZero && failing > 0 ? 1 : 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

/** @throws StewardError usage, for a file: its rows are nobody's that an import could find again */
function worklistsOf(
  folder: string,
  file: string | undefined,
  chosen: readonly Rule[],
  given: Given,
  { reader, lang }: QueryContext,
): Worklists {
  if (file !== undefined) throw new StewardError('usage', { command: 'validate', detail: `--worklists + ${file}` });
  return new Worklists(folder, chosen, given, reader, lang);
}

function summaryDoc(
  byRule: readonly Bundle[],
  counts: { read: number; findings: number; rejected: number } & Record<Severity, number>,
  profiles: readonly string[],
  lang: Lang,
  file: string | undefined,
): Doc {
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  return {
    lang,
    title: t(words.title),
    subtitle: t(counts.findings === 0 ? words.clean : words.found, {
      customers: counts.read - counts.rejected,
      findings: counts.findings,
    }),
    meta: [[t(words.profile), profiles.join(' + ')]],
    blocks:
      counts.findings === 0
        ? []
        : [
            {
              kind: 'kpis',
              items: [...severities].reverse().map((severity) => ({
                label: t(words[severity]),
                value: counts[severity],
                ...(counts[severity] > 0 && { tone: tones[severity] }),
              })),
            },
            {
              kind: 'table',
              caption: t(words.byRule),
              columns: [
                { key: 'count', label: t(words.count), align: 'right' },
                { key: 'severity', label: t(words.severity), align: 'left' },
                { key: 'field', label: t(words.field), align: 'left', wrap: true },
                { key: 'what', label: t(words.what), align: 'left', wrap: true },
                { key: 'first', label: t(words.first), align: 'left', wrap: true },
                { key: 'rule', label: t(words.rule), align: 'left', wrap: true },
              ],
              rows: byRule.map((bundle): Cell[] => [
                bundle.count,
                { text: t(words[bundle.severity]), tone: tones[bundle.severity] },
                bundle.field === undefined ? '' : t(fieldOf(bundle.field).name),
                t(bundle.text, bundle.data),
                bundle.first.join('; '),
                bundle.rule,
              ]),
            },
            ...(counts.rejected > 0
              ? [
                  {
                    kind: 'note' as const,
                    level: 'warn' as const,
                    text: t(words.unread, { rejected: counts.rejected }),
                  },
                ]
              : []),
            { kind: 'note', level: 'info', text: t(words.all, { file: file === undefined ? '' : ` ${file}` }) },
          ],
  };
}
