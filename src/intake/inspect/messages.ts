import type { ClauseId } from '../../model/clauses.js';
import type { Severity } from '../../model/finding.js';
import type { Text } from '../../model/text.js';

interface InspectMessage extends Text {
  readonly severity: Severity;
  readonly hint: Text;
  readonly clauses?: readonly ClauseId[];
}

const m = (
  severity: Severity,
  zh: string,
  en: string,
  hintZh: string,
  hintEn: string,
  ...clauses: ClauseId[]
): InspectMessage => ({ severity, zh, en, hint: { zh: hintZh, en: hintEn }, clauses });

const resend = [
  '请提供者把该列设为“文本”后重新导出;steward 不会猜测原值。',
  'Ask the sender to export again with the column as text; the value is not guessed.',
] as const;

/** What `import inspect` can say beyond what every import says (intakeMessages), by code. */
export const inspectMessages = {
  'file/no-name': m(
    'error',
    '没有可作为“客户名称”的列,导入会被拒绝',
    'no column can be the customer name; import will refuse the file',
    '用 --map "列名=name" 指明。',
    'Say which it is with --map "HEADER=name".',
  ),
  'column/personal': m(
    'error',
    '第 {column} 列“{header}”是未声明的个人信息,导入会被拒绝(000:19)',
    'column {column} "{header}" is personal data that nobody declared; import will refuse the file (000:19)',
    '删去该列,在映射文件中写 ignore,或在策略的 columns 中声明用途。',
    'Remove it, write ignore for it in a mapping file, or declare its purpose under columns: in the policy.',
    'S0-09',
  ),
  'column/personal-content': m(
    'error',
    '第 {column} 列“{header}”里大多是{form},没有人声明过(000:19)',
    'column {column} "{header}" mostly holds {form}, which nobody declared (000:19)',
    '删去该列,在映射文件中写 ignore,或在策略的 columns 中声明用途。',
    'Remove it, write ignore for it in a mapping file, or declare its purpose under columns: in the policy.',
    'S0-09',
  ),
  'column/content': m(
    'warning',
    '第 {column} 列“{header}”的内容像“{near}”({share}% 是{form});如果是,加上 --map "{header}={field}"',
    'column {column} "{header}" looks like "{near}" by its content ({share}% {form}); if it is, add --map "{header}={field}"',
    '确认后用 --map 指明。',
    'Say so with --map where it is.',
  ),
  'column/contradicts': m(
    'warning',
    '第 {column} 列“{header}”按表头是“{field}”,内容却大多是{form}',
    'column {column} "{header}" is "{field}" by its heading, but mostly holds {form}',
    '核对是否错列;用 --map 指明它是什么。',
    'Check whether columns were shifted; say with --map what it is.',
  ),
  'column/blank-heading': m(
    'info',
    '第 {column} 列没有表头',
    'column {column} has no heading',
    '补上表头;导入时按列号原样保留。',
    'Name it; import keeps it under its number.',
  ),
  'cell/exponent': m(
    'error',
    '“{header}”中的号码被表格软件改成了科学计数法,如 {value}',
    'numbers in "{header}" were turned into exponents by a spreadsheet, such as {value}',
    ...resend,
  ),
  'cell/digits-rounded': m(
    'error',
    '“{header}”中的长号码第 15 位以后被表格软件改成了 0,如 {value}',
    'long numbers in "{header}" had their digits beyond the fifteenth rounded to 0 by a spreadsheet, such as {value}',
    ...resend,
  ),
  'cell/zeros-lost': m(
    'error',
    '“{header}”中的号码丢失了开头的 0,如 {value}',
    'numbers in "{header}" lost their leading 0, such as {value}',
    ...resend,
  ),
  'cell/date-serial': m(
    'error',
    '“{header}”中的日期成了表格软件的序列号,如 {value}',
    'dates in "{header}" are a spreadsheet’s serial numbers, such as {value}',
    '请提供者把该列设为日期格式后重新导出;steward 不会猜测。',
    'Ask the sender to export again with the column as dates; nothing is guessed.',
  ),
  'cell/date-ambiguous': m(
    'warning',
    '“{header}”中的日期年份在后,日和月可以互换,如 {value}',
    '"{header}" holds days with the year last whose day and month can be swapped, such as {value}',
    '向提供者问明后,在映射文件中写 dateOrder: dmy(日在前)或 mdy(月在前)。',
    'Ask the sender, and write dateOrder: dmy (day first) or mdy (month first) in a mapping file.',
  ),
  'cell/mojibake': m(
    'error',
    '“{header}”中有乱码,如 {value}',
    '"{header}" holds garbled text, such as {value}',
    '请提供者用正确的编码重新导出,或用 --encoding 指定。',
    'Ask for the file in its right encoding, or name it with --encoding.',
    'S2-47',
  ),
  'cell/odd-characters': m(
    'warning',
    '“{header}”中有只有特定字体才能显示或带注音的字,如 {value}',
    '"{header}" holds characters that only one font can show, or readings beside them, such as {value}',
    '核对这些字。',
    'Check these characters.',
    'S2-47',
  ),
  'cell/formula': m(
    'warning',
    '“{header}”中有表格软件会当作公式执行的内容',
    '"{header}" holds cells that a spreadsheet would run as formulas',
    '按原文导入;导出时会加撇号使其无害。核对是否有人故意放入。',
    'They are kept as text and made harmless in exports. See whether somebody put them there on purpose.',
  ),
  'cell/masked': m(
    'warning',
    '“{header}”中有打码的值,不能当作完整信息',
    '"{header}" holds masked values, which are not the whole value',
    '从未脱敏的来源取回原值。',
    'Take the values from an unmasked source.',
    'S4-32',
  ),
  'cell/fabricated': m(
    'warning',
    '“{header}”中有疑似编造的值',
    '"{header}" holds values that look made up',
    '向提供者核实。',
    'Verify with the sender.',
    'S4-35',
  ),
  'row/repeated': m(
    'warning',
    '与前面的行(首见于第 {first} 行)完全相同',
    'is the same as a row before it (first on line {first})',
    '导入时算作“未变”,不必处理。',
    'Import counts it as unchanged; nothing to do.',
  ),
  'key/repeated': m(
    'warning',
    '“{header}”的值在前面的行(如第 {first} 行)出现过,而其他内容不同',
    'a value of "{header}" stands in an earlier row, too (such as line {first}), with other values beside it',
    '核对是同一客户的两条记录,还是填错。',
    'See whether it is one customer twice, or a slip.',
    'S1-11',
  ),
  'file/repeats-uncounted': m(
    'info',
    '行数太多,重复只在前一百多万个不同的值中查找',
    'there are too many rows: repetitions were looked for among the first million or so of different values',
    '查重请用 steward dedupe scan。',
    'Use steward dedupe scan to find duplicates.',
  ),
} as const satisfies Record<string, InspectMessage>;

/** The code of something that an inspection says. */
export type InspectCode = keyof typeof inspectMessages;
