import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { MARK } from '../text/char-classes.js';
import { maskedReason } from '../text/masked.js';
import { classesOf, placesOf, valuesOf } from '../values.js';

/** Fields of the customer itself; an owner is a colleague, and 销售某 is how the handbook writes one. */
const FIELDS = placesOf([
  'name',
  'address',
  'credit_code',
  'legal_rep',
  'contact_name',
  'phone',
  'phone_other',
  'email',
]);

export default recordRule({
  id: 'validate/masked',
  clauses: ['S4-32', 'C04'],
  title: { zh: '没有打码的值', en: 'No value is masked' },
  why: {
    zh: '“138****8000”“张*”“0755-X/xxx”是脱敏后的值,联系不到人,也不能核对和去重。',
    en: '138****8000, 张* or 0755-X/xxx is what was left after masking: it reaches nobody and can be neither checked nor matched.',
  },
  mend: {
    zh: '从未脱敏的来源取回原值;取不到的按缺失处理。',
    en: 'Take the value from an unmasked source, or treat it as missing.',
  },
  severity: 'warning',
  family: 'completeness',
  dimension: 'completeness',
  messages: {
    masked: { zh: '“{value}”已打码,不是完整的值', en: '"{value}" is masked and not the whole value' },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    return (record, report) => {
      const classes = classesOf(record);
      for (const { field, at } of FIELDS) {
        if (((classes[at] as number) & MARK) === 0) continue;
        const value = valuesOf(record)[at] as string;
        // A cell of nothing but X or stars is a filler, not a masked value.
        if (maskedReason(value) !== null && answer(value) === 'given') report('masked', field, { value });
      }
    };
  },
  examples: [
    { record: { name: 'A科技有限公司', phone: '0755-X/xxx', owner: '销售某' }, expect: ['masked'] },
    {
      record: { contact_name: '张*', email: 'l***@qq.com', phone: '138****8000' },
      expect: ['masked', 'masked', 'masked'],
    },
    { record: { name: '某科技有限公司', contact_name: '李某某' }, expect: ['masked', 'masked'] },
    { record: { name: 'XXL服饰(深圳)有限公司', email: 'foxx@qq.com', phone: '13812345678' }, expect: [] },
    { record: { phone: 'xxx', contact_name: '***' }, expect: [] },
  ],
});
