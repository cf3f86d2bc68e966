import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { connect } from '../connection.js';
import { Erasures } from '../erasures.js';
import { headOf } from '../trail.js';
import { type Checked, CustomersCheck, type Ids } from './customers.js';
import { checkFile } from './file.js';
import { checkNumbers } from './numbers.js';
import { control, type Start, type Theirs, type Told } from './second-thread.js';

/** How long another process's lock is waited for, in milliseconds. */
const wait = 5000;

/** Does its part; null where the ledger stands otherwise by now than in the state that the first thread reads. */
function part({ path, head, shared, port }: Start): Theirs | null {
  const db = connect(path, { write: false, wait });
  try {
    db.exec('BEGIN');
    const { size, hash } = headOf(db);
    if (size !== head.size || hash !== head.hash) return null;
    const file = checkFile(db);
    const numbers = checkNumbers(db);
    while (Atomics.load(shared, control.told) === 0) Atomics.wait(shared, control.told, 0);
    const { folds, erased, ids } = (receiveMessageOnPort(port) as { message: Told }).message;
    const erasures = new Erasures();
    for (const [seq, body] of erased) erasures.add(seq, body);
    const check = new CustomersCheck(db, { folds, erasures });
    const parts: (readonly [number, Checked])[] = [];
    for (let at = Atomics.add(shared, control.next, 1); at < ids.length; at = Atomics.add(shared, control.next, 1))
      parts.push([at, check.check(ids[at] as Ids)]);
    return { file, numbers, parts };
  } finally {
    db.close();
  }
}

const start = workerData as Start;
Atomics.store(start.shared, control.begun, 1);
let said: Theirs | null = null;
try {
  said = part(start);
} catch {
  // The first thread does it over, and meets the same.
}
start.port.postMessage(said);
Atomics.store(start.shared, control.done, 1);
Atomics.notify(start.shared, control.done);
