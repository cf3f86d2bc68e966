/** A set of UTF-16 units, one bit each: asking takes one read of 8 KB, where a `Set` hashes and a large class of a RegExp searches its ranges. */
export class UnitSet {
  readonly #bits = new Uint8Array(0x10000 >> 3);

  /** With the units of a text. */
  constructor(units = '') {
    for (let i = 0; i < units.length; i++) this.add(units.charCodeAt(i));
  }

  add(unit: number): void {
    this.#bits[unit >> 3] = (this.#bits[unit >> 3] as number) | (1 << (unit & 7));
  }

  has(unit: number): boolean {
    return (((this.#bits[unit >> 3] as number) >> (unit & 7)) & 1) === 1;
  }

  /** Where the first of these units stands in a text; -1 when none does. */
  firstIn(text: string): number {
    const bits = this.#bits;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if ((((bits[unit >> 3] as number) >> (unit & 7)) & 1) === 1) return i;
    }
    return -1;
  }
}
