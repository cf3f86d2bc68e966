import { openBytes, readBlocks } from './bytes.js';
import type { Encoding } from './encoding.js';

/** How lines end; `none`: there is one line only. */
export type LineEnd = 'CR' | 'CRLF' | 'LF' | 'none';

const CR = 13;
const LF = 10;

/**
 * How the lines of a file end, by the most frequent end in its first 256 kB: a line feed inside a quoted cell of a CRLF file does not count for
 * more than it is. @throws FileFault as openBytes
 */
export async function lineEndOf(path: string, encoding: Encoding): Promise<LineEnd> {
  const source = await openBytes(path);
  try {
    const step = encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
    const low = encoding === 'utf-16be' ? 1 : 0;
    const counts = { CRLF: 0, LF: 0, CR: 0 };
    const unit = (block: Buffer, i: number) =>
      step === 1 ? block[i] : (block[i] ?? 0) | ((block[low === 0 ? i + 1 : i - 1] ?? 0) << 8);
    for (const block of readBlocks(source, 1 << 18)) {
      for (let i = low; i < block.length; i += step) {
        if (unit(block, i) === LF) counts.LF++;
        else if (unit(block, i) === CR && unit(block, i + step) === LF) {
          counts.CRLF++;
          i += step;
        } else if (unit(block, i) === CR) counts.CR++;
      }
      break;
    }
    const [most, count] = (Object.entries(counts) as [LineEnd, number][]).reduce((a, b) => (b[1] > a[1] ? b : a));
    return count === 0 ? 'none' : most;
  } finally {
    source.close();
  }
}
