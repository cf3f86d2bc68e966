import { provinceByName } from '../reference/regions.js';
import { groupRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { companyKey } from '../text/company-name.js';
import { maskedReason } from '../text/masked.js';
import { partyKind } from '../text/party.js';
import { phoneKey } from '../text/phone.js';
import { fold } from '../text/unicode.js';

export default groupRule({
  id: 'validate/same-name',
  clauses: ['S1-11'],
  title: { zh: '没有同名的重复档案', en: 'No customer is on file twice by name' },
  why: {
    zh: '001:60 一户一档:同一省份里名称相同的企业,或姓名和电话都相同的个人,多半是重复建档。',
    en: '001:60 wants one file for one customer: companies of one name in one province, or persons of one name and phone, are probably the same.',
  },
  mend: {
    zh: '核对后合并(steward dedupe),或标记为不同客户。',
    en: 'Check and merge them (steward dedupe), or mark them as different.',
  },
  severity: 'warning',
  family: 'conformity',
  dimension: 'accuracy',
  field: 'name',
  messages: {
    duplicate: {
      zh: '{count} 份档案名称相同,疑似重复建档',
      en: '{count} files bear the same name and may be the same customer',
    },
  },
  key: ({ policy }) => {
    const answer = answerReader(policy);
    return (record) => {
      const { name, province } = record;
      if (name === null || answer(name) !== 'given') return null;
      if (maskedReason(name) !== null) return null;
      if (partyKind(record, policy) === 'person') {
        const phone = record.phone === null ? null : phoneKey(record.phone);
        return phone === null ? null : `${fold(name)}|${phone}`;
      }
      const key = companyKey(name);
      if (key === null) return null;
      return `${key}|${province === null ? '' : (provinceByName(fold(province))?.code ?? '')}`;
    };
  },
  judge: () => (group, report) => report('duplicate', { count: group.ids.length }),
  examples: [
    { records: [{ name: '深圳市云帆科技有限公司' }, { name: '深圳云帆科技有限责任公司' }], expect: ['duplicate'] },
    { records: [{ name: '云帆科技(深圳)有限公司' }, { name: '云帆科技（深圳）有限公司' }], expect: ['duplicate'] },
    {
      records: [
        { name: '云帆商行', province: '广东省' },
        { name: '云帆商行', province: '湖南' },
      ],
      expect: [],
    },
    {
      records: [
        { name: '云帆商行', province: '广东省' },
        { name: '云帆商行', province: '广东' },
      ],
      expect: ['duplicate'],
    },
    {
      records: [
        { name: '张伟', phone: '13826541937' },
        { name: '张伟', phone: '138-2654-1937' },
      ],
      expect: ['duplicate'],
    },
    {
      records: [{ name: '张伟', phone: '13826541937' }, { name: '张伟', phone: '13926541938' }, { name: '张伟' }],
      expect: [],
    },
    { records: [{ name: '某公司' }, { name: '某公司' }, { name: '无' }, { name: '无' }], expect: [] },
  ],
});
