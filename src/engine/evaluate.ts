import type { CustomerId, CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Finding, Severity } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { Data } from '../model/text.js';
import type { Verdicts } from '../model/verdicts.js';
import type { GroupRule, RecordRule, Report, Rule, SummaryRule } from '../rules/rule.js';
import { BATCH, inBatches } from './batch.js';
import { Grouping } from './groups.js';
import { VerdictBook } from './verdicts.js';

/** Takes records and hands findings to `emit`, record by record; those over several records come from `end`. */
export interface Evaluation {
  see(record: CustomerRecord): void;
  /**
   * Takes many records; each is handed to `next` before its findings are, with what a rule threw on it, if one did: no further rule then looked at
   * it. Costs less than `see` of each.
   */
  seeAll(records: Iterable<CustomerRecord>, next: (record: CustomerRecord, failure: unknown) => void): void;
  end(): void;
}

/** The severity in force: the policy's word for the rule, else the message's, else the rule's; null when the policy silences it. */
export function severityOf(
  rule: GroupRule | RecordRule | SummaryRule,
  messageId: string,
  given: Given,
): Severity | null {
  const set = given.policy.rules[rule.id];
  if (set === 'off') return null;
  return set ?? rule.messages[messageId]?.severity ?? rule.severity;
}

/** The record rules that are run, in their order. */
const recordRules = (rules: readonly Rule[], { policy }: Given): readonly RecordRule[] =>
  rules.filter((rule) => rule.kind === 'record' && policy.rules[rule.id] !== 'off') as RecordRule[];

/** What is remembered of these rules, for an evaluation by them; what that finds is noted in it. */
export const verdictBook = (rules: readonly Rule[], given: Given, remembered: Verdicts | null): VerdictBook =>
  new VerdictBook(recordRules(rules, given), given, remembered);

/**
 * Judges every record by every record, group and summary rule given; label rules are not its business. With a book made for them, rules do not look
 * again at what `seeAll` takes and they found nothing on: the findings are the same.
 */
export function evaluation(
  rules: readonly Rule[],
  given: Given,
  emit: (finding: Finding) => void,
  book: VerdictBook | null = null,
): Evaluation {
  const on = rules.filter((rule) => given.policy.rules[rule.id] !== 'off');
  const records = recordRules(rules, given);
  const judges = records.map((rule) => rule.judge(given));
  const groups = on.filter((rule) => rule.kind === 'group').map((rule) => groupJudge(rule, given, emit));
  const summaries = on.filter((rule) => rule.kind === 'summary').map((rule) => summaryJudge(rule, given, emit));
  let subjects: readonly CustomerId[] = [];
  let take = emit;
  const reports = records.map((rule) =>
    reporter(
      rule,
      given,
      () => subjects,
      (finding) => take(finding),
    ),
  );
  /** What was found of each record of a batch, in the order of the rules. */
  const found: Finding[][] = Array.from({ length: BATCH }, () => []);

  /** By record of the batch: what a rule threw on it. */
  const failures: unknown[] = new Array(BATCH).fill(undefined);

  const fail = (at: number, error: unknown): void => {
    failures[at] = error ?? new Error('a rule threw nothing');
  };

  /** By record of the batch: where its flags begin that say which rules must look, and the set of those that found something. */
  const rows = new Int32Array(BATCH);
  const sets = new Int32Array(BATCH);
  const must = book?.must ?? new Uint8Array(judges.length).fill(1);

  const judgeBatch = (batch: readonly CustomerRecord[]): void => {
    let at = 0;
    failures.fill(undefined);
    sets.fill(0);
    if (book !== null) for (; at < batch.length; at++) rows[at] = book.row(batch[at] as CustomerRecord);
    take = (finding) => (found[at] as Finding[]).push(finding);
    for (let i = 0; i < judges.length; i++) {
      const judge = judges[i] as Judge;
      const report = reports[i] as Report<string>;
      for (at = 0; at < batch.length; at++) {
        if (must[(rows[at] as number) + i] === 0 || failures[at] !== undefined) continue;
        const record = batch[at] as CustomerRecord;
        const before = (found[at] as Finding[]).length;
        subjects = [record.id];
        try {
          judge(record, report);
        } catch (error) {
          fail(at, error);
        }
        if (book !== null && (found[at] as Finding[]).length > before) sets[at] = book.with(sets[at] as number, i);
      }
    }
    take = emit;
    if (book !== null)
      for (let i = 0; i < batch.length; i++)
        if (failures[i] === undefined) book.note(batch[i] as CustomerRecord, sets[i] as number);
    for (const joint of [...groups, ...summaries])
      for (let i = 0; i < batch.length; i++) {
        if (failures[i] !== undefined) continue;
        try {
          joint.see(batch[i] as CustomerRecord);
        } catch (error) {
          fail(i, error);
        }
      }
  };

  return {
    see(record) {
      subjects = [record.id];
      for (let i = 0; i < judges.length; i++) (judges[i] as Judge)(record, reports[i] as Report<string>);
      for (const group of groups) group.see(record);
      for (const summary of summaries) summary.see(record);
    },
    seeAll(all, next) {
      inBatches(all, (batch) => {
        judgeBatch(batch);
        for (let i = 0; i < batch.length; i++) {
          next(batch[i] as CustomerRecord, failures[i]);
          const findings = found[i] as Finding[];
          for (const finding of findings) emit(finding);
          findings.length = 0;
        }
      });
    },
    end() {
      for (const group of groups) group.end();
      for (const summary of summaries) summary.end();
    },
  };
}

type Judge = ReturnType<RecordRule['judge']>;

/** What a rule says of the record that is being judged, as findings. */
function reporter(
  rule: RecordRule,
  given: Given,
  subjects: () => readonly CustomerId[],
  emit: (finding: Finding) => void,
): Report<string> {
  const severities = new Map(Object.keys(rule.messages).map((id) => [id, severityOf(rule, id, given) as Severity]));
  return (messageId: string, field: FieldKey | null, data: Data = {}) => {
    const severity = severities.get(messageId) as Severity;
    emit({ rule: rule.id, messageId, severity, subjects: subjects(), field: field ?? undefined, data });
  };
}

function groupJudge(rule: GroupRule, given: Given, emit: (finding: Finding) => void) {
  const keyOf = rule.key(given);
  const judge = rule.judge(given);
  const grouping = new Grouping();
  return {
    see(record: CustomerRecord) {
      const key = keyOf(record);
      if (key !== null) grouping.add(key, record.id);
    },
    end() {
      for (const group of grouping.groups()) {
        judge(group, (messageId, data = {}) => {
          const severity = severityOf(rule, messageId, given) as Severity;
          emit({ rule: rule.id, messageId, severity, subjects: group.ids, field: rule.field, data });
        });
      }
    },
  };
}

function summaryJudge(rule: SummaryRule, given: Given, emit: (finding: Finding) => void) {
  const summary = rule.start(given);
  return {
    see(record: CustomerRecord) {
      summary.see(record);
    },
    end() {
      summary.end((messageId, subjects, data = {}) => {
        const severity = severityOf(rule, messageId, given) as Severity;
        emit({ rule: rule.id, messageId, severity, subjects, field: rule.field, data });
      });
    },
  };
}
