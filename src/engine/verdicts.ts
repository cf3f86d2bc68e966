import type { CustomerId, CustomerRecord } from '../model/customer.js';
import type { RuleId } from '../model/finding.js';
import type { Given } from '../model/given.js';
import { LAST_VERSION, MOST_SETS, type Verdicts } from '../model/verdicts.js';
import type { RecordRule } from '../rules/rule.js';

/** Which state of which customer. */
type Versioned = Pick<CustomerRecord, 'id' | 'version'>;

/** A set of rules that cannot be told any more. */
const UNKNOWN = -1;

/**
 * Says which rules need not look at a record again, as they found nothing on it, and notes what is found now. Records are read all the same, for
 * the rules that know a day and those over several records.
 */
export class VerdictBook {
  /** A row of flags, one a rule, for each remembered set; whether the rule must look. The first row is of those of whom nothing is known. */
  readonly must: Uint8Array;
  readonly #remembered: Verdicts | null;
  readonly #rules: readonly RecordRule[];
  readonly #given: Given;
  /** By set and rule that follows: the set with that rule in it. Set 0 is the empty one. */
  readonly #after = new Map<number, number>();
  readonly #sets: number[][] = [[]];
  /** By remembered set: the same set here. */
  readonly #same: readonly number[];
  #found: Uint16Array;
  #versions: Uint8Array;
  #end = 0;
  #differs = false;

  /** @param rules all record rules that are run, in their order */
  constructor(rules: readonly RecordRule[], given: Given, remembered: Verdicts | null) {
    this.#rules = rules;
    this.#given = given;
    this.#remembered = remembered;
    const sets = remembered?.sets ?? [];
    const later = remembered !== null && given.asOf >= remembered.asOf;
    const holds = ({ clean }: RecordRule): boolean => clean === 'always' || (clean === 'onwards' && later);
    this.must = new Uint8Array((sets.length + 1) * rules.length).fill(1);
    sets.forEach((set, at) => {
      const found = new Set(set);
      rules.forEach((rule, i) => {
        if (!found.has(rule.id) && holds(rule)) this.must[(at + 1) * rules.length + i] = 0;
      });
    });
    this.#same = [
      UNKNOWN,
      ...sets.map((set) => {
        const places = set.map((id) => rules.findIndex((rule) => rule.id === id));
        return places.includes(-1) ? UNKNOWN : places.reduce((before, rule) => this.with(before, rule), 0);
      }),
    ];
    const size = remembered?.versions.length ?? 0;
    this.#found = new Uint16Array(size);
    this.#versions = new Uint8Array(size);
  }

  /** Where the flags of a record begin in `must`. */
  row(record: Versioned): number {
    return this.#setOf(record) * this.#rules.length;
  }

  /** A set with one more rule in it, a later one than all others; of what no day changes nothing is noted. */
  with(set: number, rule: number): number {
    if (set === UNKNOWN || this.#rules[rule]?.clean === 'never') return set;
    const key = set * this.#rules.length + rule;
    let next = this.#after.get(key);
    if (next === undefined) {
      next = this.#sets.length < MOST_SETS ? this.#sets.push([...(this.#sets[set] as number[]), rule]) - 1 : UNKNOWN;
      this.#after.set(key, next);
    }
    return next;
  }

  /** Notes which rules found something on a record. */
  note({ id, version }: Versioned, set: number): void {
    if (this.#same[this.#setOf({ id, version })] !== set) this.#differs = true;
    if (set === UNKNOWN || version > LAST_VERSION) return;
    if (id >= this.#versions.length) this.#grow(id);
    this.#found[id] = set + 1;
    this.#versions[id] = version;
    if (id >= this.#end) this.#end = id + 1;
  }

  /** Where each rule stands in the order. */
  places(): ReadonlyMap<RuleId, number> {
    return new Map(this.#rules.map(({ id }, at) => [id, at]));
  }

  /** What is to be remembered of this pass over all customers; null when that is remembered already. */
  verdicts(): Verdicts | null {
    const { asOf } = this.#given;
    if (!this.#differs && this.#remembered !== null && asOf >= this.#remembered.asOf) return null;
    return {
      asOf,
      sets: this.#sets.map((set) => set.map((rule) => (this.#rules[rule] as RecordRule).id)),
      found: this.#found.subarray(0, this.#end),
      versions: this.#versions.subarray(0, this.#end),
    };
  }

  /** The place of what is remembered of a record, from 1; else 0. */
  #setOf({ id, version }: Versioned): number {
    const remembered = this.#remembered;
    return remembered !== null && remembered.versions[id] === version ? (remembered.found[id] as number) : 0;
  }

  #grow(id: number): void {
    const size = Math.max(1024, id + 1, this.#versions.length * 2);
    const found = new Uint16Array(size);
    const versions = new Uint8Array(size);
    found.set(this.#found);
    versions.set(this.#versions);
    this.#found = found;
    this.#versions = versions;
  }
}

/**
 * What is remembered, and besides it what was found on new customers: `added` names them 1, 2, 3 …, the first of whom is `first`. It holds from the later
 * of the two days on. Null where there would be too many sets.
 */
export function withNew(remembered: Verdicts | null, added: Verdicts, first: CustomerId): Verdicts | null {
  const before = remembered?.sets ?? [];
  const sets = [...before, ...added.sets];
  if (sets.length > MOST_SETS) return null;
  const size = Math.max(remembered?.versions.length ?? 0, first + added.versions.length - 1);
  const found = new Uint16Array(size);
  const versions = new Uint8Array(size);
  if (remembered !== null) {
    found.set(remembered.found);
    versions.set(remembered.versions);
  }
  for (let nth = 1; nth < added.versions.length; nth++) {
    const set = added.found[nth] as number;
    if (set === 0) continue;
    found[first + nth - 1] = before.length + set;
    versions[first + nth - 1] = added.versions[nth] as number;
  }
  const asOf = remembered !== null && remembered.asOf > added.asOf ? remembered.asOf : added.asOf;
  return { asOf, sets, found, versions };
}
