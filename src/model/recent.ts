import type { CustomerFields } from './customer.js';

/**
 * What was worked out of late. Rules judge a batch of records one after the other, and several of them ask the same of each record: the
 * answer is kept until another one takes its place.
 */
const SLOTS = 256;

/** Remembers what was made of each of the last records, which must not change any more. Records with ids that follow one another share no place. */
export class RecentRecords<V> {
  readonly #make: (record: CustomerFields, replaced: V | undefined) => V;
  readonly #records: (CustomerFields | null)[] = new Array<CustomerFields | null>(SLOTS).fill(null);
  readonly #made = new Array<V | undefined>(SLOTS).fill(undefined);

  /** `make` may use again what it made of the record that gives way. */
  constructor(make: (record: CustomerFields, replaced: V | undefined) => V) {
    this.#make = make;
  }

  of(record: CustomerFields): V {
    const at = placeOf(record);
    if (this.#records[at] === record) return this.#made[at] as V;
    const value = this.#make(record, this.#made[at]);
    this.set(record, value);
    return value;
  }

  set(record: CustomerFields, value: V): void {
    const at = placeOf(record);
    this.#records[at] = record;
    this.#made[at] = value;
  }
}

/** A record that has no id yet stands where 0 would. */
const placeOf = (record: CustomerFields & { readonly id?: number }): number => (record.id as number) & (SLOTS - 1);

/** Texts longer than this differ enough in so many characters. */
const ENOUGH = 24;

/** Makes a reader of texts that remembers the last ones. */
export function recentTexts<V>(read: (text: string) => V): (text: string) => V {
  const texts = new Array<string | null>(SLOTS).fill(null);
  // Two texts of one length, cut out of larger ones, are not quick to compare.
  const hashes = new Int32Array(SLOTS);
  const values = new Array<V | undefined>(SLOTS).fill(undefined);
  return (text) => {
    const end = Math.min(text.length, ENOUGH);
    let hash = text.length;
    for (let i = 0; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    const at = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    if (hashes[at] === hash && texts[at] === text) return values[at] as V;
    const value = read(text);
    hashes[at] = hash;
    texts[at] = text;
    values[at] = value;
    return value;
  };
}
