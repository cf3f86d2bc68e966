import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { judgeCompanyName } from '../text/company-name.js';
import { partyKind } from '../text/party.js';
import { UnitSet } from '../unit-set.js';

/** A registered name of the ordinary shape, with no character that a test, sample or masked name has; it needs no closer look. */
const ORDINARY = /^[\u4e00-\u9fff()（）]{4,40}有限(?:责任)?公司$/;
const CLOSER_LOOK = new UnitSet('测測试試示样例演某');

export default recordRule({
  id: 'validate/company-name',
  clauses: ['S0-14', 'S4-03', 'S0-20'],
  title: { zh: '企业名称与营业执照一致', en: 'Companies have their registered names' },
  why: {
    zh: '000:23 要求企业名称与营业执照一致:简称、个人姓名和测试名称对不上工商登记,也查不出重复建档。',
    en: '000:23 wants the name on the business licence: short names, people’s names and test names match no register and hide duplicates.',
  },
  mend: {
    zh: '按营业执照填写全称,保留“有限公司”等组织形式;个人客户请把客户性质改为“个人客户”。',
    en: 'Write the full registered name with its legal form. If the customer is a person, set the kind of party to 个人客户.',
  },
  severity: 'warning',
  family: 'conformity',
  dimension: 'accuracy',
  messages: {
    'no-form': {
      zh: '“{value}”没有组织形式(如“有限公司”),应填营业执照全称',
      en: '"{value}" has no legal form such as 有限公司; the full registered name is needed',
    },
    abbreviation: {
      zh: '“{value}”像是简称,应填营业执照全称',
      en: '"{value}" looks like a short name; the full registered name is needed',
    },
    'person-name': {
      zh: '“{value}”像是个人姓名:应填企业全称,或把客户性质改为“个人客户”',
      en: '"{value}" looks like a person’s name: write the company’s name, or set the kind of party to 个人客户',
    },
    'too-short': { zh: '“{value}”太短,不是完整的企业名称', en: '"{value}" is too short to be a company’s name' },
    test: { severity: 'error', zh: '“{value}”是测试数据', en: '"{value}" is test data' },
    placeholder: { severity: 'error', zh: '“{value}”不是企业名称', en: '"{value}" is not a name at all' },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    return (record, report) => {
      const value = record.name;
      if (value === null || (ORDINARY.test(value) && CLOSER_LOOK.firstIn(value) < 0)) return;
      if (partyKind(record, policy) === 'person') return;
      const judged = judgeCompanyName(value);
      if (judged.ok || answer(value) !== 'given') return;
      switch (judged.problem) {
        case 'noForm':
          return report('no-form', 'name', { value });
        case 'personName':
          return report('person-name', 'name', { value });
        case 'tooShort':
          return report('too-short', 'name', { value });
        case 'abbreviation':
        case 'placeholder':
        case 'test':
          return report(judged.problem, 'name', { value });
        // Blank, masked and garbled names have rules of their own.
        default:
          return;
      }
    };
  },
  examples: [
    { record: { name: 'A科技有限公司' }, expect: [] },
    { record: { name: 'B贸易公司', party_kind: '渠道伙伴' }, expect: [] },
    { record: { name: 'C制造集团' }, expect: [] },
    { record: { name: '云帆', party_kind: '企业客户' }, expect: ['abbreviation'] },
    { record: { name: '张伟', party_kind: '企业客户' }, expect: ['person-name'] },
    { record: { name: '测试公司' }, expect: ['test'] },
    { record: { name: '张伟' }, expect: [] },
    { record: { name: '深圳市云帆供应链管理' }, expect: ['no-form'] },
    { record: { name: '有限公司' }, expect: ['too-short'] },
    { record: { name: '@@@' }, expect: ['placeholder'] },
  ],
});
