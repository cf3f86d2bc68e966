import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthlySweep } from '../../src/engine/monthly.js';
import { dimensions } from '../../src/engine/quality.js';
import { rules } from '../../src/rules/registry.gen.js';
import { findings, given } from '../support/records.js';
import { ledgers } from '../support/sample-records.js';

describe('the four figures of quality', () => {
  it('[S2-01, S0-01, S3-07] are one set: 000, 002 and 003 ask for the same, and the report tells what counting the findings by hand tells', () => {
    const under = given('2026-06-30');
    const judging = rules.filter((rule) => rule.kind !== 'label');
    const dimensionOf = new Map(judging.map((rule) => [rule.id, rule.dimension]));
    fc.assert(
      fc.property(ledgers, (records) => {
        const { quality } = monthlySweep(records, rules, under);
        const heavy = findings(judging, records, under).filter(({ severity }) => severity !== 'info');
        const sound = (found: typeof heavy) => records.length - new Set(found.flatMap(({ subjects }) => subjects)).size;
        expect(quality.dimensions.map(({ sound: figure }) => figure)).toEqual(
          dimensions.map((dimension) => sound(heavy.filter(({ rule }) => dimensionOf.get(rule) === dimension))),
        );
        expect(quality.sound).toBe(sound(heavy));
      }),
      { numRuns: 50 },
    );
  });
});
