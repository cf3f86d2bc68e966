/** Longer normal forms are cut: nothing is compared beyond. */
export const LONGEST = 1 << 12;
const MOST_FEATURES = 16;

/** Begins a hash of several stretches. */
export const HASH_BASIS = 0x811c9dc5;

/** Ends a hash: 31 bits, never 0. */
export function endHash(hash: number): number {
  let h = hash ^ (hash >>> 15);
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  h = Math.imul(h, 0x297a2d39);
  h ^= h >>> 15;
  return h >>> 1 || 1;
}

/** Takes a text into a hash. */
export function hashMore(hash: number, text: string): number {
  let h = hash;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

/** A 31-bit hash of a text, never 0 but for the empty text: the same on every machine. */
export const hashText = (text: string): number => (text === '' ? 0 : endHash(hashMore(HASH_BASIS, text)));

/** `hashText` of two texts as one. */
export const hashBoth = (first: string, second: string): number =>
  first === '' && second === '' ? 0 : endHash(hashMore(hashMore(HASH_BASIS, first), second));

/**
 * Where a kind writes down what it reads of one value: the units of its normal form, and its features. One sheet serves for all values, so that
 * reading a million of them makes no text that nobody keeps.
 */
export class Sheet {
  readonly units = new Uint16Array(LONGEST);
  readonly features = new Int32Array(MOST_FEATURES);
  length = 0;

  /** A clean sheet. */
  clear(): void {
    this.length = 0;
    // `fill` is no cheap call for so few.
    for (let i = 0; i < MOST_FEATURES; i++) this.features[i] = 0;
  }

  /** Adds a text to the normal form. */
  text(text: string): void {
    const end = Math.min(text.length, LONGEST - this.length);
    for (let i = 0; i < end; i++) this.units[this.length + i] = text.charCodeAt(i);
    this.length += end;
  }

  /** Adds one unit. */
  unit(unit: number): void {
    if (this.length < LONGEST) this.units[this.length++] = unit;
  }

  /** Adds a stretch of other units. */
  stretch(units: Uint16Array, from: number, to: number): void {
    for (let i = from; i < to; i++) this.unit(units[i]!);
  }

  /** Whether a unit stands in the normal form. */
  has(char: string): boolean {
    const unit = char.charCodeAt(0);
    for (let i = 0; i < this.length; i++) if (this.units[i] === unit) return true;
    return false;
  }

  /** Takes a stretch of the normal form into a hash. */
  hashMore(hash: number, from: number, to: number): number {
    let h = hash;
    for (let i = from; i < to; i++) h = Math.imul(h ^ this.units[i]!, 0x01000193);
    return h;
  }

  /** `hashText` of a stretch of the normal form. */
  hash(from: number, to: number): number {
    return from >= to ? 0 : endHash(this.hashMore(HASH_BASIS, from, to));
  }
}
