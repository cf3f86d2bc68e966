/** The audit bundle: it holds what it says, nothing personal, and checks itself with nothing but Node (S2-26, S2-33, L05). */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { genesis, type Link, linkHash, linkLine } from '../../src/auditor/chain.js';
import { checkBundle, type Verdict } from '../../src/auditor/check.js';
import { folderSource } from '../../src/auditor/folder.js';
import { type Manifest, manifestText } from '../../src/auditor/manifest.js';
import bundle from '../../src/commands/audit/bundle.js';
import verify from '../../src/commands/audit/verify.js';
import sign from '../../src/commands/policy/sign.js';
import apply from '../../src/commands/purge/apply.js';
import approve from '../../src/commands/purge/approve.js';
import propose from '../../src/commands/purge/propose.js';
import { openBytes } from '../../src/files/bytes.js';
import { unpacked, zipEntries } from '../../src/files/xlsx/zip.js';
import { createLedger } from '../../src/ledger/open.js';
import { appendWitness } from '../../src/ledger/witness.js';
import type { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Policy } from '../../src/model/policy.js';
import { policyHash } from '../../src/policy/hash.js';
import { applyAll, by, info, insertOf, now, seeded, temporaryFolder, updateOf } from '../ledger/helpers.js';
import { as, makePeople, type People, type Who } from '../support/people.js';
import { type Performance, perform } from '../support/perform.js';

const ended = { review_state: '复核通过', ended_at: '2020-01-01', end_reason: '合同终止' };
const customers = [
  {
    ...ended,
    name: '上海旧友贸易有限公司',
    phone: '13564728190',
    customer_no: 'SH2019001',
    email: 'old@jiuyou.example',
  },
  { ...ended, name: '欧阳明轩', party_kind: '个人客户', phone: '13528471936', customer_no: 'SH2019002' },
  {
    review_state: '复核通过',
    name: '上海在约贸易有限公司',
    phone: '13800000003',
    customer_no: 'SH2026004',
    contact_name: '诸葛小满',
  },
];
const personal = [
  '旧友',
  '欧阳明轩',
  '在约',
  '诸葛',
  '13564728190',
  '13528471936',
  '13800000003',
  'jiuyou',
  '客户来电说',
];

let home: ReturnType<typeof temporaryFolder>;
let people: People;
let policy: Policy;
let ledger: Ledger;
let witness: string;
let zip: string;
let folder: string;
const later = new Date('2026-11-27T09:00:00.000Z');

const how = (who: Who, more: Performance = {}): Performance => ({
  by: as(who),
  policy,
  policyHash: policyHash(policy),
  signing: people.signing(who),
  reason: '年度清理',
  ...more,
});
const make = (out: string, own = {}, more: Performance = {}) =>
  perform(ledger, bundle, { out, ...own }, [], how('sun', { now: later, ...more }));

/** Unpacks with what reads workbooks. */
async function unpack(path: string, into: string): Promise<string> {
  const bytes = await openBytes(path);
  for (const entry of zipEntries(bytes).values()) {
    const blocks: Buffer[] = [];
    for await (const block of unpacked(bytes, entry)) blocks.push(Buffer.from(block));
    mkdirSync(dirname(join(into, entry.name)), { recursive: true });
    writeFileSync(join(into, entry.name), Buffer.concat(blocks));
  }
  bytes.close();
  return into;
}

/** A ledger with two runs of entry, a reading, a purge by the book, and a witness of most runs. */
beforeAll(async () => {
  home = temporaryFolder();
  people = makePeople(home.folder);
  witness = join(home.folder, '见证.txt');
  policy = { ...people.policy, witness };
  ledger = createLedger(join(home.folder, 'ledger.db'), { by, now });
  const seen = () => appendWitness(ledger, witness, now);
  applyAll(
    ledger,
    customers.map((fields) => insertOf(fields)),
    { input: { sha256: 'a'.repeat(64), mapping: 'b'.repeat(64), name: '诸葛小满的名单.csv' } },
  );
  seen();
  applyAll(ledger, [updateOf(3, 1, { phone: '13800000004' }, '客户来电说换号')], { reason: '客户来电说换号' });
  ledger.recordAccess('show', [1, 2], as('li'), now);
  await perform(ledger, sign, {}, [], how('zhao'));
  seen();
  const plan = join(home.folder, '清理计划.json');
  const named = { customer: ['SH2019001', 'SH2019002'], code: 'expired', worth: 'none', plan };
  await perform(ledger, propose, named, [], how('zhang'));
  seen();
  await perform(ledger, approve, {}, [plan], how('zhao'));
  await perform(ledger, apply, {}, [plan], how('zhang', { name: 'purge apply' }));
  seen();
  zip = join(home.folder, '审计包.zip');
  await make(zip);
  folder = await unpack(zip, join(home.folder, '审计包'));
});
afterAll(() => {
  ledger.close();
  home.remove();
});

const files = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
const check = (at = folder, seen: string | null = null): Promise<Verdict> => checkBundle(folderSource(at), seen);
const witnessText = () => readFileSync(witness, 'utf8');
const node = (at: string, ...args: string[]) =>
  spawnSync(process.execPath, ['verify.mjs', ...args], { cwd: at, env: {}, encoding: 'utf8' });

let copies = 0;
/** A copy of the folder to spoil. */
function copy(): string {
  const to = join(home.folder, `copy${++copies}`);
  cpSync(folder, to, { recursive: true });
  return to;
}

describe('what it holds', () => {
  it('[S2-26, S2-33] events, registers, plans, keys, policy, calendar, reports, witness, and a verifier', async () => {
    expect(files().sort()).toEqual([
      'README.txt',
      'calendar.json',
      'events/0001.ndjson',
      'keys.json',
      'manifest.json',
      'plans/0001.ndjson',
      `policies/${policyHash(policy)}.json`,
      'registers/access-0001.ndjson',
      'registers/destruction-0001.ndjson',
      ...['access', 'coverage', 'destruction', 'monthly', 'quality', 'quarterly'].flatMap((name) => [
        `reports/${name}.html`,
        `reports/${name}.json`,
      ]),
      'verify.mjs',
      'witness.txt',
    ]);
    const { sound, counts, faults, notes } = await check(folder, witnessText());
    expect({ sound, faults }).toEqual({ sound: true, faults: [] });
    const events = ledger.head().size;
    expect(counts).toEqual({
      files: 22,
      events,
      signatures: 2,
      policies: 1,
      accesses: 1,
      destructions: 2,
      heads: 4,
    });
    // Runs of the helpers name a policy that nobody has.
    expect(notes.map(({ code }) => code)).toEqual(['policies-missing']);
  });

  it('[S2-33, L07] the register of destruction names numbers, reason and who signed', () => {
    const lines = readFileSync(join(folder, 'registers/destruction-0001.ndjson'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { customer: 1, no: 'SH2019001', code: 'expired', proposer: 'zhang', approvers: ['zhao'], operator: 'zhang' },
      { customer: 2, no: 'SH2019002', code: 'expired', proposer: 'zhang', approvers: ['zhao'], operator: 'zhang' },
    ]);
    const access = JSON.parse(readFileSync(join(folder, 'registers/access-0001.ndjson'), 'utf8'));
    expect(access).toMatchObject({ actor: 'li', command: 'show', subjects: 2 });
  });

  it('no personal value of any customer', () => {
    for (const name of files()) {
      const text = readFileSync(join(folder, name), 'utf8');
      for (const value of personal) expect([name, value, text.includes(value)]).toEqual([name, value, false]);
    }
  });

  it('is the same to the byte for the same ledger at the same moment', async () => {
    await make(join(home.folder, 'again.zip'));
    expect(readFileSync(join(home.folder, 'again.zip')).equals(readFileSync(zip))).toBe(true);
  });

  it('a period begins and ends with its days, and checks by itself', async () => {
    const out = join(home.folder, '期间.zip');
    const { data } = await make(out, { from: '2026-11-22', to: '2026-11-30' });
    expect(data.segment.first).toBeGreaterThan(1);
    expect(data.segment.last).toBe(ledger.head().size);
    const at = await unpack(out, join(home.folder, '期间'));
    expect(await check(at, witnessText())).toMatchObject({ sound: true, faults: [] });
    const none = join(home.folder, '空.zip');
    const { data: empty } = await make(none, { quarter: '2020-Q1' });
    expect(empty.counts).toMatchObject({ events: 0, steps: 0 });
    expect(await check(await unpack(none, join(home.folder, '空')), witnessText())).toMatchObject({ sound: true });
  });

  it('a period that is none, and a file that is there, are refused', async () => {
    const code = async (work: Promise<unknown>) => ((await work.catch((e: unknown) => e)) as StewardError).code;
    expect(await code(make(join(home.folder, 'x.zip'), { quarter: '2026-Q2', from: '2026-01-01' }))).toBe('bad-option');
    expect(await code(make(join(home.folder, 'x.zip'), { from: '2026-02-01', to: '2026-01-01' }))).toBe('bad-option');
    expect(await code(make(zip))).toBe('file-exists');
    expect(await code(make(join(home.folder, 'none', 'x.zip')))).toBe('file-not-found');
  });
});

describe('on a machine with Node only', () => {
  it('unpacked with unzip where there is one, it passes, and says so in both languages', () => {
    const at = join(home.folder, 'unzipped');
    const tool = spawnSync('unzip', ['-q', zip, '-d', at]);
    const where = tool.status === 0 ? at : copy();
    writeFileSync(join(home.folder, 'seen.txt'), witnessText());
    const ran = node(where, '--witness', join(home.folder, 'seen.txt'), '--zip', zip);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('全部相符。 / Everything agrees.');
    expect(ran.stdout).toMatch(/ {7}4 {2}见证的链头 \/ witnessed heads/);
  });

  it('a changed byte in any file fails, and names the file', () => {
    for (const [i, name] of files().entries()) {
      const at = copy();
      const path = join(at, name);
      const bytes = readFileSync(path);
      // In the verifier, a letter of its words: it still runs.
      const offset = name === 'verify.mjs' ? bytes.indexOf('Everything agrees') : seeded(i)(bytes.length);
      bytes[offset] = (bytes[offset] as number) ^ 1;
      writeFileSync(path, bytes);
      const ran = node(at);
      expect([name, ran.status]).toEqual([name, 1]);
      expect(ran.stdout).toContain(`x ${name}: `);
    }
  });

  it('what cannot be asked ends in 2', () => {
    expect(node(folder, '--witness', 'none.txt').status).toBe(2);
    expect(node(folder, '--frobnicate').status).toBe(2);
  });

  it('does not know steward: the file names no other', () => {
    const text = readFileSync(join(folder, 'verify.mjs'), 'utf8');
    expect(
      [...text.matchAll(/from "([^"]+)"/g)].map(([, from]) => from).every((from) => from?.startsWith('node:')),
    ).toBe(true);
    expect(text).not.toMatch(/\brequire\(|import\(/);
    execFileSync(process.execPath, ['--check', join(folder, 'verify.mjs')]);
  });
});

/** The events of a folder, changed, with all that hangs on them made to fit: hashes, heads, and the list. */
function forge(at: string, change: (events: Link[]) => Link[]): void {
  const path = join(at, 'events/0001.ndjson');
  const events = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Link);
  let before = genesis;
  const forged = change(events).map((event) => {
    const hash = linkHash(before, event);
    before = hash;
    return { ...event, hash };
  });
  writeFileSync(path, forged.map((event) => `${linkLine(event)}\n`).join(''));
  relist(at, { size: forged.length, hash: before });
}

/** Makes the list fit what the files are. */
function relist(at: string, head: { readonly size: number; readonly hash: string }): void {
  const { sha256: _, ...manifest } = JSON.parse(readFileSync(join(at, 'manifest.json'), 'utf8')) as Manifest & {
    sha256: string;
  };
  const listed = manifest.files.map(({ name }) => {
    const bytes = readFileSync(join(at, name));
    return { name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  const segment = { ...manifest.segment, last: head.size, after: head };
  writeFileSync(
    join(at, 'manifest.json'),
    manifestText({ ...manifest, files: listed, segment, ledger: { ...manifest.ledger, head } }),
  );
}

/** Empties the bundle's own witness, as a forger would. */
const blind = (at: string): void => writeFileSync(join(at, 'witness.txt'), '');

describe('what is forged as a whole', () => {
  it('passes without a witness, and says that it would; with one, the segment is named', async () => {
    const at = copy();
    blind(at);
    forge(at, (events) => events.map((event) => (event.seq === 3 ? { ...event, actor: 'nobody' } : event)));
    const alone = await check(at);
    expect([alone.sound, alone.faults]).toEqual([true, []]);
    expect(alone.notes.map(({ code }) => code)).toContain('witness-none');
    const { faults } = await check(at, witnessText());
    expect(faults).toMatchObject([{ code: 'segment-rewritten', seq: 1 }]);
  });

  it('a witness of another ledger says nothing, and that is said', async () => {
    const { sound, notes } = await check(folder, witnessText().replaceAll(ledger.info.uuid, 'other'));
    expect(sound).toBe(true);
    expect(notes.map(({ code }) => code)).toContain('witness-empty');
  });

  it('a tail that was cut is seen by the witness', async () => {
    const at = copy();
    blind(at);
    writeFileSync(join(at, 'registers/destruction-0001.ndjson'), '');
    forge(at, (events) =>
      events.slice(
        0,
        events.findIndex(({ op }) => op === 'erase'),
      ),
    );
    expect(await check(at)).toMatchObject({ sound: true });
    const { faults } = await check(at, witnessText());
    expect(faults.map(({ code }) => code)).toEqual(['tail-cut']);
  });

  it.each([
    ['a line of the access register', 'registers/access-0001.ndjson', 'show', 'list', 'register-differs'],
    [
      'a line of the register of destruction',
      'registers/destruction-0001.ndjson',
      'SH2019002',
      'SH2019003',
      'register-differs',
    ],
    ['an approver in a plan’s step', 'plans/0001.ndjson', '"person":"zhao"', '"person":"qian"', 'signature-bad'],
    ['a statement', 'plans/0001.ndjson', '"count":2', '"count":3', 'signature-bad'],
    ['a public key', 'keys.json', '"person":"zhao"', '"person":"qian"', 'key-unlisted'],
    ['the policy', `policies/`, '"version":1', '"version":2', 'policy-misnamed'],
  ])('%s that was changed and listed anew', async (_, file, from, to, code) => {
    const at = copy();
    const name = files().find((one) => one.startsWith(file)) as string;
    const text = readFileSync(join(at, name), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(at, name), text.replaceAll(from, to));
    relist(at, ledger.head());
    const found = (await check(at)).faults.map((fault) => fault.code);
    expect(found).toContain(code === 'signature-bad' && from.includes('person') ? 'step-differs' : code);
  });

  it('lines added to a register, and files that nobody listed', async () => {
    const at = copy();
    const path = join(at, 'registers/access-0001.ndjson');
    writeFileSync(path, `${readFileSync(path, 'utf8')}${readFileSync(path, 'utf8')}`);
    relist(at, ledger.head());
    writeFileSync(join(at, 'reports/extra.html'), '…');
    const { faults } = await check(at);
    expect(faults.map(({ code, where }) => [code, where])).toEqual([
      ['file-extra', 'reports/extra.html'],
      ['register-longer', 'registers/access'],
    ]);
  });
});

describe('a changed byte', () => {
  const trials = 8;

  it(`at ${trials} places of every file fails, and says where`, async () => {
    const at = copy();
    for (const name of files()) {
      const path = join(at, name);
      const whole = readFileSync(path);
      for (let seed = 1; seed <= trials; seed += 1) {
        const below = seeded(seed);
        const bytes = Buffer.from(whole);
        const offset = below(bytes.length);
        bytes[offset] = (bytes[offset] as number) ^ (1 + below(255));
        writeFileSync(path, bytes);
        const { sound, faults } = await check(at);
        expect([name, offset, sound, faults.some(({ where }) => where === name)]).toEqual([name, offset, false, true]);
      }
      writeFileSync(path, whole);
    }
  });

  it('in an event is named by its number', async () => {
    const at = copy();
    const path = join(at, 'events/0001.ndjson');
    const whole = readFileSync(path, 'utf8');
    const seqs = whole
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as Link).seq);
    for (const seq of seqs) {
      const lines = whole.split('\n');
      lines[seq - 1] = (lines[seq - 1] as string).replace('"actor":"', '"actor":"x');
      writeFileSync(path, lines.join('\n'));
      const { faults } = await check(at);
      expect(faults).toContainEqual(expect.objectContaining({ code: 'link-broken', seq }));
    }
  });

  it('anywhere in the ZIP fails, and says where', async () => {
    const whole = readFileSync(zip);
    const spoilt = join(home.folder, 'spoilt.zip');
    const below = seeded(11);
    // All of the list at the end, and places in between.
    const offsets = [
      ...Array.from({ length: 100 }, () => below(whole.length)),
      ...Array.from({ length: 160 }, (_, i) => whole.length - 1 - i),
    ];
    for (const offset of offsets) {
      const bytes = Buffer.from(whole);
      bytes[offset] = (bytes[offset] as number) ^ (1 + below(255));
      writeFileSync(spoilt, bytes);
      const { exit, items } = await perform(ledger, verify, { bundle: spoilt });
      expect([offset, exit, items.length > 0]).toEqual([offset, 6, true]);
      for (const { where } of items) expect(where).toBeTruthy();
    }
    for (const size of [0, 1, 100, whole.length - 1]) {
      writeFileSync(spoilt, whole.subarray(0, size));
      expect((await perform(ledger, verify, { bundle: spoilt })).exit).toBe(6);
    }
  });
});

it('audit verify --bundle checks the ZIP and the folder alike, with the witness', async () => {
  for (const path of [zip, folder]) {
    const { exit, data, items } = await perform(ledger, verify, { bundle: path, witness });
    expect([exit, items]).toEqual([0, []]);
    expect(data).toMatchObject({ sound: true, head: ledger.head(), bundle: { checked: { heads: 4 } } });
  }
  const forged = copy();
  blind(forged);
  forge(forged, (events) => events.map((event) => (event.seq === 5 ? { ...event, role: 'x' } : event)));
  const { exit, items } = await perform(ledger, verify, { bundle: forged, witness });
  expect(exit).toBe(6);
  expect(items.map(({ code }) => code)).toContain('segment-rewritten');
});

it('a long segment comes in parts, which are checked as one', async () => {
  const long = createLedger(join(home.folder, 'long.db'), { by, now });
  const draft = long.draft();
  const held = { why: 'quarantine', rule: 'intake/child', against: null, row: '{}' } as const;
  for (let i = 1; i <= 100_000; i += 1) draft.hold({ ...held, record: i, line: i });
  long.apply(draft, info(), by, now);
  const out = join(home.folder, '长.zip');
  await perform(long, bundle, { out }, [], how('sun'));
  const at = await unpack(out, join(home.folder, '长'));
  expect(readdirSync(join(at, 'events'))).toEqual(['0001.ndjson', '0002.ndjson']);
  expect(await check(at)).toMatchObject({ sound: true, counts: { events: long.head().size } });
  const path = join(at, 'events/0002.ndjson');
  const whole = readFileSync(path, 'utf8');
  writeFileSync(path, whole.slice(whole.indexOf('\n') + 1));
  const { faults } = await check(at);
  expect(faults.map(({ code, where }) => [code, where])).toEqual([
    ['file-altered', 'events/0002.ndjson'],
    ['event-missing', 'events/0002.ndjson'],
    ['link-broken', 'events/0002.ndjson'],
  ]);
  long.close();
});
