/** The one interface behind every command, whatever the kind of ledger (law 7). */
import type { AuditEvent, AuditOp, Head, HistoryEntry, Operator, VerifyReport } from './audit.js';
import type { CustomerId, CustomerRecord } from './customer.js';
import type { IsoDate } from './date.js';
import type { FieldKey } from './fields.js';

import type {
  AppliedRun,
  AsideWhy,
  Change,
  ChildRow,
  FieldValues,
  HeldRow,
  Heritage,
  PairDecision,
  PlanStep,
  RunInfo,
  SettledTable,
  Settlement,
} from './plan.js';
import type { Sheet } from './sheet.js';
import type { Verdicts } from './verdicts.js';

/** What a ledger says about itself. */
export interface LedgerInfo {
  readonly kind: 'csv' | 'sqlite';
  /** The file that people name: of a CSV ledger the CSV, beside which its companion stands. */
  readonly path: string;
  /** The file in which the rows and the trail are kept: the same, or the companion. */
  readonly database: string;
  readonly uuid: string;
  /** Version of the ledger's schema. */
  readonly schema: number;
  readonly created: string;
}

/** A run as the trail knows it. */
export interface RunRecord extends RunInfo, Operator {
  readonly run: number;
  readonly ts: string;
  /** The event that closes it: all that it did stands between the one of the run before and this one. */
  readonly seq: number;
  /** How many customers there were after it. */
  readonly customers: number;
  /** The last run that undid it, wholly or in part, and was not undone itself. */
  readonly undoneBy: number | null;
  /** Of how many customers it destroyed files or fields; left out where of none. */
  readonly erased?: AppliedRun['erased'];
}

/** That a field of a customer was changed, with what it was before. */
export interface KeptBefore {
  readonly customer: CustomerId;
  readonly seq: number;
  readonly field: string;
  /** Null where it was blank, was not asked for, or is not known. */
  readonly before: string | null;
  /** False where it was destroyed. */
  readonly known: boolean;
}

/** A step as the trail knows it; of no run's, where nothing else was done. */
export interface PlanStepRecord extends PlanStep, Operator {
  readonly seq: number;
  readonly ts: string;
}

/** That a customer's whole file was destroyed: when, by which run, for which reason (its code). */
export interface Erasure extends Operator {
  readonly seq: number;
  readonly ts: string;
  readonly run: number;
  readonly code: string;
  /** The last day on which its tombstone counts; null: for good. */
  readonly until: IsoDate | null;
}

/** A text that the ledger keeps. */
export interface KeptText {
  readonly customer: CustomerId | null;
  /** A field, `extra`, `interactions.summary` and the like, `:note`, or `held`. */
  readonly field: string;
  readonly value: string;
  /** The event that brought it into the trail, of what stands there. */
  readonly seq?: number;
}

/** What a destroyed customer is known by besides its number, in one spelling. */
export interface TombstoneKey {
  readonly kind: 'credit_code' | 'email' | 'phone';
  readonly value: string;
}

/** A destroyed customer that values speak of: by which of them it is known. */
export interface Tombstone {
  readonly customer: CustomerId;
  /** The number that it bore, which nobody bears again. */
  readonly number: string | null;
  readonly by: TombstoneKey['kind'] | 'customer_no';
  readonly code: string;
  readonly until: IsoDate | null;
}

/** A row that waits for a person's decision. */
export interface HeldRecord extends HeldRow {
  readonly id: number;
  readonly run: number;
  /** What became of it; null while it waits. */
  readonly settled: Settlement['how'] | null;
}

/** A held row without its content: why it was held, and what became of it. */
export type HeldOutcome = Omit<HeldRecord, 'row'>;

/** Customers that one run entered, by what was said of their source and by whether they still are customers; those destroyed since are not in it. */
export interface EnteredFrom {
  readonly source: string | null;
  readonly aside: AsideWhy | null;
  readonly customers: number;
}

/** A customer that stands aside. */
export interface AsideRecord {
  readonly record: CustomerRecord;
  readonly why: AsideWhy;
  readonly into: CustomerId | null;
}

/** Who entered a customer, when, in which run. */
export interface Entry extends Operator {
  readonly run: number;
  readonly ts: string;
}

/** How something that a run did stands now: as the run left it, again as it was before, or otherwise by what came later. */
export type Since = 'back' | 'changed' | 'kept';

/** What stands in the way of taking a customer out: it stands aside already, later runs changed a value, or rows or merged customers of theirs hang on it. */
export type InTheWay = AsideWhy | 'changed' | 'used';

/** One thing that a run did and that could be undone, with what stands in the way; `by` names the later runs behind it, in order. */
export type RunEffect =
  | {
      /** What it did was destroyed since: a customer, one row of a table, or both. */
      readonly kind: 'destroyed';
      readonly id: CustomerId | null;
      readonly row: { readonly table: SettledTable; readonly id: number } | null;
      readonly by: readonly number[];
    }
  | {
      readonly kind: 'insert';
      readonly id: CustomerId;
      readonly version: number;
      readonly since: InTheWay | null;
      readonly by: readonly number[];
    }
  | {
      readonly kind: 'update';
      readonly id: CustomerId;
      readonly version: number;
      /** The run that set the customer aside; null while it is one. */
      readonly asideBy: number | null;
      readonly changes: readonly {
        readonly field: FieldKey | 'extra';
        readonly before: string | null;
        /** `erased`: nobody knows any more what it was. */
        readonly now: Since | 'erased';
        readonly by: readonly number[];
      }[];
    }
  | {
      readonly kind: 'set-aside';
      readonly id: CustomerId;
      readonly now: Since;
      readonly by: readonly number[];
    }
  | {
      readonly kind: 'bring-back';
      readonly id: CustomerId;
      readonly version: number;
      readonly now: Since;
      /** Why it had stood aside, and into whom it had been merged. */
      readonly why: AsideWhy;
      readonly into: CustomerId | null;
      /** Of one that is still there: what stands in the way of taking it out again. */
      readonly since: InTheWay | null;
      readonly by: readonly number[];
    }
  | {
      readonly kind: 'row';
      readonly table: SettledTable;
      readonly id: number;
      readonly settled: Settlement['how'] | null;
      readonly by: readonly number[];
    }
  | {
      readonly kind: 'settle';
      readonly table: SettledTable;
      readonly id: number;
      readonly how: Settlement['how'];
      /** Of a row that was opened: how it had been settled. */
      readonly was: Settlement['how'] | null;
      /** Whom the row became. */
      readonly customer: CustomerId | null;
      readonly now: Since;
      readonly by: readonly number[];
    }
  | {
      readonly kind: 'pair';
      readonly a: CustomerId;
      readonly b: CustomerId;
      /** What had been decided before the run. */
      readonly before: PairDecision['what'];
      readonly now: Since;
      readonly by: readonly number[];
    };

/** A pair that the last scan listed, `a` < `b`. */
export interface ListedPair {
  readonly a: CustomerId;
  readonly b: CustomerId;
  readonly bits: number;
  readonly decision: 'automatic' | 'distinct' | 'review';
}

/**
 * What scans of the ledger learned and found (MATCHING 11). All of it is derived from the customers, so it is no part of the trail, and
 * whatever changed since the chain had `size` events is not in it.
 */
export interface MatchMemory {
  /** The length of the chain when the ledger was last scanned, and the highest customer then. */
  readonly size: number;
  readonly upTo: CustomerId;
  /** The model, as JSON. */
  readonly learned: string;
  /** Where customers are found by their blocking keys, a blob a key. */
  readonly postings: Iterable<{ readonly key: number; readonly bytes: Uint8Array }>;
  readonly pairs: Iterable<ListedPair>;
  /** Customers that are one with others, and as whom: the smallest of them. */
  readonly entities: Iterable<readonly [customer: CustomerId, entity: CustomerId]>;
}

/** Exact keys under which an incoming row can be found again. */
export type IdentityKey = 'credit_code' | 'customer_no' | 'email' | 'identity' | 'phone';

/**
 * The file of a CSV ledger, checked out from its companion. Rows are told apart by `steward_id`, else by customer number; where a row's own cells
 * do not say whose it is, `rows` does, by the record's number in the file as it is known.
 */
export interface Checkout {
  /** The CSV file. */
  readonly path: string;
  /** Whether the file's bytes are others than those known: somebody edited it, and the edits come before everything else. */
  readonly edited: boolean;
  /** The file as it was last known. */
  readonly sheet: Sheet;
  /** Customers that have no row in the file: somebody removed it. */
  absent(): IterableIterator<CustomerId>;
  /** What the file says of a customer where the ledger is ahead of it: a save is due. */
  ahead(id: CustomerId): ReadonlyMap<string, string | null>;
}

/** What was found in a CSV ledger's file when its edits were read. */
export interface CheckIn {
  readonly sha256: string;
  readonly sheet: Sheet;
  /** Whose a record is, where its cells do not say so: a customer, a staged insert (negative), or nobody. */
  readonly rows: ReadonlyMap<number, CustomerId | null>;
  readonly absent: Iterable<CustomerId>;
  /** Fields in which the ledger was ahead of the file and the edit came first. */
  readonly overridden: readonly (readonly [id: CustomerId, field: string])[];
  /** Fields that the ledger itself set beside the edit, with what the file says: the next save writes them. `id` may be a staged insert's. */
  readonly ours?: readonly (readonly [id: CustomerId, field: string, said: string | null])[];
  /** Whether the file is to be brought up at once, as when it is taken over; `all`: it is new, and every customer is to be written into it. */
  readonly save: 'all' | boolean;
}

/** The customers as they stood earlier. */
export interface PastState {
  /** In the order of ids; streams. Who stands aside now and did not then is among them, and the other way round. */
  records(): IterableIterator<CustomerRecord>;
  /** What is known of them no more, once all were read: customers whose files were destroyed since, and such of which fields were, which come without them. */
  readonly lost: { readonly files: number; readonly fields: number };
}

/** The reading half of a ledger: all that queries and planning see. */
export interface LedgerReader {
  readonly info: LedgerInfo;
  /** The CSV file of a CSV ledger; null in a SQLite ledger, and in a CSV ledger that has no file yet. */
  readonly checkout: Checkout | null;
  head(): Head;
  count(): number;
  /** Every customer in the order of ids; streams, holds one record at a time. Given `fields`, only these are sure to be filled, and the others may be null. */
  read(fields?: readonly FieldKey[]): IterableIterator<CustomerRecord>;
  get(id: CustomerId): CustomerRecord | null;
  /** A customer that stands aside; null for all others. */
  aside(id: CustomerId): AsideRecord | null;
  /** Who was merged into a customer, directly, in the order of ids. */
  members(id: CustomerId): readonly CustomerId[];
  /** By whom a customer was entered, standing aside or not. */
  entry(id: CustomerId): Entry | null;
  /** The first 100 ids by exact key, in order; `customer_no` also finds legacy numbers (S3-03), and of merged customers the one that they are now. */
  find(key: IdentityKey, value: string): readonly CustomerId[];
  /** In whose name a number is registered, standing aside or not; `free`: withdrawn with that customer, so that another may bear it. */
  registered(no: string): { readonly customer: CustomerId; readonly free: boolean } | null;
  /** The highest serial ever issued under a scheme for a prefix (`SH2024`, or `2024` when counted per year); 0 when none. Purged numbers count. */
  lastSerial(scheme: string, counter: string): number;
  history(id: CustomerId): IterableIterator<HistoryEntry>;
  /** That a customer's whole file was destroyed; null for all others. */
  erasure(id: CustomerId): Erasure | null;
  /**
   * Destroyed customers that these values speak of, by number, phone, e-mail or credit code, each once. Given a day, only those whose tombstone counts on
   * it; a number is never free again. Costs nothing while no customer was ever destroyed.
   */
  tombstones(set: FieldValues, asOf: IsoDate | null): readonly Tombstone[];
  /** Tries single keys, in one spelling, against all tombstones, whether they count or not; null while there are none. */
  tombstoneTester(): ((key: TombstoneKey) => CustomerId | null) | null;
  /**
   * Every text that the ledger keeps and that a purge could take, with whose it is: values of customers and of their interactions and transactions, before-images,
   * notes and held rows; `customer` is null where it is nobody's alone. Streams, for finding what must not be left. Given customers, what is theirs and, besides,
   * the held rows that name them, found by the indexes.
   */
  texts(ids?: ReadonlySet<CustomerId>): IterableIterator<KeptText>;
  /** The texts of the row whose bytes stand at a place in the database's file, and perhaps of others; none where no row can be told. */
  textsAt(offset: number): IterableIterator<KeptText>;
  /** A customer's rows and those of the customers merged into it, but for undone ones. */
  children(table: ChildRow['table'], id: CustomerId): readonly ChildRow[];
  runs(): IterableIterator<RunRecord>;
  run(run: number): RunRecord | null;
  /** The customers as a run left them; of a run that is not there, none. */
  atRun(run: number): PastState;
  /** The run that already took in this very file (any file: null) under this very mapping, and was not undone. */
  inputRun(sha256: string | null, mapping: string): RunRecord | null;
  /** The steps of a saved plan, or of everything, in order. */
  steps(plan?: string): IterableIterator<PlanStepRecord>;
  /** The run that applied a saved plan; null while none did. */
  appliedPlan(plan: string): number | null;
  /** Rows that wait, in the order in which they came. */
  held(): IterableIterator<HeldRecord>;
  /** One held row, waiting or settled. */
  heldRow(id: number): HeldRecord | null;
  /** Every row that was ever held and not destroyed since, waiting or settled, in the order in which they came; streams. */
  heldOutcomes(): IterableIterator<HeldOutcome>;
  /** Where the customers that a run entered came from. */
  enteredFrom(run: number): readonly EnteredFrom[];
  /** What was decided of pairs of customers, in order. */
  pairs(): IterableIterator<PairDecision>;
  /** What was decided of two customers; null where nothing was. */
  pair(one: CustomerId, other: CustomerId): PairDecision['what'];
  /** What the last scan left; null before the first. */
  memory(): MatchMemory | null;
  /** What is remembered of the record rules on this basis; null where nothing is, or it may hold no longer. */
  verdicts(basis: string): Verdicts | null;
  /** All that a run did to customers and rows, for undoing it; streams. */
  effects(run: number): IterableIterator<RunEffect>;
  audit(fromSeq?: number): IterableIterator<AuditEvent>;
  /** The events from one on that say that one of these was done, in order; streams, and reads no other. */
  auditOf(ops: readonly AuditOp[], fromSeq?: number): IterableIterator<AuditEvent>;
  /** The hash of one event; null where there is none. */
  eventHash(seq: number): string | null;
  /** When an event was recorded; null where there is none. */
  eventTime(seq: number): string | null;
  /** For each customer that was ever changed, in the order of ids: every change of a field in the order of events, with what these fields were before. Streams. */
  valueTrail(fields: readonly FieldKey[]): IterableIterator<readonly KeptBefore[]>;
  /** A name under the key of the tombstones, by which the register of destruction can be proved to speak of it (C15); null while there is no such key. */
  nameHash(name: string): string | null;
  /** The run that destroyed something of which old bytes may still stand in the files; null when none is unfinished. */
  destroying(): number | null;
  /** Reads everything: file, chain, commitments, rows. */
  verify(): VerifyReport;
}

/** A number given to a customer, with the parts it was made of. */
export interface NumberParts {
  readonly no: string;
  readonly scheme: string;
  /** What the serial counts under: `SH2024` or `2024`. */
  readonly counter: string;
  readonly serial: number;
}

/** A plan being made: changes are staged outside memory, so that a plan of a million changes stays bounded. */
export interface Draft {
  /**
   * Stages a change; `identity` is the normalised identity key that the row can be found by (S1-11); `number` registers the
   * number it bears (a number that is not its customer_no is kept as a legacy one, S3-03). Returns how `find` names it: -1
   * for the first staged insert, the customer's id for an update. An update of a negative id goes into that staged insert;
   * a second update of one customer goes into the first.
   */
  add(change: Change, keys?: { readonly identity?: string | null; readonly number?: NumberParts | null }): number;
  hold(row: HeldRow): void;
  child(row: ChildRow): void;
  /** Stages what becomes of a row; a second word on one row goes before the first. */
  settle(settlement: Settlement): void;
  /** Stages what is decided of two customers. */
  pair(decision: PairDecision): void;
  /** Stages a step of a saved plan, of the policy or of a key. */
  step(step: PlanStep): void;
  /** Stages what is taken over from the ledger whose place this one takes; once a draft. */
  inherit(heritage: Heritage): void;
  /** The first 100 by exact key among what is staged, in order: ids of staged updates, and staged inserts as negative numbers (-1 is the first). */
  find(key: IdentityKey, value: string): readonly number[];
  readonly size: {
    readonly inserts: number;
    readonly updates: number;
    readonly held: number;
    readonly children: number;
    /** Customers set aside or brought back. */
    readonly moves: number;
    readonly settled: number;
    readonly pairs: number;
    /** Customers of whom something is to be destroyed. */
    readonly erased: number;
    readonly steps: number;
  };
  /** What a staged insert sets, by its negative number. @throws StewardError `internal` where there is none */
  insert(name: number): { readonly set: FieldValues; readonly extra: string | null };
  /** The staged changes in order, for showing. */
  changes(limit?: number): IterableIterator<Change>;
  /** Forgets what is staged. */
  discard(): void;
}

/** The writing half, seen only by the one path (src/cli/run.ts). */
export interface Ledger extends LedgerReader {
  /** Begins a plan. A draft with inserts is applied fastest on the day that it was begun for. */
  draft(asOf?: string): Draft;
  /** Takes the write lock now, so that what is planned from here on cannot go stale; throws `ledger-locked` when it stays taken. */
  lock(): void;
  /** Lets go of the lock and of everything not applied. */
  unlock(): void;
  /**
   * Applies the draft whole, its trail with it, in one transaction; without a draft, only the run itself is recorded. `beforeCommit` runs last
   * inside the transaction. `found`: the draft is what somebody changed in a CSV ledger's file.
   */
  apply(
    draft: Draft | null,
    info: RunInfo,
    by: Operator,
    // biome-ignore lint/style/noRestrictedGlobals: a type only; the moment is handed in
    now: Date,
    beforeCommit?: () => void,
    found?: CheckIn,
  ): AppliedRun;
  /** Notes that personal fields were read (S2-26): how many subjects, by which command. Not while a draft or the lock is held. */
  // biome-ignore lint/style/noRestrictedGlobals: a type only; the moment is handed in
  recordAccess(command: string, subjects: readonly CustomerId[], by: Operator, now: Date): void;
  /**
   * Notes that a command was refused, and by which error code; `detail` is canonical JSON, such as the plan's sha256, and nothing personal. Not while a
   * draft or the lock is held.
   */
  recordRefusal(
    command: string,
    code: string,
    detail: Readonly<Record<string, unknown>>,
    by: Operator,
    // biome-ignore lint/style/noRestrictedGlobals: a type only; the moment is handed in
    now: Date,
  ): void;
  /** Keeps what a scan learned and found, in place of what was kept, or (`add`) beside it. Not while a draft or the lock is held. */
  remember(memory: MatchMemory, how: 'add' | 'replace'): void;
  close(): void;
}
