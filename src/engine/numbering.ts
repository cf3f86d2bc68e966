import type { CustomerRecord } from '../model/customer.js';
import type { Given } from '../model/given.js';
import type { NumberParts } from '../model/ledger.js';
import type { Change } from '../model/plan.js';
import { type Blocked, numberIssuer } from '../rules/number/issue.js';
import { parseNumber } from '../rules/number/schemes.js';
import { answerReader } from '../rules/text/answer.js';

/** A number for a customer who has none, as the change that gives it. */
export interface IssuedNumber {
  readonly change: Change;
  readonly number: NumberParts;
}

/** The accounting of law 3: issued + notDue + blocked = read. */
export interface NumberCounts {
  readonly read: number;
  readonly issued: number;
  /** Those who have a number, of whatever form: it is never changed (C01). */
  readonly notDue: number;
  readonly blocked: number;
  /** The blocked by what they lack. */
  readonly lacking: Readonly<Record<Blocked['blocked'], number>>;
}

/** Numbers to be issued, one pass, and the counts so far. */
export interface NumberPlan {
  readonly issued: IterableIterator<IssuedNumber>;
  counts(): NumberCounts;
}

/**
 * Gives a number under the active scheme to each customer without one, in the order of the records (S0-16, S2-18); a filler such
 * as 待定 is none. `lastSerial` tells the highest serial ever issued under a counter. Those who lack something that the scheme
 * needs are counted and handed to `onBlocked`.
 */
export function numberPlan(
  records: Iterable<CustomerRecord>,
  given: Given,
  lastSerial: (scheme: string, counter: string) => number,
  onBlocked: (record: CustomerRecord, lacks: Blocked['blocked']) => void = () => {},
): NumberPlan {
  const issue = numberIssuer(given, lastSerial);
  const answer = answerReader(given.policy);
  const isNumber = (raw: string) => parseNumber(raw, given.policy) !== null || answer(raw) === 'given';
  const lacking = { industry: 0, region: 0, value: 0 };
  let [read, issued, notDue, blocked] = [0, 0, 0, 0];
  function* plan(): IterableIterator<IssuedNumber> {
    for (const record of records) {
      read++;
      if (record.customer_no !== null && isNumber(record.customer_no)) {
        notDue++;
        continue;
      }
      const number = issue(record);
      if ('blocked' in number) {
        blocked++;
        lacking[number.blocked]++;
        onBlocked(record, number.blocked);
        continue;
      }
      issued++;
      const { scheme, counter, no } = number;
      const change: Change = {
        kind: 'update',
        id: record.id,
        expect: record.version,
        set: { customer_no: no },
        reasons: [{ rule: 'number/missing', clause: 'S2-18', data: { scheme, counter } }],
      };
      yield { change, number };
    }
  }
  return { issued: plan(), counts: () => ({ read, issued, notDue, blocked, lacking: { ...lacking } }) };
}
