/**
 * What a rule is. One rule is one file: a stable id (its path), the clauses it comes from, its texts in both languages, examples
 * that run as tests, and a pure function. `create`-style: a rule is first given policy and as-of day, so that it can prepare
 * once, and returns the function that judges one record.
 */
import type { ClauseId } from '../model/clauses.js';
import type { CustomerFields, CustomerId, CustomerRecord } from '../model/customer.js';
import type { IsoDate } from '../model/date.js';
import type { FieldKey } from '../model/fields.js';
import type { RuleId, Severity } from '../model/finding.js';
import type { Given, Timeless } from '../model/given.js';
import type { Data, Text } from '../model/text.js';

/** The four quality dimensions of 003:60 (S3-07); each rule counts in exactly one. */
export type Dimension = 'accuracy' | 'authenticity' | 'completeness' | 'timeliness';

/** The three things a review checks (S0-19); each rule has exactly one. */
export type Family = 'accuracy' | 'completeness' | 'conformity';

/** A message of a rule; its severity is the rule's unless it says otherwise. */
export interface Message extends Text {
  readonly severity?: Severity;
  /**
   * What would change it (explain), filled from the same data, from a label rule's `detail`, and with `{field}` as the name of the field
   * judged. A text for which not all is known is left out; where none is left, the rule's `mend` says it.
   */
  readonly change?: readonly [Text, ...Text[]];
}

/** A customer in an example: the fields named, all others blank. */
export type ExampleRecord = Partial<CustomerFields> & { readonly entered_on?: IsoDate };

interface Base<M extends string> {
  readonly id: RuleId;
  readonly clauses: readonly [ClauseId, ...ClauseId[]];
  readonly title: Text;
  /** Why the rule exists, and how to mend what it finds. */
  readonly why: Text;
  readonly mend: Text;
  readonly messages: Readonly<Record<M, Message>>;
  /** Entries of the policy that decide, as dotted paths (`dormancy.silent`); `{field}` stands for the field judged. Shown by explain. */
  readonly knobs?: readonly [string, ...string[]];
}

/** How a record rule says what it found; severity and id are filled in by the engine. */
export type Report<M extends string> = (messageId: M, field: FieldKey | null, data?: Data) => void;

/** An example of a rule over single records: which messages, in order, for this record. */
export interface Example<M extends string> {
  readonly record: ExampleRecord;
  readonly expect: readonly M[];
  readonly asOf?: IsoDate;
  /** Profiles in force, when the rule looks at them. */
  readonly profiles?: readonly string[];
}

/**
 * How long a record on which a rule found nothing stays such, while record and policy stay as they are: `always`, where no day is known;
 * `onwards`, on every later day too; `never`, where a day may bring what was not there. What a ledger remembers of the rules
 * (engine/verdicts.ts) stands on it.
 */
export type Lasting = 'always' | 'never' | 'onwards';

/** Judges one record by itself. */
export interface RecordRule<M extends string = string> extends Base<M> {
  readonly kind: 'record';
  readonly clean: Lasting;
  readonly severity: Severity;
  readonly family: Family;
  readonly dimension: Dimension;
  readonly judge: (given: Given) => (record: CustomerRecord, report: Report<M>) => void;
  readonly examples: readonly [Example<M>, Example<M>, ...Example<M>[]];
}

/** Records that share a key under a group rule. */
export interface Group {
  readonly key: string;
  /** In ascending order. */
  readonly ids: readonly CustomerId[];
}

/** Judges records that share something: the engine collects those with equal keys and hands over groups of two and more. */
export interface GroupRule<M extends string = string> extends Base<M> {
  readonly kind: 'group';
  readonly severity: Severity;
  readonly family: Family;
  readonly dimension: Dimension;
  readonly field: FieldKey;
  /** The key of a record, or null when it takes no part. */
  readonly key: (given: Given) => (record: CustomerRecord) => string | null;
  readonly judge: (given: Given) => (group: Group, report: (messageId: M, data?: Data) => void) => void;
  readonly examples: readonly [GroupExample<M>, GroupExample<M>, ...GroupExample<M>[]];
}

/** Gathers a small bounded state over all records, such as a count a letter, and judges once at the end. */
export interface Summary<M extends string = string> {
  see(record: CustomerRecord): void;
  /** Subjects in ascending order; where they may be many, a bounded sample of them, with the counts in data. */
  end(report: (messageId: M, subjects: readonly CustomerId[], data?: Data) => void): void;
}

/** Judges the ledger as a whole, where equal keys are the rule and not the exception, so that no group could be held (law 10). */
export interface SummaryRule<M extends string = string> extends Base<M> {
  readonly kind: 'summary';
  readonly severity: Severity;
  readonly family: Family;
  readonly dimension: Dimension;
  readonly field: FieldKey;
  readonly start: (given: Given) => Summary<M>;
  readonly examples: readonly [GroupExample<M>, GroupExample<M>, ...GroupExample<M>[]];
}

/** An example of a group or summary rule: records with ids 1, 2, 3 … and the messages expected over all of them. */
export interface GroupExample<M extends string> {
  readonly records: readonly ExampleRecord[];
  readonly expect: readonly M[];
  readonly asOf?: IsoDate;
}

/** What a label rule says of a record: a value of its dimension and the message that tells why. */
export interface Label<M extends string = string> {
  /** A code such as `H`, `silent`, `C39`, several that hold at once joined by + in the order of their code list (S1-08); null when the rule cannot say. */
  readonly value: string | null;
  readonly messageId: M;
  readonly data: Data;
}

/** Suggests a label (a class, a stage, a standing) for one record; a decision stays a person's (S4-14). */
export interface LabelRule<M extends string = string> extends Base<M> {
  readonly kind: 'label';
  /** What is labelled, in one word of JSON: `industry`, `value`, `grade`, `stage`, `silent`. */
  readonly labels: string;
  /** The field that holds the decided label, when there is one. */
  readonly field: FieldKey | null;
  /** All fields that `label` looks at, so that bulk runs read no others. */
  readonly reads: (given: Given) => readonly FieldKey[];
  readonly label: (given: Given) => (record: CustomerRecord) => Label<M>;
  /** Thresholds and how far they are, for the `change` texts: worked out only when somebody asks, so that bulk runs do without. */
  readonly detail?: (given: Given) => (record: CustomerRecord, label: Label) => Data;
  readonly examples: readonly [LabelExample<M>, LabelExample<M>, ...LabelExample<M>[]];
}

/** An example of a label rule: the value and message for this record. */
export interface LabelExample<M extends string> {
  readonly record: ExampleRecord;
  readonly expect: readonly [value: string | null, messageId: M];
  readonly asOf?: IsoDate;
}

/** Any rule. */
export type Rule = GroupRule | LabelRule | RecordRule | SummaryRule;

/** A record rule as its file declares it, given what it may know. */
type Declared<M extends string, G> = Omit<RecordRule<M>, 'clean' | 'judge' | 'kind'> & {
  readonly judge: (given: G) => (record: CustomerRecord, report: Report<M>) => void;
};

/**
 * Declares a timeless rule over single records; message ids are checked by the compiler. It is never given the as-of day, so what it
 * finds hangs on record and policy alone.
 */
export const recordRule = <const M extends string>(rule: Declared<M, Timeless>): RecordRule =>
  ({
    kind: 'record',
    clean: 'always',
    ...rule,
    judge: ({ policy }: Given) => rule.judge({ policy }),
  }) as unknown as RecordRule;

/** Declares a rule over single records that knows the as-of day; `clean` says whether a later day can find what this one does not. */
export const datedRule = <const M extends string>(
  rule: Declared<M, Given> & { readonly clean: Exclude<Lasting, 'always'> },
): RecordRule => ({ kind: 'record', ...rule }) as unknown as RecordRule;

/** Declares a rule over records that share a key. */
export const groupRule = <const M extends string>(rule: Omit<GroupRule<M>, 'kind'>): GroupRule =>
  ({ kind: 'group', ...rule }) as unknown as GroupRule;

/** Declares a rule over the ledger as a whole. */
export const summaryRule = <const M extends string>(rule: Omit<SummaryRule<M>, 'kind'>): SummaryRule =>
  ({ kind: 'summary', ...rule }) as unknown as SummaryRule;

/** Declares a rule that suggests labels. */
export const labelRule = <const M extends string>(rule: Omit<LabelRule<M>, 'kind'>): LabelRule =>
  ({ kind: 'label', ...rule }) as unknown as LabelRule;
