const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

/** An empty array of so many whole numbers that worker threads can share. */
export const sharedInts = (length: number): Int32Array => new Int32Array(shared(length * 4));

/** An empty array of so many UTF-16 units that worker threads can share. */
export const sharedUnits = (length: number): Uint16Array => new Uint16Array(shared(length * 2));

/** An array that has room for `least` numbers: the same, or a shared one at least twice as long with the same numbers in it. */
export function grown<T extends Int32Array | Uint16Array>(array: T, least: number): T {
  if (least <= array.length) return array;
  const length = Math.max(least, array.length * 2);
  const larger = array instanceof Uint16Array ? sharedUnits(length) : sharedInts(length);
  larger.set(array);
  return larger as T;
}
