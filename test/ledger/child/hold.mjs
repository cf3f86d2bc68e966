// Takes the lock, says so, and keeps it until it is killed.
import { openLedger } from '../../../dist/ledger/open.js';

const ledger = openLedger(process.argv[2], { write: true });
ledger.lock();
process.stdout.write('locked\n');
setInterval(() => ledger.head(), 1000);
