import type { CustomerId, CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Finding } from '../model/finding.js';
import type { FieldValues } from '../model/plan.js';
import type { Data } from '../model/text.js';
import type { IntakeCode } from './messages.js';
import type { RowValues } from './row.js';

/** Something to be said of one row of the file, besides what the rules find. */
export interface RowNote {
  readonly code: IntakeCode;
  readonly what: 'held' | 'note' | 'rejected';
  /** 1-based column and its heading, where one column is meant. */
  readonly column: number | null;
  readonly header: string | null;
  /** The field that it speaks of. */
  readonly field: FieldKey | null;
  readonly data: Data;
}

/** What became of one row (law 3), and all that is to be said of it. */
export interface RowOutcome {
  readonly what: 'created' | 'held' | 'rejected' | 'unchanged' | 'updated';
  /** The physical line on which it begins, and its number among the records after the header, both 1-based. */
  readonly line: number;
  readonly record: number;
  /** The row as it stands in the file; the text as it was read where it could not be cut into cells. */
  readonly cells: readonly string[];
  readonly raw: string;
  /** The values that were read from it; null where it could not be read. */
  readonly values: RowValues | null;
  /** Of an update: the customer as it is on file, and what changes of it. */
  readonly before: CustomerRecord | null;
  readonly set: FieldValues;
  readonly extra: string | null | undefined;
  /** Whose it is: a customer, or a staged insert (negative); null when nobody's. */
  readonly id: CustomerId | null;
  /** Of a held row: whom it collides with, or the line of this file that brought that one. */
  readonly against: CustomerId | null;
  readonly againstLine: number | null;
  readonly notes: readonly RowNote[];
  /** What the rules find, once they have spoken. */
  readonly findings: readonly Finding[];
}
