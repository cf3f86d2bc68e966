import { groupRule } from '../rule.js';
import { phoneKey, splitPhones } from '../text/phone.js';

export default groupRule({
  id: 'validate/same-phone',
  clauses: ['S4-35', 'S1-11'],
  title: { zh: '一个电话不挂很多客户', en: 'One phone number does not serve many customers' },
  why: {
    zh: '很多客户共用一个电话,多半是业务员填了自己的号码或者随手复制(004:188 严禁编造)。上限在策略 suspicion.samePhoneAbove。',
    en: 'Many customers on one number usually means that somebody filled in their own or copied it (004:188 forbids made-up data). The limit is suspicion.samePhoneAbove of the policy.',
  },
  knobs: ['suspicion'],
  mend: {
    zh: '逐户核实真实电话;代理记账等确有共用的,可以保留。',
    en: 'Verify the number of each customer; a shared agent’s number may stay.',
  },
  severity: 'warning',
  family: 'accuracy',
  dimension: 'authenticity',
  field: 'phone',
  messages: {
    many: {
      zh: '{count} 个客户用同一个电话,超过上限 {limit} 个',
      en: '{count} customers share one phone number; more than {limit} is suspicious',
      change: [{ zh: '同一电话的客户不超过 {limit} 个', en: '{limit} customers or fewer on this number' }],
    },
  },
  key: () => (record) => {
    const { phone } = record;
    if (phone === null) return null;
    return phoneKey(phone.length === 11 ? phone : (splitPhones(phone)[0] ?? phone));
  },
  judge: ({ policy }) => {
    const limit = policy.suspicion.samePhoneAbove;
    return (group, report) => {
      if (group.ids.length > limit) report('many', { count: group.ids.length, limit });
    };
  },
  examples: [
    {
      records: ['1', '2', '3', '4', '5', '6'].map((n) => ({ name: `客户${n}`, phone: '13826541937' })),
      expect: ['many'],
    },
    { records: ['1', '2', '3', '4', '5'].map((n) => ({ name: `客户${n}`, phone: '13826541937' })), expect: [] },
    {
      records: [
        '13826541937',
        '138-2654-1937',
        '+8613826541937',
        '13826541937/13926541938',
        '138 2654 1937',
        '13826541937',
      ].map((phone) => ({ phone })),
      expect: ['many'],
    },
    { records: Array.from({ length: 8 }, () => ({ phone: '客户未提供' })), expect: [] },
  ],
});
