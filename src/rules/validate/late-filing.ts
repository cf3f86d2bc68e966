import type { IsoDate } from '../../model/date.js';
import { readDay } from '../calendar/read-day.js';
import { type CountedDay, chinaCalendar, dueAfterWorkdays } from '../calendar/working-days.js';
import { recordRule } from '../rule.js';

const DUE = { zh: '“{field}”为 {due} 或更早', en: '"{field}" on {due} or earlier' };

/** Days of first contact whose due day is kept; forty years of days are more. */
const CACHE_LIMIT = 10_000;

export default recordRule({
  id: 'validate/late-filing',
  clauses: ['S1-13', 'S2-09'],
  title: { zh: '首次接触后 1 个工作日内建档', en: 'Files are opened within one working day' },
  why: {
    zh: '001:62 要求 1 个工作日内建档。首日不计,节假日和调休按国务院公布的安排;没有公布的年份按周一至周五计,并注明。',
    en: '001:62 gives one working day from the first contact. The first day is not counted; holidays follow the State Council’s lists, and a year without one is counted Monday to Friday and said so.',
  },
  knobs: ['calendar.overrides'],
  mend: {
    zh: '已发生的不能更改;日期填错的请更正,并提醒负责人。',
    en: 'What happened stays; correct a date that was written wrongly, and remind the owner.',
  },
  severity: 'warning',
  family: 'conformity',
  dimension: 'timeliness',
  messages: {
    late: {
      zh: '首次接触 {first},应在 {due} 前建档,实际“{value}”',
      en: 'first contact on {first}, file due by {due}, opened on "{value}"',
      change: [DUE],
    },
    'late-beyond': {
      zh: '首次接触 {first},应在 {due} 前建档,实际“{value}”(该年份没有节假日表,按周一至周五计)',
      en: 'first contact on {first}, file due by {due}, opened on "{value}" (counted Monday to Friday: no holiday list for that year)',
      change: [DUE],
    },
  },
  judge: ({ policy }) => {
    const calendar = chinaCalendar(policy.calendar.overrides);
    const cache = new Map<IsoDate, CountedDay>();
    return ({ first_contact_at, registered_at: value }, report) => {
      if (first_contact_at === null || value === null || first_contact_at === value) return;
      const first = readDay(first_contact_at);
      const registered = readDay(value);
      if (first === null || registered === null || registered <= first) return;
      let due = cache.get(first);
      if (due === undefined) {
        due = dueAfterWorkdays(calendar, first, 1);
        if (cache.size < CACHE_LIMIT) cache.set(first, due);
      }
      if (registered > due.day)
        report(due.beyond ? 'late-beyond' : 'late', 'registered_at', { first, due: due.day, value });
    };
  },
  examples: [
    { record: { first_contact_at: '2026-06-05', registered_at: '2026-06-08' }, expect: [] },
    { record: { first_contact_at: '2026-06-05', registered_at: '2026-06-09' }, expect: ['late'] },
    { record: { first_contact_at: '2025-09-30', registered_at: '2025-10-09' }, expect: [] },
    {
      record: { first_contact_at: '2028-05-05', registered_at: '2028-05-09' },
      asOf: '2028-06-30',
      expect: ['late-beyond'],
    },
    { record: { first_contact_at: '2026-06-05' }, expect: [] },
    { record: { first_contact_at: '2026-06-05', registered_at: '不详' }, expect: [] },
  ],
});
