/**
 * Why one customer is what it is: every label and every finding with what was looked at, the policy's entries that decided, and what
 * would change it. What a rule looks at is observed while it judges, not declared beside it, so that the two cannot differ.
 */
import type { CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys, isFieldKey } from '../model/fields.js';
import type { Finding, Severity } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { Data, Text } from '../model/text.js';
import type { GroupRule, Label, LabelRule, RecordRule, Rule, SummaryRule } from '../rules/rule.js';
import { severityOf } from './evaluate.js';

/** Something of the record that a rule looked at: a field, or the day of entry. */
export type Input = FieldKey | 'entered_on';

/** An entry of the policy that decides: its dotted path, its values, and the clauses that they come from. */
export interface Knob {
  readonly path: string;
  readonly value: unknown;
  readonly source: readonly string[];
}

/** What a label and a finding have in common. */
export interface Explained<R extends Rule = Rule> {
  readonly rule: R;
  /** In the order of the fields; a finding's own field first. */
  readonly inputs: readonly Input[];
  readonly knobs: readonly Knob[];
  /** What would change it; all placeholders but `{field}` are in `data`. */
  readonly change: readonly Text[];
  /** What fills the texts: the rule's data, and for a label the rule's `detail`. */
  readonly data: Data;
  /** The field that `{field}` stands for. */
  readonly field: FieldKey | null;
}

/** A label with its reasons. */
export interface ExplainedLabel extends Explained<LabelRule> {
  readonly label: Label;
}

/** A finding with its reasons. */
export interface ExplainedFinding extends Explained<GroupRule | RecordRule | SummaryRule> {
  readonly finding: Finding;
}

/** Everything that the rules say of one customer. */
export interface Explanation {
  readonly labels: readonly ExplainedLabel[];
  /** In the order of the rules. */
  readonly findings: readonly ExplainedFinding[];
}

/** Takes every record of the ledger, the customer's own among them, and explains that one. */
export interface Explaining {
  see(record: CustomerRecord): void;
  end(): Explanation;
}

/** Explains one customer by the rules given; those that the policy silences say nothing. */
export function explaining(rules: readonly Rule[], given: Given, record: CustomerRecord): Explaining {
  const on = rules.filter((rule) => given.policy.rules[rule.id] !== 'off');
  const labels = on.filter((rule) => rule.kind === 'label').map((rule) => explainLabel(rule, given, record));
  const work = on.flatMap((rule): Explainer[] => {
    if (rule.kind === 'record') return [{ see: null, end: () => explainRecord(rule, given, record) }];
    if (rule.kind === 'group') return [groupExplainer(rule, given, record)];
    return rule.kind === 'summary' ? [summaryExplainer(rule, given, record)] : [];
  });
  const watching = work.flatMap(({ see }) => (see === null ? [] : [see]));
  return {
    see(other) {
      for (const see of watching) see(other);
    },
    end: () => ({ labels, findings: work.flatMap(({ end }) => end()) }),
  };
}

interface Explainer {
  readonly see: ((record: CustomerRecord) => void) | null;
  end(): ExplainedFinding[];
}

/** The record as it is; what is read of it is noted. */
function watched(record: CustomerRecord): { readonly record: CustomerRecord; readonly inputs: () => Input[] } {
  const read = new Set<string>();
  const proxy = new Proxy(record, {
    get(target, key) {
      if (typeof key === 'string') read.add(key);
      return Reflect.get(target, key);
    },
  });
  const order: readonly Input[] = [...fieldKeys, 'entered_on'];
  return { record: proxy, inputs: () => order.filter((key) => read.has(key)) };
}

/** The inputs that hold a value without which `differs` says that the outcome is another. */
function decisive(
  record: CustomerRecord,
  inputs: readonly Input[],
  differs: (without: CustomerRecord) => boolean,
): Input[] {
  return inputs.filter(
    (key) => isFieldKey(key) && record[key] !== null && differs(Object.freeze({ ...record, [key]: null })),
  );
}

const own = (field: FieldKey, inputs: readonly Input[]): Input[] => [field, ...inputs.filter((key) => key !== field)];

function explainLabel(rule: LabelRule, given: Given, record: CustomerRecord): ExplainedLabel {
  const watch = watched(record);
  const label = rule.label(given)(watch.record);
  const data = { ...label.data, ...rule.detail?.(given)(record, label) };
  const named = data.field;
  const field = typeof named === 'string' && isFieldKey(named) ? named : rule.field;
  return {
    rule,
    label,
    inputs: watch.inputs(),
    knobs: knobsOf(rule, field, given),
    change: changeOf(rule, label.messageId, data, field),
    data,
    field,
  };
}

type Said = readonly [messageId: string, field: FieldKey | null, data: Data];

function explainRecord(rule: RecordRule, given: Given, record: CustomerRecord): ExplainedFinding[] {
  const judge = rule.judge(given);
  const say = (one: CustomerRecord): Said[] => {
    const said: Said[] = [];
    judge(one, (messageId, field, data = {}) => said.push([messageId, field, data]));
    return said;
  };
  const watch = watched(record);
  const said = say(watch.record);
  return said.map(([messageId, field, data]) => {
    const same = JSON.stringify([messageId, field, data]);
    const inputs = decisive(
      record,
      watch.inputs(),
      (without) => !say(without).some((other) => JSON.stringify(other) === same),
    );
    return explained(rule, given, messageId, [record.id], field, data, field === null ? inputs : own(field, inputs));
  });
}

function groupExplainer(rule: GroupRule, given: Given, record: CustomerRecord): Explainer {
  const keyOf = rule.key(given);
  const watch = watched(record);
  const key = keyOf(watch.record);
  if (key === null) return { see: null, end: () => [] };
  const ids: number[] = [];
  return {
    see(other) {
      if (keyOf(other) === key) ids.push(other.id);
    },
    end() {
      if (ids.length < 2) return [];
      const found: ExplainedFinding[] = [];
      const inputs = decisive(record, watch.inputs(), (without) => keyOf(without) !== key);
      rule.judge(given)({ key, ids: ids.sort((a, b) => a - b) }, (messageId, data = {}) =>
        found.push(explained(rule, given, messageId, ids, rule.field, data, own(rule.field, inputs))),
      );
      return found;
    },
  };
}

/** A summary names a sample of its customers only; who belongs to a finding is told by whether it is the same without them. */
function summaryExplainer(rule: SummaryRule, given: Given, record: CustomerRecord): Explainer {
  const whole = rule.start(given);
  const without = rule.start(given);
  return {
    see(other) {
      whole.see(other);
      if (other.id !== record.id) without.see(other);
    },
    end() {
      const others = new Set<string>();
      without.end((messageId, _, data = {}) => others.add(JSON.stringify([messageId, data])));
      const watch = watched(record);
      rule.start(given).see(watch.record);
      const inputs = watch.inputs().filter((key) => record[key] !== null);
      const found: ExplainedFinding[] = [];
      whole.end((messageId, subjects, data = {}) => {
        if (subjects.includes(record.id) || !others.has(JSON.stringify([messageId, data])))
          found.push(explained(rule, given, messageId, subjects, rule.field, data, own(rule.field, inputs)));
      });
      return found;
    },
  };
}

function explained(
  rule: GroupRule | RecordRule | SummaryRule,
  given: Given,
  messageId: string,
  subjects: readonly number[],
  field: FieldKey | null,
  data: Data,
  inputs: readonly Input[],
): ExplainedFinding {
  const severity = severityOf(rule, messageId, given) as Severity;
  return {
    rule,
    finding: { rule: rule.id, messageId, severity, subjects, field: field ?? undefined, data },
    inputs,
    knobs: knobsOf(rule, field, given),
    change: changeOf(rule, messageId, data, field),
    data,
    field,
  };
}

/** The texts of a message's `change` whose every placeholder is known; where there is none, the rule's `mend`. */
function changeOf(rule: Rule, messageId: string, data: Data, field: FieldKey | null): readonly Text[] {
  const known = (name: string) => (name === 'field' ? field !== null : name in data);
  const texts = (rule.messages[messageId]?.change ?? []).filter(({ zh }) =>
    [...zh.matchAll(/\{(\w+)\}/g)].every(([, name]) => known(name as string)),
  );
  return texts.length > 0 ? texts : [rule.mend];
}

function knobsOf(rule: Rule, field: FieldKey | null, { policy }: Given): readonly Knob[] {
  return (rule.knobs ?? []).map((template) => {
    const path = template.replace('{field}', field ?? '');
    let source: readonly string[] = [];
    let entry: unknown = policy;
    for (const key of path.split('.')) {
      const within = entry as Readonly<Record<string, unknown>>;
      if (Array.isArray(within.source)) source = within.source as string[];
      entry = within[key];
    }
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return { path, value: entry, source };
    const { source: clauses, ...value } = entry as { readonly source?: readonly string[] };
    return { path, value, source: clauses ?? source };
  });
}
