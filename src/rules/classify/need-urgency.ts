import { labelRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { parseFlag } from '../text/flag.js';

const TURN = { zh: '改“紧急”或“重要”的是或否', en: 'change the yes or no of "Urgent" or "Important"' };
const FILL = { zh: '“紧急”“重要”都填是或否', en: 'write yes or no in both "Urgent" and "Important"' };

/** Label: one of the four classes of 001:70 by two flags, urgent and important (S1-16). */
export default labelRule({
  id: 'classify/need-urgency',
  labels: 'need_urgency',
  field: null,
  clauses: ['S1-16'],
  title: { zh: '需求按紧急、重要分四类', en: 'Needs by urgency and importance' },
  why: {
    zh: '001:70 把需求分为紧急重要、重要不紧急、紧急不重要、不紧急不重要四类,先办紧急重要的',
    en: '001:70 sorts needs into four classes by urgency and importance, and does the urgent and important first',
  },
  knobs: ['needUrgency'],
  mend: { zh: '“紧急”“重要”各填是或否', en: 'write yes or no for urgent and for important' },
  messages: {
    both: {
      zh: '紧急“{urgent}”、重要“{important}”,为“{word}”',
      en: 'urgent "{urgent}", important "{important}": "{word}"',
      change: [TURN],
    },
    half: {
      zh: '紧急“{urgent}”、重要“{important}”,缺一不能分类',
      en: 'urgent "{urgent}", important "{important}": both are needed',
      change: [FILL],
    },
    blank: { zh: '没有填写是否紧急、是否重要', en: 'neither urgent nor important is given', change: [FILL] },
  },
  reads: () => ['need_urgent', 'need_important'],
  label: ({ policy }) => {
    const { urgentImportant, important, urgent, neither } = policy.needUrgency;
    const answer = answerReader(policy);
    const given = (raw: string | null): boolean => raw !== null && answer(raw) === 'given';
    const blank = { value: null, messageId: 'blank', data: {} } as const;
    return ({ need_urgent, need_important }) => {
      if (need_urgent === null && need_important === null) return blank;
      const [u, i] = [need_urgent, need_important].map((raw) => (raw === null ? null : parseFlag(raw)));
      if (typeof u === 'boolean' && typeof i === 'boolean') {
        const { value: word, code } = u ? (i ? urgentImportant : urgent) : i ? important : neither;
        return { value: code, messageId: 'both', data: { urgent: need_urgent, important: need_important, word, code } };
      }
      if (!given(need_urgent) && !given(need_important)) return blank;
      return { value: null, messageId: 'half', data: { urgent: need_urgent, important: need_important } };
    };
  },
  examples: [
    { record: { need_urgent: '是', need_important: '是' }, expect: ['urgent-important', 'both'] },
    { record: { need_urgent: '否', need_important: '是' }, expect: ['important', 'both'] },
    { record: { need_urgent: 'Y', need_important: 'N' }, expect: ['urgent', 'both'] },
    { record: { need_urgent: '0', need_important: '×' }, expect: ['neither', 'both'] },
    { record: { need_urgent: '是' }, expect: [null, 'half'] },
    { record: { need_urgent: '看情况', need_important: '是' }, expect: [null, 'half'] },
    { record: { need_urgent: '客户未提供', need_important: '待定' }, expect: [null, 'blank'] },
    { record: {}, expect: [null, 'blank'] },
  ],
});
