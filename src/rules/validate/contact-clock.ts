import { readDay } from '../calendar/read-day.js';
import { recordRule } from '../rule.js';

export default recordRule({
  id: 'validate/contact-clock',
  clauses: ['S4-38', 'C03'],
  title: { zh: '最后跟进不晚于最后交互', en: 'The last contact is no later than the last interaction' },
  why: {
    zh: '每次跟进都是一次交互(反之不然),所以最后交互时间不会早于最后跟进时间;两者相反时,沉默从错误的日期算起。',
    en: 'Every contact is an interaction, though not the reverse, so the last interaction is never earlier than the last contact; where it is, silence is counted from a wrong day.',
  },
  knobs: ['interactions'],
  mend: {
    zh: '对照跟进日志,更正两个日期中错的那个。',
    en: 'Compare the follow-up log, and mend whichever of the two dates is wrong.',
  },
  severity: 'warning',
  family: 'accuracy',
  dimension: 'accuracy',
  messages: {
    'contact-later': {
      zh: '最后跟进时间“{value}”晚于最后交互时间 {day}',
      en: 'the last contact on "{value}" is later than the last interaction on {day}',
      change: [{ zh: '最后交互时间不早于 {value}', en: 'a last interaction no earlier than {value}' }],
    },
  },
  judge: () => (record, report) => {
    const { last_contact_at: value, last_interaction_at } = record;
    if (value === null || last_interaction_at === null) return;
    const contact = readDay(value);
    const day = readDay(last_interaction_at);
    if (contact !== null && day !== null && contact > day) report('contact-later', 'last_contact_at', { value, day });
  },
  examples: [
    { record: { last_contact_at: '2026-03-15', last_interaction_at: '2026-03-15' }, expect: [] },
    { record: { last_contact_at: '2026-03-16', last_interaction_at: '2026年3月15日' }, expect: ['contact-later'] },
    { record: { last_contact_at: '2026-03-01', last_interaction_at: '2026-03-15' }, expect: [] },
    { record: { last_contact_at: '2026-03-01' }, expect: [] },
    { record: { last_contact_at: '3月', last_interaction_at: '2026-03-15' }, expect: [] },
  ],
});
