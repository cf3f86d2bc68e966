import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTrialLedger, type Outcome, type TrialLedger, tamper, tamperings } from '../support/tampering.js';

const trials = Number(process.env.STEWARD_TRIALS ?? 1000);
const folder = mkdtempSync(join(tmpdir(), 'steward-tamper-'));
let ledger: TrialLedger;
beforeAll(() => {
  ledger = makeTrialLedger(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(tamperings)(`%s, ${trials} times: all is detected up to the last witnessed head, and named`, async (kind) => {
  const tally: Record<Outcome, number> = { beyond: 0, detected: 0, missed: 0, misnamed: 0 };
  for (let seed = 1; seed <= trials; seed += 1) tally[await tamper(ledger, kind, seed)] += 1;
  console.log(`${kind}: ${JSON.stringify(tally)}`);
  expect(tally).toMatchObject({ missed: 0, misnamed: 0 });
});
