/** What is left of the destroyed in the bytes of a ledger's files (S2-32): searched as anybody would who has the disk, not through SQLite. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { encodeText } from '../files/encode-text.js';
import type { LedgerInfo } from '../model/ledger.js';
import { type Needle, NeedleSet } from './needles.js';
import { chunksOf, type Part } from './parts.js';

/** How a text can stand in a file. */
export const residueEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const;

/** A place in a file where a text stands: which of the needles, in the order in which they were given. */
export interface Residue {
  readonly file: string;
  readonly offset: number;
  readonly encoding: (typeof residueEncodings)[number];
  readonly needle: number;
}

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
 * Finds texts in files, in each encoding; a text that reads the same in two is found once. In a database, text is in the encoding that its header names, whatever
 * wrote it, so that in one of UTF-8 forms in others would come about by chance alone, out of halves of other characters: they are not looked for. Texts of fewer than
 * four bytes are found everywhere and not looked for, either. Holds one chunk of a file at a time.
 */
export class ResidueScanner {
  // The tables of GB18030 alone take a fifth of a second.
  readonly #everywhere: () => NeedleSet;
  readonly #inDatabases: () => NeedleSet;
  #last: { readonly file: string; readonly set: NeedleSet } | null = null;

  constructor(texts: readonly string[]) {
    this.#everywhere = once(() => new NeedleSet([...encodedNeedles(texts, residueEncodings)]));
    this.#inDatabases = once(() => new NeedleSet([...encodedNeedles(texts, ['utf-8'])]));
  }

  /** Every place in a part at which a text begins. @throws FileFault `file-not-found`, `file-unreadable` */
  *in({ file, from, to }: Part): IterableIterator<Residue> {
    if (this.#last?.file !== file)
      this.#last = { file, set: isUtf8Database(file) ? this.#inDatabases() : this.#everywhere() };
    const { set } = this.#last;
    const carried = Math.max(0, set.longest - 1);
    // What stands across two chunks is found by what is carried over, and across two parts by reading on.
    for (const { bytes, known, base } of chunksOf(file, carried, from, to + carried))
      for (const { offset, needle } of set.find(bytes, known, base))
        if (offset < to)
          yield {
            file,
            offset,
            encoding: residueEncodings[needle.encoding] as Residue['encoding'],
            needle: needle.text,
          };
  }
}

/** Made when first asked for. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function* encodedNeedles(texts: Iterable<string>, encodings: readonly Residue['encoding'][]): IterableIterator<Needle> {
  let text = 0;
  for (const value of texts) {
    const known = new Set<string>();
    for (const [encoding, name] of encodings.entries()) {
      const bytes = encodeText(value, name);
      const form = bytes?.toString('latin1');
      if (bytes === null || form === undefined || known.has(form)) continue;
      known.add(form);
      yield { bytes, text, encoding };
    }
    text++;
  }
}

/** Whether a file is a database in UTF-8, or what SQLite writes beside one. */
function isUtf8Database(file: string): boolean {
  const database = file.replace(/-(?:wal|shm|journal)$/, '');
  if (database !== file && !existsSync(database)) return false;
  for (const { bytes } of chunksOf(database, 0)) {
    const header = Buffer.from(bytes.subarray(0, 60));
    return (
      header.length === 60 && header.toString('latin1', 0, 15) === 'SQLite format 3' && header.readUInt32BE(56) === 1
    );
  }
  return false;
}
