import { type Clusters, cluster } from '../../match/cluster.js';
import { comparer } from '../../match/compare.js';
import { type ExplainedCluster, type Explanation, explainCluster, sentenceOf, waterfall } from '../../match/explain.js';
import { keysOf, tableOf } from '../../match/increment.js';
import { type Learned, learnedOf, learnedScorer, loadModel, type StoredModel } from '../../match/learned.js';
import { bitsOf } from '../../match/model.js';
import { scan } from '../../match/scan.js';
import type { Bound } from '../../match/score.js';
import type { Table } from '../../match/table.js';
import type { Decision } from '../../match/zones.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { Matching } from '../../model/matching.js';
import { cellsOf, ledgerColumns } from './ledger-records.js';
import { columnName } from './pair-words.js';
import { TableIntake } from './read-table.js';

/** What the last scan learned; null before the first. */
export function learnedIn(reader: Pick<LedgerReader, 'memory'>): Learned | null {
  const memory = reader.memory();
  return memory === null ? null : loadModel(JSON.parse(memory.learned) as StoredModel);
}

/** What a ledger that was never scanned is judged by: these records, and the built-in weights. */
function learnedFrom(records: readonly CustomerRecord[], matching: Matching): Learned {
  const { extras, fields, kinds } = ledgerColumns(matching);
  const names = [...fields, ...extras];
  const intake = new TableIntake(names, { ...matching, columns: kinds });
  for (const record of records) intake.add(cellsOf(record, names).map((cell) => cell ?? ''));
  return learnedOf(scan(intake.finish(0)?.table as Table, matching));
}

/** Weighs some customers against each other as a scan would. */
export class Judge {
  readonly learned: Learned;
  readonly #table: Table;
  readonly #scorer;
  readonly #compare;
  readonly #at: ReadonlyMap<CustomerId, number>;
  readonly #ids: readonly CustomerId[];
  readonly #automatic: number;
  readonly #largest: number;

  /** @param learned what a scan learned; without it, what the records themselves tell */
  constructor(records: readonly CustomerRecord[], matching: Matching, learned: Learned | null) {
    this.learned = learned ?? learnedFrom(records, matching);
    const names = this.learned.model.columns.map(({ name }) => name);
    this.#table = tableOf(
      this.learned,
      records.map((record) => ({ id: record.id, cells: cellsOf(record, names) })),
    );
    this.#scorer = learnedScorer(this.#table, this.learned);
    this.#compare = comparer(this.#table);
    this.#ids = Array.from(this.#table.order, (at) => (records[at] as CustomerRecord).id);
    this.#at = new Map(this.#ids.map((id, r) => [id, r]));
    this.#automatic = matching.automatic;
    this.#largest = matching.largestCluster;
  }

  #of(id: CustomerId): number {
    return this.#at.get(id) as number;
  }

  bound(one: CustomerId, other: CustomerId): Bound {
    return this.#scorer.bound(this.#compare(this.#of(one), this.#of(other)));
  }

  /** The waterfall, with the first customer's values first. */
  explain(one: CustomerId, other: CustomerId, decisionOf: (total: number, bound: Bound) => Decision): Explanation {
    const [a, b] = [this.#of(one), this.#of(other)];
    const keys = keysOf(this.learned, this.#table, a, b);
    const { model } = this.learned;
    const found = waterfall({ table: this.#table, scorer: this.#scorer, model }, a, b, keys, decisionOf);
    const columns = a < b ? found.columns : found.columns.map((column) => ({ ...column, a: column.b, b: column.a }));
    return { ...found, columns, sentence: sentenceOf({ ...found, columns }, columnName) };
  }

  /** How all these customers come together by average linkage, by their ids. */
  group(): ExplainedCluster & { readonly together: boolean } {
    const { size } = this.#table;
    const first: number[] = [];
    const second: number[] = [];
    const weights: number[] = [];
    const weigh = (a: number, b: number): number => {
      const vector = this.#compare(a, b);
      return this.#scorer.bound(vector) === 'free' ? this.#scorer.weight(a, b, vector) : -Infinity;
    };
    for (let a = 0; a < size; a++)
      for (let b = a + 1; b < size; b++) {
        first.push(a);
        second.push(b);
        weights.push(weigh(a, b));
      }
    const edges = {
      count: first.length,
      first: Int32Array.from(first),
      second: Int32Array.from(second),
      weights: Float64Array.from(weights),
    };
    const clusters = cluster(size, edges, weigh, { automatic: bitsOf(this.#automatic), largest: this.#largest });
    // The people who merged them have the last word: the links are looked at over all of them.
    const all: Clusters = { ...clusters, of: new Int32Array(size) };
    const found = explainCluster({ clusters: all, scorer: this.#scorer, table: this.#table }, 0, this.#automatic);
    const id = (record: number): CustomerId => this.#ids[record] as CustomerId;
    return {
      together: new Set(clusters.of).size === 1,
      members: found.members.map(id),
      merges: found.merges.map((merge) => ({ ...merge, a: id(merge.a), b: id(merge.b) })),
      weakest: found.weakest && { ...found.weakest, a: id(found.weakest.a), b: id(found.weakest.b) },
      bridges: found.bridges.map(id),
    };
  }
}
