import fc from 'fast-check';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { storedZip } from '../../src/files/stored-zip.js';
import { sheetNames } from '../../src/files/xlsx/sheet-name.js';
import { type SheetContent, writeXlsx } from '../../src/files/xlsx/write-xlsx.js';
import { hostileText } from '../output/samples.js';

const sheet = (rows: SheetContent['rows'], more: Partial<SheetContent> = {}): SheetContent => ({
  title: '客户',
  widths: [20, 20],
  rows,
  ...more,
});

describe('names of sheets', () => {
  it.each([
    [
      ['客户', '客户', '客户'],
      ['客户', '客户 (2)', '客户 (3)'],
    ],
    [
      ['A', 'a'],
      ['A', 'a (2)'],
    ],
    [['a/b:c?d*e[f]g\\h'], ['a b c d e f g h']],
    [
      ["'quoted'", '', '  '],
      ['quoted', '-', '- (2)'],
    ],
    [
      ['History', 'history'],
      ['History (2)', 'history (3)'],
    ],
    [
      ['各负责人名下客户的必填项完整性与时效性明细表(按季度统计)'],
      ['各负责人名下客户的必填项完整性与时效性明细表(按季度统计)'],
    ],
    [
      [`${'长'.repeat(40)}`, `${'长'.repeat(41)}`],
      [`${'长'.repeat(30)}…`, `${'长'.repeat(26)}… (2)`],
    ],
    [[`${'a'.repeat(29)}𠮷𠮷`], [`${'a'.repeat(29)}…`]],
  ])('%j become %j', (titles, names) => {
    expect(sheetNames(titles)).toEqual(names);
  });

  it('any titles give names that Excel takes, each another one', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { maxLength: 8 }), (titles) => {
        const names = sheetNames(titles);
        expect(names).toHaveLength(titles.length);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
        for (const name of names) {
          expect(name.length).toBeGreaterThan(0);
          expect(name.length).toBeLessThanOrEqual(31);
          expect(name).not.toMatch(/[[\]:*?/\\\p{Cc}\p{Cs}]|^'|'$/u);
        }
      }),
    );
  });
});

describe('workbooks', () => {
  it('numbers are numbers and texts are texts, whatever they look like, never a formula', async () => {
    const texts = [
      '=1+1',
      '+8613812345678',
      '-x',
      '@SUM(A1)',
      '0571',
      '91371312MAH98NYY7C',
      '13812345678',
      '2024-03-15',
      '_x0041_',
      'a & <b> "c"',
      ' x ',
      '多\n行',
    ];
    const numbers = [0, -0, 1, -2.5, 0.1, 1e21, 123456789012345, 0.964];
    const bytes = writeXlsx([
      sheet([
        ...texts.map((value) => [{ value }, null]),
        ...numbers.map((value) => [null, { value, look: { format: '0.0%' } }]),
      ]),
    ]);
    const { sheets } = await readXlsx(bytes);
    expect(sheets.map(({ name }) => name)).toEqual(['客户']);
    const rows = sheets[0]?.rows ?? [];
    expect(rows.slice(0, texts.length).map(([cell]) => cell)).toEqual(texts);
    expect(rows.slice(texts.length).map(([, cell]) => cell)).toEqual(numbers.map((value) => (value === 0 ? 0 : value)));
    expect(bytes.includes('<f>')).toBe(false);
  });

  it('any texts and numbers come back as they were', async () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc
        .string({ unit: 'grapheme' })
        .filter((text) => text !== '')
        .map((value) => ({ value })),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ value })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
        async (rows) => {
          const { sheets } = await readXlsx(writeXlsx([sheet(rows)]));
          rows.forEach((cells, r) => {
            cells.forEach((one, c) => {
              const expected = one === null ? null : typeof one.value === 'number' ? one.value + 0 || 0 : one.value;
              expect(sheets[0]?.rows[r]?.[c] ?? null).toEqual(expected);
            });
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('links lead to files beside it and to its own sheets; heads stay in sight, and bytes are the same again', async () => {
    const make = () =>
      writeXlsx([
        sheet([
          [
            { value: 'rows', link: 'rows/%E9%80%BE%E6%9C%9F.csv' },
            { value: 'there', link: { sheet: 1 } },
          ],
        ]),
        sheet([[{ value: 'h' }], [{ value: 1 }]], { title: "It's 2", frozen: 1, filtered: 1, widths: [9] }),
      ]);
    const bytes = make();
    expect(make().equals(bytes)).toBe(true);
    const { sheets } = await readXlsx(bytes);
    const links = [...(sheets[0]?.cells ?? [])].map(([at, { hyperlink }]) => [
      at,
      hyperlink?.target,
      hyperlink?.location,
    ]);
    expect(links.filter(([, target, location]) => target || location)).toEqual([
      ['0,0', 'rows/%E9%80%BE%E6%9C%9F.csv', undefined],
      ['0,1', expect.anything(), "'It''s 2'!A1"],
    ]);
    expect(sheets[1]).toMatchObject({ name: "It's 2", freezePane: { rows: 1 }, autoFilter: { range: 'A1:A2' } });
  });

  it('what Excel could not hold is cut, or refused', async () => {
    const { sheets } = await readXlsx(writeXlsx([sheet([[{ value: 'x'.repeat(40_000) }]])]));
    expect(sheets[0]?.rows[0]?.[0]).toBe(`${'x'.repeat(32_766)}…`);
    expect(() => writeXlsx([sheet([[{ value: Number.NaN }]])])).toThrow(RangeError);
    expect(() => writeXlsx([sheet(Array.from({ length: 1_048_577 }, () => []))])).toThrow(RangeError);
  });
});

it('an archive holds no clock and nothing packed: byte by byte', () => {
  const zip = storedZip([{ name: 'a.txt', bytes: Buffer.from('hi') }]);
  expect(zip.toString('latin1')).toBe(
    'PK\x03\x04\x14\0\0\x08\0\0\0\0\x21\0\xac\x2a\x93\xd8\x02\0\0\0\x02\0\0\0\x05\0\0\0a.txthi' +
      'PK\x01\x02\x14\0\x14\0\0\x08\0\0\0\0\x21\0\xac\x2a\x93\xd8\x02\0\0\0\x02\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0a.txt' +
      'PK\x05\x06\0\0\0\0\x01\0\x01\0\x33\0\0\0\x25\0\0\0\0\0',
  );
});
