import type { TableNote } from '../files/row-source.js';
import type { ClauseId } from '../model/clauses.js';
import { type FieldKey, fieldOf } from '../model/fields.js';
import type { Severity } from '../model/finding.js';
import { type Data, type Lang, say, type Text } from '../model/text.js';
import type { DateOrder, Mapping } from './headers.js';

/** Something that can be said of a row or a column. */
export interface IntakeMessage extends Text {
  readonly severity: Severity;
  readonly hint: Text;
  /** Clauses that ask for it. */
  readonly clauses?: readonly ClauseId[];
}

/** A message in both languages, with its hint. */
export const m = (severity: Severity, zh: string, en: string, hintZh: string, hintEn: string): IntakeMessage => ({
  severity,
  zh,
  en,
  hint: { zh: hintZh, en: hintEn },
});

/** A message with the clauses that ask for it. */
export const from = (clauses: readonly ClauseId[], message: IntakeMessage): IntakeMessage => ({ ...message, clauses });

/** What is to be done with a rejected row. */
export const fixAndReimport = [
  '改正拒收文件中的这一行后再导入该文件。',
  'Mend this row in the rejects file and import that file.',
] as const;
const decideHeld = [
  '由人判断:用 steward review decide 新建、更新或放弃,或改正后重新导入。',
  'A person decides: create, update or drop with steward review decide, or mend the row and import it again.',
] as const;

/** What an import can say of a row or a column, by code. */
export const intakeMessages = {
  'row/short': from(
    ['S4-31', 'C04'],
    m(
      'warning',
      '只有 {cells} 个值而表头有 {columns} 列;从内容判断缺少“{missing}”,其余各列已据此对齐(004:84)',
      'has {cells} values under {columns} headings; by its content "{missing}" is missing and the others were placed accordingly (004:84)',
      '核对该行,补上缺少的值。',
      'Check the row and add what is missing.',
    ),
  ),
  'row/contact-over': m(
    'warning',
    '“{heading}”中的电话或邮箱未导入:该行已另有一个',
    'the phone or e-mail under "{heading}" was not taken in: the row has another one',
    '用 --map "{heading}=extra" 原样保留该列,或另设一列备用电话。',
    'Keep the column as it is with --map "{heading}=extra", or give other phones a column of their own.',
  ),
  'outside/review-state': from(
    ['S0-17', 'S2-17'],
    m(
      'warning',
      '复核状态被直接改写;状态只由复核改变,这一格按台账恢复',
      'the review state was written by hand; only a review changes it, and the cell goes back to what the ledger says',
      '用 steward review approve 或 review return 复核。',
      'Use steward review approve or review return.',
    ),
  ),
  'outside/reserved': from(
    ['S0-03', 'S0-31', 'L09'],
    m(
      'warning',
      '档案状态或保全被直接改写;它们只由专门的命令改变,这一格按台账恢复',
      'the lifecycle or a hold was written by hand; only their own commands change them, and the cell goes back to what the ledger says',
      '用 steward dormant flag、dormant wake、archive、review quarantine 或 hold release。',
      'Use steward dormant flag, dormant wake, archive, review quarantine or hold release.',
    ),
  ),
  'row/ragged': m(
    'error',
    '有 {cells} 个值而表头有 {columns} 列,无法判断哪一列不对',
    'has {cells} values under {columns} headings, and it cannot be told which is off',
    ...fixAndReimport,
  ),
  'row/nameless': m(
    'error',
    '没有客户名称,也没有编号、信用代码、电话或邮箱',
    'has neither name, number, credit code, phone nor e-mail',
    ...fixAndReimport,
  ),
  'row/total': m(
    'error',
    '这是合计行,不是客户',
    'this is a line of totals, not a customer',
    '不是客户就不必处理。',
    'Nothing to do, unless it is a customer after all.',
  ),
  'row/unclosed-quote': m(
    'error',
    '该行第 {column} 个字符处的引号没有闭合',
    'a quote opens at character {column} of the line and never closes',
    ...fixAndReimport,
  ),
  'row/bad-quote': m(
    'error',
    '该行第 {column} 个字符处的引号后面还有文字',
    'text follows a closing quote at character {column} of the line',
    ...fixAndReimport,
  ),
  'row/record-too-large': m('error', '一行超过 1 MiB', 'the record is over 1 MiB', ...fixAndReimport),
  'cell/error-value': m(
    'warning',
    '单元格是 Excel 的错误值,原样保留',
    'the cell holds an error of Excel’s; it is kept as it is',
    '在 Excel 中改正公式或填写真实的值。',
    'Mend the formula in Excel, or fill in the value.',
  ),
  'cell/long-number': m(
    'warning',
    '16 位及以上的数字存成了数值,Excel 只保留前 15 位,末尾几位可能已丢失',
    'a number of 16 digits or more was stored as a number, of which Excel keeps 15; its last digits may be lost',
    '对照原件核对;在 Excel 中先设为“文本”格式再填写。',
    'Check it against its source; format the cell as text in Excel before filling it in.',
  ),
  'cell/no-result': m(
    'warning',
    '公式没有保存计算结果,按空白读取',
    'the formula has no stored result; it is read as blank',
    '在 Excel 中打开并保存一次后重新导入。',
    'Open the file in Excel, save it, and import it again.',
  ),
  'table/other-sheets': m(
    'info',
    '读取了工作表“{sheet}”;还有内容而未读取的工作表:{others}',
    'sheet "{sheet}" was read; other sheets hold something, too, and were not: {others}',
    '用 --sheet 名称 另行导入。',
    'Import them with --sheet NAME.',
  ),
  'table/hidden-rows': m(
    'info',
    '{count} 行在 Excel 中被隐藏或筛选掉,仍已读取(行 {lines})',
    '{count} rows are hidden or filtered out in Excel; they were read as well (rows {lines})',
    '不要的行请在 Excel 中删除。',
    'Delete in Excel what is not meant to come in.',
  ),
  'table/merged-cells': m(
    'warning',
    '有 {count} 处合并单元格({cells}),只有左上角的单元格有值',
    '{count} areas are merged cells ({cells}); only the first cell of each has the value',
    '在 Excel 中取消合并并填充后重新导入。',
    'Unmerge and fill them in Excel, and import the file again.',
  ),
  'import/number-twice': m(
    'error',
    '客户编号 {number} 在文件中出现多次,内容不同',
    'number {number} stands in the file more than once, with other values',
    ...decideHeld,
  ),
  'import/customer-twice': from(
    ['S1-11'],
    m(
      'error',
      '同一客户在文件中出现多次,内容不同(001:60 一户一档)',
      'the same customer stands in the file more than once, with other values (001:60)',
      ...decideHeld,
    ),
  ),
  'import/same-credit-code': from(
    ['S1-11'],
    m(
      'error',
      '两个客户编号使用同一统一社会信用代码(001:60)',
      'two customer numbers share one credit code (001:60)',
      ...decideHeld,
    ),
  ),
  'import/number-of-another': m(
    'error',
    '客户编号 {number} 在台账中属于另一客户',
    'number {number} belongs to another customer of the ledger',
    ...decideHeld,
  ),
  'import/other-number': m(
    'error',
    '台账中已有该客户,但编号不同',
    'the ledger has this customer under another number',
    ...decideHeld,
  ),
  'import/id-unknown': m('error', '台账中没有序号为 {id} 的客户', 'the ledger has no customer {id}', ...decideHeld),
  'import/id-of-another': m(
    'error',
    '台账中序号为 {id} 的客户名称与该行不同,可能错行',
    'customer {id} of the ledger bears another name than this row; cells may have moved between rows',
    ...decideHeld,
  ),
  'import/several-match': m(
    'error',
    '台账中有多个客户与该行相符',
    'several customers of the ledger match this row',
    ...decideHeld,
  ),
  'import/no-source': from(
    ['S0-05', 'S4-03'],
    m(
      'error',
      '没有写明来源渠道(000:15)',
      'names no source (000:15)',
      '填写来源渠道;整份文件来源相同的,用 --source 指明,如 --source 展会现场。',
      'Fill the source in; where the whole file has one, name it, as with --source 展会现场.',
    ),
  ),
  'import/turned-away': m(
    'error',
    '按策略 intake.reject,有 {rule} 所述错误的行不接收',
    'is turned away for what {rule} found (policy intake.reject)',
    ...fixAndReimport,
  ),
  'import/quarantine': from(
    ['S0-06', 'S2-08'],
    m(
      'error',
      '按策略 intake.quarantine,有 {rule} 所述问题的行先隔离,由人决定',
      'is held for what {rule} found, until a person has decided (policy intake.quarantine)',
      '补上所缺内容后重新导入;整份文件已取得同意的,用 --consent-at、--consent-purpose、--consent-evidence 指明。',
      'Add what is missing and import it again; where the whole file has consent, say so with --consent-at, --consent-purpose and --consent-evidence.',
    ),
  ),
  'import/purged': from(
    ['S0-34', 'S2-32', 'L01'],
    m(
      'error',
      '与已审批销毁的客户 {number} 相符,先挂起:销毁的客户不得悄悄回来',
      'matches the customer {number}, which was destroyed; it is held, for the destroyed are not to come back unseen',
      '由人判断:确为新的往来就用 steward review decide 新建(编号另给),否则放弃。',
      'A person decides: if it is a new relation, create it with steward review decide (under a new number), else let it go.',
    ),
  ),
  'import/quarantined': from(
    ['S4-08', 'C08'],
    m(
      'error',
      '该客户在台账中已被隔离(004:38)',
      'the customer is quarantined in the ledger (004:38)',
      '核实后先解除隔离,再导入。',
      'Verify it and release it from quarantine first, then import again.',
    ),
  ),
  'import/duplicate': from(
    ['S1-11'],
    m(
      'error',
      '台账中已有该客户,内容不同(001:60 一户一档)',
      'the ledger has this customer, with other values (001:60)',
      '由人判断:确为同一客户的,用 --on-duplicate update 更新。',
      'A person decides; where it is the same customer, take it in with --on-duplicate update.',
    ),
  ),
  'import/near-duplicate': from(
    ['S1-11'],
    m(
      'error',
      '与已有客户很可能是同一客户(001:60 一户一档)',
      'is most likely a customer who is known already (001:60)',
      '由人判断:用 steward review decide 新建(并记为不同客户)、更新或放弃;review list 列出两边的依据。',
      'A person decides: create it (and keep the two apart), update or drop with steward review decide; review list shows both sides.',
    ),
  ),
  'import/created-near': from(
    ['S1-11'],
    m(
      'warning',
      '与已有客户很可能是同一客户,仍按 --on-duplicate create 新建(001:60 一户一档)',
      'is most likely a customer who is known already, and was created all the same (--on-duplicate create; 001:60)',
      '用 dedupe explain 核对是否同一客户。',
      'Look with dedupe explain whether it is the same one.',
    ),
  ),
  'import/verified-kept': from(
    ['S0-10', 'S0-11'],
    m(
      'error',
      '“{field}”已核实过,该行的值没有更晚的核实',
      '"{field}" on file was verified, and the row’s value was not verified later',
      '向客户核实;新值属实的,在该行填写核实日期后重新导入。',
      'Ask the customer; where the new value is right, add the day of its verification to the row and import it again.',
    ),
  ),
  'import/skipped': m(
    'info',
    '是已有客户,值有不同,按 --on-duplicate skip 未导入',
    'is a known customer with other values, and was left out (--on-duplicate skip)',
    '要更新的,用 --on-duplicate update。',
    'To take it in, use --on-duplicate update.',
  ),
  'import/created-beside': from(
    ['S1-11'],
    m(
      'warning',
      '与已有客户相符,仍按 --on-duplicate create 新建(001:60 一户一档)',
      'matches a known customer and was created all the same (--on-duplicate create; 001:60)',
      '用 dedupe 核对是否同一客户。',
      'Look with dedupe whether it is the same one.',
    ),
  ),
  'import/kept': m(
    'info',
    '“{field}”与台账不同,按策略 intake.update 保留台账的值',
    '"{field}" is another on file, which stands (policy intake.update)',
    '要改的,在该客户上修改并说明原因。',
    'To change it, change the customer, with a reason.',
  ),
  'import/not-taken': from(
    ['S0-17'],
    m(
      'warning',
      '“{field}”不由导入决定,新客户一律为已提交',
      '"{field}" is not for a file to say; new customers are submitted',
      '由另一人复核。',
      'Let another person review them.',
    ),
  ),
  'outside/row-missing': m(
    'warning',
    '该客户的行已从台账文件中删去,台账中仍保留',
    'somebody removed the customer’s row from the ledger’s file; the ledger keeps the customer',
    '误删的,把该行放回文件;确要删除的,走销毁流程。',
    'Put the row back if it was a mistake; what is to go, goes by the way of destruction.',
  ),
  'outside/spreadsheet-damage': m(
    'error',
    '表格软件改坏了一个单元格(丢失前导零、科学计数法或末尾数字),台账保留原值',
    'a spreadsheet spoiled a cell (leading zeros, exponent or last digits lost); the ledger keeps the value before',
    '在文件中改回原值,或按“文本”格式重新填写。',
    'Put the value back in the file, with the cell formatted as text.',
  ),
  'column/unmapped': m(
    'info',
    '第 {column} 列“{header}”没有对应的字段,原样保留',
    'column {column} "{header}" is no declared field; it is kept as it is',
    '如果它是某个字段,用 --map "{header}=字段" 指明。',
    'If it is one, say so with --map "{header}=FIELD".',
  ),
  'column/near': m(
    'warning',
    '第 {column} 列“{header}”没有对应的字段,原样保留;如果它就是“{near}”,加上 --map "{header}={field}"',
    'column {column} "{header}" is no declared field and is kept as it is; if it is "{near}", add --map "{header}={field}"',
    '确认后用 --map 指明。',
    'Say so with --map where it is.',
  ),
  'column/repeated': m(
    'warning',
    '第 {column} 列“{header}”与前面的列同为“{field}”,原样另存',
    'column {column} "{header}" is "{field}" like a column before it; it is kept beside it',
    '用 --map 指明用哪一列。',
    'Say with --map which column to use.',
  ),
  'column/ignored': m(
    'info',
    '第 {column} 列“{header}”按映射不导入',
    'column {column} "{header}" is left out, as the mapping says',
    '要保留它,在映射中写 extra。',
    'Write extra in the mapping to keep it.',
  ),
  'column/absent': m(
    'warning',
    '映射中的列“{header}”在文件中没有',
    'the mapping names a column "{header}" that the file does not have',
    '核对提供者是否改了表头;改了就更新映射文件。',
    'See whether the sender renamed it; bring the mapping file up to it if so.',
  ),
  'column/date-order': m(
    'info',
    '第 {column} 列“{header}”中年份在后的日期按映射读作 {order}',
    'column {column} "{header}": days with the year last are read as {order}, as the mapping says',
    '顺序不对就改映射文件的 dateOrder。',
    'Change dateOrder in the mapping file where that is wrong.',
  ),
  'column/unfilled': from(
    ['S4-33', 'C06'],
    m(
      'warning',
      '没有列可填必填项“{field}”({profiles})',
      'no column fills the required "{field}" ({profiles})',
      '向提供者补要,或用 --map 指明列。',
      'Ask the sender for it, or name a column with --map.',
    ),
  ),
} as const satisfies Record<string, IntakeMessage>;

/** The code of something that an import says. */
export type IntakeCode = keyof typeof intakeMessages;

/** What is to be said of a table as a whole, as a note of no row and no column. */
export const tableNotes = (notes: readonly TableNote[]): readonly ColumnNote[] =>
  notes.map(({ code, data }) => ({ code: `table/${code}`, column: null, header: null, field: null, data }));

/** Something to be said of one column of a file, or of a field that no column fills. `column` is 1-based. */
export interface ColumnNote {
  readonly code: IntakeCode;
  readonly column: number | null;
  readonly header: string | null;
  /** The field that no column fills. */
  readonly field: FieldKey | null;
  readonly data: Data;
}

const orders: Record<DateOrder, string> = { dmy: 'DD/MM/YYYY', mdy: 'MM/DD/YYYY' };

/** What is to be said of a file's header: columns nobody declared, repeated ones, required fields without a column. */
export function columnNotes(mapping: Mapping, lang: Lang): readonly ColumnNote[] {
  const name = (field: FieldKey) => say(fieldOf(field).name, lang);
  const note = (code: IntakeCode, { column, header }: { column: number; header: string }, data: Data): ColumnNote => ({
    code,
    column,
    header,
    field: null,
    data: { column, header, ...data },
  });
  return [
    ...mapping.unmapped.map((at) =>
      at.nearest === null
        ? note('column/unmapped', at, {})
        : note('column/near', at, { near: name(at.nearest), field: at.nearest }),
    ),
    ...mapping.repeated.map((at) => note('column/repeated', at, { field: name(at.field) })),
    ...mapping.columns.flatMap((column, i) => {
      const at = { column: i + 1, header: column.header };
      if (column.to === 'ignored') return [note('column/ignored', at, {})];
      const dated = mapping.dateOrder !== null && column.to === 'field' && fieldOf(column.field).kind === 'date';
      return dated ? [note('column/date-order', at, { order: orders[mapping.dateOrder as DateOrder] })] : [];
    }),
    ...mapping.absent.map(
      (header): ColumnNote => ({ code: 'column/absent', column: null, header, field: null, data: { header } }),
    ),
    ...mapping.unfilled.map(
      ({ field, profiles }): ColumnNote => ({
        code: 'column/unfilled',
        column: null,
        header: null,
        field,
        data: { field: name(field), profiles },
      }),
    ),
  ];
}
