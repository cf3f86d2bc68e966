import type { IsoDate } from './date.js';
import type { Policy } from './policy.js';

/** All that a rule knows besides the record: the policy, and the day at whose close it judges (law 1). */
export interface Given {
  readonly policy: Policy;
  readonly asOf: IsoDate;
}
