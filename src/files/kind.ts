import { type ByteSource, readBlocks } from './bytes.js';
import { FileFault } from './faults.js';

const ASCII = (text: string): Buffer => Buffer.from(text, 'latin1');

const ZIP = ASCII('PK\x03\x04');
const EMPTY_ZIP = ASCII('PK\x05\x06');
/** The container of .xls, .doc, .msg and of workbooks with a password. */
const OLE = ASCII('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1');

/** How files begin that are neither text nor a workbook, with what they are called. */
const OTHERS: readonly (readonly [string, Buffer])[] = [
  ['GZIP', ASCII('\x1f\x8b')],
  ['7z', ASCII('7z\xbc\xaf\x27\x1c')],
  ['RAR', ASCII('Rar!\x1a\x07')],
  ['XZ', ASCII('\xfd7zXZ\0')],
  ['Zstandard', ASCII('\x28\xb5\x2f\xfd')],
  ['PDF', ASCII('%PDF-')],
  ['PNG', ASCII('\x89PNG\r\n')],
  ['JPEG', ASCII('\xff\xd8\xff')],
  ['SQLite', ASCII('SQLite format 3\0')],
  ['RTF', ASCII('{\\rtf')],
];

/** HTML or XML, which many programs call .xls. */
const MARKUP = /^\s*<(?:!doctype|html|head|body|table|meta|style|script|\?xml|!--)[\s>-]/i;

/**
 * What a file is by its first bytes, never by its name.
 * @throws FileFault file-is-xls, file-encrypted, file-is-markup, file-is-binary for what can be neither text nor a workbook
 */
export function fileKind(source: ByteSource): 'text' | 'zip' {
  const head = first(source);
  const begins = (mark: Buffer): boolean => head.subarray(0, mark.length).equals(mark);
  const { path } = source;
  if (begins(ZIP) || begins(EMPTY_ZIP)) return 'zip';
  if (begins(OLE))
    throw new FileFault(holds(source, Buffer.from('EncryptedPackage', 'utf16le')) ? 'file-encrypted' : 'file-is-xls', {
      path,
    });
  for (const [kind, mark] of OTHERS) if (begins(mark)) throw new FileFault('file-is-binary', { path, kind });
  if (MARKUP.test(head.toString('latin1').replace(/^\xef\xbb\xbf/, '')))
    throw new FileFault('file-is-markup', { path });
  return 'text';
}

function first(source: ByteSource): Buffer {
  for (const block of readBlocks(source, 512)) return block;
  return Buffer.alloc(0);
}

function holds(source: ByteSource, word: Buffer): boolean {
  let last = Buffer.alloc(0);
  for (const block of readBlocks(source, 1 << 20)) {
    const bytes = Buffer.concat([last, block]);
    if (bytes.includes(word)) return true;
    last = Buffer.from(bytes.subarray(-word.length));
  }
  return false;
}
