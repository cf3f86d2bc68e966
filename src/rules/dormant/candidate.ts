import { labelRule } from '../rule.js';
import { codeFinder } from '../text/code-list.js';
import { isOnHold } from './on-hold.js';
import { clockFields, runningClock } from './silence.js';

/** Why a customer's standing already settles the question, by the code of its lifecycle. */
const SETTLED = { archived: 'archived', dormant: 'dormant', quarantine: 'quarantined' } as const;

const ENDS = {
  zh: '登记 {fresh} 或之后的一次联系,即不再是候选',
  en: 'a contact on or after {fresh} would end it',
};
const TURNS = { zh: '到 {turns} 仍无联系,即为候选', en: 'without another contact it is a candidate from {turns}' };
const ACTIVE = {
  zh: '档案状态恢复为“正常”后,重新按联系日期判断',
  en: 'once the lifecycle is 正常 (active) again, the dates decide',
};

/** Label: `candidate` for dormancy when the last contact is more than the policy's period ago (6 months, exceeded), else `notDue` (S0-29). */
export default labelRule({
  id: 'dormant/candidate',
  labels: 'dormant',
  field: null,
  clauses: ['S0-29', 'S0-30', 'C02', 'C16'],
  title: { zh: '休眠候选:超过六个月未联系', en: 'Dormant candidate: no contact for over six months' },
  why: {
    zh: '000:39 要求每月筛出超6个月未联系的客户先行核实;“超过”不含本数,届满次日才算',
    en: '000:39 asks each month for customers without contact for over 6 months, to be verified first; the day of the end itself does not count',
  },
  knobs: ['dormancy.dormant'],
  mend: {
    zh: '列入核实名单;核实为失联后才能标记休眠(000:40)',
    en: 'put on the verification list; flagged dormant only once verified as lost (000:40)',
  },
  messages: {
    exceeded: {
      zh: '最后联系 {since},已 {days} 天;自 {due} 起为休眠候选',
      en: 'last contact {since}, {days} days ago; a candidate from {due}',
      change: [ENDS],
    },
    'exceeded-from-filing': {
      zh: '没有联系日期,按建档日 {since} 起算,已 {days} 天;自 {due} 起为休眠候选',
      en: 'no contact is recorded; counted from the day of filing {since}, {days} days ago; a candidate from {due}',
      change: [ENDS],
    },
    recent: {
      zh: '最后联系 {since},距今 {days} 天;{due} 起才为候选',
      en: 'last contact {since}, {days} days ago; a candidate only from {due}',
      change: [TURNS],
    },
    'recent-from-filing': {
      zh: '没有联系日期,按建档日 {since} 起算,距今 {days} 天;{due} 起才为候选',
      en: 'no contact is recorded; counted from the day of filing {since}, {days} days ago; a candidate only from {due}',
      change: [TURNS],
    },
    archived: { zh: '已归入历史客户库', en: 'already in the history library', change: [ACTIVE] },
    dormant: { zh: '已是休眠状态', en: 'already dormant', change: [ACTIVE] },
    quarantined: { zh: '已隔离,不参与筛选', en: 'quarantined, so not screened', change: [ACTIVE] },
    'on-hold': {
      zh: '处于保全状态,不参与筛选',
      en: 'on hold, so not screened',
      change: [{ zh: '保全解除后,重新按联系日期判断', en: 'once the hold is lifted, the dates decide again' }],
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
  reads: () => ['lifecycle', 'hold', ...clockFields],
  label: (given) => {
    const { measure, tell } = runningClock(given.policy.dormancy.dormant, given);
    const find = codeFinder(given.policy, 'lifecycle');
    return (record) => {
      const code = record.lifecycle === null ? undefined : find(record.lifecycle)?.entry.code;
      if (code !== undefined && code in SETTLED)
        return { value: 'notDue', messageId: SETTLED[code as keyof typeof SETTLED], data: { value: record.lifecycle } };
      if (isOnHold(record.hold)) return { value: 'notDue', messageId: 'on-hold', data: { value: record.hold } };
      const silence = measure(record);
      if (!silence.known) {
        const { problem, field, value } = silence;
        return { value: null, messageId: problem, data: { field, value } };
      }
      const data = tell(silence.since);
      const filing = silence.from === 'filing';
      return silence.over
        ? { value: 'candidate', messageId: filing ? 'exceeded-from-filing' : 'exceeded', data }
        : { value: 'notDue', messageId: filing ? 'recent-from-filing' : 'recent', data };
    };
  },
  detail: (given) => {
    const { fresh } = runningClock(given.policy.dormancy.dormant, given);
    return (_, { value, data }) =>
      value === 'candidate' ? { fresh } : 'due' in data ? { turns: data.due as string } : {};
  },
  examples: [
    { record: { last_contact_at: '2025-12-31' }, asOf: '2026-06-29', expect: ['notDue', 'recent'] },
    { record: { last_contact_at: '2025-12-31' }, asOf: '2026-06-30', expect: ['notDue', 'recent'] },
    { record: { last_contact_at: '2025-12-31' }, asOf: '2026-07-01', expect: ['candidate', 'exceeded'] },
    { record: { last_contact_at: '2025-08-31' }, asOf: '2026-02-28', expect: ['notDue', 'recent'] },
    { record: { last_contact_at: '2025-08-31' }, asOf: '2026-03-01', expect: ['candidate', 'exceeded'] },
    { record: { registered_at: '2025-12-31' }, asOf: '2026-07-01', expect: ['candidate', 'exceeded-from-filing'] },
    { record: { entered_on: '2026-05-01' }, asOf: '2026-07-01', expect: ['notDue', 'recent-from-filing'] },
    {
      record: { last_contact_at: '2020-01-01', hold: '是' },
      asOf: '2026-07-01',
      expect: ['notDue', 'on-hold'],
    },
    {
      record: { last_contact_at: '2020-01-01', lifecycle: '休眠' },
      asOf: '2026-07-01',
      expect: ['notDue', 'dormant'],
    },
    {
      record: { last_contact_at: '2020-01-01', lifecycle: '历史客户' },
      asOf: '2026-07-01',
      expect: ['notDue', 'archived'],
    },
    {
      record: { last_contact_at: '2020-01-01', lifecycle: '隔离' },
      asOf: '2026-07-01',
      expect: ['notDue', 'quarantined'],
    },
    { record: { last_contact_at: '去年' }, asOf: '2026-07-01', expect: [null, 'unreadable'] },
    { record: { last_contact_at: '2026-07-02' }, asOf: '2026-07-01', expect: [null, 'future'] },
  ],
});
