/**
 * The witness: a file of another owner, or append-only, to which every run appends where the chain stands. A chain alone cannot
 * show that its tail was cut or that an old copy was put in its place. How its lines read, src/auditor says.
 */
import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { type GivenUp, givenUpBy, type HeadsReport, judgeHeads } from '../auditor/heads.js';
import { headLine, headsIn, type WitnessedHead } from '../auditor/witness.js';
import { fileFault } from '../files/faults.js';
import { StewardError } from '../model/errors.js';
import type { LedgerReader } from '../model/ledger.js';

/**
 * Appends where a ledger's chain stands now, durably.
 *
 * @throws StewardError `file-not-writable`
 */
export function appendWitness(ledger: LedgerReader, path: string, now: Date): void {
  const line = headLine(ledger.info.uuid, { ...ledger.head(), ts: now.toISOString() });
  try {
    const fd = openSync(path, 'a', 0o600);
    try {
      writeFileSync(fd, line);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw new StewardError(
      'file-not-writable',
      { path, errno: String((error as NodeJS.ErrnoException).code) },
      { cause: error },
    );
  }
}

/**
 * The heads of a ledger that a witness holds, in the order in which they were written.
 *
 * @param isNew whether the file may not be there yet, and then holds none
 * @throws StewardError `file-not-found`, `file-unreadable`
 */
export function readWitness(uuid: string, path: string, isNew: boolean): readonly WitnessedHead[] {
  try {
    return headsIn(readFileSync(path, 'utf8'), uuid);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && isNew) return [];
    if (code === 'ENOENT') throw fileFault(error, path, 'read');
    throw new StewardError('file-unreadable', { path, errno: String(code) }, { cause: error });
  }
}

/**
 * Refuses a ledger whose chain does not hold the last witnessed head.
 *
 * @throws StewardError `ledger-behind`, `file-unreadable`
 */
export function checkWitness(ledger: LedgerReader, path: string): void {
  const witnessed = readWitness(ledger.info.uuid, path, true).at(-1);
  if (witnessed === undefined || ledger.eventHash(witnessed.size) === witnessed.hash) return;
  throw new StewardError('ledger-behind', { path: ledger.info.path, size: witnessed.size, hash: witnessed.hash });
}

/** How all heads of a ledger that were witnessed stand in its chain: the first segment that is not what it was is named. */
export function judgeWitness(ledger: LedgerReader, heads: readonly WitnessedHead[]): HeadsReport {
  const hashAt = (seq: number) => ledger.eventHash(seq);
  const whole = heads.every(({ size, hash }) => hashAt(size) === hash);
  // Only where some do not stand is the whole trail read for the reason.
  return judgeHeads(heads, hashAt, ledger.head().size, whole ? [] : goneBack(ledger));
}

/** What the chain says of runs that went back to a backup. */
function goneBack(ledger: LedgerReader): readonly GivenUp[] {
  const found: GivenUp[] = [];
  let ts = '';
  let first = 1;
  for (const event of ledger.audit()) {
    // The events of one run bear one time.
    if (event.ts !== ts) first = event.seq;
    ts = event.ts;
    if (event.op !== 'run' || !event.body.includes('"lostEvents"')) continue;
    const gave = givenUpBy(bodyOf(event.body), first, event.seq);
    if (gave !== null) found.push(gave);
  }
  return found;
}

/** A body that somebody may have altered says nothing. */
function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
