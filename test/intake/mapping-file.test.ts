import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapHeader, otherTargets } from '../../src/intake/headers.js';
import { mappingFileHash, mappingFileText, nextVersion, parseMappingFile } from '../../src/intake/mapping-file.js';
import { columnNotes } from '../../src/intake/messages.js';
import { prepareRows, yearFirst } from '../../src/intake/prepare-rows.js';
import { StewardError } from '../../src/model/errors.js';
import { fieldKeys } from '../../src/model/fields.js';
import { defaultPolicy } from '../../src/policy/default.js';

const fault = (text: string) => {
  try {
    parseMappingFile(text, 'm.yaml');
  } catch (error) {
    if (error instanceof StewardError) return { code: error.code, ...error.data };
    throw error;
  }
  return null;
};

const whole = {
  version: 3,
  source: '展会现场',
  columns: { 单位: 'name', 星座: 'extra', 身份证号: 'ignore' },
  constants: { channel: '展会登记' },
};

describe('[S0-12] a mapping file', () => {
  it('reads what was written, whatever the headings are', () => {
    const target = fc.constantFrom(...fieldKeys, ...otherTargets);
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), target), fc.integer({ min: 1 }), (columns, version) => {
        const mapping = { version, columns, constants: {} };
        const back = parseMappingFile(mappingFileText(mapping), 'm.yaml');
        expect(back.version).toBe(version);
        expect(Object.entries(back.columns)).toEqual(expect.arrayContaining(Object.entries(columns)));
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['version: 1\ncolums:\n  a: name\n', { code: 'mapping-key', line: 2, key: 'colums', nearest: 'columns' }],
    ['columns:\n  a: name\n  b: phon\n', { code: 'mapping-field', line: 3, field: 'phon', nearest: 'phone' }],
    ['columns:\n  a: 联系电话\n', { code: 'mapping-field', line: 2, field: '联系电话', nearest: 'phone' }],
    ['constants:\n  chanel: x\n', { code: 'mapping-field', line: 2, field: 'chanel', nearest: 'channel' }],
    ['constants:\n  source: x\n', { code: 'mapping-key', line: 2, nearest: 'source' }],
    ['version: one\n', { code: 'mapping-value', line: 1, where: 'version' }],
    ['note: a\ndateOrder: ymd\n', { code: 'mapping-value', line: 2, where: 'dateOrder', detail: 'dmy | mdy' }],
    ['columns:\n  a: [name\n', { code: 'mapping-syntax' }],
    ['columns:\n  a: name\n  a: phone\n', { code: 'mapping-syntax', line: 3 }],
    ['- a\n', { code: 'mapping-value', where: '(root)' }],
  ])('%j: named with its line and what was probably meant', (text, expected) => {
    expect(fault(text)).toMatchObject({ path: 'm.yaml', ...expected });
  });

  it('counts its version up when it says something else, and only then', () => {
    const { version: _, ...made } = whole;
    expect(nextVersion(null, made).version).toBe(1);
    expect(nextVersion(whole, made)).toBe(whole);
    expect(nextVersion({ ...whole, note: '与对方确认' }, made)).toMatchObject({ version: 3, note: '与对方确认' });
    expect(nextVersion(whole, { ...made, source: '官网' })).toMatchObject({ version: 4, source: '官网' });
  });

  it('has a hash of what it says: neither order, version nor note change it', () => {
    const again = { ...whole, version: 9, note: 'x', columns: { 身份证号: 'ignore', 星座: 'extra', 单位: 'name' } };
    expect(mappingFileHash(again)).toBe(mappingFileHash(whole));
    expect(mappingFileHash({ ...whole, dateOrder: 'dmy' as const })).not.toBe(mappingFileHash(whole));
  });
});

describe('what a mapping does to rows', () => {
  const header = ['单位', '身份证号', '首次联系'];
  const forced = new Map([
    ['单位', 'name'],
    ['身份证号', 'ignore'],
    ['首次联系', 'first_contact_at'],
    ['邮编', 'extra'],
  ]);

  it('[S0-09] a column left out is blank for everybody behind, is no reason to refuse the file, and is told', async () => {
    const mapping = mapHeader(header, defaultPolicy, forced, 'dmy');
    expect(mapping.personal).toEqual([]);
    expect(mapping.absent).toEqual(['邮编']);
    expect(
      columnNotes(mapping, 'en')
        .map(({ code }) => code)
        .slice(0, 3),
    ).toEqual(['column/ignored', 'column/date-order', 'column/absent']);
    const batch = {
      rows: [['甲公司', '11010519491231002X', '3/4/2026']],
      lines: [2],
      records: [1],
      faults: [],
      notes: [],
      bytesRead: 9,
    };
    const source = {
      async *batches() {
        yield batch;
      },
    };
    const rows: string[][] = [];
    for await (const each of prepareRows(source, mapping).batches()) rows.push(...each.rows);
    expect(rows).toEqual([['甲公司', '', '2026-04-03']]);
  });

  it.each([
    ['03/04/2026', 'dmy', '2026-04-03'],
    ['03/04/2026', 'mdy', '2026-03-04'],
    ['25.4.2026 10:30', 'dmy', '2026-04-25 10:30'],
    ['25/04/2026', 'mdy', '25/04/2026'],
    ['2026/4/3', 'dmy', '2026/4/3'],
    ['31/02/2026', 'dmy', '31/02/2026'],
    ['电话0755-12-12-20261', 'dmy', '电话0755-12-12-20261'],
  ] as const)('%s under %s is %s', (cell, order, read) => expect(yearFirst(cell, order)).toBe(read));
});
