import type { Data } from '../../model/text.js';
import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { mojibakeReason } from '../text/mojibake.js';
import { parseHeadcount } from '../text/quantity.js';

/** Distinct texts kept; most ledgers have a handful. */
const CACHE_LIMIT = 10_000;

type Trouble = {
  readonly messageId: 'excel-date' | 'negative' | 'not-known' | 'straddle' | 'too-many' | 'unreadable';
  readonly data: Data;
};

export default recordRule({
  id: 'validate/size',
  clauses: ['S4-05', 'S4-03', 'S2-05', 'C16'],
  title: { zh: '企业规模可归入一档', en: 'Sizes fall into one band' },
  why: {
    zh: '004:36 按员工人数分档;读不出人数或跨越几档的写法无法归类。两档相接的数(50、200)按策略归入一档,不算跨档。',
    en: '004:36 bands companies by employees; a text that cannot be read or spans several bands cannot be classed. The numbers where two bands meet (50, 200) belong to one by policy and do not count as spanning.',
  },
  mend: {
    zh: '填员工人数,或策略中的档位(默认 50人以下、50-200人、200人以上)。',
    en: 'Write the number of employees or a band of the policy (by default 50人以下, 50-200人, 200人以上).',
  },
  severity: 'error',
  family: 'conformity',
  dimension: 'accuracy',
  messages: {
    unreadable: {
      severity: 'warning',
      zh: '“{value}”读不出员工人数',
      en: '"{value}" cannot be read as a number of employees',
    },
    'not-known': {
      severity: 'warning',
      zh: '“{value}”说明人数未知',
      en: '"{value}" says that the number is not known',
    },
    straddle: {
      severity: 'warning',
      zh: '“{value}”跨越几个规模档:{bands}',
      en: '"{value}" spans several size bands: {bands}',
    },
    'excel-date': {
      zh: '“{value}”是被表格软件改成日期的人数范围',
      en: '"{value}" was a range of employees before a spreadsheet made it a date',
    },
    negative: { zh: '人数“{value}”是负数', en: 'the number of employees "{value}" is negative' },
    'too-many': { zh: '人数“{value}”大得不可能', en: 'no employer has as many people as "{value}"' },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    const bands = [...policy.sizeBands.bands]
      .map(({ value, from, below }) => ({ value, from: Number(from), below: below === null ? null : Number(below) }))
      .sort((a, b) => a.from - b.from);
    const cache = new Map<string, Trouble | null>(bands.map(({ value }) => [value, null]));

    const read = (value: string): Trouble | null => {
      const size = parseHeadcount(value);
      if (size.ok) {
        if (size.min === size.max) return null;
        const touched = bands.filter(
          ({ from, below }) => (below === null || size.min < below) && (size.max === null || size.max > from),
        );
        return touched.length < 2
          ? null
          : { messageId: 'straddle', data: { value, bands: touched.map((band) => band.value) } };
      }
      // Fillers and garbled values have rules of their own.
      if (answer(value) !== 'given' || mojibakeReason(value) !== null) return null;
      switch (size.problem) {
        case 'empty':
          return null;
        case 'unknown':
          return { messageId: 'not-known', data: { value } };
        case 'excelDate':
          return { messageId: 'excel-date', data: { value } };
        case 'negative':
          return { messageId: 'negative', data: { value } };
        case 'tooMany':
          return { messageId: 'too-many', data: { value } };
        default:
          return { messageId: 'unreadable', data: { value } };
      }
    };

    return ({ size: value }, report) => {
      if (value === null) return;
      let trouble = cache.get(value);
      if (trouble === undefined) {
        trouble = read(value);
        if (cache.size < CACHE_LIMIT) cache.set(value, trouble);
      }
      if (trouble !== null) report(trouble.messageId, 'size', trouble.data);
    };
  },
  examples: [
    { record: { size: '50-200人' }, expect: [] },
    { record: { size: '50人以下' }, expect: [] },
    { record: { size: '200' }, expect: [] },
    { record: { size: '100人以上' }, expect: ['straddle'] },
    { record: { size: '20-99人' }, expect: ['straddle'] },
    { record: { size: '10月20日' }, expect: ['excel-date'] },
    { record: { size: '大型企业' }, expect: ['unreadable'] },
    { record: { size: '客户未提供' }, expect: [] },
    { record: { size: '13812345678' }, expect: ['too-many'] },
    { record: { size: '-5' }, expect: ['negative'] },
    { record: { size: '保密' }, expect: ['not-known'] },
  ],
});
