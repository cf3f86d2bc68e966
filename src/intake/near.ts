/** Rows of a file that are most likely somebody known already, though no exact key says so (S1-11). */
import type { CustomerId } from '../model/customer.js';
import type { JudgedRow } from './door.js';

/** Files of more rows than this are not looked at so: a scan of the ledger finds their near duplicates afterwards. */
export const mostNearRows = 10_000;
/** Nor are files of more bytes, for all their rows wait in memory to be compared. */
export const mostNearBytes = 1 << 26;

/** Ledgers of more customers that were never scanned are not scanned for a file: its rows are compared with each other alone. */
export const mostUnscanned = 100_000;

/** One row of the file, as the customer that it would be. */
export interface NearRow {
  readonly record: number;
  readonly row: JudgedRow;
}

/** Tells rows that are most likely somebody known. Handed in: comparing is the matcher's work. */
export interface NearAsker {
  /** Hears all rows of the file that could be read, in order, before anything is asked. */
  hear(rows: readonly NearRow[]): void;
  /** Hears whose an earlier row became: a staged insert (negative), a customer, or nobody. */
  placed(record: number, id: CustomerId | null): void;
  /** Whom a row is most likely one with: a customer, or a staged insert (negative); null: nobody. */
  ask(record: number): CustomerId | null;
}

/** Whether new rows were looked at so: nobody was there to be asked, there were too many, or they were. */
export type NearState = 'asked' | 'off' | 'too-many-rows';
