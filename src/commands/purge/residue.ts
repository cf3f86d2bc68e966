/** What is left of the destroyed in the bytes of files (S2-32), told by file. */
import { type Candidates, candidatesOf } from '../../ledger/candidates.js';
import type { TombstoneResidue } from '../../ledger/residue-tombstones.js';
import { tombstoneKeys } from '../../ledger/tombstone-keys.js';
import { scanTombstones } from '../../ledger/tombstone-threads.js';
import type { CustomerId } from '../../model/customer.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { PurgeField, PurgeItem } from '../../model/purge-plan.js';

/** How often something of the destroyed stands in a file. */
export interface FileResidue {
  readonly file: string;
  readonly count: number;
}

/** Hits by their files, in the order in which these come. */
export function byFile(hits: Iterable<{ readonly file: string }>): readonly FileResidue[] {
  const counts = new Map<string, number>();
  for (const { file } of hits) counts.set(file, (counts.get(file) ?? 0) + 1);
  return [...counts].map(([file, count]) => ({ file, count }));
}

/**
 * The texts of the items of a plan: of whole files all that they hold, those merged into them with theirs, of others the fields named. To be asked before they are
 * destroyed.
 */
export function candidatesFor(reader: LedgerReader, items: readonly PurgeItem[]): Candidates {
  const ids = new Set<CustomerId>();
  const parts = new Map<CustomerId, ReadonlySet<string>>();
  for (const { customer, fields } of items) {
    if (fields !== null) parts.set(customer, new Set<PurgeField>(fields));
    for (const id of fields === null ? family(reader, customer) : [customer]) ids.add(id);
  }
  // What stays of a customer who loses fields is as good as another's.
  return candidatesOf(
    reader,
    ids,
    ({ customer, field }) => customer === null || (parts.get(customer)?.has(field) ?? true),
  );
}

/**
 * Where something by which destroyed customers were known stands in files; `ids`: of these alone. What a customer of today is known by as well says nothing and is
 * left out.
 */
export async function markedResidue(
  reader: LedgerReader,
  files: readonly string[],
  ids: ReadonlySet<CustomerId> | null,
): Promise<readonly FileResidue[]> {
  const hits: TombstoneResidue[] = [];
  for await (const hit of scanTombstones(reader, files)) if (ids?.has(hit.customer) !== false) hits.push(hit);
  if (hits.length === 0) return [];
  const shared = knownToday(reader);
  return byFile(hits.filter(({ customer, by }) => !shared.has(`${by} ${customer}`)));
}

/** What customers of today are known by as well as a destroyed one, each as the kind and that customer. */
function knownToday(reader: LedgerReader): ReadonlySet<string> {
  const shared = new Set<string>();
  const test = reader.tombstoneTester();
  if (test === null) return shared;
  for (const record of reader.read(['credit_code', 'email', 'phone', 'phone_other']))
    for (const key of tombstoneKeys(record)) {
      const customer = test(key);
      if (customer !== null) shared.add(`${key.kind} ${customer}`);
    }
  return shared;
}

/** A customer with all that were merged into it, however far down. */
function family(reader: LedgerReader, id: CustomerId): readonly CustomerId[] {
  return [id, ...reader.members(id).flatMap((member) => family(reader, member))];
}
