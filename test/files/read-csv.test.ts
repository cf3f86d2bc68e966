import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCsv } from '../../src/files/read-csv.js';
import { encoded, faultOf, readAll, scratch } from './helpers.js';

const file = scratch();
const built = new URL('../../dist/files/', import.meta.url).href;
const read = (text: string | Uint8Array, options = {}) => readAll(file('t.csv', text), options);

describe('line ends', () => {
  it('mixed line ends in one file (csv-parse alone fuses these rows)', async () => {
    const { rows, lines } = await read('a,b\r\n1,2\n3,4\r5,6\r\r\n7,8');
    expect(rows).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
      ['7', '8'],
    ]);
    expect(lines).toEqual([2, 3, 4, 6]);
  });
});

describe('rows as they are', () => {
  it('ragged rows, shorter and longer', async () => {
    const { rows } = await read('a,b,c\n1\n1,2,3,4,5\n1,2,3\n');
    expect(rows).toEqual([['1'], ['1', '2', '3', '4', '5'], ['1', '2', '3']]);
  });

  it('blank lines and rows of empty cells are skipped and counted; record numbers do not count them', async () => {
    const { rows, lines, records, source } = await read('a,b\n\n1,2\n,\n" ",\u3000\n"",""\n3,4\n\n\n');
    expect(rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(lines).toEqual([3, 7]);
    expect(records).toEqual([1, 2]);
    expect(source.totals).toMatchObject({ records: 2, rows: 2, faults: 0, blankRows: 6 });
  });

  it('a quote as a value is not blank', async () => {
    expect((await read('a,b\n"""",\n ", \n')).rows).toEqual([
      ['"', ''],
      [' "', ' '],
    ]);
  });

  it('a quote inside an unquoted cell is text', async () => {
    expect((await read('a,b\n5" disk,x"y"z\n ab" c,"q"\n')).rows).toEqual([
      ['5" disk', 'x"y"z'],
      [' ab" c', 'q'],
    ]);
  });

  it('NUL and control characters, leading zeros, 18-digit numbers stay', async () => {
    const { rows } = await read('a,b,c\nx\0y,007,110101199003074514\n"\0",\x1b[2J,1.1E+17\n');
    expect(rows).toEqual([
      ['x\0y', '007', '110101199003074514'],
      ['\0', '\x1b[2J', '1.1E+17'],
    ]);
  });

  it('__proto__, duplicate and blank headers', async () => {
    const { header, rows, source } = await read('__proto__,电话,电话,\nx,1,2,3\n');
    expect(header).toEqual(['__proto__', '电话', '电话', '']);
    expect(rows).toEqual([['x', '1', '2', '3']]);
    expect(source.headerNotes.map((note) => note.code)).toEqual(['duplicate', 'blank']);
  });

  it('header only', async () => {
    const { rows, source } = await read('a,b');
    expect(rows).toEqual([]);
    expect(source.totals).toMatchObject({ records: 0, blankRows: 0 });
  });

  it('physical lines count through quoted line breaks, titles and a sep= line', async () => {
    const { lines, source } = await read('sep=;\r\n汇总表;;\r\n编号;名称;备注\r\n1;a;"x\r\ny\rz"\r\n2;b;\r\n');
    expect(lines).toEqual([4, 7]);
    expect(source.dialect).toMatchObject({ sep: true, preamble: ['汇总表;;'], headerLine: 3 });
  });

  it('hash and size are those of the raw bytes', async () => {
    const bytes = encoded('编号,姓名\n1,张三\n', 'gb18030');
    const { source } = await read(bytes);
    expect(source.totals?.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(source.totals?.bytes).toBe(bytes.length);
  });
});

describe('one bad record costs one record', () => {
  it('an unclosed quote: where it opened, and the next rows survive', async () => {
    const { rows, faults, lines, source } = await read('a,b,c\n1,2,3\n4,"张三,6\n7,8,9\n10,11,12\n');
    expect(faults).toEqual([{ code: 'unclosed-quote', line: 3, column: 3, record: 2, raw: '4,"张三,6' }]);
    expect(rows).toEqual([
      ['1', '2', '3'],
      ['7', '8', '9'],
      ['10', '11', '12'],
    ]);
    expect(lines).toEqual([2, 4, 5]);
    expect(source.totals).toMatchObject({ records: 4, rows: 3, faults: 1 });
  });

  it.each([
    [
      'quoted cells follow',
      '1,"x,3\n2,"李四",4\n5,6,7\n',
      [
        ['2', '李四', '4'],
        ['5', '6', '7'],
      ],
    ],
    [
      'a later cell opens a quote',
      '1,"x,3\n2,y,"z"\n5,6,7\n',
      [
        ['2', 'y', 'z'],
        ['5', '6', '7'],
      ],
    ],
    ['the cell below begins with a quote', '1,"x,3\n"2",y,z\n', [['2', 'y', 'z']]],
    [
      'a stray quote ends a later row',
      '1,"x,3\n2,y,z"\n5,6,7\n',
      [
        ['2', 'y', 'z"'],
        ['5', '6', '7'],
      ],
    ],
    [
      'an empty quoted cell below',
      '1,"x,3\n2,"",z\n5,6,7\n',
      [
        ['2', '', 'z'],
        ['5', '6', '7'],
      ],
    ],
    ['in the last cell', '1,2,"x\n5,6,7\n', [['5', '6', '7']]],
    ['in the last line', '5,6,7\n1,2,"x', [['5', '6', '7']]],
  ])('unclosed: %s', async (_, body, survivors) => {
    const { rows, faults } = await read(`a,b,c\n${body}`);
    expect(faults.map((fault) => fault.code)).toEqual(['unclosed-quote']);
    expect(faults[0]!.raw.includes('\n')).toBe(false);
    expect(rows).toEqual(survivors);
  });

  it('an unclosed quote after a cell of two lines is named on its own line', async () => {
    const { rows, faults } = await read('a,b,c\n"x\ny","z,1\n7,8,9\n');
    expect(faults).toMatchObject([{ code: 'unclosed-quote', line: 3, column: 4, record: 1, raw: '"x\ny","z,1' }]);
    expect(rows).toEqual([['7', '8', '9']]);
  });

  it('a quoted cell of 100 line breaks is read, of 101 is not closed', async () => {
    expect((await read(`a,b\n1,"${'行\n'.repeat(100)}"\n2,3\n`)).rows[0]![1]).toBe('行\n'.repeat(100));
    const { rows, faults } = await read(`a,b\n1,"${'行\n'.repeat(101)}"\n2,3\n`);
    expect(faults).toMatchObject([
      { code: 'unclosed-quote', line: 2, raw: '1,"行' },
      { code: 'unclosed-quote', line: 103, raw: '"' },
    ]);
    expect(rows.length).toBe(101); // 100 lines of the cell, each a ragged row, and the next record
    expect(rows.at(-1)).toEqual(['2', '3']);
  });

  it('a ragged record with a cell of several lines is no unclosed quote', async () => {
    const { rows, faults } = await read('a,b,c\n1,"x\n2,y,z"\n"p\nq",2,3,4\n');
    expect(rows).toEqual([
      ['1', 'x\n2,y,z'],
      ['p\nq', '2', '3', '4'],
    ]);
    expect(faults).toEqual([]);
  });

  it('text after a closing quote (csv-parse with skip_records_with_error loses the next row as well)', async () => {
    const { rows, faults } = await read('a,b\n1,"鑫源"公司\n2,x\n"y" ,3\n4,z\n');
    expect(faults).toMatchObject([
      { code: 'bad-quote', line: 2, column: 6, record: 1, raw: '1,"鑫源"公司' },
      { code: 'bad-quote', line: 4, column: 3, record: 3, raw: '"y" ,3' },
    ]);
    expect(rows).toEqual([
      ['2', 'x'],
      ['4', 'z'],
    ]);
  });

  it.each(['', '"'])('a 5 MB cell (quote: %j) is refused with 64 KB kept, its neighbours are read', async (quote) => {
    const { rows, faults, lines, records } = await read(`a,b\n1,2\n3,${quote}${'x'.repeat(5 << 20)}${quote}\r\n5,6\n`);
    expect(faults).toMatchObject([{ code: 'record-too-large', line: 3, record: 2 }]);
    expect(faults[0]!.raw.length).toBe(65_536);
    expect(rows).toEqual([
      ['1', '2'],
      ['5', '6'],
    ]);
    expect(lines).toEqual([2, 4]);
    expect(records).toEqual([1, 3]);
  });

  it('an unclosed quote in a file of several blocks', async () => {
    const body = Array.from({ length: 60_000 }, (_, i) => (i === 29_999 ? `${i},"坏,x` : `${i},客户${i},"x ""${i}"""`));
    const { rows, faults, lines } = await read(`a,b,c\n${body.join('\n')}\n`);
    expect(faults).toMatchObject([{ code: 'unclosed-quote', line: 30_001, column: 7, record: 30_000 }]);
    expect(rows.length).toBe(59_999);
    expect(rows.every((row, i) => row.length === 3 && row[0] === String(i < 29_999 ? i : i + 1))).toBe(true);
    expect(lines.at(-1)).toBe(60_001);
  });

  it('memory stays bounded whatever a cell holds', () => {
    const path = file('huge.csv', 'a,b\n1,2\n3,');
    for (let i = 0; i < 300; i++) fs.appendFileSync(path, Buffer.alloc(1 << 20, 'x'));
    fs.appendFileSync(path, '\n5,6\n');
    const script = `
      import { openCsv } from '${built}read-csv.js';
      const source = await openCsv(process.argv[1]);
      let rows = 0, faults = 0;
      for await (const batch of source.batches()) { rows += batch.rows.length; faults += batch.faults.length; }
      source.close();
      console.log(JSON.stringify({ rows, faults, mb: process.resourceUsage().maxRSS / 1024 }));`;
    const out = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script, path], { encoding: 'utf8' }),
    );
    fs.rmSync(path);
    expect(out).toMatchObject({ rows: 2, faults: 1 });
    expect(out.mb).toBeLessThan(200);
  });
});

describe('against csv-parse alone', () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '张', '𠮷', '1', ' ', "'", '.', '\0') }),
    fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\r\n', '李', ';', '\t') }),
  );
  const quoted = (text: string, always: boolean) =>
    always || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

  it('any well-formed file gives the same rows', async () => {
    const oneLine = cell.map((text) => text.replaceAll(/[\r\n]/g, ''));
    const cells = (text: typeof cell, minLength: number, maxLength: number) =>
      fc.array(fc.tuple(text, fc.boolean()), { minLength, maxLength });
    const row = fc.oneof(cells(cell, 3, 3), cells(oneLine, 2, 5));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), async (parts, eol) => {
        const lines = parts.map((each) => each.map(([text, always]) => quoted(text, always)).join(',') + eol);
        const text = `列一,列二,列三${eol}${lines.join('')}`;
        const [, ...expected]: string[][] = parse(text, { relax_column_count: true, record_delimiter: eol });
        const { rows, faults } = await read(text, { delimiter: ',' });
        expect(rows).toEqual(expected.filter((each) => each.some((value) => value.trim() !== '')));
        expect(faults).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('any text at all: never throws, and every physical line is accounted for', async () => {
    const unit = fc.constantFrom('"', '"', ',', '\n', '\n', '\r', 'a', '张', ' ');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 60 }), async (text) => {
        const { rows, lines, faults, source } = await read(`a,b\n${text}`, { delimiter: ',' });
        expect(source.totals).toMatchObject({ records: rows.length + faults.length, rows: rows.length });
        expect([...lines].sort((x, y) => x - y)).toEqual(lines);
        const kept = rows.flat().join('') + faults.map((fault) => fault.raw).join('');
        const count = (s: string, char: string) => s.split(char).length - 1;
        for (const char of ['a', '张']) expect(count(kept, char)).toBe(count(text, char));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('worker thread and in-process parser', () => {
  it('a file above 1 MiB gives the same as its small pieces', async () => {
    const body = Array.from({ length: 40_000 }, (_, i) => `${i},"第 ""${i}"" 行\n二",${'客户'.repeat(i % 9)},𠮷`);
    for (const encoding of ['utf-8', 'gb18030', 'utf-16le']) {
      const bytes = encoded(`a,b,c,d\n${body.join('\n')}\n`, encoding, encoding === 'utf-16le');
      const { rows, lines, records, source } = await read(bytes);
      expect(rows.length).toBe(40_000);
      expect(rows.findIndex((row, i) => row.join('|') !== `${i}|第 "${i}" 行\n二|${'客户'.repeat(i % 9)}|𠮷`)).toBe(-1);
      expect(lines.every((line, i) => line === 2 + 2 * i)).toBe(true);
      expect(records.every((record, i) => record === i + 1)).toBe(true);
      expect(source.totals).toMatchObject({
        rows: 40_000,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
    }
  });

  it('leaving the loop early ends the thread and keeps totals unknown', async () => {
    const source = await openCsv(file('early.csv', `a,b\n${'1,2\n'.repeat(400_000)}`));
    let batches = 0;
    for await (const batch of source.batches()) {
      expect(batch.bytesRead).toBeLessThan(source.bytes);
      if (++batches === 2) break;
    }
    source.close();
    source.close();
    expect(source.totals).toBeNull();
    await expect(source.batches()[Symbol.asyncIterator]().next()).rejects.toThrow('read once');
  });

  it('a file that shrinks while it is read is a fault, not an end', async () => {
    const path = file('shrink.csv', `a,b\n${'1,2\n'.repeat(2_000_000)}`);
    const source = await openCsv(path);
    fs.truncateSync(path, 1_000_000);
    const fault = await faultOf(
      (async () => {
        for await (const _ of source.batches());
      })(),
    );
    source.close();
    expect(fault.code).toBe('file-changed');
  });
});

describe('what cannot be opened', () => {
  it.each([
    ['a missing file', () => file('missing.csv'), 'file-not-found'],
    ['a path through a file', () => `${file('plain', 'x')}/y.csv`, 'file-not-found'],
    ['a directory', () => file('.'), 'file-is-directory'],
    ['an empty file', () => file('empty.csv', ''), 'empty-file'],
    ['a file of a BOM only', () => file('bom.csv', '\ufeff'), 'no-header'],
    ['blank lines only', () => file('blank.csv', '\n,,\n'), 'no-header'],
    ['one column', () => file('one.csv', '客户名称\n鑫源\n'), 'one-column'],
    ['too many columns', () => file('wide.csv', `${'a,'.repeat(16_384)}b\n`), 'too-many-columns'],
    ['a broken header row', () => file('head.csv', 'a,"b\n1,2\n3,4\n'), 'unclosed-quote'],
  ])('%s', async (_, path, code) => {
    const fault = await faultOf(openCsv(path()));
    expect(fault.code).toBe(code);
    expect(fault.data.path).toBe(path());
  });

  it('one column can be allowed', async () => {
    expect((await read('客户编号\nC001\n', { allowOneColumn: true })).rows).toEqual([['C001']]);
  });
});

describe('standard input and pipes', () => {
  const script = `
    import { openCsv } from '${built}read-csv.js';
    const source = await openCsv(process.argv[1]);
    const rows = [];
    for await (const batch of source.batches()) rows.push(...batch.rows);
    source.close();
    console.log(JSON.stringify({ path: source.path, encoding: source.encoding, n: rows.length, last: rows.at(-1) }));`;
  const input = encoded(`编号,姓名\n${'1,张三\n'.repeat(150_000)}`, 'gb18030');

  it('- reads standard input, whatever its encoding and size', () => {
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script, '-'], {
      input,
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout)).toEqual({ path: '-', encoding: 'gb18030', n: 150_000, last: ['1', '张三'] });
  });

  it('a pipe is spooled, and nothing of it stays behind', () => {
    const directory = file('spool');
    fs.mkdirSync(directory);
    const command = 'cat "$2" | "$0" --input-type=module -e "$1" /dev/stdin';
    const { stdout } = spawnSync('bash', ['-c', command, process.execPath, script, file('piped.csv', input)], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: directory },
    });
    expect(JSON.parse(stdout)).toMatchObject({ path: '/dev/stdin', n: 150_000 });
    expect(fs.readdirSync(directory)).toEqual([]);
  });
});
