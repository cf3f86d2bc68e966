import { groupRule } from '../rule.js';
import { parseCreditCode } from '../text/credit-code.js';
import { fabricatedReason } from '../text/fabricated.js';
import { fold } from '../text/unicode.js';

const SEPARATORS = /[\s\-‐‑‒–—−_.·]/g;

/** The code in one writing when it is whole; those that only fail a check character count, since real ones do. */
function keyOf(value: string): string | null {
  const code = parseCreditCode(value);
  if (code.ok) return code.code;
  if (code.problem !== 'checkDigit' && code.problem !== 'orgCheckDigit') return null;
  return fabricatedReason(value, 'code') === null ? fold(value).replace(SEPARATORS, '').toUpperCase() : null;
}

export default groupRule({
  id: 'validate/same-credit-code',
  clauses: ['S1-11', 'S0-14'],
  title: { zh: '一个信用代码一份档案', en: 'One credit code, one file' },
  why: {
    zh: '001:60 一户一档:统一社会信用代码相同就是同一家企业,却建了几份档案。',
    en: '001:60 wants one file for one customer: the same credit code is the same company, on file more than once.',
  },
  mend: {
    zh: '核对后合并(steward dedupe);代码抄错的,更正代码。',
    en: 'Check and merge them (steward dedupe), or correct the code that was copied wrongly.',
  },
  severity: 'error',
  family: 'conformity',
  dimension: 'accuracy',
  field: 'credit_code',
  messages: {
    same: { zh: '{count} 份档案的统一社会信用代码相同', en: '{count} files bear the same unified social credit code' },
  },
  key: () => (record) => (record.credit_code === null ? null : keyOf(record.credit_code)),
  judge: () => (group, report) => report('same', { count: group.ids.length }),
  examples: [
    { records: [{ credit_code: '9144030071526726XG' }, { credit_code: ' 9144-0300-7152-6726-xg' }], expect: ['same'] },
    { records: [{ credit_code: '9144030071526726XG' }, { credit_code: '914403001922038216' }], expect: [] },
    { records: [{ credit_code: '客户未提供' }, { credit_code: '客户未提供' }, {}], expect: [] },
    { records: [{ credit_code: '111111111111111111' }, { credit_code: '111111111111111111' }], expect: [] },
    { records: [{ credit_code: '91440300715267260G' }, { credit_code: '91440300715267260G' }], expect: ['same'] },
  ],
});
