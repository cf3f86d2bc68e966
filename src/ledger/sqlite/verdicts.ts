/** What a ledger remembers of the record rules. */
import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { KeptVerdicts, Verdicts } from '../../model/verdicts.js';
import { verdictTables } from './schema.js';

/** Customers of one row: first the places of their sets, two bytes each, then their versions. As much as a page holds. */
const IN_BLOCK = 4096;
const BLOCK_BYTES = 3 * IN_BLOCK;

interface MemoryRow {
  readonly size: number;
  readonly hash: string;
  readonly asOf: string;
  readonly sets: string;
}

/** A ledger made before there was such a memory has none until one is kept. */
const hasTables = (db: Database): boolean =>
  db.prepare("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'verdict_block')").pluck().get() === 1;

/** What is remembered on this basis, if the trail still runs through where it stood then; else null. */
export function readVerdicts(db: Database, basis: string): Verdicts | null {
  if (!hasTables(db)) return null;
  const kept = db
    .prepare(
      `SELECT size, hash, as_of AS asOf, sets FROM verdict_memory m WHERE basis = ?
       AND EXISTS (SELECT 1 FROM audit WHERE seq = m.size AND hash = m.hash)`,
    )
    .get(basis) as MemoryRow | undefined;
  if (kept === undefined) return null;
  const last = db.prepare('SELECT max(block) FROM verdict_block').pluck().get() as number | null;
  const size = last === null ? 0 : (last + 1) * IN_BLOCK;
  const found = new Uint16Array(size);
  const versions = new Uint8Array(size);
  const blocks = db.prepare('SELECT block, bytes FROM verdict_block ORDER BY block').raw();
  for (const [block, bytes] of blocks.iterate() as Iterable<[number, Uint8Array]>) {
    if (bytes.length !== BLOCK_BYTES) continue;
    const from = block * IN_BLOCK;
    for (let i = 0; i < IN_BLOCK; i++) found[from + i] = (bytes[2 * i] as number) | ((bytes[2 * i + 1] as number) << 8);
    versions.set(bytes.subarray(2 * IN_BLOCK), from);
  }
  return { asOf: kept.asOf, sets: JSON.parse(kept.sets) as Verdicts['sets'], found, versions };
}

/**
 * Keeps verdicts in place of those that were kept; inside a transaction. Not where the trail went another way meanwhile, or somebody was
 * destroyed: nothing is to be written of those who are no more. Whether they were kept.
 */
export function writeVerdicts(db: Database, { basis, head, verdicts }: KeptVerdicts): boolean {
  const stands = db
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM audit WHERE seq = @size AND hash = @hash)
         AND NOT EXISTS (SELECT 1 FROM audit WHERE op = 'erase' AND seq > @size)`,
    )
    .pluck();
  if (stands.get(head) !== 1) return false;
  const { asOf, sets, found, versions } = verdicts;
  db.exec(verdictTables);
  db.exec('DELETE FROM verdict_memory; DELETE FROM verdict_block');
  db.prepare('INSERT INTO verdict_memory VALUES(1, ?, ?, ?, ?, ?)').run(
    basis,
    head.size,
    head.hash,
    asOf,
    JSON.stringify(sets),
  );
  const write = db.prepare('INSERT INTO verdict_block VALUES(?, ?)');
  for (let from = 0; from < versions.length; from += IN_BLOCK) {
    const bytes = Buffer.alloc(BLOCK_BYTES);
    for (let i = 0; i < IN_BLOCK && from + i < versions.length; i++)
      bytes.writeUInt16LE(found[from + i] as number, 2 * i);
    bytes.set(versions.subarray(from, from + IN_BLOCK), 2 * IN_BLOCK);
    write.run(from / IN_BLOCK, bytes);
  }
  return true;
}

/** Forgets what is remembered of customers who are destroyed, in whole or in part; inside a transaction. */
export function forgetVerdicts(db: Database, ids: Iterable<CustomerId>): void {
  if (!hasTables(db)) return;
  const blocks = new Map<number, CustomerId[]>();
  for (const id of ids) {
    const block = Math.floor(id / IN_BLOCK);
    const inBlock = blocks.get(block);
    if (inBlock === undefined) blocks.set(block, [id]);
    else inBlock.push(id);
  }
  const read = db.prepare('SELECT bytes FROM verdict_block WHERE block = ?').pluck();
  const write = db.prepare('UPDATE verdict_block SET bytes = ? WHERE block = ?');
  for (const [block, forgotten] of blocks) {
    const bytes = read.get(block) as Buffer | undefined;
    if (bytes === undefined) continue;
    for (const id of forgotten) {
      const at = id % IN_BLOCK;
      bytes.fill(0, 2 * at, 2 * at + 2);
      bytes[2 * IN_BLOCK + at] = 0;
    }
    write.run(bytes, block);
  }
}
