import type { Matching } from '../model/matching.js';
import { bitsOf } from './model.js';
import type { Scan } from './scan.js';
import type { Bound } from './score.js';

/** What becomes of a pair: put together, shown to a person, or left apart. */
export type Decision = 'automatic' | 'review' | 'distinct';

/**
 * The zone of a scored pair (MATCHING 6). Records of one cluster are together; of the others a person sees those that are likelier than the
 * policy's `review`, unless a veto or a mere household link stands between them.
 */
export function decide(bits: number, bound: Bound, together: boolean, review: number): Decision {
  if (together) return 'automatic';
  return bits >= review && bound !== 'vetoed' && bound !== 'linked' ? 'review' : 'distinct';
}

/** How many listed pairs fell into each zone, and how many are links of a household or a switchboard. */
export interface ZoneCounts {
  automatic: number;
  review: number;
  distinct: number;
  links: number;
}

/** The zone of every listed pair, by its number, and the counts. */
export function zonesOf(
  { clusters, edges, scorer }: Scan,
  matching: Matching,
): { decisions: Decision[]; counts: ZoneCounts } {
  const review = bitsOf(matching.review);
  const counts: ZoneCounts = { automatic: 0, review: 0, distinct: 0, links: 0 };
  const decisions: Decision[] = [];
  for (let e = 0; e < edges.count; e++) {
    const bound = scorer.bound(edges.vectors[e]!);
    const together = clusters.of[edges.first[e]!] === clusters.of[edges.second[e]!];
    const decision = decide(edges.bits[e]!, bound, together, review);
    decisions.push(decision);
    counts[decision]++;
    if (bound === 'linked' && edges.bits[e]! >= review) counts.links++;
  }
  return { decisions, counts };
}
