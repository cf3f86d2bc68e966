import fs from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { ByteSource } from '../bytes.js';
import { FileFault, fileFault } from '../faults.js';

/** One file inside a ZIP archive. */
export interface ZipEntry {
  /** With forward slashes, whatever the writer used. */
  readonly name: string;
  readonly size: number;
  readonly packed: number;
  readonly method: number;
  readonly crc: number;
  /** Where its local header stands. */
  readonly at: number;
  readonly encrypted: boolean;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const FULL_32 = 0xffffffff;

/** The list of files at an archive's end is refused beyond this: no workbook has so many parts. */
const MAX_DIRECTORY = 64 << 20;

const BLOCK = 1 << 17;

/**
 * The files of a ZIP archive (ZIP64, too) by their list at the archive's end, which is the only truth about them: names in lower case to
 * entries.
 * @throws FileFault workbook-damaged when the list is missing or broken, as in a file cut short
 */
export function zipEntries(source: ByteSource): ReadonlyMap<string, ZipEntry> {
  const tail = bytesAt(source, Math.max(0, source.size - 65_557), Math.min(source.size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--;
  if (end < 0) throw damaged(source, 'zip');
  let size = tail.readUInt32LE(end + 12);
  let at = tail.readUInt32LE(end + 16);
  if (size === FULL_32 || at === FULL_32 || tail.readUInt16LE(end + 10) === 0xffff) {
    const locator = end - 20;
    if (locator >= 0 && tail.readUInt32LE(locator) === END_64_LOCATOR) {
      const record = bytesAt(source, Number(tail.readBigUInt64LE(locator + 8)), 56);
      if (record.readUInt32LE(0) !== END_64) throw damaged(source, 'zip');
      size = Number(record.readBigUInt64LE(40));
      at = Number(record.readBigUInt64LE(48));
    }
  }
  if (size > MAX_DIRECTORY) throw damaged(source, 'zip');
  const directory = bytesAt(source, at, size);
  const entries = new Map<string, ZipEntry>();
  for (let i = 0; i < directory.length; ) {
    if (i + 46 > directory.length || directory.readUInt32LE(i) !== CENTRAL) throw damaged(source, 'zip');
    const nameLength = directory.readUInt16LE(i + 28);
    const extraLength = directory.readUInt16LE(i + 30);
    const next = i + 46 + nameLength + extraLength + directory.readUInt16LE(i + 32);
    if (next > directory.length) throw damaged(source, 'zip');
    const extra = directory.subarray(i + 46 + nameLength, i + 46 + nameLength + extraLength);
    const name = directory.toString('utf8', i + 46, i + 46 + nameLength).replaceAll('\\', '/');
    const [full, packed, local] = sizes64(extra, [
      directory.readUInt32LE(i + 24),
      directory.readUInt32LE(i + 20),
      directory.readUInt32LE(i + 42),
    ]);
    entries.set(name.toLowerCase(), {
      name,
      size: full,
      packed,
      method: directory.readUInt16LE(i + 10),
      crc: directory.readUInt32LE(i + 16),
      at: local,
      encrypted: (directory.readUInt16LE(i + 8) & 1) !== 0,
    });
    i = next;
  }
  return entries;
}

/**
 * The bytes of one file of the archive, unpacked as they are asked for; `onRead` hears how many packed bytes have been read. They are
 * whole and right when the last has been given: size and checksum are those of the archive's list. Never more than the list says is unpacked.
 * @throws FileFault workbook-damaged, file-changed, file-unreadable
 */
export async function* unpacked(
  source: ByteSource,
  entry: ZipEntry,
  onRead: (packed: number) => void = () => {},
): AsyncGenerator<Buffer> {
  if (entry.encrypted || (entry.method !== 0 && entry.method !== 8)) throw damaged(source, entry.name);
  const header = bytesAt(source, entry.at, 30);
  if (header.readUInt32LE(0) !== LOCAL) throw damaged(source, entry.name);
  const from = entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  if (from + entry.packed > source.size) throw damaged(source, entry.name);
  const packed = packedBlocks(source, from, entry.packed, onRead);
  let size = 0;
  let crc = 0;
  try {
    for await (const block of entry.method === 0 ? packed : inflated(packed)) {
      size += block.length;
      if (size > entry.size) throw damaged(source, entry.name);
      crc = crc32(block, crc);
      yield block;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw damaged(source, entry.name, error);
    throw error;
  }
  if (size !== entry.size || crc !== entry.crc) throw damaged(source, entry.name);
}

/** The fault of a workbook that is not whole; `part` is the file inside it. */
export function damaged({ path }: Pick<ByteSource, 'path'>, part: string, cause?: unknown): FileFault {
  return new FileFault('workbook-damaged', { path, part }, cause);
}

async function* inflated(packed: Iterable<Buffer>): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: BLOCK });
  // pipeline hands a reading error on to the loop below; a loop that is left early ends the reading
  pipeline(Readable.from(packed), inflate, () => {});
  for await (const block of inflate) yield block as Buffer;
}

function* packedBlocks(
  source: ByteSource,
  from: number,
  length: number,
  onRead: (packed: number) => void,
): Generator<Buffer> {
  for (let done = 0; done < length; ) {
    const block = bytesAt(source, from + done, Math.min(BLOCK, length - done));
    done += block.length;
    onRead(done);
    yield block;
  }
}

/** Exactly so many bytes from a place in the file. @throws FileFault workbook-damaged when it ends before */
function bytesAt({ path, fd, size }: ByteSource, from: number, length: number): Buffer {
  if (!Number.isSafeInteger(from) || from < 0 || from + length > size) throw damaged({ path }, 'zip');
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    let read: number;
    try {
      read = fs.readSync(fd, bytes, done, length - done, from + done);
    } catch (error) {
      throw fileFault(error, path, 'read');
    }
    if (read === 0) throw new FileFault('file-changed', { path, size, byte: from + done });
    done += read;
  }
  return bytes;
}

/** Sizes and place by the ZIP64 field, which holds only those of them that are full in the list, in this order. */
function sizes64(extra: Buffer, values: [number, number, number]): [number, number, number] {
  if (!values.includes(FULL_32)) return values;
  for (let i = 0; i + 4 <= extra.length; i += 4 + extra.readUInt16LE(i + 2)) {
    if (extra.readUInt16LE(i) !== 1) continue;
    let at = i + 4;
    return values.map((value) => {
      if (value !== FULL_32 || at + 8 > extra.length) return value;
      at += 8;
      return Number(extra.readBigUInt64LE(at - 8));
    }) as [number, number, number];
  }
  return values;
}
