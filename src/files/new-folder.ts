/** A folder that takes its name only when it is whole. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isRunning, syncDirectory } from './atomic.js';
import { FileFault, fileFault } from './faults.js';

/** A folder being filled beside the name that it is to bear. End it with `commit` or `abort`, always. */
export interface NewFolder {
  /** Where it stands until then. */
  readonly path: string;
  /** Makes all that is in it durable, and gives it its name. @throws FileFault file-exists, file-not-writable */
  commit(): void;
  /** Takes it away, with all that is in it, committed or not. */
  abort(): void;
}

const MARK = '.steward-folder-';

/**
 * Begins a folder (0700) beside a path; what killed processes left there for the same name is taken away first. Files in it are the caller's to make,
 * and 0600.
 *
 * @param option how the user names the folder, for the message when there is one already
 * @throws FileFault file-exists, file-not-found, file-not-writable
 */
export function beginFolder(path: string, option: string): NewFolder {
  const target = resolve(path);
  const parent = dirname(target);
  const io = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw fileFault(error, path, 'write');
    }
  };
  const refuse = () => {
    if (fs.existsSync(target)) throw new FileFault('file-exists', { path, option });
  };
  io(() => removeLeft(target));
  const temporary = join(parent, `.${basename(target)}${MARK}${process.pid}-${randomBytes(6).toString('hex')}`);
  io(() => fs.mkdirSync(temporary, { mode: 0o700 }));
  let placed = temporary;
  return {
    path: temporary,
    commit() {
      refuse();
      io(() => {
        for (const name of fs.readdirSync(temporary)) syncFile(join(temporary, name));
      });
      syncDirectory(temporary, path);
      io(() => fs.renameSync(temporary, target));
      placed = target;
      syncDirectory(parent, path);
    },
    abort: () => fs.rmSync(placed, { recursive: true, force: true }),
  };
}

/** Takes away what processes that run no longer left of a folder of this name. */
function removeLeft(target: string): void {
  const prefix = `.${basename(target)}${MARK}`;
  for (const name of fs.readdirSync(dirname(target))) {
    const pid = name.startsWith(prefix) ? /^(\d+)-[0-9a-f]{12}$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !isRunning(Number(pid)))
      fs.rmSync(join(dirname(target), name), { recursive: true, force: true });
  }
}

/** Makes a file's bytes durable. */
export function syncFile(path: string): void {
  const fd = fs.openSync(path, 'r+');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
