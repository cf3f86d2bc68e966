/** A sample drawn, filled in by a person, and scored (S2-41, S2-43). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import sample from '../../src/commands/audit/sample.js';
import scoreCommand from '../../src/commands/audit/score.js';
import { writeXlsx } from '../../src/files/xlsx/write-xlsx.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import { applyAll, by, insertOf, now, temporaryFolder, updateOf } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { perform } from '../support/perform.js';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const people = Array.from({ length: 60 }, (_, i) => ({
  customer_no: `SH2026${String(i + 1).padStart(3, '0')}`,
  name: `闵行第${i + 1}商行`,
  phone: `1380000${1000 + i}`,
  owner: i < 36 ? '王强' : i < 54 ? '李娜' : null,
  grade: i % 2 ? 'A' : 'B',
}));

function ledgerOf(file: string, rows = people): Ledger {
  const path = join(folder, file);
  if (file.endsWith('.csv')) newSheetLedger(path);
  else createLedger(path, { by, now }).close();
  const ledger = openLedger(path, { write: true });
  applyAll(
    ledger,
    rows.map((row) => insertOf(row)),
  );
  return ledger;
}

const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.catch((cause: unknown) => cause);
  if (!(error instanceof StewardError)) throw new Error('nothing was refused');
  return error.code;
};

const asked = { seed: 2026, size: 10, strata: 'owner', fields: 'name,phone,owner' };
const draw = (ledger: Ledger, sheet: string, own = {}, how = {}) =>
  perform(ledger, sample, { ...asked, sheet, ...own }, [], how);

/** The sheet with its verdicts filled in: `verdict(row, field)`; both from 0. */
function fill(path: string, verdict: (row: number, field: number) => string): void {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\r\n');
  const filled = lines.map((line, i) => {
    if (i === 0) return line;
    const cells = line.split(',');
    for (let field = 0; field < 3; field += 1) cells[5 + 2 * field] = verdict(i - 1, field);
    return cells.join(',');
  });
  writeFileSync(path, `${filled.join('\r\n')}\r\n`);
}

describe.each(['ledger.db', '客户.csv'])('in %s', (file) => {
  it('[S2-41] the sheet has each drawn customer once, masked, with blanks to fill in and a code in every row', async () => {
    const ledger = ledgerOf(file);
    const sheet = join(folder, '抽查.csv');
    const { data, items } = await draw(ledger, sheet);
    expect(data.strata).toEqual([
      { label: '—', population: 6, sample: 1 },
      { label: '李娜', population: 18, sample: 3 },
      { label: '王强', population: 36, sample: 6 },
    ]);
    const [header, ...lines] = readFileSync(sheet, 'utf8').trimEnd().split('\r\n');
    expect(header?.replace('\ufeff', '').split(',')).toEqual([
      'no.',
      'customer number',
      'stratum',
      'customers in it',
      'Customer name',
      'Customer name check (right/wrong/unknown)',
      'Phone',
      'Phone check (right/wrong/unknown)',
      'Owner',
      'Owner check (right/wrong/unknown)',
      'checked by',
      'checked on',
      'note',
      'sample',
    ]);
    expect(lines).toHaveLength(10);
    expect(items.map(({ customer }) => customer)).toEqual(lines.map((line) => line.split(',')[1]));
    for (const line of lines) {
      const cells = line.split(',');
      expect(cells[6]).toMatch(/^138\*+\d*\t?$/);
      expect([5, 7, 9, 10, 11, 12].map((at) => cells[at])).toEqual(['', '', '', '', '', '']);
      expect(cells[13]).toBe(data.sample);
    }
    ledger.close();
  });

  it('[S2-43] filled in, it gives what a hand count gives', async () => {
    const ledger = ledgerOf(file);
    const sheet = join(folder, '抽查.csv');
    await draw(ledger, sheet, {}, { reveal: true });
    expect(readFileSync(sheet, 'utf8')).toContain('1380000');
    // Rows 0: the one without an owner; 1–3: 李娜's; 4–9: 王强's.
    fill(sheet, (row, field) => (row === 2 && field === 1 ? '错' : row === 5 ? '无法核实' : row === 6 ? '' : '对'));
    const { data, items } = await perform(ledger, scoreCommand, {}, [sheet]);
    expect(data.customers).toMatchObject({ right: 7, wrong: 1, unknown: 1, open: 1 });
    expect(data.values).toMatchObject({ right: 23, wrong: 1, unknown: 3, open: 3 });
    expect(data.strata).toMatchObject([
      { label: '—', population: 6, right: 1, wrong: 0 },
      { label: '李娜', population: 18, right: 2, wrong: 1 },
      { label: '王强', population: 36, right: 4, wrong: 0, unknown: 1, open: 1 },
    ]);
    expect(data.estimate.share).toBeCloseTo((6 + 18 * (2 / 3) + 36) / 60, 12);
    expect(data).toMatchObject({ confidence: 95, covered: 60, population: 60 });
    // 7 of 8: 0.5291–0.9776.
    expect(data.customers.accuracy.low).toBeCloseTo(0.5291, 4);
    expect(data.customers.accuracy.high).toBeCloseTo(0.9776, 4);
    expect(items).toEqual([{ customer: expect.stringMatching(/^SH2026/), field: 'phone', line: 4 }]);
    ledger.close();
  });
});

it('[S2-41] two ledgers of the same customers, entered in another order, give the same sample', async () => {
  const one = ledgerOf('ledger.db');
  const other = ledgerOf('other.db', [...people].reverse());
  const [a, b] = [await draw(one, join(folder, 'a.csv')), await draw(other, join(folder, 'b.csv'))];
  expect(b.items).toEqual(a.items);
  const { items } = await draw(one, join(folder, 'c.csv'), { seed: 2027 });
  expect(items).not.toEqual(a.items);
  one.close();
  other.close();
});

it('rows may stand in another order, in other words and in Chinese', async () => {
  const ledger = ledgerOf('ledger.db');
  const sheet = join(folder, '抽查.csv');
  await draw(ledger, sheet);
  fill(sheet, (row) => ['√', 'Y', 'yes', ' 对 ', '正确'][row % 5] as string);
  const [header, ...lines] = readFileSync(sheet, 'utf8').trimEnd().split('\r\n');
  writeFileSync(sheet, `${[header, ...lines.reverse()].join('\r\n')}\r\n`);
  const { data } = await perform(ledger, scoreCommand, { confidence: '99' }, [sheet]);
  expect(data).toMatchObject({ confidence: 99, customers: { right: 10, wrong: 0, accuracy: { share: 1, high: 1 } } });
  ledger.close();
});

it('it may come back as a workbook, its numbers as numbers', async () => {
  const ledger = ledgerOf('ledger.db');
  const sheet = join(folder, '抽查.csv');
  await draw(ledger, sheet);
  fill(sheet, () => '对');
  const rows = readFileSync(sheet, 'utf8')
    .replace('\ufeff', '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  const cell = (text: string, i: number, at: number) =>
    text === '' ? null : { value: i > 0 && (at === 0 || at === 3) ? Number(text) : text };
  const book = join(folder, '抽查.xlsx');
  const cells = rows.map((row, i) => row.map((text, at) => cell(text, i, at)));
  writeFileSync(book, writeXlsx([{ title: '抽查', widths: [], rows: cells }]));
  const { data } = await perform(ledger, scoreCommand, {}, [book]);
  expect(data.customers).toMatchObject({ right: 10, wrong: 0 });
  ledger.close();
});

describe('a sheet that is not the one that was drawn is refused', () => {
  const altered = (name: string, change: (lines: string[]) => string[]) =>
    it(`[S2-41] ${name}`, async () => {
      const ledger = ledgerOf('ledger.db');
      const sheet = join(folder, '抽查.csv');
      await draw(ledger, sheet);
      writeFileSync(sheet, change(readFileSync(sheet, 'utf8').trimEnd().split('\r\n')).join('\r\n'));
      expect(await refusal(perform(ledger, scoreCommand, {}, [sheet]))).toBe('sample-other');
      ledger.close();
    });
  altered('a row taken out', (lines) => lines.filter((_, i) => i !== 4));
  altered('the last row taken out', (lines) => lines.slice(0, -1));
  altered('a row put in', (lines) => [...lines, (lines[3] as string).replace(/^\d+/, '11')]);
  altered('another customer', (lines) =>
    lines.map((line, i) => (i === 3 ? line.replace(/SH2026\d+/, 'SH2026999') : line)),
  );
  altered('a larger stratum', (lines) => lines.map((line) => line.replace(',36,', ',360,')));
  altered('another code', (lines) => lines.map((line, i) => (i === 2 ? line.replace(/S2026-10-/, 'S2027-10-') : line)));
  altered('a field whose column was taken out', (lines) =>
    lines.map((line) =>
      line
        .split(',')
        .filter((_, at) => at !== 7)
        .join(','),
    ),
  );
  altered('a stratum under another name', (lines) => lines.map((line) => line.replace('3 王强', '3 李娜')));
  altered('a column of values taken out', (lines) =>
    lines.map((line) =>
      line
        .split(',')
        .filter((_, at) => at !== 4)
        .join(','),
    ),
  );
  altered('no code at all', (lines) => lines.map((line) => line.split(',').slice(0, 13).join(',')));

  it.each([true, false])('[S2-41] a value that was overwritten, taken out or put in, revealed: %s', async (reveal) => {
    const ledger = ledgerOf('ledger.db');
    const sheet = join(folder, '抽查.csv');
    await draw(ledger, sheet, {}, { reveal });
    fill(sheet, () => '对');
    const text = readFileSync(sheet, 'utf8');
    const scored = async (change: (cells: string[]) => void, at = 3) => {
      const lines = text.trimEnd().split('\r\n');
      const cells = (lines[at] as string).split(',');
      change(cells);
      lines[at] = cells.join(',');
      writeFileSync(sheet, `${lines.join('\r\n')}\r\n`);
      return perform(ledger, scoreCommand, {}, [sheet]).then(
        () => null,
        ({ code, data }: StewardError) => ({ code, line: data.line, heading: data.heading }),
      );
    };
    const changed = (heading: string, line = 4) => ({ code: 'sample-changed', line, heading });
    expect(await scored(() => undefined)).toBeNull();
    expect(await scored((cells) => (cells[4] = '另一家公司'))).toEqual(changed('Customer name'));
    expect(await scored((cells) => (cells[6] = ''))).toEqual(changed('Phone'));
    expect(await scored((cells) => (cells[6] = '13900001234'))).toEqual(changed('Phone'));
    // The first row is of one who has no owner.
    expect(await scored((cells) => (cells[8] = '王强'), 1)).toEqual(changed('Owner', 2));
    expect(await scored((cells) => (cells[12] = '电话是前台的'))).toBeNull();
    ledger.close();
  });

  it('[S2-41] a value that changed since is held against what it was when the sample was drawn', async () => {
    const ledger = ledgerOf('ledger.db');
    const sheet = join(folder, '抽查.csv');
    const { items } = await draw(ledger, sheet, {}, { reveal: true });
    fill(sheet, () => '对');
    const [id = 0] = ledger.find('customer_no', items[2].customer);
    const versionOf = () => ledger.get(id)?.version as number;
    applyAll(ledger, [updateOf(id, versionOf(), { name: '闵行改名商行', phone: '13911112222' })]);
    applyAll(ledger, [updateOf(id, versionOf(), { name: '闵行又改名商行' })]);
    const { data } = await perform(ledger, scoreCommand, {}, [sheet]);
    expect(data.customers).toMatchObject({ right: 10 });
    const text = readFileSync(sheet, 'utf8');
    const cells = (text.split('\r\n')[3] as string).split(',');
    for (const [at, value] of [
      [4, '闵行改名商行'],
      [4, '闵行又改名商行'],
      [6, '13911112222'],
    ] as const) {
      writeFileSync(sheet, text.replace(`,${cells[at]},`, `,${value},`));
      expect(await refusal(perform(ledger, scoreCommand, {}, [sheet]))).toBe('sample-changed');
    }
    ledger.close();
  });

  it('[S2-41] one of another ledger', async () => {
    const ledger = ledgerOf('ledger.db');
    const sheet = join(folder, '抽查.csv');
    await draw(ledger, sheet);
    const other = ledgerOf('other.db');
    expect(await refusal(perform(other, scoreCommand, {}, [sheet]))).toBe('sample-other');
    ledger.close();
    other.close();
  });
});

it('a verdict that is none is named with its place', async () => {
  const ledger = ledgerOf('ledger.db');
  const sheet = join(folder, '抽查.csv');
  await draw(ledger, sheet);
  fill(sheet, () => '大概吧');
  const error = (await perform(ledger, scoreCommand, {}, [sheet]).catch((cause: unknown) => cause)) as StewardError;
  expect(error.code).toBe('verdict-unknown');
  expect(error.data).toMatchObject({ line: 2, value: '大概吧', heading: 'Customer name check (right/wrong/unknown)' });
  ledger.close();
});

it('a sheet that is there is not overwritten; one that could not be drawn is not left behind', async () => {
  const ledger = ledgerOf('ledger.db');
  const sheet = join(folder, '抽查.csv');
  writeFileSync(sheet, '填好的');
  expect(await refusal(draw(ledger, sheet))).toBe('file-exists');
  expect(readFileSync(sheet, 'utf8')).toBe('填好的');
  expect(await refusal(draw(ledger, ledger.info.path))).toBe('file-kept');
  expect(existsSync(join(folder, 'b.csv'))).toBe(false);
  ledger.close();
});
