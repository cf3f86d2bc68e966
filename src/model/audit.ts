import type { CustomerId } from './customer.js';

/** Who acts, in which role; the trail, every plan and every approval bear both (S0-02). */
export interface Operator {
  readonly actor: string;
  readonly role: string;
}

/** Where the chain stands: number of events and the hash of the last one. Printed on every report and witnessed outside. */
export interface Head {
  readonly size: number;
  readonly hash: string;
}

/** What an event says was done. */
export type AuditOp =
  /** Personal fields were read: how many subjects, by which command (S2-26). */
  | 'access'
  /** A saved plan was approved, with the approver's signature. */
  | 'approve'
  /** Customers set aside were taken back among the customers. */
  | 'bring-back'
  /** Interactions or transactions were taken in; up to 1,000 row digests. */
  | 'child'
  | 'create'
  /** Customers' files, or fields of them, were destroyed; what is left of the trail accounts for them. */
  | 'erase'
  /** Rows were set aside for a person; up to 1,000 row digests. */
  | 'hold-row'
  /** Customers were entered; up to 1,000 row digests. */
  | 'insert'
  /** A key was revoked. */
  | 'key'
  | 'migrate'
  /** The ledger was made from another one, trail and all; its identity is new. */
  | 'move'
  /** It was decided of pairs of customers whether they are one. */
  | 'pair'
  /** People and roles were signed. */
  | 'policy'
  /** A saved plan was proposed for approval. */
  | 'propose'
  /** A command was refused: which, and why (S0-40). */
  | 'refused'
  /** A saved plan was rejected. */
  | 'reject'
  /** Closes a run: its command, input, counts, and how many customers there are after it. */
  | 'run'
  /** Customers were set aside: merged into the subject, or undone. */
  | 'set-aside'
  /** It was decided what becomes of held rows, or rows went with the run that had brought them. */
  | 'settle'
  | 'update';

/**
 * One link of the append-only chain: codes, numbers and salted commitments, never a personal value, never free text.
 * `hash` covers every other field and the hash before it.
 */
export interface AuditEvent extends Operator {
  readonly seq: number;
  /** UTC, milliseconds; events of one run share it, and every run is at least 1 ms after the one before. */
  readonly ts: string;
  readonly op: AuditOp;
  /** The customer the event is about; null for events about the ledger or about many rows. */
  readonly subject: CustomerId | null;
  /** Canonical JSON: run, rule, clauses, counts, commitments. */
  readonly body: string;
  readonly hash: string;
}

/** One changed value of one event, as `history` shows it; before and after are null once they were destroyed. */
export interface HistoryEntry extends Operator {
  readonly seq: number;
  readonly ts: string;
  readonly op: AuditOp;
  readonly run: number | null;
  readonly rule: string | null;
  readonly clauses: readonly string[];
  /** The reason in words, while it is kept. */
  readonly note: string | null;
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
    readonly erased: boolean;
  }[];
}

/** One thing wrong with a ledger's integrity. */
export interface IntegrityFault {
  readonly code:
    | 'chain-broken'
    | 'commitment-mismatch'
    | 'database-damaged'
    | 'event-missing'
    | 'number-mismatch'
    | 'row-altered'
    | 'row-missing'
    | 'row-unknown'
    | 'state-mismatch'
    | 'time-backwards'
    | 'witness-mismatch';
  /** The event at which it shows; null for a fault of the file. */
  readonly seq: number | null;
  readonly subject: CustomerId | null;
  readonly detail: string;
}

/** What a full check of the trail found. */
export interface VerifyReport {
  readonly head: Head;
  readonly events: number;
  readonly rows: number;
  readonly values: number;
  /** The run whose destruction is not finished: bytes of it may still stand in the files. Left out when there is none. */
  readonly destroying?: number;
  readonly faults: readonly IntegrityFault[];
}
