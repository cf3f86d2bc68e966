import type { Cells, NewRecord, OldRecords } from '../../src/match/increment.js';
import { type Learned, sharedValues } from '../../src/match/learned.js';
import { PackedPostings } from '../../src/match/postings.js';
import { type Table, TableBuilder } from '../../src/match/table.js';

/** Records under the columns of a model; `order` gives the place of each among those given. */
export function tableUnder(learned: Learned, records: readonly NewRecord[]): Table {
  const builder = new TableBuilder(learned.model.columns);
  for (const { cells, id } of records) builder.add(cells, String(id));
  return builder.finish(sharedValues(learned));
}

/** Records in memory, as a ledger would keep them: postings in blobs, entities by their oldest record. */
export function oldRecords(
  learned: Learned,
  records: readonly NewRecord[],
  entities: ReadonlyMap<number, number> = new Map(),
  apart: ReadonlySet<string> = new Set(),
): OldRecords {
  const table = tableUnder(learned, records);
  const packed = PackedPostings.of(table, learned, (r) => records[table.order[r]!]!.id);
  const postings = PackedPostings.from(packed.blobs());
  const cells = new Map<number, Cells>(records.map((record) => [record.id, record.cells]));
  const entity = (id: number): number => entities.get(id) ?? id;
  const members = new Map<number, number[]>();
  for (const { id } of records) members.set(entity(id), [...(members.get(entity(id)) ?? []), id]);
  return {
    ids: (posting) => postings.ids(posting),
    cells: (id) => cells.get(id)!,
    entity,
    members: (of) => members.get(of)!,
    apart: (one, other) => apart.has(`${Math.min(one, other)} ${Math.max(one, other)}`),
  };
}
