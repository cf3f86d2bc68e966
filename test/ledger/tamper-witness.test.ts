/** Tampering with the trail, seen by chain and witness together; the long form is in test/slow. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makeTrialLedger,
  type Outcome,
  showsAlone,
  type TrialLedger,
  tamper,
  tamperings,
} from '../support/tampering.js';
import { temporaryFolder } from './helpers.js';

const trials = 25;
let ledger: TrialLedger;
let remove: () => void;
beforeAll(() => {
  const made = temporaryFolder();
  remove = made.remove;
  ledger = makeTrialLedger(made.folder);
});
afterAll(() => remove());

describe('audit verify --witness', () => {
  it.each(tamperings)(`%s, ${trials} times: detected and named up to the last witnessed head`, async (kind) => {
    const outcomes: Record<Outcome, number[]> = { beyond: [], detected: [], missed: [], misnamed: [] };
    for (let seed = 1; seed <= trials; seed += 1) outcomes[await tamper(ledger, kind, seed)].push(seed);
    expect(outcomes).toMatchObject({ missed: [], misnamed: [] });
    expect(outcomes.detected.length).toBeGreaterThan(trials / 2);
  });
});

it.each(['rewrite', 'restore'] as const)('%s: the chain alone shows none of it, as docs/security.md says', (kind) => {
  for (let seed = 1; seed <= trials; seed += 1) expect([seed, showsAlone(ledger, kind, seed)]).toEqual([seed, false]);
});
