/** What is left of the destroyed in the bytes of files (S2-32), told by file. */
import { ledgerFiles, type Needles, needlesOf, scanResidue } from '../../ledger/residue.js';
import { scanTombstones } from '../../ledger/residue-tombstones.js';
import { tombstoneKeys } from '../../ledger/tombstone-keys.js';
import type { CustomerId } from '../../model/customer.js';
import type { KeptText, LedgerReader } from '../../model/ledger.js';
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
 * The texts that only the items of a plan have: of whole files all that they hold, those merged into them with theirs, of others the fields named. To be asked
 * before they are destroyed.
 */
export function needlesFor(reader: LedgerReader, items: readonly PurgeItem[]): Needles {
  const whole = new Set<CustomerId>();
  const parts = new Map<CustomerId, ReadonlySet<string>>();
  for (const { customer, fields } of items) {
    if (fields !== null) parts.set(customer, new Set<PurgeField>(fields));
    else for (const id of family(reader, customer)) whole.add(id);
  }
  const texts = function* (): IterableIterator<KeptText> {
    for (const text of reader.texts()) {
      const only = text.customer === null ? undefined : parts.get(text.customer);
      // What stays of a customer who loses fields is as good as another's.
      yield only === undefined || only.has(text.field) ? text : { ...text, customer: null };
    }
  };
  return needlesOf({ texts }, new Set([...whole, ...parts.keys()]));
}

/**
 * Where something by which destroyed customers were known stands in files; `ids`: of these alone. What a customer of today is known by as well says nothing and is
 * left out.
 */
export function markedResidue(
  reader: LedgerReader,
  files: readonly string[],
  ids: ReadonlySet<CustomerId> | null,
): readonly FileResidue[] {
  const test = reader.tombstoneTester();
  if (test === null) return [];
  const shared = new Set<string>();
  for (const record of reader.read(['credit_code', 'email', 'phone', 'phone_other']))
    for (const key of tombstoneKeys(record)) {
      const customer = test(key);
      if (customer !== null) shared.add(`${key.kind} ${customer}`);
    }
  const hits = [...scanTombstones(reader, files)];
  return byFile(hits.filter(({ customer, by }) => ids?.has(customer) !== false && !shared.has(`${by} ${customer}`)));
}

/** A customer with all that were merged into it, however far down. */
function family(reader: LedgerReader, id: CustomerId): readonly CustomerId[] {
  return [id, ...reader.members(id).flatMap((member) => family(reader, member))];
}

/** Where the texts still stand in the files of a ledger, once they are destroyed. */
export const residueOf = ({ info }: LedgerReader, { needles }: Needles): readonly FileResidue[] =>
  byFile(scanResidue(ledgerFiles(info), needles));
