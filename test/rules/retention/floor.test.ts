import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/policy/default.js';
import { isShorter, longestFloor } from '../../../src/rules/retention/floor.js';

describe('periods of retention', () => {
  it.each([
    ['P12M', 'P1Y', false],
    ['P1Y', 'P12M', false],
    ['P35M', 'P3Y', true],
    ['P3Y', 'P37M', true],
    ['P4W', 'P1M', true],
    ['P31D', 'P1M', false],
  ])('%s is shorter than %s: %s', (one, other, shorter) => expect(isShorter(one, other)).toBe(shorter));
});

describe('the floor under an archive class [C18, S4-22]', () => {
  it('is that of a law where a handbook has the same, and none where every one is dropped', () => {
    expect(longestFloor(defaultPolicy, 'transaction')?.rank).toBe('law');
    expect(longestFloor(defaultPolicy, 'basic')?.rank).toBe('handbook');
    const { floors } = defaultPolicy.retention;
    const dropped = Object.fromEntries(
      Object.entries(floors).map(([id, floor]) => [id, { ...floor, dropped: '另有规定' }]),
    );
    const policy = { ...defaultPolicy, retention: { ...defaultPolicy.retention, floors: dropped } };
    expect(longestFloor(policy, 'transaction')).toBeNull();
  });

  it('does not depend on the order in which floors are declared', () => {
    const floors = Object.fromEntries(Object.entries(defaultPolicy.retention.floors).reverse());
    const policy = { ...defaultPolicy, retention: { ...defaultPolicy.retention, floors } };
    expect(longestFloor(policy, 'transaction')?.rank).toBe('law');
  });
});
