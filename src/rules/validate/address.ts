import { cityByCode, isDirectMunicipality, provinceByCode, type Region } from '../reference/regions.js';
import { recordRule } from '../rule.js';
import { type AddressPart, judgeAddress } from '../text/address.js';
import { answerReader } from '../text/answer.js';
import { maskedReason } from '../text/masked.js';
import { mojibakeReason } from '../text/mojibake.js';
import { hasHan } from '../text/unicode.js';

const MESSAGE = {
  province: 'no-province',
  city: 'no-city',
  district: 'no-district',
  street: 'no-street',
  number: 'no-number',
} as const satisfies Record<AddressPart, string>;

/** A place with those above it: 北京市朝阳区, 吉林省长春市朝阳区. */
function fullName({ code, name }: Region): string {
  const province = provinceByCode(code);
  const city = isDirectMunicipality(code) ? null : cityByCode(code);
  return [province?.name, city?.name, name].filter((part, i, all) => all.indexOf(part) === i).join('');
}

export default recordRule({
  id: 'validate/address',
  clauses: ['S0-15', 'S0-07'],
  title: { zh: '地址到省市区和门牌号', en: 'Addresses go down to street and number' },
  why: {
    zh: '000:23 要求地址详细至省市区(县)及街道门牌号。省份、城市、区县三列已填的,与地址合在一起看;能从下级推出上级的(杭州市→浙江省)不算缺。',
    en: '000:23 wants province, city, district, street and number. The columns of province, city and district count along with the address, and so does what follows from a lower level (杭州市 lies in 浙江省).',
  },
  mend: {
    zh: '补齐缺少的一级;同名的区写明属于哪个市;与省市区列矛盾的,核实后更正。',
    en: 'Add the level that is missing; name the city of a district that several cities have; correct what contradicts the other columns.',
  },
  severity: 'error',
  family: 'conformity',
  dimension: 'completeness',
  messages: {
    'no-province': { zh: '地址“{value}”缺少省份', en: 'the address "{value}" lacks its province' },
    'no-city': { zh: '地址“{value}”缺少城市', en: 'the address "{value}" lacks its city' },
    'no-district': { zh: '地址“{value}”缺少区县', en: 'the address "{value}" lacks its district or county' },
    'no-street': {
      severity: 'warning',
      zh: '地址“{value}”缺少街道或道路',
      en: 'the address "{value}" lacks its street',
    },
    'no-number': { severity: 'warning', zh: '地址“{value}”缺少门牌号', en: 'the address "{value}" lacks its number' },
    ambiguous: {
      zh: '地址“{value}”可能在几个地方:{places};请写明城市',
      en: 'the address "{value}" may lie in several places: {places}; name the city',
    },
    conflict: {
      zh: '地址“{value}”里的省市区互相矛盾,或与省份、城市、区县列矛盾',
      en: 'the places in the address "{value}" contradict one another, or the columns of province, city and district',
    },
    foreign: {
      severity: 'info',
      zh: '地址“{value}”没有汉字,未按境内地址检查',
      en: 'the address "{value}" has no Chinese characters and was not checked as a Chinese one',
    },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    return (record, report) => {
      const value = record.address;
      if (value === null) return;
      const { missing, conflict, ambiguous } = judgeAddress(value, record);
      if (missing.length === 0 && conflict === null && ambiguous.length === 0) return;
      // Fillers, masked and garbled values have rules of their own.
      if (answer(value) !== 'given' || maskedReason(value) !== null || mojibakeReason(value) !== null) return;
      if (!hasHan(value)) return report('foreign', 'address', { value });
      const [places] = ambiguous;
      const unsettled = conflict !== null || places !== undefined;
      if (conflict !== null) report('conflict', 'address', { value });
      else if (places !== undefined) report('ambiguous', 'address', { value, places: places.map(fullName) });
      for (const part of missing) {
        // Which province, city or district is missing cannot be told before the names are settled.
        if (!unsettled || part === 'street' || part === 'number') report(MESSAGE[part], 'address', { value });
      }
    };
  },
  examples: [
    { record: { address: '广东省深圳市南山区科技园路1号' }, expect: [] },
    { record: { address: '上海市浦东新区' }, expect: ['no-street', 'no-number'] },
    { record: { address: '文三路1号', province: '浙江', city: '杭州', district: '西湖区' }, expect: [] },
    { record: { address: '科技园路1号' }, expect: ['no-province', 'no-city', 'no-district'] },
    { record: { address: '朝阳区建国路88号' }, expect: ['ambiguous'] },
    { record: { address: '朝阳区建国路88号', city: '北京市' }, expect: [] },
    { record: { address: '浙江省杭州市西湖区文三路1号', province: '广东省' }, expect: ['conflict'] },
    { record: { address: 'No. 1 Raffles Place, Singapore' }, expect: ['foreign'] },
    { record: { address: '广东省杭州市西湖区文三路1号' }, expect: ['conflict'] },
    { record: { address: '客户未提供' }, expect: [] },
    { record: { address: '广东省东莞市长安镇振安路1号' }, expect: [] },
  ],
});
