/** What is left of the destroyed, looked for without knowing what they were: whatever reads like a phone, an address or a credit code is tried against the tombstones. */
import type { CustomerId } from '../model/customer.js';
import type { TombstoneKey } from '../model/ledger.js';
import { chunksOf, type Part } from './parts.js';

/** Something in a file by which a destroyed customer was known. */
export interface TombstoneResidue {
  readonly file: string;
  /** Where it stands; of text in UTF-16, where the chunk of the file begins in which it does. */
  readonly offset: number;
  readonly by: TombstoneKey['kind'];
  readonly customer: CustomerId;
}

/** The longest thing that is looked for, with room. */
const carried = 256;

/**
 * Finds every place at which something stands by which a destroyed customer was known: mainland mobile and fixed numbers, e-mail addresses, unified credit codes.
 * Names and addresses have no tombstones. Values stand in a database without a space between them, so that every part of a run is tried that could be one.
 */
export class TombstoneScanner {
  readonly #test: (key: TombstoneKey) => CustomerId | null;

  /** @param test as `tombstoneTester` gives it */
  constructor(test: (key: TombstoneKey) => CustomerId | null) {
    this.#test = test;
  }

  /** What begins in a part. @throws FileFault `file-not-found`, `file-unreadable` */
  in({ file, from, to }: Part): readonly TombstoneResidue[] {
    const found: TombstoneResidue[] = [];
    for (const { bytes, known, base } of chunksOf(file, carried, from, to + carried)) {
      const take = (key: TombstoneKey, offset: number): void => {
        const customer = offset < to ? this.#test(key) : null;
        if (customer !== null) found.push({ file, offset, by: key.kind, customer });
      };
      search(bytes, (at, length, key) => {
        if (at + length > known) take(key, base + at);
      });
      // UTF-16 of either order, of what is ASCII, is the same text once the zeros are left out.
      if (isWide(bytes))
        search(
          bytes.filter((byte) => byte !== 0),
          (_at, _length, key) => take(key, base),
        );
    }
    return found;
  }
}

/** Hears of something that reads like a value by which customers are known, and where it stands. */
type Seen = (at: number, length: number, key: TombstoneKey) => void;

// What a byte can be part of: a number (digits, and what stands between their groups), a credit code, an e-mail address.
const DIGIT = 1;
const GAP = 2;
const CODE = 4;
const LOCAL = 8;
const DOMAIN = 16;
const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  return (
    (/[0-9]/.test(char) ? DIGIT : 0) |
    (/[- ]/.test(char) ? GAP : 0) |
    (/[0-9A-HJ-NPQRTUWXY]/.test(char) ? CODE : 0) |
    (/[0-9A-Za-z._%+-]/.test(char) ? LOCAL : 0) |
    (/[0-9A-Za-z.-]/.test(char) ? DOMAIN : 0)
  );
});

/** So many turns between letters and zeros make a text in UTF-16. */
const leastTurns = 12;

/** Whether letters and zeros stand by turns somewhere, as in UTF-16. */
function isWide(bytes: Uint8Array): boolean {
  const isTurn = (i: number): boolean => {
    const one = bytes[i] as number;
    const next = bytes[i + 1] as number;
    return one === 0
      ? ((classes[next] as number) & LOCAL) !== 0
      : next === 0 && ((classes[one] as number) & LOCAL) !== 0;
  };
  // One look in so many meets every such text.
  for (let i = 0; i + 1 < bytes.length; i += leastTurns) {
    if (!isTurn(i)) continue;
    let from = i;
    while (from > 0 && isTurn(from - 1)) from--;
    let to = i + 1;
    while (to + 1 < bytes.length && isTurn(to)) to++;
    if (to - from >= leastTurns) return true;
  }
  return false;
}

/** The shortest number, of a fixed line; the length of a credit code. */
const leastDigits = 10;
const codeLength = 18;

function search(of: Uint8Array, seen: Seen): void {
  const bytes = Buffer.from(of.buffer, of.byteOffset, of.length);
  let digits = 0;
  let numberFrom = 0;
  let codeFrom = 0;
  // One step beyond the end closes what is open.
  for (let i = 0; i <= of.length; i += 1) {
    const kind = i < of.length ? (classes[of[i] as number] as number) : 0;
    if ((kind & DIGIT) !== 0) digits += 1;
    else if ((kind & GAP) === 0) {
      if (digits >= leastDigits) phonesIn(bytes.toString('latin1', numberFrom, i), numberFrom, seen);
      digits = 0;
      numberFrom = i + 1;
    }
    if ((kind & CODE) === 0) {
      if (i - codeFrom >= codeLength) codesIn(bytes.toString('latin1', codeFrom, i), codeFrom, seen);
      codeFrom = i + 1;
    }
  }
  for (let at = bytes.indexOf('@'); at >= 0; at = bytes.indexOf('@', at + 1)) emailsAt(bytes, at, seen);
}

/** Numbers as they are written; digits before and behind may be another value's. */
const phones: readonly RegExp[] = [
  /(?=(1[3-9]\d[- ]?\d{4}[- ]?\d{4}))/g,
  /(?=(0\d{2}[- ]?[2-9]\d{6}))/g,
  /(?=(0\d{2,3}[- ]?[2-9]\d{7}))/g,
  /(?=(0\d{3}[- ]?[2-9]\d{6}))/g,
  /(?=(400[- ]?\d{3}[- ]?\d{4}))/g,
];

/** What days and amounts are not. */
const anyPhone = /1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?[2-9]\d{6}|400[- ]?\d{3}[- ]?\d{4}/;

function phonesIn(text: string, from: number, seen: Seen): void {
  if (!anyPhone.test(text)) return;
  for (const pattern of phones)
    for (const { index, 1: token = '' } of text.matchAll(pattern))
      seen(from + index, token.length, { kind: 'phone', value: mainland(token) });
}

/** A mainland number in the spelling of tombstones. */
const mainland = (token: string): string => `+86${token.replace(/[- ]/g, '').replace(/^0/, '')}`;

const creditCode = /(?=([0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}))/g;

function codesIn(text: string, from: number, seen: Seen): void {
  for (const { index, 1: token = '' } of text.matchAll(creditCode))
    seen(from + index, token.length, { kind: 'credit_code', value: token });
}

/** What most domains end in. */
const endings = /\.(?:com\.cn|[A-Za-z]{2,3})/g;
/** How long a local part and a domain can be. */
const longestPart = 64;
/** Of what stands before the sign, the whole is tried, and beginnings no farther away than this. */
const longestLocal = 24;
/** Where another value may end: a number, a credit code or a salt. */
const ENDS = /[0-9A-Z_-]/;

/** The next place at which a local part may begin, behind another value or the name of the field; the length when there is none. */
function nextStart(local: string, from: number): number {
  for (let at = Math.max(from + 1, local.length - longestLocal); at < local.length; at++)
    if (ENDS.test(local[at - 1] as string) || local.endsWith('email', at)) return at;
  return local.length;
}

function emailsAt(bytes: Buffer, sign: number, seen: Seen): void {
  let from = sign;
  while (from > 0 && sign - from < longestPart && ((classes[bytes[from - 1] as number] as number) & LOCAL) !== 0)
    from -= 1;
  let to = sign + 1;
  while (to < bytes.length && to - sign <= longestPart && ((classes[bytes[to] as number] as number) & DOMAIN) !== 0)
    to += 1;
  const local = bytes.toString('latin1', from, sign);
  const domain = /^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+/.exec(bytes.toString('latin1', sign + 1, to))?.[0];
  if (local === '' || domain === undefined) return;
  const ends = new Set([domain.length]);
  for (const { index: dot, 0: ending } of domain.matchAll(endings)) ends.add(dot + ending.length);
  for (let at = 0; at < local.length; at = nextStart(local, at)) {
    for (const end of ends) {
      const token = `${local.slice(at)}@${domain.slice(0, end)}`;
      seen(from + at, token.length, { kind: 'email', value: token.toLowerCase() });
    }
  }
}
