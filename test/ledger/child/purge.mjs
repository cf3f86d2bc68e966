// Destroys the first customers of a ledger; says when it begins, so that it can be killed anywhere after.
import { writeSync } from 'node:fs';
import { openLedger } from '../../../dist/ledger/open.js';

const [path, count] = process.argv.slice(2);
const ledger = openLedger(path, { write: true });
ledger.lock();
const draft = ledger.draft();
for (let id = 1; id <= Number(count); id += 1) {
  const reasons = [{ rule: 'purge/apply', clause: 'S0-35', data: {} }];
  draft.add({ kind: 'erase', id, expect: ledger.get(id).version, fields: null, code: 'dead', until: null, reasons });
}
const info = {
  command: 'purge apply',
  asOf: '2026-11-22',
  policyHash: 'c'.repeat(64),
  reason: null,
  input: null,
  period: null,
  counts: {},
};
writeSync(1, 'begun\n');
ledger.apply(draft, info, { actor: 'worker', role: 'admin' }, new Date());
writeSync(1, 'done\n');
ledger.close();
