/** What a ledger did since a backup of it was made: the runs that are lost by going back, and what it destroyed (S2-38). */
import type { AuditEvent } from '../../model/audit.js';
import type { Manifest, Standing } from '../../model/backup.js';
import type { CustomerId } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import type { FieldKey } from '../../model/fields.js';
import type { LedgerReader, RunRecord } from '../../model/ledger.js';
import type { PlanStep } from '../../model/plan.js';
import { eventHash } from '../sqlite/seal.js';
import { type EraseBody, idsIn } from '../sqlite/trail.js';

/** What an event destroyed of one customer. */
export interface DestroyedSince {
  readonly id: CustomerId;
  /** null: the whole file. */
  readonly fields: readonly (FieldKey | 'extra')[] | null;
  readonly code: string;
  readonly until: IsoDate | null;
}

/** What became after a backup. */
export interface Since {
  readonly standing: Extract<Standing, 'behind' | 'continues' | 'other'>;
  /** Runs that are not in the backup, in order. */
  readonly runs: readonly RunRecord[];
  readonly destroyed: readonly DestroyedSince[];
  /** Keys that were revoked, and versions of people and roles that were signed: going back must not give anybody a say again. */
  readonly steps: readonly PlanStep[];
}

/** Whether a chain holds this head. */
function holds(reader: LedgerReader, { size, hash }: Manifest['head']): boolean {
  for (const { seq, hash: found } of reader.audit(size)) return seq === size && found === hash;
  return false;
}

/** Reads the chain of `present` from the backup's head on; every link is checked, for it says whom to destroy. */
export function since(present: LedgerReader, copy: LedgerReader, { head, run }: Manifest): Since {
  const nothing = { runs: [], destroyed: [], steps: [] };
  if (present.head().size < head.size)
    return { standing: holds(copy, present.head()) ? 'behind' : 'other', ...nothing };
  if (!holds(present, head)) return { standing: 'other', ...nothing };
  const destroyed: DestroyedSince[] = [];
  let before = head.hash;
  for (const event of present.audit(head.size + 1)) {
    if (eventHash(before, event) !== event.hash) return { standing: 'other', ...nothing };
    before = event.hash;
    if (event.op === 'erase') destroyed.push(...destroyedBy(event));
  }
  const runs: RunRecord[] = [];
  for (const one of present.runs()) if (one.run > run) runs.push(one);
  const steps: PlanStep[] = [];
  for (const { op, plan, body, seq } of present.steps())
    if (seq > head.size && (op === 'key' || op === 'policy')) steps.push({ op, plan, body });
  return { standing: 'continues', runs, destroyed, steps };
}

function* destroyedBy({ body }: AuditEvent): IterableIterator<DestroyedSince> {
  const { code, until, fields, rows } = JSON.parse(body) as EraseBody;
  // Words in notes go by what they say, wherever the fields do.
  const only = fields?.filter((field): field is FieldKey | 'extra' => !field.startsWith(':')) ?? null;
  for (const id of idsIn(rows)) yield { id, fields: only, code, until };
}
