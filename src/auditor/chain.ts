/** The links of the trail: what stands in a bundle's events, and how one hash follows from the one before it. */
import { createHash } from 'node:crypto';
import { canonical, isObject, parsed } from './canonical.js';

/** Where a chain stands. */
export interface Head {
  readonly size: number;
  readonly hash: string;
}

/** One event, as a line of the bundle has it: everything that its hash covers, and the hash. */
export interface Link {
  readonly seq: number;
  readonly ts: string;
  readonly actor: string;
  readonly role: string;
  readonly op: string;
  readonly subject: number | null;
  /** JSON text, hashed as it stands. */
  readonly body: string;
  readonly hash: string;
}

/** The hash before the first event. */
export const genesis = '0'.repeat(64);

const part = (value: string): string => `${value.length}:${value}`;

/** The hash that an event must bear behind the one before it: SHA-256 in hex. Lengths are in UTF-16 code units. */
export function linkHash(before: string, { seq, ts, actor, role, op, subject, body }: Omit<Link, 'hash'>): string {
  const text = `steward:event:1\n${before}${seq}\n${part(ts)}${part(actor)}${part(role)}${part(op)}${subject ?? '-'}\n${part(body)}`;
  return createHash('sha256').update(text).digest('hex');
}

/** An event as a line of the bundle. */
export const linkLine = ({ seq, ts, actor, role, op, subject, body, hash }: Link): string =>
  canonical({ seq, ts, actor, role, op, subject, body, hash });

/** The event of a line; null where the line is not exactly what `linkLine` writes. */
export function linkOf(line: string): Link | null {
  const value = parsed(line);
  if (!isObject(value)) return null;
  const { seq, ts, actor, role, op, subject, body, hash } = value;
  const texts = [ts, actor, role, op, body, hash].every((one) => typeof one === 'string');
  const numbers = Number.isSafeInteger(seq) && (subject === null || Number.isSafeInteger(subject));
  const link = value as unknown as Link;
  return texts && numbers && linkLine(link) === line ? link : null;
}
