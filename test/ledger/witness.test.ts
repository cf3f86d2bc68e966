import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { appendWitness, checkWitness } from '../../src/ledger/witness.js';
import type { Ledger } from '../../src/model/ledger.js';
import { rawDatabase } from '../support/raw-database.js';
import { applyAll, by, codeOf, insertOf, now, temporaryFolder } from './helpers.js';

let path: string;
let witness: string;
let remove: () => void;
beforeEach(() => {
  const made = temporaryFolder();
  remove = made.remove;
  path = join(made.folder, 'ledger.db');
  witness = join(made.folder, 'witness');
});
afterEach(() => remove());

const runs = (ledger: Ledger, n: number) => {
  for (let i = 0; i < n; i += 1) {
    applyAll(ledger, [insertOf({ name: `静安第${i}商行` })]);
    appendWitness(ledger, witness, now);
  }
};
const check = () => {
  const ledger = openLedger(path, { write: false });
  try {
    checkWitness(ledger, witness);
  } finally {
    ledger.close();
  }
};

it('notes a line a run, and finds them in the chain; what was not witnessed yet does not matter', () => {
  const ledger = createLedger(path, { by, now });
  checkWitness(ledger, witness);
  runs(ledger, 3);
  const { uuid } = ledger.info;
  expect(readFileSync(witness, 'utf8').split('\n')).toEqual([
    expect.stringMatching(new RegExp(`^${uuid} 3 [0-9a-f]{64} 2026-11-21T08:00:00.000Z$`)),
    expect.stringMatching(new RegExp(`^${uuid} 5 `)),
    expect.stringMatching(new RegExp(`^${uuid} 7 `)),
    '',
  ]);
  applyAll(ledger, [insertOf({ name: '甲' })]);
  checkWitness(ledger, witness);
  ledger.close();
});

it('an old copy in its place is behind', () => {
  const ledger = createLedger(path, { by, now });
  runs(ledger, 2);
  ledger.close();
  copyFileSync(path, `${path}.old`);
  const later = openLedger(path, { write: true });
  runs(later, 1);
  later.close();
  check();
  copyFileSync(`${path}.old`, path);
  expect(codeOf(check)).toBe('ledger-behind');
});

it('a tail that was cut and written anew is behind, though its chain holds', () => {
  const ledger = createLedger(path, { by, now });
  runs(ledger, 2);
  ledger.close();
  copyFileSync(path, `${path}.old`);
  const one = openLedger(path, { write: true });
  runs(one, 1);
  one.close();
  copyFileSync(`${path}.old`, path);
  const two = openLedger(path, { write: true });
  applyAll(two, [insertOf({ name: '另一个' })]);
  applyAll(two, [insertOf({ name: '又一个' })]);
  expect(two.verify().faults).toEqual([]);
  two.close();
  expect(codeOf(check)).toBe('ledger-behind');
});

it('other ledgers’ lines, torn lines and strange lines count for nothing', () => {
  const ledger = createLedger(path, { by, now });
  runs(ledger, 1);
  appendFileSync(
    witness,
    `00000000-0000-4000-8000-000000000000 999 ${'a'.repeat(64)} x\nnonsense\n${ledger.info.uuid} 999 abc`,
  );
  checkWitness(ledger, witness);
  ledger.close();
});

it('a witness that cannot be written or read is told', () => {
  const ledger = createLedger(path, { by, now });
  expect(codeOf(() => appendWitness(ledger, join(path, 'x'), now))).toBe('file-not-writable');
  expect(codeOf(() => checkWitness(ledger, join(path, 'x')))).toBe('file-unreadable');
  ledger.close();
});

it('a chain that was rewritten from the first event on is behind', () => {
  const ledger = createLedger(path, { by, now });
  runs(ledger, 1);
  const { uuid } = ledger.info;
  ledger.close();
  const line = readFileSync(witness, 'utf8');
  remove();
  const made = temporaryFolder();
  remove = made.remove;
  path = join(made.folder, 'ledger.db');
  witness = join(made.folder, 'witness');
  writeFileSync(witness, line);
  const forged = createLedger(path, { by, now });
  applyAll(forged, [insertOf({ name: '静安第0商行' })]);
  forged.close();
  const db = rawDatabase(path);
  db.prepare("UPDATE meta SET value = ? WHERE key = 'uuid'").run(uuid);
  db.close();
  expect(codeOf(check)).toBe('ledger-behind');
});
