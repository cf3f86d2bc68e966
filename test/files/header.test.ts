import { describe, expect, it } from 'vitest';
import { cleanHeader } from '../../src/files/header.js';

describe('cleanHeader', () => {
  it('invisible characters, outer spaces of both widths and line breaks go, with a note', () => {
    const { header, notes } = cleanHeader([
      '\ufeff客户编号',
      '\u3000客户名称\u3000',
      '联系\n人',
      '手机\u200b',
      '邮 箱',
    ]);
    expect(header).toEqual(['客户编号', '客户名称', '联系人', '手机', '邮 箱']);
    expect(notes.map((note) => [note.code, note.column])).toEqual([
      ['cleaned', 1],
      ['cleaned', 2],
      ['cleaned', 3],
      ['cleaned', 4],
    ]);
  });

  it('repeated and blank names are kept and noted', () => {
    expect(cleanHeader(['电话', '', '电话', '\u3000'])).toEqual({
      header: ['电话', '', '电话', ''],
      notes: [
        { code: 'blank', column: 2 },
        { code: 'duplicate', column: 3, firstColumn: 1 },
        { code: 'cleaned', column: 4, raw: '\u3000' },
        { code: 'blank', column: 4 },
      ],
    });
  });

  it('__proto__ is a name like any other', () => {
    expect(cleanHeader(['__proto__', 'constructor', '__proto__'])).toEqual({
      header: ['__proto__', 'constructor', '__proto__'],
      notes: [{ code: 'duplicate', column: 3, firstColumn: 1 }],
    });
  });

  it('a neutralised name is restored', () => {
    expect(cleanHeader(["'=1+1"]).header).toEqual(['=1+1']);
  });
});
