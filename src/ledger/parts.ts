/** Files read in parts, and those in chunks. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { fileFault } from '../files/faults.js';

/** A stretch of a file: what begins in it, wherever that ends. */
export interface Part {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** Files cut up, in order, and how many bytes there are. @throws FileFault `file-not-found`, `file-unreadable` */
export function partsOf(
  files: Iterable<string>,
  partBytes: number,
): { readonly parts: readonly Part[]; readonly bytes: number } {
  const parts: Part[] = [];
  let bytes = 0;
  for (const file of files) {
    let size: number;
    try {
      ({ size } = statSync(file));
    } catch (error) {
      throw fileFault(error, file, 'read');
    }
    bytes += size;
    // What a growing file gained since is the last part's.
    for (let from = 0; from < size; from += partBytes)
      parts.push({ file, from, to: from + partBytes >= size ? Number.MAX_SAFE_INTEGER : from + partBytes });
  }
  return { parts, bytes };
}

const chunkBytes = 1 << 20;

/** A file, or a stretch of it, in chunks, each with the end of the one before it in front: `known` bytes of it were given already. */
export function* chunksOf(
  file: string,
  carried: number,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): IterableIterator<{ readonly bytes: Uint8Array; readonly known: number; readonly base: number }> {
  const fd = opened(file);
  try {
    const buffer = Buffer.allocUnsafe(carried + chunkBytes);
    let known = 0;
    let base = from;
    for (;;) {
      const read = readSync(fd, buffer, known, Math.min(chunkBytes, to - base - known), base + known);
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

function opened(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw fileFault(error, file, 'read');
  }
}
