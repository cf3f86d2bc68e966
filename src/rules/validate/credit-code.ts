import { recordRule } from '../rule.js';
import { answerReader } from '../text/answer.js';
import { parseCreditCode } from '../text/credit-code.js';

export default recordRule({
  id: 'validate/credit-code',
  clauses: ['S0-14', 'S1-11', 'S0-20'],
  title: { zh: '统一社会信用代码合规', en: 'Credit codes follow GB 32100' },
  why: {
    zh: '统一社会信用代码是企业“一户一档”的身份键:18 位、不含 I O S V Z、带校验码(GB 32100-2015)。少数真实代码校验码不合,所以只提醒。',
    en: 'The unified social credit code identifies a company: 18 characters without I O S V Z and with check characters (GB 32100-2015). A few real codes fail the check, so that is only a warning.',
  },
  mend: {
    zh: '对照营业执照或国家企业信用信息公示系统更正;被表格软件改写的,从原始文件重新取数。',
    en: 'Compare with the business licence or the public register; take codes damaged by a spreadsheet from the original file.',
  },
  severity: 'error',
  family: 'conformity',
  dimension: 'accuracy',
  messages: {
    length: { zh: '信用代码“{value}”不是 18 位', en: 'the credit code "{value}" does not have 18 characters' },
    alphabet: {
      zh: '信用代码“{value}”含有不允许的字符(不用 I O S V Z)',
      en: 'the credit code "{value}" has characters that none has (I O S V Z are not used)',
    },
    confused: {
      zh: '信用代码“{value}”混淆了字母和数字,可能是 {suggestion}',
      en: 'the credit code "{value}" mixes up letters and digits; {suggestion} is probably meant',
    },
    'excel-damage': {
      zh: '“{value}”被表格软件改写过,末尾几位已丢失',
      en: '"{value}" was rewritten by a spreadsheet; its last digits are lost',
    },
    'old-registration': {
      severity: 'warning',
      zh: '“{value}”是 15 位旧注册号,应换成 18 位统一社会信用代码',
      en: '"{value}" is an old registration number of 15 digits; the 18-character code replaces it',
    },
    'check-digit': {
      severity: 'warning',
      zh: '信用代码“{value}”的校验码不符,请对照营业执照',
      en: 'the check character of the credit code "{value}" does not fit; compare with the licence',
    },
    'org-check-digit': {
      severity: 'warning',
      zh: '信用代码“{value}”中组织机构代码的校验码不符,请对照营业执照',
      en: 'the check character of the organisation code inside "{value}" does not fit; compare with the licence',
    },
  },
  judge: ({ policy }) => {
    const answer = answerReader(policy);
    return (record, report) => {
      const value = record.credit_code;
      if (value === null) return;
      const code = parseCreditCode(value);
      if (code.ok || answer(value) !== 'given') return;
      switch (code.problem) {
        case 'length':
          return report('length', 'credit_code', { value });
        case 'alphabet':
          if (code.suggestion === undefined) return report('alphabet', 'credit_code', { value });
          return report('confused', 'credit_code', { value, suggestion: code.suggestion });
        case 'scientific':
          return report('excel-damage', 'credit_code', { value });
        case 'oldRegistration':
          return report('old-registration', 'credit_code', { value });
        case 'checkDigit':
          return report('check-digit', 'credit_code', { value });
        case 'orgCheckDigit':
          return report('org-check-digit', 'credit_code', { value });
        // Blank and masked codes have rules of their own.
        default:
          return;
      }
    };
  },
  examples: [
    { record: { credit_code: '9144030071526726XG' }, expect: [] },
    { record: { credit_code: '９１４４０３００７１５２６７２６ｘｇ' }, expect: [] },
    { record: { credit_code: '91440300715267260G' }, expect: ['check-digit'] },
    { record: { credit_code: '914403OO71526726XG' }, expect: ['confused'] },
    { record: { credit_code: '9144030071526726' }, expect: ['length'] },
    { record: { credit_code: '9.14403E+17' }, expect: ['excel-damage'] },
    { record: { credit_code: '440301103097413' }, expect: ['old-registration'] },
    { record: { credit_code: '91440300715267260N' }, expect: ['org-check-digit'] },
    { record: { credit_code: '9144030071526726VV' }, expect: ['alphabet'] },
    { record: { credit_code: '客户未提供' }, expect: [] },
  ],
});
