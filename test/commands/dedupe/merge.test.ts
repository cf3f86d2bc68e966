import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import keepApart from '../../../src/commands/dedupe/keep-apart.js';
import merge from '../../../src/commands/dedupe/merge.js';
import scan from '../../../src/commands/dedupe/scan.js';
import unmerge from '../../../src/commands/dedupe/unmerge.js';
import { createLedger, openLedger } from '../../../src/ledger/open.js';
import type { CustomerRecord } from '../../../src/model/customer.js';
import { type FieldKey, fieldKeys } from '../../../src/model/fields.js';
import type { Ledger } from '../../../src/model/ledger.js';
import type { FieldValues } from '../../../src/model/plan.js';
import { applyAll, by, insertOf, now, temporaryFolder, updateOf } from '../../ledger/helpers.js';
import { newSheetLedger } from '../../ledger/sheets.js';
import { perform } from '../../support/perform.js';

const open: { ledger: Ledger; remove: () => void }[] = [];
afterEach(() => {
  for (const { ledger, remove } of open.splice(0)) {
    ledger.close();
    remove();
  }
});

function newLedger(kind: 'CSV' | 'SQLite'): Ledger {
  const { folder, remove } = temporaryFolder();
  const path = join(folder, kind === 'CSV' ? 'c.csv' : 'c.db');
  if (kind === 'CSV') newSheetLedger(path);
  const ledger = kind === 'CSV' ? openLedger(path, { write: true }) : createLedger(path, { by, now });
  open.push({ ledger, remove });
  return ledger;
}

const reason = { reason: '同一客户' };
const names = (ids: readonly number[]): string[] => ids.map((id) => `#${id}`);
const valuesOf = (record: CustomerRecord | null): FieldValues => {
  expect(record).not.toBeNull();
  return Object.fromEntries(fieldKeys.flatMap((key) => (record![key] === null ? [] : [[key, record![key]]])));
};
const edit = (ledger: Ledger, id: number, set: FieldValues): void => {
  const { stale } = applyAll(ledger, [updateOf(id, ledger.get(id)!.version, set)]);
  expect(stale).toEqual([]);
};

const edited = ['contact_name', 'wechat', 'need', 'budget'] as const satisfies readonly FieldKey[];
/** A value of one's own, one that others may have too, or none. */
const said = fc.constantFrom('own', 'own', 'shared', null);
const recordArb = fc.record(Object.fromEntries(edited.map((key) => [key, said])));
const editArb = fc.record({ field: fc.constantFrom(...edited), value: fc.constantFrom('edited', null) });

describe.each([
  ['SQLite', 20],
  ['CSV', 5],
] as const)('a merge in a %s ledger', (kind, numRuns) => {
  it('[S1-11] then an edit, another merge, another edit, and taken back: each member has its own values and the edits of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(recordArb, recordArb, recordArb),
        fc.array(editArb, { maxLength: 3 }),
        fc.array(editArb, { maxLength: 3 }),
        fc.boolean(),
        async (records, first, second, atOnce) => {
          const ledger = newLedger(kind);
          const given = records.map((record, i) =>
            Object.fromEntries(edited.map((key) => [key, record[key] === 'own' ? `${key} of ${i + 1}` : record[key]])),
          );
          applyAll(
            ledger,
            given.map((set, i) => insertOf({ name: '云帆', phone: `1381234567${i}`, ...set } as FieldValues)),
          );
          const before = [1, 2, 3].map((id) => valuesOf(ledger.get(id)));
          // What each says by itself, and whose value the merged one shows, seen from outside.
          const own = new Map([1, 2, 3].map((id) => [id, { ...before[id - 1] } as Record<string, string | null>]));
          const holder = new Map<string, number[]>();
          const look = (members: readonly number[], shownBefore: FieldValues): void => {
            const shown = valuesOf(ledger.get(1));
            for (const key of edited) {
              const value = shown[key] ?? null;
              if (value === (shownBefore[key] ?? null)) continue;
              holder.set(
                key,
                value === (own.get(1)![key] ?? null) ? [1] : members.filter((id) => own.get(id)![key] === value),
              );
            }
          };
          let unclear = 0;
          const change = (edits: typeof first, round: number): void => {
            for (const [i, { field, value }] of edits.entries()) {
              const text = value === null ? null : `${field} edited ${round}.${i}`;
              if ((ledger.get(1)![field] ?? null) === text) continue;
              const of = holder.get(field) ?? [1];
              if (of.length > 1) unclear++;
              const whose = of.length === 1 ? of[0]! : 1;
              edit(ledger, 1, { [field]: text });
              own.get(whose)![field] = text;
              if (of.length > 1) holder.set(field, [1]);
            }
          };
          await perform(ledger, merge, {}, names([1, 2]), reason);
          look([2], before[0]!);
          change(first, 1);
          const between = valuesOf(ledger.get(1));
          await perform(ledger, merge, {}, names([3, 1]), reason);
          look([2, 3], between);
          change(second, 2);
          expect([ledger.count(), ledger.members(1)]).toEqual([1, [2, 3]]);

          if (atOnce) {
            const { data } = await perform(ledger, unmerge, {}, ['#1'], reason);
            expect(data.counts).toMatchObject({ back: 2, ambiguous: unclear });
          } else {
            await perform(ledger, unmerge, { member: ['#2'] }, ['#1'], reason);
            expect(ledger.members(1)).toEqual([3]);
            await perform(ledger, unmerge, {}, ['#1'], reason);
          }
          for (const id of atOnce ? [1, 2, 3] : [2, 3]) {
            const expected = Object.entries(own.get(id)!).filter(([, value]) => value !== null);
            expect(valuesOf(ledger.get(id))).toEqual(Object.fromEntries(expected));
          }
          expect(ledger.verify().faults).toEqual([]);

          // Never merged again, by hand or by a scan.
          for (const pair of [
            [1, 2],
            [1, 3],
            [2, 3],
          ])
            await expect(perform(ledger, merge, {}, names(pair), reason)).rejects.toMatchObject({ code: 'kept-apart' });
          await perform(ledger, scan, {});
          const again = await perform(ledger, merge, { automatic: true }, [], reason);
          expect([again.data.counts.merged, ledger.count()]).toEqual([0, 3]);
        },
      ),
      {
        numRuns,
        // An edit of a value that two had, one of whom leaves first, stays where nobody can claim it.
        examples: [
          [
            [
              { contact_name: 'own', wechat: 'own', need: 'own', budget: 'own' },
              { contact_name: 'own', wechat: 'own', need: 'shared', budget: 'own' },
              { contact_name: 'own', wechat: 'own', need: 'shared', budget: 'own' },
            ],
            [{ field: 'need', value: null }],
            [{ field: 'need', value: 'edited' }],
            false,
          ],
        ],
      },
    );
  }, 120_000);

  it('numbers as lists, the strictest consent, the verified value; and everything back', async () => {
    const ledger = newLedger(kind);
    applyAll(ledger, [
      insertOf(
        {
          name: '云帆机电有限公司',
          phone: '13812345678',
          email: 'a@yunfan.cn',
          marketing: '是',
          changed_at: '2026-05-01',
        },
        '{"片区":"东"}',
      ),
      insertOf({
        name: '云帆机电有限公司',
        phone: '021-50801234/13812345678',
        phone_verified_at: '2026-02-01',
        email: 'b@yunfan.cn',
        marketing: '否',
        last_contact_at: '2026-03-01',
        customer_no: 'SH2024009',
        changed_at: '2026-01-01',
      }),
    ]);
    const before = [1, 2].map((id) => ledger.get(id)!);
    const merged = await perform(ledger, merge, {}, ['#1', 'SH2024009'], reason);
    expect(merged.items[0].fields).toContainEqual(
      expect.objectContaining({ field: 'phone', from: 'SH2024009', why: 'verified', conflict: true }),
    );
    expect(ledger.get(1)).toMatchObject({
      phone: '021-50801234',
      phone_other: '13812345678',
      phone_verified_at: '2026-02-01',
      email: 'a@yunfan.cn',
      marketing: '否',
      last_contact_at: '2026-03-01',
      customer_no: null,
      extra: '{"片区":"东","其他邮箱":"b@yunfan.cn"}',
    });
    expect(ledger.find('customer_no', 'SH2024009')).toEqual([1]);
    // The number in the list is the first one's own.
    edit(ledger, 1, { phone_other: '13812345679', phone: '021-50801235' });
    const { data } = await perform(ledger, unmerge, {}, ['SH2024009'], reason);
    expect(data.counts).toMatchObject({ back: 1, ambiguous: 0 });
    expect(valuesOf(ledger.get(1))).toEqual({ ...valuesOf(before[0]!), phone: '13812345679' });
    expect(valuesOf(ledger.get(2))).toEqual({ ...valuesOf(before[1]!), phone: '021-50801235、13812345678' });
    expect(ledger.get(1)!.extra).toBe(before[0]!.extra);
    // Merged again only after the decision was taken back.
    await perform(ledger, keepApart, { forget: true }, ['#1', '#2']);
    expect((await perform(ledger, merge, {}, ['#1', '#2'], reason)).exit).toBe(0);
    expect(ledger.verify().faults).toEqual([]);
  });

  it('of contradicting credit codes is refused', async () => {
    const ledger = newLedger(kind);
    applyAll(
      ledger,
      ['91620121MA8DFENBX8', '91320412MAERNW6G9E'].map((credit_code) =>
        insertOf({ name: '云帆机电有限公司', credit_code }),
      ),
    );
    await expect(perform(ledger, merge, {}, names([1, 2]), reason)).rejects.toMatchObject({ code: 'merge-vetoed' });
  });
});
