/** Near duplicates at the door (S1-11): a row that would become a new customer but is likely one that is known already is held for a person. */
import type { CustomerId } from '../model/customer.js';
import type { FieldValues } from '../model/plan.js';
import type { Text } from '../model/text.js';

/** A row as near duplicates are looked for. */
export interface NearRow {
  /** 1-based record number in the file. */
  readonly record: number;
  readonly values: FieldValues;
  readonly extra: string | null;
}

/** Whom a row is like: a customer, or an earlier row of the same file. */
export interface NearMatch {
  readonly like: { readonly customer: CustomerId } | { readonly record: number };
  readonly probability: number;
  /** Why, in words. */
  readonly sentence: Text;
}

/** Finds the likely duplicates of all rows of a file at once, by record number, the likeliest first; rows without any are left out. */
export type NearFinder = (rows: readonly NearRow[]) => ReadonlyMap<number, readonly NearMatch[]>;

/** Files with more rows are taken in first, and scanned afterwards with `dedupe scan --since`. */
export const MOST_NEAR_ROWS = 10_000;

/** The rows of one file: all are seen, then all are asked for, in their order. */
export class NearDoor {
  readonly #find: NearFinder;
  #rows: NearRow[] | null = [];
  #matches: ReadonlyMap<number, readonly NearMatch[]> | null = null;
  /** Whose each row became: a customer, or a staged insert (negative). */
  readonly #placed = new Map<number, CustomerId>();

  constructor(find: NearFinder) {
    this.#find = find;
  }

  /** Whether the file has more rows than are asked for at the door. */
  get isPassed(): boolean {
    return this.#rows === null && this.#matches === null;
  }

  /** A row that will be asked for. */
  see(row: NearRow): void {
    if (this.#rows === null) return;
    this.#rows.push(row);
    if (this.#rows.length > MOST_NEAR_ROWS) this.#rows = null;
  }

  /** Hears whose a row became, so that later rows can be held against it. */
  placed(record: number, id: CustomerId | null): void {
    if (id !== null) this.#placed.set(record, id);
  }

  /** The likeliest that a row which is about to become a new customer may be a duplicate of; null: none. */
  twinOf(record: number): { readonly against: CustomerId; readonly match: NearMatch } | null {
    if (this.#matches === null && this.#rows !== null) {
      this.#matches = this.#find(this.#rows);
      this.#rows = null;
    }
    for (const match of this.#matches?.get(record) ?? []) {
      // A row that was turned away or held is nobody that one could be a duplicate of.
      const against = 'customer' in match.like ? match.like.customer : this.#placed.get(match.like.record);
      if (against !== undefined) return { against, match };
    }
    return null;
  }
}
