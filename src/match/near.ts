/** Rows that have not come in yet, beside what is on file and beside each other: which of them are most likely known already (S1-11). */
import { comparer } from './compare.js';
import { type Cells, type NewRecord, tableOf } from './increment.js';
import { type Learned, learnedScorer } from './learned.js';
import { type Postings, postingsOf } from './postings.js';
import { WHOLE } from './scan.js';

/** Whom a row is to be compared with: rows that stand before it in the file, and records on file by their ids. */
export interface Meeting {
  readonly row: number;
  readonly rows: readonly number[];
  readonly ids: readonly number[];
}

/** Somebody who is most likely the same as a row: one that stands before it, or a record on file. */
export interface Likeness {
  readonly row: number | null;
  readonly id: number | null;
  readonly bits: number;
}

/** Records that are put into a table at once. */
const TOGETHER = 60_000;

/**
 * Brings the rows of a file, numbered from 0, together with what shares a blocking key of a model with them. Where all of them are few they are
 * compared as a whole, as a scan of them would. A key under which more than `largest` stand tells nobody apart, and is left out.
 */
export class Meetings {
  readonly #learned: Learned;
  readonly #largest: number;
  readonly #count: number;
  /** By posting the rows under it, and whom on file it brings: one more than `largest` at most. */
  readonly #rows = new Map<number, number[]>();
  readonly #ids = new Map<number, number[]>();
  /** Everybody on file, where all are compared; null where that would be too many. */
  readonly #all: number[] | null;

  /** @param onFile how many records are on file */
  constructor(learned: Learned, rows: readonly Cells[], onFile: number, largest: number) {
    this.#learned = learned;
    this.#largest = largest;
    this.#count = rows.length;
    this.#all = rows.length + onFile <= WHOLE ? [] : null;
    if (this.#all !== null) return;
    const table = tableOf(
      learned,
      rows.map((cells, id) => ({ id, cells })),
    );
    const post = postingsOf(table, learned);
    for (let r = 0; r < table.size; r++) post(r, (posting) => put(this.#rows, posting, table.order[r]!));
  }

  /** Meets records on file by what they say. */
  see(records: readonly NewRecord[]): void {
    if (this.#all !== null) {
      for (const { id } of records) this.#all.push(id);
      return;
    }
    const table = tableOf(this.#learned, records);
    const post = postingsOf(table, this.#learned);
    for (let r = 0; r < table.size; r++)
      post(r, (posting) => {
        if (this.#rows.has(posting)) this.#meet(posting, records[table.order[r]!]!.id);
      });
  }

  /** Meets records on file by postings that were kept of them, but for some; where all are compared, postings are not asked. */
  recall(postings: Postings, but: ReadonlySet<number>): void {
    for (const posting of this.#rows.keys()) {
      const ids = postings.ids(posting);
      for (let i = 0; i < ids.length && i <= this.#largest; i++) if (!but.has(ids[i]!)) this.#meet(posting, ids[i]!);
    }
  }

  /** Whether everybody is compared with everybody, so that `see` has to hear of all. */
  get whole(): boolean {
    return this.#all !== null;
  }

  /** What came of it, row by row; everybody once. */
  *meetings(): Generator<Meeting> {
    const all = this.#all;
    if (all !== null) {
      for (let row = 0; row < this.#count; row++)
        yield { row, rows: Array.from({ length: row }, (_, at) => at), ids: all };
      return;
    }
    const postings: number[][] = Array.from({ length: this.#count }, () => []);
    for (const [posting, rows] of this.#rows) for (const row of rows) postings[row]!.push(posting);
    for (let row = 0; row < this.#count; row++) {
      const rows = new Set<number>();
      const ids = new Set<number>();
      for (const posting of postings[row]!) {
        const beside = this.#rows.get(posting)!;
        if (beside.length <= this.#largest) for (const other of beside) if (other < row) rows.add(other);
        const met = this.#ids.get(posting);
        if (met !== undefined && met.length <= this.#largest) for (const id of met) ids.add(id);
      }
      if (rows.size + ids.size > 0) yield { row, rows: [...rows], ids: [...ids] };
    }
  }

  #meet(posting: number, id: number): void {
    const met = this.#ids.get(posting);
    if (met === undefined || met.length <= this.#largest) put(this.#ids, posting, id);
  }
}

function put(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/**
 * Weighs meetings: by row, who is one with it by at least so many bits, the likeliest first. Neither a veto nor a shared phone or address alone
 * makes anybody likely. Few records are held at a time; `cellsOf` is asked for them again and again, and says null of who is no customer any more.
 */
export function likenesses(
  learned: Learned,
  meetings: Iterable<Meeting>,
  rows: readonly Cells[],
  cellsOf: (id: number) => Cells | null,
  least: number,
): Map<number, readonly Likeness[]> {
  const found = new Map<number, readonly Likeness[]>();
  let waiting: Meeting[] = [];
  let records = new Map<number, Cells | null>();
  const weigh = (): void => {
    for (const [row, likely] of weighed(learned, waiting, records, least)) found.set(row, likely);
    waiting = [];
    records = new Map();
  };
  for (const meeting of meetings) {
    for (const row of [meeting.row, ...meeting.rows]) records.set(-1 - row, rows[row]!);
    for (const id of meeting.ids) if (!records.has(id)) records.set(id, cellsOf(id));
    waiting.push(meeting);
    if (records.size >= TOGETHER) weigh();
  }
  weigh();
  return found;
}

/** `records`: rows under −1 − their number, and records on file under their ids. */
function* weighed(
  learned: Learned,
  meetings: readonly Meeting[],
  records: ReadonlyMap<number, Cells | null>,
  least: number,
): Generator<readonly [row: number, likely: readonly Likeness[]]> {
  const all = [...records].flatMap(([id, cells]): NewRecord[] => (cells === null ? [] : [{ id, cells }]));
  if (all.length === 0) return;
  const table = tableOf(learned, all);
  const at = new Map(Array.from(table.order, (place, r) => [all[place]!.id, r]));
  const compare = comparer(table);
  const scorer = learnedScorer(table, learned);
  for (const { ids, row, rows } of meetings) {
    const own = at.get(-1 - row)!;
    const likely: Likeness[] = [];
    const see = (other: number | undefined, who: Pick<Likeness, 'id' | 'row'>): void => {
      if (other === undefined) return;
      const vector = compare(own, other);
      const bound = scorer.bound(vector);
      if (bound !== 'free' && bound !== 'capped') return;
      const bits = scorer.weight(own, other, vector);
      if (bits >= least) likely.push({ ...who, bits });
    };
    for (const id of ids) see(at.get(id), { row: null, id });
    for (const other of rows) see(at.get(-1 - other), { row: other, id: null });
    if (likely.length > 0) yield [row, likely.sort(byLikelihood)];
  }
}

/** The likeliest first; then who is on file, the oldest; then rows as they stand. */
export const byLikelihood = (x: Likeness, y: Likeness): number =>
  y.bits - x.bits ||
  Number(x.id === null) - Number(y.id === null) ||
  (x.id ?? 0) - (y.id ?? 0) ||
  (x.row ?? 0) - (y.row ?? 0);
