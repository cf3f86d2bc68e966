import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileFault, fileFault } from './faults.js';

/**
 * Bytes that can be read more than once from any position: encoding detection, the sample and the parse each make
 * their own pass. `fd` is usable from worker threads of the same process; `size` is the length when it was opened.
 */
export interface ByteSource {
  /** The path as given; `-` is standard input. */
  readonly path: string;
  readonly fd: number;
  readonly size: number;
  /** Closes the descriptor; calling it again does nothing. */
  close(): void;
}

/**
 * Opens a file, a pipe or (`-`) standard input. What cannot be read twice is first spooled into a private temporary
 * file (0600) that has no name any more while it is read, so that nothing stays behind after a kill.
 * @throws FileFault file-not-found, file-is-directory, file-unreadable
 */
export async function openBytes(path: string): Promise<ByteSource> {
  if (path === '-') return spool(path, process.stdin);
  let fd: number;
  try {
    fd = fs.openSync(path, 'r');
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
  const stat = fs.fstatSync(fd);
  if (stat.isFile()) return source(path, fd, stat.size);
  if (!stat.isDirectory()) return spool(path, fs.createReadStream(path, { fd }));
  fs.closeSync(fd);
  throw new FileFault('file-is-directory', { path });
}

/**
 * The bytes in blocks of `blockSize`, in order, from `from` to the size known when the file was opened. The block is
 * one reused buffer: use it before asking for the next.
 * @throws FileFault file-changed when the file has become shorter
 */
export function* readBlocks(
  { path, fd, size }: Pick<ByteSource, 'path' | 'fd' | 'size'>,
  blockSize: number,
  from = 0,
): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(blockSize, size - from)));
  for (let at = from; at < size; ) {
    let read: number;
    try {
      read = fs.readSync(fd, buffer, 0, Math.min(buffer.length, size - at), at);
    } catch (error) {
      throw fileFault(error, path, 'read');
    }
    if (read === 0) throw new FileFault('file-changed', { path, size, byte: at });
    at += read;
    yield buffer.subarray(0, read);
  }
}

function source(path: string, fd: number, size: number, cleanUp?: () => void): ByteSource {
  let open = true;
  return {
    path,
    fd,
    size,
    close() {
      if (!open) return;
      open = false;
      fs.closeSync(fd);
      cleanUp?.();
    },
  };
}

async function spool(path: string, input: AsyncIterable<Buffer | string>): Promise<ByteSource> {
  const name = join(tmpdir(), `steward-spool-${randomBytes(9).toString('hex')}`);
  let fd: number;
  try {
    fd = fs.openSync(name, 'wx+', 0o600);
  } catch (error) {
    throw fileFault(error, name, 'write');
  }
  const unlink = (): boolean => {
    try {
      fs.unlinkSync(name);
      return true;
    } catch {
      return false; // an open file cannot be removed on Windows: removed after closing
    }
  };
  const gone = unlink();
  try {
    for await (const chunk of input) fs.writeFileSync(fd, chunk);
  } catch (error) {
    fs.closeSync(fd);
    if (!gone) unlink();
    throw fileFault(error, path, 'read');
  }
  return source(path, fd, fs.fstatSync(fd).size, gone ? undefined : () => void unlink());
}
