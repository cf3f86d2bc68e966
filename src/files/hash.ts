import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { type ByteSource, openBytes, readBlocks } from './bytes.js';
import { fileFault } from './faults.js';

/**
 * The SHA-256 of a file's bytes in lower-case hex, read in 1 MiB blocks. (A CSV that is being read gets its hash in the
 * same pass: RowSource.totals.)
 * @throws FileFault file-not-found, file-is-directory, file-unreadable, file-changed
 */
export async function sha256File(path: string): Promise<string> {
  const bytes = await openBytes(path);
  try {
    return await sha256Bytes(bytes);
  } finally {
    bytes.close();
  }
}

/** The same of bytes that are open. @throws FileFault file-changed, file-unreadable */
export async function sha256Bytes(bytes: ByteSource): Promise<string> {
  const hash = createHash('sha256');
  for (const block of readBlocks(bytes, 1 << 20)) {
    hash.update(block);
    await setImmediate(); // signals and progress get their turn
  }
  return hash.digest('hex');
}

/** The same at one go, for who holds a lock meanwhile. @throws FileFault as sha256File */
export function sha256FileNow(path: string): string {
  let fd: number | null = null;
  try {
    fd = openSync(path, 'r');
    const hash = createHash('sha256');
    for (const block of readBlocks({ path, fd, size: fstatSync(fd).size }, 1 << 20)) hash.update(block);
    return hash.digest('hex');
  } catch (error) {
    throw fileFault(error, path, 'read');
  } finally {
    if (fd !== null) closeSync(fd);
  }
}
