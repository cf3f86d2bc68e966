import { isUtf8 } from 'node:buffer';
import { setImmediate } from 'node:timers/promises';
import { TextDecoder } from 'node:util';
import { looksBig5, looksUtf8, utf16Pattern } from './byte-patterns.js';
import { type ByteSource, readBlocks } from './bytes.js';
import { FileFault } from './faults.js';

/** The encodings that are read. `utf-8-bom` is UTF-8 with a byte order mark; GBK and GB2312 are read as `gb18030`, which contains both. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'gb18030' | 'utf-16le' | 'utf-16be' | 'big5';

/** Every encoding that a person can force, for flags and help. */
export const ENCODINGS: readonly Encoding[] = ['utf-8', 'utf-8-bom', 'gb18030', 'utf-16le', 'utf-16be', 'big5'];

/** How an encoding was found: by its mark, by decoding every byte strictly, by where its NUL bytes stand, or by a flag. */
export interface DetectedEncoding {
  readonly encoding: Encoding;
  readonly how: 'bom' | 'strict' | 'nul-pattern' | 'forced';
}

const BLOCK = 1 << 16;

/** Byte order marks. UTF-32's, which is not read, begins like UTF-16's. */
const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8-bom', [0xef, 0xbb, 0xbf]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

const UTF32_MARK = Uint8Array.of(0xff, 0xfe, 0, 0);

/**
 * Finds a file's encoding without statistics where certainty is possible: byte order mark; NUL pattern (UTF-16 without
 * one); strict UTF-8 over the WHOLE file; strict GB18030 over the whole file; otherwise it stops. Every answer, a forced
 * one too, has been decoded strictly to the last byte.
 *
 * Two cases where strict decoding would pass and still be wrong stop as well: a UTF-8 file with a few foreign bytes
 * (`undecodable`, at the first byte that is not UTF-8), and a Big5 file, most of which is formally valid GB18030
 * (`encoding-ambiguous`).
 * @throws FileFault undecodable, encoding-ambiguous, file-unreadable, file-changed
 */
export async function detectEncoding(source: ByteSource, forced?: Encoding): Promise<DetectedEncoding> {
  if (forced !== undefined) return strictly(source, { encoding: forced, how: 'forced' });
  const head = Buffer.from(first(source));
  if (head.subarray(0, 4).equals(UTF32_MARK)) {
    const place = { byte: 0, line: 1, column: 1, hex: 'FF FE 00 00', encoding: 'utf-32le' };
    throw new FileFault('undecodable', { path: source.path, ...place, tried: [], forced: false });
  }
  for (const [encoding, mark] of MARKS) {
    if (mark.every((byte, i) => head[i] === byte)) return strictly(source, { encoding, how: 'bom' });
  }
  const utf16 = utf16Pattern(head);
  if (utf16 !== null) return strictly(source, { encoding: utf16, how: 'nul-pattern' });

  const bad = await firstBadBlock(source, 'utf-8');
  if (bad === null) return { encoding: 'utf-8', how: 'strict' };
  const tried = ['utf-8', 'gb18030'];
  if (looksUtf8(readBlocks(source, BLOCK))) throw undecodable(source, 'utf-8', bad, { tried, forced: false });
  const badGb = await firstBadBlock(source, 'gb18030');
  if (badGb !== null) throw undecodable(source, 'gb18030', badGb, { tried, forced: false });
  if (looksBig5(readBlocks(source, BLOCK))) {
    throw new FileFault('encoding-ambiguous', { path: source.path, candidates: ['big5', 'gb18030'] });
  }
  return { encoding: 'gb18030', how: 'strict' };
}

/**
 * The text of a file, block by block, decoded strictly, without its byte order mark. `onBytes` sees the raw bytes of each
 * block first (hash, progress).
 * @throws FileFault file-changed when bytes that detectEncoding found good no longer are
 */
export function* decodedBlocks(
  source: Pick<ByteSource, 'path' | 'fd' | 'size'>,
  encoding: Encoding,
  blockSize: number,
  onBytes?: (block: Buffer) => void,
): Generator<string> {
  const decoder = strictDecoder(encoding);
  let atStart = true;
  const clean = (text: string): string => {
    if (!atStart || text === '') return text;
    atStart = false;
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  };
  try {
    for (const block of readBlocks(source, blockSize)) {
      onBytes?.(block);
      yield clean(decoder.decode(block, { stream: true }));
    }
    decoder.decode();
  } catch (error) {
    if (isDecodeError(error)) throw new FileFault('file-changed', { path: source.path, size: source.size });
    throw error;
  }
}

/** TextDecoder's own label. Node's `gbk` does not follow WHATWG and is wrong for four-byte characters: it is never used. */
function strictDecoder(encoding: Encoding): TextDecoder {
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { fatal: true, ignoreBOM: true });
}

function isDecodeError(error: unknown): boolean {
  return error instanceof TypeError && (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}

function first(source: ByteSource): Uint8Array {
  for (const block of readBlocks(source, BLOCK)) return block;
  return new Uint8Array(0);
}

async function strictly(source: ByteSource, found: DetectedEncoding): Promise<DetectedEncoding> {
  const bad = await firstBadBlock(source, found.encoding);
  if (bad === null) return found;
  throw undecodable(source, found.encoding, bad, { tried: [found.encoding], forced: found.how === 'forced' });
}

/** The offset of the block in which strict decoding fails first, or null. */
async function firstBadBlock(source: ByteSource, encoding: Encoding): Promise<number | null> {
  const check = encoding === 'utf-8' || encoding === 'utf-8-bom' ? utf8Check() : decoderCheck(encoding);
  let at = 0;
  let lastBlock = 0;
  for (const block of readBlocks(source, BLOCK)) {
    if (!check(block)) return at;
    lastBlock = at;
    at += block.length;
    if (at % (BLOCK * 64) === 0) await setImmediate(); // signals get their turn in a large file
  }
  return check(null) ? null : lastBlock;
}

/** A check takes each block and then null for the end; false: these bytes are not in the encoding. */
type Check = (block: Buffer | null) => boolean;

function decoderCheck(encoding: Encoding): Check {
  const decoder = strictDecoder(encoding);
  return (block) => {
    try {
      if (block === null) decoder.decode();
      else decoder.decode(block, { stream: true });
      return true;
    } catch (error) {
      if (isDecodeError(error)) return false;
      throw error;
    }
  };
}

/** node:buffer's isUtf8 is some 20 times faster than decoding; only a sequence cut by the block's end has to be carried over. */
function utf8Check(): Check {
  let carried: Buffer = Buffer.alloc(0);
  return (block) => {
    if (block === null) return carried.length === 0;
    const bytes = carried.length === 0 ? block : Buffer.concat([carried, block]);
    const whole = bytes.length - cutSequence(bytes);
    carried = Buffer.from(bytes.subarray(whole));
    return isUtf8(bytes.subarray(0, whole));
  };
}

/** How many bytes at the end begin a UTF-8 sequence that goes on in the next block (0-3). */
function cutSequence(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needs > back ? back : 0;
  }
  return 0;
}

/**
 * Where decoding fails, exactly: decodes again, and byte by byte from just before the bad block. The place is the first
 * byte of the sequence that cannot be completed.
 */
function undecodable(
  source: ByteSource,
  encoding: Encoding,
  badBlock: number,
  how: { tried: readonly string[]; forced: boolean },
): FileFault {
  const decoder = strictDecoder(encoding);
  const place = new TextPlace();
  const slow = Math.max(0, badBlock - 16); // a sequence may have begun before the block
  let byte = slow;
  for (const block of readBlocks({ ...source, size: slow }, BLOCK)) place.pass(decoder.decode(block, { stream: true }));
  search: for (const block of readBlocks(source, BLOCK, slow)) {
    const at = byte;
    for (let i = 0; i < block.length; i++) {
      try {
        const text = decoder.decode(block.subarray(i, i + 1), { stream: true });
        if (text === '') continue;
        place.pass(text);
        byte = at + i + 1;
      } catch {
        break search;
      }
    }
  }
  let hex = '';
  for (const block of readBlocks(source, 8, byte)) {
    hex = block
      .toString('hex')
      .toUpperCase()
      .replace(/..(?!$)/g, '$& ');
    break;
  }
  return new FileFault('undecodable', {
    path: source.path,
    byte,
    line: place.line,
    column: place.column,
    hex,
    encoding,
    ...how,
  });
}

/** Counts physical lines (LF, CRLF or CR) and characters. */
class TextPlace {
  line = 1;
  column = 1;
  #afterCr = false;

  pass(text: string): void {
    for (const char of text) {
      if (char === '\n' && this.#afterCr) {
        this.#afterCr = false;
      } else if (char === '\n' || char === '\r') {
        this.line++;
        this.column = 1;
        this.#afterCr = char === '\r';
      } else {
        this.#afterCr = false;
        if (char !== '\ufeff') this.column++;
      }
    }
  }
}
