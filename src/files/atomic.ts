import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FileFault, fileFault } from './faults.js';

/** What a sealed replacement holds. */
export interface Sealed {
  readonly bytes: number;
  /** SHA-256 in lower-case hex. */
  readonly sha256: string;
}

/** A file being written beside the one that it will replace. End it with `commit` or `abort`, always. */
export interface Replacement {
  /** Appends bytes. @throws FileFault disk-full, file-not-writable */
  append(data: Uint8Array): void;
  /** Lets go of the file descriptor until the next append, for who writes more files than may be open at once. */
  rest(): void;
  /** Makes the new file durable and checks its size; the old file is still in place. @throws FileFault */
  seal(): Sealed;
  /**
   * Seals if need be, then puts the new file in the old one's place and makes that durable.
   * @throws FileFault file-in-use, file-not-writable (the old file is as it was); write-outcome-unknown
   */
  commit(): Sealed;
  /** Removes the new file; after `commit` it does nothing. */
  abort(): void;
}

const MARK = '.steward-tmp-';

/**
 * Begins replacing a file: whoever reads it, and whatever is cut or killed, finds the old bytes or the new ones, whole.
 * A temporary file (0600) in the same directory, fsync, size check (a full disk can give short writes), rename, fsync of
 * the directory. A symbolic link is followed; an existing file's permission bits are kept, a new one gets 0600.
 * Temporary files that a killed process left for the same name are removed first.
 * @throws FileFault file-not-found (no such directory), file-not-writable, file-is-directory, disk-full
 */
export function beginReplacement(path: string): Replacement {
  const target = resolved(path);
  const old = fs.statSync(target, { throwIfNoEntry: false });
  if (old?.isDirectory()) throw new FileFault('file-is-directory', { path });
  // A device or a pipe would be replaced by a plain file: /dev/null gone for the whole machine.
  if (old && !old.isFile()) throw new FileFault('file-not-writable', { path, errno: 'not a regular file' });
  removeStrays(target);
  const temporary = join(
    dirname(target),
    `.${basename(target)}${MARK}${process.pid}-${randomBytes(6).toString('hex')}`,
  );
  const io = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw fileFault(error, path, 'write');
    }
  };
  let fd: number | null = io(() => fs.openSync(temporary, 'wx', 0o600));
  const hash = createHash('sha256');
  let bytes = 0;
  let sealed: Sealed | null = null;
  let placed = false;

  const rest = (): void => {
    if (fd !== null) fs.closeSync(fd);
    fd = null;
  };
  /** The descriptor, opened again after a rest; a temporary file that was taken away meanwhile is not made anew. */
  const opened = (): number => {
    fd ??= io(() => fs.openSync(temporary, fs.constants.O_WRONLY | fs.constants.O_APPEND));
    return fd;
  };

  const seal = (): Sealed => {
    if (sealed !== null) return sealed;
    const open = opened();
    io(() => {
      if (old) fs.fchmodSync(open, old.mode & 0o777);
      fs.fsyncSync(open);
    });
    const { size } = fs.fstatSync(open);
    if (size !== bytes) throw new FileFault('disk-full', { path, size, expected: bytes });
    rest();
    sealed = { bytes, sha256: hash.digest('hex') };
    return sealed;
  };

  return {
    append(data) {
      const open = opened();
      io(() => fs.writeFileSync(open, data)); // writeFileSync repeats short writes; writeSync does not
      hash.update(data);
      bytes += data.length;
    },
    rest,
    seal,
    commit() {
      const result = seal();
      try {
        fs.renameSync(temporary, target);
      } catch (error) {
        // Windows: another program, usually Excel, holds the file open
        const { code } = error as NodeJS.ErrnoException;
        if (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES')) {
          throw new FileFault('file-in-use', { path, errno: code }, error);
        }
        throw fileFault(error, path, 'write');
      }
      placed = true;
      syncDirectory(dirname(target), path);
      return result;
    },
    abort() {
      rest();
      if (!placed) fs.rmSync(temporary, { force: true });
      placed = true;
    },
  };
}

/** Writes a whole small file by beginReplacement. @throws FileFault as there */
export function writeFileAtomic(path: string, data: Uint8Array | string): Sealed {
  const replacement = beginReplacement(path);
  try {
    replacement.append(typeof data === 'string' ? Buffer.from(data) : data);
    return replacement.commit();
  } finally {
    replacement.abort();
  }
}

/**
 * Removes temporary files of this target whose process no longer runs; those of a running one are in use. Returns their
 * number. Names are `.NAME.steward-tmp-PID-RANDOM`.
 */
export function removeStrays(path: string): number {
  const target = resolved(path);
  const prefix = `.${basename(target)}${MARK}`;
  let names: string[];
  try {
    names = fs.readdirSync(dirname(target));
  } catch (error) {
    throw fileFault(error, path, 'write');
  }
  let removed = 0;
  for (const name of names) {
    if (!name.startsWith(prefix)) continue;
    const pid = /^(\d+)-[0-9a-f]{12}$/.exec(name.slice(prefix.length))?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    fs.rmSync(join(dirname(target), name), { force: true });
    removed++;
  }
  return removed;
}

function resolved(path: string): string {
  try {
    return fs.realpathSync(path);
  } catch {
    return path; // does not exist yet
  }
}

/** Whether a process of this number runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Without this a power cut can bring the old directory entry back (90 of 9,220 acknowledged writes when measured). */
export function syncDirectory(directory: string, path: string): void {
  if (process.platform === 'win32') return; // directories cannot be opened there
  try {
    const fd = fs.openSync(directory, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  } catch (error) {
    throw new FileFault('write-outcome-unknown', { path, errno: (error as NodeJS.ErrnoException).code ?? '' }, error);
  }
}
