/** A change to one customer by hand: what takes effect at once, what waits for a second person, and what it would make worse. */
import type { CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import { type Finding, type Severity, severities } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { Rule } from '../rules/rule.js';
import { evaluation } from './evaluate.js';

/** New values by field; null clears one. */
export type NewValues = { readonly [K in FieldKey]?: string | null };

/** The values that differ from those on file, and what they bring. */
export interface UpdatePlan {
  /** Takes effect at once. */
  readonly set: NewValues;
  /** Key fields: waits until another person confirms it (S0-26, S2-28). */
  readonly pending: NewValues;
  /** Findings that fail, and that the record had not before. */
  readonly brought: readonly Finding[];
}

/**
 * Plans new values for a customer. `changed_at` goes with what takes effect at once, or, where that is nothing, with what waits; by itself
 * it is no change. The rules judge the record as it would be with everything confirmed.
 */
export function updating(
  rules: readonly Rule[],
  given: Given,
): (record: CustomerRecord, values: NewValues) => UpdatePlan {
  const keyFields = new Set<string>(given.policy.updates.keyFields);
  const single = rules.filter((rule) => rule.kind === 'record');
  const fails: readonly Severity[] = severities.slice(severities.indexOf(given.policy.failOn));
  const judge = (record: CustomerRecord): Finding[] => {
    const findings: Finding[] = [];
    const running = evaluation(single, given, (finding) => findings.push(finding));
    running.see(record);
    running.end();
    return findings.filter(({ severity }) => fails.includes(severity));
  };
  return (record, values) => {
    const set: { [K in FieldKey]?: string | null } = {};
    const pending: { [K in FieldKey]?: string | null } = {};
    for (const [field, value] of Object.entries(values) as [FieldKey, string | null][])
      if (field !== 'changed_at' && value !== record[field]) (keyFields.has(field) ? pending : set)[field] = value;
    const into = Object.keys(set).length > 0 ? set : pending;
    if (values.changed_at !== undefined && Object.keys(into).length > 0) into.changed_at = values.changed_at;
    const known = judge(record);
    const brought = judge({ ...record, ...set, ...pending }).filter(
      (finding) => !known.some((before) => isSame(before, finding, values)),
    );
    return { set, pending, brought };
  };
}

/** Whether the record had a finding before: the same of a value that changed is not, for the new value has it on its own. */
function isSame(before: Finding, after: Finding, values: NewValues): boolean {
  if (before.rule !== after.rule || before.messageId !== after.messageId || before.field !== after.field) return false;
  const value = after.field === undefined ? undefined : values[after.field];
  return value === undefined || value === null || before.data.value === after.data.value;
}
