/**
 * The witness: a file of another owner, or append-only, to which every run appends where the chain stands. A chain alone cannot
 * show that its tail was cut or that an old copy was put in its place. One line a head: `uuid size hash ts`.
 */
import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import type { Head } from '../model/audit.js';
import { StewardError } from '../model/errors.js';
import type { LedgerReader } from '../model/ledger.js';

const line = /^(\S+) (\d+) ([0-9a-f]{64}) (\S+)$/;

/**
 * Appends where a ledger's chain stands now, durably.
 *
 * @throws StewardError `file-not-writable`
 */
export function appendWitness(ledger: LedgerReader, path: string, now: Date): void {
  const { size, hash } = ledger.head();
  try {
    const fd = openSync(path, 'a', 0o600);
    try {
      writeFileSync(fd, `${ledger.info.uuid} ${size} ${hash} ${now.toISOString()}\n`);
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

/** The last head of this ledger that was witnessed; null when there is none. A line that a crash cut short counts for nothing. */
function lastWitnessed(uuid: string, path: string): Head | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new StewardError('file-unreadable', { path, errno: String(code) }, { cause: error });
  }
  for (const found of text.split('\n').slice(0, -1).reverse()) {
    const [, id, size, hash] = line.exec(found) ?? [];
    if (id === uuid && size !== undefined && hash !== undefined) return { size: Number(size), hash };
  }
  return null;
}

/**
 * Refuses a ledger whose chain does not hold the last witnessed head.
 *
 * @throws StewardError `ledger-behind`, `file-unreadable`
 */
export function checkWitness(ledger: LedgerReader, path: string): void {
  const witnessed = lastWitnessed(ledger.info.uuid, path);
  if (witnessed === null || ledger.eventHash(witnessed.size) === witnessed.hash) return;
  throw new StewardError('ledger-behind', { path: ledger.info.path, ...witnessed });
}
