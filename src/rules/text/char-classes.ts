import { isMark } from './masked.js';
import { isSuspect } from './mojibake.js';

/** A character without which no text is garbled (mojibakeReason). */
export const SUSPECT = 1;
/** A character without which no value is masked (maskedReason). */
export const MARK = 2;

/** Classes of every UTF-16 unit, four units a byte: read once for each character of a ledger, it has to fit into the nearest cache. */
let table: Uint8Array | null = null;

function build(): Uint8Array {
  const made = new Uint8Array(0x10000 >> 2);
  for (let unit = 0; unit < 0x10000; unit++) {
    const classes = (isSuspect(unit) ? SUSPECT : 0) | (isMark(unit) ? MARK : 0);
    made[unit >> 2] = (made[unit >> 2] as number) | (classes << ((unit & 3) << 1));
  }
  return made;
}

/** The classes of all characters of a text together, so that one pass over it spares the ordinary value several others. */
export function charClasses(text: string): number {
  table ??= build();
  const known = table;
  let classes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    classes |= (known[unit >> 2] as number) >> ((unit & 3) << 1);
  }
  return classes & (SUSPECT | MARK);
}
