import type { IsoDate } from '../../model/date.js';
import type { FieldKey } from '../../model/fields.js';
import { addPeriod } from '../calendar/period.js';
import { readDay } from '../calendar/read-day.js';
import { labelRule } from '../rule.js';
import { codeFinder } from '../text/code-list.js';
import { joinCodes } from '../text/several-codes.js';
import { gradeMap } from './grade-map.js';
import { amountValues, unknownValue } from './value-of.js';

const UNTIL = { zh: '{until} 之后为老客户', en: 'after {until} the customer is an old one' };
const LESS = { zh: '价值等级不是 {class}', en: 'a value class other than {class}' };
const FILL = {
  zh: '填写“合作起始日期”或“首次接触时间”',
  en: 'fill in "Customer since" or "First contact"',
};

/**
 * Label: the types of 001:56 (S1-08), which do not exclude each other (C21): new or old by the first known date, and high-value
 * by the value class, decided or else by the expected amount. Several are joined: `old+high-value`.
 */
export default labelRule({
  id: 'classify/customer-type',
  labels: 'customer_type',
  field: 'customer_type',
  clauses: ['S1-08', 'C21', 'C05', 'S3-04'],
  title: { zh: '新客户、老客户、高价值客户', en: 'New, old and high-value customers' },
  why: {
    zh: '001:56 列出新客户、老客户、高价值客户,三者不互斥:老客户也可以是高价值客户,所以两个标签都给',
    en: '001:56 names new, old and high-value customers, which do not exclude each other: an old customer may be a high-value one and then bears both',
  },
  knobs: ['customerTypes', 'gradeMaps'],
  mend: {
    zh: '补齐合作起始日期或首次接触时间,核对价值等级;多个类型用顿号隔开',
    en: 'fill in the first date of cooperation or contact and check the value class; write several types with 、 between them',
  },
  messages: {
    new: {
      zh: '自 {since} 起,到 {until} 为止是新客户',
      en: 'since {since}: a new customer until {until}',
      change: [UNTIL],
    },
    old: {
      zh: '自 {since} 起,{until} 已满 {period},是老客户',
      en: 'since {since}, {period} ended on {until}: an old customer',
      change: [FILL],
    },
    'new-high': {
      zh: '自 {since} 起,到 {until} 为止是新客户;价值等级 {class},也是高价值客户',
      en: 'since {since}: a new customer until {until}; of value class {class}, so a high-value one too',
      change: [UNTIL, LESS],
    },
    'old-high': {
      zh: '自 {since} 起,{until} 已满 {period},是老客户;价值等级 {class},也是高价值客户',
      en: 'since {since}, {period} ended on {until}: an old customer; of value class {class}, so a high-value one too',
      change: [LESS],
    },
    high: {
      zh: '价值等级 {class},是高价值客户;没有日期可判断新老',
      en: 'of value class {class}: a high-value customer; no date tells new from old',
      change: [FILL, LESS],
    },
    unknown: {
      zh: '没有日期可判断新老,价值也不是高',
      en: 'no date tells new from old, and the value is not high',
      change: [FILL],
    },
  },
  reads: ({ policy }) => ['value_class', 'expected_amount', ...policy.customerTypes.since],
  label: (given) => {
    const { policy, asOf } = given;
    const { newFor, since: fields } = policy.customerTypes;
    const classOf = valueClass(given);
    const high = gradeMap(policy, '004', '001');
    // Many records share a day, and there are not many days.
    const ends = new Map<IsoDate, IsoDate>();
    const endOf = (since: IsoDate): IsoDate => {
      let until = ends.get(since);
      if (until === undefined) {
        until = addPeriod(since, newFor);
        ends.set(since, until);
      }
      return until;
    };
    const joined = { new: new Map<string, string>(), old: new Map<string, string>() };
    const join = (tenure: 'new' | 'old', word: string): string => {
      let value = joined[tenure].get(word);
      if (value === undefined) {
        value = joinCodes(policy, 'customer_type', [tenure, word]);
        joined[tenure].set(word, value);
      }
      return value;
    };
    return (record) => {
      const since = firstDate(record, fields, asOf);
      const { code, how } = classOf(record);
      const word = code === null ? null : high(code);
      if (since === null) {
        const data = { class: code, classBy: how };
        return word === null ? { value: null, messageId: 'unknown', data } : { value: word, messageId: 'high', data };
      }
      const { day, field } = since;
      const until = endOf(day);
      const data = { class: code, classBy: how, since: day, sinceField: field, until, period: newFor };
      const tenure = asOf <= until ? 'new' : 'old';
      if (word === null) return { value: tenure, messageId: tenure, data };
      return { value: join(tenure, word), messageId: tenure === 'new' ? 'new-high' : 'old-high', data };
    };
  },
  examples: [
    { record: { cooperation_since: '2025-07-01' }, expect: ['new', 'new'] },
    { record: { cooperation_since: '2025-06-30' }, expect: ['new', 'new'] },
    { record: { cooperation_since: '2025-06-29' }, expect: ['old', 'old'] },
    { record: { first_contact_at: '2026-06-01' }, expect: ['new', 'new'] },
    { record: { cooperation_since: '2020-01-01', first_contact_at: '2026-06-01' }, expect: ['old', 'old'] },
    { record: { cooperation_since: '2026-07-01', first_contact_at: '2025-01-01' }, expect: ['old', 'old'] },
    { record: { cooperation_since: '2020-01-01', value_class: '高价值' }, expect: ['old+high-value', 'old-high'] },
    { record: { first_contact_at: '2026-06-01', expected_amount: '500000' }, expect: ['new+high-value', 'new-high'] },
    { record: { first_contact_at: '2026-06-01', expected_amount: '499999.99' }, expect: ['new', 'new'] },
    {
      record: { first_contact_at: '2026-06-01', expected_amount: '500000.01' },
      expect: ['new+high-value', 'new-high'],
    },
    {
      record: { first_contact_at: '2026-06-01', expected_amount: '80万', value_class: '中价值' },
      expect: ['new', 'new'],
    },
    {
      record: { first_contact_at: '2026-06-01', value_class: '未定', expected_amount: '80万' },
      expect: ['new+high-value', 'new-high'],
    },
    { record: { value_class: 'H' }, expect: ['high-value', 'high'] },
    { record: { value_class: 'M', first_contact_at: '不详' }, expect: [null, 'unknown'] },
    { record: {}, expect: [null, 'unknown'] },
  ],
});

/** The first of some date fields that holds a day not after the as-of day; one to come tells of no past. */
function firstDate(
  record: Readonly<Record<FieldKey, string | null>>,
  fields: readonly FieldKey[],
  asOf: IsoDate,
): { readonly field: FieldKey; readonly day: IsoDate } | null {
  for (const field of fields) {
    const day = readDay(record[field]);
    if (day !== null && day <= asOf) return { field, day };
  }
  return null;
}

/** The value class of a customer: the decided one, or where none is decided, that of the expected amount; null where undetermined. */
function valueClass(given: Parameters<typeof amountValues>[0]) {
  const find = codeFinder(given.policy, 'value_class');
  const unknown = unknownValue(given);
  const read = amountValues(given);
  return (record: { readonly value_class: string | null; readonly expected_amount: string | null }) => {
    const decided = record.value_class === null ? undefined : find(record.value_class)?.entry.code;
    if (decided !== undefined && decided !== unknown) return { code: decided, how: 'decided' } as const;
    const { code } = read(record.expected_amount);
    return code === unknown ? ({ code: null, how: null } as const) : ({ code, how: 'amount' } as const);
  };
}
