import type { ColumnKind } from '../../model/matching.js';
import type { Text } from '../../model/text.js';
import type { Sheet } from './sheet.js';

/**
 * The distinct values of one column as numbers, so that a comparison touches no string and worker threads can share them.
 * Value 0 is "says nothing". All arrays are indexed by value id.
 */
export interface Values {
  /** UTF-16 units of the normal forms, one after the other. */
  readonly chars: Uint16Array;
  /** Where each value's units begin; one more entry than values. */
  readonly starts: Int32Array;
  /** Features, `width` numbers a value: hashes of parts, or small codes. 0 stands for "has none". */
  readonly features: Int32Array;
  readonly width: number;
}

/** One comparison level: its name, and what is believed of it before any data is seen. */
export interface Level {
  readonly name: Text;
  /** P(level | same customer). */
  readonly m: number;
  /** P(level | different customers). */
  readonly u: number;
}

/** A pair can never be one customer. */
export const VETO = 0x100;
/** Only a person may decide this pair. */
export const CAPPED = 0x200;
/** The level's own number. */
export const LEVEL = 0x07;
/** Two values are the same. */
export const EQUAL = 7;
/** Two values differ. */
export const DIFFERENT = 1;

/** A feature that records can be brought together by: its number (-1: the whole value), and how often near values share it. */
export interface Atom {
  readonly name: string;
  readonly feature: number;
  /** P(the atom agrees | same customer, value not equal). */
  readonly near: number;
}

/** How one kind of value is read and compared. */
export interface Kind {
  readonly kind: ColumnKind;
  /** By level number; 0 is "unknown" and 1 "different". Null: the kind has no such level. */
  readonly levels: readonly (Level | null)[];
  readonly width: number;
  readonly atoms: readonly Atom[];
  /** Whether rare values weigh more than frequent ones. */
  readonly frequency: boolean;
  /** Whether a value in too many records is a fact about them all (a switchboard), and no evidence. */
  readonly shared: boolean;
  /** Writes the value's normal form and features on a clean sheet; false: it says nothing. Never throws. */
  read(raw: string, sheet: Sheet): boolean;
  /** Level of two values that differ and say something, with VETO and CAPPED. Symmetric. */
  compare(values: Values, a: number, b: number): number;
}
