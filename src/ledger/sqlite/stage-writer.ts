import type { Database, Statement } from 'better-sqlite3';
import { quoted } from './schema.js';
import { columnPrefix, digestOf, rowText } from './seal.js';
import { kept, wellFormed } from './text.js';
import { foldSize } from './trail.js';

/** A row as it is staged: which of the batch's columns it has, its salt, its identity key, which no digest covers, and a value a column. */
export type StagedRow = readonly [columns: number, salt: string, identity: string | null, ...values: (string | null)[]];

/** Rows to be staged, in order and within one fold. */
export interface StagedBatch {
  /** The position of the first, counted from 1. */
  readonly first: number;
  /** Sets of columns that the digest covers, each in the order of names. */
  readonly columns: readonly (readonly string[])[];
  readonly rows: readonly StagedRow[];
}

/** What all rows of a draft have in common: the id of the first, and the day on which they will most likely be entered. */
export interface StagedAlike {
  readonly firstId: number;
  readonly enteredOn: string;
}

/** What stands in a staged row before the columns that its digest covers. */
const fixed = ['id', 'salt', 'identity'] as const;

/** Puts batches into a database with `stage_insert`, laid out as the customers, and `stage_fold(fold INTEGER PRIMARY KEY, digests TEXT)`. */
export class StageWriter {
  readonly #db: Database;
  readonly #alike: StagedAlike;
  readonly #fold: Statement;
  /** Where each column that any row has had stands in the statement. */
  readonly #at = new Map<string, number>();
  #insert: Statement | null = null;

  constructor(db: Database, alike: StagedAlike) {
    this.#db = db;
    this.#alike = alike;
    this.#fold = db.prepare(
      'INSERT INTO stage_fold VALUES(?, ?) ON CONFLICT(fold) DO UPDATE SET digests = digests || excluded.digests',
    );
  }

  /** Stages a batch with its digests; in a transaction of its own where none is open. */
  write({ first, columns, rows }: StagedBatch): void {
    const own = !this.#db.inTransaction;
    if (own) this.#db.exec('BEGIN');
    const places = columns.map((names) => names.map((name) => this.#place(name)));
    const prefixes = columns.map((names) => names.map(columnPrefix));
    const insert = this.#insert ?? this.#prepare();
    let digests = '';
    for (let i = 0; i < rows.length; i += 1) {
      const [shape, salt, identity, ...said] = rows[i] as StagedRow;
      let values: readonly (string | null)[] = said;
      let text = rowText('customers', salt, prefixes[shape] as string[], values);
      // One look at the whole row instead of one at each value.
      if (!wellFormed(text)) {
        values = said.map(kept);
        text = rowText('customers', salt, prefixes[shape] as string[], values);
      }
      digests += digestOf(text);
      const row = new Array<number | string | null>(fixed.length + this.#at.size).fill(null);
      row[0] = this.#alike.firstId + first - 1 + i;
      row[1] = salt;
      row[2] = kept(identity);
      const at = places[shape] as number[];
      for (let j = 0; j < at.length; j += 1) row[at[j] as number] = values[j] as string | null;
      insert.run(...row);
    }
    this.#fold.run(Math.floor((first - 1) / foldSize), digests);
    if (own) this.#db.exec('COMMIT');
  }

  #place(column: string): number {
    let at = this.#at.get(column);
    if (at === undefined) {
      at = fixed.length + this.#at.size;
      this.#at.set(column, at);
      this.#insert = null;
    }
    return at;
  }

  #prepare(): Statement {
    const names = [...fixed, ...this.#at.keys()];
    const day = `'${this.#alike.enteredOn.replaceAll("'", "''")}'`;
    this.#insert = this.#db.prepare(
      `INSERT INTO stage_insert(entered_on, version, ${names.map(quoted)}) VALUES(${day}, 1, ${names.map(() => '?')})`,
    );
    return this.#insert;
  }
}

/** What a staged row bears under a column, or as its identity key; null for nothing. */
export function borne({ columns, rows }: Omit<StagedBatch, 'first'>, row: number, key: string): string | null {
  const [shape, , identity, ...values] = rows[row] as StagedRow;
  return kept(key === 'identity' ? identity : values[(columns[shape] as readonly string[]).indexOf(key)]);
}
