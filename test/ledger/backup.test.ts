/** Backups: whole and consistent while others write, and no changed byte passes for sound. */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import create from '../../src/commands/backup/create.js';
import verify from '../../src/commands/backup/verify.js';
import doctor from '../../src/commands/doctor.js';
import drill from '../../src/commands/restore/drill.js';
import { checkBackup } from '../../src/ledger/backup/check.js';
import { makeBackup } from '../../src/ledger/backup/make.js';
import { describeFile, readManifest } from '../../src/ledger/backup/manifest.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { manifestText } from '../../src/model/backup.js';
import type { Ledger } from '../../src/model/ledger.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { perform } from '../support/perform.js';
import { rawDatabase } from '../support/raw-database.js';
import { backUp, restoreTo } from '../support/restore.js';
import { applyAll, by, codeOf, ended, insertOf, now, seeded, startChild, temporaryFolder } from './helpers.js';
import { newSheetLedger } from './sheets.js';

let folder: string;
let remove: () => void;
beforeEach(() => ({ folder, remove } = temporaryFolder()));
afterEach(() => remove());

describe.each(['ledger.db', '客户.csv'])('%s', (file) => {
  let path: string;
  let ledger: Ledger;
  let backup: string;
  beforeEach(() => {
    path = join(folder, file);
    backup = join(folder, 'backup');
    if (file.endsWith('.csv')) newSheetLedger(path);
    else createLedger(path, { by, now }).close();
    ledger = openLedger(path, { write: true });
    applyAll(ledger, [insertOf({ name: '王小明', customer_no: 'SH2024001' }), insertOf({ name: '李晓红' })]);
  });
  afterEach(() => ledger.close());
  const isSheet = () => file.endsWith('.csv');
  const database = () => (isSheet() ? 'ledger.csv.steward.db' : 'ledger.db');

  it('[S2-21, S2-36, S3-12] is made whole, told in the trail, read through, and readable by its owner only', async () => {
    const head = ledger.head();
    const made = await perform(ledger, create, {}, [backup], { name: 'backup create' });
    expect(made.data).toMatchObject({ folder: backup, head, counts: { customers: 2, tombstone: 0 } });
    expect([...ledger.runs()].at(-1)).toMatchObject({
      command: 'backup create',
      input: { mapping: 'backup', name: 'backup' },
    });
    expect(readdirSync(backup).sort()).toEqual([...(isSheet() ? ['ledger.csv'] : []), database(), 'manifest.json']);
    for (const name of readdirSync(backup)) expect(statSync(join(backup, name)).mode & 0o777).toBe(0o600);
    expect(statSync(backup).mode & 0o777).toBe(0o700);
    if (isSheet()) expect(readFileSync(join(backup, 'ledger.csv'))).toEqual(readFileSync(path));
    const before = readdirSync(backup).map((name) => readFileSync(join(backup, name)));
    const { exit, data } = await perform(ledger, verify, {}, [backup]);
    expect([exit, data.sound, data.sha256, data.manifest.head]).toEqual([0, true, made.data.sha256, head]);
    expect(readdirSync(backup).map((name) => readFileSync(join(backup, name)))).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('overwrites nothing, and a dry run makes nothing', async () => {
    expect((await perform(ledger, create, {}, [backup], { dryRun: true })).data).toMatchObject({ sha256: null });
    expect(existsSync(backup)).toBe(false);
    mkdirSync(backup);
    await expect(perform(ledger, create, {}, [backup])).rejects.toMatchObject({ code: 'file-exists', exit: 2 });
    // One that appears while it is made, too.
    const made = makeBackup(ledger.info, join(folder, 'other'), { by, now, program: '0' });
    mkdirSync(join(folder, 'other'));
    expect(codeOf(() => made.commit())).toBe('file-exists');
    made.abort();
    expect([readdirSync(backup), readdirSync(join(folder, 'other'))]).toEqual([[], []]);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('[S2-37] 200 bytes changed at random, in every file of it: all found, with the place; so is a file laid beside', async () => {
    backUp(ledger.info, backup);
    const below = seeded(Number(process.env.STEWARD_SEED ?? 7));
    const files = readdirSync(backup);
    for (let i = 0; i < 200; i += 1) {
      const name = files[i % files.length] as string;
      const whole = readFileSync(join(backup, name));
      const at = below(whole.length);
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << below(8)), at);
      writeFileSync(join(backup, name), bytes);
      const { faults } = checkBackup(backup);
      expect(faults, `${name} ${at}`).toMatchObject([{ file: name, code: 'altered' }]);
      if (name !== 'manifest.json') expect(faults[0]?.detail).toBe(`bytes 0–${bytes.length - 1}`);
      writeFileSync(join(backup, name), whole);
    }
    expect(checkBackup(backup).faults).toEqual([]);
    writeFileSync(join(backup, `${database()}-wal`), '');
    const { exit, items } = await perform(ledger, verify, {}, [backup]);
    expect([exit, items]).toMatchObject([6, [{ file: `${database()}-wal`, code: 'stray' }]]);
    await expect(restoreTo(path, backup)).rejects.toMatchObject({ code: 'backup-damaged', exit: 6 });
    await expect(perform(ledger, drill, {}, [backup])).rejects.toMatchObject({ code: 'backup-damaged' });
  });

  it('[S2-37] damage that bears the right hashes is found by reading the ledger itself: a row, the chain, the CSV file', () => {
    const altered = (change: (file: string) => void) => {
      rmSync(backup, { recursive: true, force: true });
      const made = makeBackup(ledger.info, join(folder, 'making'), { by, now, program: '0' });
      made.commit();
      cpSync(join(folder, 'making'), backup, { recursive: true });
      rmSync(join(folder, 'making'), { recursive: true });
      change(backup);
      resealed(backup);
      return checkBackup(backup).faults;
    };
    const sql = (statement: string) => (at: string) => {
      const db = rawDatabase(join(at, database()));
      db.exec(statement);
      db.close();
    };
    expect(altered(sql("UPDATE customers SET name = '别人' WHERE id = 1"))).toMatchObject([{ code: 'unsound' }]);
    expect(altered(sql("DROP TRIGGER audit_no_update; UPDATE audit SET ts = '2020-01-01' WHERE seq = 2"))).not.toEqual(
      [],
    );
    expect(altered(sql('DELETE FROM customers WHERE id = 2')).map(({ detail }) => detail)).toContain(
      'rows is not the manifest’s',
    );
    if (isSheet())
      expect(altered((at) => writeFileSync(join(at, 'ledger.csv'), '客户名称\n'))).toMatchObject([
        { file: 'ledger.csv', code: 'sheet' },
      ]);
    expect(altered(() => undefined)).toEqual([]);
  });

  it('[S2-37] one that is too old ends in exit 1; doctor says how old the last one is', async () => {
    backUp(ledger.info, backup);
    const at = (own: object, asOf: string) => perform(ledger, verify, own as never, [backup], { asOf });
    expect(await at({}, '2026-11-28')).toMatchObject({ exit: 0, data: { ageDays: 7, maxAgeDays: 7, tooOld: false } });
    expect(await at({}, '2026-11-29')).toMatchObject({ exit: 1, data: { ageDays: 8, sound: true, tooOld: true } });
    expect(await at({ maxAge: 8 }, '2026-11-29')).toMatchObject({ exit: 0 });
    expect(await at({ maxAge: 0 }, '2026-11-21')).toMatchObject({ exit: 0 });
    const policy = { ...defaultPolicy, backup: { ...defaultPolicy.backup, maxAgeDays: 1 } };
    const told = async (asOf: string) =>
      (await perform(ledger, doctor, {}, [], { asOf, policy })).data.checks.find(
        ({ item }: { item: string }) => item === 'backup',
      );
    expect(await told('2026-11-22')).toMatchObject({ state: 'ok', detail: expect.stringContaining('none') });
    expect(await told('2026-11-23')).toMatchObject({ state: 'warn' });
    await perform(ledger, create, {}, [join(folder, '十一月')], { now: new Date('2026-11-24T08:00:00.000Z') });
    expect(await told('2026-11-25')).toMatchObject({ state: 'ok', detail: expect.stringContaining('十一月') });
    expect(await told('2026-11-26')).toMatchObject({ state: 'warn', detail: expect.stringContaining('2 days') });
  });

  it('[S2-21, S2-36] made again and again while another process writes: each is one whole state, and goes on from the one before', async () => {
    const child = startChild('work.mjs', [path]);
    const done = ended(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    const sizes: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const one = backUp(ledger.info, join(folder, `b${i}`));
      const { manifest, faults } = checkBackup(one);
      expect(faults).toEqual([]);
      sizes.push(manifest?.head.size as number);
    }
    child.kill('SIGKILL');
    await done;
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes.at(-1)).toBeGreaterThan(sizes[0] as number);
    await expect(perform(ledger, drill, {}, [join(folder, 'b11')])).resolves.toMatchObject({ exit: 0 });
  });
});

/** Writes a manifest anew that knows the files as they are. */
function resealed(backup: string): void {
  const path = join(backup, 'manifest.json');
  const { manifest } = readManifest(backup);
  if (manifest === null) throw new Error('no manifest');
  const files = manifest.files.map(({ name }) => describeFile(join(backup, name)));
  writeFileSync(path, manifestText({ ...manifest, files }));
}

it('what is no backup is said to be none; a kind of ledger does not become the other', async () => {
  const path = join(folder, 'ledger.db');
  const ledger = createLedger(path, { by, now });
  const backup = backUp(ledger.info, join(folder, 'backup'));
  expect(codeOf(() => checkBackup(folder))).toBe('backup-missing');
  expect(codeOf(() => checkBackup(join(folder, 'nowhere')))).toBe('backup-missing');
  await expect(restoreTo(join(folder, '客户.csv'), backup)).rejects.toMatchObject({ code: 'restore-kind', exit: 2 });
  const foreign = join(folder, 'foreign.db');
  writeFileSync(foreign, 'no database');
  await expect(restoreTo(foreign, backup, { otherHistory: true })).rejects.toMatchObject({ code: 'ledger-foreign' });
  expect(readFileSync(foreign, 'utf8')).toBe('no database');
  ledger.close();
});

it('[S2-38] a ledger that is damaged is replaced where that is asked for, and what a lost one left beside its name is not taken for the new one’s', async () => {
  const path = join(folder, 'ledger.db');
  const ledger = createLedger(path, { by, now });
  applyAll(ledger, [insertOf({ name: '王小明' })]);
  const backup = backUp(ledger.info, join(folder, 'backup'));
  applyAll(ledger, [insertOf({ name: '李晓红' })]);
  // The WAL as it is before it is checkpointed.
  copyFileSync(`${path}-wal`, join(folder, 'old-wal'));
  ledger.close();
  const db = rawDatabase(path);
  db.exec('DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)');
  db.close();
  await expect(restoreTo(path, backup)).rejects.toMatchObject({ code: 'restore-unlinked', exit: 4 });
  await restoreTo(path, backup, { otherHistory: true });
  rmSync(path);
  copyFileSync(join(folder, 'old-wal'), `${path}-wal`);
  await restoreTo(path, backup, { otherHistory: true });
  const found = openLedger(path, { write: false });
  expect([[...found.read()].map(({ name }) => name), found.verify().faults]).toEqual([['王小明'], []]);
  found.close();
});
