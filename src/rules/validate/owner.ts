import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';

export default recordRule({
  id: 'validate/owner',
  clauses: ['S3-09'],
  title: { zh: '每个客户有负责人', en: 'Every customer has an owner' },
  why: {
    zh: '003:66 规定对接员工是信息更新的第一责任人;没有负责人的客户没人跟进。启用的必填方案已要求负责人时,由“必填项齐全”报告,这里不重复。',
    en: '003:66 makes the owner first responsible for a customer; nobody follows up one without. Where an active profile requires the owner, validate/required says so and this rule is silent.',
  },
  mend: { zh: '由部门主管指定负责人。', en: 'The supervisor names an owner.' },
  severity: 'warning',
  family: 'completeness',
  dimension: 'completeness',
  messages: {
    orphan: { zh: '没有负责人', en: 'nobody owns this customer' },
    placeholder: {
      zh: '负责人“{value}”只是占位,等于没有负责人',
      en: 'the owner "{value}" only fills the cell; nobody owns this customer',
    },
  },
  judge: ({ policy }) => {
    const { active, list } = policy.profiles;
    const required = active.some((id) => list[id]?.required.includes('owner') === true);
    if (required) return () => undefined;
    const answer = answerReader(policy);
    return ({ owner: value }, report) => {
      if (value === null) report('orphan', 'owner');
      else if (answer(value) !== 'given') report('placeholder', 'owner', { value });
    };
  },
  examples: [
    { record: { owner: '销售某' }, profiles: ['P-004'], expect: [] },
    { record: { name: '云帆商行' }, profiles: ['P-004'], expect: ['orphan'] },
    { record: { owner: '待定' }, profiles: ['P-004'], expect: ['placeholder'] },
    { record: { name: '云帆商行' }, profiles: ['P-000', 'P-004'], expect: [] },
  ],
});
