import { provinceByCode } from '../reference/regions.js';
import { recordRule } from '../rule.js';
import { provinceOf } from './province-of.js';
import { parseNumber, regionMeanings } from './schemes.js';

/** The region of a number is the province of the customer's address; where not, that is stated, because customers move (S0-16, C01). */
export default recordRule({
  id: 'number/region',
  severity: 'info',
  family: 'accuracy',
  dimension: 'accuracy',
  clauses: ['S0-16', 'C01'],
  title: { zh: '编号的地区与地址不符', en: 'Region of the number is not that of the address' },
  why: {
    zh: '000:24 的编号以地区开头;客户迁址后编号不变,因此只作提示',
    en: 'numbers of 000:24 begin with the region; a customer who moves keeps the number, so this is only stated',
  },
  mend: { zh: '核对地址;编号不改', en: 'check the address; the number is not changed' },
  messages: {
    mismatch: {
      zh: '编号的地区是 {letters}({region}),地址在{province}',
      en: 'the number says {letters} ({region}), but the address is in {province}',
    },
  },
  judge:
    ({ policy }) =>
    (record, report) => {
      if (record.customer_no === null) return;
      const number = parseNumber(record.customer_no, policy);
      if (number?.scheme !== 'region-year-serial') return;
      const { iso, initials } = regionMeanings(number.region);
      if (iso === null) return;
      const province = provinceOf(record);
      // Under another reading of the letters it fits: number/format says so.
      if (!province || province.code === iso || initials.includes(province.code)) return;
      report('mismatch', 'customer_no', {
        value: record.customer_no,
        letters: number.region,
        region: provinceByCode(iso)?.name ?? iso,
        province: province.name,
      });
    },
  examples: [
    { record: { customer_no: 'SH2024001', address: '北京市朝阳区建国路88号' }, expect: ['mismatch'] },
    { record: { customer_no: 'SH2024001', province: '江苏' }, expect: ['mismatch'] },
    { record: { customer_no: 'SH2024001', address: '上海市浦东新区世纪大道100号' }, expect: [] },
    { record: { customer_no: 'SH2024001', address: '朝阳区建国路88号' }, expect: [] },
    { record: { customer_no: 'HB2024001', province: '河北省' }, expect: [] },
    { record: { customer_no: 'M-H-2024-001', province: '江苏' }, expect: [] },
    { record: { customer_no: 'SH2024001' }, expect: [] },
  ],
});
