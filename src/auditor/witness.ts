/** The witness: a file outside the ledger, to which every run appended where the chain stood. One line a head: `uuid size hash ts`. */
import type { Head } from './chain.js';

/** A head that was witnessed, and when. */
export interface WitnessedHead extends Head {
  readonly ts: string;
}

const line = /^(\S+) (\d+) ([0-9a-f]{64}) (\S+)$/;

/** The heads of one ledger, in the order in which they were written. A line that a crash cut short counts for nothing. */
export function headsIn(text: string, uuid: string): readonly WitnessedHead[] {
  const heads: WitnessedHead[] = [];
  for (const found of text.split('\n').slice(0, -1)) {
    const [, id, size, hash, ts] = line.exec(found) ?? [];
    if (id === uuid && size && hash && ts) heads.push({ size: Number(size), hash, ts });
  }
  return heads;
}

/** A head as a line. */
export const headLine = (uuid: string, { size, hash, ts }: WitnessedHead): string => `${uuid} ${size} ${hash} ${ts}\n`;
