/** Policies in which a score is easy to set. */
import type { Given } from '../../src/model/given.js';
import type { Policy } from '../../src/model/policy.js';
import type { ExampleRecord } from '../../src/rules/rule.js';
import { given } from './records.js';

type Grading = Policy['grading'];

/** The policy given, with parts of its grading replaced. */
export const withGrading = (change: Partial<Grading>, under = given()): Given => ({
  ...under,
  policy: { ...under.policy, grading: { ...under.policy.grading, ...change } },
});

/** A policy whose score is the annual purchase in hundreds of yuan, cut down: 6,299 is 62 points; margin and growth count too when `sides` is set. */
export function pointPolicy(sides = false): Given {
  const { inputs } = given().policy.grading;
  const none = <I extends { weight: number }>(input: I): I => ({ ...input, weight: 0 });
  const ladder = Array.from({ length: 101 }, (_, i) => ({
    from: String(i * 100),
    below: i === 100 ? null : String((i + 1) * 100),
    points: i,
  }));
  return withGrading({
    inputs: {
      annual_purchase: { weight: 100, unknown: 'leave-out', scale: ladder },
      margin: none(inputs.margin),
      growth_potential: sides ? { ...inputs.growth_potential, weight: 100 } : none(inputs.growth_potential),
      industry_influence: none(inputs.industry_influence),
      cooperation_since: none(inputs.cooperation_since),
      loyalty: none(inputs.loyalty),
      credit_grade: none(inputs.credit_grade),
    },
  });
}

/** A customer whose score under `pointPolicy()` is this. */
export const scoring = (points: number, fields: ExampleRecord = {}): ExampleRecord => ({
  annual_purchase: String(points * 100),
  ...fields,
});
