/** A file of interactions (S4-37) or transactions (S2-07) becomes a plan: every row finds its customer or is rejected, and the customers move on. */
import type { RowFault, RowSource } from '../files/row-source.js';
import type { ChildTable } from '../model/child-fields.js';
import type { CustomerId } from '../model/customer.js';
import type { Given } from '../model/given.js';
import type { Draft, LedgerReader } from '../model/ledger.js';
import type { ChildRow, Counts } from '../model/plan.js';
import type { Data } from '../model/text.js';
import { customerFinder } from './child-customer.js';
import type { ChildMapping } from './child-headers.js';
import type { ChildCode } from './child-messages.js';
import { ChildMoves } from './child-moves.js';
import { type ChildFault, type ChildValues, childReader } from './child-row.js';
import { textHash } from './hash.js';

/** Something to be said of a row, or of the customer that it speaks of (then `line` is null). */
export interface ChildNote {
  readonly code: ChildCode;
  readonly what: 'note' | 'rejected';
  readonly line: number | null;
  readonly record: number | null;
  /** 1-based. */
  readonly column: number | null;
  readonly data: Data;
}

/** Who hears of rows and customers. */
export interface ChildListener {
  note(note: ChildNote): void;
  /** A row is rejected, for all that was just noted of it: its cells, or its text where it could not be cut into cells. */
  reject(line: number, cells: readonly string[], raw: string): void;
  progress(bytes: number, rows: number): void;
}

/** What came of a file. */
export interface ChildResult {
  readonly counts: Counts;
  /** How many customers moved on. */
  readonly customers: number;
}

const called = (reader: LedgerReader, id: CustomerId): string => reader.get(id)?.customer_no ?? `#${id}`;

/** Reads a whole source into a draft; the listener hears of every row that is rejected and every customer in doubt. */
export async function planChildren(
  source: RowSource,
  mapping: ChildMapping,
  table: ChildTable,
  ledger: { readonly reader: LedgerReader; readonly draft: Draft },
  given: Given,
  listener: ChildListener,
): Promise<ChildResult> {
  const { reader, draft } = ledger;
  const read = childReader(mapping.columns, table, given);
  const find = customerFinder(reader);
  const moves = new ChildMoves(given);
  const known = new KnownRows(reader, table);
  const counts = { read: 0, created: 0, updated: 0, unchanged: 0, held: 0, rejected: 0 };

  const take = (cells: readonly string[], line: number, record: number): void => {
    counts.read++;
    const reject = (faults: readonly ChildFault[]): void => {
      counts.rejected++;
      for (const fault of faults) listener.note({ what: 'rejected', line, record, ...fault });
      listener.reject(line, cells, '');
    };
    const row = read(cells);
    if (!row.ok) {
      reject(row.faults);
      return;
    }
    const found = find(row.values.refers);
    if (!found.ok) {
      const customers = found.ids.slice(0, 5).map((id) => called(reader, id));
      const data = { by: found.by, customers, customer: found.number ?? customers[0] ?? null };
      reject([{ code: `child/${found.why}`, data, column: null }]);
      return;
    }
    const child = childOf(table, found.record.id, row.values);
    if (known.has(child)) {
      counts.unchanged++;
      return;
    }
    counts.created++;
    draft.child(child);
    moves.add(child);
  };

  const refuse = ({ code, line, record, raw }: RowFault): void => {
    counts.read++;
    counts.rejected++;
    listener.note({ code: 'row/fault', what: 'rejected', line, record, column: null, data: { code } });
    listener.reject(line, [], raw);
  };

  for await (const { rows, lines, records, faults, notes, bytesRead } of source.batches()) {
    let next = 0;
    for (let i = 0; i < rows.length; i++) {
      const record = records[i] as number;
      while (next < faults.length && (faults[next] as RowFault).record < record) refuse(faults[next++] as RowFault);
      take(rows[i] as string[], lines[i] as number, record);
    }
    while (next < faults.length) refuse(faults[next++] as RowFault);
    for (const { code, line, record, column } of notes)
      listener.note({ code: `cell/${code}`, what: 'note', line, record, column, data: {} });
    listener.progress(bytesRead, counts.read);
  }

  const reasons = [
    { rule: `import/${table}`, clause: table === 'interactions' ? 'S4-37' : 'S2-07', data: {} } as const,
  ];
  let customers = 0;
  for (const id of moves.customers()) {
    const record = reader.get(id);
    if (record === null) continue;
    const later = moves.unborne(record, reader);
    if (later !== null) {
      const data = { ...later, customer: called(reader, id) };
      listener.note({ code: 'child/stored-later', what: 'note', line: null, record: null, column: null, data });
    }
    const set = moves.changeOf(record, reader);
    if (Object.keys(set).length === 0) continue;
    draft.add({ kind: 'update', id, expect: record.version, set, reasons });
    customers++;
  }
  return { counts, customers };
}

function childOf(table: ChildTable, customer: CustomerId, { own, at, extra }: ChildValues): ChildRow {
  const more = extra === null ? {} : { extra };
  const kind = own.kind as string;
  return table === 'interactions'
    ? {
        table,
        customer,
        at,
        kind,
        actor: own.actor ?? null,
        summary: own.summary ?? null,
        result: own.result ?? null,
        ...more,
      }
    : {
        table,
        customer,
        at,
        kind,
        amount: own.amount ?? null,
        detail: own.detail ?? null,
        status: own.status ?? null,
        ...more,
      };
}

/** Tells a row that the ledger has, or that stood in the file before, so that the same file again brings nothing. */
class KnownRows {
  readonly #reader: LedgerReader;
  readonly #table: ChildTable;
  readonly #seen = new Map<CustomerId, Set<number>>();

  constructor(reader: LedgerReader, table: ChildTable) {
    this.#reader = reader;
    this.#table = table;
  }

  /** Whether the very same row is there; from now on it is. */
  has(row: ChildRow): boolean {
    let rows = this.#seen.get(row.customer);
    if (rows === undefined) {
      rows = new Set(this.#reader.children(this.#table, row.customer).map(plain));
      this.#seen.set(row.customer, rows);
    }
    const hash = plain(row);
    if (rows.has(hash)) return true;
    rows.add(hash);
    return false;
  }
}

/** A hash of what a row says, without whose it is: a merged customer's rows are its own. */
const plain = (row: ChildRow): number =>
  row.table === 'interactions'
    ? textHash([row.at, row.kind, row.actor ?? '', row.summary ?? '', row.result ?? '', row.extra ?? ''])
    : textHash([row.at, row.kind, row.amount ?? '', row.detail ?? '', row.status ?? '', row.extra ?? '']);
