import { isUtf8 } from 'node:buffer';

/** How many bytes above 0x7F are looked at before a judgement: enough for any file, cheap for a large one. */
const ENOUGH = 1_000_000;

/** Below this many double bytes no judgement on Big5 is made. */
const FEW_PAIRS = 20;

/**
 * UTF-16 without a byte order mark, by its NUL bytes: the ASCII characters of a table (delimiters, digits, line ends)
 * put a NUL on every second place of one parity. A stray NUL in a UTF-8 or GB18030 file is not taken for it.
 */
export function utf16Pattern(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  let even = 0;
  let odd = 0;
  let high = 0;
  for (let i = 0; i < head.length; i++) {
    if (head[i] === 0) i % 2 === 0 ? even++ : odd++;
    else if (head[i]! >= 0x80) high++;
  }
  const more = Math.max(even, odd);
  const pairs = head.length / 2;
  // UTF-16 that is mostly ASCII is half NUL; with Chinese text the NULs are fewer, but then there are high bytes
  const half = more >= pairs * 0.5;
  const enough = more >= 2 && (half || (high > 0 && more >= pairs * 0.05));
  // 一 is U+4E00: some NULs stand on the other parity
  if (!enough || Math.min(even, odd) > more / 4) return null;
  if (!half && [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, head.length - cut)))) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/**
 * True when most bytes above 0x7F are whole three- or four-byte UTF-8 sequences: a UTF-8 file with some foreign bytes in
 * it. In real GB18030 text such sequences are rare (their second and third byte must both be 0x80-0xBF).
 */
export function looksUtf8(blocks: Iterable<Uint8Array>): boolean {
  let whole = 0;
  let high = 0;
  for (const block of blocks) {
    for (let i = 0; i < block.length; ) {
      const byte = block[i]!;
      if (byte < 0x80) {
        i++;
        continue;
      }
      const length = byte >= 0xe1 && byte <= 0xef ? 3 : byte >= 0xf0 && byte <= 0xf4 ? 4 : 1;
      let trailing = 1;
      while (trailing < length && (block[i + trailing]! & 0xc0) === 0x80) trailing++;
      const complete = length > 1 && trailing === length;
      if (complete) whole += length;
      high += complete ? length : 1;
      i += complete ? length : 1;
    }
    if (high >= ENOUGH) break;
  }
  return whole > high / 2;
}

/**
 * True when double bytes that are formally valid GB18030 are more likely Big5: few of them are in the GB 2312 area (which
 * holds nearly all of simplified text), and nearly all are in Big5's symbols and frequent characters (lead 0xA1-0xC6).
 */
export function looksBig5(blocks: Iterable<Uint8Array>): boolean {
  let pairs = 0;
  let gb2312 = 0;
  let big5 = 0;
  for (const block of blocks) {
    for (let i = 0; i + 1 < block.length; ) {
      const lead = block[i]!;
      if (lead < 0x81) {
        i++;
        continue;
      }
      const trail = block[i + 1]!;
      pairs++;
      if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) gb2312++;
      if (lead >= 0xa1 && lead <= 0xc6 && trail >= 0x40 && (trail <= 0x7e || trail >= 0xa1)) big5++;
      i += trail >= 0x30 && trail <= 0x39 ? 4 : 2;
    }
    if (pairs >= ENOUGH) break;
  }
  return pairs >= FEW_PAIRS && gb2312 < pairs * 0.7 && big5 > pairs * 0.9;
}
