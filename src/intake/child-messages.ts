import { fixAndReimport, from, type IntakeMessage, intakeMessages, m } from './messages.js';

/** What an import of interactions or transactions can say of a row, by code. */
export const childMessages = {
  'cell/error-value': intakeMessages['cell/error-value'],
  'cell/long-number': intakeMessages['cell/long-number'],
  'cell/no-result': intakeMessages['cell/no-result'],
  'row/ragged': m(
    'error',
    '有 {cells} 个值而表头有 {columns} 列,无法判断哪一列不对',
    'has {cells} values under {columns} headings, and it cannot be told which is off',
    ...fixAndReimport,
  ),
  'row/fault': m('error', '这一行无法读取({code})', 'the row cannot be read ({code})', ...fixAndReimport),
  'child/no-reference': m(
    'error',
    '没有客户编号、信用代码、电话或邮箱,不知道属于哪个客户',
    'has neither customer number, credit code, phone nor e-mail, so whose it is cannot be told',
    ...fixAndReimport,
  ),
  'child/no-customer': m(
    'error',
    '台账中没有这个客户({by})',
    'the ledger has no such customer ({by})',
    '先导入该客户,或改正编号后再导入拒收文件。',
    'Import the customer first, or correct the number, and import the rejects file.',
  ),
  'child/purged': from(
    ['S2-32', 'L01'],
    m(
      'error',
      '客户 {customer} 已按审批销毁,其往来不再收入',
      'the customer {customer} was destroyed, and nothing more of it is taken in',
      '不必处理;若是新客户,先导入该客户。',
      'Nothing to do; if it is a new customer, import that first.',
    ),
  ),
  'child/several-customers': m(
    'error',
    '台账中有多个客户与该行相符:{customers}',
    'several customers of the ledger match: {customers}',
    '填上客户编号后再导入拒收文件。',
    'Add the customer number and import the rejects file.',
  ),
  'child/other-name': m(
    'error',
    '该行的客户名称与台账中的 {customer} 不同,可能错行',
    'the row bears another name than {customer} of the ledger; cells may have moved between rows',
    ...fixAndReimport,
  ),
  'child/missing': m('error', '缺少“{field}”', '"{field}" is blank', ...fixAndReimport),
  'child/date': m('error', '“{value}”不是可以读懂的日期', '"{value}" cannot be read as a date', ...fixAndReimport),
  'child/future': m('error', '日期 {value} 晚于截止日', 'the date {value} lies after the as-of day', ...fixAndReimport),
  'child/kind': from(
    ['S2-48'],
    m(
      'error',
      '“{value}”不是已知的跟进方式,最接近的是“{nearest}”',
      '"{value}" is no known kind of interaction; the nearest is "{nearest}"',
      '改用策略 interactions.kinds 中的词,或在那里加上别名。',
      'Use a word of interactions.kinds in the policy, or add an alias there.',
    ),
  ),
  'child/unknown-kind': from(
    ['S2-48'],
    m(
      'error',
      '“{value}”不是已知的跟进方式',
      '"{value}" is no known kind of interaction',
      '改用策略 interactions.kinds 中的词,或在那里加上它。',
      'Use a word of interactions.kinds in the policy, or add it there.',
    ),
  ),
  'child/amount': m('error', '“{value}”不是可以读懂的金额', '"{value}" cannot be read as an amount', ...fixAndReimport),
  'child/stored-later': from(
    ['S4-38'],
    m(
      'warning',
      '台账中的最后跟进时间 {stored} 晚于最新一次跟进 {newest},没有记录可以说明',
      'the last contact on file, {stored}, is later than the newest interaction, {newest}; no record bears it out',
      '补录缺少的跟进记录,或更正最后跟进时间。',
      'Import the missing interactions, or correct the last contact.',
    ),
  ),
} as const satisfies Record<string, IntakeMessage>;

/** The code of something that such an import says. */
export type ChildCode = keyof typeof childMessages;
