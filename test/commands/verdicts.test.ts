/** What a ledger remembers of the rules changes nothing that anybody is told (law 1), whatever was done to it meanwhile. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeIn } from '../../src/cli/take-in.js';
import { blankSheet } from '../../src/commands/blank-sheet.js';
import merge from '../../src/commands/dedupe/merge.js';
import unmerge from '../../src/commands/dedupe/unmerge.js';
import importFile from '../../src/commands/import.js';
import reportMonthly from '../../src/commands/report/monthly.js';
import sweep from '../../src/commands/sweep/monthly.js';
import undo from '../../src/commands/undo.js';
import validate from '../../src/commands/validate.js';
import { createLedger, keepVerdicts, openLedger } from '../../src/ledger/open.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Change, FieldValues } from '../../src/model/plan.js';
import type { Policy } from '../../src/model/policy.js';
import type { KeptVerdicts } from '../../src/model/verdicts.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { eraseOf } from '../ledger/erasing.js';
import { applyAll, by, info, insertOf, now, temporaryFolder, updateOf } from '../ledger/helpers.js';
import { type Performed, perform } from '../support/perform.js';
import { rawDatabase } from '../support/raw-database.js';

/** As many as make a ledger worth remembering; the first few are what is done to them. */
const SIZE = 1010;
const FEW = 12;
const reasons = [{ rule: 'test/move', clause: 'S1-11' as const, data: {} }];

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const someone = (i: number): FieldValues => ({
  name: i % 3 === 0 ? '深圳市云帆科技有限公司' : `北京远山${i}号贸易有限公司`,
  phone: i % 4 === 0 ? '138****8001' : `1390000${String(1000 + i)}`,
  last_contact_at: i % 5 === 0 ? '2026-07-02' : '2026-05-01',
  address: i % 6 === 0 ? '朝阳区' : '北京市朝阳区建国路1号',
});

function made(kind: 'csv' | 'sqlite'): Ledger {
  const path = join(folder, kind === 'csv' ? '客户.csv' : 'ledger.db');
  const ledger = createLedger(path, { by, now });
  const draft = ledger.draft();
  for (let i = 1; i <= SIZE; i++) draft.add(insertOf(i <= FEW ? someone(i) : { name: `上海第${i}号贸易有限公司` }));
  if (kind === 'sqlite') {
    ledger.apply(draft, info(), by, now);
    return ledger;
  }
  const { bytes, ...found } = blankSheet('zh-CN');
  writeFileSync(path, bytes);
  ledger.apply(draft, info(), by, now, undefined, {
    ...found,
    rows: new Map(),
    absent: [],
    overridden: [],
    save: 'all',
  });
  return ledger;
}

/** The ledger as one that remembers nothing. */
const forgetful = (ledger: Ledger): Ledger =>
  new Proxy(ledger, {
    get: (it, key) => {
      if (key === 'verdicts') return () => null;
      const member = Reflect.get(it, key, it) as unknown;
      return typeof member === 'function' ? member.bind(it) : member;
    },
  });

const softened: Policy = { ...defaultPolicy, rules: { ...defaultPolicy.rules, 'validate/phone': 'off' } };
interface Asking {
  readonly asOf: string;
  readonly rule?: readonly string[];
  readonly profile?: readonly string[];
  readonly policy?: Policy;
}

/** What validate says with what is remembered, and without: the same. */
async function same(ledger: Ledger, { asOf, rule, profile, policy = defaultPolicy }: Asking): Promise<Performed> {
  const how = { asOf, policy };
  const with_ = await perform(ledger, validate, { rule, profile }, [], how);
  const without = await perform(forgetful(ledger), validate, { rule, profile }, [], { ...how, dryRun: true });
  expect(JSON.stringify(with_)).toBe(JSON.stringify(without));
  return with_;
}

const id = fc.integer({ min: 1, max: FEW });
const value = fc.constantFrom<FieldValues>(
  { phone: '13800138001' },
  { phone: '138****8001' },
  { name: '张三' },
  { name: '测试' },
  { last_contact_at: '2026-07-01' },
  { last_contact_at: '上周' },
  { address: '待补充', email: 'x' },
  { email: 'wang@example.com' },
);
const asking = fc.record<Asking>(
  {
    asOf: fc.constantFrom('2026-06-30', '2026-06-30', '2026-07-01', '2026-07-02', '2026-05-31'),
    rule: fc.constantFrom(['validate/'], ['number/missing', 'validate/date']),
    profile: fc.constant(['P-004']),
    policy: fc.constantFrom(softened, defaultPolicy),
  },
  { requiredKeys: ['asOf'] },
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('update' as const), id, value }),
  fc.record({ kind: fc.constant('erase' as const), id, whole: fc.boolean() }),
  fc.record({ kind: fc.constant('aside' as const), id }),
  fc.record({ kind: fc.constant('merge' as const), id }),
  fc.record({ kind: fc.constant('unmerge' as const), id }),
  fc.record({ kind: fc.constant('import' as const), value }),
  fc.record({ kind: fc.constant('undo' as const), back: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant('edit' as const), cell: fc.constantFrom('138****8001', '13911112222', '') }),
  fc.record({ kind: fc.constant('sweep' as const), asOf: fc.constantFrom('2026-06-30', '2026-07-31') }),
  fc.record({ kind: fc.constant('save' as const) }),
  fc.record({ kind: fc.constant('restore' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A ledger under the hands of many; closed and opened as they come and go. */
class Lived {
  ledger: Ledger;
  #saved = false;
  #files = 0;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  get #path(): string {
    return this.ledger.info.path;
  }

  async #reopen(between: () => void): Promise<void> {
    this.ledger.close();
    between();
    this.ledger = openLedger(this.#path, { write: true });
    const { checkout } = this.ledger;
    if (checkout?.edited)
      await takeIn(this.ledger, checkout, {
        given: { policy: defaultPolicy, asOf: '2026-06-30' },
        policyHash: 'c'.repeat(64),
        lang: 'en',
        operator: by,
        now,
        note: () => undefined,
        ask: null,
      });
  }

  #change(make: (version: number) => Change, id_: number): void {
    const found = this.ledger.get(id_) ?? this.ledger.aside(id_)?.record;
    if (found !== undefined) applyAll(this.ledger, [make(found.version)]);
  }

  async take(one: Step): Promise<void> {
    const { ledger } = this;
    const how = { reason: 'a test', asOf: '2026-06-30' };
    if (one.kind === 'update') this.#change((version) => updateOf(one.id, version, one.value), one.id);
    else if (one.kind === 'erase')
      this.#change((version) => eraseOf(one.id, version, { fields: one.whole ? null : ['phone', 'name'] }), one.id);
    else if (one.kind === 'aside')
      this.#change(
        (expect_) =>
          ledger.get(one.id) === null
            ? { kind: 'bring-back', id: one.id, reasons }
            : { kind: 'set-aside', id: one.id, expect: expect_, why: 'undone', into: null, reasons },
        one.id,
      );
    else if (one.kind === 'merge') await perform(ledger, merge, {}, [`#${one.id}`, `#${(one.id % FEW) + 1}`], how);
    else if (one.kind === 'unmerge') await perform(ledger, unmerge, {}, [`#${one.id}`], how);
    else if (one.kind === 'undo') {
      const runs = [...ledger.runs()].slice(1);
      const run = runs.at(-1 - one.back);
      if (run !== undefined) await perform(ledger, undo, {}, [String(run.run)], how);
    } else if (one.kind === 'import') {
      const file = join(folder, `rows-${++this.#files}.csv`);
      const { name = `广州第${this.#files}号贸易有限公司`, phone = '' } = one.value;
      writeFileSync(file, `客户名称,联系电话\n${name},${phone}\n北京远山1号贸易有限公司,13900001001\n`);
      await perform(ledger, importFile, { source: '官网注册', consentAt: '2020-01-01' }, [file], how);
    } else if (one.kind === 'edit') {
      if (ledger.checkout !== null)
        await this.#reopen(() => {
          const text = readFileSync(this.#path, 'utf8');
          writeFileSync(this.#path, text.replace(/13\d{9}|138\*{4}8001/, one.cell));
        });
    } else if (one.kind === 'sweep') {
      await perform(ledger, sweep, { folder: join(folder, 'reports') }, [], { ...how, asOf: one.asOf });
      const again = { asOf: one.asOf };
      const report = await perform(ledger, reportMonthly, {}, [], again);
      const without = await perform(forgetful(ledger), reportMonthly, {}, [], { ...again, dryRun: true });
      expect(report.data).toEqual(without.data);
    } else if (one.kind === 'save' || (one.kind === 'restore' && this.#saved)) {
      const files = [...new Set([this.#path, ledger.info.database])];
      await this.#reopen(() => {
        for (const file of files)
          if (one.kind === 'save') copyFileSync(file, `${file}.saved`);
          else copyFileSync(`${file}.saved`, file);
      });
      this.#saved = true;
    }
  }
}

/** What stands in the ledger of it: day and sets. */
function memoryOf({ info: { database } }: Ledger): readonly { readonly as_of: string; readonly sets: string }[] {
  const db = rawDatabase(database);
  try {
    return db.prepare('SELECT as_of, sets FROM verdict_memory').all() as never;
  } finally {
    db.close();
  }
}

const at = (asOf: string) => ({ asOf });

describe('what is remembered', () => {
  const counts = async (ledger: Ledger, asOf = '2026-06-30') =>
    (await perform(ledger, validate, {}, [], at(asOf))).data.counts as { readonly findings: number };

  it('is what spares the rules their work, and is written again only when something is new', async () => {
    const ledger = made('sqlite');
    const { findings } = await counts(ledger);
    const [first] = memoryOf(ledger);
    await counts(ledger, '2026-07-01');
    expect(memoryOf(ledger)).toEqual([first]);
    // As if no rule had ever found anything: who believes it finds only what a day or another customer brings.
    const db = rawDatabase(ledger.info.database);
    const { sets } = first as { readonly sets: string };
    db.prepare('UPDATE verdict_memory SET sets = ?').run(JSON.stringify(JSON.parse(sets).map(() => [])));
    db.close();
    expect((await counts(ledger)).findings).toBeLessThan(findings / 100);
    ledger.close();
  });

  it('is of no use to another policy or program, or where the trail went another way', async () => {
    const ledger = made('sqlite');
    const { database } = ledger.info;
    await counts(ledger);
    const db = rawDatabase(database);
    const basis = db.prepare('SELECT basis FROM verdict_memory').pluck().get() as string;
    expect(ledger.verdicts(basis)?.asOf).toBe('2026-06-30');
    expect(ledger.verdicts('another')).toBeNull();
    await perform(ledger, validate, {}, [], { asOf: '2026-06-30', policy: softened });
    expect(ledger.verdicts(basis)).toBeNull();
    await counts(ledger);
    db.exec("UPDATE verdict_memory SET hash = 'of another run'");
    expect(ledger.verdicts(basis)).toBeNull();
    db.close();
    ledger.close();
  });

  it('is not of those who were destroyed, or lost a field [S0-34]', async () => {
    const ledger = made('sqlite');
    await counts(ledger);
    const db = rawDatabase(ledger.info.database);
    const basis = db.prepare('SELECT basis FROM verdict_memory').pluck().get() as string;
    const known = () => [...(ledger.verdicts(basis)?.versions.subarray(0, 6) ?? [])];
    expect(known()).toEqual([0, 1, 1, 1, 1, 1]);
    applyAll(ledger, [eraseOf(2), eraseOf(4, 1, { fields: ['phone'] })]);
    expect(known()).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...(ledger.verdicts(basis)?.found.subarray(0, 6) ?? [])].map((set) => set > 0)).toEqual(
      known().map((version) => version > 0),
    );
    db.close();
    ledger.close();
  });

  it('is left out where the ledger cannot be written to, belongs to somebody else, or lost somebody meanwhile', async () => {
    const ledger = made('sqlite');
    const { info: is } = ledger;
    const kept: KeptVerdicts = {
      basis: 'b',
      head: ledger.head(),
      verdicts: { asOf: '2026-06-30', sets: [[]], found: Uint16Array.of(0, 1), versions: Uint8Array.of(0, 1) },
    };
    expect(keepVerdicts({ ...is, uuid: 'another' }, kept)).toBe(false);
    ledger.lock();
    expect(keepVerdicts(is, kept)).toBe(false);
    expect(ledger.verdicts('b')).toBeNull();
    ledger.unlock();
    expect(keepVerdicts(is, kept)).toBe(true);
    expect(ledger.verdicts('b')).toMatchObject({ asOf: '2026-06-30', sets: [[]] });
    applyAll(ledger, [eraseOf(1)]);
    expect(keepVerdicts(is, kept)).toBe(false);
    ledger.close();
    expect(keepVerdicts({ ...is, database: join(folder, 'gone.db') }, kept)).toBe(false);
  });

  it('is not kept by a dry run, by some of the rules, or of a small ledger', async () => {
    const ledger = made('sqlite');
    await perform(ledger, validate, {}, [], { dryRun: true });
    await perform(ledger, validate, { rule: ['validate/'] });
    expect(memoryOf(ledger)).toEqual([]);
    ledger.close();
    remove();
    ({ folder, remove } = temporaryFolder());
    const small = createLedger(join(folder, 'ledger.db'), { by, now });
    applyAll(small, [insertOf(someone(1))]);
    await perform(small, validate);
    expect(memoryOf(small)).toEqual([]);
    small.close();
  });
});

describe('an import that judged its rows', () => {
  const cell = (...values: string[]) => fc.constantFrom(...values, '');
  const row = fc.tuple(
    cell('深圳市云帆科技有限公司', '北京远山贸易有限公司', '张三', '测试', '三哥'),
    cell('SH2024001', 'SH2031002', 'KH1', '待定'),
    cell('13800138001', '138****8001', '021-55667788', '客户未提供'),
    cell('wang@example.com', 'x', '无'),
    cell('广东省', '上海', '某地'),
    cell('2026-07-02', '2026-05-01', '上周'),
    cell('50万', '面议'),
  );
  const header = '客户名称,客户编号,联系电话,邮箱,省份,最后跟进时间,预估年合作金额';

  it('leaves verdicts on those that it created, under which validate says the same [law 1]', async () => {
    let held = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 5, maxLength: 40 }), fc.boolean(), async (rows, before) => {
        const ledger = createLedger(join(folder, 'ledger.db'), { by, now });
        try {
          applyAll(ledger, [insertOf(someone(1)), insertOf(someone(2))]);
          const more = (from: number) =>
            Array.from({ length: SIZE }, (_, i) => `广州第${from + i}号贸易有限公司,,,,,,`);
          const take = (name: string, lines: readonly string[]) => {
            const file = join(folder, name);
            writeFileSync(file, `${[header, ...lines].join('\n')}\n`);
            const own = { source: '官网注册', consentAt: '2020-01-01', rejects: join(folder, `${name}.rejects`) };
            return perform(ledger, importFile, own, [file], at('2026-06-30'));
          };
          if (before) await take('first.csv', more(5000));
          if (before) await same(ledger, at('2026-07-01'));
          // The last row goes into whom the first created.
          const lines = [...rows.map((cells) => cells.join(',')), ...more(1), '广州第1号贸易有限公司,,138****8001,,,,'];
          const { data } = await take('rows.csv', lines);
          held += data.counts.held;
          const [memory] = memoryOf(ledger);
          expect(memory?.as_of).toBe(before ? '2026-07-01' : '2026-06-30');
          for (const asOf of ['2026-06-29', '2026-06-30', '2026-07-02']) await same(ledger, { asOf });
        } finally {
          ledger.close();
          remove();
          ({ folder, remove } = temporaryFolder());
        }
      }),
      { numRuns: 5 },
    );
    expect(held).toBeGreaterThan(0);
  }, 240_000);
});

for (const kind of ['sqlite', 'csv'] as const)
  it(`validate says what it says without memory, after any commands on a ${kind} ledger [law 1]`, async () => {
    let remembered = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, asking), { minLength: 3, maxLength: 10 }), async (steps) => {
        const lived = new Lived(made(kind));
        try {
          await same(lived.ledger, { asOf: '2026-06-30' });
          for (const [one, asked] of steps) {
            try {
              await lived.take(one);
            } catch (error) {
              // A step that cannot be done now is refused, and the ledger is as it was.
              if (!(error instanceof StewardError)) throw error;
            }
            await same(lived.ledger, asked);
          }
          remembered += memoryOf(lived.ledger).length;
        } finally {
          lived.ledger.close();
          remove();
          ({ folder, remove } = temporaryFolder());
        }
      }),
      { numRuns: 5 },
    );
    expect(remembered).toBe(5);
  }, 240_000);
