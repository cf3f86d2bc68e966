/** The steps in the life of a file, as decisions (S0-03, S0-31, S4-19..21, L09): on whom each may be taken, and the change that it is. */
import type { Operator } from '../model/audit.js';
import type { ClauseId } from '../model/clauses.js';
import type { CustomerRecord } from '../model/customer.js';
import type { IsoDate } from '../model/date.js';
import { fieldOf } from '../model/fields.js';
import type { Given } from '../model/given.js';
import type { FieldValues, UpdateChange } from '../model/plan.js';
import type { Data, Text } from '../model/text.js';
import { isPerson } from '../rules/access/person.js';
import { endOf, endReached } from '../rules/calendar/period.js';
import { readDay } from '../rules/calendar/read-day.js';
import { isOnHold } from '../rules/dormant/on-hold.js';
import { mayMarket } from '../rules/dormant/sealed.js';
import { runningClock } from '../rules/dormant/silence.js';
import { lifecycleOf, mayStep } from '../rules/lifecycle.js';
import { codeFinder, codeWord } from '../rules/text/code-list.js';
import { isPlaceholder } from '../rules/text/sentinel.js';
import type { LifeFacts } from './life-facts.js';

/** Why a step is not taken, in words. */
export const lifeBlocks = {
  lifecycle: { zh: '档案状态是“{state}”', en: 'its lifecycle is "{state}"' },
  'on-hold': { zh: '处于保全状态(L09)', en: 'is on hold (L09)' },
  'not-lost': {
    zh: '没有核实结果“失联”(现为 {value});先用 verify export、verify import(000:40)',
    en: 'was not verified as lost (the result is {value}): verify export, then verify import (000:40)',
  },
  'no-evidence': {
    zh: '核实结果不是由 verify import 登记的,没有依据',
    en: 'its result did not come by verify import, so there is no evidence of it',
  },
  'no-day': {
    zh: '核实日期“{value}”无法读取或晚于截止日',
    en: 'the day of verification "{value}" cannot be read, or is to come',
  },
  'evidence-old': {
    zh: '核实于 {day},不晚于最后联系 {since},不能证明此后失联',
    en: 'was verified on {day}, not after the last contact on {since}: that shows nothing of the time since',
  },
  recent: {
    zh: '最后联系 {since},{due} 起才为休眠候选(000:39)',
    en: 'last contact {since}; a candidate only from {due} (000:39)',
  },
  unreadable: { zh: '“{field}”无法读取或晚于截止日', en: '"{field}" cannot be read, or lies after the as-of day' },
  'contract-live': {
    zh: '合同 {until} 到期,晚于结束日期 {ended};先更正其一',
    en: 'its contract runs until {until}, past the end on {ended}; correct one of them',
  },
  'own-hold': {
    zh: '由本人设置,须由另一人解除',
    en: 'was put on hold by yourself: another person releases it',
  },
  'not-silent': { zh: '不是沉默客户:最后交互 {since}', en: 'is not silent: last interaction {since}' },
  'no-marketing': { zh: '不得营销(000:40)', en: 'may not be marketed to (000:40)' },
  'no-cause': {
    zh: '没有沉默原因;先分析,或加 --cause(004:70)',
    en: 'has no cause of silence on file: analyse it first, or give --cause (004:70)',
  },
  'not-activated': { zh: '没有激活开始日期', en: 'was not activated' },
  answered: { zh: '激活后于 {day} 有交互', en: 'there was an interaction after the activation, on {day}' },
  waiting: { zh: '自 {since} 起激活,等待到 {until}(含当日)', en: 'activated on {since}; waits through {until}' },
} as const satisfies Record<string, Text>;

/** One of them. */
export type LifeBlock = keyof typeof lifeBlocks;

/** What a step comes to on one record; `unchanged`: it stands there already. */
export type LifeVerdict =
  | { readonly verdict: 'unchanged' }
  | { readonly verdict: 'blocked'; readonly why: LifeBlock; readonly data: Data }
  | { readonly verdict: 'changed'; readonly change: UpdateChange };

/** One step over one customer after another; `facts` are asked for only where they matter. */
export type LifeJudge = (record: CustomerRecord, facts: () => LifeFacts) => LifeVerdict;

const unchanged: LifeVerdict = { verdict: 'unchanged' };
const blocked = (why: LifeBlock, data: Data = {}): LifeVerdict => ({ verdict: 'blocked', why, data });

const changed = (
  { id, version: expect }: CustomerRecord,
  rule: string,
  clause: ClauseId,
  set: FieldValues,
): LifeVerdict => ({
  verdict: 'changed',
  change: { kind: 'update', id, expect, set, reasons: [{ rule, clause, data: {} }] },
});

const NO = '否';
const YES = '是';

/** Marks as dormant whom a verification found lost after the silence began, and stops marketing (S0-31, S0-33); a hold comes first. */
export function flagging(given: Given): LifeJudge {
  const { policy, asOf } = given;
  const stateOf = lifecycleOf(policy);
  const may = mayStep(policy, 'flag');
  const result = codeFinder(policy, 'verify_result');
  const { measure, tell } = runningClock(policy.dormancy.dormant, given);
  const set = { lifecycle: codeWord(policy, 'lifecycle', 'dormant'), marketing: NO };
  return (record, facts) => {
    if (stateOf(record) === 'dormant') return unchanged;
    if (!may(record)) return blocked('lifecycle', { state: record.lifecycle });
    if (isOnHold(record.hold)) return blocked('on-hold');
    const word = record.verify_result;
    if (word === null || result(word)?.entry.code !== 'lost') return blocked('not-lost', { value: word });
    const day = readDay(record.verified_at);
    if (day === null || day > asOf) return blocked('no-day', { value: record.verified_at });
    const { verified } = facts();
    if (verified === null || verified.result !== word || !verified.evidence) return blocked('no-evidence');
    const silence = measure(record);
    if (!silence.known) return blocked('unreadable', { field: silence.field });
    const { since } = silence;
    if (!silence.over) return blocked('recent', { since, due: tell(since).due });
    if (day <= since) return blocked('evidence-old', { day, since });
    return changed(record, 'dormant/flag', 'S0-31', set);
  };
}

/** Takes a dormant customer back to what it was, marketing included where nobody changed it since (S0-31). */
export function waking({ policy }: Given): LifeJudge {
  const stateOf = lifecycleOf(policy);
  const may = mayStep(policy, 'wake');
  const normal = codeWord(policy, 'lifecycle', 'active');
  return (record, facts) => {
    if (stateOf(record) === 'active') return unchanged;
    if (!may(record)) return blocked('lifecycle', { state: record.lifecycle });
    const { flagged } = facts();
    const marketing = flagged?.marketing;
    const set = {
      lifecycle: flagged === null ? normal : flagged.before,
      ...(marketing !== undefined && marketing !== record.marketing && { marketing }),
    };
    return changed(record, 'dormant/wake', 'S0-31', set);
  };
}

/** How the cooperation with a customer ended: on which day, and for which reason in the words of the policy. */
export interface Ending {
  readonly ended: IsoDate;
  readonly reason: string;
}

/** Moves a customer to the history library (S4-21). Debt does not keep it from there, only from being purged (S3-02); a live contract does. */
export function archiving({ policy }: Given): (record: CustomerRecord, ending: Ending) => LifeVerdict {
  const stateOf = lifecycleOf(policy);
  const may = mayStep(policy, 'archive');
  const lifecycle = codeWord(policy, 'lifecycle', 'archived');
  return (record, { ended, reason }) => {
    if (stateOf(record) === 'archived') return unchanged;
    if (!may(record)) return blocked('lifecycle', { state: record.lifecycle });
    const until = readDay(record.contract_until);
    if (until === null && record.contract_until !== null && !isPlaceholder(record.contract_until))
      return blocked('unreadable', { field: 'contract_until' });
    if (until !== null && until > ended) return blocked('contract-live', { until, ended });
    return changed(record, 'archive', 'S4-21', { lifecycle, ended_at: ended, end_reason: reason });
  };
}

/** Puts a customer on hold: it is neither made dormant nor purged until that is released (L09). */
export function holding(reason: string): LifeJudge {
  return (record) =>
    isOnHold(record.hold) ? unchanged : changed(record, 'hold/set', 'L09', { hold: YES, hold_reason: reason });
}

/** Releases a hold; where the policy lists people, another person than who set it (L09). */
export function releasingHold({ policy }: Given, { actor }: Operator): LifeJudge {
  const isSelf = isPerson(policy, actor);
  return (record, facts) => {
    if (!isOnHold(record.hold)) return unchanged;
    if (policy.people.length > 0 && isSelf(facts().held?.by ?? null)) return blocked('own-hold');
    return changed(record, 'hold/release', 'L09', { hold: null, hold_reason: null });
  };
}

/** Begins the activation of a silent customer whose cause is known (S4-19); `cause` stands for those without one. */
export function activating(given: Given, cause: string | null): LifeJudge {
  const { policy, asOf } = given;
  const stateOf = lifecycleOf(policy);
  const markets = mayMarket(policy);
  const { measure } = runningClock(policy.dormancy.silent, given);
  return (record) => {
    if (stateOf(record) !== 'active') return blocked('lifecycle', { state: record.lifecycle });
    if (isOnHold(record.hold)) return blocked('on-hold');
    const silence = measure(record);
    if (!silence.known) return blocked('unreadable', { field: silence.field });
    if (!silence.over) return blocked('not-silent', { since: silence.since });
    if (!markets(record)) return blocked('no-marketing');
    const begun = readDay(record.activation_at);
    if (begun !== null && begun > silence.since) return unchanged;
    if (record.silent_cause === null && cause === null) return blocked('no-cause');
    const set = {
      activation_at: asOf,
      ...(cause !== null && cause !== record.silent_cause && { silent_cause: cause }),
    };
    return changed(record, 'dormant/activate', 'S4-19', set);
  };
}

/** Lowers the priority of an activated customer who did not answer within the period (S4-20): day 14 is still in it, day 15 is not. */
export function lapsing(given: Given): LifeJudge {
  const { policy } = given;
  const { standing } = activation(given);
  const find = codeFinder(policy, 'follow_priority');
  const low = codeWord(policy, 'follow_priority', 'low');
  return (record) => {
    if (record.follow_priority !== null && find(record.follow_priority)?.entry.code === 'low') return unchanged;
    const stands = standing(record);
    if (stands === null) return blocked('not-activated');
    if (stands.answered !== null) return blocked('answered', { day: stands.answered });
    const { since, until, over } = stands;
    if (!over) return blocked('waiting', { since, until });
    return changed(record, 'dormant/lapse', 'S4-20', { follow_priority: low });
  };
}

/** Where an activation stands: since when, the last day for an answer, the day of the answer, and whether the time is over. */
export interface ActivationStanding {
  readonly since: IsoDate;
  readonly until: IsoDate;
  readonly answered: IsoDate | null;
  readonly over: boolean;
}

/** Reads where activations stand on the as-of day; null for a customer without one that can be read. */
export function activation({ policy, asOf }: Given): { standing(record: CustomerRecord): ActivationStanding | null } {
  const { answerWithin } = policy.activation;
  return {
    standing(record) {
      const since = readDay(record.activation_at);
      if (since === null || since > asOf) return null;
      // What is noted on the day itself is the activation, not an answer to it.
      const heard = [record.last_contact_at, record.last_interaction_at]
        .map(readDay)
        .filter((day): day is IsoDate => day !== null && day > since && day <= asOf);
      return {
        since,
        until: endOf(since, answerWithin),
        answered: heard.sort().at(0) ?? null,
        over: endReached(since, answerWithin, asOf, 'exceeded'),
      };
    },
  };
}

/** The name of the field that a block speaks of. */
export const blockData = (data: Data, name: (text: Text) => string): Data =>
  typeof data.field === 'string' ? { ...data, field: name(fieldOf(data.field as 'hold').name) } : data;
