import type { Explanation } from './explain.js';
import { type IncrementLimits, type NewEdge, type NewRecord, type OldRecords, scanNew } from './increment.js';
import type { Learned } from './learned.js';

/** Files above this are taken in first and scanned afterwards. */
export const MOST_AT_THE_DOOR = 10_000;
/** Matches that are shown of one incoming record. */
const MOST_MATCHES = 3;

/** What an incoming record may be a duplicate of: records that were there, or others that come with it. */
export interface DoorMatch {
  readonly edge: NewEdge;
  readonly explanation: Explanation;
}

/**
 * The likely duplicates of incoming records, by their ids, the heaviest first, three at most: those that would be put together or shown to a
 * person. Of two incoming records the later one is held. Records without any are not in the result.
 * @throws RangeError for more than MOST_AT_THE_DOOR records
 */
export function nearDuplicates(
  learned: Learned,
  old: OldRecords,
  incoming: readonly NewRecord[],
  limits: IncrementLimits,
): Map<number, DoorMatch[]> {
  if (incoming.length > MOST_AT_THE_DOOR) throw new RangeError(`${incoming.length} records at the door`);
  const { edges, explain } = scanNew(learned, old, incoming, limits);
  const found = new Map<number, DoorMatch[]>();
  for (const edge of edges) {
    if (edge.decision === 'distinct') continue;
    const own = found.get(edge.a) ?? [];
    if (own.length === MOST_MATCHES) continue;
    own.push({ edge, explanation: explain(edge) });
    found.set(edge.a, own);
  }
  return found;
}
