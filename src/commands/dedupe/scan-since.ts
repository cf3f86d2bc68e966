import {
  type GrownEntity,
  type Increment,
  type NewRecord,
  type OldRecords,
  scanNew,
  tableOf,
} from '../../match/increment.js';
import { type Learned, loadModel, type StoredModel } from '../../match/learned.js';
import { PairBook } from '../../match/pair-book.js';
import { firstAtLeast, joinedPostings, PackedPostings } from '../../match/postings.js';
import { sortedByKey } from '../../match/sort.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { LedgerReader, ListedPair, MatchMemory } from '../../model/ledger.js';
import type { Matching } from '../../model/matching.js';
import type { QueryContext } from '../command.js';
import { cellsOf } from './ledger-records.js';

/** What came of an incremental scan. */
export interface SinceScan {
  readonly learned: Learned;
  readonly increment: Increment;
  readonly scanned: number;
  /** How much the ledger has grown or shrunk since the model was learned, as a share. */
  readonly drift: number;
  recordOf(id: CustomerId): CustomerRecord;
}

/** The runs that the memory has not seen yet, and with `since` all after that run as well. */
function runsSince(reader: LedgerReader, size: number, since: number | null): Set<number> {
  const found = new Set<number>();
  for (const { body, op } of reader.audit(size + 1))
    if (op === 'run') found.add((JSON.parse(body) as { run: number }).run);
  if (since !== null) for (const { run } of reader.runs()) if (run > since) found.add(run);
  return found;
}

/** Customers whose compared values came or changed in those runs, and that are customers still. */
export function changedSince(
  reader: LedgerReader,
  columns: readonly string[],
  size: number,
  since: number | null,
): Set<CustomerId> {
  const compared = new Set<string>(columns);
  const found = new Set<CustomerId>();
  for (const run of runsSince(reader, size, since)) {
    for (const effect of reader.effects(run)) {
      if (effect.kind === 'insert' || effect.kind === 'bring-back') found.add(effect.id);
      else if (effect.kind === 'update' && effect.changes.some(({ field }) => field === 'extra' || compared.has(field)))
        found.add(effect.id);
    }
  }
  for (const id of found) if (reader.get(id) === null) found.delete(id);
  return found;
}

/**
 * Where remembered customers belong, without those that are scanned anew, whose entities are found anew as well. Who is still there is asked
 * only of the entities that are looked at.
 */
class Entities {
  /** In the order of the customers. */
  readonly #customers: Int32Array;
  readonly #entities: Int32Array;
  /** Places in the order of the entities, and the entities there. */
  readonly #order: Int32Array;
  readonly #sorted: Int32Array;
  readonly #left = new Map<CustomerId, readonly CustomerId[]>();
  readonly #isOld: (id: CustomerId) => boolean;

  /** @param remembered in the order of the customers */
  constructor(remembered: Iterable<readonly [CustomerId, CustomerId]>, isOld: (id: CustomerId) => boolean) {
    this.#isOld = isOld;
    const customers: number[] = [];
    const entities: number[] = [];
    for (const [customer, entity] of remembered) {
      customers.push(customer);
      entities.push(entity);
    }
    this.#customers = Int32Array.from(customers);
    this.#entities = Int32Array.from(entities);
    this.#order = sortedByKey(this.#entities);
    this.#sorted = Int32Array.from(this.#order, (at) => this.#entities[at] as number);
  }

  #entityOf(id: CustomerId): CustomerId | undefined {
    const at = firstAtLeast(this.#customers, id);
    return this.#customers[at] === id ? this.#entities[at] : undefined;
  }

  /** The smallest of the members that are left. */
  of = (id: CustomerId): CustomerId => this.members(id)[0] as CustomerId;

  members = (id: CustomerId): readonly CustomerId[] => {
    const entity = this.#entityOf(id);
    if (entity === undefined) return [id];
    let left = this.#left.get(entity);
    if (left === undefined) {
      const all: CustomerId[] = [];
      for (let at = firstAtLeast(this.#sorted, entity); this.#sorted[at] === entity; at++)
        all.push(this.#customers[this.#order[at] as number] as CustomerId);
      left = all.filter(this.#isOld).sort((a, b) => a - b);
      this.#left.set(entity, left);
    }
    return left;
  };

  /** What is left of the entities of these customers, under the name of its smallest member. */
  *without(gone: Iterable<CustomerId>): Generator<readonly [CustomerId, CustomerId]> {
    for (const id of gone) {
      if (this.#entityOf(id) === undefined) continue;
      const left = this.members(id);
      for (const member of left) yield [member, left[0] as CustomerId];
    }
  }
}

/** The customers that a memory knows as they are now, but for some that are looked at anew. */
export function remembered(
  reader: LedgerReader,
  memory: MatchMemory,
  names: readonly string[],
  changed: ReadonlySet<CustomerId>,
): { readonly old: OldRecords; readonly entities: Entities; recordOf(id: CustomerId): CustomerRecord } {
  const records = new Map<CustomerId, CustomerRecord | null>();
  const recordAt = (id: CustomerId): CustomerRecord | null => {
    let record = records.get(id);
    if (record === undefined) {
      record = reader.get(id);
      records.set(id, record);
    }
    return record;
  };
  const recordOf = (id: CustomerId): CustomerRecord => recordAt(id) as CustomerRecord;
  const book = new PairBook(reader);
  // Every scan left its own.
  const postings = joinedPostings(Array.from(memory.postings, (blob) => PackedPostings.from([blob])));
  const isOld = (id: CustomerId): boolean => !changed.has(id) && recordAt(id) !== null;
  const entities = new Entities(memory.entities, isOld);
  return {
    entities,
    recordOf,
    old: {
      // Postings of customers that changed, or are none any more, stay behind.
      ids: (posting) => Array.from(postings.ids(posting)).filter(isOld),
      cells: (id) => cellsOf(recordOf(id), names),
      entity: entities.of,
      members: entities.members,
      apart: (one, other) => book.apart(one, other),
    },
  };
}

/**
 * Scans what came or changed after a run, or since the last scan, against everything else, and adds it to what is remembered.
 * @throws StewardError not-scanned
 */
export function scanSince(
  { reader, remember }: Pick<QueryContext, 'reader' | 'remember'>,
  matching: Matching,
  since: number | null,
): SinceScan {
  const memory = reader.memory();
  if (memory === null) throw new StewardError('not-scanned');
  const learned = loadModel(JSON.parse(memory.learned) as StoredModel);
  const names = learned.model.columns.map(({ name }) => name);
  const changed = changedSince(reader, names, memory.size, since);
  const { entities, old, recordOf } = remembered(reader, memory, names, changed);
  const incoming = [...changed]
    .sort((a, b) => a - b)
    .map((id): NewRecord => ({ id, cells: cellsOf(recordOf(id), names) }));
  const increment = scanNew(learned, old, incoming, matching);
  const table = tableOf(learned, incoming);
  remember(
    {
      size: reader.head().size,
      upTo: Math.max(memory.upTo, incoming.at(-1)?.id ?? 0),
      learned: memory.learned,
      postings: PackedPostings.of(table, learned, (r) => incoming[table.order[r]!]!.id).blobs(),
      pairs: [...outdated(memory, changed), ...listed(increment)],
      entities: [
        ...entities.without(changed),
        ...[...changed].map((id) => [id, id] as const),
        ...grown(increment.entities),
      ],
    },
    'add',
  );
  const drift = Math.abs(reader.count() - learned.size) / Math.max(learned.size, 1);
  return { learned, increment, scanned: incoming.length, drift, recordOf };
}

/** Listed pairs of customers that changed since (not asked for where there are none: a query that was begun has to end): below everything that is shown, until they are listed anew. */
function outdated(memory: Pick<MatchMemory, 'pairs' | 'upTo'>, changed: ReadonlySet<CustomerId>): ListedPair[] {
  // Whoever came since is in no pair yet.
  if ([...changed].every((id) => id > memory.upTo)) return [];
  const found: ListedPair[] = [];
  for (const { a, b } of memory.pairs)
    if (changed.has(a) || changed.has(b)) found.push({ a, b, bits: -Infinity, decision: 'distinct' });
  return found;
}

const listed = ({ edges }: Increment): ListedPair[] =>
  edges.map(({ a, b, bits, decision }) => ({ a: Math.min(a, b), b: Math.max(a, b), bits, decision }));

const grown = (entities: readonly GrownEntity[]): (readonly [CustomerId, CustomerId])[] =>
  entities.flatMap(({ members }) => members.map((member) => [member, members[0]!] as const));
