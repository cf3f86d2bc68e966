/**
 * Draws a sample that anybody can draw again (S2-41): every customer gets a place by a hash of the seed and what it is called, and of each stratum the first come
 * in. So it hangs on neither machine nor order of rows.
 */
import { hash } from 'node:crypto';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { allocate } from './allocate.js';

/** Customers that are alike in what the sample is stratified by. */
export interface Stratum {
  readonly label: string;
  /** How many there are, and how many of them were drawn. */
  readonly population: number;
  readonly sample: number;
}

/** One that was drawn. */
export interface Drawn {
  readonly id: CustomerId;
  /** Its number, else `#id`. */
  readonly call: string;
  /** Place of its stratum in the list. */
  readonly stratum: number;
}

/** A whole sample, by stratum, and in each by the drawn place. */
export interface Sample {
  readonly strata: readonly Stratum[];
  readonly drawn: readonly Drawn[];
}

interface Placed {
  readonly place: string;
  readonly id: CustomerId;
  readonly call: string;
}

/** Takes customers in one pass; memory grows with the number of strata and the size of the sample, not with the ledger. */
export class Drawing {
  readonly #seed: number;
  readonly #size: number;
  readonly #strata = new Map<string, { population: number; kept: Placed[] }>();

  constructor(seed: number, size: number) {
    this.#seed = seed;
    this.#size = size;
  }

  see({ id, customer_no }: Pick<CustomerRecord, 'customer_no' | 'id'>, label: string): void {
    let stratum = this.#strata.get(label);
    if (stratum === undefined) {
      stratum = { population: 0, kept: [] };
      this.#strata.set(label, stratum);
    }
    stratum.population += 1;
    const call = customer_no ?? `#${id}`;
    stratum.kept.push({ place: hash('sha256', `steward:sample:1\n${this.#seed}\n${call}`), id, call });
    if (stratum.kept.length >= 2 * this.#size) stratum.kept = firstOf(stratum.kept, this.#size);
  }

  end(): Sample {
    const strata = [...this.#strata].sort(([a], [b]) => (a < b ? -1 : 1));
    const shares = allocate(
      strata.map(([, { population }]) => population),
      this.#size,
    );
    return {
      strata: strata.map(([label, { population }], i) => ({ label, population, sample: shares[i] as number })),
      drawn: strata.flatMap(([, { kept }], stratum) =>
        firstOf(kept, shares[stratum] as number).map(({ id, call }) => ({ id, call, stratum })),
      ),
    };
  }
}

const firstOf = (placed: readonly Placed[], n: number): Placed[] =>
  [...placed].sort((a, b) => (a.place < b.place ? -1 : 1)).slice(0, n);
