import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { parsePercent, parseScore } from '../text/rating.js';
import { placesOf, valuesOf } from '../values.js';

const FIELDS = placesOf(['growth_potential', 'industry_influence', 'loyalty', 'satisfaction']);

const SCORE = /^[1-5]$/;

export default recordRule({
  id: 'validate/score',
  clauses: ['S1-25', 'S3-15', 'S3-16', 'S3-17'],
  title: { zh: '评分在 1–5 分', en: 'Scores lie between 1 and 5' },
  why: {
    zh: '001:98 采用 1-5 分制,客户等级按这些评分和利润率计算;越界或带小数的分数会让等级失真。',
    en: '001:98 scores in whole points from 1 to 5, and grades are counted from these scores and the margin; other values distort them.',
  },
  mend: {
    zh: '填 1 到 5 的整数;利润率填百分数,如 35%。',
    en: 'Write a whole number from 1 to 5, and the margin as a percentage such as 35%.',
  },
  severity: 'error',
  family: 'conformity',
  dimension: 'accuracy',
  messages: {
    range: { zh: '评分“{value}”不在 1–5 之间', en: 'the score "{value}" does not lie between 1 and 5' },
    fraction: { zh: '评分“{value}”不是整数,只能填 1–5', en: 'the score "{value}" is not a whole number from 1 to 5' },
    unreadable: { zh: '“{value}”不是 1–5 的评分', en: '"{value}" is no score from 1 to 5' },
    'margin-range': {
      zh: '利润率“{value}”不在 -100% 到 100% 之间',
      en: 'the margin "{value}" does not lie between -100% and 100%',
    },
    'margin-unreadable': { zh: '利润率“{value}”不是百分数', en: 'the margin "{value}" is no percentage' },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    return (record, report) => {
      const values = valuesOf(record);
      for (const { field, at } of FIELDS) {
        const value = values[at];
        if (value === null || value === undefined || SCORE.test(value)) continue;
        const score = parseScore(value);
        if (Number.isNaN(score)) {
          if (answer(value) === 'given') report('unreadable', field, { value });
        } else if (score < 1 || score > 5) report('range', field, { value });
        else if (!Number.isInteger(score)) report('fraction', field, { value });
      }
      const { margin: value } = record;
      if (value === null) return;
      const percent = parsePercent(value);
      if (!Number.isNaN(percent)) {
        if (Math.abs(percent) > 100) report('margin-range', 'margin', { value });
      } else if (answer(value) === 'given') report('margin-unreadable', 'margin', { value });
    };
  },
  examples: [
    { record: { satisfaction: '5', loyalty: '４分', margin: '35%' }, expect: [] },
    { record: { satisfaction: '0', growth_potential: '6', loyalty: '3.5' }, expect: ['range', 'fraction', 'range'] },
    { record: { satisfaction: '95%', margin: '120%' }, expect: ['unreadable', 'margin-range'] },
    { record: { industry_influence: '客户未提供', margin: '-8.5' }, expect: [] },
    { record: { satisfaction: '很满意', margin: '高' }, expect: ['unreadable', 'margin-unreadable'] },
  ],
});
