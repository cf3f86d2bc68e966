import type { CustomerFields } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import type { Cadence, Policy } from '../../model/policy.js';
import { addPeriod } from '../calendar/period.js';
import { type GradeSystem, gradeMap } from '../classify/grade-map.js';
import { codeFinder } from '../text/code-list.js';
import { SEPARATOR } from '../text/several-codes.js';

/** When a customer is to be contacted or verified next, and by which clause. */
export interface Due {
  /** Id of the cadence in the policy, such as `001-high`. */
  readonly cadence: string;
  readonly every: string;
  /** The last day that still keeps the cadence: 至少每月一次 counts it (C16). */
  readonly due: IsoDate;
  readonly clauses: readonly string[];
}

type Ask = Pick<CustomerFields, 'customer_type' | 'grade' | 'lifecycle' | 'stage' | 'value_class'>;

/** The words that decide which cadences apply. */
const deciding = ['stage', 'customer_type', 'grade', 'value_class'] as const;

/** Words and days come again and again; whoever writes each row differently is judged anew. */
const MOST = 10_000;

type Applying = readonly (readonly [id: string, cadence: Cadence])[];
type Node = Map<string | null, Applying | Node>;

/**
 * The strictest cadence of those that apply to a customer who was last contacted or verified on a day: the one that is due first, of
 * equal ones the first declared (C11). Grades are read as decided, by whichever system the customer is graded in (C05). Null for
 * whoever is dormant, archived or set aside, and where none applies. @throws RangeError for a day that is none.
 */
export function strictestCadence(policy: Policy, does: Cadence['does']): (record: Ask, last: IsoDate) => Due | null {
  const list = Object.entries(policy.cadences.list).filter(([, one]) => one.does === does && one.dropped === null);
  const stageOf = codeFinder(policy, 'stage');
  const lifecycleOf = codeFinder(policy, 'lifecycle');
  const isOf = new Map(
    [...new Set(list.flatMap(([, { grade }]) => (grade ? [grade.system] : [])))].map(
      (system) => [system, classesIn(policy, system)] as const,
    ),
  );
  const judge = (record: Ask): Applying => {
    const stage = record.stage === null ? undefined : stageOf(record.stage)?.entry.code;
    return list.filter(([, { grade, stage: stages }]) => {
      if (stages !== null && (stage === undefined || !stages.includes(stage))) return false;
      return (
        grade === null ||
        isOf
          .get(grade.system)?.(record)
          .some((code) => grade.classes.includes(code)) === true
      );
    });
  };
  const known: Node = new Map();
  let lists = 0;
  const applying = (record: Ask): Applying => {
    let node = known;
    for (const field of deciding.slice(0, -1)) {
      let next = node.get(record[field]) as Node | undefined;
      if (next === undefined) {
        next = new Map();
        if (lists < MOST) node.set(record[field], next);
      }
      node = next;
    }
    let found = node.get(record.value_class) as Applying | undefined;
    if (found === undefined) {
      found = judge(record);
      if (lists++ < MOST) node.set(record.value_class, found);
    }
    return found;
  };
  const after = new Map(list.map(([, { every }]) => [every, dueAfter(every)] as const));
  return (record, last) => {
    if (record.lifecycle !== null && (lifecycleOf(record.lifecycle)?.entry.code ?? 'active') !== 'active') return null;
    let strictest: Due | null = null;
    for (const [cadence, { every, source }] of applying(record)) {
      const due = (after.get(every) as (last: IsoDate) => IsoDate)(last);
      if (strictest === null || due < strictest.due) strictest = { cadence, every, due, clauses: source };
    }
    return strictest;
  };
}

/** The day that lies a period after a day. */
function dueAfter(every: string): (last: IsoDate) => IsoDate {
  const days = new Map<IsoDate, IsoDate>();
  return (last) => {
    let due = days.get(last);
    if (due === undefined) {
      due = addPeriod(last, every);
      if (days.size < MOST) days.set(last, due);
    }
    return due;
  };
}

/** The classes that a customer has in one grade system: its own words there, and what those of the others mean in it. */
function classesIn(policy: Policy, system: GradeSystem): (record: Ask) => readonly string[] {
  const fields = (
    [
      ['001', 'customer_type'],
      ['003', 'grade'],
      ['004', 'value_class'],
    ] as const
  ).map(([from, field]) => ({
    field,
    find: codeFinder(policy, field),
    means: from === system ? (code: string) => code : gradeMap(policy, from, system),
  }));
  return (record) =>
    fields.flatMap(({ field, find, means }) =>
      (record[field]?.split(SEPARATOR) ?? []).flatMap((word) => {
        const code = find(word)?.entry.code;
        return code === undefined ? [] : (means(code) ?? []);
      }),
    );
}
