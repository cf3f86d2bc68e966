/** What is due for a customer, by which clause and until when: contacts, checks, reviews, terms (C11, C17). */
import type { CustomerRecord } from '../model/customer.js';
import type { IsoDate } from '../model/date.js';
import type { Given } from '../model/given.js';
import type { Entry } from '../model/ledger.js';
import type { Data, Text } from '../model/text.js';
import { strictestCadence } from '../rules/cadence/strictest.js';
import { addPeriod } from '../rules/calendar/period.js';
import { readDay } from '../rules/calendar/read-day.js';
import { isOnHold } from '../rules/dormant/on-hold.js';
import { runningClock } from '../rules/dormant/silence.js';
import { isFormal, lifecycleOf } from '../rules/lifecycle.js';
import { type RetentionFacts, retentionOf } from '../rules/retention/outcome.js';
import { dueClock } from '../rules/review/clock.js';
import { codeFinder } from '../rules/text/code-list.js';
import { activation } from './life.js';
import type { LifeFacts } from './life-facts.js';
import type { ReviewFacts } from './review-facts.js';
import { reviewQueue } from './review-queue.js';
import { reverification } from './verify-due.js';

/** What can be due, with what is said of it. */
export const duties = {
  precheck: { zh: '初核,自 {since} 起', en: 'first check, from {since}' },
  review: { zh: '复核,自 {since} 起', en: 'review, from {since}' },
  confirmation: { zh: '客户确认信息,复核通过于 {since}', en: 'confirmation by the customer, approved {since}' },
  'follow-up': { zh: '首次跟进,自 {since} 起', en: 'first follow-up, from {since}' },
  proposal: { zh: '提供方案,自 {since} 起', en: 'proposal, from {since}' },
  contact: { zh: '联系,每 {every} 一次,上次 {since}', en: 'contact, once every {every}, last {since}' },
  verify: { zh: '核实,上次 {since}', en: 'verification, last {since}' },
  cause: { zh: '分析沉默原因,沉默自 {since} 起', en: 'cause of silence, silent since {since}' },
  activation: { zh: '激活的响应,开始于 {since}', en: 'answer to the activation begun {since}' },
  retention: { zh: '保存期限已满,可提出清除', en: 'its term is over: purge may be proposed' },
  hold: { zh: '复查保全,设置于 {since}', en: 'look at the hold again, set {since}' },
  sweep: { zh: '运行 {command}({period})', en: 'run {command} ({period})' },
} as const satisfies Record<string, Text>;

/** One of them. */
export type DutyKind = keyof typeof duties;

/** Kinds of duty in a word. */
export const dutyNames: Readonly<Record<DutyKind, Text>> = {
  precheck: { zh: '初核', en: 'first checks' },
  review: { zh: '复核', en: 'reviews' },
  confirmation: { zh: '客户确认', en: 'confirmations' },
  'follow-up': { zh: '首次跟进', en: 'first follow-ups' },
  proposal: { zh: '方案', en: 'proposals' },
  contact: { zh: '联系', en: 'contacts' },
  verify: { zh: '核实', en: 'verifications' },
  cause: { zh: '沉默原因', en: 'causes of silence' },
  activation: { zh: '激活响应', en: 'activations' },
  retention: { zh: '保存期满', en: 'terms over' },
  hold: { zh: '保全复查', en: 'holds' },
  sweep: { zh: '错过的清理', en: 'sweeps missed' },
};

/** Something that is due. `due` is the last day on which it is in time; of a term the first on which it may be acted on. */
export interface Duty {
  readonly what: DutyKind;
  readonly due: IsoDate;
  readonly overdue: boolean;
  readonly clauses: readonly string[];
  readonly data: Data;
}

/** What the ledger knows of a customer; asked for only where it can matter. */
export interface DutyTrail {
  entry(id: number): Entry | null;
  review(record: CustomerRecord): ReviewFacts | null;
  life(record: CustomerRecord): LifeFacts;
  retention(record: CustomerRecord): RetentionFacts;
}

/** All that is due for one customer after another by a day, which may lie after the as-of day; in the order of `duties`. */
export function dueBy(given: Given, by: IsoDate, trail: DutyTrail): (record: CustomerRecord) => readonly Duty[] {
  const { policy, asOf } = given;
  const makers = [reviews(given, trail), confirmations(given, trail), followUps(given, trail), contacts(given)];
  const rest = [silences(given), terms(given, by, trail), holds(given, trail)];
  const stateOf = lifecycleOf(policy);
  return (record) => {
    const found: Duty[] = [];
    const add = (what: DutyKind, due: IsoDate, clauses: readonly string[], data: Data = {}) => {
      if (due <= by) found.push({ what, due, overdue: due < asOf, clauses, data });
    };
    // Of whoever is dormant, archived or set aside only terms and holds run on.
    if (stateOf(record) === 'active') for (const make of makers) make(record, add);
    for (const make of rest) make(record, add);
    return found;
  };
}

type Add = (what: DutyKind, due: IsoDate, clauses: readonly string[], data?: Data) => void;
type Maker = (record: CustomerRecord, add: Add) => void;

function reviews(given: Given, trail: DutyTrail): Maker {
  const { review, precheck } = given.policy.review;
  const queue = reviewQueue(given, { entry: (id) => trail.entry(id), facts: (record) => trail.review(record) });
  return (record, add) => {
    const queued = queue(record);
    if (queued?.what !== 'submitted') return;
    if (queued.precheck) add('precheck', queued.precheck.due, precheck.source, { since: queued.precheck.from });
    if (queued.review) add('review', queued.review.due, review.source, { since: queued.review.from });
  };
}

function confirmations(given: Given, trail: DutyTrail): Maker {
  const formal = isFormal(given.policy);
  const { workdays, source } = given.policy.review.confirm;
  const dueOf = dueClock(given, workdays);
  return (record, add) => {
    if (record.confirmed_at !== null || !formal(record)) return;
    // An adopted customer was approved by nobody, and gets no notice.
    const since = trail.review(record)?.approved?.day ?? null;
    if (since !== null) add('confirmation', dueOf(since).due, source, { since });
  };
}

/** The first follow-up of those who came (S4-16), and the proposal for those in the stage for it, where the ledger has a column of it (S4-17). */
function followUps(given: Given, trail: DutyTrail): Maker {
  const { policy, asOf } = given;
  const { first, proposal } = policy.followUps;
  const stage = codeFinder(policy, 'stage');
  const firstDue = dueClock(given, first.workdays);
  const proposalDue = dueClock(given, proposal.workdays);
  return (record, add) => {
    const code = record.stage === null ? undefined : stage(record.stage)?.entry.code;
    if (code === undefined) return;
    const said = [record.collected_at, record.registered_at].map(readDay).find((day) => day !== null && day <= asOf);
    const came = said ?? record.entered_on;
    if (first.stages.includes(code)) {
      // Where only the entry tells when somebody came, a contact before it was a contact, too.
      const heard = [record.last_contact_at, record.last_interaction_at].map(readDay);
      if (!heard.some((day) => day !== null && day <= asOf && (said == null || day >= said)))
        add('follow-up', firstDue(came).due, first.source, { since: came });
    }
    if (!proposal.stages.includes(code) || record.extra === null) return;
    const extra = JSON.parse(record.extra) as Readonly<Record<string, string>>;
    const column = proposal.columns.find((name) => name in extra);
    if (column === undefined || readDay(extra[column] || null) !== null) return;
    const since = trail.life(record).stage?.day ?? came;
    add('proposal', proposalDue(since).due, proposal.source, { since });
  };
}

function contacts(given: Given): Maker {
  const { policy, asOf } = given;
  const next = strictestCadence(policy, 'contact');
  const again = reverification(given);
  return (record, add) => {
    const last = readDay(record.last_contact_at);
    const since = last !== null && last <= asOf ? last : (readDay(record.registered_at) ?? record.entered_on);
    const due = next(record, since);
    if (due) add('contact', due.due, due.clauses, { since, every: due.every, cadence: due.cadence });
    const check = again(record);
    if (check) add('verify', check.due, check.clauses, { since: check.since });
  };
}

/** Silence without a cause (S4-19), and activations whose time to answer ends (S4-20). */
function silences(given: Given): Maker {
  const { policy } = given;
  const { causeWithin, source } = policy.activation;
  const { measure, tell } = runningClock(policy.dormancy.silent, given);
  const { standing } = activation(given);
  const priority = codeFinder(policy, 'follow_priority');
  const stateOf = lifecycleOf(policy);
  return (record, add) => {
    if (stateOf(record) !== 'active') return;
    const silence = measure(record);
    if (silence.known && silence.over && record.silent_cause === null) {
      const since = tell(silence.since).due;
      add('cause', addPeriod(since, causeWithin), source.slice(0, 1), { since });
    }
    const stands = standing(record);
    const low = record.follow_priority !== null && priority(record.follow_priority)?.entry.code === 'low';
    if (stands && stands.answered === null && !low)
      add('activation', stands.until, source.slice(1), { since: stands.since });
  };
}

/** Files whose term is over at the day, and those that only a person's look at a special file keeps (S2-16). */
function terms({ policy }: Given, by: IsoDate, trail: DutyTrail): Maker {
  const judge = retentionOf({ policy, asOf: by });
  return (record, add) => {
    if (record.ended_at === null && record.end_reason === null && record.invalid_reason === null) return;
    const { earliest, blocks, classes } = judge(record, trail.retention(record));
    if (earliest === null || earliest > by || blocks.some(({ ground }) => ground !== 'special')) return;
    const going = classes.find(
      ({ verdict }) => verdict === 'delete' || verdict === 'anonymise' || verdict === 'review',
    );
    if (going) add('retention', earliest, going.clauses, { ground: going.ground });
  };
}

function holds({ policy }: Given, trail: DutyTrail): Maker {
  const { review, source } = policy.holds;
  return (record, add) => {
    if (!isOnHold(record.hold)) return;
    const since = trail.life(record).held?.day ?? record.entered_on;
    add('hold', addPeriod(since, review), source, { since });
  };
}
