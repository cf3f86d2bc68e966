import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/model/policy.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { lintPolicy } from '../../src/policy/lint.js';
import { parsePolicy } from '../../src/policy/load.js';

/** What lint says as an error of the default policy with this laid over it, as `where messageId`. */
const said = (yaml: string) =>
  lintPolicy(parsePolicy(`extends: handbooks\n${yaml}`, 'policy.yaml'))
    .filter(({ severity }) => severity === 'error')
    .map(({ where, messageId }) => `${where} ${messageId}`);

describe('lint of grading [S3-15..S3-20]', () => {
  it('scales have neither gap nor overlap, and reach over all that can come', () => {
    const scale = (steps: string) => said(`grading: { inputs: { loyalty: { scale: [${steps}] } } }`);
    const step = (from: number, below: number | null) =>
      `{ from: "${from}", below: ${below && `"${below}"`}, points: 1 }`;
    const at = 'grading.inputs.loyalty.scale';
    expect(scale(`${step(1, 3)}, ${step(3, null)}`)).toEqual([]);
    expect(scale(`${step(0, 3)}, ${step(3, 6)}`)).toEqual([]);
    expect(scale(`${step(1, 3)}, ${step(4, null)}`)).toEqual([`${at} band-gap`]);
    expect(scale(`${step(1, 4)}, ${step(3, null)}`)).toEqual([`${at} band-overlap`]);
    expect(scale(`${step(2, null)}`)).toEqual([`${at} band-gap`]);
    expect(scale(`${step(1, 5)}`)).toEqual([`${at} band-gap`]);
  });

  it('somebody has weight', () => {
    const inputs = Object.keys(defaultPolicy.grading.inputs).map((field) => `${field}: { weight: 0 }`);
    expect(said(`grading: { inputs: { ${inputs.join(', ')} } }`)).toEqual(['grading.inputs no-weight']);
  });

  it('grades are words of the code list', () => {
    expect(said('grading: { promising: { code: star } }')).toEqual(['grading unknown-class']);
    expect(said('grading: { promising: { within: nowhere } }')).toEqual(['grading.promising.within unknown-class']);
  });

  it('hysteresis is narrower than every band [S3-20]', () => {
    expect(said('grading: { hysteresis: "19.99" }')).toEqual([]);
    expect(said('grading: { hysteresis: "20" }')).toEqual(['grading.hysteresis hysteresis-wide']);
  });

  it.each(['weight: -1', 'weight: 1.5', 'unknown: guess', 'scale: []', 'scale: [{ from: a, below: null, points: 1 }]'])(
    'refuses %s',
    (knob) => expect(() => said(`grading: { inputs: { margin: { ${knob} } } }`)).toThrow(/grading\.inputs\.margin/),
  );
});

describe('lint of the grade maps [C05]', () => {
  const without = (change: (maps: Record<string, Record<string, Record<string, string | null>>>) => void): string[] => {
    const policy = structuredClone(defaultPolicy) as Policy;
    change(policy.gradeMaps.maps);
    return lintPolicy(policy)
      .filter(({ severity }) => severity === 'error')
      .map(({ where, messageId }) => `${where} ${messageId}`);
  };

  it('every system says what it means in every other one', () => {
    expect(
      without((maps) => {
        delete maps['003']?.['004'];
      }),
    ).toEqual(['gradeMaps.maps.003.004 map-missing']);
  });

  it('every class is mapped, if only to nothing', () => {
    expect(
      without((maps) => {
        delete maps['003']?.['004']?.general;
      }),
    ).toContain('gradeMaps.maps.003.004 map-partial');
  });

  it('classes are those of their systems', () => {
    expect(
      without((maps) => {
        Object.assign(maps['004']?.['002'] as object, { X: 'key', M: 'middling' });
      }),
    ).toEqual(expect.arrayContaining(['gradeMaps.maps.004.002 unknown-class', 'gradeMaps.maps.004.002 unknown-class']));
  });

  it('there and back settles', () => {
    expect(said('gradeMaps: { maps: { "004": { "003": { H: general } } } }')).toContain(
      'gradeMaps.maps.003.004 map-contradicts',
    );
  });

  it('a code without + only', () =>
    expect(() => said('codes: { grade: { values: [{ value: 核心, code: a+b, en: A }] } }')).toThrow(/codes\.grade/));
});
