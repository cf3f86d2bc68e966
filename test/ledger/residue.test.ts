/** Nothing is left of the destroyed in the bytes of any file (S2-32), of both kinds of ledger; and a plain DELETE leaves them. */
import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeIn } from '../../src/cli/take-in.js';
import { encodeText } from '../../src/files/encode-text.js';
import { candidatesOf, leftOf } from '../../src/ledger/candidates.js';
import { databaseOf } from '../../src/ledger/csv/paths.js';
import { NeedleSet } from '../../src/ledger/needles.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { ledgerFiles, residueEncodings } from '../../src/ledger/residue.js';
import { TombstoneScanner } from '../../src/ledger/residue-tombstones.js';
import { tombstoneKeys } from '../../src/ledger/tombstone-keys.js';
import type { Ledger, TombstoneKey } from '../../src/model/ledger.js';
import type { AppliedRun } from '../../src/model/plan.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { rawDatabase } from '../support/raw-database.js';
import { markedIn, residueIn } from '../support/residue.js';
import { eraseOf } from './erasing.js';
import { applyAll, by, ended, info, insertOf, now, seeded, startChild, temporaryFolder, updateOf } from './helpers.js';
import { newSheetLedger } from './sheets.js';

let folder: string;
let remove: () => void;
beforeEach(() => ({ folder, remove } = temporaryFolder()));
afterEach(() => remove());

const all = 5000;
const purged = 500;
const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建文'];
const nameOf = (i: number) =>
  `${surnames[i % 30]}${given[Math.floor(i / 30) % 30]}${given[(7 * i + Math.floor(i / 900)) % 30]}`;
const phoneOf = (i: number) => `13${String(100000000 + i * 7919).slice(-9)}`;

/** A ledger of 5,000 customers, a third of them changed, each with a call, some with a held row against them. */
function fill(ledger: Ledger, count = all): void {
  const draft = ledger.draft();
  for (let i = 1; i <= count; i++) {
    draft.add(
      insertOf(
        {
          customer_no: `SH2024${String(i).padStart(5, '0')}`,
          name: nameOf(i),
          phone: phoneOf(i),
          email: `kehu${i * 31}@example.com`,
          address: `上海市闵行区莘庄镇第${i}弄${i * 3}号`,
          remark: `${nameOf(i)}经朋友介绍,第${i}次来访`,
        },
        JSON.stringify({ 车牌: `沪A·X${i * 17}` }),
      ),
      { identity: `p:${nameOf(i)}|${phoneOf(i)}` },
    );
    const summary = `第${i}位客户${phoneOf(i)}来电询价`;
    draft.child({
      table: 'interactions',
      customer: -i,
      at: '2026-01-02',
      kind: '电话',
      actor: null,
      summary,
      result: null,
    });
    if (i % 10 === 0) {
      const row = JSON.stringify({ 客户名称: nameOf(i), 地址: `苏州市工业园区第${i}幢` });
      draft.hold({ record: i, line: i, why: 'duplicate', rule: 'import/duplicate', against: -i, row });
    }
  }
  ledger.apply(draft, info(), by, now);
  const some = Array.from({ length: Math.floor(count / 3) }, (_, i) => i * 3 + 1);
  applyAll(
    ledger,
    some.map((i) =>
      updateOf(i, 1, { phone: phoneOf(i + 100_000), address: `上海市嘉定区第${i}号` }, `${nameOf(i)}搬家了`),
    ),
  );
}

const ids = Array.from({ length: purged }, (_, i) => 3 + i * 9);
const purge = (ledger: Ledger): AppliedRun =>
  applyAll(
    ledger,
    ids.map((id) => eraseOf(id, ledger.get(id)?.version)),
    { command: 'purge apply', reason: null },
  );
const kinds = [
  { kind: 'SQLite', file: 'ledger.db', make: (path: string) => createLedger(path, { by, now }).close() },
  { kind: 'CSV', file: '客户.csv', make: newSheetLedger },
] as const;

describe.each(kinds)('$kind', ({ kind, file, make }) => {
  const filled = (count?: number): Ledger => {
    const path = join(folder, file);
    make(path);
    const ledger = openLedger(path, { write: true });
    fill(ledger, count);
    return ledger;
  };

  it(`${purged} of ${all} destroyed: none of their texts in any file, the trail holds, tombstones find nothing but know them [S2-32, S4-08, C15]`, async () => {
    const ledger = filled();
    const candidates = candidatesOf(ledger, new Set(ids));
    const texts = [...candidates.fields.keys()];
    // Phone, e-mail, address, remark, number plate, name, call, before-images, notes.
    expect(texts.length).toBeGreaterThan(purged * 7);
    const files = () => ledgerFiles(ledger.info);
    const before = await residueIn(files(), texts);
    expect(new Set(before.map(({ needle }) => needle)).size).toBe(texts.length);
    // While they are there, they are as good as another's.
    expect((await leftOf(ledger, candidates)).files).toEqual([]);
    const gone = ids.map((id) => ledger.get(id)?.phone as string);
    const left = ledger.get(1)?.phone as string;

    expect(purge(ledger)).toMatchObject({ erased: { customers: purged, fields: 0 }, destruction: 'done', stale: [] });

    const after = await leftOf(ledger, candidates);
    expect(after).toMatchObject({ files: [], short: 0 });
    // Number plates that are the beginning of others'.
    expect(Object.keys(after.shared)).toEqual(['extra']);
    expect((await residueIn(files(), [left])).length).toBeGreaterThan(0);
    expect(await markedIn(ledger, files())).toEqual([]);
    expect(ledger.verify()).toMatchObject({ faults: [] });
    expect(ledger.count()).toBe(all - purged);
    for (const phone of gone.slice(0, 20)) expect(ledger.tombstones({ phone }, '2026-12-01')).toHaveLength(1);
    // A copy of a file that was forgotten beside the ledger is found by both.
    writeFileSync(join(folder, `${file}.bak`), `电话\n${gone[7]}\n`);
    expect((await leftOf(ledger, candidates)).files).toEqual([{ file: join(folder, `${file}.bak`), count: 1 }]);
    expect(await markedIn(ledger, files())).toMatchObject([{ offset: 7, by: 'phone', customer: ids[7] }]);
    ledger.close();
    expect(readdirSync(folder).filter((name) => name.includes('.steward-tmp-'))).toEqual([]);
    if (kind === 'CSV') expect(existsSync(join(folder, file))).toBe(true);
  }, 60_000);

  it('while somebody reads, old pages stay: that is said, and the next to write finishes it', async () => {
    filled(300).close();
    const ledger = openLedger(join(folder, file), { write: true, wait: 100 });
    const candidates = candidatesOf(ledger, new Set([3, 12]));
    const reader = openLedger(join(folder, file), { write: false });
    expect(reader.count()).toBe(300);
    const applied = applyAll(ledger, [eraseOf(3), eraseOf(12)], { reason: null });
    expect(applied).toMatchObject({ erased: { customers: 2 }, destruction: 'busy' });
    expect((await leftOf(ledger, candidates)).files.length).toBeGreaterThan(0);
    expect(ledger.verify()).toMatchObject({ faults: [], destroying: applied.run });
    ledger.close();
    reader.close();
    const next = openLedger(join(folder, file), { write: true });
    expect(next.verify().destroying).toBeUndefined();
    expect((await leftOf(next, candidates)).files).toEqual([]);
    next.close();
  }, 30_000);

  it('killed anywhere while it destroys: all or nothing, and the next to write leaves no byte [S2-32]', async () => {
    const below = seeded(20261122);
    const path = join(folder, file);
    filled(400).close();
    const store = temporaryFolder();
    const kept = readdirSync(folder);
    for (const name of kept) copyFileSync(join(folder, name), join(store.folder, name));
    const count = 100;
    let destroyed = 0;
    let takes = 0;
    for (let i = 0; i < 8; i++) {
      for (const name of kept) copyFileSync(join(store.folder, name), join(folder, name));
      for (const end of ['-wal', '-shm'])
        if (existsSync(`${databaseOf(path)}${end}`)) writeFileSync(`${databaseOf(path)}${end}`, '');
      const first = openLedger(path, { write: true });
      const candidates = candidatesOf(first, new Set(Array.from({ length: count }, (_, n) => n + 1)));
      first.close();
      const child = startChild('purge.mjs', [path, String(count)]);
      const done = ended(child);
      await new Promise((resolve) => child.stdout?.once('data', resolve));
      const begun = performance.now();
      // The first is left alone, to know how long it takes; the others die somewhere on the way.
      if (i > 0) {
        await new Promise((resolve) => setTimeout(resolve, (takes * (1 + below(11))) / 10));
        child.kill('SIGKILL');
      }
      await done;
      if (i === 0) takes = performance.now() - begun;
      const ledger = openLedger(path, { write: true });
      const { destroying, faults } = ledger.verify();
      expect([destroying, faults]).toEqual([undefined, []]);
      expect([400, 400 - count]).toContain(ledger.count());
      if (ledger.count() < 400) {
        destroyed++;
        expect((await leftOf(ledger, candidates)).files).toEqual([]);
      }
      ledger.close();
    }
    store.remove();
    // Some must have died after the commit, or the test shows nothing.
    expect(destroyed).toBeGreaterThan(1);
  }, 120_000);
});

it('a copy of its row, which somebody pasted into a CSV ledger’s file and nobody owns, goes with the customer', async () => {
  const path = join(folder, '客户.csv');
  newSheetLedger(path);
  const ledger = openLedger(path, { write: true });
  fill(ledger, 20);
  ledger.close();
  const line = readFileSync(path, 'utf8')
    .split('\r\n')
    .find((one) => one.includes(nameOf(3))) as string;
  appendFileSync(path, `${line.replace('莘庄镇', '七宝镇')}\r\n`);
  const edited = openLedger(path, { write: true });
  const { checkout } = edited;
  await takeIn(edited, checkout as NonNullable<typeof checkout>, {
    given: { policy: defaultPolicy, asOf: '2026-11-27' },
    policyHash: 'c'.repeat(64),
    lang: 'en',
    operator: by,
    now,
    note: () => undefined,
    ask: null,
  });
  expect([...edited.held()].map(({ rule, against }) => [rule, against])).toContainEqual(['import/number-twice', 3]);
  const candidates = candidatesOf(edited, new Set([3]));
  expect([...candidates.fields.keys()].some((text) => text.includes('七宝镇'))).toBe(true);
  applyAll(edited, [eraseOf(3, edited.get(3)?.version)], { reason: null });
  expect((await leftOf(edited, candidates)).files).toEqual([]);
  expect(readFileSync(path, 'utf8')).toContain(nameOf(4));
  expect(edited.verify().faults).toEqual([]);
  edited.close();
});

it('plain DELETE without secure_delete and VACUUM leaves them [S2-32]', async () => {
  const path = join(folder, 'plain.db');
  createLedger(path, { by, now }).close();
  const ledger = openLedger(path, { write: true });
  fill(ledger, 1000);
  const gone = [3, 12, 21, 30];
  const candidates = candidatesOf(ledger, new Set(gone));
  const db = rawDatabase(path);
  db.pragma('foreign_keys = OFF');
  db.pragma('secure_delete = OFF');
  for (const id of gone) {
    db.prepare('DELETE FROM customers WHERE id = ?').run(id);
    db.prepare('DELETE FROM interactions WHERE customer = ?').run(id);
    db.prepare('DELETE FROM audit_value WHERE customer_id = ?').run(id);
  }
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const [found] = (await leftOf(ledger, candidates)).files;
  expect(found?.count).toBeGreaterThan(candidates.fields.size / 2);
  ledger.close();
});

describe('the scan', () => {
  it('finds a text in every encoding, across the ends of what is read at once, and says where', async () => {
    const path = join(folder, 'big.bin');
    const texts = ['莘庄镇七莘路1855号', '13812345678', 'wang@example.com'];
    const places = [1, (1 << 20) - 5, (2 << 20) - 1, (3 << 20) - 12];
    for (const encoding of residueEncodings) {
      for (const [needle, text] of texts.entries()) {
        const bytes = encodeText(text, encoding) as Buffer;
        const file = Buffer.alloc((3 << 20) + 100, 0x2e);
        for (const at of places) bytes.copy(file, at);
        writeFileSync(path, file);
        const same = encodeText(text, 'utf-8')?.equals(bytes) === true;
        expect((await residueIn([path], texts)).map((hit) => [hit.offset, hit.encoding, hit.needle])).toEqual(
          places.map((at) => [at, same ? 'utf-8' : encoding, needle]),
        );
      }
    }
  });

  it('finds the same with two threads as with one, in files cut anywhere, and leaves out what is settled', async () => {
    const texts = ['莘庄镇七莘路1855号', '13812345678', 'wang@example.com', '七莘路1855'];
    const files = ['a.bin', 'b.bin'].map((name) => join(folder, name));
    const filler = [...texts, '七莘路', '1381234', '.', '莘庄镇'];
    for (const [i, file] of files.entries()) {
      const words = Array.from({ length: 40_000 }, (_, at) => filler[(at * 7 + i * 3 + (at >> 3)) % filler.length]);
      writeFileSync(file, encodeText(words.join(''), i === 0 ? 'utf-8' : 'gb18030') as Buffer);
    }
    const one = await residueIn(files, texts);
    expect(one.length).toBeGreaterThan(40_000);
    const places = (hits: typeof one) =>
      hits.map((hit) => `${hit.file} ${hit.offset} ${hit.encoding} ${hit.needle}`).sort();
    for (const partBytes of [997, 65_536, 1 << 30]) {
      const two = await residueIn(files, texts, undefined, { partBytes, threadFrom: 0 });
      expect(places(two)).toEqual(places(one));
    }
    const settled = new Uint8Array(new SharedArrayBuffer(texts.length));
    settled[1] = 1;
    expect(places(await residueIn(files, texts, settled, { partBytes: 4096, threadFrom: 0 }))).toEqual(
      places(one.filter(({ needle }) => needle !== 1)),
    );
  });

  it('says so where a file cannot be read, in either thread', async () => {
    const path = join(folder, 'gone.bin');
    await expect(residueIn([path], ['13812345678'])).rejects.toMatchObject({ code: 'file-not-found' });
  });

  it('finds just what a plain search finds', () => {
    // Few letters, so that needles overlap, hold one another and begin alike.
    const text = (most: number) =>
      fc.string({ unit: fc.constantFrom(...'ab1我'), minLength: 4, maxLength: most }).filter((one) => one.length > 3);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(text(6), text(12), text(40)), { minLength: 1, maxLength: 40 }),
        fc.array(fc.oneof(fc.string({ unit: fc.constantFrom(...'ab1我'), maxLength: 20 }), fc.nat(39)), {
          maxLength: 40,
        }),
        fc.nat(64),
        (texts, hay, known) => {
          const needles = [...new Set(texts)].map((value, i) => ({ bytes: Buffer.from(value), text: i, encoding: 0 }));
          const bytes = Buffer.from(
            hay.map((part) => (typeof part === 'number' ? (texts[part] ?? '') : part)).join(''),
          );
          const plain = needles.flatMap(({ bytes: needle, text: n }) => {
            const at: string[] = [];
            for (let i = bytes.indexOf(needle); i >= 0; i = bytes.indexOf(needle, i + 1))
              if (i + needle.length > known) at.push(`${100 + i} ${n}`);
            return at;
          });
          const found = new NeedleSet(needles).find(bytes, known, 100).map((hit) => `${hit.offset} ${hit.needle.text}`);
          expect(found.sort()).toEqual(plain.sort());
        },
      ),
      { numRuns: 500 },
    );
  });

  it('in a database looks for UTF-8 alone, and in what stands beside it for every form', async () => {
    const ledger = createLedger(join(folder, 'ledger.db'), { by, now });
    applyAll(ledger, [insertOf({ name: '王小明', remark: '莘庄镇七莘路1855号' })]);
    ledger.close();
    const db = rawDatabase(join(folder, 'ledger.db'));
    const wide = encodeText('莘庄镇七莘路1855号', 'utf-16le') as Buffer;
    db.exec('CREATE TABLE other(bytes BLOB)');
    db.prepare('INSERT INTO other VALUES(?)').run(wide);
    db.close();
    writeFileSync(join(folder, 'ledger.db.txt'), wide);
    const files = ledgerFiles({ path: join(folder, 'ledger.db'), database: join(folder, 'ledger.db') });
    const hits = (await residueIn(files, ['莘庄镇七莘路1855号'])).map(({ file, encoding }) => [file, encoding]);
    expect(hits).toEqual([
      [join(folder, 'ledger.db'), 'utf-8'],
      [join(folder, 'ledger.db.txt'), 'utf-16le'],
    ]);
  });

  it('by tombstones finds numbers, addresses and codes as they stand in files, run into other values', async () => {
    const ledger = createLedger(join(folder, 'ledger.db'), { by, now });
    applyAll(ledger, [
      insertOf({
        name: '甲',
        phone: '021-50801234',
        email: 'Wang.Wu@example.com.cn',
        credit_code: '91310000MA1FL0A12X',
      }),
      insertOf({ name: '乙', phone: '13812345678' }),
    ]);
    applyAll(ledger, [eraseOf(1), eraseOf(2)]);
    const path = join(folder, 'notes.txt');
    const found = async (bytes: Uint8Array | string) => {
      writeFileSync(path, bytes);
      return (await markedIn(ledger, [path])).map(({ by: how, customer }) => `${how} ${customer}`);
    };
    expect(await found('SH202400113812345678150')).toEqual(['phone 2']);
    expect(await found('call 138-1234-5678.')).toEqual(['phone 2']);
    expect(await found('x02150801234y')).toEqual(['phone 1']);
    expect(await found('13912345679wang.wu@example.com.cnQx7')).toEqual(['email 1']);
    expect(await found('emailWANG.wu@example.com.cn')).toEqual(['email 1']);
    expect(await found(Buffer.from('电话 13812345678', 'utf16le'))).toEqual(['phone 2']);
    expect(await found('13812345679 wang@example.com')).toEqual([]);
    // With two threads, and cut anywhere, the same places: most of what is there stands across a cut.
    const words = [
      'call 138-1234-5678.',
      '13912345679wang.wu@example.com.cnQx7',
      'x02150801234y',
      '91310000MA1FL0A12X',
      '无',
    ];
    writeFileSync(path, Array.from({ length: 4000 }, (_, i) => words[(i * 3 + (i >> 4)) % 5]).join(''));
    const places = (hits: Awaited<ReturnType<typeof markedIn>>) =>
      hits.map((hit) => `${hit.offset} ${hit.by} ${hit.customer}`).sort();
    const one = await markedIn(ledger, [path]);
    expect(one.length).toBeGreaterThan(2000);
    for (const partBytes of [61, 4096])
      expect(places(await markedIn(ledger, [path], { partBytes, threadFrom: 0 }))).toEqual(places(one));
    ledger.close();
  });

  it.each([
    '13912345678',
    '139-1234-5678',
    '010-62345678',
    '0755 28780808',
    '02162345678',
    '0351-7654321',
    '400-810-8888',
  ])('spells %s as tombstones do', (token) => {
    const path = join(folder, 'notes.txt');
    writeFileSync(path, `电话${token}。`);
    const seen: TombstoneKey[] = [];
    const scanner = new TombstoneScanner((key) => {
      seen.push(key);
      return null;
    });
    expect(scanner.in({ file: path, from: 0, to: 1 << 20 })).toEqual([]);
    expect(seen).toContainEqual(tombstoneKeys({ phone: token })[0]);
  });
});
