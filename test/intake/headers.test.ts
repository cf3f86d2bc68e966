import { describe, expect, it } from 'vitest';
import { mapHeader, rejectColumns, worklistColumns } from '../../src/intake/headers.js';
import { rowReader } from '../../src/intake/row.js';
import { fields } from '../../src/model/fields.js';
import { defaultPolicy } from '../../src/policy/default.js';

const toOf = (header: readonly string[]) => mapHeader(header, defaultPolicy).columns.map(({ to }) => to);

describe('steward’s own columns', () => {
  it('[S4-07] tell whose row it is, or are notes that are left out', () => {
    const { id, knownAs, findings } = worklistColumns;
    expect(toOf([id, knownAs, '客户名称', findings, ...rejectColumns])).toEqual([
      'id',
      'knownAs',
      'field',
      'dropped',
      'dropped',
      'dropped',
      'dropped',
    ]);
  });

  it('[S4-07] a worklist asks for what is missing only, so no required column is missed', () => {
    expect(mapHeader(['客户编号', '客户名称'], defaultPolicy).unfilled).not.toEqual([]);
    expect(mapHeader(['客户编号', '客户名称', 'steward_findings'], defaultPolicy).unfilled).toEqual([]);
  });

  it.each(['zh', 'en'] as const)('every field comes back under the heading that a worklist gives it (%s)', (lang) => {
    const header = fields.map(({ name }) => name[lang]);
    const { columns, repeated, unmapped } = mapHeader(header, defaultPolicy);
    expect(columns.map((column) => (column.to === 'field' ? column.field : column.to))).toEqual(
      fields.map(({ key }) => key),
    );
    expect([repeated, unmapped]).toEqual([[], []]);
  });
});

describe('rows of a worklist', () => {
  const read = (header: readonly string[], cells: readonly string[]) =>
    rowReader(mapHeader(header, defaultPolicy).columns, defaultPolicy)(cells);

  it('bear an id and the name on file', () => {
    const header = ['steward_id', 'steward_name', '客户名称', '负责人', 'steward_findings'];
    expect(read(header, [' #12 ', '三哥', '张三', '王敏\t', '昵称'])).toEqual({
      kind: 'values',
      set: { name: '张三', owner: '王敏' },
      extra: null,
      cells: [' #12 ', '三哥', '张三', '王敏\t', '昵称'],
      missing: [],
      bearer: { id: '#12', knownAs: '三哥', told: {} },
      unplaced: [],
    });
    expect(read(header, ['', '', '张三', '', ''])).toMatchObject({ bearer: { id: null, knownAs: null } });
    expect(read(['steward_id', '客户名称'], ['#12', ''])).toMatchObject({
      kind: 'values',
      bearer: { id: '#12', knownAs: undefined },
    });
  });

  it('without id are nobody’s when nothing else names them; other files bear nothing', () => {
    expect(read(['steward_id', '客户名称', '负责人'], ['', '', '王敏'])).toEqual({
      kind: 'nameless',
      set: { name: null, owner: '王敏' },
    });
    expect(read(['客户名称', '负责人'], ['张三', '王敏'])).toMatchObject({ bearer: null });
  });
});
