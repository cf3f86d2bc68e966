// Read-modify-write: raises the number in the remark of customer 1, as often as told; every raise needs the lock.
import { openLedger } from '../../../dist/ledger/open.js';

const [path, times] = process.argv.slice(2);
const info = {
  command: 'update',
  asOf: '2026-11-21',
  policyHash: 'c'.repeat(64),
  reason: null,
  input: null,
  period: null,
  counts: {},
};
for (let i = 0; i < Number(times); i += 1) {
  const ledger = openLedger(path, { write: true, wait: 20_000 });
  ledger.lock();
  const { version, remark } = ledger.get(1);
  const draft = ledger.draft();
  draft.add({ kind: 'update', id: 1, expect: version, set: { remark: String(Number(remark) + 1) }, reasons: [] });
  ledger.apply(draft, info, { actor: `p${process.pid}`, role: 'admin' }, new Date());
  ledger.close();
}
