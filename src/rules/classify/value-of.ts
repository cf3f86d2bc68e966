import type { Timeless } from '../../model/given.js';
import { type AmountProblem, formatAmount, type ParsedAmount, parseAmount } from '../text/amount.js';
import { answerReader } from '../text/answer.js';
import { codeFinder } from '../text/code-list.js';
import { type BandFinder, bandFinder } from './bands.js';

/** The value class of an amount: a code of the bands, or the code for undetermined with why it is not known. */
export interface AmountValue {
  readonly code: string;
  readonly how: 'approx' | 'band' | 'blank' | 'currency' | 'range' | 'straddles' | 'unreadable';
  /** The amount in yuan, both ends of a range; null where it was not read. */
  readonly from: string | null;
  readonly to: string | null;
  readonly currency: string | null;
  readonly problem: AmountProblem | null;
}

/** Amounts kept; round ones repeat. */
const KEPT = 4096;

/** The policy's code for a value class that is not known (C21: a blank amount is not a low one). */
export function unknownValue({ policy }: Timeless): string {
  const { unknown } = policy.valueBands;
  return codeFinder(policy, 'value_class')(unknown)?.entry.code ?? unknown;
}

/** The policy's value bands, in fen. */
export const valueBands = ({ policy }: Timeless): BandFinder<bigint> =>
  bandFinder(policy.valueBands.bands, (decimal) => fenOf(parseAmount(decimal)));

/**
 * Reads value classes from expected annual amounts by the policy's bands (S4-10), to the fen. A range that reaches into two
 * bands, another currency, and what is no amount are undetermined; an approximate figure (约50万, 50万以上) is taken at its word.
 */
export function amountValues(given: Timeless): (raw: string | null) => AmountValue {
  const unknown = unknownValue(given);
  const answer = answerReader(given.policy);
  const find = valueBands(given);
  const undetermined = (how: AmountValue['how'], rest: Partial<AmountValue> = {}): AmountValue => ({
    code: unknown,
    how,
    from: null,
    to: null,
    currency: null,
    problem: null,
    ...rest,
  });
  const BLANK = undetermined('blank');
  const known = new Map<string, AmountValue>();
  return (raw) => {
    if (raw === null) return BLANK;
    let value = known.get(raw);
    if (value === undefined) {
      value = read(raw);
      if (known.size < KEPT) known.set(raw, value);
    }
    return value;
  };

  function read(raw: string): AmountValue {
    const amount = parseAmount(raw);
    if (!amount.ok) {
      if (amount.problem === 'empty' || amount.problem === 'unknown' || answer(raw) !== 'given') return BLANK;
      return undetermined('unreadable', { problem: amount.problem });
    }
    const { fen, range, approx, currency } = amount;
    const from = formatAmount(fen);
    const to = range ? formatAmount(range[1]) : null;
    if (currency !== 'CNY') return undetermined('currency', { from, to, currency });
    const placed = range ? find.across(range[0], range[1]) : find.at(fen);
    if (typeof placed === 'string') return undetermined('straddles', { from, to, currency });
    const how = range ? 'range' : approx ? 'approx' : 'band';
    return { code: placed.band.code, how, from, to, currency, problem: null };
  }
}

function fenOf(amount: ParsedAmount): bigint {
  if (!amount.ok) throw new RangeError('a band of the policy has no decimal');
  return amount.fen;
}
