/** Small things that a person reads, as they are printed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyOf, FROM, fixtures, json, newLedger, steward } from '../support/cli.js';

const HEADER = '客户编号,客户名称,联系电话,地址,需求描述,所属行业,首次接触时间,负责人,备注';

let empty: string;
beforeAll(async () => {
  empty = await newLedger();
});

function withFile(name: string, bytes: string | Uint8Array): string {
  const cwd = copyOf(empty);
  writeFileSync(join(cwd, name), bytes);
  return cwd;
}

describe('bytes that are no text', () => {
  it('are placed by character, and the flag is named once', async () => {
    const cwd = withFile('x.csv', readFileSync(join(fixtures, 'messy/undecodable.csv')));
    const en = (await steward(['import', 'x.csv', ...FROM, '--yes'], { cwd })).stderr;
    expect(en).toMatch(/line 3 character \d+ \(byte \d+, C9 EE/);
    expect(en).not.toContain('column');
    expect(en.match(/--encoding/g)).toHaveLength(1);
    const zh = (await steward(['import', 'x.csv', ...FROM, '--yes', '--lang', 'zh-CN'], { cwd })).stderr;
    expect(zh).toMatch(/第 3 行第 \d+ 个字符处/);
    expect(zh.match(/--encoding/g)).toHaveLength(1);
  });
});

describe('the rejects file', () => {
  it('holds the rows in the order of their lines, whatever was wrong with them', async () => {
    const row = (no: number) =>
      `SH202500${no},上海恒越电子有限公司${no},1356472819${no},上海市浦东新区科苑路88号,连接器,制造业,2025-03-12,许志远,`;
    const lines = [
      row(1),
      ',,,,冷库维保,,,,',
      '"SH"x,坏引号有限公司,,,,,,,',
      row(2),
      '合计,,,,,,,,',
      '"SH"y,坏引号有限公司,,,,,,,',
      ',,,,空调,,,,',
    ];
    const cwd = withFile('x.csv', `${HEADER}\n${lines.join('\n')}\n`);
    const ran = await steward(['import', 'x.csv', ...FROM, '--yes', '--json'], { cwd });
    const { counts, items } = json(ran);
    expect(counts).toMatchObject({ read: 7, created: 2, rejected: 5 });
    expect(
      items.filter(({ what }: { what: string }) => what === 'rejected').map(({ line }: { line: number }) => line),
    ).toEqual([3, 4, 6, 7, 8]);
    const rejects = readFileSync(join(cwd, 'x.csv.rejects.csv'), 'utf8').split('\r\n').slice(1, -1);
    expect(rejects.map((line) => Number.parseInt(line, 10))).toEqual([3, 4, 6, 7, 8]);
  });
});

describe('number check', () => {
  it('calls customers as they are called, also those that share something', async () => {
    const rows = [
      'M-H-2024-001,深圳市云帆科技有限公司,13564728191,深圳市南山区科技路1号,系统,IT服务业,2024-03-12,许志远,',
      'M-L-2024-002,广州市禾屹商贸有限公司,13564728192,广州市天河区体育路2号,供货,零售业,2024-03-12,许志远,',
    ];
    const cwd = withFile('x.csv', `${HEADER}\n${rows.join('\n')}\n`);
    await steward(['import', 'x.csv', ...FROM, '--yes'], { cwd });
    const { items } = json(await steward(['number', 'check', '--json'], { cwd }));
    const called = (rule: string) =>
      items
        .filter((item: { rule: string }) => item.rule === rule)
        .map(({ customer }: { customer: string }) => customer);
    expect(called('number/letter-two-industries')).toEqual(['M-H-2024-001 M-L-2024-002']);
    expect(called('number/industry')).toEqual(['M-H-2024-001', 'M-L-2024-002']);
  });
});

describe('a note of two lines', () => {
  it('is read in history and show as two lines, and no control character gets out', async () => {
    const row = `SH2025001,上海恒越电子有限公司,13564728191,上海市浦东新区科苑路88号,连接器,制造业,2025-03-12,许志远,"先寄样品\n再报价\u001b[31m"`;
    const cwd = withFile('x.csv', `${HEADER}\n${row}\n`);
    await steward(['import', 'x.csv', ...FROM, '--yes'], { cwd });
    for (const words of [
      ['history', 'SH2025001'],
      ['show', 'SH2025001'],
    ]) {
      const { stdout } = await steward(words, { cwd });
      expect(stdout).toContain('⏎');
      expect(stdout).not.toContain('\\u{a}');
      expect(stdout).not.toContain('\u001b');
      expect((await steward([...words, '--format', 'md'], { cwd })).stdout).toContain('先寄样品 ⏎ 再报价');
    }
  });
});
