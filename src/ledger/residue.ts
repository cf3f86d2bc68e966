/** What is left of the destroyed in the bytes of a ledger's files (S2-32): searched as anybody would who has the disk, not through SQLite. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { encodeText } from '../files/encode-text.js';
import { fileFault } from '../files/faults.js';
import type { CustomerId } from '../model/customer.js';
import { type FieldKind, fieldKeys, fieldOf } from '../model/fields.js';
import type { LedgerInfo, LedgerReader } from '../model/ledger.js';
import { type Needle, NeedleSet } from './needles.js';

/** How a text can stand in a file. */
export const residueEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const;

/** A place in a file where a text stands: which of the needles, in the order in which they were given. */
export interface Residue {
  readonly file: string;
  readonly offset: number;
  readonly encoding: (typeof residueEncodings)[number];
  readonly needle: number;
}

const chunkBytes = 1 << 20;

/** SQLite keeps text in UTF-8; in other encodings, shorter forms come about by chance, out of halves of other characters. */
const leastInDatabase = 8;

/** The files of a ledger, and those beside it that begin with its name: WAL, companion, copies, temporary files. */
export function ledgerFiles({ path, database }: Pick<LedgerInfo, 'database' | 'path'>): readonly string[] {
  const folder = dirname(path);
  const names = [...new Set([basename(path), basename(database)])];
  const ours = (name: string) => names.some((own) => name.startsWith(own) || name.startsWith(`.${own}`));
  return readdirSync(folder)
    .filter(ours)
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .sort();
}

/**
 * Every place at which a needle stands in the files, in each encoding; a text that reads the same in two is found once. Texts of fewer than four bytes are found
 * everywhere and therefore not looked for. Holds one chunk of a file at a time.
 *
 * @throws FileFault `file-not-found`, `file-unreadable`
 */
export function* scanResidue(files: Iterable<string>, needles: Iterable<string>): IterableIterator<Residue> {
  const all = [...encodedNeedles(needles)];
  const everywhere = new NeedleSet(all);
  const long = new NeedleSet(all.filter(({ bytes, encoding }) => encoding === 0 || bytes.length >= leastInDatabase));
  for (const file of files) {
    const set = isDatabase(file) ? long : everywhere;
    // What stands across two chunks is found by what is carried over.
    for (const { bytes, known, base } of chunksOf(file, Math.max(0, set.longest - 1)))
      for (const { offset, needle } of set.find(bytes, known, base))
        yield { file, offset, encoding: residueEncodings[needle.encoding] as Residue['encoding'], needle: needle.text };
  }
}

function* encodedNeedles(texts: Iterable<string>): IterableIterator<Needle> {
  let text = 0;
  for (const value of texts) {
    const known = new Set<string>();
    for (const [encoding, name] of residueEncodings.entries()) {
      const bytes = encodeText(value, name);
      const form = bytes?.toString('latin1');
      if (bytes === null || form === undefined || known.has(form)) continue;
      known.add(form);
      yield { bytes, text, encoding };
    }
    text++;
  }
}

/** A file in chunks, each with the end of the one before it in front: `known` bytes of it were given already. */
export function* chunksOf(
  file: string,
  carried: number,
): IterableIterator<{ readonly bytes: Uint8Array; readonly known: number; readonly base: number }> {
  const fd = opened(file);
  try {
    const buffer = Buffer.allocUnsafe(carried + chunkBytes);
    let known = 0;
    let base = 0;
    for (;;) {
      const read = readSync(fd, buffer, known, chunkBytes, null);
      if (read === 0) return;
      const end = known + read;
      yield { bytes: buffer.subarray(0, end), known, base };
      const keep = Math.min(carried, end);
      buffer.copy(buffer, 0, end - keep, end);
      base += end - keep;
      known = keep;
    }
  } finally {
    closeSync(fd);
  }
}

function isDatabase(file: string): boolean {
  if (/-(?:wal|shm|journal)$/.test(file)) return true;
  for (const { bytes } of chunksOf(file, 0))
    return Buffer.from(bytes.subarray(0, 15)).toString('latin1') === 'SQLite format 3';
  return false;
}

function opened(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw fileFault(error, file, 'read');
  }
}

/** Texts that only some customers have, to be looked for once they are gone. */
export interface Needles {
  readonly needles: readonly string[];
  /** How many of their texts others have as well, or as part of a longer one, by field: their being found says nothing. */
  readonly shared: Readonly<Record<string, number>>;
  /** How many are too short to be looked for. */
  readonly short: number;
}

/** Kinds of values that tell of one customer. Codes, days, amounts and names of colleagues stand everywhere. */
const kinds: ReadonlySet<FieldKind> = new Set<FieldKind>(['address', 'company', 'email', 'note', 'party', 'phone']);

/** The fields that do; of kept texts besides customers' own values, `held` cells, notes and what children say. */
const telling: ReadonlySet<string> = new Set<string>([
  ...fieldKeys.filter((key) => kinds.has(fieldOf(key).kind)),
  ...['contact_name', 'credit_code', 'legal_rep', 'wechat', 'consent_evidence', 'extra', ':note', 'held'],
  ...['interactions.summary', 'interactions.result', 'interactions.extra', 'transactions.detail', 'transactions.extra'],
]);

/** A text of fewer bytes in UTF-8 stands everywhere: two Chinese characters, or six letters, are the least. */
const leastText = 6;

/**
 * The distinct texts that stand in the files of these customers and nowhere else in the ledger. To be asked before they are destroyed; those merged into a customer
 * must be among the ids. Reads every text twice, and holds theirs.
 */
export function needlesOf(reader: Pick<LedgerReader, 'texts'>, ids: ReadonlySet<CustomerId>): Needles {
  const from = new Map<string, string>();
  /** Numbers, codes and days of theirs, which stand in held rows, too; a number stays taken. */
  const plain = new Set<string>();
  for (const { customer, field, value } of reader.texts()) {
    if (customer === null || !ids.has(customer)) continue;
    if (!telling.has(field)) plain.add(value);
    else for (const text of partsOf(field, value)) if (!plain.has(text) && !from.has(text)) from.set(text, field);
  }
  const texts = [...from.keys()];
  const set = new NeedleSet(texts.map((text, i) => ({ bytes: Buffer.from(text), text: i, encoding: 0 })));
  const found = new Set<number>();
  for (const { customer, value } of reader.texts()) {
    if (customer !== null && ids.has(customer)) continue;
    for (const { needle } of set.find(Buffer.from(value))) found.add(needle.text);
  }
  const shared: Record<string, number> = {};
  const needles: string[] = [];
  let short = 0;
  for (const [i, text] of texts.entries()) {
    const field = from.get(text) as string;
    if (found.has(i)) shared[field] = (shared[field] ?? 0) + 1;
    else if (Buffer.byteLength(text) < leastText) short++;
    else needles.push(text);
  }
  return { needles, shared, short };
}

/** The texts in a value: what stands in `extra` stands there by column. */
function partsOf(field: string, value: string): readonly string[] {
  if (!field.endsWith('extra')) return [value];
  return Object.values(JSON.parse(value) as Record<string, unknown>).filter(
    (part): part is string => typeof part === 'string' && part !== '',
  );
}
