import type { IsoDate } from './date.js';
import type { FieldKey } from './fields.js';

/** A customer's immutable identity inside one ledger: 1, 2, 3 … in order of entry, never reused, not even after a purge (C01). */
export type CustomerId = number;

/** All declared values of a customer, as text; null where nothing is known. */
export type CustomerFields = { readonly [K in FieldKey]: string | null };

/** One customer as it stands in the ledger. */
export interface CustomerRecord extends CustomerFields {
  readonly id: CustomerId;
  /** The as-of day of the run that entered the record. */
  readonly entered_on: IsoDate;
  /** 1 when entered, one more with every change; a plan made on another version is stale. */
  readonly version: number;
  /** Columns that nobody declared, kept as a JSON object of header → text (law 8); null when there are none. */
  readonly extra: string | null;
}
