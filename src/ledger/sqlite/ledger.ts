import { hash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import type { AuditEvent, AuditOp, Head, HistoryEntry, Operator, VerifyReport } from '../../model/audit.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import { StewardError } from '../../model/errors.js';
import type { FieldKey } from '../../model/fields.js';
import type {
  AsideRecord,
  Checkout,
  Draft,
  EnteredFrom,
  Entry,
  Erasure,
  HeldOutcome,
  HeldRecord,
  IdentityKey,
  KeptBefore,
  KeptText,
  Ledger,
  LedgerInfo,
  MatchMemory,
  PastState,
  PlanStepRecord,
  RunEffect,
  RunRecord,
  Tombstone,
  TombstoneKey,
} from '../../model/ledger.js';
import type { AppliedRun, ChildRow, Destruction, FieldValues, PairDecision, RunInfo } from '../../model/plan.js';
import type { Verdicts } from '../../model/verdicts.js';
import { guard, guarded } from '../sqlite-errors.js';
import { applyRun } from './apply.js';
import { eventOfRun, readAt } from './at.js';
import { useWal } from './connection.js';
import { checkSpace, destroyingRun, finishDestruction } from './destroy.js';
import { dropStage, SqliteDraft } from './draft.js';
import { effectsOf } from './effects.js';
import { readErasure } from './erasures.js';
import { historyOf } from './history.js';
import { readMemory, readPair, readPairs, writeMemory } from './pairs.js';
import {
  CustomerReader,
  finders,
  readAppliedPlan,
  readAudit,
  readChildren,
  readEntry,
  readEventHash,
  readHeld,
  readHeldRow,
  readInputRun,
  readMembers,
  readRegistered,
  readRun,
  readRuns,
  readSteps,
} from './reader.js';
import { readAuditOf, readEnteredFrom, readHeldOutcomes } from './report-reads.js';
import { Salts } from './seal.js';
import { kept } from './text.js';
import { readTexts, readTextsAt, readTextsOf } from './texts.js';
import { nameHash, readTombstones, tombstoneTester } from './tombstones.js';
import { headOf, Trail } from './trail.js';
import { countCustomers } from './trust.js';
import { readEventTime, readValueTrail } from './value-trail.js';
import { readVerdicts } from './verdicts.js';
import { verifyLedger } from './verify/verify.js';

/** What the connection's transaction is: none, a draft's own over its staging tables, or the write lock. */
type Hold = 'draft' | 'lock' | 'none';

/**
 * A ledger in one SQLite file. Opened to read, it sees one state from beginning to end. Opened to write, every change goes
 * through `apply`.
 */
export class SqliteLedger implements Ledger {
  readonly info: LedgerInfo;
  readonly checkout: Checkout | null = null;
  readonly #db: Database;
  readonly #write: boolean;
  readonly #salts = new Salts();
  readonly #customers: CustomerReader;
  readonly #find: ReadonlyMap<IdentityKey, Statement>;
  #hold: Hold = 'none';
  #draft: { readonly draft: SqliteDraft; readonly head: Head } | null = null;

  constructor(db: Database, path: string, write: boolean, kind: LedgerInfo['kind'] = 'sqlite') {
    this.#db = db;
    this.#write = write;
    const meta = new Map(db.prepare('SELECT key, value FROM meta').raw().all() as [string, string][]);
    this.info = {
      kind,
      path,
      database: db.name,
      uuid: meta.get('uuid') ?? '',
      schema: db.pragma('user_version', { simple: true }) as number,
      created: meta.get('created') ?? '',
    };
    this.#customers = new CustomerReader(db);
    this.#find = finders(db);
    if (!write) db.exec('BEGIN');
  }

  head(): Head {
    return this.#guard(() => headOf(this.#db));
  }

  count(): number {
    return this.#guard(() => countCustomers(this.#db));
  }

  read(fields?: readonly FieldKey[]): IterableIterator<CustomerRecord> {
    return guarded(this.info.path, () => this.#customers.all(fields));
  }

  get(id: CustomerId): CustomerRecord | null {
    return this.#guard(() => this.#customers.one(id));
  }

  aside(id: CustomerId): AsideRecord | null {
    return this.#guard(() => {
      const stored = this.#customers.stored(id);
      if (stored === null || stored.why === null) return null;
      const { record, why, into } = stored;
      return { record, why, into };
    });
  }

  members(id: CustomerId): readonly CustomerId[] {
    return this.#guard(() => readMembers(this.#db, id));
  }

  entry(id: CustomerId): Entry | null {
    return this.#guard(() => readEntry(this.#db, id));
  }

  find(key: IdentityKey, value: string): readonly CustomerId[] {
    const wanted = kept(value);
    return wanted === null ? [] : this.#guard(() => (this.#find.get(key) as Statement).all(wanted) as CustomerId[]);
  }

  registered(no: string): { readonly customer: CustomerId; readonly free: boolean } | null {
    const wanted = kept(no);
    return wanted === null ? null : this.#guard(() => readRegistered(this.#db, wanted));
  }

  lastSerial(scheme: string, counter: string): number {
    const last = this.#guard(() =>
      this.#db.prepare('SELECT last FROM counters WHERE scheme = ? AND counter = ?').pluck().get(scheme, counter),
    );
    return (last as number | undefined) ?? 0;
  }

  history(id: CustomerId): IterableIterator<HistoryEntry> {
    return guarded(this.info.path, () => historyOf(this.#db, this.#customers, id));
  }

  erasure(id: CustomerId): Erasure | null {
    return this.#guard(() => readErasure(this.#db, id));
  }

  tombstones(set: FieldValues, asOf: IsoDate | null): readonly Tombstone[] {
    return this.#guard(() => readTombstones(this.#db, set, asOf));
  }

  tombstoneTester(): ((key: TombstoneKey) => CustomerId | null) | null {
    return this.#guard(() => tombstoneTester(this.#db));
  }

  texts(ids?: ReadonlySet<CustomerId>): IterableIterator<KeptText> {
    return guarded(this.info.path, () => (ids === undefined ? readTexts(this.#db) : readTextsOf(this.#db, ids)));
  }

  textsAt(offset: number): IterableIterator<KeptText> {
    return guarded(this.info.path, () => readTextsAt(this.#db, offset));
  }

  children(table: ChildRow['table'], id: CustomerId): readonly ChildRow[] {
    return this.#guard(() => readChildren(this.#db, table, id));
  }

  runs(): IterableIterator<RunRecord> {
    return guarded(this.info.path, () => readRuns(this.#db));
  }

  run(run: number): RunRecord | null {
    return this.#guard(() => readRun(this.#db, run));
  }

  atRun(run: number): PastState {
    const { records, lost } = this.#guard(() => readAt(this.#db, eventOfRun(this.#db, run)));
    return { records: () => guarded(this.info.path, records), lost };
  }

  inputRun(sha256: string | null, mapping: string): RunRecord | null {
    return this.#guard(() => readInputRun(this.#db, sha256, mapping));
  }

  steps(plan?: string): IterableIterator<PlanStepRecord> {
    return guarded(this.info.path, () => readSteps(this.#db, plan));
  }

  appliedPlan(plan: string): number | null {
    return this.#guard(() => readAppliedPlan(this.#db, plan));
  }

  held(): IterableIterator<HeldRecord> {
    return guarded(this.info.path, () => readHeld(this.#db));
  }

  heldRow(id: number): HeldRecord | null {
    return this.#guard(() => readHeldRow(this.#db, id));
  }

  heldOutcomes(): IterableIterator<HeldOutcome> {
    return guarded(this.info.path, () => readHeldOutcomes(this.#db));
  }

  enteredFrom(run: number): readonly EnteredFrom[] {
    return this.#guard(() => readEnteredFrom(this.#db, run));
  }

  pairs(): IterableIterator<PairDecision> {
    return guarded(this.info.path, () => readPairs(this.#db));
  }

  pair(one: CustomerId, other: CustomerId): PairDecision['what'] {
    return this.#guard(() => readPair(this.#db, one, other));
  }

  memory(): MatchMemory | null {
    return this.#guard(() => readMemory(this.#db));
  }

  verdicts(basis: string): Verdicts | null {
    return this.#guard(() => readVerdicts(this.#db, basis));
  }

  remember(memory: MatchMemory, how: 'add' | 'replace'): void {
    this.#mustWrite();
    if (this.#hold !== 'none') throw new StewardError('internal', { detail: 'a scan kept inside a change' });
    this.#guard(() => this.#db.transaction(() => writeMemory(this.#db, memory, how)).immediate());
  }

  effects(run: number): IterableIterator<RunEffect> {
    return guarded(this.info.path, () => effectsOf(this.#db, run));
  }

  audit(fromSeq = 1): IterableIterator<AuditEvent> {
    return guarded(this.info.path, () => readAudit(this.#db, fromSeq));
  }

  auditOf(ops: readonly AuditOp[], fromSeq = 1): IterableIterator<AuditEvent> {
    return guarded(this.info.path, () => readAuditOf(this.#db, ops, fromSeq));
  }

  eventHash(seq: number): string | null {
    return this.#guard(() => readEventHash(this.#db, seq));
  }

  eventTime(seq: number): string | null {
    return this.#guard(() => readEventTime(this.#db, seq));
  }

  valueTrail(fields: readonly FieldKey[]): IterableIterator<readonly KeptBefore[]> {
    return guarded(this.info.path, () => readValueTrail(this.#db, fields));
  }

  nameHash(name: string): string | null {
    return this.#guard(() => nameHash(this.#db, name));
  }

  destroying(): number | null {
    return this.#guard(() => destroyingRun(this.#db));
  }

  verify(): VerifyReport {
    return this.#guard(() => {
      const destroying = this.destroying();
      return { ...verifyLedger(this.#db), ...(destroying !== null && { destroying }) };
    });
  }

  draft(enteredOn = ''): Draft {
    this.#mustWrite();
    return this.#guard(() => {
      this.#draft?.draft.discard();
      const head = headOf(this.#db);
      // Staging row by row outside a transaction would commit the temporary file row by row.
      if (this.#hold === 'none') this.#begin('draft');
      const draft = new SqliteDraft(this.#db, this.#salts, enteredOn, (it) => this.#discard(it));
      this.#draft = { draft, head };
      return draft;
    });
  }

  lock(): void {
    this.#mustWrite();
    if (this.#hold === 'lock') return;
    this.#guard(() => {
      this.#end('draft', 'COMMIT');
      this.#begin('lock');
    });
  }

  /** Whether this handle holds the write lock. */
  protected get isLocked(): boolean {
    return this.#hold === 'lock';
  }

  unlock(): void {
    if (this.#hold !== 'lock') return;
    this.#guard(() => this.#abandon());
  }

  apply(draft: Draft | null, info: RunInfo, by: Operator, now: Date, beforeCommit?: () => void): AppliedRun {
    return this.destroyed(this.commitRun(draft, info, by, now, beforeCommit));
  }

  /** Applies a draft and commits; what was destroyed still stands in the files. */
  protected commitRun(
    draft: Draft | null,
    info: RunInfo,
    by: Operator,
    now: Date,
    beforeCommit?: () => void,
  ): AppliedRun {
    this.#mustWrite();
    const staged = this.#draft;
    if (draft !== null && (draft !== staged?.draft || !staged.draft.isOpen)) {
      throw new StewardError('internal', { detail: 'the draft was applied or discarded' });
    }
    return this.#guard(() => {
      try {
        if (draft !== null) staged?.draft.rows.finish();
        this.lock();
        if (draft !== null && staged?.head.hash !== headOf(this.#db).hash) throw new StewardError('ledger-changed');
        if (staged !== null && staged.draft.size.erased > 0) checkSpace(this.#db);
        staged?.draft.close();
        const applied = applyRun(this.#db, draft === null ? null : (staged?.draft ?? null), info, by, now, this.#salts);
        beforeCommit?.();
        this.#db.exec('COMMIT');
        this.#hold = 'none';
        return applied;
      } finally {
        // After a commit, this only takes away what was staged.
        this.#abandon();
        this.#shareable();
      }
    });
  }

  /** Takes the bytes of what a run destroyed out of the files, and says how far that came. */
  protected destroyed(applied: AppliedRun): AppliedRun {
    return applied.erased === undefined ? applied : { ...applied, destruction: this.finishDestruction() };
  }

  /** Finishes a destruction that was broken off, or could not be finished. */
  finishDestruction(): Destruction {
    return this.#guard(() => finishDestruction(this.#db));
  }

  recordAccess(command: string, subjects: readonly CustomerId[], by: Operator, now: Date): void {
    const ids = hash('sha256', [...subjects].sort((a, b) => a - b).join(), 'base64url');
    const subject = subjects.length === 1 ? (subjects[0] as CustomerId) : null;
    this.#record('access', subject, { command, subjects: subjects.length, ids }, by, now);
  }

  recordRefusal(
    command: string,
    code: string,
    detail: Readonly<Record<string, unknown>>,
    by: Operator,
    now: Date,
  ): void {
    this.#record('refused', null, { command, code, detail }, by, now);
  }

  /** Appends one event that belongs to no run. */
  #record(op: 'access' | 'refused', subject: CustomerId | null, body: object, by: Operator, now: Date): void {
    this.#mustWrite();
    if (this.#hold !== 'none') throw new StewardError('internal', { detail: `${op} recorded inside a change` });
    this.#guard(() => {
      this.#begin('lock');
      try {
        new Trail(this.#db, by, now, this.#salts).append(op, subject, body);
        this.#db.exec('COMMIT');
        this.#hold = 'none';
      } finally {
        this.#end('lock', 'ROLLBACK');
      }
    });
  }

  close(): void {
    this.#draft?.draft.close();
    this.#draft = null;
    this.#guard(() => {
      if (this.#db.open && this.#db.inTransaction) this.#db.exec('ROLLBACK');
      this.#db.close();
    });
  }

  #guard<T>(work: () => T): T {
    return guard(this.info.path, work);
  }

  #mustWrite(): void {
    if (!this.#write) throw new StewardError('ledger-readonly', { path: this.info.path });
  }

  /** A new ledger takes its first run without a WAL, in which every page would be written twice. */
  #shareable(): void {
    if (this.#write && this.#db.pragma('journal_mode', { simple: true }) !== 'wal') useWal(this.#db);
  }

  #begin(hold: 'draft' | 'lock'): void {
    this.#db.exec('BEGIN');
    try {
      // BEGIN IMMEDIATE would take in the files of staged rows, too, while they are still being written.
      if (hold === 'lock') this.#db.exec('DELETE FROM main.meta WHERE key IS NULL');
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
    this.#hold = hold;
  }

  /** Ends a transaction of this kind, if it is open: SQLite itself ends it after some failures. */
  #end(hold: 'draft' | 'lock', how: 'COMMIT' | 'ROLLBACK'): void {
    if (this.#hold !== hold) return;
    if (this.#db.inTransaction) this.#db.exec(how);
    this.#hold = 'none';
  }

  /** Lets go of everything that is not committed. */
  #abandon(): void {
    this.#draft?.draft.close();
    this.#draft = null;
    this.#end('lock', 'ROLLBACK');
    this.#end('draft', 'ROLLBACK');
    dropStage(this.#db);
  }

  /** A draft was discarded: its staging goes, a lock stays. */
  #discard(draft: SqliteDraft): void {
    if (this.#draft?.draft !== draft) return;
    this.#draft = null;
    this.#guard(() => {
      this.#end('draft', 'ROLLBACK');
      dropStage(this.#db);
    });
  }
}
