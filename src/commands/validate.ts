import * as z from 'zod';
import { evaluation } from '../engine/evaluate.js';
import { intakeMessages } from '../intake/messages.js';
import type { CustomerRecord } from '../model/customer.js';
import { StewardError } from '../model/errors.js';
import { type Finding, type Severity, severities } from '../model/finding.js';
import type { Given } from '../model/given.js';
import { type Data, type Lang, say, type Text } from '../model/text.js';
import type { Doc } from '../output/document.js';
import type { SarifRule } from '../output/sarif.js';
import { rules } from '../rules/registry.gen.js';
import type { Rule } from '../rules/rule.js';
import { nearest } from '../rules/text/nearest.js';
import {
  type Bundle,
  Bundles,
  bundleTable,
  byRuleData,
  byRuleSchema,
  ruleOf,
  severityBlock,
  type Telling,
} from './bundles.js';
import { type OptionSpecs, type Query, type QueryContext, query } from './command.js';
import { type FileNote, fileRecords, type Placed } from './file-records.js';
import { intakeOptions } from './import/intake-options.js';
import { openMapped } from './import/mapped.js';
import { maskedData } from './masked.js';
import { callOf, countsSchema, failOnOptions, profileOption, withProfiles } from './shared.js';
import { RememberedVerdicts } from './verdicts.js';
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
  all: {
    zh: '全部问题:steward validate{file} --format csv --out findings.csv',
    en: 'All of them: steward validate{file} --format csv --out findings.csv',
  },
  lists: {
    zh: '{files} 个工作表在 {folder},涉及 {customers} 个客户;填好后用 steward import 逐个导入',
    en: '{files} worklists for {customers} customers are in {folder}; fill them in and take each in with steward import',
  },
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
    byRule: byRuleSchema,
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
    const memory = file === undefined ? new RememberedVerdicts(context, given) : null;
    const book = memory?.book(chosen, given) ?? null;
    const work = evaluation(chosen, given, emit, book);
    if (file === undefined) {
      const of = context.reader.count();
      work.seeAll(context.reader.read(), (record, failure) => {
        if (failure !== undefined) throw failure;
        current = record;
        read++;
        if (read % 5000 === 0) context.progress(read, of, read);
      });
      for (const id of context.reader.checkout?.absent() ?? []) missing(id);
    } else {
      const mapped = await openMapped(file, own, { ...context, given, ask: null });
      const seePlaced = (placed: Placed): void => {
        place = placed;
        current = placed.record;
        read++;
        work.see(placed.record);
      };
      rejected = await fileRecords(mapped, given, { see: seePlaced, note, progress: context.progress }, lang, calls);
      read += rejected;
    }
    current = null;
    place = null;
    work.end();
    if (book !== null && chosen === rules) memory?.keep(book);
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
        byRule: byRuleData(byRule),
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
            severityBlock(counts, lang),
            bundleTable(byRule, t(words.byRule), lang),
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
