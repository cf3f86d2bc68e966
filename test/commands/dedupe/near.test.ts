import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Linkage } from '../../../scripts/fixture/linkage.js';
import { nearFinder } from '../../../src/commands/dedupe/near-finder.js';
import scan from '../../../src/commands/dedupe/scan.js';
import { MOST_NEAR_ROWS, NearDoor, type NearMatch, type NearRow } from '../../../src/intake/near.js';
import { createLedger } from '../../../src/ledger/open.js';
import type { Ledger } from '../../../src/model/ledger.js';
import { defaultMatching } from '../../../src/model/matching.js';
import type { FieldValues } from '../../../src/model/plan.js';
import { applyAll, by, insertOf, now, temporaryFolder } from '../../ledger/helpers.js';
import { perform } from '../../support/perform.js';

const rows = [...new Linkage(23).rows(700)];
const valuesOf = ({ address, creditCode, email, name, phone }: (typeof rows)[number]): FieldValues => ({
  name,
  credit_code: creditCode || null,
  phone: phone || null,
  email: email || null,
  address: address || null,
});
const known = 500;

const open: { ledger: Ledger; remove: () => void }[] = [];
afterEach(() => {
  for (const { ledger, remove } of open.splice(0)) {
    ledger.close();
    remove();
  }
});

function ledgerOf(some: typeof rows): Ledger {
  const { folder, remove } = temporaryFolder();
  const ledger = createLedger(join(folder, 'c.db'), { by, now });
  open.push({ ledger, remove });
  applyAll(
    ledger,
    some.map((row) => insertOf(valuesOf(row))),
  );
  return ledger;
}

const incoming = rows.slice(known).map((row, i): NearRow => ({ record: i + 1, values: valuesOf(row), extra: null }));
const entityOf = (like: NearMatch['like']): number =>
  'customer' in like ? rows[like.customer - 1]!.entity : rows[known + like.record - 1]!.entity;
/** Rows whose customer is there before them. */
const doubles = rows
  .slice(known)
  .flatMap(({ entity }, i) => (rows.slice(0, known + i).some((row) => row.entity === entity) ? [i + 1] : []));

describe('near duplicates at the door [S1-11]', () => {
  it('are found without any scan before, and better than by chance after one that has not seen all', {
    timeout: 60_000,
  }, async () => {
    const fresh = ledgerOf(rows.slice(0, known));
    const scanned = ledgerOf(rows.slice(0, 450));
    await perform(scanned, scan);
    applyAll(
      scanned,
      rows.slice(450, known).map((row) => insertOf(valuesOf(row))),
    );
    for (const ledger of [fresh, scanned]) {
      const found = nearFinder(ledger, defaultMatching)!(incoming);
      const right = doubles.filter((record) =>
        found.get(record)?.some(({ like }) => entityOf(like) === rows[known + record - 1]!.entity),
      );
      expect(right.length).toBeGreaterThan(doubles.length * 0.85);
      // Who is held without being a double is in a doubt that only a person can settle.
      const wrong = [...found.keys()].filter((record) => !doubles.includes(record));
      expect(wrong.length).toBeLessThan(incoming.length * 0.1);
      for (const [record, matches] of found) {
        expect(matches.length).toBeLessThanOrEqual(3);
        for (const { like, probability, sentence } of matches) {
          expect(probability).toBeGreaterThanOrEqual(defaultMatching.review);
          expect(sentence.en).toContain('probability of one customer');
          if ('record' in like) expect(like.record).toBeLessThan(record);
        }
      }
    }
  });

  it('a row is held against whoever its double became, and against nobody that did not come in', () => {
    const sentence = { zh: '像', en: 'alike' };
    const match = (like: NearMatch['like']): NearMatch => ({ like, probability: 0.99, sentence });
    const door = new NearDoor(
      () =>
        new Map([
          [2, [match({ record: 1 }), match({ customer: 7 })]],
          [3, [match({ record: 2 }), match({ record: 1 })]],
          [4, [match({ record: 2 })]],
        ]),
    );
    for (let record = 1; record <= 4; record++) door.see({ record, values: { name: '甲' }, extra: null });
    expect(door.twinOf(1)).toBeNull();
    door.placed(1, null);
    expect(door.twinOf(2)).toMatchObject({ against: 7 });
    door.placed(1, -1);
    expect(door.twinOf(3)).toMatchObject({ against: -1 });
    expect(door.twinOf(4)).toBeNull();
  });

  it('a larger file passes, and nothing is looked for', () => {
    const door = new NearDoor(() => {
      throw new Error('asked');
    });
    for (let record = 1; record <= MOST_NEAR_ROWS + 1; record++) door.see({ record, values: {}, extra: null });
    expect([door.isPassed, door.twinOf(5)]).toEqual([true, null]);
  });
});
