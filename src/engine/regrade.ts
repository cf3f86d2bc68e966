import type { ClauseId } from '../model/clauses.js';
import type { CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Reason, RuleId } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { UpdateChange } from '../model/plan.js';
import type { GradeField } from '../model/policy.js';
import { readDay } from '../rules/calendar/read-day.js';
import grade from '../rules/classify/grade.js';
import { gradeMap } from '../rules/classify/grade-map.js';
import { type Grader, grader } from '../rules/classify/grade-of.js';
import type { Score, Sum } from '../rules/classify/score.js';
import value from '../rules/classify/value.js';
import { unknownValue } from '../rules/classify/value-of.js';
import type { Label, LabelRule } from '../rules/rule.js';
import { answerReader } from '../rules/text/answer.js';
import { codeFinder, codeWord } from '../rules/text/code-list.js';

/** What is regraded: the customer grade of 003:84 and the value class of 004:50. */
export const regraded = ['grade', 'value'] as const;

/** One of the two. */
export type Regraded = (typeof regraded)[number];

/**
 * Which way a decision goes: `up` also for a customer who is classified for the first time and at once high-value (S3-27), `first`
 * for any other first time.
 */
export const directions = ['up', 'first', 'down'] as const;

/** One of the three. */
export type Direction = (typeof directions)[number];

/** An input that pushed the score over the threshold; `effect` is by how many points of score, negative when it pushed down. */
export interface Cause {
  readonly input: GradeField;
  readonly points: number;
  readonly weight: number;
  readonly effect: number;
}

/** One decision to change: from one code to another, with the suggestion that says why. */
export interface Move {
  readonly labels: Regraded;
  readonly field: 'grade' | 'value_class';
  /** Code of the decision that stands; null when there is none. */
  readonly from: string | null;
  readonly to: string;
  readonly direction: Direction;
  readonly label: Label;
  readonly rule: RuleId;
  readonly clause: ClauseId;
}

/**
 * Why a customer is not regraded: neither prechecked nor approved (S4-14); dormant, archived or quarantined, whose file is sealed or
 * out of the active set (C08, C09); or decided in a word that the policy does not know, which a person must mend first.
 */
export const blocks = ['unchecked', 'inactive', 'unknown-word'] as const;

/** One of the three. */
export type Block = (typeof blocks)[number];

/** What regrading says of one customer. */
export type Verdict =
  | { readonly verdict: 'blocked'; readonly why: Block }
  | { readonly verdict: 'changed'; readonly moves: readonly Move[]; readonly change: UpdateChange }
  | { readonly verdict: 'unchanged' };

/** The accounting of law 3: read = changed + unchanged + blocked, in customers. */
export interface RegradeCounts {
  readonly read: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly blocked: number;
}

/** One dimension over the customers who are not blocked; up + first + down + kept + undetermined is their number. */
export interface RegradeTally {
  readonly labels: Regraded;
  readonly field: FieldKey;
  readonly up: number;
  readonly first: number;
  readonly down: number;
  readonly kept: number;
  /** Too little is known to suggest: what was decided stays as it is (C21). */
  readonly undetermined: number;
  /** Customers by decision and suggestion, in the order of the code list, without a decision (null) last. */
  readonly matrix: readonly { readonly from: string | null; readonly to: string; readonly count: number }[];
}

/** Regrades customers one by one and counts. */
export interface Regrading {
  /** The verdict on a record; the same whatever was seen before. */
  judge(record: CustomerRecord): Verdict;
  /** `judge`, counted. */
  see(record: CustomerRecord): Verdict;
  /** The inputs that moved a grade, the strongest first; none for a value class, which has one input. */
  causes(record: CustomerRecord, move: Move): readonly Cause[];
  counts(): RegradeCounts;
  blockedBy(): Readonly<Record<Block, number>>;
  tally(): RegradeTally[];
}

/**
 * Compares the decided grade and value class with what the rules suggest on the as-of day (S3-20, S4-14), as changes to decide. A
 * suggestion that is undetermined changes nothing; the number never changes (C01). Regrading what was just regraded changes
 * nothing.
 */
export function regrading(given: Given, only: readonly Regraded[] = regraded): Regrading {
  const { policy } = given;
  const blockOf = blocker(given);
  const dimensions = regraded.filter((labels) => only.includes(labels)).map((labels) => dimension(labels, given));
  const judgeGrade = grader(given);
  let [read, changed, unchanged] = [0, 0, 0];
  const blocked: Record<Block, number> = { unchecked: 0, inactive: 0, 'unknown-word': 0 };

  const moved = (record: CustomerRecord, moves: readonly Move[]): Verdict => {
    const set: Record<string, string> = {};
    for (const { field, to } of moves) set[field] = codeWord(policy, field, to);
    const reasons = moves.map((move): Reason => {
      const { rule, clause, from, to } = move;
      return { rule, clause, data: { from, to }, note: noteOf(move) };
    });
    return {
      verdict: 'changed',
      moves,
      change: { kind: 'update', id: record.id, expect: record.version, set, reasons },
    };
  };

  const judge = (record: CustomerRecord, count: boolean): Verdict => {
    const why = blockOf(record) ?? (dimensions.some((d) => d.isForeign(record)) ? 'unknown-word' : null);
    if (why !== null) return { verdict: 'blocked', why };
    const moves = dimensions.flatMap((d) => d.move(record, count) ?? []);
    return moves.length === 0 ? { verdict: 'unchanged' } : moved(record, moves);
  };

  return {
    judge: (record) => judge(record, false),
    see(record) {
      const verdict = judge(record, true);
      read++;
      if (verdict.verdict === 'blocked') blocked[verdict.why]++;
      else if (verdict.verdict === 'changed') changed++;
      else unchanged++;
      return verdict;
    },
    causes: (record, move) => (move.labels === 'grade' ? causesOf(judgeGrade, record, move) : []),
    counts: () => ({ read, changed, unchanged, blocked: read - changed - unchanged }),
    blockedBy: () => ({ ...blocked }),
    tally: () => dimensions.map((d) => d.tally()),
  };
}

/** What a dimension is decided by: its rule, the clause of a change, and whether a suggested code says nothing. */
function dimension(labels: Regraded, given: Given) {
  const rule: LabelRule = labels === 'grade' ? grade : value;
  const clause: ClauseId = labels === 'grade' ? 'S3-20' : 'S4-10';
  const field = labels === 'grade' ? 'grade' : 'value_class';
  const { policy } = given;
  const undeterminedCode = labels === 'value' ? unknownValue(given) : null;
  const label = rule.label(given);
  const find = codeFinder(policy, field);
  const answer = answerReader(policy);
  const order = new Map((policy.codes[field]?.values ?? []).map(({ code }, i) => [code, i]));
  const directionOf = directionReader(labels, given);
  const cells = new Map<string | null, Map<string, number>>();
  const counts = { up: 0, first: 0, down: 0, kept: 0, undetermined: 0 };

  const decidedOf = (record: CustomerRecord): string | null => {
    const raw = record[field];
    const code = raw === null ? null : (find(raw)?.entry.code ?? null);
    return code === undeterminedCode ? null : code;
  };
  return {
    /** Whether the decision is a word that the policy does not know, and no filler such as 待定. */
    isForeign(record: CustomerRecord): boolean {
      const raw = record[field];
      return raw !== null && find(raw) === null && answer(raw) === 'given';
    },
    move(record: CustomerRecord, count: boolean): Move | null {
      const said = label(record);
      const to = said.value === undeterminedCode ? null : said.value;
      const from = decidedOf(record);
      if (to === null) {
        if (count) counts.undetermined++;
        return null;
      }
      if (count) {
        const row = cells.get(from) ?? new Map<string, number>();
        row.set(to, (row.get(to) ?? 0) + 1);
        cells.set(from, row);
      }
      if (from === to) {
        if (count) counts.kept++;
        return null;
      }
      const direction = directionOf(from, to);
      if (count) counts[direction]++;
      return { labels, field, from, to, direction, label: said, rule: rule.id, clause };
    },
    tally(): RegradeTally {
      const at = (code: string | null) => (code === null ? order.size : (order.get(code) ?? order.size));
      const matrix = [...cells]
        .sort(([a], [b]) => at(a) - at(b))
        .flatMap(([from, row]) =>
          [...row].sort(([a], [b]) => at(a) - at(b)).map(([to, count]) => ({ from, to, count })),
        );
      return { labels, field, ...counts, matrix };
    },
  };
}

/** Says which way a decision goes from one class to another; null: from none. */
export function directionReader(labels: Regraded, given: Given): (from: string | null, to: string) => Direction {
  const rank = ranks(labels, given);
  const isHigh = gradeMap(given.policy, labels === 'grade' ? '003' : '004', '001');
  return (from, to) => {
    if (from === null) return isHigh(to) === null ? 'first' : 'up';
    return (rank.get(to) ?? -1) > (rank.get(from) ?? -1) ? 'up' : 'down';
  };
}

/** How high classes stand, by the bands of the policy; a promising customer stands between that band and the next. */
function ranks(labels: Regraded, given: Given): ReadonlyMap<string, number> {
  const { grading, valueBands } = given.policy;
  const bands = labels === 'grade' ? grading.bands : valueBands.bands;
  const sorted = [...bands].sort((a, b) => Number(a.from) - Number(b.from));
  const rank = new Map(sorted.map(({ code }, i) => [code, i]));
  const { code, within } = grading.promising;
  if (labels === 'grade') rank.set(code, (rank.get(within) ?? -1) + 0.5);
  return rank;
}

/** Why a record as a whole is not regraded, or null. */
function blocker({ policy, asOf }: Given): (record: CustomerRecord) => 'inactive' | 'unchecked' | null {
  const { requirePrecheck } = policy.classification;
  const lifecycle = codeFinder(policy, 'lifecycle');
  const review = codeFinder(policy, 'review_state');
  const resting = new Set(['dormant', 'archived', 'quarantine']);
  return (record) => {
    const state = record.lifecycle === null ? undefined : lifecycle(record.lifecycle)?.entry.code;
    if (state !== undefined && resting.has(state)) return 'inactive';
    if (!requirePrecheck) return null;
    if (record.review_state !== null && review(record.review_state)?.entry.code === 'approved') return null;
    const day = readDay(record.prechecked_at);
    return day !== null && day <= asOf ? null : 'unchecked';
  };
}

/** The move with its score or amount, in codes and figures: the same in every language. */
function noteOf({ labels, from, to, label: { data } }: Move): string {
  const by = labels === 'grade' ? `${data.score} = ${data.earned}÷${data.known}` : data.from;
  return `${labels}: ${from ?? '-'} → ${to}; ${by}`;
}

/**
 * The inputs that carried the score over the threshold that the move crossed: those whose points lie on the far side of it, each
 * with its part of the distance. Within one band, a promising customer is told by potential and current value, each
 * against its own edge.
 */
function causesOf({ grade: judge, bandOf, promising }: Grader, record: CustomerRecord, move: Move): Cause[] {
  const { score } = judge(record);
  const [was, becomes] = [move.from === null ? undefined : bandOf(move.from), bandOf(move.to)];
  if (becomes === undefined) return [];
  if (was === becomes || move.to === promising.code) {
    const sign = move.to === promising.code ? 1 : -1;
    return strongest([
      ...effects(score, 'potential', score.potential, promising.potentialFrom).filter(
        ({ effect }) => effect * sign > 0,
      ),
      ...effects(score, 'current', score.current, promising.currentBelow).filter(({ effect }) => effect * sign < 0),
    ]);
  }
  const down = was !== undefined && becomes.from < was.from;
  const threshold = down ? (becomes.below ?? becomes.from) : becomes.from;
  return strongest(
    effects(score, null, score.total, threshold).filter(({ effect }) => (down ? effect < 0 : effect > 0)),
  );
}

/** How far each known input of a side (null: of all) pushes the score of that side off a threshold in hundredths of a point. */
function effects(score: Score, side: 'current' | 'potential' | null, { known }: Sum, threshold: number): Cause[] {
  return score.inputs.flatMap(({ field, group, points, weight }) => {
    if (points === null || weight === 0 || (side !== null && group !== side)) return [];
    const effect = Math.trunc(((points * 100 - threshold) * weight) / known) / 100;
    return [{ input: field, points, weight, effect }];
  });
}

const strongest = (causes: readonly Cause[]): Cause[] =>
  [...causes].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || (a.input < b.input ? -1 : 1));
