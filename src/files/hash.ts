import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { openBytes, readBlocks } from './bytes.js';

/**
 * The SHA-256 of a file's bytes in lower-case hex, read in 1 MiB blocks. (A CSV that is being read gets its hash in the
 * same pass: CsvSource.totals.)
 * @throws FileFault file-not-found, file-is-directory, file-unreadable, file-changed
 */
export async function sha256File(path: string): Promise<string> {
  const bytes = await openBytes(path);
  try {
    const hash = createHash('sha256');
    for (const block of readBlocks(bytes, 1 << 20)) {
      hash.update(block);
      await setImmediate(); // signals and progress get their turn
    }
    return hash.digest('hex');
  } finally {
    bytes.close();
  }
}
