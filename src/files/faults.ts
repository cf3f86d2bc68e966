import { StewardError } from '../model/errors.js';
import type { Data } from '../model/text.js';

/**
 * Why a whole file cannot be read or written. The words in both languages live in the error catalogue (src/model). `data.path` is always there (`-` for standard input); the other keys by code:
 *
 * - `file-not-found`, `file-is-directory`, `file-unreadable`: `errno`
 * - `file-changed`: the file shrank or changed while it was read
 * - `undecodable`: `byte` (0-based offset), `line`, `column` (1-based, physical line, characters), `hex`, `tried`, `forced`
 * - `encoding-ambiguous`: `candidates` (two encodings fit; a person must force one)
 * - `empty-file`, `no-header`
 * - `one-column`: `delimiter`, `tried`
 * - `too-many-columns`: `columns`, `limit`
 * - `unclosed-quote`, `bad-quote`, `record-too-large`: the header row itself is broken: `line`, `column`
 * - `disk-full`, `file-not-writable`, `file-in-use`: `errno`; the old file is as it was
 * - `unencodable`: a character to be written is not in the file's encoding: `encoding`
 * - `write-outcome-unknown`: `errno`; the new file was put in place, but its directory could not be synced
 * - `worker-failed`: `reason`; the parser thread died
 * - `file-is-xls`, `file-encrypted` (a workbook with a password), `file-is-markup` (HTML or XML, often named .xls), `file-is-binary` (`kind`):
 *   by its bytes neither text nor a workbook that can be read
 * - `file-is-workbook`: a workbook where only text will do
 * - `workbook-damaged`: `part`, the file inside it, or `zip`; `workbook-too-large`: `part`, `bytes`, `limit`
 * - `sheet-unknown`: `sheet`, `sheets`
 * - `option-not-for-file`: `option`; it means nothing for this kind of file
 * - `file-exists`: `option`; a key file is never overwritten; `key-file-invalid`: it is no key file of this program, or of another version
 */
export type FileFaultCode =
  | 'file-not-found'
  | 'file-is-directory'
  | 'file-unreadable'
  | 'file-changed'
  | 'undecodable'
  | 'encoding-ambiguous'
  | 'empty-file'
  | 'no-header'
  | 'one-column'
  | 'too-many-columns'
  | RowFaultCode
  | 'disk-full'
  | 'file-not-writable'
  | 'file-in-use'
  | 'unencodable'
  | 'write-outcome-unknown'
  | 'worker-failed'
  | 'file-is-xls'
  | 'file-encrypted'
  | 'file-is-markup'
  | 'file-is-binary'
  | 'file-is-workbook'
  | 'workbook-damaged'
  | 'workbook-too-large'
  | 'sheet-unknown'
  | 'option-not-for-file'
  | 'file-exists'
  | 'key-file-invalid';

/**
 * Why one record of a CSV file cannot be read; its neighbours can.
 *
 * - `unclosed-quote`: a quoted cell that is never closed; named where it OPENED
 * - `bad-quote`: text after a closing quote on the same physical line (`"a"b`)
 * - `record-too-large`: more than 1 MiB of characters without an end
 */
export type RowFaultCode = 'unclosed-quote' | 'bad-quote' | 'record-too-large';

/** A file that cannot be read or written. */
export class FileFault extends StewardError {
  declare readonly code: FileFaultCode;

  constructor(code: FileFaultCode, data: Data, cause?: unknown) {
    super(code, data, cause === undefined ? undefined : { cause });
    this.name = 'FileFault';
  }
}

const READ_CODES: Readonly<Record<string, FileFaultCode>> = {
  ENOENT: 'file-not-found',
  ENOTDIR: 'file-not-found',
  EISDIR: 'file-is-directory',
};

const WRITE_CODES: Readonly<Record<string, FileFaultCode>> = {
  ENOENT: 'file-not-found',
  ENOTDIR: 'file-not-found',
  EISDIR: 'file-is-directory',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EBUSY: 'file-in-use',
  ETXTBSY: 'file-in-use',
};

/** The FileFault for an error of node:fs; an error that is not one of the operating system's is returned as it is. */
export function fileFault(error: unknown, path: string, doing: 'read' | 'write'): unknown {
  if (error instanceof FileFault || !(error instanceof Error)) return error;
  const errno = (error as NodeJS.ErrnoException).code;
  if (errno === undefined || (error as NodeJS.ErrnoException).errno === undefined) return error;
  const code =
    doing === 'read' ? (READ_CODES[errno] ?? 'file-unreadable') : (WRITE_CODES[errno] ?? 'file-not-writable');
  return new FileFault(code, { path, errno }, error);
}
