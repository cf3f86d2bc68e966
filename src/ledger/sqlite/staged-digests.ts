import type { Database, Statement } from 'better-sqlite3';
import { digestLength } from './seal.js';
import { foldSize } from './trail.js';

/** The digests of staged inserts, by 1,000 as the trail has them; rows are counted from 0. */
export class StagedDigests {
  readonly #write: Statement;
  readonly #read: Statement;
  /** Those since the last full fold. */
  #open: string[] = [];
  #folds = 0;

  /** Needs the table `stage_fold(fold INTEGER PRIMARY KEY, digests TEXT)`. */
  constructor(db: Database) {
    this.#write = db.prepare('INSERT OR REPLACE INTO stage_fold VALUES(?, ?)');
    this.#read = db.prepare('SELECT digests FROM stage_fold WHERE fold = ?').pluck();
  }

  /** Adds the digest of the next row. */
  add(digest: string): void {
    this.#open.push(digest);
    if (this.#open.length < foldSize) return;
    this.#write.run(this.#folds, this.#open.join(''));
    this.#folds += 1;
    this.#open = [];
  }

  /** Puts another digest in the place of a row's. */
  replace(row: number, digest: string): void {
    const fold = Math.floor(row / foldSize);
    const at = row % foldSize;
    if (fold === this.#folds) this.#open[at] = digest;
    else {
      const digests = this.fold(fold);
      const from = at * digestLength;
      this.#write.run(fold, digests.slice(0, from) + digest + digests.slice(from + digestLength));
    }
  }

  /** The digests of one fold, one after another. */
  fold(fold: number): string {
    return fold === this.#folds ? this.#open.join('') : (this.#read.get(fold) as string);
  }
}
