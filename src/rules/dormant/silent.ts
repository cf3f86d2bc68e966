import { labelRule } from '../rule.js';
import { clockFields, runningClock } from './silence.js';

const ENDS = {
  zh: '登记 {fresh} 或之后的一次交互或联系,即不再沉默',
  en: 'an interaction or contact on or after {fresh} would end it',
};
const TURNS = { zh: '到 {turns} 仍无交互,即为沉默', en: 'without another interaction it turns silent on {turns}' };

/** Label: `silent` when there was no interaction for the policy's period (3 months, reached), else `recent` (S4-11, C03). */
export default labelRule({
  id: 'dormant/silent',
  labels: 'silent',
  field: null,
  clauses: ['S4-11', 'C02', 'C03', 'C16'],
  title: { zh: '沉默:三个月无交互', en: 'Silent: no interaction for three months' },
  why: {
    zh: '004:52 以“3个月无交互记录”为沉默客户;届满当日计入(民法典第1259条)',
    en: '004:52 calls a customer without interaction for 3 months silent; the last day of the period counts (Civil Code 1259)',
  },
  knobs: ['dormancy.silent'],
  mend: {
    zh: '联系客户并登记交互;由市场部分析沉默原因(004:70)',
    en: 'contact the customer and record it; marketing analyses the cause (004:70)',
  },
  messages: {
    silent: {
      zh: '最后交互 {since},已 {days} 天;自 {due} 起为沉默',
      en: 'last interaction {since}, {days} days ago; silent from {due}',
      change: [ENDS],
    },
    recent: {
      zh: '最后交互 {since},距今 {days} 天;{due} 起才为沉默',
      en: 'last interaction {since}, {days} days ago; silent only from {due}',
      change: [TURNS],
    },
    'from-filing': {
      zh: '没有任何交互日期,按建档日 {since} 起算,已 {days} 天;沉默自 {due} 起',
      en: 'no interaction is recorded; counted from the day of filing {since}, {days} days ago; silent from {due}',
      change: [ENDS, TURNS],
    },
    unreadable: {
      zh: '日期“{value}”无法读取,不能判断',
      en: 'the date "{value}" cannot be read, so nothing is said',
      change: [{ zh: '把“{field}”写成 2024-03-15 这样的日期', en: 'write "{field}" as a day such as 2024-03-15' }],
    },
    future: {
      zh: '日期 {value} 晚于截止日,不能判断',
      en: 'the date {value} lies after the as-of day, so nothing is said',
      change: [{ zh: '更正“{field}”,或到 {value} 再判断', en: 'correct "{field}", or judge again on {value}' }],
    },
  },
  reads: () => clockFields,
  label: (given) => {
    const { measure, tell } = runningClock(given.policy.dormancy.silent, given);
    return (record) => {
      const silence = measure(record);
      if (!silence.known) {
        const { problem, field, value } = silence;
        return { value: null, messageId: problem, data: { field, value } };
      }
      const value = silence.over ? 'silent' : 'recent';
      const data = tell(silence.since);
      return { value, messageId: silence.from === 'filing' ? 'from-filing' : value, data };
    };
  },
  detail: (given) => {
    const { fresh } = runningClock(given.policy.dormancy.silent, given);
    return (_, { value, data }) =>
      value === 'silent' ? { fresh } : value === 'recent' ? { turns: data.due as string } : {};
  },
  examples: [
    { record: { last_interaction_at: '2024-03-15' }, asOf: '2024-06-14', expect: ['recent', 'recent'] },
    { record: { last_interaction_at: '2024-03-15' }, asOf: '2024-06-15', expect: ['silent', 'silent'] },
    { record: { last_interaction_at: '2024-03-15' }, asOf: '2024-06-16', expect: ['silent', 'silent'] },
    { record: { last_contact_at: '2024/3/15' }, asOf: '2024-06-15', expect: ['silent', 'silent'] },
    { record: { last_contact_at: '2023-11-30' }, asOf: '2024-02-28', expect: ['recent', 'recent'] },
    { record: { last_contact_at: '2023-11-30' }, asOf: '2024-02-29', expect: ['silent', 'silent'] },
    {
      record: { last_interaction_at: '2024-01-02', last_contact_at: '2024-05-20' },
      asOf: '2024-06-15',
      expect: ['recent', 'recent'],
    },
    { record: { registered_at: '2024-03-15' }, asOf: '2024-06-15', expect: ['silent', 'from-filing'] },
    { record: { entered_on: '2024-06-01' }, asOf: '2024-06-15', expect: ['recent', 'from-filing'] },
    { record: { last_contact_at: '上周' }, asOf: '2024-06-15', expect: [null, 'unreadable'] },
    { record: { last_contact_at: '2024-06-16' }, asOf: '2024-06-15', expect: [null, 'future'] },
    {
      record: { last_interaction_at: '上周', last_contact_at: '2024-06-10' },
      asOf: '2024-06-15',
      expect: ['recent', 'recent'],
    },
  ],
});
