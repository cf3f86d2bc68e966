import type { IsoDate } from '../../model/date.js';
import { daysBetween } from '../calendar/day.js';
import { endReached, firstDay } from '../calendar/period.js';
import { readDay } from '../calendar/read-day.js';
import { datedRule } from '../rule.js';
import { answerReader } from '../text/answer.js';

/** Days whose verdict is kept; forty years of days are more. */
const CACHE_LIMIT = 10_000;

export default datedRule({
  id: 'validate/stale-potential',
  clauses: ['S3-16', 'S3-20'],
  title: { zh: '潜力评分没有过期', en: 'Potential was rated lately' },
  why: {
    zh: '003:84 的增长潜力、行业影响力是人评的 1–5 分,等级靠它们算;003:92 要求每季度或每半年重评,超过期限或没有日期的评分不能再作依据。',
    en: '003:84 has people rate growth and influence from 1 to 5, and grades are counted from them; 003:92 reviews each quarter or half-year, so that a rating older than that, or without a date, is no longer a ground.',
  },
  knobs: ['grading.potentialStaleAfter'],
  mend: {
    zh: '重新评估增长潜力和行业影响力,并写上潜力评估日期。',
    en: 'Rate growth potential and industry influence again, and write the day of the rating.',
  },
  severity: 'warning',
  family: 'accuracy',
  dimension: 'timeliness',
  messages: {
    stale: {
      zh: '潜力评于“{value}”,已 {days} 天,超过 {after}(自 {due} 起算过期)',
      en: 'potential was rated on "{value}", {days} days ago, longer than {after} (stale from {due} on)',
      change: [{ zh: '重新评估并写上新的日期', en: 'rate it again and write the new day' }],
    },
    undated: {
      severity: 'info',
      zh: '有潜力评分,但没有评估日期',
      en: 'potential is rated, but not when',
      change: [{ zh: '填写“{field}”', en: 'fill in "{field}"' }],
    },
  },
  clean: 'never',
  judge: ({ policy, asOf }) => {
    const after = policy.grading.potentialStaleAfter;
    const answer = answerReader(policy);
    const known = new Map<IsoDate, boolean>();
    const isStale = (day: IsoDate): boolean => {
      let stale = known.get(day);
      if (stale === undefined) {
        stale = endReached(day, after, asOf, 'exceeded');
        if (known.size < CACHE_LIMIT) known.set(day, stale);
      }
      return stale;
    };
    const rated = (raw: string | null): boolean => raw !== null && answer(raw) === 'given';
    return ({ growth_potential, industry_influence, potential_rated_at: value }, report) => {
      if (growth_potential === null && industry_influence === null) return;
      if (!rated(growth_potential) && !rated(industry_influence)) return;
      const day = readDay(value);
      if (day === null) {
        // A date that cannot be read is validate/date's to report.
        if (value === null || answer(value) !== 'given') report('undated', 'potential_rated_at', { value });
      } else if (isStale(day))
        report('stale', 'potential_rated_at', {
          value,
          days: daysBetween(day, asOf),
          after,
          due: firstDay(day, after, 'exceeded'),
        });
    };
  },
  examples: [
    { record: { growth_potential: '4', potential_rated_at: '2025-12-31' }, expect: [] },
    { record: { growth_potential: '4', potential_rated_at: '2025-12-30' }, expect: [] },
    { record: { growth_potential: '4', potential_rated_at: '2025-12-29' }, expect: ['stale'] },
    { record: { industry_influence: '2', potential_rated_at: '2024-01-01' }, expect: ['stale'] },
    { record: { industry_influence: '2' }, expect: ['undated'] },
    { record: { industry_influence: '2', potential_rated_at: '上个月' }, expect: [] },
    { record: { industry_influence: '客户未提供' }, expect: [] },
    { record: { potential_rated_at: '2020-01-01' }, expect: [] },
  ],
});
