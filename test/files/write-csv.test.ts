import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unneutralise } from '../../src/files/formula.js';
import { csvBytes, type WriteEncoding, writeCsvFile } from '../../src/files/write-csv.js';
import { readAll, scratch } from './helpers.js';

const file = scratch();

async function bytesOf(...args: Parameters<typeof csvBytes>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of csvBytes(...args)) parts.push(part);
  return Buffer.concat(parts);
}

describe('csvBytes', () => {
  it('by default: BOM, CRLF, quotes only where needed, formulas neutralised', async () => {
    const bytes = await bytesOf(
      ['编号', '备注'],
      [
        ['1', '=1+1'],
        ['2', 'a,"b"'],
        ['3', '两\n行'],
        ['4', '-5'],
        ['5', '\t'],
      ],
    );
    expect(bytes.toString()).toBe('\ufeff编号,备注\r\n1,\'=1+1\r\n2,"a,""b"""\r\n3,"两\n行"\r\n4,-5\r\n5,\'\t\r\n');
  });

  it('options: no BOM, LF, another delimiter, formulas kept; a lone CR is quoted whatever the line end', async () => {
    const bytes = await bytesOf(['a', 'b;c'], [['=1', 'x\ry']], {
      encoding: 'utf-8',
      eol: '\n',
      delimiter: ';',
      formulas: 'keep',
    });
    expect(bytes.toString()).toBe('a;"b;c"\n=1;"x\ry"\n');
  });

  it('GB18030 holds four-byte names', async () => {
    const bytes = await bytesOf(['a', 'b'], [['𠮷', '䶮']], { encoding: 'gb18030' });
    expect(bytes.toString('hex')).toBe(`${Buffer.from('a,b\r\n').toString('hex')}9534b2352cfe9f0d0a`);
  });

  it('header only, and rows from an async source', async () => {
    expect((await bytesOf(['a', 'b'], [], { encoding: 'utf-8' })).toString()).toBe('a,b\r\n');
    async function* rows() {
      for (let i = 0; i < 2_500; i++) yield [String(i), 'x'];
    }
    expect((await bytesOf(['a', 'b'], rows(), { encoding: 'utf-8' })).toString().split('\r\n').length).toBe(2_502);
  });
});

describe('written and read back identical', () => {
  // every character that the encoding can hold: no unpaired surrogates, none of GB18030's private places
  const char = fc.oneof(
    fc.constantFrom(
      '"',
      ',',
      '\n',
      '\r',
      '\r\n',
      "'",
      '=',
      '-',
      '+',
      '@',
      '＝',
      '\t',
      ' ',
      ';',
      '|',
      '0',
      'a',
      '张',
      '𠮷',
      '䶮',
      '\0',
    ),
    fc
      .integer({ min: 0, max: 0x10ffff })
      .filter((c) => !(c >= 0xd800 && c <= 0xf8ff))
      .map((c) => String.fromCodePoint(c)),
  );
  const cell = fc.string({ unit: char, maxLength: 8 });
  const row = fc.array(cell, { minLength: 3, maxLength: 3 }).filter((cells) => cells.some((c) => c.trim() !== ''));

  it.each<WriteEncoding>(['utf-8', 'utf-8-bom', 'gb18030'])('%s', async (encoding) => {
    const path = file(`${encoding}.csv`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 6 }),
        fc.constantFrom(',', ';', '\t', '，'),
        async (rows, delimiter) => {
          const written = await writeCsvFile(path, ['列一', '列二', '列三'], rows, { encoding, delimiter });
          const back = await readAll(path, { encoding, delimiter });
          expect(back.rows.map((cells) => cells.map(unneutralise))).toEqual(rows);
          expect(back.source.totals?.sha256).toBe(written.sha256);
          expect(back.source.totals?.bytes).toBe(written.bytes);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a failing source leaves the old file as it was and no temporary file', async () => {
    const path = file('kept.csv', 'old');
    const rows = function* () {
      yield ['1', '2'];
      throw new Error('source failed');
    };
    await expect(writeCsvFile(path, ['a', 'b'], rows())).rejects.toThrow('source failed');
    expect(fs.readFileSync(path, 'utf8')).toBe('old');
    expect(fs.readdirSync(file('.')).filter((name) => name.includes('steward-tmp'))).toEqual([]);
  });
});
