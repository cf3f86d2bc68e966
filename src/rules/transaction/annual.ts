import type { IsoDate } from '../../model/date.js';
import type { Given } from '../../model/given.js';
import { endReached } from '../calendar/period.js';
import { parseAmount } from '../text/amount.js';
import { fold } from '../text/unicode.js';

/** What of a transaction counts: its day, its amount as it was written, its status. */
export interface Counted {
  readonly at: string;
  readonly amount: string | null;
  readonly status: string | null;
}

/**
 * The amount in fen by which a transaction counts towards the annual purchase (S3-15, S2-07): those of the policy's period up to the
 * as-of day, in yuan and exact; 0 for all others and for cancelled ones.
 */
export function annualShare({ policy, asOf }: Given): (transaction: Counted) => bigint {
  const { within, cancelled } = policy.transactions;
  // Many transactions share a day, and there are not many days.
  const inside = new Map<IsoDate, boolean>();
  const counts = (day: IsoDate): boolean => {
    const known = inside.get(day);
    if (known !== undefined) return known;
    const is = day <= asOf && !endReached(day, within, asOf, 'reached');
    inside.set(day, is);
    return is;
  };
  const void_ = new Set(cancelled.map((word) => fold(word).toLowerCase()));
  return ({ at, amount, status }) => {
    if (amount === null || !counts(at.slice(0, 10))) return 0n;
    if (status !== null && void_.has(fold(status).toLowerCase())) return 0n;
    const minus = /^\s*[-−－]/.test(amount);
    const parsed = parseAmount(minus ? amount.replace(/^\s*[-−－]/, '') : amount);
    if (!parsed.ok || parsed.approx || parsed.currency !== 'CNY') return 0n;
    return minus ? -parsed.fen : parsed.fen;
  };
}
