/** What a ledger did since a backup of it was made: the runs that are lost by going back, and what it destroyed (S2-38). */
import type { AuditEvent } from '../../model/audit.js';
import type { Manifest, Standing } from '../../model/backup.js';
import type { CustomerId } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import type { FieldKey } from '../../model/fields.js';
import type { LedgerReader, RunRecord } from '../../model/ledger.js';
import type { PlanStep } from '../../model/plan.js';
import { eventHash } from '../sqlite/seal.js';
import { type EraseBody, type InsertBody, idsIn, type RunBody } from '../sqlite/trail.js';

/** What an event destroyed of one customer. */
export interface DestroyedSince {
  readonly id: CustomerId;
  /** null: the whole file. */
  readonly fields: readonly (FieldKey | 'extra')[] | null;
  readonly code: string;
  readonly until: IsoDate | null;
}

/** What became after a backup, or of a ledger of an `other` history after the two parted. */
export interface Since {
  readonly standing: Extract<Standing, 'behind' | 'continues' | 'other'>;
  /** How many events both chains have in common. */
  readonly from: number;
  /** Up to this id a customer is the same in both. */
  readonly lastId: CustomerId;
  /** Runs that are not in the backup, in order. */
  readonly runs: readonly RunRecord[];
  readonly destroyed: readonly DestroyedSince[];
  /** Keys that were revoked, and versions of people and roles that were signed: going back must not give anybody a say again. */
  readonly steps: readonly PlanStep[];
}

/** The hash of an event; null where the chain does not go so far. */
function hashAt(reader: LedgerReader, seq: number): string | null {
  for (const event of reader.audit(seq)) return event.seq === seq ? event.hash : null;
  return null;
}

/** How many events two chains have in common: what is the same at one place is the same at all before it. */
function common(one: LedgerReader, other: LedgerReader): number {
  let low = 0;
  let high = Math.min(one.head().size, other.head().size);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (hashAt(one, middle) === hashAt(other, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The last customer and the last run of the first `size` events of a chain. */
function lastOf(reader: LedgerReader, size: number): { readonly lastId: CustomerId; readonly run: number } {
  let lastId = 0;
  let run = 0;
  for (const { seq, op, body } of reader.audit()) {
    if (seq > size) break;
    if (op === 'run') run = (JSON.parse(body) as RunBody).run;
    if (op !== 'insert') continue;
    const { first, n } = JSON.parse(body) as InsertBody;
    lastId = first + n - 1;
  }
  return { lastId, run };
}

/** Reads the chain of `present` from where it parts from the backup's; every link is checked, for it says whom to destroy. */
export function since(present: LedgerReader, copy: LedgerReader, { head, run: lastRun }: Manifest): Since {
  const from = common(present, copy);
  const standing = from >= head.size ? 'continues' : from === present.head().size ? 'behind' : 'other';
  const { lastId, run } =
    standing === 'other' ? lastOf(copy, from) : { lastId: Number.POSITIVE_INFINITY, run: lastRun };
  const destroyed: DestroyedSince[] = [];
  let before = from === 0 ? null : hashAt(present, from);
  for (const event of present.audit(from + 1)) {
    // A chain that does not hold says nothing.
    if (before !== null && eventHash(before, event) !== event.hash)
      return { standing: 'other', from, lastId: 0, runs: [], destroyed: [], steps: [] };
    before = event.hash;
    if (event.op === 'erase') for (const one of destroyedBy(event)) if (one.id <= lastId) destroyed.push(one);
  }
  const runs: RunRecord[] = [];
  for (const one of present.runs()) if (one.run > run) runs.push(one);
  const steps: PlanStep[] = [];
  // A version that was signed goes on from the one before it, which another history need not have.
  for (const { op, plan, body, seq } of present.steps())
    if (seq > from && (op === 'key' || (op === 'policy' && standing === 'continues'))) steps.push({ op, plan, body });
  return { standing, from, lastId, runs, destroyed, steps };
}

function* destroyedBy({ body }: AuditEvent): IterableIterator<DestroyedSince> {
  const { code, until, fields, rows } = JSON.parse(body) as EraseBody;
  // Words in notes go by what they say, wherever the fields do.
  const only = fields?.filter((field): field is FieldKey | 'extra' => !field.startsWith(':')) ?? null;
  for (const id of idsIn(rows)) yield { id, fields: only, code, until };
}
