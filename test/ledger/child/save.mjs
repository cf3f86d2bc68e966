// Makes one run: a customer more, and every one changed; prints the run's number.
import { writeSync } from 'node:fs';
import { openLedger } from '../../../dist/ledger/open.js';

const ledger = openLedger(process.argv[2], { write: true });
const reasons = [{ rule: 'update/by-hand', clause: 'S0-25', data: {} }];
const draft = ledger.draft();
const n = ledger.count() + 1;
for (let id = 1; id < n; id += 1) {
  const { version } = ledger.get(id);
  draft.add({ kind: 'update', id, expect: version, set: { remark: `r${n}` }, reasons });
}
draft.add({
  kind: 'insert',
  set: { customer_no: `N${n}`, name: `松江第${n}商行`, remark: `r${n}` },
  extra: null,
  reasons,
});
const info = {
  command: 'update',
  asOf: '2026-11-21',
  policyHash: '',
  reason: null,
  input: null,
  period: null,
  counts: {},
};
const { run } = ledger.apply(draft, info, { actor: 'worker', role: 'admin' }, new Date());
writeSync(1, `${run}\n`);
ledger.close();
