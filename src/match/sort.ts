/** The positions 0 … n-1 in the order of their 31-bit keys that are not negative, equal keys in the order of position. */
export const sortedByKey = (keys: Int32Array): Int32Array =>
  sortedBy(
    Int32Array.from(keys, (_, i) => i),
    keys,
  );

/** The same of given positions: radix sort, three passes of 11 bits. */
export function sortedBy(positions: Int32Array, keys: Int32Array): Int32Array {
  let from: Int32Array = positions;
  let to: Int32Array = new Int32Array(from.length);
  for (const shift of [0, 11, 22]) {
    const starts = new Int32Array(2049);
    for (let i = 0; i < from.length; i++) starts[((keys[from[i]!]! >>> shift) & 2047) + 1]!++;
    for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
    for (let i = 0; i < from.length; i++) {
      const position = from[i]!;
      const digit = (keys[position]! >>> shift) & 2047;
      to[starts[digit]!++] = position;
    }
    const spare = from === positions ? new Int32Array(from.length) : from;
    from = to;
    to = spare;
  }
  return from;
}
