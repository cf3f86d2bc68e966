import { existsSync, statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { Replacement } from '../../files/atomic.js';
import type { Operator } from '../../model/audit.js';
import { StewardError } from '../../model/errors.js';
import type { CheckIn, Checkout, Draft } from '../../model/ledger.js';
import type { AppliedRun, RunInfo } from '../../model/plan.js';
import { SqliteLedger } from '../sqlite/ledger.js';
import { guard } from '../sqlite-errors.js';
import { checkoutOf, isBehind, known, noteAhead, noteFound, settle, wholeRow } from './checkout.js';
import { locksOf } from './paths.js';
import { sheetState } from './recover.js';
import { prepareSave } from './save.js';

/**
 * A ledger in a CSV file that people go on editing. Its companion is the ledger; the file is checked out from it. A run is committed in
 * the companion together with the hash of the file that is to be, which is already written and synced beside the old one; then it is put in
 * place. Whatever happens in between, opening the ledger again puts it there, or reads what somebody else put there.
 */
export class CsvLedger extends SqliteLedger {
  override checkout: Checkout | null;
  readonly #db: Database;
  readonly #path: string;
  /** Edits are being read: the file may stay open where they are made. */
  #reading = false;

  constructor(db: Database, path: string, write: boolean, edited: boolean) {
    super(db, path, write, 'csv');
    this.#db = db;
    this.#path = path;
    const found = known(db);
    this.checkout = found && checkoutOf(db, path, edited, found);
  }

  /** Refuses while the file is open in a spreadsheet, which would write over what is saved now. */
  override lock(): void {
    const lock = this.#reading ? undefined : this.#openElsewhere();
    if (lock !== undefined) throw new StewardError('sheet-open', { path: this.#path, lock });
    if (this.isLocked) return;
    super.lock();
    // Whoever held the lock before may have been cut off, or not have come to putting the file in place yet.
    if (known(this.#db)?.pending == null) return;
    const state = sheetState(this.#db, this.#path);
    if (state === 'saved') settle(this.#db);
    this.#refresh(state === 'edited');
  }

  override apply(
    draft: Draft | null,
    info: RunInfo,
    by: Operator,
    now: Date,
    beforeCommit?: () => void,
    found?: CheckIn,
  ): AppliedRun {
    this.#reading = found?.save === false;
    this.lock();
    if (this.checkout?.edited && found === undefined) {
      this.unlock();
      throw new StewardError('ledger-changed');
    }
    const { size } = this.head();
    const read = stampOf(this.#path);
    let saving: Replacement | null = null;
    try {
      const applied = this.commitRun(draft, info, by, now, () => {
        beforeCommit?.();
        if (found === undefined) noteAhead(this.#db, size);
        else this.#found(found);
        if (found?.save !== false) saving = this.#prepare();
      });
      this.#publish(saving, found === undefined ? read : null);
      return this.destroyed(applied);
    } finally {
      this.#reading = false;
      (saving as Replacement | null)?.abort();
    }
  }

  /** Brings the file up to a run that was committed before it could be saved; later, where it is open in a spreadsheet. */
  bringUp(): void {
    if (this.#openElsewhere() !== undefined) return;
    let saving: Replacement | null = null;
    try {
      this.lock();
      const read = stampOf(this.#path);
      guard(this.#path, () => {
        if (this.checkout?.edited === false) saving = this.#prepare();
        this.#db.exec('COMMIT');
      });
      this.unlock();
      this.#publish(saving, read);
    } finally {
      (saving as Replacement | null)?.abort();
      this.unlock();
    }
  }

  /** What a spreadsheet program that has the file open left beside it. */
  #openElsewhere(): string | undefined {
    return locksOf(this.#path).find((path) => existsSync(path));
  }

  #found(found: CheckIn): void {
    const first = this.#db.prepare('SELECT first_id FROM runs ORDER BY run DESC LIMIT 1').pluck().get() as
      | number
      | null;
    noteFound(this.#db, found, (staged) => (first ?? 0) - staged - 1);
    if (found.save === 'all') {
      this.#db.exec(
        `INSERT INTO checkout_ahead SELECT id, '${wholeRow}', NULL FROM customers WHERE aside IS NULL ON CONFLICT DO NOTHING`,
      );
    }
    this.#refresh(false);
  }

  #prepare(): Replacement | null {
    const now = known(this.#db);
    return now === null || !isBehind(this.#db) ? null : prepareSave(this.#db, this.#path, now);
  }

  /** Puts a saved file in place. The run is committed: what fails here is made good by the next opening. */
  #publish(saving: Replacement | null, read: string | null): void {
    if (saving === null) return;
    try {
      this.#db
        .transaction(() => {
          // Another process that came first has written this run's changes with its own.
          if (known(this.#db)?.pending !== saving.seal().sha256) return;
          if (read !== null && stampOf(this.#path) !== read) throw new StewardError('ledger-changed');
          saving.commit();
          settle(this.#db);
        })
        .immediate();
      this.#refresh(false);
    } catch (error) {
      const detail = error instanceof StewardError ? error.code : String((error as { code?: unknown }).code ?? error);
      throw new StewardError('sheet-behind', { path: this.#path, detail }, { cause: error });
    }
  }

  #refresh(edited: boolean): void {
    const now = known(this.#db);
    this.checkout = now && checkoutOf(this.#db, this.#path, edited, now);
  }
}

/** What tells that a file was written again, short of reading it. */
function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? '' : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
}
