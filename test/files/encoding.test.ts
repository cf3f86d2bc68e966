import { describe, expect, it } from 'vitest';
import { openBytes } from '../../src/files/bytes.js';
import { detectEncoding, type Encoding } from '../../src/files/encoding.js';
import { encoded, faultOf, scratch } from './helpers.js';

const file = scratch();
const HEAD = '客户编号,客户名称,联系人,备注\n';
const ROW = 'C001,上海鑫源贸易有限公司,张三,季度回访，已确认需求\n';

async function detect(name: string, bytes: Uint8Array | string, forced?: Encoding) {
  const source = await openBytes(file(name, bytes));
  try {
    return await detectEncoding(source, forced);
  } finally {
    source.close();
  }
}

describe('detectEncoding', () => {
  it.each<[string, string, boolean, string, string]>([
    ['utf-8', 'utf-8', false, 'utf-8', 'strict'],
    ['utf-8 with BOM', 'utf-8-bom', false, 'utf-8-bom', 'bom'],
    ['gb18030', 'gb18030', false, 'gb18030', 'strict'],
    ['gb18030 with BOM', 'gb18030', true, 'gb18030', 'bom'],
    ['utf-16le with BOM', 'utf-16le', true, 'utf-16le', 'bom'],
    ['utf-16be with BOM', 'utf-16be', true, 'utf-16be', 'bom'],
    ['utf-16le without', 'utf-16le', false, 'utf-16le', 'nul-pattern'],
    ['utf-16be without', 'utf-16be', false, 'utf-16be', 'nul-pattern'],
  ])('%s', async (name, encoding, bom, expected, how) => {
    const found = await detect(`${name}.csv`, encoded(HEAD + ROW.repeat(30), encoding, bom));
    expect(found).toEqual({ encoding: expected, how });
  });

  it('plain ASCII is UTF-8', async () => {
    expect(await detect('ascii.csv', 'id,name\n1,Zhang\n')).toEqual({ encoding: 'utf-8', how: 'strict' });
  });

  it('ASCII only in UTF-16 is known by its NULs', async () => {
    expect((await detect('a16.csv', encoded('id,name\n1,Zhang\n', 'utf-16le'))).encoding).toBe('utf-16le');
  });

  it('UTF-16 whose few Chinese characters are valid UTF-8 byte for byte is known by its NULs', async () => {
    for (const encoding of ['utf-16le', 'utf-16be']) {
      const found = await detect('short16.csv', encoded('number,name,remark\nno. 1,x,𠮷䶮\n', encoding));
      expect(found).toEqual({ encoding, how: 'nul-pattern' });
    }
  });

  it('stray NUL bytes do not make a file UTF-16', async () => {
    expect((await detect('nul.csv', 'a,b\n1,\0\n2,\0\n')).encoding).toBe('utf-8');
    expect((await detect('nul2.csv', '编号,名称\n1,\0\n2,\0\n3,\0\n')).encoding).toBe('utf-8');
  });

  it('NULs on both parities are not UTF-16; the NULs of 一 (U+4E00) do not hide it', async () => {
    const gb = encoded('编号,姓名\n1,张\0\0三\n2,\0\0\0\0李四\n', 'gb18030');
    expect((await detect('nulgb.csv', gb)).encoding).toBe('gb18030');
    expect((await detect('yi.csv', encoded('编号,名称\n1,第一百货\n2,统一企业\n', 'utf-16le'))).encoding).toBe(
      'utf-16le',
    );
  });

  it('a GBK character after 150 kB of ASCII is still found', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`id,name\n${'1,Zhang San\n'.repeat(12_500)}`),
      encoded('2,张三\n', 'gb18030'),
    ]);
    expect(await detect('late.csv', bytes)).toEqual({ encoding: 'gb18030', how: 'strict' });
  });

  it('a UTF-8 character cut by any block border is still UTF-8', async () => {
    for (let shift = 0; shift < 4; shift++) {
      const text = `${'x'.repeat(65_536 - 2 - shift)}張𠮷\n${','.repeat(70_000)}`;
      expect((await detect(`cut${shift}.csv`, text)).encoding).toBe('utf-8');
    }
  });

  it('four-byte GB18030 names (𠮷, 䶮) are GB18030', async () => {
    expect((await detect('rare.csv', encoded('编号,姓名\n1,𠮷田\n2,赵䶮\n', 'gb18030'))).encoding).toBe('gb18030');
  });

  it('GBK bytes in one cell of a UTF-8 file: line, column, byte, hex, encodings tried', async () => {
    const before = Buffer.from(`${HEAD}${ROW}C002,`);
    const bytes = Buffer.concat([before, encoded('张三', 'gb18030'), Buffer.from(`,李四,x\n${ROW}`)]);
    const fault = await faultOf(detect('mixed.csv', bytes));
    expect(fault.code).toBe('undecodable');
    expect(fault.data).toMatchObject({ byte: before.length, line: 3, column: 6, encoding: 'utf-8', forced: false });
    expect(fault.data.hex).toMatch(/^D5 C5 C8 FD/);
    expect(fault.data.tried).toEqual(['utf-8', 'gb18030']);
  });

  it('the place is exact on both sides of a block border', async () => {
    for (const at of [65_533, 65_534, 65_535, 65_536, 65_537, 131_072]) {
      const text = Buffer.from(`${'名'.repeat(7)}\r\n`);
      const fill = Buffer.alloc(at - text.length, 'x');
      const fault = await faultOf(
        detect('border.csv', Buffer.concat([text, fill, Buffer.from([0xe5, 0xbc, 0x41]), text])),
      );
      expect(fault.data).toMatchObject({ byte: at, line: 2, column: fill.length + 1 });
    }
  });

  it('a UTF-8 file cut in the middle of a character is named at its last bytes', async () => {
    const whole = Buffer.from(`${HEAD + ROW.repeat(3)}C009,张`);
    const fault = await faultOf(detect('short.csv', whole.subarray(0, whole.length - 1)));
    expect(fault.data).toMatchObject({ byte: whole.length - 3, line: 5, column: 6, hex: 'E5 BC' });
  });

  it('bytes of no encoding', async () => {
    const bytes = Buffer.concat([encoded(HEAD + ROW, 'gb18030'), Buffer.from([0xff, 0xff]), encoded(ROW, 'gb18030')]);
    const fault = await faultOf(detect('broken.csv', bytes));
    expect(fault.data).toMatchObject({ line: 3, column: 1, encoding: 'gb18030' });
    expect(fault.data.hex).toMatch(/^FF FF/);
  });

  it('Big5 is never read as GB18030: it asks, and reads by flag', async () => {
    const bytes = encoded(
      '客戶編號,客戶名稱,聯絡人\n1,臺北國際貿易股份有限公司,陳大文\n2,香港聯合電子實業,李國強\n'.repeat(3),
      'big5',
    );
    const fault = await faultOf(detect('big5.csv', bytes));
    expect(fault.code).toBe('encoding-ambiguous');
    expect(fault.data.candidates).toEqual(['big5', 'gb18030']);
    expect(await detect('big5.csv', bytes, 'big5')).toEqual({ encoding: 'big5', how: 'forced' });
  });

  it('traditional characters in GB18030 are not taken for Big5', async () => {
    const bytes = encoded('客戶編號,客戶名稱\n1,臺北國際貿易股份有限公司\n2,香港聯合電子實業\n'.repeat(5), 'gb18030');
    expect((await detect('trad.csv', bytes)).encoding).toBe('gb18030');
  });

  it('a forced encoding is decoded strictly, too', async () => {
    const fault = await faultOf(detect('forced.csv', encoded(HEAD + ROW, 'gb18030'), 'utf-8'));
    expect(fault.data).toMatchObject({ byte: 0, line: 1, column: 1, tried: ['utf-8'], forced: true });
    expect(await detect('forced2.csv', encoded(HEAD, 'gb18030'), 'gb18030')).toMatchObject({ how: 'forced' });
  });

  it('UTF-32 is not taken for UTF-16', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from('a\0\0\0,\0\0\0b\0\0\0')]);
    expect((await faultOf(detect('u32.csv', bytes))).data).toMatchObject({ encoding: 'utf-32le', byte: 0 });
  });

  it('an odd number of UTF-16 bytes is a fault', async () => {
    const bytes = encoded(HEAD + ROW, 'utf-16le', true);
    expect((await faultOf(detect('odd.csv', bytes.subarray(0, bytes.length - 1)))).code).toBe('undecodable');
  });
});
