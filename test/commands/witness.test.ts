/** Every witnessed head against the chain: what `audit verify` and `doctor` say where one does not stand. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import verify from '../../src/commands/audit/verify.js';
import doctor from '../../src/commands/doctor.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { appendWitness } from '../../src/ledger/witness.js';
import type { Ledger } from '../../src/model/ledger.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { applyAll, by, codeOf, insertOf, now, temporaryFolder } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { perform } from '../support/perform.js';
import { backUp, restoreTo } from '../support/restore.js';

describe.each(['ledger.db', '客户.csv'])('in %s', (file) => {
  let folder: string;
  let remove: () => void;
  let path: string;
  let database: string;
  let witness: string;
  beforeEach(() => {
    ({ folder, remove } = temporaryFolder());
    path = join(folder, file);
    database = file.endsWith('.csv') ? `${path}.steward.db` : path;
    witness = join(folder, '见证.txt');
    if (file.endsWith('.csv')) newSheetLedger(path);
    else createLedger(path, { by, now }).close();
    runs(3);
  });
  afterEach(() => remove());

  /** So many runs, each witnessed. */
  function runs(n: number, names = '静安'): void {
    const ledger = openLedger(path, { write: true });
    for (let i = 0; i < n; i += 1) {
      applyAll(ledger, [insertOf({ name: `${names}第${i}商行` })]);
      appendWitness(ledger, witness, now);
    }
    ledger.close();
  }

  async function withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T> {
    const ledger = openLedger(path, { write: false, trust: false });
    try {
      return await work(ledger);
    } finally {
      ledger.close();
    }
  }
  const verified = (own = {}, named: string | null = null) =>
    withLedger((ledger) => perform(ledger, verify, own, [], { policy: { ...defaultPolicy, witness: named } }));

  it('all stand: the longest is named; the policy’s witness is looked at unasked', async () => {
    for (const { exit, data } of [await verified({ witness }), await verified({}, witness)]) {
      expect(exit).toBe(0);
      expect(data.witness).toMatchObject({ path: witness, heads: 3, standing: 3, last: { ts: now.toISOString() } });
    }
    expect((await verified()).data).not.toHaveProperty('witness');
    writeFileSync(witness, '');
    expect((await verified({ witness })).data.witness).toMatchObject({ heads: 0, last: null });
  });

  it('one that is named must be there; the policy’s may be new', async () => {
    const none = join(folder, 'none.txt');
    expect((await verified({}, none)).data.witness).toMatchObject({ heads: 0 });
    const error = await verified({ witness: none }).catch((cause: unknown) => cause);
    expect(
      codeOf(() => {
        throw error;
      }),
    ).toBe('file-not-found');
  });

  it('an old file put back, and one that somebody went on with: both are named, by verify and by doctor', async () => {
    copyFileSync(database, `${database}.old`);
    const size = await withLedger(async (ledger) => ledger.head().size);
    runs(2);
    const last = await withLedger(async (ledger) => ledger.head().size);
    copyFileSync(`${database}.old`, database);
    const restored = await verified({ witness });
    expect(restored.exit).toBe(6);
    expect(restored.items[0]).toMatchObject({
      code: 'witness-mismatch',
      seq: size + 1,
      what: 'restored',
      segment: { first: size + 1, last },
      after: { size },
    });
    const health = await withLedger((ledger) =>
      perform(ledger, doctor, {}, [], { policy: { ...defaultPolicy, witness } }),
    );
    expect(health.exit).toBe(6);
    expect(health.data.checks).toContainEqual({
      item: 'witness',
      state: 'bad',
      detail: `${witness}: events ${size + 1}…${last} are not those that were witnessed: steward audit verify`,
    });
    if (file.endsWith('.csv')) return;
    const ledger = openLedger(path, { write: true });
    for (let i = 0; i < 4; i += 1) applyAll(ledger, [insertOf({ name: `另起第${i}行` })]);
    ledger.close();
    const goneOn = await verified({ witness });
    expect(goneOn.items[0]).toMatchObject({ what: 'rewritten', segment: { first: size + 1 }, after: { size } });
  });

  it('[S2-38] going back to a backup by the book gives heads up, says so, and is no fault; what follows is checked as ever', async () => {
    const ledger = openLedger(path, { write: false });
    const backup = backUp(ledger.info, join(folder, 'backup'));
    ledger.close();
    runs(3, '徐汇');
    await restoreTo(path, backup);
    const opened = openLedger(path, { write: true });
    appendWitness(opened, witness, now);
    const { run } = [...opened.runs()].at(-1) as { run: number };
    opened.close();
    runs(1, '长宁');
    const { exit, data } = await verified({ witness });
    expect(exit).toBe(0);
    expect(data.witness).toMatchObject({ heads: 8, standing: 5, givenUp: [{ run, heads: 3 }] });
    runs(1, '闵行');
    copyFileSync(database, `${database}.later`);
    runs(1, '宝山');
    copyFileSync(`${database}.later`, database);
    expect((await verified({ witness })).exit).toBe(6);
  });
});
