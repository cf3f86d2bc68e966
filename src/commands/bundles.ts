/** Findings counted by rule, message and field, with the first few of each: how validate and import show a hundred thousand of them. */
import * as z from 'zod';
import { type FieldKey, fieldOf } from '../model/fields.js';
import { type Finding, type Severity, severities } from '../model/finding.js';
import { type Data, type Lang, say, type Text } from '../model/text.js';
import type { Block, Cell } from '../output/document.js';
import { rules } from '../rules/registry.gen.js';
import type { Rule } from '../rules/rule.js';
import { maskedNames } from './masked.js';
import { commonData } from './shared.js';

/** Rules by id. */
export const ruleOf: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

const words = {
  count: { zh: '数量', en: 'count' },
  severity: { zh: '级别', en: 'severity' },
  rule: { zh: '规则', en: 'rule' },
  what: { zh: '问题', en: 'what' },
  first: { zh: '例', en: 'first' },
  field: { zh: '字段', en: 'field' },
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  info: { zh: '提示', en: 'info' },
} as const satisfies Record<string, Text>;

const tones = { error: 'bad', warning: 'warn', info: 'muted' } as const;

/** Findings of one rule, message and field. */
export interface Bundle {
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
export interface Telling<F> {
  text(finding: F): Text;
  /** By what the customers or rows are called. */
  call(finding: F): string;
  /** The data as output shows them. */
  shown(finding: F): Data;
}

/** Counts findings by rule and message, and keeps the first few of each. */
export class Bundles {
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

/** How many there are of each severity. */
export const severityBlock = (counts: Readonly<Record<Severity, number>>, lang: Lang): Block => ({
  kind: 'kpis',
  items: [...severities].reverse().map((severity) => ({
    label: say(words[severity], lang),
    value: counts[severity],
    ...(counts[severity] > 0 && { tone: tones[severity] }),
  })),
});

/** Bundles as a table. */
export const bundleTable = (bundles: readonly Bundle[], caption: string, lang: Lang): Block => ({
  kind: 'table',
  caption,
  columns: [
    { key: 'count', label: say(words.count, lang), align: 'right' },
    { key: 'severity', label: say(words.severity, lang), align: 'left' },
    { key: 'field', label: say(words.field, lang), align: 'left', wrap: true },
    { key: 'what', label: say(words.what, lang), align: 'left', wrap: true },
    { key: 'first', label: say(words.first, lang), align: 'left', wrap: true },
    { key: 'rule', label: say(words.rule, lang), align: 'left', wrap: true },
  ],
  rows: bundles.map((bundle): Cell[] => [
    bundle.count,
    { text: say(words[bundle.severity], lang), tone: tones[bundle.severity] },
    bundle.field === undefined ? '' : say(fieldOf(bundle.field).name, lang),
    say(bundle.text, lang, bundle.data),
    bundle.first.join('; '),
    bundle.rule,
  ]),
});

/** Bundles as they stand in JSON. */
export const byRuleData = (bundles: readonly Bundle[]) =>
  bundles.map(({ rule, messageId, severity, field, count }) => ({
    rule,
    messageId,
    severity,
    field: field ?? null,
    count,
  }));

/** Schema of byRuleData. */
export const byRuleSchema = z.array(
  z.object({
    rule: z.string(),
    messageId: z.string(),
    severity: z.string(),
    field: z.string().nullable(),
    count: z.int(),
  }),
);
