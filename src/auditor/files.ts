/** A bundle's files against its list, and how the others are read. */
import { createHash } from 'node:crypto';
import type { Findings } from './findings.js';
import { type Listed, type Manifest, manifestName, readManifest } from './manifest.js';

/** A bundle's files, in a folder or a ZIP. */
export interface Source {
  names(): readonly string[];
  /** A file's bytes; throws where they cannot be read. */
  read(name: string): AsyncIterable<Uint8Array>;
}

/** A line of a file. */
export interface Line {
  readonly name: string;
  /** From 1. */
  readonly no: number;
  readonly line: string;
}

/** The list of a bundle; null where there is none that holds. */
export async function readList(source: Source, findings: Findings): Promise<Manifest | null> {
  if (!source.names().includes(manifestName)) {
    findings.fault('manifest-missing', manifestName);
    return null;
  }
  try {
    const manifest = readManifest(await textOf(source, manifestName));
    if (manifest === null) findings.fault('manifest-altered', manifestName);
    return manifest;
  } catch {
    findings.fault('file-damaged', manifestName);
    return null;
  }
}

async function textOf(source: Source, name: string): Promise<string> {
  const blocks: Uint8Array[] = [];
  for await (const block of source.read(name)) blocks.push(Uint8Array.from(block));
  return Buffer.concat(blocks).toString('utf8');
}

/** The files that the list names. */
export class BundleFiles {
  readonly #source: Source;
  readonly #listed: readonly Listed[];
  /** Those that could be read to their end. */
  readonly #read = new Set<string>();

  constructor(source: Source, { files }: Manifest) {
    this.#source = source;
    this.#listed = files;
  }

  /** Reads every file against the list. */
  async check(findings: Findings): Promise<void> {
    const there = new Set(this.#source.names());
    there.delete(manifestName);
    for (const listed of this.#listed) {
      findings.counts.files += 1;
      if (!there.delete(listed.name)) findings.fault('file-missing', listed.name);
      else await this.#bytes(listed, findings);
    }
    for (const name of there) findings.fault('file-extra', name);
  }

  async #bytes({ name, size, sha256 }: Listed, findings: Findings): Promise<void> {
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      for await (const block of this.#source.read(name)) {
        hash.update(block);
        bytes += block.length;
      }
    } catch {
      findings.fault('file-damaged', name);
      return;
    }
    this.#read.add(name);
    if (bytes !== size || hash.digest('hex') !== sha256) findings.fault('file-altered', name);
  }

  /** A file's text; '' where it is not listed, or could not be read. */
  async text(name: string): Promise<string> {
    return this.#read.has(name) ? await textOf(this.#source, name) : '';
  }

  /** The lines of a kind of files, in the order of the list. */
  async *lines(prefix: string): AsyncGenerator<Line> {
    for (const { name } of this.#listed) {
      if (!name.startsWith(prefix)) continue;
      const lines = (await this.text(name)).split('\n');
      if (lines.at(-1) === '') lines.pop();
      for (const [i, line] of lines.entries()) yield { name, no: i + 1, line };
    }
  }
}
