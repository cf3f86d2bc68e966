/** People and steward work on one CSV ledger in turn: no edit is overwritten, no row lost, and the trail knows every state (law 3, DESIGN part 5). */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeIn } from '../../src/cli/take-in.js';
import { blankSheet } from '../../src/commands/blank-sheet.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import type { FieldKey } from '../../src/model/fields.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Change, FieldValues } from '../../src/model/plan.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { by, info, insertOf, now, temporaryFolder, updateOf } from './helpers.js';

const given = { policy: defaultPolicy, asOf: '2026-11-21' as never };

let folder: string;
let remove: () => void;
let path: string;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
  path = join(folder, '客户.csv');
});
afterEach(() => remove());

const columns = ['customer_no', 'name', 'phone', 'remark'] as const satisfies readonly FieldKey[];
const headings = ['客户编号', '客户名称', '联系电话', '备注'];

/** A new CSV ledger with these rows, the first cell of each its number. */
async function ledgerOf(rows: readonly (readonly string[])[]): Promise<void> {
  const ledger = createLedger(path, { by, now });
  const { bytes, ...found } = blankSheet('zh-CN');
  writeFileSync(path, bytes);
  ledger.apply(null, info({ command: 'init' }), by, now, undefined, {
    ...found,
    rows: new Map(),
    absent: [],
    overridden: [],
    save: false,
  });
  ledger.close();
  writeFileSync(path, stringify([headings, ...rows], { record_delimiter: '\r\n' }));
  (await opened()).close();
}

/** Opens the ledger as a command does: what was edited is taken in first. */
async function opened(notes: string[] = []): Promise<Ledger> {
  const ledger = openLedger(path, { write: true });
  if (ledger.checkout?.edited) {
    const before = readFileSync(path);
    await takeIn(ledger, ledger.checkout, {
      given,
      policyHash: 'c'.repeat(64),
      lang: 'en',
      operator: by,
      now,
      note: (text) => notes.push(text),
      ask: null,
    });
    expect(readFileSync(path).equals(before), 'reading edits writes nothing').toBe(true);
  }
  return ledger;
}

const table = (): string[][] => parse(readFileSync(path), { bom: true, relax_column_count: true });
const write = (rows: readonly (readonly string[])[]): void => writeFileSync(path, stringify(rows as string[][]));

const apply = (ledger: Ledger, changes: readonly Change[]) => {
  const draft = ledger.draft();
  for (const change of changes) draft.add(change);
  return ledger.apply(draft, info(), by, now);
};

const valuesOf = (record: CustomerRecord) => columns.map((field) => record[field]);

describe('a CSV ledger that people edit', () => {
  it('takes in a changed cell, a cleared one and a new row, with before and after in the trail [S0-27]', async () => {
    await ledgerOf([
      ['SH2024001', '上海云帆科技有限公司', '021-50801234', '旧'],
      ['SH2024002', '宁波海天贸易有限公司', '0574-87654321', '甲'],
    ]);
    const rows = table();
    (rows[1] as string[])[3] = '新';
    (rows[2] as string[])[3] = '';
    rows.push(['SH2024003', '苏州启明电子有限公司', '0512-62880101', '']);
    write(rows);
    const notes: string[] = [];
    const ledger = await opened(notes);
    expect(notes).toEqual(['客户.csv was edited outside steward; taken in as run 3: 1 new, 2 changed']);
    expect([...ledger.read()].map((r) => [r.id, r.name, r.remark])).toEqual([
      [1, '上海云帆科技有限公司', '新'],
      [2, '宁波海天贸易有限公司', null],
      [3, '苏州启明电子有限公司', null],
    ]);
    expect([...ledger.history(1)].at(-1)).toMatchObject({
      rule: 'outside/edit',
      changes: [{ field: 'remark', before: '旧', after: '新' }],
    });
    expect(ledger.get(3)?.review_state).toBe('已提交');
    expect(ledger.find('customer_no', 'SH2024003')).toEqual([3]);
    expect(ledger.verify().faults).toEqual([]);
    ledger.close();
  });

  it('takes the row of a customer set aside out of the file, byte for byte, and puts it back', async () => {
    await ledgerOf([
      ['SH2024001', '甲公司', '1', ''],
      ['SH2024002', '乙公司', '2', ''],
    ]);
    // Rows of nobody before and behind the one that goes: records are counted anew after it.
    const [head, first, second] = table() as [string[], string[], string[]];
    write([head, first, ['SH2024001', '丙公司', '9', ''], second, ['SH2024002', '丁公司', '9', '']]);
    let ledger = await opened();
    const before = readFileSync(path, 'utf8');
    const gone = apply(ledger, [
      { kind: 'set-aside', id: 1, expect: 1, why: 'undone', into: null, reasons: [{ rule: 'test/move', data: {} }] },
    ]);
    expect(gone.aside).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(before.replace(/^SH2024001,甲公司.*\n/m, ''));
    ledger.close();
    ledger = await opened();
    expect([...ledger.read()].map((r) => r.name)).toEqual(['乙公司']);
    apply(ledger, [updateOf(2, 1, { remark: '改' })]);
    expect(table().slice(1)).toEqual([
      ['SH2024001', '丙公司', '9', ''],
      ['SH2024002', '乙公司', '2', '改'],
      ['SH2024002', '丁公司', '9', ''],
    ]);
    apply(ledger, [{ kind: 'bring-back', id: 1, reasons: [{ rule: 'test/move', data: {} }] }]);
    expect(table().at(-1)).toEqual(['SH2024001', '甲公司', '1', '', '已提交']);
    expect(ledger.verify().faults).toEqual([]);
    ledger.close();
    const notes: string[] = [];
    ledger = await opened(notes);
    expect([notes, ledger.count(), [...ledger.held()].length]).toEqual([[], 2, 2]);
    ledger.close();
  });

  it('keeps a customer whose row was removed, names it, and takes the row back', async () => {
    await ledgerOf([
      ['SH2024001', '甲公司', '1', ''],
      ['SH2024002', '乙公司', '2', ''],
    ]);
    const whole = table();
    write(whole.slice(0, 2));
    const notes: string[] = [];
    let ledger = await opened(notes);
    expect(notes[0]).toContain('1 customers have no row any more');
    expect(ledger.get(2)?.name).toBe('乙公司');
    expect([...(ledger.checkout?.absent() ?? [])]).toEqual([2]);
    ledger.close();
    write(whole);
    ledger = await opened();
    expect(ledger.count()).toBe(2);
    expect([...(ledger.checkout?.absent() ?? [])]).toEqual([]);
    ledger.close();
  });

  it('holds what a spreadsheet spoiled, and takes the rest of the row in', async () => {
    await ledgerOf([
      ['0012', '甲公司', '057487654321', '一'],
      ['SH2024002', '乙公司', '13800001111', '二'],
      ['SH2024003', '丙公司', '+8613800002222', '三'],
    ]);
    const rows = table();
    const set = (row: number, column: number, cell: string) => ((rows[row] as string[])[column] = cell);
    set(1, 2, '57487654321');
    set(1, 3, '改');
    set(2, 2, '1.38E+10');
    set(3, 2, '8613800002222');
    write(rows);
    const notes: string[] = [];
    const ledger = await opened(notes);
    expect(notes[0]).toContain('3 held (line 2, 3, 4)');
    expect([...ledger.read()].map((r) => [r.phone, r.remark])).toEqual([
      ['057487654321', '改'],
      ['13800001111', '二'],
      ['+8613800002222', '三'],
    ]);
    expect([...ledger.held()].map((h) => [h.rule, h.against])).toEqual([
      ['outside/spreadsheet-damage', 1],
      ['outside/spreadsheet-damage', 2],
      ['outside/spreadsheet-damage', 3],
    ]);
    // What the person's file says is not written over either.
    apply(ledger, [updateOf(2, ledger.get(2)?.version as number, { remark: '由 steward' })]);
    expect(table()[2]).toEqual(['SH2024002', '乙公司', '1.38E+10', '由 steward']);
    ledger.close();
  });

  it('follows rows that were sorted, columns that were moved or added, and a number that was changed', async () => {
    await ledgerOf([
      ['SH2024001', '甲贸易有限公司', '1', 'a'],
      ['SH2024002', '乙贸易有限公司', '2', 'b'],
    ]);
    const [head, one, two] = table() as [string[], string[], string[]];
    const moved = ([no, name, phone, remark]: string[], more: string) => [remark, name, more, no, phone] as string[];
    two[0] = 'SH2024009';
    write([moved(head, '车牌'), moved(two, '沪A·12345'), moved(one, '')]);
    const notes: string[] = [];
    const ledger = await opened(notes);
    expect(notes[0]).toContain(': 1 changed');
    expect(ledger.get(2)).toMatchObject({ customer_no: 'SH2024009', extra: '{"车牌":"沪A·12345"}' });
    expect(ledger.find('customer_no', 'SH2024002')).toEqual([2]);
    expect(ledger.count()).toBe(2);
    ledger.close();
  });

  it('two rows with one number: the customer’s own stays, the other waits for a person and stays in the file', async () => {
    await ledgerOf([['SH2024001', '甲公司', '1', '']]);
    write([...table(), ['SH2024001', '丙公司', '9', '']]);
    const notes: string[] = [];
    let ledger = await opened(notes);
    expect(notes[0]).toContain('1 held (line 3)');
    apply(ledger, [updateOf(1, 1, { remark: '改' })]);
    expect(table().slice(1)).toEqual([
      ['SH2024001', '甲公司', '1', '改'],
      ['SH2024001', '丙公司', '9', ''],
    ]);
    ledger.close();
    writeFileSync(path, `${readFileSync(path, 'utf8')}\r\n`);
    ledger = await opened();
    expect([...ledger.held()]).toHaveLength(1);
    ledger.close();
  });

  it('refuses to write while a spreadsheet has the file open, and goes on reading', async () => {
    await ledgerOf([['SH2024001', '甲公司', '1', '']]);
    writeFileSync(join(folder, '.~lock.客户.csv#'), ',user,host,;');
    const ledger = await opened();
    expect(ledger.get(1)?.name).toBe('甲公司');
    expect(() => apply(ledger, [updateOf(1, 1, { remark: '改' })])).toThrow(
      expect.objectContaining({ code: 'sheet-open' }),
    );
    expect(ledger.get(1)?.remark).toBeNull();
    ledger.close();
  });
});

/** One step of a history: by steward, or by a person in the file. */
type Step =
  | {
      readonly who: 'steward';
      readonly what: 'insert' | 'update';
      readonly at: number;
      readonly column: number;
      readonly value: string;
    }
  | {
      readonly who: 'person';
      readonly what: 'add' | 'cell' | 'column' | 'move' | 'remove' | 'sort';
      readonly at: number;
      readonly column: number;
      readonly value: string;
    };

const word = fc.constantFrom('甲', '乙丙', 'a b', '1,2', '"q"', '两\n行', '=1', "'x", '0571', '9'.repeat(17));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    who: fc.constant('steward' as const),
    what: fc.constantFrom('insert' as const, 'update' as const),
    at: fc.nat(30),
    column: fc.nat(1),
    value: word,
  }),
  fc.record({
    who: fc.constant('person' as const),
    what: fc.constantFrom(
      'cell' as const,
      'cell' as const,
      'add' as const,
      'remove' as const,
      'sort' as const,
      'move' as const,
      'column' as const,
    ),
    at: fc.nat(30),
    column: fc.nat(1),
    value: word,
  }),
);

describe('random turns of steward and people', () => {
  it('overwrite no edit, lose no row, and leave a trail that rebuilds every state', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.boolean(), async (steps, numbered) => {
        const own = temporaryFolder();
        path = join(own.folder, 't.csv');
        try {
          let next = 1;
          const fresh = () => {
            const n = next++;
            return [
              numbered ? `N${String(n).padStart(4, '0')}` : '',
              `客户${n}号商行`,
              `1380000${String(n).padStart(4, '0')}`,
              '',
            ];
          };
          await ledgerOf([fresh(), fresh(), fresh()]);
          // What every customer is known to have been, oldest first.
          const states = new Map<number, FieldValues[]>();
          const look = (ledger: Ledger) => {
            for (const record of ledger.read()) {
              const list = states.get(record.id) ?? [];
              const values = { phone: record.phone, remark: record.remark };
              if (JSON.stringify(list.at(-1)) !== JSON.stringify(values)) list.push(values);
              states.set(record.id, list);
            }
          };
          const first = await opened();
          look(first);
          first.close();
          for (const turn of steps) {
            const field = (['remark', 'phone'] as const)[turn.column] as 'phone' | 'remark';
            if (turn.who === 'steward') {
              const ledger = await opened();
              const before = table();
              if (turn.what === 'insert') {
                const [no, name, phone] = fresh() as [string, string, string];
                apply(ledger, [insertOf({ customer_no: no || null, name, phone, remark: turn.value })]);
                expect(table().length).toBe(before.length + 1);
              } else {
                const ids = [...ledger.read()].map(({ id }) => id);
                const id = ids[turn.at % ids.length] as number;
                apply(ledger, [updateOf(id, ledger.get(id)?.version as number, { [field]: turn.value })]);
                expect(table().length).toBe(before.length);
              }
              look(ledger);
              ledger.close();
            } else {
              edit(turn, fresh);
              const ledger = await opened();
              look(ledger);
              ledger.close();
            }
            await agree();
          }
          const ledger = await opened();
          expect(ledger.verify().faults).toEqual([]);
          for (const [id, list] of states) expect(rebuilt(ledger, id), `customer ${id}`).toEqual(list);
          ledger.close();
        } finally {
          own.remove();
        }
      }),
      { numRuns: Number(process.env.STEWARD_TURNS ?? 12) },
    );
  }, 600_000);
});

/** A person's turn. */
function edit({ what, at, column, value }: Step & { who: 'person' }, fresh: () => string[]): void {
  const [head, ...rows] = table() as [string[], ...string[][]];
  const cellAt = (heading: string) => head.indexOf(heading);
  if (what === 'add') {
    const [no, name, phone, remark] = fresh() as [string, string, string, string];
    const row = head.map(() => '');
    for (const [heading, cell] of [
      ['客户编号', no],
      ['客户名称', name],
      ['联系电话', phone],
      ['备注', remark],
    ] as const)
      if (cellAt(heading) >= 0) row[cellAt(heading)] = cell;
    rows.push(row);
  } else if (what === 'cell' && rows.length > 0) {
    (rows[at % rows.length] as string[])[cellAt(column === 0 ? '备注' : '联系电话')] = value;
  } else if (what === 'remove' && rows.length > 1) rows.splice(at % rows.length, 1);
  else if (what === 'sort') rows.reverse();
  else if (what === 'move') {
    for (const row of [head, ...rows]) row.push(row.splice(at % head.length, 1)[0] as string);
  } else if (what === 'column') {
    head.push(`列${head.length}`);
    for (const row of rows) row.push('');
  }
  write([head, ...rows]);
}

/** Every row of the file says what the ledger says of its customer, but for what was held. */
async function agree(): Promise<void> {
  const ledger = await opened();
  const held = new Set([...ledger.held()].map(({ against }) => against));
  const [head, ...rows] = table() as [string[], ...string[][]];
  const plain = (cell: string | undefined) =>
    cell === undefined || cell.trim() === '' ? null : cell.trim().replace(/^'(?='*[=+\-@])/, '');
  const seen = new Set<number>();
  for (const row of rows) {
    const name = plain(row[head.indexOf('客户名称')]);
    const record = [...ledger.read()].find((one) => one.name === name);
    expect(record, `${name} is in the ledger`).toBeDefined();
    seen.add(record?.id as number);
    if (held.has(record?.id as number)) continue;
    expect([plain(row[head.indexOf('联系电话')]), plain(row[head.indexOf('备注')])]).toEqual(
      valuesOf(record as CustomerRecord).slice(2),
    );
  }
  const absent = new Set(ledger.checkout?.absent());
  for (const { id } of ledger.read())
    expect(seen.has(id) !== absent.has(id), `${id} has a row or is missing`).toBe(true);
  ledger.close();
}

/** Phone and remark of a customer after every event that touched them, from the trail alone. */
function rebuilt(ledger: Ledger, id: number): FieldValues[] {
  const list: FieldValues[] = [];
  let values: { phone: string | null; remark: string | null } = { phone: null, remark: null };
  for (const { changes } of ledger.history(id)) {
    values = { ...values };
    for (const { field, after } of changes) if (field === 'phone' || field === 'remark') values[field] = after;
    if (JSON.stringify(list.at(-1)) !== JSON.stringify(values)) list.push(values);
  }
  return list;
}
