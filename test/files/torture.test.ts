/**
 * Files as they come, and worse: each gives exact rows, or a fault that says where. One bad row costs one row, never the file, never its
 * neighbour.
 */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bookParts, rowsXml, zipOf } from '../../scripts/fixture/workbook.js';
import { openTable, type TableOptions } from '../../src/files/open-table.js';
import { encoded, faultOf, readTable, scratch } from './helpers.js';

const file = scratch();

interface Rows {
  readonly header?: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines?: readonly number[];
  /** Code, line and column of each record that cannot be read. */
  readonly bad?: readonly (readonly [string, number, number])[];
}
interface Fault {
  readonly fault: string;
  readonly at?: Readonly<Record<string, unknown>>;
}
type Case = readonly [name: string, bytes: string | Uint8Array, expected: Rows | Fault, options?: TableOptions];

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const cat = (...parts: (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const known =
  (...names: string[]) =>
  (cells: readonly string[]) =>
    cells.filter((cell) => names.includes(cell)).length;
const book = (rows: Parameters<typeof rowsXml>[0]) => zipOf(bookParts([{ name: 'S', xml: rowsXml(rows) }]), true);

async function check(path: string, expected: Rows | Fault, options?: TableOptions): Promise<void> {
  if ('fault' in expected) {
    const fault = await faultOf(readTable(path, options));
    expect(fault.code).toBe(expected.fault);
    expect(fault.data).toMatchObject({ path, ...expected.at });
    return;
  }
  const { header, rows, lines, records, faults, source } = await readTable(path, options);
  if (expected.header) expect(header).toEqual(expected.header);
  expect(rows).toEqual(expected.rows);
  if (expected.lines) expect(lines).toEqual(expected.lines);
  expect(faults.map(({ code, line, column }) => [code, line, column])).toEqual(expected.bad ?? []);
  const all = [...records, ...faults.map(({ record }) => record)].sort((a, b) => a - b);
  expect(all).toEqual(all.map((_, i) => i + 1));
  expect(source.totals).toMatchObject({ records: all.length, rows: rows.length, faults: faults.length });
}

const run = (cases: readonly Case[]) =>
  it.each(cases.map((each, i) => [each[0], i] as const))('%s', async (_, i) => {
    const [, bytes, expected, options] = cases[i] as Case;
    await check(file('case.csv', bytes), expected, options);
  });

describe('the ideas of csv-spectrum', () => {
  run([
    ['comma in quotes', 'name,address\n"Li, Lei","1 Road, Town"\n', { rows: [['Li, Lei', '1 Road, Town']] }],
    [
      'empty cells',
      'a,b,c\n1,"",""\n2,3,4\n',
      {
        rows: [
          ['1', '', ''],
          ['2', '3', '4'],
        ],
      },
    ],
    [
      'empty cells, CRLF',
      'a,b,c\r\n1,"",""\r\n,,4\r\n',
      {
        rows: [
          ['1', '', ''],
          ['', '', '4'],
        ],
      },
    ],
    [
      'escaped quotes',
      'a,b\n1,"ha ""ha"" ha"\n3,""""\n',
      {
        rows: [
          ['1', 'ha "ha" ha'],
          ['3', '"'],
        ],
      },
    ],
    [
      'JSON in a cell',
      'key,val\n1,"{""type"": ""Point"", ""at"": [102.0, 0.5]}"\n',
      { rows: [['1', '{"type": "Point", "at": [102.0, 0.5]}']] },
    ],
    [
      'newlines in cells, LF',
      'a,b,c\n1,2,3\n"Once upon \na time",5,6\n7,8,9\n',
      {
        rows: [
          ['1', '2', '3'],
          ['Once upon \na time', '5', '6'],
          ['7', '8', '9'],
        ],
        lines: [2, 3, 5],
      },
    ],
    [
      'newlines in cells, CRLF',
      'a,b,c\r\n"Once upon \r\na time",5,6\r\n7,8,9\r\n',
      {
        rows: [
          ['Once upon \r\na time', '5', '6'],
          ['7', '8', '9'],
        ],
        lines: [2, 4],
      },
    ],
    [
      'quotes and newlines',
      'a,b\n1,"ha \n""ha"" \nha"\n3,4\n',
      {
        rows: [
          ['1', 'ha \n"ha" \nha'],
          ['3', '4'],
        ],
        lines: [2, 5],
      },
    ],
    ['simple', 'a,b,c\n1,2,3\n', { header: ['a', 'b', 'c'], rows: [['1', '2', '3']] }],
    ['simple, CRLF', 'a,b,c\r\n1,2,3\r\n', { header: ['a', 'b', 'c'], rows: [['1', '2', '3']] }],
    [
      'UTF-8',
      'a,b\n1,ʤ\n3,𠮷 é e\u0301\n',
      {
        rows: [
          ['1', 'ʤ'],
          ['3', '𠮷 é e\u0301'],
        ],
      },
    ],
    [
      'coordinates',
      'lat,lon,place\n-15.5989,"-56,0949",x\n31.2304,121.4737,上海\n',
      {
        rows: [
          ['-15.5989', '-56,0949', 'x'],
          ['31.2304', '121.4737', '上海'],
        ],
      },
    ],
  ]);
});

describe('quotes', () => {
  run([
    [
      'unclosed in the middle',
      'a,b\n1,"x\n2,y\n3,z\n',
      {
        rows: [
          ['2', 'y'],
          ['3', 'z'],
        ],
        lines: [3, 4],
        bad: [['unclosed-quote', 2, 3]],
      },
    ],
    ['unclosed in the first cell', 'a,b\n"1,x\n2,y\n', { rows: [['2', 'y']], bad: [['unclosed-quote', 2, 1]] }],
    ['unclosed at the very end', 'a,b\n1,x\n2,"', { rows: [['1', 'x']], bad: [['unclosed-quote', 3, 3]] }],
    [
      'two unclosed',
      'a,b\n1,"x\n2,y\n3,"z\n4,w\n',
      {
        rows: [
          ['2', 'y'],
          ['4', 'w'],
        ],
        bad: [
          ['unclosed-quote', 2, 3],
          ['unclosed-quote', 4, 3],
        ],
      },
    ],
    [
      'unclosed before quoted rows',
      'a,b\n1,"x\n"2","y"\n"3","z"\n',
      {
        rows: [
          ['2', 'y'],
          ['3', 'z'],
        ],
        bad: [['unclosed-quote', 2, 3]],
      },
    ],
    ['unclosed in a file with CR', 'a,b\r1,"x\r2,y\r', { rows: [['2', 'y']], bad: [['unclosed-quote', 2, 3]] }],
    ['text after the closing quote', 'a,b\n1,"x"y\n2,z\n', { rows: [['2', 'z']], bad: [['bad-quote', 2, 5]] }],
    ['space after the closing quote', 'a,b\n"1" ,x\n2,y\n', { rows: [['2', 'y']], bad: [['bad-quote', 2, 3]] }],
    [
      'a backslash is no escape',
      'a,b\n1,"x\\"\n2,"y\\"z"\n3,w\n',
      {
        rows: [
          ['1', 'x\\'],
          ['3', 'w'],
        ],
        bad: [['bad-quote', 3, 6]],
      },
    ],
    [
      'stray quotes in unquoted cells',
      'a,b\n5" pipe,x"y\n2,z"\n',
      {
        rows: [
          ['5" pipe', 'x"y'],
          ['2', 'z"'],
        ],
      },
    ],
    ['space before the opening quote', 'a,b\n1, "x"\n', { rows: [['1', ' "x"']] }],
    ['curly and full-width quotes are text', 'a,b\n“x”,＂y＂\n', { rows: [['“x”', '＂y＂']] }],
    ['only quotes', 'a,b\n"""""","a"""\n', { rows: [['""', 'a"']] }],
    [
      'mixed line ends inside quotes',
      'a,b\n1,"x\r\ny\rz\nw"\r\n2,3\r',
      {
        rows: [
          ['1', 'x\r\ny\rz\nw'],
          ['2', '3'],
        ],
        lines: [2, 6],
      },
    ],
    ['a broken quote in the header', 'a,"b\n1,2\n3,4\n', { fault: 'unclosed-quote', at: { line: 1, column: 3 } }],
  ]);
});

describe('rows and columns', () => {
  run([
    [
      'ragged, both ways',
      'a,b,c\n1,2\n1,2,3,4\n1,2,3\n',
      {
        rows: [
          ['1', '2'],
          ['1', '2', '3', '4'],
          ['1', '2', '3'],
        ],
      },
    ],
    ['delimiters at every line end', 'a,b,\n1,2,\n', { header: ['a', 'b', ''], rows: [['1', '2', '']] }],
    ['no newline at the end', 'a,b\n1,2', { rows: [['1', '2']] }],
    ['only a header', 'a,b,c', { header: ['a', 'b', 'c'], rows: [] }],
    ['only a header and blank lines', 'a,b\n\n \n,\n', { rows: [] }],
    [
      'blank lines everywhere',
      '\n\na,b\n\n1,2\n\n\n3,4\n\n',
      {
        rows: [
          ['1', '2'],
          ['3', '4'],
        ],
        lines: [5, 8],
      },
    ],
    ['a blank tail of thousands of commas', `a,b,c\n1,2,3\n${',,\n'.repeat(5000)}`, { rows: [['1', '2', '3']] }],
    ['lines of full-width spaces', 'a,b\n　,　\n1,　x　\n', { rows: [['1', '　x　']], lines: [3] }],
    [
      'lone CR',
      'a,b\r1,2\r3,4',
      {
        rows: [
          ['1', '2'],
          ['3', '4'],
        ],
        lines: [2, 3],
      },
    ],
    [
      'CR CR LF',
      'a,b\r\r\n1,2\r\r\n3,4\r\r\n',
      {
        rows: [
          ['1', '2'],
          ['3', '4'],
        ],
      },
    ],
    ['LF CR', 'a,b\n\r1,2\n\r', { rows: [['1', '2']] }],
    [
      'other separators of lines are text',
      'a,b\n1\u2028x,2\u0085y\n3\vz,4\fw\n',
      {
        rows: [
          ['1\u2028x', '2\u0085y'],
          ['3\vz', '4\fw'],
        ],
      },
    ],
    [
      'a cell of 1 MiB less a little',
      `a,b\n1,${'x'.repeat((1 << 20) - 10)}\n2,y\n`,
      {
        rows: [
          ['1', 'x'.repeat((1 << 20) - 10)],
          ['2', 'y'],
        ],
      },
    ],
    [
      'a cell of more than 1 MiB',
      `a,b\n1,${'客'.repeat(1 << 20)}\n2,y\n`,
      { rows: [['2', 'y']], bad: [['record-too-large', 2, 1]] },
    ],
    [
      'a quoted cell of 2 MiB with line ends',
      `a,b\n0,x\n1,"${`${'x'.repeat(65_535)}\n`.repeat(32)}"\n2,y\n`,
      {
        rows: [['0', 'x'], ...Array.from({ length: 31 }, () => ['x'.repeat(65_535)]), ['2', 'y']],
        bad: [
          ['unclosed-quote', 3, 3],
          ['unclosed-quote', 35, 1],
        ],
      },
    ],
    [
      '16,384 columns',
      `${Array.from({ length: 16_384 }, (_, i) => `c${i}`).join()}\n${','.repeat(16_383)}x\n`,
      { rows: [[...Array.from({ length: 16_383 }, () => ''), 'x']] },
    ],
    [
      '20,000 columns',
      `${Array.from({ length: 20_000 }, (_, i) => `c${i}`).join()}\n1\n`,
      { fault: 'too-many-columns', at: { columns: 20_000, limit: 16_384 } },
    ],
    [
      'one row of 50,000 cells under two headings',
      `a,b\n${'1,'.repeat(49_999)}1\n2,3\n`,
      { rows: [Array.from({ length: 50_000 }, () => '1'), ['2', '3']] },
    ],
    ['one column', '客户名称\n鑫源\n', { fault: 'one-column', at: { line: 1 } }],
    ['nothing but delimiters', ',,,\n,,,\n', { fault: 'no-header' }],
    ['only line ends', '\r\n\r\n\n', { fault: 'no-header' }],
    ['an empty file', '', { fault: 'empty-file' }],
  ]);
});

describe('headers and what stands above and below', () => {
  const score = known('客户编号', '客户名称');
  run([
    ['sep=;', 'sep=;\r\na;b\r\n1,5;2\r\n', { header: ['a', 'b'], rows: [['1,5', '2']], lines: [3] }],
    ['sep=\\t behind a byte order mark', '\ufeffsep=\t\na\tb\n1\t2\n', { header: ['a', 'b'], rows: [['1', '2']] }],
    [
      'title rows',
      '客户表,,\n2026年,,\n\n客户编号,客户名称,备注\n1,鑫源,x\n',
      { header: ['客户编号', '客户名称', '备注'], rows: [['1', '鑫源', 'x']], lines: [5] },
      { headerScore: score },
    ],
    [
      'a title with a broken quote',
      '"鑫源"表,,\n客户编号,客户名称,备注\n1,鑫源,x\n',
      { rows: [['1', '鑫源', 'x']] },
      { headerScore: score },
    ],
    [
      'a total row is a row',
      '客户编号,金额\n1,5\n合计,5\n',
      {
        rows: [
          ['1', '5'],
          ['合计', '5'],
        ],
      },
    ],
    [
      'the header again in the middle is a row',
      'a,b\n1,2\na,b\n3,4\n',
      {
        rows: [
          ['1', '2'],
          ['a', 'b'],
          ['3', '4'],
        ],
      },
    ],
    [
      '__proto__, constructor, toString',
      '__proto__,constructor,toString\n1,2,3\n',
      { header: ['__proto__', 'constructor', 'toString'], rows: [['1', '2', '3']] },
    ],
    ['duplicate and blank headers', 'a,,a,\n1,2,3,4\n', { header: ['a', '', 'a', ''], rows: [['1', '2', '3', '4']] }],
    [
      'headers with spaces of both widths, line breaks, zero width',
      ' 编号　,"客户\n名称",电\u200b话\n1,2,3\n',
      { header: ['编号', '客户名称', '电话'], rows: [['1', '2', '3']], lines: [3] },
    ],
    ['numbers as headings', '2024,2025,2026\n1,2,3\n', { header: ['2024', '2025', '2026'], rows: [['1', '2', '3']] }],
  ]);
});

describe('delimiters and values', () => {
  run([
    ['tabs', 'a\tb\n1,5\t"x\ty"\n', { rows: [['1,5', 'x\ty']] }],
    ['pipes', 'a|b|c\n1|2,3|\n', { rows: [['1', '2,3', '']] }],
    [
      'semicolons and decimal commas',
      'name;betrag\nA;1.234,56\nB;7,00\n',
      {
        rows: [
          ['A', '1.234,56'],
          ['B', '7,00'],
        ],
      },
    ],
    [
      'full-width commas',
      '编号，名称，备注\n1，鑫源，a,b\n2，恒达，\n',
      {
        rows: [
          ['1', '鑫源', 'a,b'],
          ['2', '恒达', ''],
        ],
      },
    ],
    ['full-width semicolons', '编号；名称\n1；鑫源\n', { rows: [['1', '鑫源']] }],
    ['another delimiter by flag', 'a^b\n1^2\n', { rows: [['1', '2']] }, { delimiter: '^' }],
    ['a wrong delimiter by flag', 'a,b\n1,2\n', { fault: 'one-column', at: { tried: [';'] } }, { delimiter: ';' }],
    [
      'formulas and apostrophes stay as they are',
      "a,b\n=1+1,@SUM(A1)\n'=x,'0012\n-5,+86 138\n",
      {
        rows: [
          ['=1+1', '@SUM(A1)'],
          ["'=x", "'0012"],
          ['-5', '+86 138'],
        ],
      },
    ],
    ['="0012" of Excel exports is a value', 'a,b\n="0012",x\n', { rows: [['="0012"', 'x']] }],
    [
      'leading zeros, 18 digits, exponents stay text',
      'a,b,c\n007,110101199003074514,1.38E+10\n',
      { rows: [['007', '110101199003074514', '1.38E+10']] },
    ],
    ['control characters', 'a,b\n\x1b[31mx\x07,y\x08\x7f\n', { rows: [['\x1b[31mx\x07', 'y\x08\x7f']] }],
    [
      'NUL bytes',
      'a,b\nx\0y,\0\n1,2\n',
      {
        rows: [
          ['x\0y', '\0'],
          ['1', '2'],
        ],
      },
    ],
    [
      'a byte order mark in the middle, as of joined files',
      '\ufeffa,b\n1,2\n\ufeff3,4\n',
      {
        header: ['a', 'b'],
        rows: [
          ['1', '2'],
          ['\ufeff3', '4'],
        ],
      },
    ],
    ['a comment line is a row', 'a,b\n#x,y\n', { rows: [['#x', 'y']] }],
  ]);
});

describe('bytes', () => {
  const head = '编号,名称\n1,鑫源\n';
  run([
    [
      'a character cut at the end',
      cat(head, '2,', hex('e5bc')),
      { fault: 'undecodable', at: { line: 3, column: 3, hex: 'E5 BC', encoding: 'utf-8' } },
    ],
    [
      'an overlong slash',
      cat(head, '2,', hex('c0af'), '\n'),
      { fault: 'undecodable', at: { line: 3, column: 3, encoding: 'utf-8' } },
    ],
    [
      'a surrogate in UTF-8',
      cat(head, '2,', hex('eda080'), '\n'),
      { fault: 'undecodable', at: { line: 3, column: 3 } },
    ],
    [
      'beyond the last character',
      cat(head, '2,', hex('f4908080'), '\n'),
      { fault: 'undecodable', at: { line: 3, column: 3 } },
    ],
    [
      'a GBK cell in a UTF-8 file',
      cat(head, '2,', encoded('恒达', 'gb18030'), ',x\n'),
      { fault: 'undecodable', at: { line: 3, column: 3, tried: ['utf-8', 'gb18030'] } },
    ],
    [
      'GB18030 cut at the end',
      cat(encoded('编号,名称\n1,鑫源\n2,张', 'gb18030').subarray(0, -1)),
      { fault: 'undecodable', at: { line: 3, column: 3, encoding: 'gb18030' } },
    ],
    [
      'a lone surrogate in UTF-16',
      cat(encoded('a,b\n1,', 'utf-16le', true), hex('00d8'), encoded('x\n', 'utf-16le')),
      { fault: 'undecodable', at: { line: 2, column: 3, encoding: 'utf-16le' } },
    ],
    [
      'an odd byte at the end of UTF-16',
      cat(encoded('a,b\n1,2\n', 'utf-16be', true), 'x'),
      { fault: 'undecodable', at: { encoding: 'utf-16be' } },
    ],
    [
      'UTF-16 with line ends inside quotes',
      encoded('a,b\r\n1,"𠮷\r\n田"\r\n', 'utf-16le', true),
      { rows: [['1', '𠮷\r\n田']] },
    ],
    [
      'UTF-32',
      cat(hex('fffe0000'), Buffer.from('a\0\0\0,\0\0\0b\0\0\0', 'latin1')),
      { fault: 'undecodable', at: { encoding: 'utf-32le', byte: 0 } },
    ],
    [
      'Big5 asks',
      encoded('編號,名稱\n1,臺北國際貿易公司\n2,香港聯合電子\n3,陳大文李國強\n', 'big5'),
      { fault: 'encoding-ambiguous', at: { candidates: ['big5', 'gb18030'] } },
    ],
    ['a byte order mark and nothing', '\ufeff', { fault: 'no-header' }],
    [
      'random bytes',
      Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 255)),
      { fault: 'undecodable' },
    ],
  ]);
});

describe('files that are something else, whatever they are called', () => {
  const rows = [
    ['a', 'b'],
    ['1', '𠮷'],
  ];
  run([
    ['a workbook', book(rows), { header: ['a', 'b'], rows: [['1', '𠮷']], lines: [2] }],
    ['a workbook cut short', book(rows).subarray(0, -30), { fault: 'workbook-damaged', at: { part: 'zip' } }],
    ['a workbook with an empty sheet', book([]), { fault: 'no-header' }],
    ['an archive of CSV files', zipOf({ 'a.csv': 'a,b\n1,2\n' }), { fault: 'file-is-binary', at: { kind: 'ZIP' } }],
    ['an empty archive', zipOf({}), { fault: 'file-is-binary', at: { kind: 'ZIP' } }],
    [
      'a binary workbook (.xlsb)',
      zipOf({
        '_rels/.rels':
          '<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        'xl/workbook.bin': 'x',
      }),
      { fault: 'file-is-binary', at: { kind: 'XLSB' } },
    ],
    [
      'an OpenDocument sheet (.ods)',
      zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
      { fault: 'file-is-binary', at: { kind: 'ODS' } },
    ],
    [
      'a Word file',
      zipOf({
        '_rels/.rels':
          '<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
        'word/document.xml': '<x/>',
      }),
      { fault: 'file-is-binary', at: { kind: 'DOCX' } },
    ],
    [
      'an old Excel file (.xls)',
      cat(hex('d0cf11e0a1b11ae1'), Buffer.alloc(4096), Buffer.from('Workbook', 'utf16le')),
      { fault: 'file-is-xls' },
    ],
    [
      'a workbook with a password',
      cat(hex('d0cf11e0a1b11ae1'), Buffer.alloc((1 << 20) - 20), Buffer.from('EncryptedPackage', 'utf16le')),
      { fault: 'file-encrypted' },
    ],
    [
      'an HTML table',
      '\ufeff\r\n<HTML xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>a</td></tr></table></HTML>',
      { fault: 'file-is-markup' },
    ],
    ['an HTML table without a head', '<table border=1><tr><td>客户名称</td></tr></table>', { fault: 'file-is-markup' }],
    [
      'Excel 2003 XML',
      '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
      { fault: 'file-is-markup' },
    ],
    ['a gzip file', gzipSync('a,b\n1,2\n'), { fault: 'file-is-binary', at: { kind: 'GZIP' } }],
    ['a PDF', '%PDF-1.7\n1 0 obj\n', { fault: 'file-is-binary', at: { kind: 'PDF' } }],
    ['a picture', cat(hex('89504e470d0a1a0a'), Buffer.alloc(64)), { fault: 'file-is-binary', at: { kind: 'PNG' } }],
    ['a database', cat('SQLite format 3\0', Buffer.alloc(4096)), { fault: 'file-is-binary', at: { kind: 'SQLite' } }],
    [
      'a CSV that begins with a tag in a heading',
      '<id>,<name>\n1,2\n',
      { header: ['<id>', '<name>'], rows: [['1', '2']] },
    ],
    ['--sheet for a CSV', 'a,b\n1,2\n', { fault: 'option-not-for-file', at: { option: '--sheet' } }, { sheet: '1' }],
    [
      '--delimiter for a workbook',
      book(rows),
      { fault: 'option-not-for-file', at: { option: '--delimiter' } },
      { delimiter: ',' },
    ],
  ]);

  it('a folder, and what is not there', async () => {
    expect((await faultOf(openTable(file('.')))).code).toBe('file-is-directory');
    expect((await faultOf(openTable(file('none.xlsx')))).code).toBe('file-not-found');
  });

  it.each([
    ['a CSV', encoded('编号,名称\n1,鑫源\n', 'gb18030'), ['1', '鑫源']],
    ['a workbook', book(rows), ['1', '𠮷']],
  ])('a FIFO that gives %s', async (name, bytes, row) => {
    const path = file(`fifo ${name}`);
    execFileSync('mkfifo', [path]);
    const from = file('from', bytes);
    const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', from, path]);
    const { rows: read } = await readTable(path);
    expect(read).toEqual([row]);
    writer.kill();
    fs.rmSync(path);
  });
});
