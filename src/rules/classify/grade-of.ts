import type { CustomerFields } from '../../model/customer.js';
import type { Given } from '../../model/given.js';
import { codeFinder } from '../text/code-list.js';
import { againstEdge, hundredthsOf, type Score, type Sum, scoring } from './score.js';

/** A grade as the policy's bands cut it, edges in hundredths of a point. */
export interface GradeBand {
  readonly code: string;
  readonly from: number;
  readonly below: number | null;
}

/** How a grade was come to. */
export type GradeHow = 'band' | 'blank' | 'held' | 'promising' | 'too-little-known';

/** A grade by score; `plain` is what it would be without a present grade to leave. */
export interface Graded {
  readonly how: GradeHow;
  readonly grade: string | null;
  readonly plain: string | null;
  /** The grade that a person decided, by its code; null when there is none that the policy knows. */
  readonly present: string | null;
  readonly score: Score;
}

/** The grader with the edges that it judges by. */
export interface Grader {
  grade(record: CustomerFields): Graded;
  /** From the lowest to the highest. */
  readonly bands: readonly GradeBand[];
  /** The band of a grade; that of a promising customer is the one within which the rule looks. */
  bandOf(code: string): GradeBand | undefined;
  /** Hundredths of a point. */
  readonly hysteresis: number;
  readonly promising: {
    readonly code: string;
    readonly within: string;
    readonly potentialFrom: number;
    readonly currentBelow: number;
  };
}

/**
 * Grades by weighted score (S3-15..S3-18). Below the least known share no grade is given. To leave the present grade the score must
 * reach the upper edge plus the hysteresis, or fall below the lower edge less the hysteresis (S3-20); a customer without a
 * present grade is judged by the edges alone. Promising is no band but a rule within one, and its two edges have the same
 * hysteresis. Grading again what was just graded gives the same grade.
 */
export function grader(given: Given): Grader {
  const { grading } = given.policy;
  const score = scoring(given);
  const find = codeFinder(given.policy, 'grade');
  const bands: GradeBand[] = grading.bands
    .map(({ code, from, below }) => ({
      code,
      from: hundredthsOf(from),
      below: below === null ? null : hundredthsOf(below),
    }))
    .sort((a, b) => a.from - b.from);
  const hysteresis = hundredthsOf(grading.hysteresis);
  const promising = {
    code: grading.promising.code,
    within: grading.promising.within,
    potentialFrom: hundredthsOf(grading.promising.potentialFrom),
    currentBelow: hundredthsOf(grading.promising.currentBelow),
  };
  const bandOf = (code: string) => {
    const own = code === promising.code ? promising.within : code;
    return bands.find((band) => band.code === own);
  };
  const lies = (total: Sum, { from, below }: GradeBand, slack: number): boolean =>
    againstEdge(total, from - slack) >= 0 && (below === null || againstEdge(total, below + slack) < 0);
  /** Whether potential is high and current value low; positive slack loosens both edges. */
  const promises = ({ potential, current }: Score, slack: number): boolean =>
    potential.known > 0 &&
    current.known > 0 &&
    againstEdge(potential, promising.potentialFrom - slack) >= 0 &&
    againstEdge(current, promising.currentBelow + slack) < 0;
  const plainGrade = (one: Score): string | null => {
    const band = bands.find((own) => lies(one.total, own, 0))?.code ?? null;
    return band === promising.within && promises(one, 0) ? promising.code : band;
  };
  const gradeFrom = (present: string | null, plain: string | null, one: Score): string | null => {
    const own = present === null ? undefined : bandOf(present);
    if (own === undefined || !lies(one.total, own, hysteresis)) return plain;
    if (present === promising.code) return promises(one, hysteresis) ? present : plain;
    const becomes = present === promising.within && lies(one.total, own, 0) && promises(one, -hysteresis);
    return becomes ? promising.code : present;
  };
  return {
    grade(record) {
      const present = record.grade === null ? null : (find(record.grade)?.entry.code ?? null);
      const one = score(record);
      const { known } = one.total;
      if (one.blank) return { how: 'blank', grade: null, plain: null, present, score: one };
      if (known === 0 || known * 100 < grading.leastKnown * one.whole)
        return { how: 'too-little-known', grade: null, plain: null, present, score: one };
      const plain = plainGrade(one);
      const grade = gradeFrom(present, plain, one);
      const how = grade !== plain ? 'held' : grade === promising.code ? 'promising' : 'band';
      return { how, grade, plain, present, score: one };
    },
    bands,
    bandOf,
    hysteresis,
    promising,
  };
}
