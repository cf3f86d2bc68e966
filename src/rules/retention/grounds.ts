import type { ClauseId } from '../../model/clauses.js';
import type { Text } from '../../model/text.js';

/** Why an archive class is kept, sealed or may go, in words; `{until}` is the last day of a period, `{from}` the first day after it. */
export const retentionGrounds = {
  'on-hold': { zh: '处于保全状态,不得销毁', en: 'on hold: nothing is destroyed', clauses: ['L09'] },
  unreadable: {
    zh: '“{field}”无法读取,不能算出保存期限',
    en: '"{field}" cannot be read, so no term can be worked out',
    clauses: ['C18'],
  },
  'transaction-unreadable': {
    zh: '有交易的日期无法读取,不能算出保存期限',
    en: 'the day of a transaction cannot be read, so no term can be worked out',
    clauses: ['C18'],
  },
  'open-debt': {
    zh: '有未结清金额,结清前不得销毁',
    en: 'money is still owed; nothing is destroyed before it is settled',
    clauses: ['S3-02', 'L07'],
  },
  'open-transaction': {
    zh: '有 {count} 笔交易尚未完结',
    en: 'transactions that are not completed: {count}',
    clauses: ['S3-02', 'L07'],
  },
  'open-review': {
    zh: '有等待复核或确认的事项',
    en: 'something of it waits for a review or a confirmation',
    clauses: ['S0-17', 'S0-26'],
  },
  special: {
    zh: '特殊档案,须由人逐份审查',
    en: 'a special file: a person looks at each',
    clauses: ['S2-16'],
  },
  'no-end': {
    zh: '合作没有结束日期,保存期限尚未开始',
    en: 'no day on which the cooperation ended, so its term has not begun',
    clauses: ['S4-21', 'S4-22'],
  },
  floor: {
    zh: '自 {since} 起保存至 {until}(含当日)',
    en: 'kept from {since} through {until}',
    clauses: ['C18', 'S4-22'],
  },
  restricted: {
    zh: '目的已不存在,但自 {since} 起须保存至 {until}(含当日):封存',
    en: 'the purpose is gone, but it is kept from {since} through {until}: sealed',
    clauses: ['L01', 'L02'],
  },
  'restricted-no-end': {
    zh: '目的已不存在,但有过合作而没有结束日期:封存',
    en: 'the purpose is gone, but there was cooperation and no day on which it ended: sealed',
    clauses: ['L01', 'L02'],
  },
  'floor-over': {
    zh: '保存期限已满,自 {from} 起可以销毁;没有到必须清理的期限',
    en: 'the term is over and it may be destroyed from {from}; it need not be yet',
    clauses: ['C18', 'S4-22'],
  },
  'ceiling-over': {
    zh: '保存期限已满,自 {from} 起应当清理',
    en: 'the longest term is over: it is to go from {from}',
    clauses: ['L01', 'S2-31'],
  },
  'purpose-gone': {
    zh: '目的已不存在({reason}),没有须继续保存的期限',
    en: 'the purpose is gone ({reason}), and no term asks to keep it',
    clauses: ['L01'],
  },
  invalid: {
    zh: '信息无效({reason}),没有一种有效的联系方式',
    en: 'invalid ({reason}), with no way left to reach the customer',
    clauses: ['S0-34', 'C08'],
  },
} as const satisfies Record<string, Text & { readonly clauses: readonly ClauseId[] }>;

/** One of them. */
export type RetentionGround = keyof typeof retentionGrounds;
