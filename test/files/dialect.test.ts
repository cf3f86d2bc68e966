import { describe, expect, it } from 'vitest';
import { type DialectOptions, detectDialect } from '../../src/files/dialect.js';
import { FileFault } from '../../src/files/faults.js';

const KNOWN = new Set(['客户编号', '客户名称', '联系人', '手机', '备注']);
const headerScore = (cells: readonly string[]): number => cells.filter((cell) => KNOWN.has(cell.trim())).length;
const detect = (sample: string, options: Partial<DialectOptions> = {}) =>
  detectDialect(sample, { path: 'x.csv', complete: true, ...options });

function faultOf(work: () => unknown): FileFault {
  try {
    work();
  } catch (error) {
    if (error instanceof FileFault) return error;
    throw error;
  }
  throw new Error('no fault');
}

describe('delimiter', () => {
  it.each([',', ';', '\t', '|', '，', '；'])('%j', (delimiter) => {
    const rows = [
      ['编号', '名称', '地址'],
      ['1', '鑫源', '上海'],
      ['2', '恒达', '杭州'],
    ];
    const text = rows.map((row) => row.join(delimiter)).join('\n');
    expect(detect(text)).toMatchObject({ delimiter, columns: 3, header: rows[0] });
  });

  it('commas in addresses do not beat the semicolons between all cells', () => {
    expect(detect('编号;名称;地址\n1;鑫源;上海,浦东,世纪大道\n2;恒达;杭州,西湖\n3;华茂;成都\n').delimiter).toBe(';');
  });

  it('full-width commas in remarks do not beat the commas', () => {
    expect(detect('编号,备注\n1,回访，已确认，满意\n2,暂无\n3,下月联系，需报价\n').delimiter).toBe(',');
  });

  it('quoted cells hide their delimiters', () => {
    expect(detect('a;b\n"1,2,3";"x,y,z"\n"4,5,6";"u,v,w"\n').delimiter).toBe(';');
  });

  it('known names outweigh widths', () => {
    expect(detect('客户编号|客户名称\n1,2,3|a\n4,5,6|b\n', { headerScore }).delimiter).toBe('|');
  });

  it('forced, and by a sep= line', () => {
    expect(detect('a,b;c\n1,2;3\n', { delimiter: ';' })).toMatchObject({ delimiter: ';', columns: 2 });
    expect(detect('sep=;\r\na,b;c\r\n1,2;3\r\n')).toMatchObject({
      delimiter: ';',
      sep: true,
      headerLine: 2,
      header: ['a,b', 'c'],
      preamble: [],
      bodyLine: 3,
    });
    expect(detect('sep=\t\na\tb\n')).toMatchObject({ delimiter: '\t', sep: true, header: ['a', 'b'] });
    expect(detect('"sep=|"\na|b\n')).toMatchObject({ delimiter: '|', sep: true, header: ['a', 'b'] });
  });

  it('one column is reported', () => {
    expect(detect('客户名称\n鑫源\n恒达\n')).toMatchObject({ columns: 1, header: ['客户名称'] });
  });
});

describe('header row', () => {
  it('title rows above it are the preamble', () => {
    const text =
      '客户信息汇总表,,,\n导出时间:2024-03-15,操作员:王五,,\n\n客户编号,客户名称,联系人,手机\n1,鑫源,张三,138\n';
    expect(detect(text, { headerScore })).toMatchObject({
      headerLine: 4,
      header: ['客户编号', '客户名称', '联系人', '手机'],
      preamble: ['客户信息汇总表,,,', '导出时间:2024-03-15,操作员:王五,,'],
      bodyLine: 5,
      bodyStart: text.indexOf('1,鑫源'),
    });
  });

  it('a lone title is skipped without known names, too', () => {
    expect(detect('客户信息汇总表,,,\n编号,名称,人,电话\n1,a,b,c\n')).toMatchObject({ headerLine: 2, columns: 4 });
  });

  it('a multi-line header cell', () => {
    expect(detect('"客户\n编号",名称\n1,a\n')).toMatchObject({
      header: ['客户\n编号', '名称'],
      headerLine: 1,
      bodyLine: 3,
    });
  });

  it('a header row with a broken quote stops, named where it opened', () => {
    const fault = faultOf(() => detect('客户编号,"客户名称,联系人\n1,鑫源,张三\n2,恒达,李四\n'));
    expect(fault.code).toBe('unclosed-quote');
    expect(fault.data).toMatchObject({ line: 1, column: 6 });
  });

  it('a broken quote in a title does not hide the header', () => {
    expect(detect('"鑫源"公司客户表,,\n客户编号,客户名称,联系人\n1,a,b\n', { headerScore })).toMatchObject({
      headerLine: 2,
    });
  });

  it.each(['', '\n\n', ',,,\n,,,\n', '\u3000\n'])('no header in %j', (text) => {
    expect(faultOf(() => detect(text)).code).toBe('no-header');
  });
});
