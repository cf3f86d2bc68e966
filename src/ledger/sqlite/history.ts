import type { Database } from 'better-sqlite3';
import type { AuditEvent, HistoryEntry } from '../../model/audit.js';
import type { CustomerId } from '../../model/customer.js';
import { erasuresOf } from './erasures.js';
import { once } from './once.js';
import type { CustomerReader } from './reader.js';
import { sealedColumns } from './schema.js';
import { type EraseBody, foldSize, type InsertBody, type SetAsideBody, type UpdateBody, type Why } from './trail.js';

/** A kept before-image or a note; both null once it was destroyed. */
interface KeptValue {
  readonly seq: number;
  readonly field: string;
  readonly before: string | null;
  readonly salt: string | null;
}

/** A value that nobody knows any more. */
const erased = Symbol('erased');
type Known = string | null | typeof erased;

/**
 * Everything that the trail says about one customer, oldest first. Only before-images are kept: what a change led to is the
 * next one's before-image, or the value now, so the way goes backwards from the customer as it stands.
 */
export function historyOf(db: Database, customers: CustomerReader, id: CustomerId): readonly HistoryEntry[] {
  const stored = customers.stored(id);
  const record = stored?.record ?? null;
  const now = new Map<string, Known>(
    sealedColumns.map((name) => [name, record === null ? erased : (record[name as 'name'] as string | null)]),
  );
  const values = once(
    db,
    'SELECT seq, field, before, salt FROM audit_value WHERE customer_id = ? ORDER BY seq DESC, field',
  ).all(id) as KeptValue[];
  const eventAt = once(db, 'SELECT * FROM audit WHERE seq = ?');
  const entries: HistoryEntry[] = [];
  const bySeq = new Map<number, KeptValue[]>();
  for (const value of values) {
    const group = bySeq.get(value.seq);
    if (group === undefined) bySeq.set(value.seq, [value]);
    else group.push(value);
  }
  for (const [seq, kept] of bySeq) {
    const event = eventAt.get(seq) as AuditEvent | undefined;
    if (event === undefined || event.op !== 'update') continue;
    const body = JSON.parse(event.body) as UpdateBody;
    const changes = kept
      .filter(({ field }) => !field.startsWith(':'))
      .map(({ field, before, salt }) => {
        const after = now.get(field) ?? null;
        const was: Known = salt === null ? erased : before;
        now.set(field, was);
        return {
          field,
          before: was === erased ? null : was,
          after: after === erased ? null : after,
          erased: was === erased || after === erased,
        };
      });
    entries.push({ ...entry(event, body.run, body.why, noteIn(kept)), changes });
  }
  entries.push(...movesOf(db, id, stored?.into ?? null), ...lossesOf(db, id));
  entries.sort((a, b) => b.seq - a.seq);
  const insert = insertEvent(db, id);
  if (insert !== null) {
    const { event, body, why } = insert;
    entries.push({
      ...entry(event, body.run, why, noteIn(bySeq.get(event.seq) ?? [])),
      // Of a destroyed file nobody knows which fields were filled in.
      changes:
        stored === null
          ? [{ field: '', before: null, after: null, erased: true }]
          : [...now]
              .filter(([, value]) => value !== null)
              .map(([field, value]) => ({
                field,
                before: null,
                after: value === erased ? null : value,
                erased: value === erased,
              })),
    });
  }
  return entries.reverse();
}

/** When fields of it, or its whole file, were destroyed; why, in the words of that event. */
function lossesOf(db: Database, id: CustomerId): HistoryEntry[] {
  const erasures = erasuresOf(db);
  const whole = erasures.of('customers', id);
  const note = once(db, "SELECT before FROM audit_value WHERE customer_id = 0 AND seq = ? AND field = ':note'").pluck();
  return [...erasures.fieldsOf(id), ...(whole === null ? [] : [whole])].map(({ seq }) => {
    const event = once(db, 'SELECT * FROM audit WHERE seq = ?').get(seq) as AuditEvent;
    const { run, why, fields } = JSON.parse(event.body) as EraseBody;
    return {
      ...entry(event, run, why, (note.get(seq) as string | null | undefined) ?? null),
      changes: (fields ?? [''])
        .filter((field) => !field.startsWith(':'))
        .map((field) => ({ field, before: null, after: null, erased: true })),
    };
  });
}

/** When it was set aside, brought back, or another was merged into it. */
function movesOf(db: Database, id: CustomerId, into: CustomerId | null): HistoryEntry[] {
  const events = once(
    db,
    `SELECT * FROM audit INDEXED BY audit_moves
       WHERE op IN ('set-aside', 'bring-back') AND (subject IS NULL OR subject IN (?, ?)) ORDER BY seq`,
  ).all(id, into) as AuditEvent[];
  return events.flatMap((event) => {
    const body = JSON.parse(event.body) as SetAsideBody;
    const concerns = event.subject === id || body.rows.some(([first, last]) => first <= id && id <= last);
    return concerns ? [{ ...entry(event, body.run, body.why, null), changes: [] }] : [];
  });
}

const noteIn = (kept: readonly KeptValue[]): string | null =>
  kept.find(({ field }) => field === ':note')?.before ?? null;

function entry(event: AuditEvent, run: number, why: Why, note: string | null): Omit<HistoryEntry, 'changes'> {
  const { seq, ts, actor, role, op } = event;
  const clauses = why.flatMap(([, clause]) => (clause === null ? [] : [clause]));
  return { seq, ts, actor, role, op, run, rule: why[0]?.[0] ?? null, clauses: [...new Set(clauses)], note };
}

/** The event that entered a customer, and the customer's own reasons in it. */
function insertEvent(
  db: Database,
  id: CustomerId,
): { readonly event: AuditEvent; readonly body: InsertBody; readonly why: Why } | null {
  const run = once(
    db,
    'SELECT first_id AS first, inserted, insert_seq AS seq FROM runs WHERE first_id <= ? ORDER BY first_id DESC LIMIT 1',
  ).get(id) as { first: number; inserted: number; seq: number } | undefined;
  if (run === undefined || id >= run.first + run.inserted) return null;
  const seq = run.seq + Math.floor((id - run.first) / foldSize);
  const event = once(db, "SELECT * FROM audit WHERE seq = ? AND op = 'insert'").get(seq) as AuditEvent | undefined;
  if (event === undefined) return null;
  const body = JSON.parse(event.body) as InsertBody;
  return { event, body, why: body.why[body.of?.[id - body.first] ?? 0] ?? [] };
}
