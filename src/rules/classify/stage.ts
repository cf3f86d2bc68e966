import { readDay } from '../calendar/read-day.js';
import { clockFields, runningClock } from '../dormant/silence.js';
import { labelRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { codeFinder } from '../text/code-list.js';

const ENDS = {
  zh: '登记 {fresh} 或之后的一次交互或联系,即不再算沉默',
  en: 'an interaction or contact on or after {fresh} would end the silence',
};
const TURNS = {
  zh: '到 {turns} 仍无交互,即算沉默',
  en: 'without another interaction it counts as silent from {turns}',
};
const ANOTHER = { zh: '由人改写“合作阶段”', en: 'a person sets another "Stage"' };

/**
 * Label: the stage of 004:52 (S4-11, S4-12). The stages are written as exclusive but overlap (C13): a customer under contract stays
 * `active` in silence and the conflict is said; silence comes before intent and potential; a contract that has ended is no longer active.
 */
export default labelRule({
  id: 'classify/stage',
  labels: 'stage',
  field: 'stage',
  clauses: ['S4-11', 'S4-12', 'S4-30', 'C13'],
  title: { zh: '合作阶段,沉默由交互日期推出', en: 'Stage, with silence derived from dates' },
  why: {
    zh: '004:52 的四个阶段写成互斥,实际会重叠:合作中的客户也可能三个月无交互。沉默由系统推出,其余由人填写',
    en: 'the four stages of 004:52 are written as exclusive but overlap; silence is derived, the others are set by people',
  },
  knobs: ['dormancy.silent', 'codes.stage'],
  mend: {
    zh: '核对合同与最近交互,改写阶段或登记交互',
    en: 'check contract and last interaction, then mend the stage or record the interaction',
  },
  messages: {
    stated: { zh: '填写为"{value}"', en: 'stated as "{value}"', change: [TURNS, ENDS, ANOTHER] },
    alias: {
      zh: '"{value}"按别名归为"{word}"',
      en: '"{value}" is taken for "{word}" by its alias',
      change: [TURNS, ENDS, ANOTHER],
    },
    'derived-silent': {
      zh: '自 {since} 起无交互,已 {days} 天,推出为沉默(填写为“{value}”)',
      en: 'no interaction since {since}, {days} days; derived as silent (stated as "{value}")',
      change: [ENDS],
    },
    'active-but-silent': {
      zh: '填写为合作中,但自 {since} 起 {days} 天无交互',
      en: 'stated as active, but without interaction since {since}, {days} days',
      change: [
        ENDS,
        {
          zh: '“合同到期日”早于截止日时,推出为沉默',
          en: 'with a contract that ended before the as-of day it would be silent',
        },
      ],
    },
    'contract-ended': {
      zh: '合同已于 {until} 到期,且自 {since} 起 {days} 天无交互,推出为沉默',
      en: 'the contract ended on {until} and there is no interaction since {since}, {days} days; derived as silent',
      change: [
        ENDS,
        {
          zh: '登记续签后的“合同到期日”,则仍为合作中',
          en: 'with a contract that still runs it would stay active',
        },
      ],
    },
    'silent-but-recent': {
      zh: '填写为沉默,但 {since} 有过交互,阶段须由人确定',
      en: 'stated as silent, but there was an interaction on {since}; a person must set the stage',
      change: [ANOTHER, TURNS],
    },
    unknown: { zh: '"{value}"不是任何一个阶段', en: '"{value}" is no stage', change: [TURNS, ENDS, ANOTHER] },
    blank: {
      zh: '没有填写阶段',
      en: 'no stage is given',
      change: [TURNS, { zh: '填写“合作阶段”', en: 'fill "Stage"' }],
    },
  },
  reads: () => ['stage', 'contract_until', ...clockFields],
  label: (given) => {
    const { measure, tell } = runningClock(given.policy.dormancy.silent, given);
    const find = codeFinder(given.policy, 'stage');
    const answer = answerReader(given.policy);
    return (record) => {
      const value = record.stage;
      const hit = value === null ? null : find(value);
      const silence = measure(record);
      const stated = hit?.entry.code;
      if (silence.known && (silence.over || (stated === 'silent' && silence.from === 'contact'))) {
        const { since, days, due, after } = tell(silence.since);
        const data = { value, since, days, due, after };
        if (!silence.over) return { value: null, messageId: 'silent-but-recent', data };
        if (stated === 'active') {
          const until = readDay(record.contract_until);
          if (until === null || until >= given.asOf) return { value: 'active', messageId: 'active-but-silent', data };
          return { value: 'silent', messageId: 'contract-ended', data: { ...data, until } };
        }
        if (stated !== 'silent') return { value: 'silent', messageId: 'derived-silent', data };
      }
      if (value === null || (!hit && answer(value) !== 'given'))
        return { value: null, messageId: 'blank', data: { value } };
      if (!hit) return { value: null, messageId: 'unknown', data: { value } };
      const { code, value: word } = hit.entry;
      return { value: code, messageId: hit.exact ? 'stated' : 'alias', data: { value, code, word } };
    };
  },
  detail: (given) => {
    const { fresh, measure, tell } = runningClock(given.policy.dormancy.silent, given);
    return (record) => {
      const silence = measure(record);
      if (!silence.known) return {};
      return silence.over ? { fresh } : { turns: tell(silence.since).due };
    };
  },
  examples: [
    {
      record: { stage: '意向客户', last_contact_at: '2024-03-15' },
      asOf: '2024-06-14',
      expect: ['intent', 'stated'],
    },
    {
      record: { stage: '意向客户', last_contact_at: '2024-03-15' },
      asOf: '2024-06-15',
      expect: ['silent', 'derived-silent'],
    },
    { record: { stage: '合作中', last_contact_at: '2024-06-01' }, asOf: '2024-06-15', expect: ['active', 'alias'] },
    {
      record: { stage: '合作中客户', last_contact_at: '2024-03-15' },
      asOf: '2024-06-15',
      expect: ['active', 'active-but-silent'],
    },
    {
      record: { stage: '合作中客户', last_contact_at: '2024-03-15', contract_until: '2024-06-15' },
      asOf: '2024-06-15',
      expect: ['active', 'active-but-silent'],
    },
    {
      record: { stage: '合作中客户', last_contact_at: '2024-03-15', contract_until: '2024-06-14' },
      asOf: '2024-06-15',
      expect: ['silent', 'contract-ended'],
    },
    {
      record: { stage: '沉默客户', last_contact_at: '2024-06-01' },
      asOf: '2024-06-15',
      expect: [null, 'silent-but-recent'],
    },
    { record: { stage: '沉默', last_contact_at: '2024-01-01' }, asOf: '2024-06-15', expect: ['silent', 'alias'] },
    { record: { stage: '老板朋友', last_contact_at: '2024-06-01' }, asOf: '2024-06-15', expect: [null, 'unknown'] },
    { record: { last_contact_at: '2024-06-01' }, asOf: '2024-06-15', expect: [null, 'blank'] },
    { record: { last_contact_at: '2024-01-01' }, asOf: '2024-06-15', expect: ['silent', 'derived-silent'] },
    { record: { stage: '潜在客户', last_contact_at: '不详' }, asOf: '2024-06-15', expect: ['potential', 'stated'] },
  ],
});
