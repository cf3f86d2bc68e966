// Enters and changes customers until it is killed; prints the number of a run as soon as it is acknowledged.
import { writeSync } from 'node:fs';
import { openLedger } from '../../../dist/ledger/open.js';

const ledger = openLedger(process.argv[2], { write: true });
const by = { actor: 'worker', role: 'admin' };
const reasons = [{ rule: 'intake/new', clause: 'S1-13', data: {} }];
for (let round = 0; ; round += 1) {
  ledger.lock();
  const draft = ledger.draft();
  const count = ledger.count();
  for (let i = 0; i < 40; i += 1) {
    const n = count + i + 1;
    draft.add(
      {
        kind: 'insert',
        set: { customer_no: `SH2026${n}`, name: `松江第${n}商行`, phone: `138${10000000 + n}` },
        extra: null,
        reasons,
      },
      { number: { no: `SH2026${n}`, scheme: 'region-year-serial', counter: 'SH2026', serial: n } },
    );
  }
  for (let id = 1; id <= Math.min(count, 30); id += 1) {
    const { version } = ledger.get(id);
    draft.add({ kind: 'update', id, expect: version, set: { stage: `第${round}轮`, remark: `r${round}` }, reasons });
  }
  const info = {
    command: 'import',
    asOf: '2026-11-21',
    policyHash: 'c'.repeat(64),
    reason: null,
    input: { sha256: String(process.pid), mapping: String(round), name: 'x.csv' },
    period: null,
    counts: { read: 40 },
  };
  const { run } = ledger.apply(draft, info, by, new Date());
  writeSync(1, `${run}\n`);
}
