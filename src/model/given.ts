import type { IsoDate } from './date.js';
import type { Policy } from './policy.js';

/** What a timeless rule knows besides the record: the policy, and no day. */
export interface Timeless {
  readonly policy: Policy;
}

/** All that a rule knows besides the record: the policy, and the day at whose close it judges (law 1). */
export interface Given extends Timeless {
  readonly asOf: IsoDate;
}
