import type { CustomerFields } from '../../model/customer.js';
import { daysInMonth } from '../../model/date.js';
import { fieldOf } from '../../model/fields.js';
import type { Given } from '../../model/given.js';
import type { GradeField, Policy, Step } from '../../model/policy.js';
import { readDay } from '../calendar/read-day.js';
import { formatAmount, parseAmount } from '../text/amount.js';
import { answerReader } from '../text/answer.js';
import { parsePercent, parseScore } from '../text/rating.js';
import { fold } from '../text/unicode.js';

/** The three sides of a customer that 003:84 grades by: current value (S3-15), potential (S3-16), and the relation (S3-17). */
export type GradeGroup = 'current' | 'potential' | 'relation';

/** The inputs of the score in the order in which they are shown, each with its side. */
export const gradeInputs = [
  ['annual_purchase', 'current'],
  ['margin', 'current'],
  ['growth_potential', 'potential'],
  ['industry_influence', 'potential'],
  ['cooperation_since', 'relation'],
  ['loyalty', 'relation'],
  ['credit_grade', 'relation'],
] as const satisfies readonly (readonly [GradeField, GradeGroup])[];

/** Why an input has no points: nothing given, not to be read, a day to come, not in yuan, a range over several steps, on no step. */
export type InputProblem = 'blank' | 'currency' | 'future' | 'outside' | 'straddles' | 'unreadable';

/** A value as it was read, with its points on the policy's scale, or why there are none. */
interface Reading {
  /** Canonical: yuan with two decimals, percent, whole years, 1–5, or the word; null where nothing is read. */
  readonly value: string | null;
  readonly points: number | null;
  readonly problem: InputProblem | null;
}

/** One input of a score; `contribution` is points × weight, null where the input is left out. */
export interface ScoredInput extends Reading {
  readonly field: GradeField;
  readonly group: GradeGroup;
  readonly weight: number;
  readonly contribution: number | null;
  /** In one line: `annual_purchase 500000.00: 80×30=2400`, or `margin (blank)`; a sensitive value is not repeated (S2-06). */
  readonly text: string;
}

/** Points by weight over the weight that is known, as exact whole numbers: the score is `earned / known`, from 0 to 100. */
export interface Sum {
  readonly earned: number;
  readonly known: number;
}

/** A customer's score with all that it is made of, to be worked out again by hand (S3-15). */
export interface Score {
  readonly inputs: readonly ScoredInput[];
  readonly total: Sum;
  /** Of the inputs of one side alone. */
  readonly current: Sum;
  readonly potential: Sum;
  /** Weight of all inputs, known or not. */
  readonly whole: number;
  /** No input holds anything at all. */
  readonly blank: boolean;
}

const BLANK: Reading = { value: null, points: null, problem: 'blank' };
const problemOf = (problem: InputProblem, value: string | null = null): Reading => ({ value, points: null, problem });
/** Readings kept for each input, whose values repeat; forgotten when they grow too many. */
const KEPT = 4096;

/** Only these: what a label rests on is what it reads. */
const pick = (r: CustomerFields): readonly (string | null)[] => [
  r.annual_purchase,
  r.margin,
  r.growth_potential,
  r.industry_influence,
  r.cooperation_since,
  r.loyalty,
  r.credit_grade,
];

/** Scores customers by the inputs of 003:84 under a policy on one as-of day (S3-15..S3-17). Never throws. */
export function scoring(given: Given): (record: CustomerFields) => Score {
  const readers = gradeInputs.map(([field, group]) => inputReader(field, group, given));
  const whole = gradeInputs.reduce((sum, [field]) => sum + given.policy.grading.inputs[field].weight, 0);
  return (record) => {
    const values = pick(record);
    const inputs: ScoredInput[] = [];
    const sums = {
      current: { earned: 0, known: 0 },
      potential: { earned: 0, known: 0 },
      relation: { earned: 0, known: 0 },
    };
    let blank = true;
    for (let i = 0; i < readers.length; i++) {
      const input = (readers[i] as (typeof readers)[number])(values[i] ?? null);
      inputs.push(input);
      if (input.problem !== 'blank') blank = false;
      if (input.contribution === null) continue;
      const sum = sums[input.group];
      sum.earned += input.contribution;
      sum.known += input.weight;
    }
    const { current, potential, relation } = sums;
    const total = {
      earned: current.earned + potential.earned + relation.earned,
      known: current.known + potential.known + relation.known,
    };
    return { inputs, total, current, potential, whole, blank };
  };
}

/** Reads one input of a score; values repeat, and what was read is kept. */
function inputReader(field: GradeField, group: GradeGroup, given: Given): (raw: string | null) => ScoredInput {
  const { weight, unknown } = given.policy.grading.inputs[field];
  const secret = fieldOf(field).sensitivity === 'sensitive';
  const read = reader(field, given);
  const scored = ({ value, points: own, problem }: Reading): ScoredInput => {
    const points = own ?? (unknown === 'zero' ? 0 : null);
    const contribution = points === null ? null : points * weight;
    const name = `${field}${value === null || secret ? '' : ` ${value}`}${problem === null ? '' : ` (${problem})`}`;
    const text = contribution === null ? name : `${name}: ${points}×${weight}=${contribution}`;
    return { field, group, weight, value, points, problem, contribution, text };
  };
  const blank = scored(BLANK);
  const known = new Map<string, ScoredInput>();
  return (raw) => {
    if (raw === null) return blank;
    const before = known.get(raw);
    if (before) return before;
    const input = scored(read(raw));
    if (known.size >= KEPT) known.clear();
    known.set(raw, input);
    return input;
  };
}

/** A score with two decimals, rounded down, so that what reads as an edge has reached it; null when no weight is known. */
export function scoreText({ earned, known }: Sum): string | null {
  if (known === 0) return null;
  const hundredths = Math.floor((earned * 100) / known);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}

/** Compares a score with an edge in hundredths of a point, exactly: negative below it, 0 at it, positive above it. */
export const againstEdge = ({ earned, known }: Sum, hundredths: number): number => earned * 100 - hundredths * known;

/** A decimal of the policy in hundredths. */
export const hundredthsOf = (decimal: string): number => Math.round(Number(decimal) * 100);

function reader(field: GradeField, given: Given): (raw: string) => Reading {
  const { inputs } = given.policy.grading;
  const answer = answerReader(given.policy);
  const other = (raw: string): Reading => (answer(raw) === 'given' ? problemOf('unreadable') : BLANK);
  if (field === 'credit_grade') return creditReader(inputs.credit_grade, other);
  const { scale } = inputs[field];
  if (field === 'annual_purchase') return amountReader(scale, other);
  const find = stepFinder(scale, Number);
  const placed = (value: number): Reading => {
    const step = find(value);
    return step ? { value: String(value), points: step.points, problem: null } : problemOf('outside', String(value));
  };
  if (field === 'cooperation_since')
    return (raw) => {
      const day = readDay(raw);
      if (day === null) return other(raw);
      return day > given.asOf ? problemOf('future') : placed(wholeYears(day, given.asOf));
    };
  const parse = field === 'margin' ? parsePercent : parseScore;
  return (raw) => {
    const value = parse(raw);
    if (Number.isNaN(value)) return other(raw);
    const valid = field === 'margin' ? Math.abs(value) <= 100 : Number.isInteger(value) && value >= 1 && value <= 5;
    return valid ? placed(value) : problemOf('outside', String(value));
  };
}

function amountReader(scale: readonly Step[], other: (raw: string) => Reading): (raw: string) => Reading {
  const find = stepFinder(scale, (decimal) => BigInt(hundredthsOf(decimal)));
  return (raw) => {
    const amount = parseAmount(raw);
    if (!amount.ok) return amount.problem === 'empty' || amount.problem === 'unknown' ? BLANK : other(raw);
    if (amount.currency !== 'CNY') return problemOf('currency');
    const { fen, range } = amount;
    const value = range ? `${formatAmount(range[0])}-${formatAmount(range[1])}` : formatAmount(fen);
    const step = find(fen);
    if (!step) return problemOf('outside', value);
    // The upper end of a range may be where the next step begins, as with value bands: 10-30万 is how people write that step.
    if (range && step.below !== null && range[1] > step.below) return problemOf('straddles', value);
    return { value, points: step.points, problem: null };
  };
}

function creditReader(
  { words }: Policy['grading']['inputs']['credit_grade'],
  other: (raw: string) => Reading,
): (raw: string) => Reading {
  const key = (word: string): string => fold(word).toUpperCase().replace(/级$/, '');
  const points = new Map(Object.entries(words).map(([word, worth]) => [key(word), worth]));
  return (raw) => {
    const worth = points.get(key(raw));
    return worth === undefined ? other(raw) : { value: key(raw), points: worth, problem: null };
  };
}

interface ReadStep<N> {
  readonly from: N;
  readonly below: N | null;
  readonly points: number;
}

/** Finds the step [from, below) on which a quantity lies; exact at every edge. */
function stepFinder<N extends bigint | number>(
  scale: readonly Step[],
  read: (decimal: string) => N,
): (quantity: N) => ReadStep<N> | undefined {
  const steps = scale.map(({ from, below, points }) => ({
    from: read(from),
    below: below === null ? null : read(below),
    points,
  }));
  return (quantity) => steps.find(({ from, below }) => quantity >= from && (below === null || quantity < below));
}

/** Whole years from a day to a later one; those of 29 February are full on 28 February where there is no other (C16). */
function wholeYears(since: string, asOf: string): number {
  const years = Number(asOf.slice(0, 4)) - Number(since.slice(0, 4));
  const [from, to] = [since.slice(5), asOf.slice(5)];
  const full = to >= from || (from === '02-29' && to === '02-28' && !isLeap(Number(asOf.slice(0, 4))));
  return full ? years : years - 1;
}

const isLeap = (year: number): boolean => daysInMonth(year, 2) === 29;
