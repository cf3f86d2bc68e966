import type { ArchiveClass } from '../../model/fields.js';
import type { Policy, RetentionFloor } from '../../model/policy.js';
import { addPeriod } from '../calendar/period.js';

/** A day from which periods are laid off to be compared; any day of a year without a leap day will do. */
const LAID_FROM = '2001-01-01';

/** Whether one period ends before another that starts on the same day; P12M and P1Y end together. @throws RangeError as addPeriod does. */
export const isShorter = (one: string, other: string): boolean =>
  addPeriod(LAID_FROM, one) < addPeriod(LAID_FROM, other);

/** The floor under an archive class, with its clauses: of several the longest wins (C18), of equal ones a law; null where none is set. */
export function longestFloor(policy: Policy, archive: ArchiveClass): RetentionFloor | null {
  let longest: RetentionFloor | null = null;
  for (const floor of Object.values(policy.retention.floors)) {
    if (floor.dropped !== null || !floor.classes.includes(archive)) continue;
    if (
      longest === null ||
      isShorter(longest.atLeast, floor.atLeast) ||
      (floor.rank === 'law' && longest.rank !== 'law' && !isShorter(floor.atLeast, longest.atLeast))
    )
      longest = floor;
  }
  return longest;
}
