/** Imports, updates, calls, undos and redos in whatever order: the ledger is what a model says, and undo names exactly what it cannot. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeContext, Item } from '../../src/commands/command.js';
import { matchOptions } from '../../src/commands/import/options.js';
import { planUndo } from '../../src/commands/undo-run.js';
import { openCsv } from '../../src/files/read-csv.js';
import { mapHeader } from '../../src/intake/headers.js';
import { planIntake } from '../../src/intake/plan.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { by, info, now, temporaryFolder, updateOf } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';

const given = { policy: defaultPolicy, asOf: '2026-11-21' };
const fields = ['remark', 'tags', 'city'] as const;
const words = [null, '甲', '乙', '丙'] as const;
type Key = (typeof fields)[number];

interface Row {
  readonly no: number;
  readonly values: readonly (string | null)[];
}

type Op =
  | { readonly op: 'import'; readonly rows: readonly Row[] }
  | { readonly op: 'update'; readonly pick: number; readonly field: Key; readonly value: string | null }
  | { readonly op: 'call'; readonly pick: number }
  | { readonly op: 'undo'; readonly pick: number };

const word = fc.constantFrom(...words);
const op: fc.Arbitrary<Op> = fc.oneof(
  fc.record({
    op: fc.constant('import' as const),
    rows: fc.array(fc.record({ no: fc.integer({ min: 1, max: 4 }), values: fc.tuple(word, word, word) }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  fc.record({
    op: fc.constant('update' as const),
    pick: fc.nat(9),
    field: fc.constantFrom(...fields),
    value: word,
  }),
  fc.record({ op: fc.constant('call' as const), pick: fc.nat(9) }),
  { arbitrary: fc.record({ op: fc.constant('undo' as const), pick: fc.nat(3) }), weight: 3 },
);

interface Customer {
  readonly no: string;
  readonly name: string;
  values: Record<Key, string | null>;
  aside: boolean;
  /** Run that last set it aside or brought it back. */
  moved: number | null;
}

interface Waiting {
  readonly run: number;
  readonly customer: number | null;
  settled: string | null;
  /** Run that last settled or opened it. */
  at: number | null;
}

type Effect =
  | { readonly kind: 'insert'; readonly id: number; readonly values: Record<Key, string | null> }
  | {
      readonly kind: 'update';
      readonly id: number;
      readonly field: Key;
      readonly before: string | null;
      readonly after: string | null;
    }
  | { readonly kind: 'aside'; readonly id: number }
  | { readonly kind: 'back'; readonly id: number; readonly values: Record<Key, string | null> }
  | { readonly kind: 'row'; readonly table: 'held' | 'interactions'; readonly id: number }
  | {
      readonly kind: 'settle';
      readonly table: 'held' | 'interactions';
      readonly id: number;
      readonly how: string | null;
    };

interface Run {
  readonly effects: Effect[];
  readonly undoes: number | null;
}

const blank = (): Record<Key, string | null> => ({ remark: null, tags: null, city: null });

/** What a ledger should be, kept in plain objects; it knows nothing of trails, digests or events. */
class Model {
  readonly customers = new Map<number, Customer>();
  readonly rows = { held: [] as Waiting[], interactions: [] as Waiting[] };
  readonly runs = new Map<number, Run>();
  /** In whose name each number stands. */
  readonly numbers = new Map<string, number>();

  live(): [number, Customer][] {
    return [...this.customers].filter(([, one]) => !one.aside);
  }

  undone(run: number): number | null {
    const undos = [...this.runs].filter(([, one]) => one.undoes === run).map(([at]) => at);
    return undos.reverse().find((at) => this.undone(at) === null) ?? null;
  }

  import(run: number, rows: readonly Row[]): void {
    const effects: Effect[] = [];
    const inserts: Effect[] = [];
    const seen = new Map<string, string>();
    for (const { no: n, values } of rows) {
      const no = `SH202400${n}`;
      const cells = values.join();
      const before = seen.get(no);
      if (before !== undefined) {
        if (before !== cells) effects.push({ kind: 'row', table: 'held', id: this.row('held', run, null) });
        continue;
      }
      seen.set(no, cells);
      const known = this.live().find(([, one]) => one.no === no);
      if (known === undefined) {
        const id = this.customers.size + 1;
        const made = { ...blank(), ...Object.fromEntries(fields.map((field, i) => [field, values[i] ?? null])) };
        this.customers.set(id, {
          no,
          name: `上海${'甲乙丙丁'[n - 1]}字号贸易有限公司`,
          values: made,
          aside: false,
          moved: null,
        });
        this.numbers.set(no, id);
        inserts.push({ kind: 'insert', id, values: { ...made } });
        continue;
      }
      const [id, one] = known;
      for (const [i, field] of fields.entries()) {
        const after = values[i] ?? null;
        if (after === null || after === one.values[field]) continue;
        inserts.push({ kind: 'update', id, field, before: one.values[field], after });
        one.values[field] = after;
      }
    }
    this.runs.set(run, { effects: [...inserts, ...effects], undoes: null });
  }

  row(table: 'held' | 'interactions', run: number, customer: number | null): number {
    return this.rows[table].push({ run, customer, settled: null, at: null });
  }

  /** Undoes a run: what is done, and what cannot be, as `customer field why runs`. */
  undo(run: number, as: number): string[] {
    const effects: Effect[] = [];
    const blocked: string[] = [];
    const later = (id: number, field?: Key) =>
      [...this.runs].flatMap(([at, one]) =>
        at > run &&
        one.effects.some((e) => e.kind === 'update' && e.id === id && (field === undefined || e.field === field))
          ? [at]
          : [],
      );
    const calls = (id: number) => [
      ...new Set(
        this.rows.interactions.flatMap((row) =>
          row.customer === id && row.settled === null && row.run > run ? [row.run] : [],
        ),
      ),
    ];
    const takeOut = (id: number, one: Customer, was: Record<Key, string | null>) => {
      if (fields.some((field) => one.values[field] !== was[field])) blocked.push(`#${id}  changed ${later(id)}`);
      else if (calls(id).length > 0) blocked.push(`#${id}  used ${calls(id)}`);
      else {
        Object.assign(one, { aside: true, moved: as });
        effects.push({ kind: 'aside', id });
      }
    };
    for (const effect of (this.runs.get(run) as Run).effects) {
      if (effect.kind === 'row' || effect.kind === 'settle') {
        const row = this.rows[effect.table][effect.id - 1] as Waiting;
        const was = effect.kind === 'row' ? 'undone' : effect.how;
        const stands = effect.kind === 'row' ? row.settled === null : row.at === run;
        if (stands) {
          effects.push({ kind: 'settle', table: effect.table, id: effect.id, how: row.settled });
          Object.assign(row, { settled: was, at: as });
        } else if (row.settled !== was) blocked.push(`${effect.table} ${effect.id} settled ${row.at}`);
        continue;
      }
      const { id } = effect;
      const one = this.customers.get(id) as Customer;
      if (effect.kind === 'insert') {
        if (!one.aside) takeOut(id, one, effect.values);
      } else if (effect.kind === 'update') {
        const { field, before, after } = effect;
        if (one.values[field] === after) {
          if (one.aside) blocked.push(`#${id} ${field} aside ${one.moved}`);
          else {
            one.values[field] = before;
            effects.push({ kind: 'update', id, field, before: after, after: before });
          }
        } else if (one.values[field] !== before) blocked.push(`#${id} ${field} changed ${later(id, field)}`);
      } else if (effect.kind === 'aside') {
        if (one.moved !== run) {
          if (one.aside) blocked.push(`#${id}  changed ${one.moved}`);
          continue;
        }
        const bearer = this.numbers.get(one.no) as number;
        if (bearer !== id && !this.customers.get(bearer)?.aside) {
          blocked.push(`#${id} customer_no number `);
          continue;
        }
        this.numbers.set(one.no, id);
        Object.assign(one, { aside: false, moved: as });
        effects.push({ kind: 'back', id, values: { ...one.values } });
      } else if (one.moved === run) takeOut(id, one, effect.values);
      else if (!one.aside) blocked.push(`#${id}  changed ${one.moved}`);
    }
    this.runs.set(as, { effects, undoes: run });
    return blocked;
  }
}

/** The ledger and its model, step by step. */
class Trial {
  readonly model = new Model();
  readonly folder: string;
  readonly ledger: Ledger;
  #files = 0;

  constructor(folder: string, ledger: Ledger) {
    this.folder = folder;
    this.ledger = ledger;
  }

  async step(one: Op): Promise<void> {
    const { ledger, model } = this;
    const live = model.live();
    if (one.op === 'import') await this.#import(one.rows);
    else if (one.op === 'undo') this.#undo(one.pick);
    else if (live.length > 0) {
      const [id, customer] = live[one.pick % live.length] as [number, Customer];
      const draft = ledger.draft();
      const effects: Effect[] = [];
      if (one.op === 'call') {
        draft.child({
          table: 'interactions',
          customer: id,
          at: '2026-11-20',
          kind: '电话',
          actor: null,
          summary: null,
          result: null,
        });
        const { run } = ledger.apply(draft, info(), by, now);
        effects.push({ kind: 'row', table: 'interactions', id: model.row('interactions', run, id) });
        model.runs.set(run, { effects, undoes: null });
        return;
      }
      draft.add(updateOf(id, ledger.get(id)?.version ?? 0, { [one.field]: one.value }));
      const { run } = ledger.apply(draft, info({ command: 'update' }), by, now);
      const before = customer.values[one.field];
      if (before !== one.value) effects.push({ kind: 'update', id, field: one.field, before, after: one.value });
      customer.values[one.field] = one.value;
      model.runs.set(run, { effects, undoes: null });
    }
  }

  async #import(rows: readonly Row[]): Promise<void> {
    const path = join(this.folder, `in${++this.#files}.csv`);
    const names = rows.map(({ no }) => `上海${'甲乙丙丁'[no - 1]}字号贸易有限公司`);
    const table = rows.map(({ no, values }, i) => [`SH202400${no}`, names[i], ...values.map((v) => v ?? '')]);
    writeFileSync(path, stringify([['客户编号', '客户名称', '备注', '标签', '城市'], ...table]));
    const source = await openCsv(path, {});
    const mapping = mapHeader(source.header, given.policy, new Map());
    const draft = this.ledger.draft();
    const options = {
      defaults: { review_state: '已提交' },
      fixed: {},
      issueNumbers: false,
      match: matchOptions(given.policy),
      judge: null,
      near: null,
    };
    await planIntake(
      source,
      mapping,
      { reader: this.ledger, draft },
      given,
      options,
      () => {},
      () => {},
    );
    source.close();
    this.model.import(this.ledger.apply(draft, info(), by, now).run, rows);
  }

  #undo(pick: number): void {
    const { ledger, model } = this;
    const run = model.runs.size - (pick % Math.max(1, model.runs.size));
    if (run === 0) return;
    const blocked: string[] = [];
    const context = {
      reader: ledger,
      draft: ledger.draft(),
      given,
      operator: by,
      lang: 'en',
      reveal: true,
      dryRun: false,
      progress: () => {},
      emit: (made: Item | (() => Item)) => {
        const item = typeof made === 'function' ? made() : made;
        if (item.what !== 'blocked') return;
        blocked.push(
          item.row === null
            ? `#${item.id} ${item.field ?? ''} ${item.why} ${item.by}`
            : `${item.row} ${item.why} ${item.by}`,
        );
      },
    } as unknown as ChangeContext;
    const undoneBy = model.undone(run);
    let planned: ReturnType<typeof planUndo>;
    try {
      planned = planUndo(context, String(run));
    } catch (error) {
      expect(error).toMatchObject({ code: 'run-undone', data: { run, by: undoneBy } });
      expect(error).toBeInstanceOf(StewardError);
      context.draft.discard();
      return;
    }
    expect(undoneBy).toBeNull();
    const copy = structuredClone({ customers: model.customers, rows: model.rows, numbers: model.numbers });
    const expected = model.undo(run, model.runs.size + 1);
    expect(blocked.sort()).toEqual(expected.sort());
    expect(planned.writes).toBe((model.runs.get(model.runs.size) as Run).effects.length > 0);
    if (!planned.writes) {
      model.runs.delete(model.runs.size);
      expect({ customers: model.customers, rows: model.rows, numbers: model.numbers }).toEqual(copy);
      context.draft.discard();
      return;
    }
    const applied = ledger.apply(context.draft, info({ command: 'undo', ...planned.info }), by, now);
    expect(applied).toMatchObject({ run: model.runs.size, stale: [] });
  }

  check(): void {
    const { ledger, model } = this;
    expect(
      [...ledger.read()].map(({ id, customer_no, name, remark, tags, city }) => [
        id,
        customer_no,
        name,
        remark,
        tags,
        city,
      ]),
    ).toEqual(
      model.live().map(([id, { no, name, values }]) => [id, no, name, values.remark, values.tags, values.city]),
    );
    expect([...ledger.held()].map(({ id }) => id)).toEqual(
      model.rows.held.flatMap((row, i) => (row.settled === null ? [i + 1] : [])),
    );
  }

  end(): void {
    const { ledger, model } = this;
    for (let n = 1; n <= 4; n += 1) {
      const no = `SH202400${n}`;
      expect(ledger.find('customer_no', no)).toEqual(model.live().flatMap(([id, one]) => (one.no === no ? [id] : [])));
    }
    for (const [id] of model.live())
      expect(ledger.children('interactions', id).length).toBe(
        model.rows.interactions.filter((row) => row.customer === id && row.settled === null).length,
      );
    expect(ledger.verify().faults).toEqual([]);
    if (ledger.info.kind === 'sqlite') return;
    const [, ...rows] = parse(readFileSync(ledger.info.path, 'utf8'), {
      bom: true,
      relax_column_count: true,
    }) as string[][];
    expect(rows.map(([no]) => no).sort()).toEqual(
      model
        .live()
        .map(([, one]) => one.no)
        .sort(),
    );
  }
}

describe.each(['SQLite', 'CSV'] as const)('undo on a %s ledger', (kind) => {
  it('gives what a model says after any sequence of imports, updates, calls, undos and redos (law 7)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(op, { minLength: 8, maxLength: 16 }), async (steps) => {
        const { folder, remove } = temporaryFolder();
        const path = join(folder, kind === 'CSV' ? 'ledger.csv' : 'ledger.db');
        if (kind === 'CSV') newSheetLedger(path);
        const ledger = kind === 'CSV' ? openLedger(path, { write: true }) : createLedger(path, { by, now });
        try {
          const trial = new Trial(folder, ledger);
          for (const one of steps) {
            await trial.step(one);
            trial.check();
          }
          trial.end();
        } finally {
          ledger.close();
          remove();
        }
      }),
      { numRuns: 25 },
    );
  }, 180_000);
});
