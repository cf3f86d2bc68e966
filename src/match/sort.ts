/** The numbers 0 … n-1. `Int32Array.from` with a function costs many times as much. */
export function positions(length: number): Int32Array {
  const all = new Int32Array(length);
  for (let i = 0; i < length; i++) all[i] = i;
  return all;
}

/** The positions 0 … n-1 in the order of their 31-bit keys that are not negative, equal keys in the order of position. */
export const sortedByKey = (keys: Int32Array): Int32Array => sortedBy(positions(keys.length), keys);

const DIGIT = 11;
const DIGITS = 1 << DIGIT;

/** The same of given positions: radix sort by 11 bits, the keys moved along, passes without a difference left out. */
export function sortedBy(given: Int32Array, keys: Int32Array): Int32Array {
  const { length } = given;
  let from: Int32Array = given;
  let own: Int32Array = new Int32Array(length);
  const counts = [new Int32Array(DIGITS), new Int32Array(DIGITS), new Int32Array(DIGITS)] as const;
  for (let i = 0; i < length; i++) {
    const key = keys[from[i]!]!;
    own[i] = key;
    counts[0][key & (DIGITS - 1)]!++;
    counts[1][(key >>> DIGIT) & (DIGITS - 1)]!++;
    counts[2][key >>> (2 * DIGIT)]!++;
  }
  let to: Int32Array = new Int32Array(length);
  let carried: Int32Array = new Int32Array(length);
  for (const [pass, starts] of counts.entries()) {
    const shift = pass * DIGIT;
    if (length > 0 && starts[(own[0]! >>> shift) & (DIGITS - 1)] === length) continue;
    let sum = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = starts[digit]!;
      starts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < length; i++) {
      const key = own[i]!;
      const at = starts[(key >>> shift) & (DIGITS - 1)]!++;
      to[at] = from[i]!;
      carried[at] = key;
    }
    const spare = from === given ? new Int32Array(length) : from;
    [from, to] = [to, spare];
    [own, carried] = [carried, own];
  }
  return from === given ? given.slice() : from;
}
