/** Files as an importer fears them: every encoding, ragged rows, repeats, other people's numbers, formulas, fillers and rubbish. */
import fc from 'fast-check';
import { encodeText } from '../../src/files/encode-text.js';
import type { Encoding } from '../../src/files/encoding.js';
import type { DuplicateWay, MatchKey } from '../../src/model/intake.js';
import type { FieldValues } from '../../src/model/plan.js';

/** One file, and how it is imported. */
export interface Hostile {
  readonly bytes: Uint8Array;
  /** The file as text, for a counterexample. */
  readonly text: string;
  readonly keys: readonly MatchKey[];
  readonly onDuplicate: DuplicateWay;
  readonly source: string | undefined;
  readonly consentAt: string | undefined;
}

/** Customers on file before: a plain one, one whose phone is verified, a quarantined one, two that share a phone, a person. */
export const onFile: readonly FieldValues[] = [
  { customer_no: 'SH2025001', name: '上海恒越电子有限公司', province: '上海市', phone: '13812345678', owner: '许志远' },
  {
    customer_no: 'SH2025002',
    name: '上海沐川软件有限公司',
    province: '上海市',
    phone: '021-65432107',
    phone_verified_at: '2026-05-01',
    marketing: '否',
  },
  { customer_no: 'SH2025003', name: '上海禾光食品有限公司', phone: '13918472650', lifecycle: '隔离' },
  { name: '苏州岑衡物流有限公司', province: '江苏省', credit_code: '91371312MAH98NYY7C', phone: '13700000001' },
  { name: '无锡珩言物流有限公司', province: '江苏省', phone: '13700000001', email: 'info@hengyan.cn' },
  { name: '欧阳明轩', phone: '13611112222', consent_at: '2026-01-05', consent_purpose: '报价' },
];

const cells: Readonly<Record<string, readonly string[]>> = {
  客户编号: ['', '', 'SH2025001', 'SH2025002', 'SH2025003', 'SH2025077', 'JS2026004', "'0012", '=1+1'],
  客户名称: [
    '上海恒越电子有限公司',
    '上海恒越电子有限公司 ',
    '上海沐川软件有限公司',
    '上海禾光食品有限公司',
    '苏州岑衡物流有限公司',
    '无锡珩言物流有限公司',
    '常州朗维科技有限公司',
    '常州朗维科技（集团）有限公司',
    '欧阳明轩',
    '王思远',
    '',
    '合计',
    '=HYPERLINK("http://x")',
    '\u202e客户\u0007',
    '𠮷野家餐饮有限公司',
    '测试',
  ],
  统一社会信用代码: ['', '', '91371312MAH98NYY7C', '91371312mah98nyy7c', '9.1E+17', '000000000000000000'],
  省份: ['', '上海市', '江苏省', '火星'],
  联系电话: [
    '',
    '13812345678',
    '138-1234-5678',
    '021-65432107',
    '021-99999999',
    '13700000001',
    '13611112222',
    '1.38E+10',
    '0755-X/xxx',
  ],
  电话核实日期: ['', '', '', '2026-04-01', '2026-06-01', '不详'],
  邮箱: ['', 'INFO@hengyan.cn', 'a@@b', '无'],
  信用等级: ['', '', '', 'AAA'],
  同意日期: ['', '', '2026-02-03', '2027-01-01'],
  允许营销: ['', '是', '否'],
  来源渠道: ['', '展会现场', '展会', '无', '老客户介绍'],
  复核状态: ['', '', '复核通过'],
  负责人: ['', '许志远', '唐雨涵', '甲,乙', '"引号"', '两\n行'],
  会员积分: ['', '12', '+86'],
};
const headings = Object.keys(cells);

const line = fc.record({
  values: fc.tuple(...headings.map((heading) => fc.constantFrom(...(cells[heading] as string[])))),
  fate: fc.constantFrom('whole', 'whole', 'whole', 'whole', 'short', 'long', 'blank', 'unclosed', 'again'),
});

/** Hostile files, each with its options. */
export const hostileFile: fc.Arbitrary<Hostile> = fc
  .record({
    chosen: fc.subarray(headings.slice(2), { minLength: 2 }),
    lines: fc.array(line, { minLength: 1, maxLength: 12 }),
    encoding: fc.constantFrom<Encoding>('utf-8', 'utf-8-bom', 'gb18030', 'utf-16le', 'utf-16be'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    title: fc.boolean(),
    keys: fc.constantFrom<MatchKey[]>(
      ['customer_no', 'identity'],
      ['customer_no', 'identity'],
      ['credit_code', 'phone'],
      ['phone'],
      ['customer_no', 'email', 'name_region'],
    ),
    onDuplicate: fc.constantFrom<DuplicateWay>('update', 'update', 'review', 'skip', 'create'),
    source: fc.constantFrom(undefined, '展会现场'),
    consentAt: fc.constantFrom(undefined, undefined, '2026-01-01'),
  })
  .map(({ chosen, delimiter, encoding, end, lines, title, ...options }): Hostile => {
    const header = headings.filter((heading, i) => i < 2 || chosen.includes(heading));
    const quoted = (cell: string): string =>
      cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    const rows: string[] = title ? [`客户登记表${delimiter.repeat(header.length - 1)}`] : [];
    rows.push(header.join(delimiter));
    for (const { fate, values } of lines) {
      const row = header.map((heading) => quoted(values[headings.indexOf(heading)] as string));
      if (fate === 'again') rows.push(rows.at(-1) as string);
      else if (fate === 'blank') rows.push('');
      else if (fate === 'short') rows.push(row.slice(0, -1).join(delimiter));
      else if (fate === 'long') rows.push([...row, '多'].join(delimiter));
      else if (fate === 'unclosed')
        rows.push(['"开', ...row.slice(1).map((cell) => cell.replaceAll('"', ''))].join(delimiter));
      else rows.push(row.join(delimiter));
    }
    const text = rows.join(end) + end;
    const mark = encoding === 'utf-8-bom' ? '\ufeff' : encoding.startsWith('utf-16') ? '\ufeff' : '';
    return { bytes: encodeText(mark + text, encoding) as Buffer, text, ...options };
  });
