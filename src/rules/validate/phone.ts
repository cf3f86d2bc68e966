import type { FieldKey } from '../../model/fields.js';
import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { type PhoneProblem, parsePhone, splitPhones } from '../text/phone.js';

const FIELDS = ['phone', 'phone_other'] as const satisfies readonly FieldKey[];

/** Blank and masked numbers have rules of their own. */
const MESSAGE = {
  letters: 'letters',
  tooShort: 'too-short',
  tooLong: 'too-long',
  unassigned: 'unassigned',
  areaCode: 'area-code',
  localNumber: 'local-number',
  scientific: 'excel-damage',
  missingArea: 'missing-area',
  empty: null,
  masked: null,
} as const satisfies Record<PhoneProblem, string | null>;

export default recordRule({
  id: 'validate/phone',
  clauses: ['S0-07', 'S0-20', 'S4-08'],
  title: { zh: '电话号码可以拨通', en: 'Phone numbers can be dialled' },
  why: {
    zh: '联系方式是必填项,号段、区号、位数不对的号码打不通;同一格可以写几个号码,逐个检查。',
    en: 'A contact must reach somebody: numbers with a wrong block, area code or length do not. A cell may hold several numbers; each is checked.',
  },
  mend: {
    zh: '与客户复述核对后更正;固定电话写全区号;被表格软件改成科学计数的,从原始文件重新取数。',
    en: 'Read the number back to the customer and correct it; write the area code; take numbers damaged by a spreadsheet from the original file.',
  },
  severity: 'error',
  family: 'accuracy',
  dimension: 'accuracy',
  messages: {
    letters: { zh: '“{value}”里有不属于电话号码的文字', en: '"{value}" holds text that is no part of a phone number' },
    'too-short': { zh: '电话“{value}”位数不够', en: 'the phone number "{value}" has too few digits' },
    'too-long': { zh: '电话“{value}”位数过多', en: 'the phone number "{value}" has too many digits' },
    unassigned: { zh: '电话“{value}”的号段没有启用', en: 'no operator holds the number block of "{value}"' },
    'area-code': {
      zh: '电话“{value}”的区号不存在或已停用',
      en: 'the area code of "{value}" does not exist, or no longer',
    },
    'local-number': {
      zh: '电话“{value}”区号后的号码不能以 0 或 1 开头',
      en: 'after the area code "{value}" goes on with 0 or 1, as no number does',
    },
    'excel-damage': {
      zh: '“{value}”是表格软件改写过的科学计数,原号码已丢失',
      en: '"{value}" was rewritten by a spreadsheet in scientific notation; the number itself is lost',
    },
    'missing-area': {
      severity: 'warning',
      zh: '固定电话“{value}”缺区号',
      en: 'the landline number "{value}" lacks its area code',
    },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    return (record, report) => {
      for (const field of FIELDS) {
        const cell = record[field];
        if (cell === null || parsePhone(cell).kind !== 'invalid' || answer(cell) !== 'given') continue;
        for (const value of splitPhones(cell)) {
          const phone = parsePhone(value);
          if (phone.kind !== 'invalid') continue;
          const messageId = MESSAGE[phone.problem];
          if (messageId !== null) report(messageId, field, { value });
        }
      }
    };
  },
  examples: [
    { record: { phone: '13812345678', phone_other: '0755-28780808转801' }, expect: [] },
    { record: { phone: '138 1234 5678/0755-28780808' }, expect: [] },
    { record: { phone: '1381234567' }, expect: ['too-short'] },
    { record: { phone: '13812345678、1991234' }, expect: ['too-short'] },
    { record: { phone: '1.38E+10', phone_other: '28780808' }, expect: ['excel-damage', 'missing-area'] },
    { record: { phone: '0755-X/xxx', phone_other: '客户未提供' }, expect: [] },
    { record: { phone: '15412345678', phone_other: '找前台小王' }, expect: ['unassigned', 'letters'] },
    { record: { phone: '+1 212 555 0123' }, expect: [] },
    { record: { phone: '138265419370', phone_other: '0799-8123456' }, expect: ['too-long'] },
    { record: { phone: '0111-28780808', phone_other: '0755-18780808' }, expect: ['area-code', 'local-number'] },
  ],
});
