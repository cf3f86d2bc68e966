/** A plan stands between thinking and writing (law 2): what would change, decided on which version of each record, and why. */
import type { CustomerId } from './customer.js';
import type { IsoDate } from './date.js';
import type { FieldKey } from './fields.js';
import type { Reason } from './finding.js';

/** Values for a customer: only the fields that are set. */
export type FieldValues = { readonly [K in FieldKey]?: string | null };

/** One change to one customer. */
export type Change =
  | {
      readonly kind: 'insert';
      readonly set: FieldValues;
      readonly extra: string | null;
      readonly reasons: readonly Reason[];
    }
  | {
      readonly kind: 'update';
      /** A customer, or a negative number: an insert staged before in the same draft. */
      readonly id: CustomerId;
      /** The version that the change was decided on; a record that moved on since is skipped and named. */
      readonly expect: number;
      readonly set: FieldValues;
      readonly extra?: string | null;
      readonly reasons: readonly Reason[];
    }
  | {
      /** Takes a customer out of the customers, losing nothing of it; not together with an update of the same one. */
      readonly kind: 'set-aside';
      readonly id: CustomerId;
      readonly expect: number;
      readonly why: AsideWhy;
      /** The customer that it was merged into; null where it was not. */
      readonly into: CustomerId | null;
      readonly reasons: readonly Reason[];
    }
  | {
      /** Undoes a set-aside; one whose number another customer bears by now is stale. */
      readonly kind: 'bring-back';
      readonly id: CustomerId;
      readonly reasons: readonly Reason[];
    }
  | EraseChange;

/**
 * Destroys values for good (S0-35, S2-32): a customer's whole file with those of the customers merged into it, or some of its fields. No run undoes it.
 * Not together with another change of the same customer.
 */
export interface EraseChange {
  readonly kind: 'erase';
  readonly id: CustomerId;
  /** The version that it was decided on; a record that moved on since is skipped and named. */
  readonly expect: number;
  /** The fields to destroy; null: the whole file. */
  readonly fields: readonly (FieldKey | 'extra')[] | null;
  /** The reason's code (S0-36). */
  readonly code: string;
  /** The last day on which the tombstone of a whole file keeps the customer from coming back; null: for good. */
  readonly until: IsoDate | null;
  /** Their notes are the reason in words, kept apart from the chain. */
  readonly reasons: readonly Reason[];
}

/** A change of one customer's values. */
export type UpdateChange = Extract<Change, { readonly kind: 'update' }>;

/** A new customer. */
export type InsertChange = Extract<Change, { readonly kind: 'insert' }>;

/** Why a customer stands aside: it is one with another (S1-11), or the run that entered it was undone. */
export type AsideWhy = 'merged' | 'undone';

/** A row that a person must decide on: kept whole, outside the customers, until then. */
export interface HeldRow {
  /** 1-based record number in the input, and the physical line on which it begins. */
  readonly record: number;
  readonly line: number;
  /** `pending`: a change of key fields that another person must confirm (S0-26). */
  readonly why: 'conflict' | 'duplicate' | 'pending' | 'quarantine';
  readonly rule: string;
  /** The customer that it collides with, if there is one; negative: an insert of the same draft. */
  readonly against: CustomerId | null;
  /** The whole original row as a JSON object of header → text. */
  readonly row: string;
}

/** A child row: an interaction with a customer, or a transaction (S4-37, S2-07); `customer` may be an insert of the same draft, as above. */
export type ChildRow =
  | {
      readonly table: 'interactions';
      readonly customer: CustomerId;
      readonly at: string;
      readonly kind: string;
      readonly actor: string | null;
      readonly summary: string | null;
      readonly result: string | null;
      /** Columns that nobody declared, as of customers (law 8); left out when there are none. */
      readonly extra?: string | null;
    }
  | {
      readonly table: 'transactions';
      readonly customer: CustomerId;
      readonly at: string;
      readonly kind: string;
      readonly amount: string | null;
      readonly detail: string | null;
      readonly status: string | null;
      readonly extra?: string | null;
    };

/** Tables whose rows are settled, each once at a time. */
export type SettledTable = 'held' | ChildRow['table'];

/**
 * What became of a held row (`created`, `updated`, `dropped`), or that a held or child row goes with the run that brought it
 * (`undone`); `open` takes an earlier settlement back.
 */
export interface Settlement {
  readonly table: SettledTable;
  readonly id: number;
  readonly how: 'created' | 'dropped' | 'open' | 'undone' | 'updated';
  /** Whom a held row became; negative: an insert of the same draft. */
  readonly customer: CustomerId | null;
}

/** What a person decided of two customers: never one customer, or surely one (MATCHING 13); null takes a decision back. `a` < `b`; negative: an insert of the same draft. */
export interface PairDecision {
  readonly a: CustomerId;
  readonly b: CustomerId;
  readonly what: 'keep-apart' | 'must-link' | null;
}

/** What a step does: to a saved plan, to the policy's people and roles (signed), or to a key (revoked). */
export type StepOp = 'approve' | 'key' | 'policy' | 'propose' | 'reject';

/** A step on the way to something that needs two persons (S0-35, S0-40), as an event of the chain. */
export interface PlanStep {
  readonly op: StepOp;
  /** sha256 of the saved plan's bytes, or of the signed section; the fingerprint of a key. */
  readonly plan: string;
  /** Canonical JSON of codes, numbers and signatures: nothing personal, no free text. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The counts of law 3, in its words. */
export interface Counts {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly held: number;
  readonly rejected: number;
}

/** What a run is about; written with it into the trail. */
export interface RunInfo {
  readonly command: string;
  readonly asOf: IsoDate;
  readonly policyHash: string;
  /** The reason in words given with --reason; erasable. */
  readonly reason: string | null;
  /**
   * sha256 of the input file and of the mapping it was read with, when the run read a file: the same again is not done twice. Of a backup that it made, tried or put
   * back, the manifest's, under `backup`, `restore drill` or `restore`.
   */
  readonly input: { readonly sha256: string; readonly mapping: string; readonly name: string } | null;
  /** A sweep's period, such as 2026-11. */
  readonly period: string | null;
  readonly counts: Readonly<Record<string, number>>;
  /** The run that this one undoes, wholly or in part. */
  readonly undoes?: number | undefined;
  /** sha256 of the saved plan that was applied; no plan is applied twice. */
  readonly plan?: string | undefined;
}

/** A run that was applied. */
export interface AppliedRun {
  readonly run: number;
  readonly inserted: number;
  readonly updated: number;
  /** Customers set aside, and brought back. */
  readonly aside: number;
  readonly back: number;
  /** Customers whose files were destroyed, those merged into them included, and customers of which fields were; left out where there are none. */
  readonly erased?: { readonly customers: number; readonly fields: number };
  /** Of a run that destroyed something: whether no old byte is left in the ledger's files, or why that waits. */
  readonly destruction?: Destruction;
  /** Records that changed since the plan was made: skipped, the rest went on (exit 5). */
  readonly stale: readonly CustomerId[];
}

/**
 * How far physical destruction came: `done`; `busy`: another process reads the ledger; `space`: the disk has no room for the copy that SQLite makes;
 * `sheet`: the CSV file is still to be saved. Whoever opens the ledger to write next goes on with it.
 */
export type Destruction = 'busy' | 'done' | 'sheet' | 'space';

/** A customer that was destroyed in a history which a restored ledger does not hold (S2-38): what keeps it from coming back, be it in that ledger or not. */
export interface KeptOut {
  readonly id: CustomerId;
  readonly code: string;
  /** The last day on which its tombstone counts; null: for good. */
  readonly until: IsoDate | null;
  /** Numbers that it bore, which stay taken. */
  readonly numbers: readonly string[];
  /** Its tombstones, under the key of the same heritage. */
  readonly marks: readonly { readonly mark: string; readonly hint: number; readonly kind: string }[];
}

/** What a ledger that takes another one's place must not lose of it: what was ever given, and who was destroyed. */
export interface Heritage {
  /** The key of the tombstones, in hex; null where there never was one. */
  readonly key: string | null;
  /** The highest id that each table ever gave. */
  readonly ids: readonly (readonly [table: string, last: number])[];
  /** The highest serial of each counter. */
  readonly serials: readonly (readonly [scheme: string, counter: string, last: number])[];
  readonly keptOut: readonly KeptOut[];
}
