// Tries to enter many customers; prints the code of the error that it meets.
import { openLedger } from '../../../dist/ledger/open.js';

const ledger = openLedger(process.argv[2], { write: true });
const draft = ledger.draft();
const info = {
  command: 'import',
  asOf: '2026-11-21',
  policyHash: 'c'.repeat(64),
  reason: null,
  input: null,
  period: null,
  counts: {},
};
try {
  for (let i = 0; i < 5000; i += 1) {
    draft.add({ kind: 'insert', set: { name: `第${i}商行`, address: '某某路'.repeat(40) }, extra: null, reasons: [] });
  }
  ledger.apply(draft, info, { actor: 'a', role: 'admin' }, new Date());
  process.stdout.write('applied');
} catch (error) {
  process.stdout.write(error.code);
}
ledger.close();
