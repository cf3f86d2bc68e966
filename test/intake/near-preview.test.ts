/** With near duplicates at the door: what --dry-run says of a file is what the real run does, on either ledger (law 2, law 7). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Linkage } from '../../scripts/fixture/linkage.js';
import scan from '../../src/commands/dedupe/scan.js';
import importCommand from '../../src/commands/import.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { DuplicateWay } from '../../src/model/intake.js';
import { applyAll, by, insertOf, now, temporaryFolder } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { perform } from '../support/perform.js';

const rows = [...new Linkage(29).rows(160)];
const header = '客户名称,统一社会信用代码,联系电话,邮箱,地址';
const line = ({ address, creditCode, email, name, phone }: (typeof rows)[number]): string =>
  [name, creditCode, phone, email, address].join(',');

interface Case {
  /** Places in `rows` of whom the ledger has, and of the file's rows in order. */
  readonly onFile: readonly number[];
  readonly file: readonly number[];
  readonly scanned: boolean;
  readonly onDuplicate: DuplicateWay;
}

const places = rows.map((_, place) => place);
const anyCase: fc.Arbitrary<Case> = fc.record({
  onFile: fc.subarray(places),
  file: fc.shuffledSubarray(places, { minLength: 20, maxLength: 90 }),
  scanned: fc.boolean(),
  onDuplicate: fc.constantFrom<DuplicateWay>('update', 'review', 'skip', 'create'),
});

async function outcome(kind: 'CSV' | 'SQLite', { file, onDuplicate, onFile, scanned }: Case) {
  const { folder, remove } = temporaryFolder();
  const path = join(folder, kind === 'CSV' ? 'c.csv' : 'c.db');
  if (kind === 'CSV') newSheetLedger(path);
  const ledger = kind === 'CSV' ? openLedger(path, { write: true }) : createLedger(path, { by, now });
  try {
    applyAll(
      ledger,
      onFile.map((place) => {
        const { address, creditCode, email, name, phone } = rows[place] as (typeof rows)[number];
        return insertOf({
          name,
          credit_code: creditCode || null,
          phone: phone || null,
          email: email || null,
          address: address || null,
        });
      }),
    );
    if (scanned && onFile.length > 0) await perform(ledger, scan);
    const input = join(folder, 'in.csv');
    writeFileSync(
      input,
      `${[header, ...file.map((place) => line(rows[place] as (typeof rows)[number]))].join('\n')}\n`,
    );
    const own = { source: '展会现场', consentAt: '2026-01-01', onDuplicate };
    const dry = await perform(ledger, importCommand, own, [input], { dryRun: true });
    const before = ledger.count();
    const real = await perform(ledger, importCommand, own, [input]);
    expect(real.data.counts).toEqual(dry.data.counts);
    const said = (items: typeof dry.items) =>
      items.filter(({ what }) => !['created', 'updated', 'unchanged'].includes(what));
    expect(said(real.items)).toEqual(said(dry.items));
    const { created, held, read, rejected, unchanged, updated } = real.data.counts;
    expect(created + held + rejected + unchanged + updated).toBe(read);
    expect(ledger.count()).toBe(before + created);
    const lines = (code: string) => dry.items.filter((item) => item.code === code).map((item) => item.line);
    const near = lines('import/near-duplicate');
    expect([...ledger.held()].filter(({ rule }) => rule === 'import/near-duplicate').map((row) => row.line)).toEqual(
      near,
    );
    expect(ledger.verify().faults).toEqual([]);
    if (onDuplicate === 'create') expect(near).toEqual([]);
    const strip = ({ file: _, ...item }: Record<string, unknown>) => item;
    return {
      items: dry.items.map(strip),
      near: near.length + lines('import/created-near').length,
      records: [...ledger.read()],
    };
  } finally {
    ledger.close();
    remove();
  }
}

describe('an import with near duplicates', () => {
  it('[S1-11] does what its dry run said, and the same on a CSV and a SQLite ledger', async () => {
    let near = 0;
    await fc.assert(
      fc.asyncProperty(anyCase, async (one) => {
        const [sqlite, csv] = [await outcome('SQLite', one), await outcome('CSV', one)];
        expect(csv).toEqual(sqlite);
        near += sqlite.near;
      }),
      { numRuns: 8, seed: 20_261_128 },
    );
    // Most of these files have doubles in them.
    expect(near).toBeGreaterThan(20);
  }, 300_000);
});
