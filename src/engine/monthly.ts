import type { CustomerId, CustomerRecord } from '../model/customer.js';
import type { IsoDate } from '../model/date.js';
import type { Finding } from '../model/finding.js';
import type { Given } from '../model/given.js';
import { chinaCalendar } from '../rules/calendar/working-days.js';
import { isActive, reviewStateOf } from '../rules/lifecycle.js';
import type { Rule } from '../rules/rule.js';
import { classification, type DimensionTally, type Suggestion } from './classify.js';
import { type Completeness, type CompletenessResult, completeness } from './completeness.js';
import { countsInOrder } from './counts.js';
import { type AgeBucket, type DormancyStanding, dormancy, type Standing, type SweepAccounts } from './dormancy.js';
import { evaluation } from './evaluate.js';
import { type QualityResult, quality } from './quality.js';
import type { VerdictBook } from './verdicts.js';

/** What a monthly sweep found (S0-28): counts only, plain JSON, the same bytes for the same records, policy and as-of day. */
export interface MonthlyResult {
  readonly asOf: IsoDate;
  /** The month of the as-of day, 'YYYY-MM'. */
  readonly period: string;
  readonly policy: string;
  /** acted + notDue + blocked + error = read (law 3); acted on are the candidates for dormancy, who go to verification (S0-30). */
  readonly accounts: SweepAccounts;
  /** formal + unreviewed + quarantined = read: the official count is that of the formal files (S2-17); the quarantined are out of the active set (C08). */
  readonly files: { readonly formal: number; readonly unreviewed: number; readonly quarantined: number };
  readonly quality: QualityResult;
  readonly completeness: CompletenessResult;
  readonly classes: readonly DimensionTally[];
  /** Customers by section of industry, decided or else suggested; without the undetermined. */
  readonly sections: Readonly<Record<string, number>>;
  /** Customers by stage: suggested, which includes derived silence, or else as decided; without the undetermined. */
  readonly stages: Readonly<Record<string, number>>;
  /** The ladder of C02, every rung, adding up to `accounts.read`. */
  readonly standings: Readonly<Record<Standing, number>>;
  readonly ages: Readonly<Record<AgeBucket, number>>;
  /** Working days: a year outside the published tables is counted Monday to Friday, and said. */
  readonly calendar: {
    readonly year: number;
    readonly covered: boolean;
    readonly first: number;
    readonly last: number;
  };
  /** The first records on which a rule failed; `accounts.error` tells how many there are. */
  readonly failed: readonly CustomerId[];
}

const FAILED_NAMED = 20;

/** How a sweep found one record. */
export interface Swept {
  readonly file: keyof MonthlyResult['files'];
  readonly standing: Standing;
  /** None of the quarantined, and where a rule failed. */
  readonly suggestions: readonly Suggestion[];
  /** Tells the required slots that it does not fill; null where a rule failed. */
  readonly slots: Completeness['each'] | null;
}

/** Who is told what a sweep finds, and what is remembered of the rules. */
export interface SweepWatch {
  readonly onFinding?: (finding: Finding) => void;
  readonly onCandidate?: (record: CustomerRecord, standing: DormancyStanding) => void;
  /** Every record, in order, before its candidacy and its findings. */
  readonly onRecord?: (record: CustomerRecord, swept: Swept) => void;
  readonly book?: VerdictBook;
}

/**
 * The monthly sweep (S0-28) in one pass: validates by the record, group and summary rules given, classifies, finds dormancy candidates and
 * measures quality. Findings and candidates are handed out as they come; those of group and summary rules at the end. A record on which
 * a rule fails is an error in the accounts and the sweep goes on; what the callbacks or the records themselves throw goes through.
 */
export function monthlySweep(
  records: Iterable<CustomerRecord>,
  rules: readonly Rule[],
  given: Given,
  { onFinding = () => {}, onCandidate = () => {}, onRecord, book }: SweepWatch = {},
): MonthlyResult {
  const measured = quality(rules);
  const complete = completeness(given);
  const classes = classification(given);
  const quiet = dormancy(given);
  // Findings wait until their record is through, so that a callback's failure is never taken for a rule's.
  const waiting: Finding[] = [];
  const validation = evaluation(rules, given, (finding) => waiting.push(finding), book ?? null);
  const handOut = (): void => {
    for (const finding of waiting) {
      measured.add(finding);
      onFinding(finding);
    }
    waiting.length = 0;
  };
  const sections = new Map<string, number>();
  const stages = new Map<string, number>();
  const failed: CustomerId[] = [];
  const active = isActive(given.policy);
  const stateOf = reviewStateOf(given.policy);
  const files = { formal: 0, unreviewed: 0, quarantined: 0 };

  let candidate: (() => void) | null = null;
  const finish = (): void => {
    handOut();
    candidate?.();
    candidate = null;
  };
  validation.seeAll(records, (record, failure) => {
    finish();
    measured.see(record);
    const inside = active(record);
    const file = inside ? (stateOf(record) === 'approved' ? 'formal' : 'unreviewed') : 'quarantined';
    files[file]++;
    let swept: Swept = { file, standing: 'error', suggestions: [], slots: null };
    try {
      if (failure !== undefined) throw failure;
      complete.see(record);
      swept = { ...swept, slots: complete.each };
      // The quarantined are nobody's class (C08); validation goes on looking at them.
      const suggestions = inside ? classes.see(record) : [];
      for (const { labels, decided, suggested } of suggestions) {
        if (labels === 'industry') count(sections, (decided ?? suggested)?.slice(0, 1) ?? null);
        else if (labels === 'stage') count(stages, suggested ?? decided);
      }
      const standing = quiet.see(record);
      swept = { file, standing: standing.standing, suggestions, slots: complete.each };
      if (standing.standing === 'candidate') candidate = () => onCandidate(record, standing);
    } catch {
      quiet.fail();
      if (failed.length < FAILED_NAMED) failed.push(record.id);
    }
    onRecord?.(record, swept);
  });
  finish();
  validation.end();
  handOut();

  const { accounts, standings, ages } = quiet.tally();
  const year = Number(given.asOf.slice(0, 4));
  const calendar = chinaCalendar(given.policy.calendar.overrides);
  return {
    asOf: given.asOf,
    period: given.asOf.slice(0, 7),
    policy: given.policy.name,
    accounts,
    files,
    quality: measured.end(),
    completeness: complete.end(),
    classes: classes.tally(),
    sections: countsInOrder(sections),
    stages: countsInOrder(stages),
    standings,
    ages,
    calendar: { year, covered: calendar.covers(year), first: calendar.first, last: calendar.last },
    failed,
  };
}

function count(counts: Map<string, number>, key: string | null): void {
  if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
}
