import { evaluation } from '../../src/engine/evaluate.js';
import type { CustomerFields, CustomerRecord } from '../../src/model/customer.js';
import { type FieldKey, fieldKeys } from '../../src/model/fields.js';
import type { Finding } from '../../src/model/finding.js';
import type { Given } from '../../src/model/given.js';
import type { Policy } from '../../src/model/policy.js';
import { defaultPolicy } from '../../src/policy/default.js';
import type { ExampleRecord, Rule } from '../../src/rules/rule.js';

const BLANK = Object.fromEntries(fieldKeys.map((key) => [key, null])) as Record<FieldKey, null>;

/** A whole, frozen record: the fields given, all others blank. */
export function record(given: ExampleRecord, id = 1): CustomerRecord {
  const { entered_on = '2026-06-01', ...fields } = given;
  return Object.freeze({ ...(BLANK as CustomerFields), ...fields, id, entered_on, version: 1, extra: null });
}

/** The default policy, with other active profiles where they are named, at the close of a day. */
export function given(asOf = '2026-06-30', profiles?: readonly string[]): Given {
  const policy: Policy =
    profiles === undefined
      ? defaultPolicy
      : { ...defaultPolicy, profiles: { ...defaultPolicy.profiles, active: [...profiles] } };
  return { policy, asOf };
}

/** All findings of rules over records, in the order in which they come. */
export function findings(rules: readonly Rule[], records: readonly CustomerRecord[], under: Given): Finding[] {
  const found: Finding[] = [];
  const running = evaluation(rules, under, (finding) => found.push(finding));
  for (const one of records) running.see(one);
  running.end();
  return found;
}
