import fs from 'node:fs';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { Encoding } from '../../src/files/encoding.js';
import { neutralise } from '../../src/files/formula.js';
import { type CsvPatch, patchCsv } from '../../src/files/patch-csv.js';
import { openCsv } from '../../src/files/read-csv.js';
import { scratch } from './helpers.js';

const file = scratch();

interface Style {
  readonly encoding: Encoding;
  readonly mark: boolean;
  readonly eol: string;
  readonly delimiter: string;
  readonly quoting: 'all' | 'mixed' | 'needed';
  readonly lastEnd: boolean;
  readonly title: boolean;
  readonly blank: boolean;
}

const style: fc.Arbitrary<Style> = fc.record({
  encoding: fc.constantFrom<Encoding>('utf-8', 'utf-8-bom', 'gb18030', 'utf-16le', 'utf-16be', 'big5'),
  mark: fc.boolean(),
  eol: fc.constantFrom('\r\n', '\n', '\r'),
  delimiter: fc.constantFrom(',', ';', '\t', '|', ','),
  quoting: fc.constantFrom<Style['quoting']>('needed', 'all', 'mixed'),
  lastEnd: fc.boolean(),
  title: fc.boolean(),
  blank: fc.boolean(),
});

/** Characters that every encoding here can say. */
const cell = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('上海電機廠', '王', '0755', '13800000000', 'a b', '', '客戶', '1,2', 'x;y|z'),
  },
  { weight: 1, arbitrary: fc.constantFrom('他說 "好"', '兩\n行', '"', 'a""b', "'=1", ' 空白 ', 'c\td') },
);

const WIDTH = 4;
const table = fc.array(fc.array(cell, { minLength: WIDTH, maxLength: WIDTH }), { minLength: 1, maxLength: 12 });

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

function write(rows: readonly (readonly string[])[], s: Style): Buffer {
  const put = (text: string, at: number) =>
    s.quoting === 'all' || (s.quoting === 'mixed' && at % 2 === 1) || text.includes(s.delimiter) || /["\r\n]/.test(text)
      ? quoted(text)
      : text;
  const lines = [['客戶編號', '名稱', '電話', '備註'], ...rows].map((row, r) =>
    row.map((text, c) => (r === 0 ? put(text, 0) : put(text, r * WIDTH + c))).join(s.delimiter),
  );
  if (s.title) lines.unshift(`客戶表${s.delimiter.repeat(WIDTH - 1)}`);
  if (s.blank) lines.splice(Math.min(2, lines.length), 0, '');
  const text = lines.join(s.eol) + (s.lastEnd ? s.eol : '');
  const marked =
    (s.encoding !== 'big5' && s.encoding !== 'utf-8' && s.mark) ||
    s.encoding === 'utf-8-bom' ||
    s.encoding.startsWith('utf-16');
  const body = (marked ? '\ufeff' : '') + text;
  if (s.encoding === 'utf-16le') return Buffer.from(body, 'utf16le');
  if (s.encoding === 'utf-16be') return Buffer.from(body, 'utf16le').swap16();
  return s.encoding === 'gb18030' || s.encoding === 'big5' ? iconv.encode(body, s.encoding) : Buffer.from(body);
}

const headerScore = (cells: readonly string[]) =>
  cells.filter((c) => ['客戶編號', '名稱', '電話', '備註'].includes(c)).length;

async function open(path: string, s: Style) {
  return openCsv(path, { encoding: s.encoding, delimiter: s.delimiter, headerScore });
}

async function readAll(path: string, s: Style) {
  const source = await open(path, s);
  const rows: string[][] = [[]];
  const faults: unknown[] = [];
  for await (const batch of source.batches()) {
    for (const [i, row] of batch.rows.entries()) rows[batch.records[i] as number] = row;
    faults.push(...batch.faults);
  }
  const { header, dialect, encoding } = source;
  source.close();
  return { header, dialect, encoding, rows, faults };
}

async function patched(path: string, s: Style, patch: CsvPatch) {
  const { dialect, encoding } = await readAll(path, s);
  const { delimiter, headerLine, bodyStart, bodyLine, columns } = dialect;
  const parts: Buffer[] = [];
  const done = patchCsv(
    { path, encoding, delimiter, width: columns, headerLine, bodyStart, bodyLine },
    patch,
    (bytes) => parts.push(Buffer.from(bytes)),
  );
  return { bytes: Buffer.concat(parts), ...done };
}

describe('patchCsv', () => {
  it('without edits gives back every byte, for every encoding, mark, line end, delimiter and quoting [law 3]', async () => {
    await fc.assert(
      fc.asyncProperty(table, style, async (rows, s) => {
        const path = file('same.csv');
        const bytes = write(rows, s);
        fs.writeFileSync(path, bytes);
        const got = await patched(path, s, { headings: [], edit: () => null, rows: [] });
        expect(got.bytes.equals(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('changes the cells named and nothing else; added columns and rows are read back', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        style,
        fc.array(fc.tuple(fc.nat(11), fc.nat(WIDTH - 1), cell), { maxLength: 6 }),
        fc.array(fc.array(cell, { minLength: WIDTH + 1, maxLength: WIDTH + 1 }), { maxLength: 3 }),
        async (rows, s, wanted, more) => {
          const path = file('edit.csv');
          fs.writeFileSync(path, write(rows, s));
          const before = await readAll(path, s);
          const edits = new Map<number, Map<number, string>>();
          for (const [r, c, text] of wanted) {
            if (before.rows[r + 1] === undefined) continue;
            edits.set(r + 1, (edits.get(r + 1) ?? new Map<number, string>()).set(c, text));
          }
          const added = more.map((row) => ['C-1', ...row.slice(1)]);
          const got = await patched(path, s, {
            headings: ['steward_id'],
            edit: (at, record) => {
              expect(at(1)).toBe(before.rows[record]?.[1]);
              return new Map([...(edits.get(record) ?? []), [WIDTH, `#${record}`]]);
            },
            rows: added,
          });
          fs.writeFileSync(path, got.bytes);
          const after = await readAll(path, s);
          expect(after.header).toEqual([...before.header, 'steward_id']);
          expect(after.dialect.bodyStart).toBe(got.bodyStart);
          const want = before.rows.slice(1).map((row, i) => {
            const mine = edits.get(i + 1);
            return [...row.map((text, c) => (mine?.has(c) ? neutralise(mine.get(c) as string) : text)), `#${i + 1}`];
          });
          expect(after.faults).toEqual(before.faults);
          expect(after.rows.slice(1)).toEqual([...want, ...added.map((row) => row.map(neutralise))]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
