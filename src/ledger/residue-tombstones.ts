/** What is left of the destroyed, looked for without knowing what they were: whatever reads like a phone, an address or a credit code is tried against the tombstones. */
import type { CustomerId } from '../model/customer.js';
import type { LedgerReader, TombstoneKey } from '../model/ledger.js';
import { chunksOf } from './residue.js';
import { tombstoneKeys } from './tombstone-keys.js';

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

/** Tokens remembered as nobody's: files say the same again and again. */
const remembered = 500_000;

/**
 * Every place at which something stands by which a destroyed customer was known: mainland mobile and fixed numbers, e-mail addresses, unified credit codes. Names and
 * addresses have no tombstones. Values stand in a database without a space between them, so that every part of a run is tried that could be one.
 *
 * @throws FileFault `file-not-found`, `file-unreadable`
 */
export function* scanTombstones(
  reader: Pick<LedgerReader, 'tombstoneTester'>,
  files: Iterable<string>,
): IterableIterator<TombstoneResidue> {
  const test = reader.tombstoneTester();
  if (test === null) return;
  const nobody = new Set<string>();
  const customerOf = ({ token, key }: Candidate): CustomerId | null => {
    if (nobody.has(token)) return null;
    const [one] = key();
    const found = one === undefined ? null : test(one);
    if (found !== null) return found;
    if (nobody.size >= remembered) nobody.clear();
    nobody.add(token);
    return null;
  };
  for (const file of files) {
    for (const { bytes, known, base } of chunksOf(file, carried)) {
      const text = Buffer.from(bytes).toString('latin1');
      // UTF-16 of either order, of what is ASCII, is the same text once the zeros are left out.
      const wide = /[0-9A-Za-z@]\0[0-9A-Za-z@.]\0/.test(text) ? text.replaceAll('\0', '') : '';
      for (const [said, isWide] of [
        [text, false],
        [wide, true],
      ] as const) {
        for (const candidate of candidates(said)) {
          const { at, token, by } = candidate;
          if (!isWide && at + token.length <= known) continue;
          const customer = customerOf(candidate);
          if (customer !== null) yield { file, offset: isWide ? base : base + at, by, customer };
        }
      }
    }
  }
}

interface Candidate {
  readonly at: number;
  readonly token: string;
  readonly by: TombstoneKey['kind'];
  /** The key that it is, if it is one: made only for what was not tried yet. */
  readonly key: () => readonly TombstoneKey[];
}

/** Numbers as they are written; digits before and behind may be another value's. */
const phones: readonly RegExp[] = [
  /(?=(1[3-9]\d[- ]?\d{4}[- ]?\d{4}))/g,
  /(?=(0\d{2}[- ]?[2-9]\d{6}))/g,
  /(?=(0\d{2,3}[- ]?[2-9]\d{7}))/g,
  /(?=(0\d{3}[- ]?[2-9]\d{6}))/g,
  /(?=(400[- ]?\d{3}[- ]?\d{4}))/g,
];
const creditCode = /(?=([0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}))/g;
const address = /([0-9A-Za-z._%+-]{1,64})@([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+)/g;
/** What most domains end in. */
const endings = /\.(?:com\.cn|[A-Za-z]{2,3})/g;
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

function* candidates(text: string): IterableIterator<Candidate> {
  for (const pattern of phones)
    for (const { index, 1: token = '' } of text.matchAll(pattern))
      yield { at: index, token, by: 'phone', key: () => tombstoneKeys({ phone: token }) };
  for (const { index, 1: token = '' } of text.matchAll(creditCode))
    yield { at: index, token, by: 'credit_code', key: () => tombstoneKeys({ credit_code: token }) };
  for (const { index, 1: local = '', 2: domain = '' } of text.matchAll(address)) {
    const ends = new Set([domain.length]);
    for (const { index: dot, 0: ending } of domain.matchAll(endings)) ends.add(dot + ending.length);
    for (let from = 0; from < local.length; from = nextStart(local, from)) {
      for (const end of ends) {
        const token = `${local.slice(from)}@${domain.slice(0, end)}`;
        yield { at: index + from, token, by: 'email', key: () => [{ kind: 'email', value: token.toLowerCase() }] };
      }
    }
  }
}
