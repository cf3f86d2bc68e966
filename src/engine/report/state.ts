import type { CustomerRecord } from '../../model/customer.js';
import type { Given } from '../../model/given.js';
import type { HeldRecord } from '../../model/ledger.js';
import { reviewStateOf } from '../../rules/lifecycle.js';
import type { Rule } from '../../rules/rule.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { comparison } from '../classify.js';
import { type MonthlyResult, monthlySweep, type Swept } from '../monthly.js';
import type { VerdictBook } from '../verdicts.js';
import type { Roll } from './roll.js';
import { RowSet } from './rows.js';

/** An owner's customers, and how many of them have every required field. */
export interface OwnerCompleteness {
  /** null: without an owner. */
  readonly owner: string | null;
  readonly records: number;
  readonly complete: number;
}

/** The ledger as it stands at the close of the as-of day, with the rows behind every figure. */
export interface LedgerState {
  readonly sweep: MonthlyResult;
  /** One row a customer: how its file stands. */
  readonly customers: RowSet;
  /** One row for each customer of each finding. */
  readonly quality: RowSet;
  /** One row for each required field that is not filled in. */
  readonly completeness: RowSet;
  /** One row for each suggestion beside a decision. */
  readonly classification: RowSet;
  /** Customers on whom a rule failed. */
  readonly failed: RowSet;
  /** Files that were sent back; held rows are added by `addHeld`. */
  readonly waiting: RowSet;
  /** The owners with most incomplete files first. */
  readonly owners: readonly OwnerCompleteness[];
}

/** What the state is made of. */
export interface StateSources {
  readonly records: Iterable<CustomerRecord>;
  readonly rules: readonly Rule[];
  readonly given: Given;
  readonly book: VerdictBook;
  readonly roll: Roll;
  /** Whether the rows will be asked for. */
  readonly keep: boolean;
  /** Sees every customer besides. */
  readonly see?: (record: CustomerRecord) => void;
}

const MOST_OWNERS = 50_000;

/** Reads the ledger once and tells how it stands (S0-01, S2-42, S3-07, S4-24). */
export function ledgerState({ records, rules, given, book, roll, keep, see }: StateSources): LedgerState {
  const rows = (name: string, columns: readonly string[], about: RowSet['about'] = 'customer') =>
    new RowSet(name, columns, about, keep);
  const customers = rows('customers', ['file', 'standing', 'stage', 'value', 'grade', 'complete']);
  const quality = rows('quality', ['rule', 'message', 'dimension', 'severity', 'field', 'first']);
  const completeness = rows('completeness', ['profiles', 'field', 'state']);
  const classification = rows('classification', ['dimension', 'decided', 'suggested', 'agrees']);
  const failed = rows('failed', ['why']);
  const waiting = rows('waiting', ['what', 'why', 'rule', 'run']);
  const dimensionOf = new Map(rules.flatMap((rule) => (rule.kind === 'label' ? [] : [[rule.id, rule.dimension]])));
  const owners = new Map<string | null, { records: number; complete: number }>();
  const active = [...new Set(given.policy.profiles.active)].join(' ');
  const names = new Map<readonly string[], string>();
  const nameOf = (words: readonly string[], sign: string): string => {
    let name = names.get(words);
    if (name === undefined) {
      name = words.join(sign);
      names.set(words, name);
    }
    return name;
  };
  const compare = comparison(given);
  const reviewOf = reviewStateOf(given.policy);
  const classOf = (['stage', 'value_class', 'grade'] as const).map((field) => {
    const find = codeFinder(given.policy, field);
    return (record: CustomerRecord): string => {
      const word = record[field];
      return word === null ? '' : (find(word)?.entry.code ?? '');
    };
  });

  const onRecord = (record: CustomerRecord, { file, standing, suggestions, slots }: Swept): void => {
    roll.see(record);
    let whole = slots !== null;
    slots?.((profiles, fields, state) => {
      if (state === 'missing') whole = false;
      completeness.add([nameOf(profiles, ' '), nameOf(fields, '/'), state], record.id);
    });
    if (slots === null) completeness.add([active, '', 'not judged'], record.id);
    customers.add([file, standing, ...classOf.map((of) => of(record)), whole ? 'yes' : 'no'], record.id);
    countOwner(owners, record.owner, whole);
    if (standing === 'error') failed.add(['rule failed'], record.id);
    if (file !== 'quarantined' && reviewOf(record) === 'returned') waiting.add(['returned', '', '', ''], record.id);
    for (const suggestion of suggestions) {
      const compared = compare(suggestion);
      if (compared === null) continue;
      const { decided, suggested, agrees } = compared;
      classification.add([suggestion.labels, decided, suggested, agrees ? 'yes' : 'no'], record.id);
    }
    see?.(record);
  };
  const sweep = monthlySweep(records, rules, given, {
    book,
    onRecord,
    onFinding: ({ rule, messageId, severity, field = '', subjects }) =>
      subjects.forEach((id, nth) => {
        const first = nth === 0 ? 'yes' : 'no';
        quality.add([rule, messageId, dimensionOf.get(rule) ?? '', severity, field, first], id);
      }),
  });
  const listed = [...owners].map(([owner, tally]) => ({ owner, ...tally }));
  listed.sort((a, b) => b.records - b.complete - (a.records - a.complete) || b.records - a.records || byName(a, b));
  return { sweep, customers, quality, completeness, classification, failed, waiting, owners: listed };
}

/** Rows that wait for a person, among those that wait. */
export function addHeld(waiting: RowSet, held: Iterable<HeldRecord>): void {
  for (const { why, rule, run, against } of held) waiting.add(['held', why, rule, String(run)], against ?? 0);
}

function countOwner(
  owners: Map<string | null, { records: number; complete: number }>,
  owner: string | null,
  whole: boolean,
): void {
  let tally = owners.get(owner);
  if (tally === undefined) {
    if (owners.size >= MOST_OWNERS) return;
    tally = { records: 0, complete: 0 };
    owners.set(owner, tally);
  }
  tally.records++;
  if (whole) tally.complete++;
}

function byName(a: OwnerCompleteness, b: OwnerCompleteness): number {
  const [x, y] = [a.owner ?? '', b.owner ?? ''];
  return x < y ? -1 : x > y ? 1 : 0;
}
