import type { CustomerId, CustomerRecord } from '../model/customer.js';
import { type FieldKey, fieldKeys } from '../model/fields.js';
import type { Finding, RuleId, Severity } from '../model/finding.js';
import type { Text } from '../model/text.js';
import type { Dimension, Rule } from '../rules/rule.js';
import { percentOf } from './counts.js';

/** The four dimensions of quality, in the order of 003:60 (S3-07): true, accurate, complete, timely. */
export const dimensions = [
  'authenticity',
  'accuracy',
  'completeness',
  'timeliness',
] as const satisfies readonly Dimension[];

/** What they are called. */
export const qualityNames: Readonly<Record<Dimension, Text>> = {
  authenticity: { zh: '真实性', en: 'Authenticity' },
  accuracy: { zh: '准确性', en: 'Accuracy' },
  completeness: { zh: '完整性', en: 'Completeness' },
  timeliness: { zh: '时效性', en: 'Timeliness' },
};

/** Findings by severity. */
export type SeverityCounts = Readonly<Record<Severity, number>>;

/** Records sound in one dimension: without an error or warning of its rules. */
export interface DimensionQuality {
  readonly dimension: Dimension;
  readonly records: number;
  readonly sound: number;
  /** Sound in percent of records, rounded down to two places; null without records. */
  readonly percent: number | null;
}

/** Findings of one rule: each counts once, however many customers it names; `customers` are those named in any of them. */
export interface RuleFindings extends SeverityCounts {
  readonly rule: RuleId;
  readonly dimension: Dimension;
  readonly customers: number;
}

/** Findings about one field. */
export interface FieldFindings extends SeverityCounts {
  readonly field: FieldKey;
  readonly customers: number;
}

/** An owner's records. A finding over customers of several owners counts for each of its customers. */
export interface OwnerFindings extends SeverityCounts {
  /** As written; null for records without an owner. */
  readonly owner: string | null;
  readonly records: number;
  /** Records with an error or a warning. */
  readonly flagged: number;
}

/** What quality comes to over all records. */
export interface QualityResult {
  readonly records: number;
  /** Records without any error or warning. */
  readonly sound: number;
  readonly percent: number | null;
  readonly dimensions: readonly DimensionQuality[];
  readonly findings: SeverityCounts;
  /** Rules that found something, by id. */
  readonly rules: readonly RuleFindings[];
  /** Fields with findings, in declared order. */
  readonly fields: readonly FieldFindings[];
  /** The owners with most flagged records, and the rest as one. */
  readonly owners: readonly OwnerFindings[];
  readonly otherOwners: Omit<OwnerFindings, 'owner'> & { readonly owners: number };
}

/** Gathers quality from records and from findings about them; each record is seen before its findings. */
export interface Quality {
  see(record: CustomerRecord): void;
  /** @throws RangeError for a finding of a rule that was not given. */
  add(finding: Finding): void;
  end(): QualityResult;
}

const TOP_OWNERS = 20;
/** Owners told apart; a ledger with more has something else in that column, and those that come later count among the rest. */
const MOST_OWNERS = 50_000;

type Counts = Record<Severity, number>;
const zero = (): Counts => ({ error: 0, warning: 0, info: 0 });

/** A set of ids, one bit each. */
class IdSet {
  #bits = new Uint8Array(1024);
  size = 0;

  add(id: CustomerId): void {
    const at = id >>> 3;
    if (at >= this.#bits.length) this.#bits = wider(this.#bits, new Uint8Array(roomFor(at)));
    const bit = 1 << (id & 7);
    const byte = this.#bits[at] as number;
    if (byte & bit) return;
    this.#bits[at] = byte | bit;
    this.size++;
  }
}

const roomFor = (at: number): number => 2 ** Math.ceil(Math.log2(at + 1));

function wider<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from as never);
  return to;
}

interface Tally {
  readonly counts: Counts;
  readonly customers: IdSet;
}

interface OwnerTally {
  records: number;
  flagged: number;
  readonly counts: Counts;
}

/**
 * Quality by dimension, rule, field and owner (S0-01, S2-42, S3-07) in some five bytes a record and a bit for each rule and field
 * with findings. Ids grow from 1; every share is of all records seen. The order of records changes nothing.
 */
export function quality(rules: readonly Rule[]): Quality {
  const dimensionOf = new Map<RuleId, number>();
  for (const rule of rules) if (rule.kind !== 'label') dimensionOf.set(rule.id, dimensions.indexOf(rule.dimension));
  let flags = new Uint8Array(1024);
  let ownerOf = new Int32Array(1024);
  const owners = new Map<string | null, number>();
  const ownerTallies: OwnerTally[] = [{ records: 0, flagged: 0, counts: zero() }];
  const byRule = new Map<RuleId, Tally>();
  const byField = new Map<FieldKey, Tally>();
  const total = zero();
  const unsound = dimensions.map(() => 0);
  let [records, flagged] = [0, 0];

  const hold = (id: CustomerId): void => {
    if (id < flags.length) return;
    flags = wider(flags, new Uint8Array(roomFor(id)));
    ownerOf = wider(ownerOf, new Int32Array(roomFor(id)));
  };

  return {
    see({ id, owner }) {
      hold(id);
      let at = owners.get(owner);
      if (at === undefined) {
        at = owners.size < MOST_OWNERS ? ownerTallies.push({ records: 0, flagged: 0, counts: zero() }) - 1 : 0;
        if (at > 0) owners.set(owner, at);
      }
      ownerOf[id] = at;
      (ownerTallies[at] as OwnerTally).records++;
      records++;
    },
    add({ rule, severity, subjects, field }) {
      const dimension = dimensionOf.get(rule);
      if (dimension === undefined) throw new RangeError(`finding of a rule that quality was not given: ${rule}`);
      total[severity]++;
      const tallies = [tallyOf(byRule, rule)];
      if (field !== undefined) tallies.push(tallyOf(byField, field));
      for (const { counts } of tallies) counts[severity]++;
      for (const id of subjects) {
        hold(id);
        for (const { customers } of tallies) customers.add(id);
        const owner = ownerTallies[ownerOf[id] as number] as OwnerTally;
        owner.counts[severity]++;
        if (severity === 'info') continue;
        const before = flags[id] as number;
        if (before === 0) {
          flagged++;
          owner.flagged++;
        }
        const bit = 1 << dimension;
        if ((before & bit) === 0) (unsound[dimension] as number)++;
        flags[id] = before | bit;
      }
    },
    end() {
      const list = [...owners].map(([owner, at]) => ({ owner, tally: ownerTallies[at] as OwnerTally }));
      list.sort(
        (a, b) => b.tally.flagged - a.tally.flagged || b.tally.records - a.tally.records || order(a.owner, b.owner),
      );
      const rest = [ownerTallies[0] as OwnerTally, ...list.slice(TOP_OWNERS).map(({ tally }) => tally)];
      const sum = (of: (tally: OwnerTally) => number) => rest.reduce((n, tally) => n + of(tally), 0);
      return {
        records,
        sound: records - flagged,
        percent: percentOf(records - flagged, records),
        dimensions: dimensions.map((dimension, i) => {
          const sound = records - (unsound[i] as number);
          return { dimension, records, sound, percent: percentOf(sound, records) };
        }),
        findings: { ...total },
        rules: [...byRule.keys()].sort().map((rule) => {
          const { counts, customers } = byRule.get(rule) as Tally;
          const dimension = dimensions[dimensionOf.get(rule) as number] as Dimension;
          return { rule, dimension, ...counts, customers: customers.size };
        }),
        fields: fieldKeys.flatMap((field) => {
          const tally = byField.get(field);
          return tally ? [{ field, ...tally.counts, customers: tally.customers.size }] : [];
        }),
        owners: list.slice(0, TOP_OWNERS).map(({ owner, tally }) => ({
          owner,
          records: tally.records,
          flagged: tally.flagged,
          ...tally.counts,
        })),
        otherOwners: {
          owners: Math.max(0, list.length - TOP_OWNERS),
          records: sum((t) => t.records),
          flagged: sum((t) => t.flagged),
          error: sum((t) => t.counts.error),
          warning: sum((t) => t.counts.warning),
          info: sum((t) => t.counts.info),
        },
      };
    },
  };
}

/** Those without an owner first, then by code units. */
function order(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return a < b ? -1 : 1;
}

function tallyOf<K>(tallies: Map<K, Tally>, key: K): Tally {
  let tally = tallies.get(key);
  if (!tally) {
    tally = { counts: zero(), customers: new IdSet() };
    tallies.set(key, tally);
  }
  return tally;
}
