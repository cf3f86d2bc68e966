import type { Column } from '../intake/headers.js';
import type { Text } from '../model/text.js';

/** What is shown of a column that is no field. */
export const columnWords: Record<Exclude<Column['to'], 'field'>, Text> = {
  extra: { zh: '原样保留', en: 'kept as it is' },
  contact: { zh: '电话 / 邮箱', en: 'phone / e-mail' },
  ignored: { zh: '(按映射不导入)', en: '(left out, as the mapping says)' },
  dropped: { zh: '(steward 的标注,不导入)', en: '(a note of steward’s own, left out)' },
  id: { zh: '(台账中的序号)', en: '(the customer’s id in the ledger)' },
  told: { zh: '(首次导入时的说明)', en: '(what the first import was told)' },
  knownAs: { zh: '(台账中的现有名称)', en: '(the name on file)' },
};
