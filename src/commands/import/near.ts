/** Near duplicates at the door of an import: the file's rows before the matcher, beside each other and the ledger (S1-11). */
import { recordOf } from '../../intake/door.js';
import { mostUnscanned, type NearAsker, type NearRow } from '../../intake/near.js';
import type { Explanation } from '../../match/explain.js';
import type { NewRecord } from '../../match/increment.js';
import type { Learned } from '../../match/learned.js';
import { bitsOf } from '../../match/model.js';
import { type Likeness, likenesses, Meetings } from '../../match/near.js';
import { PackedPostings } from '../../match/postings.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { Given } from '../../model/given.js';
import type { LedgerReader, MatchMemory } from '../../model/ledger.js';
import { Judge, learnedIn } from '../dedupe/judge.js';
import { cellsOf } from '../dedupe/ledger-records.js';
import { changedSince } from '../dedupe/scan-since.js';
import { scanUnscanned } from '../dedupe/unscanned.js';

/** Customers that are read before they are put beside the rows. */
const CHUNK = 5000;

/** A row and who it is most likely one with, for telling why. */
interface Found {
  readonly row: CustomerRecord;
  readonly likely: Likeness;
}

/** Compares when it is first asked: a file that only speaks of known customers costs nothing. */
export class NearDoor implements NearAsker {
  readonly #reader: LedgerReader;
  readonly #given: Given;
  #rows: readonly NearRow[] = [];
  /** Places in `#rows` by record, and what is likely by place. */
  #places = new Map<number, number>();
  #likely: ReadonlyMap<number, readonly Likeness[]> | null = null;
  #learned: Learned | null = null;
  /** Whose earlier rows became, by place. */
  readonly #became = new Map<number, CustomerId>();
  readonly #found = new Map<number, Found>();
  /** Whether the rows were compared with each other alone: the ledger was never scanned, and is too large to be scanned for a file. */
  rowsOnly = false;

  constructor(reader: LedgerReader, given: Given) {
    this.#reader = reader;
    this.#given = given;
  }

  hear(rows: readonly NearRow[]): void {
    this.#rows = rows;
    this.#places = new Map(rows.map(({ record }, place) => [record, place]));
  }

  placed(record: number, id: CustomerId | null): void {
    const place = this.#places.get(record);
    if (place !== undefined && id !== null) this.#became.set(place, id);
  }

  ask(record: number): CustomerId | null {
    this.#likely ??= this.#compare();
    const place = this.#places.get(record) as number;
    for (const likely of this.#likely.get(place) ?? []) {
      const against = likely.id ?? this.#beside(place, likely.row as number);
      if (against === null) continue;
      this.#found.set(record, { row: this.#record(place), likely });
      return against;
    }
    return null;
  }

  /** Why a row was taken for somebody known, by its record; null where it was not. */
  explain(record: number): Explanation | null {
    const found = this.#found.get(record);
    if (found === undefined) return null;
    const { likely, row } = found;
    const other =
      likely.id === null ? this.#record(likely.row as number) : (this.#reader.get(likely.id) as CustomerRecord);
    return explainNear(row, other, this.#given, this.#learned);
  }

  /** Whose an earlier row became; null: nobody's, or both bear numbers of their own, by which they are told apart. */
  #beside(place: number, earlier: number): CustomerId | null {
    const numbered = (at: number): boolean => Boolean(this.#rows[at]?.row.values.customer_no);
    return numbered(place) && numbered(earlier) ? null : (this.#became.get(earlier) ?? null);
  }

  #record(place: number): CustomerRecord {
    return { ...recordOf((this.#rows[place] as NearRow).row, this.#given), id: -1 - place };
  }

  #compare(): ReadonlyMap<number, readonly Likeness[]> {
    const reader = this.#reader;
    const { matching } = this.#given.policy;
    const rows = this.#rows.map((_, place) => this.#record(place));
    this.#learned = learnedIn(reader);
    if (this.#learned === null) {
      this.rowsOnly = reader.count() > mostUnscanned;
      const found = scanUnscanned(reader, matching, rows);
      this.#learned = found?.learned ?? null;
      return found?.likely ?? new Map();
    }
    const names = this.#learned.model.columns.map(({ name }) => name);
    const cells = rows.map((record) => cellsOf(record, names));
    const meetings = new Meetings(this.#learned, cells, reader.count(), matching.largestBlock);
    this.#meet(meetings, names);
    const onFile = (id: CustomerId) => {
      const record = reader.get(id);
      return record === null ? null : cellsOf(record, names);
    };
    return likenesses(this.#learned, meetings.meetings(), cells, onFile, bitsOf(matching.review));
  }

  /** What scans remember of most customers is where they are found; those that changed since say it themselves. */
  #meet(meetings: Meetings, names: readonly string[]): void {
    const reader = this.#reader;
    if (meetings.whole) {
      see(meetings, names, reader.read());
      return;
    }
    const { postings, size } = reader.memory() as MatchMemory;
    const changed = changedSince(reader, names, size, null);
    for (const blob of postings) meetings.recall(PackedPostings.from([blob]), changed);
    const records = function* () {
      for (const id of [...changed].sort((a, b) => a - b)) yield reader.get(id) as CustomerRecord;
    };
    see(meetings, names, records());
  }
}

/** The waterfall of a row and somebody known, the row's values first; what is to be done is for a person to say. */
export const explainNear = (
  row: CustomerRecord,
  other: CustomerRecord,
  { policy }: Given,
  learned: Learned | null,
): Explanation => new Judge([row, other], policy.matching, learned).explain(row.id, other.id, () => 'review');

function see(meetings: Meetings, names: readonly string[], records: Iterable<CustomerRecord>): void {
  let chunk: NewRecord[] = [];
  for (const record of records) {
    chunk.push({ id: record.id, cells: cellsOf(record, names) });
    if (chunk.length < CHUNK) continue;
    meetings.see(chunk);
    chunk = [];
  }
  if (chunk.length > 0) meetings.see(chunk);
}
