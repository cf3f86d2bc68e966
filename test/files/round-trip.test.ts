import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { Encoding } from '../../src/files/encoding.js';
import { encoded, readAll, scratch } from './helpers.js';

const file = scratch();

/** How a file is encoded, how that is found out, and characters that the encoding has beside ASCII. */
const encodings: readonly {
  readonly name: string;
  readonly encoding: Encoding;
  readonly bom: boolean;
  readonly how: string;
  readonly chars: readonly string[];
}[] = [
  { name: 'UTF-8', encoding: 'utf-8', bom: false, how: 'strict', chars: ['张', '𠮷', '䶮', 'é', '　', '\u2028'] },
  { name: 'UTF-8, BOM', encoding: 'utf-8-bom', bom: false, how: 'bom', chars: ['张', '𠮷', '䶮', '😀', '，'] },
  { name: 'UTF-16LE', encoding: 'utf-16le', bom: false, how: 'nul-pattern', chars: ['张', '𠮷', '䶮', '一', 'Ā'] },
  { name: 'UTF-16LE, BOM', encoding: 'utf-16le', bom: true, how: 'bom', chars: ['张', '𠮷', '一', '\u0d0a', '\u220a'] },
  { name: 'UTF-16BE', encoding: 'utf-16be', bom: false, how: 'nul-pattern', chars: ['张', '𠮷', '䶮', '一', 'Ā'] },
  { name: 'UTF-16BE, BOM', encoding: 'utf-16be', bom: true, how: 'bom', chars: ['张', '𠮷', '一', '\u0a0d', '\u2c0a'] },
  // second bytes of GBK and Big5 are ASCII letters, | and \ as well; four-byte characters hold digits
  { name: 'GB18030', encoding: 'gb18030', bom: false, how: 'strict', chars: ['张', '𠮷', '䶮', '㛃', '魘', '亅', 'é'] },
  { name: 'GB18030, BOM', encoding: 'gb18030', bom: true, how: 'bom', chars: ['张', '𠮷', '亅', '镕'] },
  { name: 'Big5 by flag', encoding: 'big5', bom: false, how: 'forced', chars: ['陳', '許', '功', '蓋', '一', '　'] },
];

const eols = { LF: ['\n'], CRLF: ['\r\n'], CR: ['\r'], mixed: ['\n', '\r\n', '\r'] } as const;

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const asNeeded = (cell: string): string => (/[",\r\n]/.test(cell) ? quoted(cell) : cell);
const styles: Readonly<Record<string, (cell: string, column: number) => string>> = {
  'as needed': asNeeded,
  all: quoted,
  'texts only': (cell) => (/^-?\d+$/.test(cell) ? cell : quoted(cell)),
  'every other column': (cell, column) => (column % 2 === 0 ? quoted(cell) : asNeeded(cell)),
  'another writer': (cell) => stringify([[cell]], { record_delimiter: '', quoted_match: /[;\s]/ }),
};

describe.each(encodings)('$name × line ends × quoting', ({ encoding, bom, how, chars }) => {
  const options = how === 'forced' ? { encoding, delimiter: ',' } : { delimiter: ',' };
  const inside = fc.constantFrom(
    ...chars,
    ...chars,
    'a',
    '0',
    '7',
    ' ',
    "'",
    '"',
    ',',
    ';',
    '|',
    '\\',
    '\n',
    '\r\n',
    '\r',
  );
  const cell = fc.array(inside, { maxLength: 6 }).map((parts) => parts.join(''));

  it('any table reads back exactly', async () => {
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    const kinds = fc.record({
      eol: fc.constantFrom(...(Object.keys(eols) as (keyof typeof eols)[])),
      style: fc.constantFrom(...Object.keys(styles)),
      last: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(table, kinds, async (rows, { eol, style, last }) => {
        // the first cell keeps a row from being blank; ASCII enough for UTF-16 without a mark to be known
        const all = [['number', 'name', 'remark', 'more'], ...rows.map((row, i) => [`no. ${i}`, ...row])];
        const ends = eols[eol];
        const text = all
          .map(
            (row, i) => row.map(styles[style]!).join(',') + (last || i < all.length - 1 ? ends[i % ends.length] : ''),
          )
          .join('');
        const {
          header,
          rows: read,
          faults,
          source,
        } = await readAll(file('t.csv', encoded(text, encoding, bom)), options);
        expect(faults).toEqual([]);
        expect([header, ...read]).toEqual(all);
        // text that is ASCII throughout is UTF-8, too, and is said to be: nothing in it tells more
        const plain =
          how === 'strict' && !bom && /^[\0-\x7f]*$/.test(text) && encoded(text, encoding, bom).length === text.length;
        expect([source.encoding, source.how]).toEqual([plain ? 'utf-8' : encoding, how]);
      }),
      { numRuns: 60, examples: [[[['', '', '']], { eol: 'LF', style: 'as needed', last: false }]] },
    );
  });

  it('characters cut by the borders of every block', async () => {
    const char = chars[1] as string;
    for (let shift = 0; shift < 4; shift++) {
      // rows of one character each over all places of two blocks, and text whose bytes move by one from file to file
      const row = `${'x'.repeat(40)},${char.repeat(20)}\n`;
      const text = `a,${'b'.repeat(1 + shift)}\n${row.repeat(Math.ceil(600_000 / row.length / 2))}`;
      const { rows, source } = await readAll(file('b.csv', encoded(text, encoding, bom)), options);
      expect(source.bytes).toBeGreaterThan(1 << 18);
      const wrong = rows.findIndex((cells) => cells[1] !== char.repeat(20) || cells[0] !== 'x'.repeat(40));
      expect([wrong, rows.length]).toEqual([-1, text.split('\n').length - 2]);
    }
  });
});

describe('GB18030', () => {
  it('every character of two bytes, and four-byte characters of every plane, read back', async () => {
    const chars: string[] = [];
    for (let point = 0x80; point <= 0xffff; point++) {
      if (point < 0xd800 || point > 0xdfff) chars.push(String.fromCodePoint(point));
    }
    for (let point = 0x10000; point <= 0x10ffff; point += 4093) chars.push(String.fromCodePoint(point));
    // 2005 and 2022 differ in places of private use, which iconv-lite writes the old way
    const stable = chars.filter((char) => new TextDecoder('gb18030').decode(iconv.encode(char, 'gb18030')) === char);
    expect(stable.length).toBeGreaterThan(chars.length - 60);
    const text = `a,b\n${stable.map((char, i) => `${i},<${char}>\n`).join('')}`;
    const { rows, source } = await readAll(file('all.csv', encoded(text, 'gb18030')), { encoding: 'gb18030' });
    expect(source.encoding).toBe('gb18030');
    expect(rows.findIndex(([, cell], i) => cell !== `<${stable[i]}>`)).toBe(-1);
    expect(rows.length).toBe(stable.length);
  });

  it('a late GBK character after 150 kB of ASCII: its row and all others are right', async () => {
    const ascii = Array.from({ length: 12_500 }, (_, i) => [`${i}`, 'Zhang San']);
    const all = [...ascii, ['12500', '张𠮷'], ['12501', 'x']];
    const text = `id,name\n${all.map((row) => `${row.join(',')}\n`).join('')}`;
    const { rows, source } = await readAll(file('late.csv', encoded(text, 'gb18030')));
    expect(rows).toEqual(all);
    expect([source.encoding, source.how]).toEqual(['gb18030', 'strict']);
  });
});
