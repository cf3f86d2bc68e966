import { fieldKeys } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import type { Data } from '../../model/text.js';
import { type Report, recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { codeFinder } from '../text/code-list.js';
import { mojibakeReason } from '../text/mojibake.js';
import { nearest } from '../text/nearest.js';
import { SEPARATOR, SEVERAL } from '../text/several-codes.js';
import { placesOf, valuesOf } from '../values.js';

/** Distinct words kept of each field; the same slips come again and again. */
const CACHE_LIMIT = 1000;

type MessageId = 'alias' | 'other' | 'unknown' | 'unknown-near';

interface Trouble {
  readonly messageId: MessageId;
  readonly data: Data;
}

export default recordRule({
  id: 'validate/code',
  clauses: ['S0-04', 'S1-09', 'S4-13', 'S4-30', 'C10'],
  title: { zh: '选项用标准词', en: 'Coded fields use the standard words' },
  why: {
    zh: '渠道、阶段、等级等只能用代码表里的词,统计和规则才对得上;别名能看懂,但要改成标准词。',
    en: 'Channels, stages, grades and the like take the words of the code list only, so that rules and counts agree; an alias is understood but should be replaced.',
  },
  knobs: ['codes.{field}'],
  mend: {
    zh: '改成提示的标准词;确实需要新词的,加进策略的代码表(codes)。',
    en: 'Write the standard word; a word that is really needed goes into the code list of the policy (codes).',
  },
  severity: 'error',
  family: 'conformity',
  dimension: 'accuracy',
  messages: {
    unknown: {
      zh: '“{value}”不在代码表里;可用:{allowed}',
      en: '"{value}" is not in the code list; it knows {allowed}',
    },
    'unknown-near': {
      zh: '“{value}”不在代码表里,最接近的是“{suggestion}”',
      en: '"{value}" is not in the code list; the nearest word is "{suggestion}"',
    },
    alias: {
      severity: 'warning',
      zh: '“{value}”是别名,标准词是“{expected}”',
      en: '"{value}" is an alias; the standard word is "{expected}"',
    },
    other: {
      severity: 'info',
      zh: '“{value}”不在代码表里(此项允许其他词)',
      en: '"{value}" is not in the code list; other words are allowed here',
    },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    const lists = placesOf(fieldKeys.filter((field) => policy.codes[field] !== undefined)).map(({ field, at }) => {
      const { open, values } = policy.codes[field] as Policy['codes'][string];
      return {
        field,
        at,
        open,
        find: codeFinder(policy, field),
        judged: new Map<string, Trouble | null>(),
        allowed: values.map(({ value }) => value),
        words: values.flatMap(({ value, en, aliases }) => [value, en, ...aliases]),
      };
    });
    type List = (typeof lists)[number];

    const judge = ({ open, find, allowed, words }: List, value: string): Trouble | null => {
      const hit = find(value);
      if (hit?.exact) return null;
      if (hit) return { messageId: 'alias', data: { value, expected: hit.entry.value } };
      if (open) return { messageId: 'other', data: { value } };
      const near = nearest(value, allowed) ?? nearest(value, words);
      const suggestion = near === null ? undefined : find(near)?.entry.value;
      return suggestion === undefined
        ? { messageId: 'unknown', data: { value, allowed } }
        : { messageId: 'unknown-near', data: { value, suggestion } };
    };

    const judgeWord = (list: List, value: string, report: Report<MessageId>): void => {
      let trouble = list.judged.get(value);
      if (trouble === undefined) {
        trouble = judge(list, value);
        if (list.judged.size < CACHE_LIMIT) list.judged.set(value, trouble);
      }
      if (trouble !== null) report(trouble.messageId, list.field, trouble.data);
    };

    return (record, report) => {
      const cells = valuesOf(record);
      for (const list of lists) {
        const cell = cells[list.at];
        if (cell === null || cell === undefined) continue;
        const hit = list.find(cell);
        if (hit?.exact) continue;
        // Fillers and garbled values have rules of their own.
        if (hit === null && (answer(cell) !== 'given' || mojibakeReason(cell) !== null)) continue;
        if (SEVERAL.has(list.field) && SEPARATOR.test(cell)) {
          for (const value of cell.split(SEPARATOR)) if (value.trim() !== '') judgeWord(list, value, report);
        } else judgeWord(list, cell, report);
      }
    };
  },
  examples: [
    { record: { stage: '合作中客户', value_class: '高价值', need_type: '解决方案型', source: '展会现场' }, expect: [] },
    { record: { stage: '合作中' }, expect: ['alias'] },
    { record: { need_type: '战略型' }, expect: ['unknown-near'] },
    { record: { source: '电话沟同', channel: '火星' }, expect: ['unknown', 'unknown-near'] },
    { record: { value_class: 'H', stage: 'lead' }, expect: ['alias', 'alias'] },
    { record: { silent_cause: '换了供应商', source: '客户未提供' }, expect: ['other'] },
    { record: { customer_type: '老客户、高价值客户' }, expect: [] },
    { record: { customer_type: '老客户/友商' }, expect: ['unknown'] },
  ],
});
