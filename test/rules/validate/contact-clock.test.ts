import { describe, expect, it } from 'vitest';
import clock from '../../../src/rules/validate/contact-clock.js';
import { findings, given, record } from '../../support/records.js';

const under = given('2026-06-30');

describe('validate/contact-clock [S4-38]', () => {
  it('a stored last contact later than the newest interaction is a finding, the same day is none', () => {
    const at = (last_contact_at: string) =>
      findings([clock], [record({ last_contact_at, last_interaction_at: '2026-03-15' })], under).map(
        ({ data }) => data.day,
      );
    expect([at('2026-03-14'), at('2026-03-15'), at('2026-03-16')]).toEqual([[], [], ['2026-03-15']]);
  });
});
