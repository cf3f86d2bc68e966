import { describe, expect, it } from 'vitest';
import { type GradeSystem, gradeMap } from '../../../src/rules/classify/grade-map.js';
import { given } from '../../support/records.js';

const { policy } = given();
const systems = ['001', '002', '003', '004'] as const satisfies readonly GradeSystem[];
const classes: Record<GradeSystem, readonly string[]> = {
  '001': ['new', 'old', 'high-value'],
  '002': ['key', 'ordinary'],
  '003': ['core', 'important', 'promising', 'general'],
  '004': ['H', 'M', 'L', 'U'],
};

describe('the four grade systems [C05, S3-18]', () => {
  it('knows them all', () => expect(Object.keys(policy.gradeMaps.systems)).toEqual([...systems]));

  it.each([
    ['003', '002', ['key', 'key', 'ordinary', 'ordinary']],
    ['003', '004', ['H', 'H', 'M', 'L']],
    ['003', '001', ['high-value', 'high-value', null, null]],
    ['004', '001', ['high-value', null, null, null]],
    ['004', '002', ['key', 'ordinary', 'ordinary', null]],
    ['004', '003', ['important', 'promising', 'general', null]],
    ['002', '003', ['important', 'general']],
    ['002', '004', ['H', 'L']],
    ['001', '004', [null, null, 'H']],
  ] as const)('%s to %s', (from, to, expected) => {
    expect(classes[from].map(gradeMap(policy, from, to))).toEqual(expected);
  });

  it('settles: going there, back and there again is going there', () => {
    for (const from of systems) {
      for (const to of systems.filter((one) => one !== from)) {
        const [there, back] = [gradeMap(policy, from, to), gradeMap(policy, to, from)];
        for (const code of classes[from]) {
          const once = there(code);
          const home = once === null ? null : back(once);
          if (home !== null) expect(there(home), `${from} ${code} → ${to}`).toBe(once);
        }
      }
    }
  });

  it('says the same by way of a third system where that one can say it', () => {
    const direct = gradeMap(policy, '003', '002');
    const [first, second] = [gradeMap(policy, '003', '004'), gradeMap(policy, '004', '002')];
    for (const code of classes['003']) expect(second(first(code) ?? '')).toBe(direct(code));
  });

  it('says nothing of a class that it does not know', () => {
    expect(gradeMap(policy, '003', '004')('toString')).toBeNull();
    const bare = { ...policy, gradeMaps: { ...policy.gradeMaps, maps: {} } };
    expect(gradeMap(bare, '003', '004')('core')).toBeNull();
  });
});
