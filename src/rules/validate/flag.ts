import { fields } from '../../model/fields.js';
import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { parseFlag } from '../text/flag.js';
import { placesOf, valuesOf } from '../values.js';

const FIELDS = placesOf(fields.filter(({ kind }) => kind === 'flag').map(({ key }) => key));

export default recordRule({
  id: 'validate/flag',
  clauses: ['S1-16', 'S0-33', 'S2-05'],
  title: { zh: '是否项可读', en: 'Yes-or-no fields can be read' },
  why: {
    zh: '允许营销、保全、紧急、重要决定能不能发资料、能不能清除;读不懂时不能替客户猜。',
    en: 'Whether marketing is allowed, a hold is on or a need is urgent decides what may be sent or purged; nobody may guess it.',
  },
  mend: { zh: '填“是”或“否”。', en: 'Write 是 or 否 (yes or no).' },
  severity: 'error',
  family: 'conformity',
  dimension: 'accuracy',
  messages: { unreadable: { zh: '“{value}”看不出是或否', en: '"{value}" says neither yes nor no' } },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    return (record, report) => {
      const values = valuesOf(record);
      for (const { field, at } of FIELDS) {
        const value = values[at];
        if (value !== null && value !== undefined && parseFlag(value) === null && answer(value) === 'given')
          report('unreadable', field, { value });
      }
    };
  },
  examples: [
    { record: { marketing: '是', hold: '否', need_urgent: 'Y', need_important: '0' }, expect: [] },
    { record: { marketing: 'ＴＲＵＥ', hold: '√' }, expect: [] },
    { record: { marketing: '看情况', hold: '2' }, expect: ['unreadable', 'unreadable'] },
    { record: { marketing: '客户未提供', need_urgent: '待确认' }, expect: [] },
  ],
});
