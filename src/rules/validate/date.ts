import type { IsoDate } from '../../model/date.js';
import type { FieldKey } from '../../model/fields.js';
import { parseDate } from '../calendar/day.js';
import { datedRule, type Report } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { placesOf, valuesOf } from '../values.js';

/** Ends may lie ahead; everything else has happened or is not known. */
const MAY_LIE_AHEAD: ReadonlySet<FieldKey> = new Set<FieldKey>(['contract_until', 'ended_at']);
/** How contracts say that they have no end. */
const NO_END = /^(?:长期|长期有效|永久|无固定期限)$/;

type MessageId =
  | 'ambiguous'
  | 'excel-serial'
  | 'future'
  | 'guessed'
  | 'no-such-day'
  | 'no-such-day-near'
  | 'order'
  | 'unreadable'
  | 'year-range';

/** Every date field. */
const FIELDS = placesOf([
  'potential_rated_at',
  'cooperation_since',
  'activation_at',
  'consent_at',
  'first_contact_at',
  'collected_at',
  'registered_at',
  'last_contact_at',
  'last_interaction_at',
  'changed_at',
  'contract_until',
  'prechecked_at',
  'ended_at',
  'phone_verified_at',
  'email_verified_at',
  'verified_at',
  'confirmed_at',
  'satisfaction_at',
]).map(({ field, at }) => ({ field, at, past: !MAY_LIE_AHEAD.has(field) }));

export default datedRule({
  id: 'validate/date',
  clauses: ['S2-05', 'S0-07', 'S0-20', 'S2-19'],
  title: { zh: '日期可读且合理', en: 'Dates can be read and make sense' },
  why: {
    zh: '沉默、休眠、复核和保留期限都从日期算起:读不出、不存在或落在未来的日期会让这些判断失真。',
    en: 'Silence, dormancy, reviews and retention are counted from dates; one that cannot be read, does not exist or lies ahead makes them wrong.',
  },
  mend: {
    zh: '按 2024-03-15 的写法更正;表格软件的日期序号请对照原始文件。',
    en: 'Write dates as 2024-03-15; compare spreadsheet serial numbers with the original file.',
  },
  severity: 'error',
  family: 'accuracy',
  dimension: 'accuracy',
  messages: {
    unreadable: { zh: '“{value}”不是日期,应写成 2024-03-15', en: '"{value}" is no date; write it as 2024-03-15' },
    'no-such-day': { zh: '没有“{value}”这一天', en: 'there is no such day as "{value}"' },
    'no-such-day-near': {
      zh: '没有“{value}”这一天,可能是 {suggestion}',
      en: 'there is no such day as "{value}"; {suggestion} may be meant',
    },
    'excel-serial': {
      zh: '“{value}”是表格软件的日期序号,可能是 {suggestion}',
      en: '"{value}" is a spreadsheet’s serial number of a day, perhaps of {suggestion}',
    },
    ambiguous: {
      zh: '“{value}”分不清月和日,应写成 2024-03-15',
      en: '"{value}" may be read with day or month first; write it as 2024-03-15',
    },
    'year-range': { zh: '“{value}”的年份不在 1900–2100 之间', en: 'the year of "{value}" is not within 1900–2100' },
    future: { zh: '“{value}”晚于截止日 {asOf}', en: '"{value}" lies after the as-of day {asOf}' },
    order: {
      severity: 'warning',
      zh: '最后跟进时间“{value}”早于首次接触时间 {first}',
      en: 'the last contact "{value}" is earlier than the first, {first}',
    },
    guessed: {
      severity: 'info',
      zh: '“{value}”按 {date} 理解,请改成这种写法',
      en: '"{value}" is taken as {date}; please write it so',
    },
  },
  clean: 'onwards',
  judge: ({ policy, asOf }) => {
    const answer = answerReader(policy);
    /** The day that the value holds, or null. */
    const judgeDate = (key: FieldKey, past: boolean, value: string, report: Report<MessageId>): IsoDate | null => {
      const parsed = parseDate(value);
      if (parsed.ok) {
        if (past && parsed.date > asOf) report('future', key, { value, asOf });
        else if (parsed.guessed) report('guessed', key, { value, date: parsed.date });
        return parsed.date;
      }
      if (answer(value) !== 'given' || (key === 'contract_until' && NO_END.test(value))) return null;
      const { problem, suggestion } = parsed;
      if (problem === 'format') report('unreadable', key, { value });
      else if (problem === 'ambiguous') report('ambiguous', key, { value });
      else if (problem === 'yearRange') report('year-range', key, { value });
      else if (problem === 'excelSerial') report('excel-serial', key, { value, suggestion: suggestion as string });
      else if (problem === 'noSuchDay') {
        if (suggestion === undefined) report('no-such-day', key, { value });
        else report('no-such-day-near', key, { value, suggestion });
      }
      return null;
    };
    return (record, report) => {
      const values = valuesOf(record);
      let first: IsoDate | null = null;
      let last: IsoDate | null = null;
      for (const { field, at, past } of FIELDS) {
        const value = values[at];
        if (value === null || value === undefined) continue;
        const day = judgeDate(field, past, value, report);
        if (field === 'first_contact_at') first = day;
        else if (field === 'last_contact_at') last = day;
      }
      if (first !== null && last !== null && last < first)
        report('order', 'last_contact_at', { value: record.last_contact_at, first });
    };
  },
  examples: [
    {
      record: { first_contact_at: '2024年3月10日', last_contact_at: '2024/3/15', contract_until: '2028-12-31' },
      expect: [],
    },
    {
      record: { first_contact_at: '2024-02-30', last_contact_at: '45366' },
      expect: ['no-such-day-near', 'excel-serial'],
    },
    { record: { collected_at: '03/04/2024', registered_at: '3/15/2024' }, expect: ['ambiguous', 'guessed'] },
    { record: { last_contact_at: '2026-07-01' }, expect: ['future'] },
    { record: { last_contact_at: '2026-06-30', contract_until: '长期' }, expect: [] },
    { record: { first_contact_at: '2024-03-15', last_contact_at: '2024-03-10' }, expect: ['order'] },
    {
      record: { collected_at: '上个月', consent_at: '客户未提供', verified_at: '0024-03-15' },
      expect: ['unreadable', 'year-range'],
    },
    { record: { collected_at: '2024-13-40' }, expect: ['no-such-day'] },
  ],
});
