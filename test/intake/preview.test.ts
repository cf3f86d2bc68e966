/** Preview equals commit: what --dry-run says of a file is what the real run does, change for change (law 2). */
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../src/commands/command.js';
import { identityKey } from '../../src/intake/identity.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import { StewardError } from '../../src/model/errors.js';
import { fieldKeys } from '../../src/model/fields.js';
import type { Ledger } from '../../src/model/ledger.js';
import { by, info, now, temporaryFolder } from '../ledger/helpers.js';
import { type Hostile, hostileFile, onFile } from '../support/hostile-files.js';
import { planOf } from '../support/intake.js';

const { folder, remove } = temporaryFolder();
const base = join(folder, 'base.db');
const file = join(folder, 'in.csv');
const rejects = join(folder, 'rejects.csv');
const files = { file, rejects };
afterAll(remove);

beforeAll(() => {
  const ledger = createLedger(base, { by, now });
  const draft = ledger.draft();
  for (const set of onFile)
    draft.add({ kind: 'insert', set, extra: null, reasons: [] }, { identity: identityKey(set) });
  ledger.apply(draft, info(), by, now);
  ledger.close();
});

const values = (record: CustomerRecord): Record<string, string> =>
  Object.fromEntries(fieldKeys.flatMap((key) => (record[key] === null ? [] : [[key, record[key] as string]])));

/** What a plan says will be: the new customers with their values, the changes of those on file, the held and rejected lines. */
function foretold(items: readonly Item[]) {
  const changes = (item: Item) => item.changes as { field: string; before: string | null; after: string }[];
  const of = (what: string) => items.filter((item) => item.what === what);
  return {
    created: of('created').map((item) => Object.fromEntries(changes(item).map(({ field, after }) => [field, after]))),
    updated: of('updated')
      .map((item) => ({
        customer: item.customer,
        changes: changes(item)
          .map(({ field, before, after }) => [field, before, after])
          .sort(),
      }))
      .sort((a, b) => String(a.customer).localeCompare(String(b.customer))),
    held: of('held').map(({ record, line }) => [record, line]),
    rejected: of('rejected').map(({ line }) => line),
  };
}

/** What the ledger and the rejects file say came to pass. */
function come(ledger: Ledger, run: number | null) {
  const records = [...ledger.read()];
  const extra = ({ extra: text }: CustomerRecord) =>
    text === null ? {} : (JSON.parse(text) as Record<string, string>);
  return {
    created: records.slice(onFile.length).map((record) => ({ ...values(record), ...extra(record) })),
    updated: records
      .slice(0, onFile.length)
      .flatMap((record) => {
        const of = [...ledger.history(record.id)].filter((entry) => entry.op === 'update' && entry.run === run);
        return of.length === 0
          ? []
          : [
              {
                customer: onFile[record.id - 1]?.customer_no ?? `#${record.id}`,
                changes: of
                  .flatMap((entry) =>
                    entry.changes.flatMap(({ field, before, after }) =>
                      field === 'extra'
                        ? Object.entries(extra(record)).map(([k, v]) => [k, null, v])
                        : [[field, before, after]],
                    ),
                  )
                  .sort(),
              },
            ];
      })
      .sort((a, b) => a.customer.localeCompare(b.customer)),
    held: [...ledger.held()].map(({ record, line }) => [record, line]),
    rejected: existsSync(rejects)
      ? (
          parse(readFileSync(rejects), { bom: true, columns: true, relax_column_count: true }) as Record<
            string,
            string
          >[]
        ).map((row) => Number(row.steward_line))
      : [],
  };
}

async function check(hostile: Hostile): Promise<'refused' | 'same'> {
  const path = join(folder, 'ledger.db');
  for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm', 'rejects.csv'])
    rmSync(join(folder, name), { force: true });
  copyFileSync(base, path);
  writeFileSync(file, hostile.bytes);
  const ledger = openLedger(path, { write: true });
  try {
    const rehearsal = ledger.draft();
    const dry = await planOf(ledger, rehearsal, files, hostile, true).catch((error: unknown) => {
      if (error instanceof StewardError) return error;
      throw error;
    });
    rehearsal.discard();
    if (dry instanceof StewardError) {
      // A file that is refused whole is refused alike by both.
      await expect(planOf(ledger, ledger.draft(), files, hostile, false)).rejects.toMatchObject({ code: dry.code });
      return 'refused';
    }
    ledger.lock();
    const draft = ledger.draft();
    const real = await planOf(ledger, draft, files, hostile, false);
    expect(real.planned.info.counts).toEqual(dry.planned.info.counts);
    const said = (items: readonly Item[]) =>
      items.filter(({ what }) => what !== 'created' && what !== 'updated' && what !== 'unchanged');
    expect(said(real.items)).toEqual(said(dry.items));
    const { read, created, updated, unchanged, held, rejected } = dry.planned.info.counts as Record<string, number>;
    expect(read).toBe((created ?? 0) + (updated ?? 0) + (unchanged ?? 0) + (held ?? 0) + (rejected ?? 0));
    const rows = new Set(
      dry.items.flatMap(({ what, record }) => (what === 'finding' || what === 'note' ? [] : [record])),
    );
    expect(rows.size).toBe(read);
    const applied = real.planned.writes
      ? ledger.apply(draft, info({ ...real.planned.info }), by, now, real.planned.beforeCommit)
      : null;
    expect(applied?.stale ?? []).toEqual([]);
    expect(come(ledger, applied?.run ?? null)).toEqual(foretold(dry.items));
    expect(ledger.verify().faults).toEqual([]);
    return 'same';
  } finally {
    ledger.close();
  }
}

describe('an import', () => {
  it('does what its dry run said, change for change: 200 hostile files', async () => {
    const seen = { refused: 0, same: 0 };
    await fc.assert(
      fc.asyncProperty(hostileFile, async (hostile) => {
        seen[await check(hostile)]++;
      }),
      { numRuns: 200, seed: 20_261_128 },
    );
    // Files that are refused whole show nothing of the plan; most must not be.
    expect(seen.same).toBeGreaterThan(120);
  }, 180_000);
});
