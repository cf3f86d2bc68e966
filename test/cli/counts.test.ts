/** read = created + updated + unchanged + held + rejected, on files whose makers know what must come of every row. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { seeded } from '../ledger/helpers.js';
import { FROM, json, newLedger, steward } from '../support/cli.js';

const HEADER = ['客户编号', '客户名称', '联系电话', '地址', '需求描述', '负责人'];
const KEYS = ['created', 'updated', 'unchanged', 'held', 'rejected'] as const;
type Fate = (typeof KEYS)[number];

const pick = <T>(random: (below: number) => number, list: readonly T[]): T => list[random(list.length)] as T;
const brand = (i: number) =>
  `${'恒沐禾岑珩朗屹启'[i % 8]}${'越川光衡维言泰澜'[(i >> 3) % 8]}${'联通达信诚安盛源'[(i >> 6) % 8]}`;

/** What one ledger has taken in so far: rows by number, and how many there are. */
interface Known {
  readonly rows: string[][];
  next: number;
}

function newRow(random: (below: number) => number, known: Known): string[] {
  const i = known.next++;
  return [
    `SH2025${String(i).padStart(3, '0')}`,
    `上海${brand(i)}${pick(random, ['电子', '软件', '食品', '物流'])}有限公司`,
    `1${pick(random, ['35', '38', '59', '86'])}${String(20_000_000 + i * 7919).slice(0, 8)}`,
    `上海市浦东新区科苑路${i + 1}号`,
    pick(random, ['采购连接器', '数据中台, 分两期', '冷库"年度"维保', '']),
    pick(random, ['许志远', '唐雨涵', '']),
  ];
}

/** One messy file: its bytes, and how many of its rows must come to what. */
function messyFile(random: (below: number) => number, known: Known) {
  const delimiter = pick(random, [',', ';', '\t']);
  const end = pick(random, ['\r\n', '\n']);
  const encoding = pick(random, ['utf8', 'utf8-bom', 'gb18030', 'utf16']);
  const expected: Record<Fate, number> = { created: 0, updated: 0, unchanged: 0, held: 0, rejected: 0 };
  const quote = (cell: string) =>
    cell.includes(delimiter) || /["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const line = (cells: readonly string[]) => cells.map(quote).join(delimiter);
  const lines: string[] = [];
  if (random(3) === 0) lines.push(`2025年客户登记表${delimiter.repeat(HEADER.length - 1)}`);
  lines.push(line(HEADER));
  const here: string[][] = [];
  const spoken = new Set<string>();
  const old = [...known.rows];
  const add = (fate: Fate, text: string) => {
    expected[fate]++;
    lines.push(text);
  };
  const fresh = () => {
    const row = newRow(random, known);
    here.push(row);
    known.rows.push(row);
    add('created', line(row));
  };
  for (let n = 3 + random(12); n > 0; n--) {
    const before = old.length > 0 ? pick(random, old) : null;
    switch (random(10)) {
      case 0: {
        const [no, ...rest] = newRow(random, known);
        add('rejected', line([no as string, ...rest, '多', '余']));
        break;
      }
      case 1:
        add('rejected', line(['', '', '', '', '没有名字', '许志远']));
        break;
      case 2:
        add(
          'rejected',
          [...newRow(random, known).slice(0, 4), '"采购"件', '许志远']
            .map((c, i) => (i === 4 ? c : quote(c)))
            .join(delimiter),
        );
        break;
      case 3:
        if (here.length > 0) add('unchanged', line(pick(random, here)));
        else fresh();
        break;
      case 4:
        if (here.length > 0)
          add('held', line([(pick(random, here) as string[])[0] as string, ...newRow(random, known).slice(1)]));
        else fresh();
        break;
      case 5:
      case 6:
        if (before && !spoken.has(before[0] as string)) {
          spoken.add(before[0] as string);
          if (random(2) === 0) {
            before[5] = `${before[5]}甲`;
            add('updated', line(before));
          } else add('unchanged', line(before));
        } else fresh();
        break;
      case 7:
        lines.push('', delimiter.repeat(HEADER.length - 1));
        fresh();
        break;
      default:
        fresh();
    }
  }
  if (random(3) === 0) add('rejected', line(['合计', '', '', '', '', '']));
  const text = lines.join(end) + (random(2) === 0 ? end : '');
  const bytes =
    encoding === 'gb18030'
      ? iconv.encode(text, 'gb18030')
      : encoding === 'utf16'
        ? Buffer.from(`\ufeff${text}`, 'utf16le')
        : Buffer.from(encoding === 'utf8-bom' ? `\ufeff${text}` : text);
  return { bytes, expected, what: `${encoding} ${JSON.stringify(delimiter)} ${JSON.stringify(end)}\n${text}` };
}

/** Mends a rejects file as a person would; gives its text and how many rows are customers now. */
function mended(text: string, random: (below: number) => number, known: Known): { text: string; rows: number } {
  const [header, ...rows] = parse(text, { bom: true, relax_column_count: true }) as string[][];
  let count = 0;
  const fixed = rows.map((row) => {
    if (row.includes('合计')) return row;
    count++;
    const cells = row.slice(4);
    const raw = row[2] as string;
    if (raw !== '')
      return [
        ...row.slice(0, 4),
        ...raw
          .replaceAll('"', '')
          .split(/[,;\t]/)
          .slice(0, 6),
      ];
    const whole = cells.length > HEADER.length ? cells.slice(0, HEADER.length) : newRow(random, known);
    return [...row.slice(0, 4), ...whole];
  });
  const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  return { text: [header as string[], ...fixed].map((row) => row.map(quote).join(',')).join('\r\n'), rows: count };
}

describe('every row of every file is accounted for', () => {
  it.concurrent.each([11, 23, 37, 41, 59])(
    'eight messy files into one ledger, seed %i: the counts are those of the maker',
    async (seed) => {
      const random = seeded(seed);
      const known: Known = { rows: [], next: seed * 10 };
      const cwd = await newLedger();
      let customers = 0;
      for (let n = 0; n < 8; n++) {
        const { bytes, expected, what } = messyFile(random, known);
        writeFileSync(join(cwd, `${n}.csv`), bytes);
        const ran = await steward(['import', `${n}.csv`, ...FROM, '--yes', '--json'], { cwd });
        const { read, ...counts } = json(ran).counts ?? {};
        expect({ counts, what }).toEqual({ counts: expected, what });
        expect(read).toBe(KEYS.reduce((sum, key) => sum + counts[key], 0));
        expect(ran.code).toBe(expected.held + expected.rejected > 0 ? 1 : 0);
        customers += counts.created;
      }
      const verified = json(await steward(['audit', 'verify', '--json'], { cwd }));
      expect(verified.sound).toBe(true);
      const { counts } = json(await steward(['number', 'check', '--json'], { cwd }));
      expect(counts.read).toBe(customers);
    },
    120_000,
  );

  it('a mended rejects file brings in exactly the mended rows; a rejects file of a rejects file is one again', async () => {
    const random = seeded(7);
    const cwd = await newLedger();
    let known: Known;
    let file: ReturnType<typeof messyFile>;
    do {
      known = { rows: [], next: 1 };
      file = messyFile(random, known);
    } while (file.expected.rejected < 3);
    writeFileSync(join(cwd, 'x.csv'), file.bytes);
    const first = await steward(['import', 'x.csv', ...FROM, '--yes', '--json'], { cwd });
    expect(json(first)).toMatchObject({ counts: file.expected, rejects: 'x.csv.rejects.csv' });
    const rejects = readFileSync(join(cwd, 'x.csv.rejects.csv'), 'utf8');

    await steward(['import', 'x.csv.rejects.csv', '--yes'], { cwd });
    const twice = readFileSync(join(cwd, 'x.csv.rejects.csv.rejects.csv'), 'utf8');
    const cells = (text: string) =>
      (parse(text, { bom: true, relax_column_count: true }) as string[][]).map((row) => row.slice(2));
    expect(cells(twice)).toEqual(cells(rejects));

    const { text, rows } = mended(rejects, random, known);
    expect(rows).toBeGreaterThan(1);
    writeFileSync(join(cwd, 'mended.csv'), text);
    const ran = await steward(['import', 'mended.csv', ...FROM, '--yes', '--json'], { cwd });
    const totals = file.expected.rejected - rows;
    expect(json(ran).counts).toEqual({
      read: rows + totals,
      created: rows,
      updated: 0,
      unchanged: 0,
      held: 0,
      rejected: totals,
    });
    expect(json(ran).mapping.unmapped).toEqual([]);
  });
});
