/**
 * What the chain is made of: hashes of events, digests of rows, commitments to values. Every input is a list of parts, each
 * preceded by its length in UTF-16 code units and the whole by its domain, so that no two different inputs read the same.
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

/** How a column enters a row's digest: its name with its length. */
export const columnPrefix = (name: string): string => part(name);

/**
 * The digest of one row: of its salt, then name and value of every column that is not null, in the order of names (by code unit). A column
 * that is added later, null in old rows, does not change their digests.
 *
 * @param prefixes `columnPrefix` of each column, in the order of names
 */
export function rowDigest(
  table: string,
  salt: string,
  prefixes: readonly string[],
  values: readonly (string | null)[],
): string {
  let text = rowHead(table) + part(salt);
  for (let i = 0; i < prefixes.length; i += 1) {
    const value = values[i];
    if (value !== null && value !== undefined) text += `${prefixes[i]}${part(value)}`;
  }
  return hash('sha256', text, 'base64url');
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
