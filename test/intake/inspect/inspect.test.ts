import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineEndOf } from '../../../src/files/line-ends.js';
import { openCsv } from '../../../src/files/read-csv.js';
import { headerScore, mapHeader } from '../../../src/intake/headers.js';
import { basesOf } from '../../../src/intake/inspect/basis.js';
import { ColumnLook } from '../../../src/intake/inspect/column.js';
import { type CellForm, formOf, formReader } from '../../../src/intake/inspect/form.js';
import { type InspectNote, inspectRows } from '../../../src/intake/inspect/inspect.js';
import { inspectMessages } from '../../../src/intake/inspect/messages.js';
import { Repeats } from '../../../src/intake/inspect/repeats.js';
import { ValueCounts } from '../../../src/intake/inspect/value-counts.js';
import { defaultPolicy } from '../../../src/policy/default.js';
import { damageShown } from '../../../src/rules/text/spreadsheet-damage.js';
import { scratch } from '../../files/helpers.js';

const file = scratch();
const fixtures = join(import.meta.dirname, '../../../fixtures');

async function inspected(path: string, policy = defaultPolicy) {
  const source = await openCsv(path, { headerScore });
  try {
    const mapping = mapHeader(source.header, policy);
    const notes: InspectNote[] = [];
    const found = await inspectRows(
      source,
      mapping,
      policy,
      (note) => notes.push(note),
      () => undefined,
    );
    return { ...found, source, mapping, notes, bases: basesOf(mapping, found.columns, policy, new Set()) };
  } finally {
    source.close();
  }
}

const codes = (notes: readonly InspectNote[]) => notes.map(({ code, line }) => `${line} ${code}`);

describe('the form of a cell, whatever its heading says', () => {
  const cases: readonly (readonly [string, CellForm])[] = [
    ['13826541937', 'phone'],
    ['+86 138 2654 1937', 'phone'],
    ['0755-28780808', 'phone'],
    ['wangmin@yunfan.com.cn', 'email'],
    ['2024年3月15日', 'date'],
    ['03/04/2026', 'date'],
    ['50万', 'number'],
    ['1,200.50', 'number'],
    ['91440300708461136T', 'credit-code'],
    ['11010519491231002X', 'id-number'],
    ['SH2025001', 'code'],
    ['深圳市云帆科技有限公司', 'company'],
    ['欧阳明月', 'person'],
    ['广东省深圳市南山区科技路15号', 'address'],
    ['138****1234', 'masked'],
    ['客户未提供', 'nothing'],
    ['—', 'nothing'],
    ['采购板对板连接器', 'text'],
  ];
  it.each(cases)('%s: %s', (cell, form) => expect(formOf(cell)).toBe(form));

  it('[S1-09, C10] a word of the code list of the column’s field is a listed one', () => {
    const form = formReader('source', defaultPolicy);
    expect([form('展会现场'), form('展会'), form('火星')]).toEqual(['listed', 'listed', 'text']);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cell) => typeof formOf(cell) === 'string'),
      { numRuns: 30 },
    );
  });
});

describe('what a spreadsheet did to a cell, told without the value before', () => {
  it.each([
    ['1.38E+10', null, 'exponent'],
    ['9.14403E+17', 'code', 'exponent'],
    ['2E3', 'code', null],
    ['440301199001010000', null, 'digits'],
    ['914419006824537000', 'code', 'digits'],
    ['914419006824537001', 'code', null],
    ['1000000000000000', null, null],
    ['75528780808', 'phone', 'zeros'],
    ['75528780808', null, null],
    ['13826541937', 'phone', null],
    ['46120', 'date', 'serial'],
    ['46120', 'amount', null],
    ['2026-04-08', 'date', null],
    ['', null, null],
  ] as const)('%s in a column of %s: %s', (value, kind, damage) => expect(damageShown(value, kind)).toBe(damage));
});

describe('values counted in bounded memory', () => {
  it('exact while there are few: the counts are those of a plain map', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('甲', '乙', 'c', 'd'.repeat(150), `${'d'.repeat(149)}e`)), (values) => {
        const counts = new ValueCounts();
        const plain = new Map<string, number>();
        for (const value of values) {
          counts.add(value);
          plain.set(value, (plain.get(value) ?? 0) + 1);
        }
        expect(counts.distinct).toEqual({ count: plain.size, exact: true });
        expect(counts.top(9).map(({ count }) => count)).toEqual(
          [...plain.values()].filter((count) => count > 1).sort((a, b) => b - a),
        );
      }),
    );
  });

  it('200,000 distinct values among which one is frequent: estimated to 5 %, and the frequent one is found', () => {
    const counts = new ValueCounts();
    for (let i = 0; i < 200_000; i++) {
      counts.add(`customer ${i}`);
      if (i % 20 === 0) counts.add('展会现场');
    }
    const { count, exact } = counts.distinct;
    expect(exact).toBe(false);
    expect(Math.abs(count - 200_001) / 200_001).toBeLessThan(0.05);
    const [first, ...others] = counts.top(5);
    expect(first).toMatchObject({ value: '展会现场', atLeast: true });
    expect(first?.count).toBeGreaterThan(9_900);
    expect(first?.count).toBeLessThanOrEqual(10_000);
    expect(others).toEqual([]);
  });

  it('a value that came before is known with its first line, over every growth of the table', () => {
    const repeats = new Repeats();
    for (let line = 1; line <= 5_000; line++) expect(repeats.seen([`v${line}`, 'x'], line)).toBe(null);
    for (let line = 1; line <= 5_000; line += 7) expect(repeats.seen([`v${line}`, 'x'], 9_999)).toBe(line);
  });
});

describe('a whole file', () => {
  it('the exhibition: total, repeated and masked rows are told, blank lines counted, nothing else', async () => {
    const { rows, notes, columns } = await inspected(join(fixtures, 'import/exhibition.csv'));
    expect(rows).toEqual({ read: 8, readable: 7, short: 0, total: 1, nameless: 0, ragged: 0, unreadable: 0, blank: 1 });
    expect(codes(notes)).toEqual(['8 row/repeated', '9 cell/masked', '12 row/total']);
    expect(columns[0]).toMatchObject({
      filled: 7,
      judged: 7,
      distinct: { count: 6, exact: true },
      length: { min: 10, max: 12 },
    });
    expect(columns[6]?.top[0]).toMatchObject({ value: '制造业', count: 4, atLeast: false });
  });

  it('the sales sheet: every cell that Excel spoiled, by line', async () => {
    const { notes } = await inspected(join(fixtures, 'import/sales-wang.csv'));
    expect(codes(notes)).toEqual([
      '2 cell/zeros-lost',
      '2 cell/exponent',
      '3 cell/exponent',
      '3 cell/zeros-lost',
      '3 cell/digits-rounded',
      '4 cell/fabricated',
      '4 cell/digits-rounded',
      '4 cell/formula',
    ]);
  });

  it('[S0-09] the partner’s: personal data is told by heading; guesses weigh the heading against the cells', async () => {
    const { mapping, bases } = await inspected(join(fixtures, 'import/partner.csv'));
    expect(mapping.personal).toEqual(['身份证号']);
    expect(bases.map(({ how, suggests }) => [how, suggests])).toEqual([
      ['content', 'name'],
      ['heading', null],
      ['near', 'phone'],
      ['heading', null],
      ['heading', null],
      ['near', 'registered_at'],
      ['none', null],
      ['none', null],
      ['none', null],
    ]);
  });

  it('[S0-09] personal data is told by content, too; declared in the policy it is fine', async () => {
    const rows = ['甲', '乙', '丙'].map((name) => `${name}公司,11010519491231002X\n`);
    const path = file('ids.csv', `客户名称,会员号\n${rows.join('')}`);
    const own = await inspected(path);
    expect(own.bases[1]).toMatchObject({ how: 'none', personal: true });
    const declared = { ...defaultPolicy, columns: [{ header: '会员号', kind: 'id', purpose: '合同签署' }] };
    expect((await inspected(path, declared)).bases[1]).toMatchObject({ how: 'declared', personal: false });
  });

  it('a heading that its cells contradict; a number twice, an e-mail twice', async () => {
    const path = file(
      'odd.csv',
      '客户编号,客户名称,电话,邮箱\nA1,甲乙丙有限公司,a@b.cn,x@y.cn\nA2,丁戊己有限公司,c@d.cn,X@y.cn\nA1,庚辛壬有限公司,e@f.cn,\n',
    );
    const { bases, notes } = await inspected(path);
    expect(bases.map(({ contradicts }) => contradicts)).toEqual([false, false, true, false]);
    expect(codes(notes)).toEqual(['3 key/repeated', '4 key/repeated']);
    expect(notes.map(({ column, data }) => [column, data.first])).toEqual([
      [4, 2],
      [1, 2],
    ]);
  });

  it('garbled text, ragged and unreadable rows are told, each on its line, and the others are read', async () => {
    const path = file('torn.csv', '客户名称,电话,备注\n锟斤拷锟斤拷,1,\n好公司,2,3,4\n"开,1,2\n末公司,3,\n');
    const { rows, notes } = await inspected(path);
    expect(rows).toMatchObject({ read: 4, readable: 2, ragged: 1, unreadable: 1 });
    expect(codes(notes).sort()).toEqual(['2 cell/mojibake', '3 row/ragged', '4 row/unclosed-quote']);
  });

  it('[S4-33, C06] required fields without a column, by profile', async () => {
    const { mapping } = await inspected(join(fixtures, 'import/sales-wang.csv'));
    expect(mapping.unfilled.find(({ field }) => field === 'need')?.profiles).toContain('P-000');
    expect(mapping.unfilled.some(({ field }) => field === 'address')).toBe(false);
  });
});

it.each([
  ['utf-8', 'a,b\r\n"x\ny",2\r\n3,4\r\n', 'CRLF'],
  ['utf-8', 'a,b\n1,2\n', 'LF'],
  ['utf-8', 'a,b\r1,2\r', 'CR'],
  ['utf-8', 'a,b', 'none'],
  ['utf-16le', 'a,b\r\n\u0d0a,2\r\n', 'CRLF'],
] as const)('lines of %s %j end in %s', async (encoding, text, end) => {
  const path = file('ends.csv');
  writeFileSync(path, Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le'));
  expect(await lineEndOf(path, encoding)).toBe(end);
});

it('forms of a long column are read of the first 20,000 cells and of one in sixteen after them', () => {
  const look = new ColumnLook({ header: '电话', to: 'field', field: 'phone' }, defaultPolicy);
  for (let i = 0; i < 36_000; i++) look.see('13826541937');
  const { filled, judged, forms } = look.profile();
  expect([filled, judged, forms.phone]).toEqual([36_000, 21_000, 21_000]);
});

it('every message speaks both languages with the same values', () => {
  const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  for (const [code, { zh, en, hint }] of Object.entries(inspectMessages)) {
    expect(placeholders(en), code).toEqual(placeholders(zh));
    expect(placeholders(hint.en), code).toEqual(placeholders(hint.zh));
  }
});
