import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAll, scratch } from './helpers.js';

const file = scratch();

/** Cells as people write them, and cells full of what quotes are for. */
const word = fc.constantFrom('鑫源', '恒达 公司', '138', '', 'x', "O'Neil", '说明：好', '𠮷');
/**
 * But a cell of several lines has no quote or comma, and begins with a word: a line that ends in `",` closes an unclosed cell above it, the
 * record is then all that RFC 4180 asks for, and nobody could tell.
 */
const nasty = fc
  .string({ unit: fc.constantFrom('a', '"', ',', ' ', '张', '\n'), maxLength: 5 })
  .filter((text) => !text.includes('\n') || !/^\n|[",]/.test(text));
const quoted = (text: string, always: boolean): string =>
  always || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** What makes a row unreadable, given its cells as written: the row and the code of its fault. */
const harm: Readonly<Record<string, (cells: string[], at: number) => string[]>> = {
  'unclosed-quote': (cells, at) => cells.map((cell, i) => (i === at ? `"${cell}` : cell)),
  'bad-quote': (cells, at) => cells.map((cell, i) => (i === at ? `"${cell}"x` : cell)),
};

const plain = (columns: number) => fc.array(word, { minLength: columns, maxLength: columns });

describe('one bad row costs one row, never its neighbour', () => {
  it.each(['unclosed-quote', 'bad-quote'])('%s anywhere among rows of every quoting', async (code) => {
    const table = fc.integer({ min: 3, max: 6 }).chain((columns) =>
      fc.record({
        before: fc.array(plain(columns), { maxLength: 4 }),
        after: fc.array(plain(columns), { maxLength: 4 }),
        always: fc.boolean(),
        bad: fc.array(fc.constantFrom('鑫源', '138', 'x y'), { minLength: columns, maxLength: columns }),
        at: fc.nat(columns - 1),
        eol: fc.constantFrom('\n', '\r\n', '\r'),
        nasty: fc.array(fc.array(nasty, { minLength: columns, maxLength: columns }), { maxLength: 3 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(table, async ({ before, after, always, bad, at, eol, nasty: hard }) => {
        const rows = [...before, ...hard, ...after].map((row, i) => [`r${i}`, ...row.slice(1)]);
        const split = before.length + Math.floor(hard.length / 2);
        const write = (row: readonly string[]) => row.map((cell) => quoted(cell, always)).join(',');
        const lines = rows.map(write);
        lines.splice(split, 0, harm[code]!(bad, at).join(','));
        const header = bad.map((_, i) => `列${i}`).join(',');
        const text = [header, ...lines].join(eol) + eol;
        const found = await readAll(file('n.csv', text), { delimiter: ',' });
        expect(found.faults.map((fault) => fault.code)).toEqual([code]);
        expect(found.rows).toEqual(rows);
      }),
      { numRuns: 400 },
    );
  });
});
