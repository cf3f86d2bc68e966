import { createHash } from 'node:crypto';
import fs from 'node:fs';
import fc from 'fast-check';
import { writeXlsx, writeXlsxStream } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import {
  type BookXml,
  bookParts,
  columnName,
  type Parts,
  rowsXml,
  type SheetCell,
  type SheetXml,
  zipOf,
} from '../../scripts/fixture/workbook.js';
import { openTable } from '../../src/files/open-table.js';
import { faultOf, readTable, scratch } from './helpers.js';

const file = scratch();
const KNOWN = new Set(['客户编号', '客户名称', '电话']);
const headerScore = (cells: readonly string[]): number => cells.filter((cell) => KNOWN.has(cell.trim())).length;

let made = 0;
const pathOf = (bytes: Uint8Array): string => file(`t${made++}.xlsx`, bytes);
const book = (sheets: readonly SheetXml[], more?: BookXml) => pathOf(zipOf(bookParts(sheets, more), true));
const read = (sheets: readonly SheetXml[], more?: BookXml, options = {}) => readTable(book(sheets, more), options);
const sheet = (rows: readonly (readonly SheetCell[])[], name = 'Sheet1'): SheetXml => ({ name, xml: rowsXml(rows) });
/** The texts of cells given as XML, in a row below a header. */
const cells = async (xml: readonly string[], more?: BookXml) => {
  const head = rowsXml([xml.map((_, i) => `列${i}`)]);
  const row = `<row r="2">${xml.join('')}</row>`;
  const { rows, notes } = await read([{ name: 'S', xml: head + row }], more);
  return { cells: rows[0], notes: notes.map(({ code, column }) => [code, column]) };
};
const dates = async (format: number | string, values: readonly (number | string)[], date1904 = false) =>
  (
    await cells(
      values.map((value) => `<c s="1"><v>${value}</v></c>`),
      { formats: [format], date1904 },
    )
  ).cells;
/** A number of 15 significant digits; whole ones keep theirs. There is no -0. */
const asExcelHasIt = (v: number): number => (Number.isInteger(v) ? v : Number(v.toPrecision(15))) + 0 || 0;

describe('what cells say', () => {
  it('texts: shared, inline, rich, formula results; entities, 𠮷, outer spaces, line breaks, _x000D_', async () => {
    const strings = [
      '<t xml:space="preserve"> 前后空格　</t>',
      '<r><rPr><b/></rPr><t>加粗</t></r><r><t>普通</t></r><rPh sb="0" eb="2"><t>ピン</t></rPh>',
      '<t>&#x20BB7;&#134071;田 A&amp;B &lt;c&gt; &quot;x&quot;</t>',
      '<t>a_x000D_\nb_x005F_x0041_</t>',
      '',
    ];
    const shared = strings.map((_, i) => `<c t="s"><v>${i}</v></c>`);
    const found = await cells(
      [
        ...shared,
        '<c t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r><rPh><t>x</t></rPh></is></c>',
        '<c t="str"><f>A1&amp;"x"</f><v>结果</v></c>',
        '<c t="inlineStr"><is><t><![CDATA[<原样>&]]></t></is></c>',
      ],
      { strings },
    );
    expect(found.cells).toEqual([
      ' 前后空格　',
      '加粗普通',
      '𠮷𠮷田 A&B <c> "x"',
      'a\r\nb_x0041_',
      '',
      '行内',
      '结果',
      '<原样>&',
    ]);
    expect(found.notes).toEqual([]);
  });

  it.each([
    ['13800138000', '13800138000'],
    ['1.3800138E10', '13800138000'],
    ['1.1010119900307401E+17', '110101199003074020'],
    ['110101199003074514', '110101199003074514'],
    ['0.30000000000000004', '0.3'],
    ['300.29999999999995', '300.3'],
    ['-1.0000000000000002', '-1'],
    ['1.0000000000000001E-7', '0.0000001'],
    ['1234567890.12345', '1234567890.12345'],
    ['999999999999999.9', '1000000000000000'],
    ['0.1', '0.1'],
    ['-5000', '-5000'],
    ['12.50', '12.5'],
    ['1E-7', '0.0000001'],
    ['-1.5E-10', '-0.00000000015'],
    ['1.5E+22', '15000000000000000000000'],
    ['007', '7'],
    ['0', '0'],
    ['坏', '坏'],
  ])('number %s is %s', async (raw, text) => {
    expect((await cells([`<c><v>${raw}</v></c>`, '<c><v>1</v></c>'])).cells?.[0]).toBe(text);
  });

  it('any double comes back without exponent: with the 15 digits that Excel has, and a longer whole number as it is', async () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true });
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 50 }), async (values) => {
        const found = (await cells(values.map((v) => `<c><v>${v}</v></c>`))).cells as string[];
        expect(found.map(Number)).toEqual(values.map(asExcelHasIt));
        expect(found.join('')).not.toMatch(/e/i);
      }),
      { numRuns: 30 },
    );
  });

  it('percentages stay numbers, postcodes keep the zeros that their format shows', async () => {
    expect(await dates('0.00%', ['0.155'])).toEqual(['0.155']);
    expect(await dates(9, ['0.15'])).toEqual(['0.15']);
    expect(await dates('000000', ['10020', '123456', '1234567', '-5'])).toEqual(['010020', '123456', '1234567', '-5']);
    expect(await dates('#,##0.00;[Red]-#,##0.00', ['1234.5'])).toEqual(['1234.5']);
  });

  it('booleans, errors, formulas without a result, long numbers; each oddity by its column', async () => {
    const found = await cells([
      '<c t="b"><v>1</v></c>',
      '<c t="b"><v>0</v></c>',
      '<c t="e"><f>VLOOKUP(1,A:B,2,0)</f><v>#N/A</v></c>',
      '<c><f>SUM(A1:A9)</f></c>',
      '<c><f>1+1</f><v>2</v></c>',
      '<c><v>110101199003074000</v></c>',
      '<c t="str"><f>""</f><v></v></c>',
      '<c t="inlineStr"><is><t>110101199003074514</t></is></c>',
      '<c><v>123456789012345</v></c>',
    ]);
    expect(found.cells).toEqual([
      'TRUE',
      'FALSE',
      '#N/A',
      '',
      '2',
      '110101199003074000',
      '',
      '110101199003074514',
      '123456789012345',
    ]);
    expect(found.notes).toEqual([
      ['error-value', 3],
      ['no-result', 4],
      ['long-number', 6],
    ]);
  });

  it('half a surrogate pair is U+FFFD wherever it stands; halves that meet are a character', async () => {
    const found = await cells(
      [
        '<c t="s"><v>0</v></c>',
        '<c t="s"><v>1</v></c>',
        '<c t="inlineStr"><is><t>王&#xDE00;</t></is></c>',
        '<c t="str"><v>_xD83D__xDE00_ &#xD83D;&#xDE00; 𠮷</v></c>',
        '<c t="e"><v>&#xD83D;</v></c>',
        '<c><v>&#xD83D;</v></c>',
      ],
      { strings: ['<t>李_xD83D_明</t>', '<r><t>&#xD83D;</t></r><r><t>后</t></r>'] },
    );
    expect(found.cells).toEqual(['李�明', '�后', '王�', '😀 😀 𠮷', '�', '�']);
    const { header } = await read([
      sheet([
        ['客户名称', 'a_xD83D_'],
        ['张三', '1'],
      ]),
    ]);
    expect(header).toEqual(['客户名称', 'a�']);
  });

  it('a cell of 32,767 characters, also when every one is an entity', async () => {
    const long = '&#x5BA2;'.repeat(32_767);
    expect((await cells([`<c t="inlineStr"><is><t>${long}</t></is></c>`])).cells).toEqual(['客'.repeat(32_767)]);
  });
});

describe('days and times', () => {
  it.each([
    ['yyyy-mm-dd', '45366', '2024-03-15'],
    [14, '45366', '2024-03-15'],
    [14, '45366.75', '2024-03-15'],
    [31, '45366', '2024-03-15'],
    ['yyyy"年"m"月"d"日"', '45366', '2024-03-15'],
    ['[$-804]yyyy\\-mm\\-dd;@', '45366', '2024-03-15'],
    ['[DBNum1][$-804]yyyy"年"m"月"d"日";@', '45366', '2024-03-15'],
    ['m/d', '45366', '2024-03-15'],
    [22, '45366.5', '2024-03-15 12:00'],
    [22, '45366', '2024-03-15'],
    ['yyyy/m/d h:mm:ss', '45366.999988425925', '2024-03-15 23:59:59'],
    ['yyyy/m/d h:mm:ss', '45366.9999999999', '2024-03-16'],
    ['yyyy-mm-dd hh:mm', '45366.354166666664', '2024-03-15 08:30'],
    ['h:mm AM/PM', '0.75', '18:00'],
    [33, '0.0001157407', '00:00:10'],
    [46, '0.5', '12:00'],
    [20, '45366.5', '2024-03-15 12:00'],
    ['yyyy-mm-dd', '1', '1900-01-01'],
    ['yyyy-mm-dd', '59', '1900-02-28'],
    ['yyyy-mm-dd', '60', '1900-02-29'],
    ['yyyy-mm-dd', '61', '1900-03-01'],
    ['yyyy-mm-dd', '2958465', '9999-12-31'],
    ['yyyy-mm-dd', '2958466', '2958466'],
    ['yyyy-mm-dd', '-1', '-1'],
    ['General', '45366', '45366'],
    ['0.0_d', '45366', '45366'],
    ['[Red]0', '45366', '45366'],
    ['0"天"', '45366', '45366'],
    ['0.00E+00', '45366', '45366'],
    ['@', '45366', '45366'],
  ])('%s of %s is %s', async (format, value, text) => {
    expect((await dates(format, [value, '1']))?.[0]).toBe(text);
  });

  it('workbooks that count from 1904', async () => {
    expect(await dates('yyyy-mm-dd', [0, 43_904, 60], true)).toEqual(['1904-01-01', '2024-03-15', '1904-03-01']);
  });

  it('days of strict workbooks', async () => {
    const iso = ['2024-03-15', '2024-03-15T00:00:00', '2024-03-15T08:30:00Z', '2024-03-15T08:30:05.000'];
    expect((await cells(iso.map((v) => `<c t="d"><v>${v}</v></c>`))).cells).toEqual([
      '2024-03-15',
      '2024-03-15',
      '2024-03-15 08:30',
      '2024-03-15 08:30:05',
    ]);
  });

  it.each(['America/New_York', 'Asia/Shanghai', 'Pacific/Apia'])('no day moves with the time zone %s', async (zone) => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      const day = new Date(Date.UTC(2024, 2, 15));
      const sheets = [
        {
          name: 'S',
          rows: [
            ['a', 'b'],
            [day, 'x'],
          ],
          columns: [{ numFmt: 'yyyy-mm-dd' }, {}],
        },
      ];
      const { rows } = await readTable(pathOf(await writeXlsx({ sheets })));
      expect(rows).toEqual([['2024-03-15', 'x']]);
      expect(await dates(22, ['45366.98'])).toEqual(['2024-03-15 23:31:12']);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});

describe('rows and header', () => {
  it('what hucre writes is read back cell for cell, with hash, counts and row numbers', async () => {
    const table = Array.from({ length: 1200 }, (_, i) => [`C${i}`, `公司 𠮷 & "${i}" <x>`, i * 1.1, i % 2 === 0, null]);
    const bytes = await writeXlsx({ sheets: [{ name: '客户', rows: [['a', 'b', 'c', 'd', 'e'], ...table] }] });
    const { header, rows, lines, records, faults, source, batches } = await readTable(pathOf(bytes));
    expect(header).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(rows).toEqual(
      table.map(([a, b, c, d]) => [a, b, String(asExcelHasIt(c as number)), d ? 'TRUE' : 'FALSE', '']),
    );
    expect(lines).toEqual(table.map((_, i) => i + 2));
    expect(records).toEqual(table.map((_, i) => i + 1));
    expect(faults).toEqual([]);
    expect(batches).toBeGreaterThan(1);
    expect(source).toMatchObject({ kind: 'xlsx', sheet: '客户', sheets: ['客户'], headerLine: 1, notes: [] });
    expect(source.totals).toEqual({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
      records: 1200,
      rows: 1200,
      faults: 0,
      blankRows: 0,
    });
  });

  it('any table that hucre writes, packed, streamed or with ZIP64, texts shared or in their cells', async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '张', '𠮷', ' ', '&', '<', '>', '"', "'", ']', '\n', '1', '_'),
    });
    const cell = fc.oneof(
      text,
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 });
    const said = (value: string | number | boolean | null): string | number =>
      value === null
        ? ''
        : typeof value === 'boolean'
          ? String(value).toUpperCase()
          : typeof value === 'number'
            ? asExcelHasIt(value)
            : value;
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('whole', 'stream', 'shared', 'zip64'), async (cells, way) => {
        const rows = [['no', 'a', 'b', 'c'], ...cells.map((row, i) => [`r${i}`, ...row])];
        const stream = () =>
          writeXlsxStream(rows, { name: 'S', inlineStrings: way !== 'shared', zip64: way === 'zip64' });
        const bytes =
          way === 'whole'
            ? await writeXlsx({ sheets: [{ name: 'S', rows }] })
            : Buffer.from(await new Response(stream() as never).arrayBuffer());
        const found = await readTable(pathOf(bytes));
        const read = found.rows.map((row, r) =>
          row.map((value, c) => (typeof rows[r + 1]?.[c] === 'number' ? Number(value) : value)),
        );
        expect(read).toEqual(rows.slice(1).map((row) => row.map(said)));
      }),
      { numRuns: 80 },
    );
  });

  it('title rows above the header, blank rows, blank tails, rows and cells that are left out', async () => {
    const xml = [
      '<row r="2"><c r="A2" t="inlineStr"><is><t>客户汇总表</t></is></c></row>',
      '<row r="3"><c r="A3" t="inlineStr"><is><t>制表:王五</t></is></c><c r="C3"><v>2024</v></c></row>',
      rowsXml([[], [], [], [], ['客户编号', '客户名称', '电话', '备注']]),
      '<row r="7"><c r="B7" t="inlineStr"><is><t>鑫源</t></is></c><c r="D7" s="0"/></row>',
      '<row r="9"/>',
      '<row r="12"><c r="A12"><v>1</v></c><c r="F12" t="inlineStr"><is><t>表外</t></is></c></row>',
      '<row r="13"><c r="A13" t="inlineStr"><is><t xml:space="preserve"> 　</t></is></c></row>',
    ].join('');
    const { header, rows, lines, source } = await read([{ name: 'S', xml }], {}, { headerScore });
    expect(source).toMatchObject({ headerLine: 5, preamble: ['客户汇总表', '制表:王五 2024'] });
    expect(header).toEqual(['客户编号', '客户名称', '电话', '备注', '', '']);
    expect(rows).toEqual([
      ['', '鑫源', '', '', '', ''],
      ['1', '', '', '', '', '表外'],
    ]);
    expect(lines).toEqual([7, 12]);
    expect(source.totals).toMatchObject({ records: 2, rows: 2, blankRows: 5 });
  });

  it('rows and cells without their places are counted on', async () => {
    const xml = '<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>';
    const { rows, lines } = await read([{ name: 'S', xml: `${xml}<row><c><v>1</v></c><c r="B2"><v>2</v></c></row>` }]);
    expect([rows, lines]).toEqual([[['1', '2']], [2]]);
  });

  it('duplicate, blank, __proto__ headers and headers of several lines', async () => {
    const { header, source } = await read([
      sheet([
        ['__proto__', '电话', '电话', null, '客户\n编号'],
        ['1', '2', '3', '4', '5'],
      ]),
    ]);
    expect(header).toEqual(['__proto__', '电话', '电话', '', '客户编号']);
    expect(source.headerNotes.map(({ code }) => code)).toEqual(['duplicate', 'blank', 'cleaned']);
  });

  it('hidden rows are read, with a note; merged cells are told', async () => {
    const rows = rowsXml([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', null],
    ])
      .replace('<row r="3">', '<row r="3" hidden="1">')
      .replace('<row r="4">', '<row r="4" hidden="true">');
    const xml = `<sheetData>${rows}</sheetData><mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="B3:B4"/></mergeCells>`;
    const found = await read([{ name: 'S', xml }]);
    expect(found.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', ''],
    ]);
    expect(found.source.notes).toEqual([
      { code: 'hidden-rows', data: { count: 2, lines: ['3', '4'] } },
      { code: 'merged-cells', data: { count: 2, cells: ['A1:B1', 'B3:B4'] } },
    ]);
  });

  it('a row of over 1 MiB is a fault, its neighbours are read', async () => {
    const long = '字'.repeat((1 << 20) + 1);
    const { rows, lines, faults, source } = await read([
      sheet([
        ['a', 'b'],
        ['1', '2'],
        ['3', long],
        ['5', '6'],
      ]),
    ]);
    expect(rows).toEqual([
      ['1', '2'],
      ['5', '6'],
    ]);
    expect(lines).toEqual([2, 4]);
    expect(faults).toMatchObject([{ code: 'record-too-large', line: 3, record: 2 }]);
    expect(faults[0]?.raw.startsWith('3\t字')).toBe(true);
    expect(source.totals).toMatchObject({ records: 3, rows: 2, faults: 1 });
  });

  it('a stray cell far to the right costs its row, not the table', async () => {
    const xml = `${rowsXml([
      ['a', 'b'],
      ['1', '2'],
    ])}<row r="3"><c r="A3"><v>3</v></c><c r="XFD3"><v>9</v></c></row>`;
    const { header, rows } = await read([{ name: 'S', xml }]);
    expect(header.length).toBe(66);
    expect(rows.map((row) => row.length)).toEqual([66, 16_384]);
  });

  it('names of elements may have a prefix, values may hold > and the other quote', async () => {
    const parts = bookParts([
      sheet(
        [
          ['a', 'b'],
          ['1', '2'],
        ],
        "x' state='hidden > y",
      ),
    ]);
    const xml = String(parts['xl/worksheets/sheet1.xml'])
      .replaceAll(/<(\/?)(?=[a-z])/g, '<$1x:')
      .replace('xmlns=', 'xmlns:x=')
      .replace('<x:sheetData>', '<x:sheetData note="a > b">');
    const { rows, source } = await readTable(pathOf(zipOf({ ...parts, 'xl/worksheets/sheet1.xml': xml })));
    expect([rows, source.kind === 'xlsx' && source.sheet]).toEqual([[['1', '2']], "x' state='hidden > y"]);
  });
});

describe('which sheet', () => {
  const sheets: SheetXml[] = [
    {
      ...sheet(
        [
          ['旧', '数据'],
          ['x', 'y'],
        ],
        '历史',
      ),
      state: 'hidden',
    },
    sheet([], '空'),
    sheet([['填写说明'], ['请勿改动表头']], '说明'),
    sheet(
      [
        ['客户编号', '客户名称'],
        ['C1', '鑫源'],
      ],
      '客户',
    ),
    sheet(
      [
        ['客户编号', '客户名称'],
        ['C2', '恒达'],
      ],
      '2',
    ),
  ];
  const chosen = async (options: object) => {
    const { rows, source } = await read(sheets, {}, options);
    return [source.kind === 'xlsx' && source.sheet, rows, source.notes];
  };

  it('the first visible one with known headings; the others that hold something are named', async () => {
    const others = ['历史', '说明', '2'];
    expect(await chosen({ headerScore })).toEqual([
      '客户',
      [['C1', '鑫源']],
      [{ code: 'other-sheets', data: { sheet: '客户', others } }],
    ]);
  });

  it('without known headings the first visible one that holds anything', async () => {
    expect((await chosen({}))[0]).toBe('说明');
  });

  it.each([
    ['客户', '客户', [['C1', '鑫源']]],
    ['历史', '历史', [['x', 'y']]],
    ['2', '2', [['C2', '恒达']]],
    ['4', '客户', [['C1', '鑫源']]],
  ])('--sheet %s', async (named, name, rows) => {
    expect((await chosen({ sheet: named })).slice(0, 2)).toEqual([name, rows]);
  });

  it.each(['没有', '0', '6'])('--sheet %s: none such, the sheets are named', async (named) => {
    const fault = await faultOf(openTable(book(sheets), { sheet: named }));
    expect([fault.code, fault.data.sheets]).toEqual(['sheet-unknown', ['历史', '空', '说明', '客户', '2']]);
  });

  it('an empty workbook and an empty sheet have no header', async () => {
    expect((await faultOf(openTable(book([sheet([])])))).code).toBe('no-header');
    expect((await faultOf(openTable(book(sheets), { sheet: '空' }))).code).toBe('no-header');
  });
});

describe('workbooks that are not whole', () => {
  const whole = zipOf(
    bookParts([sheet([['a', 'b'], ...Array.from({ length: 3000 }, (_, i) => [`${i}`, `客户${i * 7919}`])])], {
      strings: ['<t>x</t>'],
    }),
    true,
  );
  const outcome = async (bytes: Uint8Array): Promise<string> => {
    try {
      const { rows } = await readTable(pathOf(bytes));
      return `${rows.length} rows`;
    } catch (error) {
      return (await faultOf(Promise.reject(error))).code;
    }
  };
  const changed = async (change: (parts: Record<string, string>) => Parts): Promise<string> =>
    outcome(
      zipOf(
        change({
          ...(bookParts(
            [
              sheet([
                ['a', 'b'],
                ['1', '2'],
              ]),
            ],
            { strings: ['<t>x</t>'] },
          ) as Record<string, string>),
        }),
      ),
    );

  it('is whole', async () => expect(await outcome(whole)).toBe('3000 rows'));

  it('cut short anywhere', async () => {
    for (const part of [0.1, 0.5, 0.9, 0.99]) {
      expect(await outcome(whole.subarray(0, Math.floor(whole.length * part)))).toBe('workbook-damaged');
    }
    expect(await outcome(whole.subarray(0, -1))).toBe('workbook-damaged');
  });

  it('one byte changed in the packed sheet: its checksum tells, whatever the byte does', async () => {
    const at = whole.indexOf('xl/worksheets/sheet1.xml') + 300;
    for (let i = 0; i < 12; i++) {
      const bytes = Buffer.from(whole);
      bytes[at + i * 397] = (bytes[at + i * 397] as number) ^ 0x10;
      expect(await outcome(bytes)).toBe('workbook-damaged');
    }
  });

  it('any bytes changed anywhere: the same rows, or a fault of ours', async () => {
    const flip = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 3 }), async (flips) => {
        const bytes = Buffer.from(whole);
        for (const [i, by] of flips) bytes[i] = (bytes[i] as number) ^ by;
        expect(await outcome(bytes)).toMatch(/^(3000 rows|workbook-.*|file-is-.*|undecodable|no-header|one-column)$/);
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, (parts: Record<string, string>) => Parts, string]>([
    ['no sheet part', ({ 'xl/worksheets/sheet1.xml': _, ...rest }) => rest, 'workbook-damaged'],
    ['no strings part', ({ 'xl/sharedStrings.xml': _, ...rest }) => rest, 'workbook-damaged'],
    ['no relations', ({ '_rels/.rels': _, ...rest }) => rest, 'file-is-binary'],
    [
      'a sheet that ends early',
      (p) => ({ ...p, 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row>' }),
      'workbook-damaged',
    ],
    [
      'tags that do not match',
      (p) => ({ ...p, 'xl/worksheets/sheet1.xml': '<worksheet><a></b></worksheet>' }),
      'workbook-damaged',
    ],
    ['no XML', (p) => ({ ...p, 'xl/workbook.xml': 'PK' }), 'workbook-damaged'],
    [
      'a string that is not there',
      (p) => ({
        ...p,
        'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c t="s"><v>9</v></c></row></sheetData></worksheet>',
      }),
      'workbook-damaged',
    ],
    [
      'a column that is not there',
      (p) => ({
        ...p,
        'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c r="XFE1"><v>9</v></c></row></sheetData></worksheet>',
      }),
      'workbook-damaged',
    ],
    [
      'a row that is not there',
      (p) => ({
        ...p,
        'xl/worksheets/sheet1.xml':
          '<worksheet><sheetData><row r="1048577"><c><v>9</v></c></row></sheetData></worksheet>',
      }),
      'workbook-damaged',
    ],
    [
      'bytes that are not UTF-8',
      (p) => ({ ...p, 'xl/workbook.xml': Buffer.from([60, 97, 62, 0xff, 0xfe]) }),
      'workbook-damaged',
    ],
    [
      'entities of a DTD are not expanded',
      (p) => ({ ...p, 'xl/sharedStrings.xml': '<!DOCTYPE x [<!ENTITY a "b">]><sst><si><t>&a;</t></si></sst>' }),
      '1 rows',
    ],
  ])('%s', async (_, change, code) => expect(await changed(change)).toBe(code));

  it('names of parts in other case and with backslashes', async () => {
    const odd = (p: Record<string, string>) =>
      Object.fromEntries(Object.entries(p).map(([name, xml]) => [name.replaceAll('/', '\\').toUpperCase(), xml]));
    expect(await changed(odd)).toBe('1 rows');
  });

  it('what unpacks to more than its list says, or to more than there is room for', async () => {
    const parts = bookParts(
      [
        sheet([
          ['a', 'b'],
          ['1', '2'],
        ]),
      ],
      { strings: ['<t>x</t>'] },
    );
    const bomb = zipOf({ ...parts, 'xl/styles.xml': ' '.repeat(33 << 20) }, true);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await outcome(bomb)).toBe('workbook-too-large');
    const at = bomb.lastIndexOf('xl/styles.xml') - 46;
    bomb.writeUInt32LE(5000, at + 24);
    expect(await outcome(bomb)).toBe('workbook-damaged');
  });
});

describe('memory', () => {
  it('nearly empty rows as wide as Excel allows, and a text without end, are met with bounded memory', async () => {
    const wide = Array.from({ length: 1000 }, (_, i) => `<row><c r="XFD${i + 2}"><v>1</v></c></row>`).join('');
    const path = book([
      {
        name: 'S',
        xml:
          rowsXml([
            ['a', 'b'],
            ['1', '2'],
          ]) + wide,
      },
    ]);
    const source = await openTable(path);
    let widest = 0;
    for await (const { rows } of source.batches())
      widest = Math.max(
        widest,
        rows.reduce((sum, row) => sum + row.length, 0),
      );
    source.close();
    expect(widest).toBeLessThan(8_000_000);
    const endless = bookParts([sheet([['a', 'b']])]);
    const bytes = zipOf({ ...endless, 'xl/worksheets/sheet1.xml': `<worksheet><${'x'.repeat(20 << 20)}` }, true);
    expect((await faultOf(openTable(pathOf(bytes)))).code).toBe('workbook-damaged');
  });

  it('leaving early and closing frees the file', async () => {
    const rows = [['a', 'b'], ...Array.from({ length: 20_000 }, (_, i) => [`${i}`, `客户${i * 7919}`])];
    const source = await openTable(book([sheet(rows)]));
    for await (const { bytesRead } of source.batches()) {
      expect(bytesRead).toBeLessThanOrEqual(source.bytes);
      break;
    }
    source.close();
    source.close();
    expect(source.totals).toBeNull();
    await expect(source.batches()[Symbol.asyncIterator]().next()).rejects.toThrow('read once');
    expect(fs.existsSync(source.path)).toBe(true);
  });

  it('columns have names', () =>
    expect([0, 25, 26, 701, 702, 16_383].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']));
});
