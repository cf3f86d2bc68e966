import type { Database, Statement } from 'better-sqlite3';
import { quoted } from './schema.js';
import { columnPrefix, digestOf, readRowText, rowText } from './seal.js';
import { kept, wellFormed } from './text.js';
import { foldSize } from './trail.js';

/** Rows to be staged, in order and within one fold; nothing else about them is needed. */
export interface StagedBatch {
  /** The position of the first, counted from 1. */
  readonly first: number;
  /** What each row's digest is made from, which names every column that is not null. */
  readonly texts: readonly string[];
  /** The identity key of each, which no digest covers. */
  readonly identities: readonly (string | null)[];
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
  /** Where each column that any row named stands in a row. */
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
  write({ first, texts, identities }: StagedBatch): void {
    const own = !this.#db.inTransaction;
    if (own) this.#db.exec('BEGIN');
    let digests = '';
    for (let i = 0; i < texts.length; i += 1) {
      const text = wellFormed(texts[i] as string) ? (texts[i] as string) : mended(texts[i] as string);
      const row = this.#row(text);
      row[0] = this.#alike.firstId + first - 1 + i;
      row[2] = kept(identities[i]);
      (this.#insert ?? this.#prepare()).run(...row);
      digests += digestOf(text);
    }
    this.#fold.run(Math.floor((first - 1) / foldSize), digests);
    if (own) this.#db.exec('COMMIT');
  }

  #row(text: string): (number | string | null)[] {
    const row = new Array<number | string | null>(fixed.length + this.#at.size).fill(null);
    row[1] = readRowText(text, (column, value) => {
      let at = this.#at.get(column);
      if (at === undefined) {
        at = fixed.length + this.#at.size;
        this.#at.set(column, at);
        this.#insert = null;
      }
      row[at] = value;
    });
    return row;
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

/** A row's text with every value as it is kept. */
function mended(text: string): string {
  const prefixes: string[] = [];
  const values: (string | null)[] = [];
  const salt = readRowText(text, (column, value) => {
    prefixes.push(columnPrefix(column));
    values.push(kept(value));
  });
  return rowText('customers', salt, prefixes, values);
}
