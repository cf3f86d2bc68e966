// Opens to read, and prints how many customers and what verify finds.
import { openLedger } from '../../../dist/ledger/open.js';

const ledger = openLedger(process.argv[2], { write: false });
process.stdout.write(JSON.stringify({ customers: ledger.count(), faults: ledger.verify().faults }));
ledger.close();
