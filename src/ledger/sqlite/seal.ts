/**
 * What the chain is made of: hashes of events, digests of rows, commitments to values. The length of every part, in UTF-16 code units, stands
 * before it, and the domain before the whole, so that no two different inputs read the same.
 */
import { hash, randomFillSync } from 'node:crypto';
import type { AuditEvent } from '../../model/audit.js';

const part = (value: string | null): string => (value === null ? '-' : `${value.length}:${value}`);

/** The hash before the first event. */
export const genesis = '0'.repeat(64);

/** sha256 in hex over every column of an event and the hash of the event before it. */
export function eventHash(previous: string, event: Omit<AuditEvent, 'hash'>): string {
  const { seq, ts, actor, role, op, subject, body } = event;
  return hash(
    'sha256',
    `steward:event:1\n${previous}${seq}\n${part(ts)}${part(actor)}${part(role)}${part(op)}${subject ?? '-'}\n${part(body)}`,
    'hex',
  );
}

/** Digests and commitments are sha256 in base64url: this many characters. */
export const digestLength = 43;

/** What stands before everything else in what a row's digest is made from. */
export const rowHead = (table: string): string => `steward:row:1\n${table}\n`;

/** Stands once for every column of a table, before its value's length. */
export const columnMark = ',';

/** For each of some columns as many marks as there are columns from the one before, itself among them. Both lists in the order of the table. */
export function columnMarks(columns: readonly string[], some: readonly string[] = columns): readonly string[] {
  const places = [-1, ...some.map((name) => columns.indexOf(name))];
  return some.map((_, i) => columnMark.repeat((places[i + 1] as number) - (places[i] as number)));
}

/**
 * The digest of one row: of its salt, then how long the value of every column is, in the order in which they stand in the table, then the values
 * one behind the other. A column that is null has a mark and no length, and behind the last value there are no marks: one that is added at the
 * end, null in old rows, does not change their digests. The values stand together because so they do in the row's own record (`RowSeal`).
 *
 * @param marks `columnMarks` of the columns that the values are of; those left out are null
 * @param values as UTF-8 holds them: without halves of surrogate pairs, which would join
 */
export function rowDigest(
  table: string,
  salt: string,
  marks: readonly string[],
  values: readonly (string | null)[],
): string {
  let lengths = '';
  let text = '';
  let gap = '';
  for (let i = 0; i < marks.length; i += 1) {
    gap += marks[i] as string;
    const value = values[i];
    if (value === null || value === undefined) continue;
    lengths += `${gap}${value.length}`;
    text += value;
    gap = '';
  }
  return hash('sha256', `${rowHead(table)}${part(salt)}${lengths}\n${text}`, 'base64url');
}

/** The commitment to words of one event that are kept apart from it. */
export const wordsCommit = (salt: string, field: string, words: string): string =>
  hash('sha256', `steward:words:1\n${part(salt)}${part(field)}${words}`, 'base64url');

/** The commitment to the change of one field in one event, what it was and what it became: with the one at hand the other is proved. */
export const changeCommit = (salt: string, field: string, before: string | null, after: string | null): string =>
  hash('sha256', `steward:change:1\n${part(salt)}${part(field)}${part(before)}${part(after)}`, 'base64url');

const saltLength = 22;

/** Salts of 132 random bits, in base64url, drawn from a pool that is filled 1,000 at a time. */
export class Salts {
  #pool = '';
  #at = 0;

  next(): string {
    if (this.#at >= this.#pool.length) {
      this.#pool = randomFillSync(Buffer.allocUnsafe((saltLength * 6 * 1000) / 8)).toString('base64url');
      this.#at = 0;
    }
    const salt = this.#pool.slice(this.#at, this.#at + saltLength);
    this.#at += saltLength;
    return salt;
  }
}
