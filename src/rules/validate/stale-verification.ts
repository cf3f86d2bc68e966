import { strictestCadence } from '../cadence/strictest.js';
import { daysBetween } from '../calendar/day.js';
import { readDay } from '../calendar/read-day.js';
import { datedRule } from '../rule.js';

export default datedRule({
  id: 'validate/stale-verification',
  clauses: ['S0-24', 'S0-10', 'S0-11', 'S2-02', 'C11'],
  title: { zh: '核实没有过期', en: 'What was verified was verified lately' },
  why: {
    zh: '000:33 要求每季度或半年回访核实:重点客户每季度,其余每半年;过了期限的核实不能再证明电话、邮箱和其他信息有效。只看登记了核实日期的客户。',
    en: '000:33 has the data verified each quarter or half-year: key customers each quarter, the others each half-year; an older check no longer shows that phone, e-mail and the rest hold. Only customers with a day of verification on file are judged.',
  },
  knobs: ['cadences.list'],
  mend: { zh: '重新核实,并写上新的日期。', en: 'Verify again, and write the new day.' },
  severity: 'warning',
  family: 'accuracy',
  dimension: 'timeliness',
  messages: {
    stale: {
      zh: '核实于“{value}”,已 {days} 天;按 {every} 一次,应在 {due} 之前(含当日)再核实({clauses})',
      en: 'verified on "{value}", {days} days ago; once every {every}, it was to be verified again by {due} ({clauses})',
      change: [{ zh: '重新核实并在“{field}”写上日期', en: 'verify again and write the day into "{field}"' }],
    },
  },
  clean: 'never',
  judge: ({ policy, asOf }) => {
    const dueFrom = strictestCadence(policy, 'verify');
    return (record, report) => {
      const { verified_at, phone_verified_at, email_verified_at } = record;
      if (verified_at === null && phone_verified_at === null && email_verified_at === null) return;
      for (const field of ['verified_at', 'phone_verified_at', 'email_verified_at'] as const) {
        const value = record[field];
        const day = readDay(value);
        if (day === null) continue;
        const next = dueFrom(record, day);
        if (next === null || asOf <= next.due) continue;
        const { every, due, clauses } = next;
        report('stale', field, { value, days: daysBetween(day, asOf), every, due, clauses });
      }
    };
  },
  examples: [
    { record: { verified_at: '2026-01-01' }, expect: [] },
    { record: { verified_at: '2026-01-01' }, asOf: '2026-07-01', expect: [] },
    { record: { verified_at: '2026-01-01' }, asOf: '2026-07-02', expect: ['stale'] },
    { record: { verified_at: '2026-01-01', grade: '重要客户' }, asOf: '2026-04-01', expect: [] },
    { record: { verified_at: '2026-01-01', grade: '重要客户' }, asOf: '2026-04-02', expect: ['stale'] },
    { record: { phone_verified_at: '2025-01-01', email_verified_at: '2025-01-01' }, expect: ['stale', 'stale'] },
    { record: { verified_at: '2025-01-01', lifecycle: '休眠状态' }, expect: [] },
    { record: { verified_at: '去年' }, expect: [] },
  ],
});
