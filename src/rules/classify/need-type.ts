import { labelRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { codeFinder } from '../text/code-list.js';

const ANOTHER = { zh: '“{field}”改填另一类', en: 'another word in "{field}"' };

/** Label: one of the four need types of 004:54 (S4-13). */
export default labelRule({
  id: 'classify/need-type',
  labels: 'need_type',
  field: 'need_type',
  clauses: ['S4-13'],
  title: { zh: '需求类型', en: 'Need type' },
  why: {
    zh: '004:54 列出产品采购型、技术支持型、解决方案型、战略合作型四类',
    en: '004:54 names four: purchase, technical support, solution, strategic',
  },
  knobs: ['codes.need_type'],
  mend: { zh: '改写为四类之一,或在制度文件中补一个别名', en: 'use one of the four, or add an alias to the policy' },
  messages: {
    stated: { zh: '"{value}"即 {code}', en: '"{value}" is {code}', change: [ANOTHER] },
    alias: {
      zh: '"{value}"按别名归为"{word}"',
      en: '"{value}" is taken for "{word}" by its alias',
      change: [ANOTHER],
    },
    unknown: { zh: '"{value}"不是任何一类需求', en: '"{value}" is no need type' },
    blank: {
      zh: '没有填写需求类型',
      en: 'no need type is given',
      change: [{ zh: '填写“{field}”', en: 'fill "{field}"' }],
    },
  },
  reads: () => ['need_type'],
  label: ({ policy }) => {
    const find = codeFinder(policy, 'need_type');
    const answer = answerReader(policy);
    return ({ need_type: value }) => {
      const hit = value === null ? null : find(value);
      if (value === null || (!hit && answer(value) !== 'given'))
        return { value: null, messageId: 'blank', data: { value } };
      if (!hit) return { value: null, messageId: 'unknown', data: { value } };
      const { code, value: word } = hit.entry;
      return { value: code, messageId: hit.exact ? 'stated' : 'alias', data: { value, code, word } };
    };
  },
  examples: [
    { record: { need_type: '产品采购型' }, expect: ['purchase', 'stated'] },
    { record: { need_type: '解决方案型' }, expect: ['solution', 'stated'] },
    { record: { need_type: '战略合作' }, expect: ['strategic', 'alias'] },
    { record: { need_type: '战略型' }, expect: [null, 'unknown'] },
    { record: {}, expect: [null, 'blank'] },
    { record: { need_type: '客户未提供' }, expect: [null, 'blank'] },
  ],
});
