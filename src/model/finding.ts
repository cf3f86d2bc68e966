import type { ClauseId } from './clauses.js';
import type { CustomerId } from './customer.js';
import type { FieldKey } from './fields.js';
import type { Data } from './text.js';

/** How much a finding weighs: `error` breaks a clause, `warning` asks for a look, `info` states a fact. */
export type Severity = 'error' | 'info' | 'warning';

/** From light to heavy; `--fail-on` compares positions. */
export const severities = ['info', 'warning', 'error'] as const satisfies readonly Severity[];

/** A rule's stable id: its path inside src/rules, such as `validate/phone`. */
export type RuleId = string;

/** Something that a rule has to say about one customer, or about several that belong together. */
export interface Finding {
  readonly rule: RuleId;
  readonly messageId: string;
  readonly severity: Severity;
  readonly subjects: readonly CustomerId[];
  readonly field?: FieldKey | undefined;
  /** Fills the message; `data.value` is the value found and is masked in output by the field's sensitivity. */
  readonly data: Data;
}

/** Why a decision was taken. */
export interface Reason {
  readonly rule: RuleId;
  readonly clause?: ClauseId | undefined;
  readonly data: Data;
  /** Free words; erasable, never part of the chain. */
  readonly note?: string | undefined;
}
