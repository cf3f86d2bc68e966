import { readDay } from '../calendar/read-day.js';
import { datedRule } from '../rule.js';
import { codeFinder } from '../text/code-list.js';

export default datedRule({
  id: 'validate/contract-conflict',
  clauses: ['S4-12', 'C13'],
  title: { zh: '合作阶段与合同一致', en: 'Stage and contract agree' },
  why: {
    zh: '004:52 规定“合作中客户”是已签合同并履约的客户。合同到期日未登记时不判断;到期日当天仍有效。',
    en: '004:52 calls a customer active who has signed and performs a contract. Nothing is said where no end of contract is on file; the last day still counts.',
  },
  knobs: ['codes.stage'],
  mend: {
    zh: '更新合同到期日,或按实际情况调整合作阶段。',
    en: 'Update the end of the contract, or set the stage as it is.',
  },
  severity: 'warning',
  family: 'accuracy',
  dimension: 'timeliness',
  messages: {
    'active-without-contract': {
      zh: '阶段是“{stage}”,但合同已于“{value}”到期',
      en: 'the stage is "{stage}", but the contract ended on "{value}"',
      change: [
        {
          zh: '登记续签后的“合同到期日”,或“合作阶段”不再是合作中',
          en: 'a contract that still runs, or another stage than active',
        },
      ],
    },
    'contract-before-active': {
      severity: 'info',
      zh: '合同到“{value}”才到期,但阶段还是“{stage}”',
      en: 'a contract runs until "{value}", but the stage is still "{stage}"',
    },
  },
  clean: 'never',
  judge: ({ policy, asOf }) => {
    const find = codeFinder(policy, 'stage');
    return ({ stage, contract_until: value }, report) => {
      if (stage === null || value === null) return;
      const code = find(stage)?.entry.code;
      const until = readDay(value);
      if (code === undefined || until === null) return;
      if (code === 'active' && until < asOf) report('active-without-contract', 'stage', { stage, value });
      else if ((code === 'potential' || code === 'intent') && until >= asOf)
        report('contract-before-active', 'stage', { stage, value });
    };
  },
  examples: [
    { record: { stage: '合作中客户', contract_until: '2026-06-30' }, expect: [] },
    { record: { stage: '合作中', contract_until: '2026-06-29' }, expect: ['active-without-contract'] },
    { record: { stage: '合作中客户' }, expect: [] },
    { record: { stage: '潜在客户', contract_until: '2027-01-01' }, expect: ['contract-before-active'] },
    { record: { stage: '沉默客户', contract_until: '2020-01-01' }, expect: [] },
  ],
});
