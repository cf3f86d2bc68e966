import type { Given } from '../../model/given.js';
import type { NumberParts } from '../../model/ledger.js';
import type { FieldValues } from '../../model/plan.js';
import type { NumberScheme } from '../../model/policy.js';
import { readDay } from '../calendar/read-day.js';
import { industryOf } from '../classify/industry-of.js';
import { amountValues, unknownValue } from '../classify/value-of.js';
import { regionLetters } from '../reference/regions.js';
import { codeFinder } from '../text/code-list.js';
import { provinceOf } from './province-of.js';
import { activeScheme, counterOf, formatNumber, type NumberHead } from './schemes.js';

/** What a customer lacks for a number of the active scheme. */
export type Blocked = { readonly blocked: 'industry' | 'region' | 'value' };

/** Gives a customer a number, or says what is lacking. Every call that gives one uses up a serial. */
export type NumberIssuer = (record: FieldValues) => Blocked | NumberParts;

/**
 * Issues numbers under the active scheme (S0-16, S4-15, C01). The year is that of 建档时间, where it can be read and is not after the
 * as-of day, else the as-of year. A serial follows the highest ever issued under its counter, purged ones included, which
 * `lastSerial` is asked for once a counter; from then on the issuer counts by itself.
 * @throws RangeError when the policy has no active scheme; policy lint refuses such a policy.
 */
export function numberIssuer(given: Given, lastSerial: (scheme: string, counter: string) => number): NumberIssuer {
  const scheme = activeScheme(given.policy);
  if (!scheme) throw new RangeError('the policy has no active numbering scheme');
  const headOf = scheme.id === 'region-year-serial' ? regionHead(given) : industryHead(given);
  const serials = new Map<string, number>();
  return (record) => {
    const head = headOf(record);
    if ('blocked' in head) return head;
    const counter = counterOf(scheme, head);
    const serial = (serials.get(counter) ?? lastSerial(scheme.id, counter)) + 1;
    serials.set(counter, serial);
    return partsOf(scheme, head, serial);
  };
}

function partsOf(scheme: NumberScheme, head: NumberHead, serial: number): NumberParts {
  const { no, counter } = formatNumber(scheme, head, serial);
  return { no, scheme: scheme.id, counter, serial };
}

type HeadOf = (record: FieldValues) => Blocked | NumberHead;

function regionHead(given: Given): HeadOf {
  const { defaultRegion } = given.policy.numbering;
  return (record) => {
    const province = provinceOf(record);
    const region = province ? regionLetters(province.code) : defaultRegion;
    return region === null
      ? { blocked: 'region' }
      : { scheme: 'region-year-serial', region, year: yearOf(record, given) };
  };
}

function industryHead(given: Given): HeadOf {
  const find = codeFinder(given.policy, 'value_class');
  const unknown = unknownValue(given);
  const read = amountValues(given);
  return (record) => {
    const industry = industryOf(record)?.section;
    if (industry === undefined) return { blocked: 'industry' };
    const decided = record.value_class ? find(record.value_class)?.entry.code : undefined;
    const value = decided === undefined || decided === unknown ? read(record.expected_amount ?? null).code : decided;
    return value === unknown
      ? { blocked: 'value' }
      : { scheme: 'industry-value-year-serial', industry, value, year: yearOf(record, given) };
  };
}

function yearOf({ registered_at }: FieldValues, { asOf }: Given): number {
  const filed = readDay(registered_at ?? null);
  return Number((filed !== null && filed <= asOf ? filed : asOf).slice(0, 4));
}
