import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Linkage } from '../../../scripts/fixture/linkage.js';
import explain from '../../../src/commands/dedupe/explain.js';
import keepApart from '../../../src/commands/dedupe/keep-apart.js';
import merge from '../../../src/commands/dedupe/merge.js';
import model from '../../../src/commands/dedupe/model.js';
import mustLink from '../../../src/commands/dedupe/must-link.js';
import review from '../../../src/commands/dedupe/review.js';
import scan from '../../../src/commands/dedupe/scan.js';
import whyNot from '../../../src/commands/dedupe/why-not.js';
import { createLedger, openLedger } from '../../../src/ledger/open.js';
import type { Ledger } from '../../../src/model/ledger.js';
import type { InsertChange } from '../../../src/model/plan.js';
import { applyAll, by, insertOf, now, temporaryFolder, updateOf } from '../../ledger/helpers.js';
import { newSheetLedger } from '../../ledger/sheets.js';
import { pairwise } from '../../support/linkage.js';
import { perform } from '../../support/perform.js';

const rows = [...new Linkage(17).rows(500)];
const inserts = rows.map(
  ({ address, creditCode, email, id, name, phone }): InsertChange =>
    insertOf({
      customer_no: id,
      name,
      credit_code: creditCode || null,
      phone: phone || null,
      email: email || null,
      address: address || null,
    }),
);
const reason = { reason: '查重' };

const open: { ledger: Ledger; remove: () => void }[] = [];
afterEach(() => {
  for (const { ledger, remove } of open.splice(0)) {
    ledger.close();
    remove();
  }
});

function ledgerOf(kind: 'CSV' | 'SQLite', changes: readonly InsertChange[]): Ledger {
  const { folder, remove } = temporaryFolder();
  const path = join(folder, kind === 'CSV' ? 'c.csv' : 'c.db');
  if (kind === 'CSV') newSheetLedger(path);
  const ledger = kind === 'CSV' ? openLedger(path, { write: true }) : createLedger(path, { by, now });
  open.push({ ledger, remove });
  applyAll(ledger, changes);
  return ledger;
}

const sum = ({ columns, prior }: { prior: number; columns: { bits: number; frequency: number }[] }): number =>
  columns.reduce((all, { bits, frequency }) => all + bits + frequency, prior);

describe.each(['SQLite', 'CSV'] as const)('dedupe over a %s ledger', (kind) => {
  it('[S1-11] scans, tells why, merges what is automatic, and then only what is new', {
    timeout: 120_000,
  }, async () => {
    const old = 420;
    const ledger = ledgerOf(kind, inserts.slice(0, old));
    await expect(perform(ledger, merge, { automatic: true }, [], reason)).rejects.toMatchObject({
      code: 'not-scanned',
    });
    const full = await perform(ledger, scan);
    expect(full.data.counts.read).toBe(old);
    const automatic = full.items.filter(({ decision }) => decision === 'automatic');
    expect(automatic.length).toBeGreaterThan(20);

    // Bits sum to the total, for each pair that is put together, in both languages.
    for (const { id_a, id_b, probability } of automatic.slice(0, 25)) {
      const { pair } = (await perform(ledger, explain, {}, [id_a, id_b])).data;
      expect(sum(pair)).toBeCloseTo(pair.total, 9);
      expect(pair.probability).toBeCloseTo(probability, 5);
      expect(pair.decision).toBe('automatic');
      expect(pair.sentence.en).toMatch(/^For one customer: .*put together automatically\.$/);
      expect(pair.sentence.zh).toMatch(/^支持同一客户:.*结果:自动归并。$/);
      expect((await perform(ledger, whyNot, {}, [id_a, id_b])).data.reason).toBe('together');
    }
    const shown = (await perform(ledger, model)).data;
    expect(shown.remembered.pairs.automatic).toBe(automatic.length);
    expect(shown.size).toBe(old);

    // What a person keeps apart stays apart, what must be one becomes one.
    const apart = [automatic[0].id_a, automatic[0].id_b] as const;
    const strangers = ['C0000001', 'C0000002'] as const;
    expect((await perform(ledger, whyNot, {}, strangers)).data.reason).not.toBe('together');
    await perform(ledger, keepApart, {}, apart);
    const blocked = await perform(ledger, merge, { automatic: true }, [], { ...reason, dryRun: true });
    expect(blocked.exit).toBe(1);
    expect(blocked.items).toContainEqual(expect.objectContaining({ what: 'blocked', why: 'kept-apart' }));
    await perform(ledger, mustLink, {}, strangers);
    const again = await perform(ledger, scan);
    expect(again.items.some(({ id_a, id_b }) => id_a === apart[0] && id_b === apart[1])).toBe(false);
    expect(again.items).toContainEqual(
      expect.objectContaining({ id_a: strangers[0], id_b: strangers[1], decision: 'automatic' }),
    );
    expect((await perform(ledger, whyNot, {}, apart)).data.reason).toBe('kept-apart');
    await perform(ledger, mustLink, { forget: true }, strangers);
    await perform(ledger, scan);

    const merged = await perform(ledger, merge, { automatic: true }, [], reason);
    expect(merged.data.counts.blocked).toBe(0);
    const rootOf = new Map<string, string>();
    for (const { customer, members } of merged.items)
      for (const one of [customer, ...members]) rootOf.set(one, customer);
    const some = rows.slice(0, old);
    const found = pairwise(
      some.map(({ entity }) => entity),
      some.map(({ id }) => rootOf.get(id) ?? id),
    );
    expect(found.precision).toBe(1);
    expect(found.f1).toBeGreaterThan(0.85);
    expect(ledger.count()).toBe(old - merged.data.counts.aside);
    const [first] = merged.items;
    const golden = (await perform(ledger, explain, {}, [first.members[0]])).data;
    expect(golden.members.length).toBe(first.members.length + 1);
    expect(golden.merges.length).toBe(first.members.length);
    expect(sum(golden.pair)).toBeCloseTo(golden.pair.total, 9);
    // Of the merged records themselves the waterfall is still to be had.
    const pair = (await perform(ledger, explain, {}, [first.customer, first.members[0]])).data.pair;
    expect([pair.a, pair.b, pair.decision]).toEqual([first.customer, first.members[0], 'automatic']);

    // New customers against the merged ones: every pair that a full scan finds of them is found.
    applyAll(ledger, inserts.slice(old));
    const since = await perform(ledger, scan, { since: true });
    expect(since.data.counts.read).toBeGreaterThanOrEqual(rows.length - old);
    expect((await perform(ledger, scan, { since: true })).data.counts.read).toBe(0);
    const second = await perform(ledger, merge, { automatic: true }, [], reason);
    expect(second.data.counts.aside).toBeGreaterThan(5);
    for (const { customer, members } of second.items)
      for (const one of [customer, ...members]) rootOf.set(one, rootOf.get(customer) ?? customer);
    const entity = new Map(rows.map((row) => [row.id, row.entity]));
    for (const { customer, members } of second.items)
      for (const one of members) expect(entity.get(one)).toBe(entity.get(customer));
    expect(ledger.verify().faults).toEqual([]);
  });

  it('[S1-11] scans what is new again and again: customers of every scan before are met', {
    timeout: 60_000,
  }, async () => {
    const ledger = ledgerOf(kind, inserts.slice(0, 300));
    await perform(ledger, scan);
    const late = (no: string, set: Parameters<typeof insertOf>[0]) => insertOf({ customer_no: no, ...set });
    applyAll(ledger, [late('Z1', { name: '重庆渝峰机械制造有限公司', phone: '023-68881234' })]);
    await perform(ledger, scan, { since: true });
    const first = rows[0] as (typeof rows)[number];
    applyAll(ledger, [
      late('Z2', { name: first.name, phone: first.phone || null, credit_code: first.creditCode || null }),
      late('Z3', { name: '重庆渝峰机械制造', phone: '02368881234' }),
    ]);
    const { items } = await perform(ledger, scan, { since: true });
    expect(items.map(({ id_a, id_b }) => [id_a, id_b].sort())).toEqual(
      expect.arrayContaining([
        [first.id, 'Z2'],
        ['Z1', 'Z3'],
      ]),
    );
  });

  it('review asks pair by pair with undo, and goes on where it stopped', { timeout: 60_000 }, async () => {
    const ledger = ledgerOf(kind, inserts);
    await perform(ledger, scan);
    const keys = ['k', 'u', 'm', 's', 'k', 'q'];
    let asked = 0;
    const ask = {
      choose: () => Promise.reject(new Error('no choice here')),
      agree: async () => true,
      press: async () => keys[asked++] as string,
      secret: () => Promise.reject(new Error('no secrets here')),
    };
    const before = await perform(ledger, review, { sheet: join(dirname(ledger.info.path), 'before.csv') });
    expect(before.data.waiting).toBeGreaterThan(4);
    const first = await perform(ledger, review, {}, [], { ask });
    expect(asked).toBe(keys.length);
    expect(first.notes.join('\n')).toContain('Pair 3 of');
    expect(first.data.counts).toEqual({ read: 2, merged: 1, apart: 1, stale: 0, blocked: 0 });
    expect(first.data.waiting).toBe(before.data.waiting - 2);
    await perform(ledger, scan, { since: true });
    // The pair that was skipped comes again, those decided do not.
    const path = join(dirname(ledger.info.path), 'pairs.csv');
    const sheet = await perform(ledger, review, { sheet: path });
    expect(sheet.data.file).toBe(path);
    const lines = readFileSync(path, 'utf8').split('\r\n');
    expect(lines[0]).toContain('steward_fingerprint,decision,probability,steward_message,A,B');
    const decide = (line: string, word: string) => line.replace(/^([^,]*),/, `$1,${word}`);
    const taken = new Set<string>();
    const [a, b, c] = lines.filter((line) => {
      const ids = /(\d+):\d+-(\d+):\d+/.exec(line)?.slice(1) ?? [];
      if (ids.length === 0 || ids.some((id) => taken.has(id))) return false;
      for (const id of ids) taken.add(id);
      return true;
    }) as [string, string, string];
    const changed = Number(/(\d+):/.exec(c)?.[1]);
    writeFileSync(path, [lines[0], decide(a, '归并'), decide(b, 'keep-apart'), decide(c, 'merge')].join('\r\n'));
    applyAll(ledger, [updateOf(changed, ledger.get(changed)!.version, { remark: '改过' })]);
    const done = await perform(ledger, review, { from: path });
    expect(done.exit).toBe(5);
    expect(done.data.counts).toMatchObject({ read: 3, stale: 1, apart: 1, merged: 1 });
    expect(done.items).toContainEqual(
      expect.objectContaining({ what: 'stale', customers: expect.stringContaining(`#${changed}`) }),
    );
    await expect(perform(ledger, review, {})).rejects.toMatchObject({ code: 'review-how' });
    expect(ledger.verify().faults).toEqual([]);
  });
});
