/** The error catalogue: every mistake a user can make or meet, with its exit code, what is wrong and how to mend it. */
import type { ClauseId } from './clauses.js';
import type { ExitCode } from './exit.js';
import { type Data, type Lang, say, type Text } from './text.js';

interface Entry {
  readonly exit: ExitCode;
  readonly what: Text;
  readonly mend: Text;
  /** Clauses that ask for the refusal. */
  readonly clauses: readonly ClauseId[];
}

const e = (exit: ExitCode, what: Text, mend: Text, ...clauses: ClauseId[]): Entry => ({ exit, what, mend, clauses });

/** Errors by code. `{name}` stands for a value of the error's data. */
export const errors = {
  usage: e(
    2,
    { zh: '{detail}', en: '{detail}' },
    { zh: '运行 steward {command} --help 查看用法。', en: 'Run steward {command} --help for usage.' },
  ),
  'missing-argument': e(
    2,
    { zh: '{command} 缺少参数 {argument}。', en: '{command} needs {argument}.' },
    { zh: '运行 steward {command} --help 查看用法。', en: 'Run steward {command} --help for usage.' },
  ),
  'excess-argument': e(
    2,
    { zh: '{command} 用不到参数“{argument}”。', en: '{command} has no use for the argument "{argument}".' },
    {
      zh: '含空格的内容加上引号;运行 steward {command} --help 查看用法。',
      en: 'Put words with spaces into quotes; run steward {command} --help for usage.',
    },
  ),
  'missing-option': e(
    2,
    { zh: '{command} 必须给出 {flag}。', en: '{command} needs {flag}.' },
    { zh: '运行 steward {command} --help 查看用法。', en: 'Run steward {command} --help for usage.' },
  ),
  'missing-value': e(
    2,
    { zh: '{command} 的选项 {option} 缺少值。', en: 'The option {option} of {command} needs a value.' },
    { zh: '写成 {flag}。', en: 'Write {flag}.' },
  ),
  'unknown-command': e(
    2,
    { zh: '没有命令“{command}”。', en: 'There is no command "{command}".' },
    {
      zh: '您是不是要用:{nearest}?运行 steward --help 查看全部命令。',
      en: 'Did you mean: {nearest}? Run steward --help for all commands.',
    },
  ),
  'unknown-option': e(
    2,
    { zh: '{command} 没有选项 {option}。', en: '{command} has no option {option}.' },
    {
      zh: '您是不是要用:{nearest}?运行 steward {command} --help 查看用法。',
      en: 'Did you mean: {nearest}? Run steward {command} --help.',
    },
  ),
  'bad-option': e(
    2,
    { zh: '选项 {option} 的值“{value}”不可用:{detail}。', en: 'Option {option} cannot be "{value}": {detail}.' },
    { zh: '运行 steward {command} --help 查看允许的值。', en: 'Run steward {command} --help for the values allowed.' },
  ),
  'file-kept': e(
    2,
    {
      zh: '{option} 指定的 {path} 正是本次要读取或保存的文件 {kept},不会覆盖。',
      en: '{option} {path} is the very file that this command reads or keeps, {kept}; it is not overwritten.',
    },
    { zh: '换一个文件名。', en: 'Name another file.' },
  ),
  'out-needed': e(
    2,
    { zh: '工作簿不能显示在终端上。', en: 'A workbook cannot be shown on a terminal.' },
    { zh: '加上 --out 文件.xlsx。', en: 'Add --out FILE.xlsx.' },
  ),
  'reason-required': e(
    2,
    { zh: '{command} 会改动台账,必须说明原因。', en: '{command} changes the ledger and needs a reason.' },
    { zh: '加上 --reason "为什么"。', en: 'Add --reason "why".' },
  ),
  'file-not-found': e(
    2,
    { zh: '找不到文件:{path}', en: 'No such file: {path}' },
    { zh: '检查路径和文件名。', en: 'Check the path and the name.' },
  ),
  'file-is-directory': e(
    2,
    { zh: '这是一个文件夹,不是文件:{path}', en: 'This is a folder, not a file: {path}' },
    { zh: '给出文件夹里的文件。', en: 'Name a file in it.' },
  ),
  'folder-not-empty': e(
    2,
    {
      zh: '文件夹 {path} 里已有文件,不会覆盖。',
      en: 'The folder {path} holds files already; they are not overwritten.',
    },
    {
      zh: '给出一个新的或空的文件夹;已填好的工作表请先导入。',
      en: 'Name a new or an empty folder; import lists that were filled in first.',
    },
  ),
  'file-unreadable': e(
    2,
    { zh: '无法读取 {path}({errno})。', en: 'Cannot read {path} ({errno}).' },
    {
      zh: '检查文件权限,或关闭占用它的程序后重试。',
      en: 'Check its permissions, or close the program that holds it, and try again.',
    },
  ),
  'file-changed': e(
    2,
    { zh: '{path} 在读取时被改动。', en: '{path} changed while it was read.' },
    { zh: '等写入它的程序结束后重试。', en: 'Wait until the program that writes it is done, and try again.' },
  ),
  'file-not-writable': e(
    7,
    { zh: '无法写入 {path}({errno})。', en: 'Cannot write {path} ({errno}).' },
    { zh: '检查文件夹是否存在以及权限。', en: 'Check that the folder exists, and its permissions.' },
  ),
  'file-in-use': e(
    7,
    { zh: '{path} 正被其他程序使用。', en: '{path} is in use by another program.' },
    { zh: '在 Excel 等程序中关闭它后重试。', en: 'Close it in Excel or wherever it is open, and try again.' },
  ),
  unencodable: e(
    7,
    {
      zh: '{path} 的编码 {encoding} 无法写出要保存的某个字符,文件未改动。',
      en: '{path} is in {encoding}, which cannot hold a character to be saved; the file is as it was.',
    },
    {
      zh: '在 Excel 中另存为“CSV UTF-8”后重试。',
      en: 'Save it as "CSV UTF-8" in Excel and try again.',
    },
  ),
  'write-outcome-unknown': e(
    7,
    {
      zh: '{path} 已写入,但无法确认已落盘({errno})。',
      en: '{path} was written, but the disk did not confirm it ({errno}).',
    },
    { zh: '运行 steward doctor 检查。', en: 'Check with steward doctor.' },
  ),
  'worker-failed': e(
    70,
    { zh: '解析 {path} 的线程失败:{reason}', en: 'The thread that parses {path} failed: {reason}' },
    { zh: '重试;若仍失败请报告。', en: 'Try again; report it if it stays.' },
  ),
  'encoding-ambiguous': e(
    2,
    {
      zh: '{path} 的编码无法确定,可能是:{candidates}',
      en: 'The encoding of {path} is uncertain; it may be: {candidates}',
    },
    { zh: '用 --encoding 指定其中之一。', en: 'Name one of them with --encoding.' },
  ),
  'unclosed-quote': e(
    2,
    {
      zh: '{path} 的表头第 {line} 行第 {column} 列有没有闭合的引号。',
      en: '{path}: a quote opens in the header at line {line} column {column} and never closes.',
    },
    { zh: '补上引号后重试。', en: 'Close it and try again.' },
  ),
  'bad-quote': e(
    2,
    {
      zh: '{path} 的表头第 {line} 行第 {column} 列引号位置不对。',
      en: '{path}: a misplaced quote in the header at line {line} column {column}.',
    },
    { zh: '改正引号后重试。', en: 'Mend it and try again.' },
  ),
  'record-too-large': e(
    2,
    { zh: '{path} 的表头第 {line} 行超过 1 MiB。', en: '{path}: the header at line {line} is over 1 MiB.' },
    { zh: '检查文件是否为 CSV。', en: 'Check that the file is a CSV.' },
  ),
  undecodable: e(
    2,
    {
      zh: '{path} 第 {line} 行第 {column} 个字符处(字节 {byte},{hex})不是有效的文字,已尝试:{tried}。',
      en: '{path} line {line} character {column} (byte {byte}, {hex}) is not valid text; tried {tried}.',
    },
    {
      zh: '修复该处,或用 --encoding 指明文件的编码。',
      en: 'Mend that place, or name the encoding of the file with --encoding.',
    },
  ),
  'empty-file': e(
    2,
    { zh: '{path} 是空文件。', en: '{path} is empty.' },
    { zh: '给出有表头和数据的文件。', en: 'Give a file with a header and rows.' },
  ),
  'no-header': e(
    2,
    { zh: '{path} 中找不到表头行。', en: '{path} has no header row.' },
    {
      zh: '第一行应是列名,例如 客户编号,客户名称,联系电话。',
      en: 'The first row should name the columns, such as 客户编号,客户名称,联系电话.',
    },
  ),
  'one-column': e(
    2,
    {
      zh: '{path} 读出来只有一列,分隔符可能不对。',
      en: '{path} reads as a single column: the delimiter is probably another.',
    },
    { zh: '用 --delimiter 指定,例如 --delimiter ";"。', en: 'Name it with --delimiter, such as --delimiter ";".' },
  ),
  'too-many-columns': e(
    2,
    { zh: '{path} 有 {columns} 列,超过上限 {limit}。', en: '{path} has {columns} columns; the limit is {limit}.' },
    { zh: '删去不用的列后重试。', en: 'Remove the columns that are not needed.' },
  ),
  'file-is-xls': e(
    2,
    { zh: '{path} 是旧版 Excel(.xls)文件。', en: '{path} is an old Excel file (.xls).' },
    {
      zh: '在 Excel 或 WPS 中打开,另存为“Excel 工作簿(.xlsx)”或“CSV UTF-8”后重试。',
      en: 'Open it in Excel or WPS and save it as "Excel workbook (.xlsx)" or "CSV UTF-8".',
    },
  ),
  'file-encrypted': e(
    2,
    { zh: '{path} 设有打开密码。', en: '{path} needs a password to be opened.' },
    {
      zh: '在 Excel 中打开,取消“用密码进行加密”并保存后重试。',
      en: 'Open it in Excel, remove "Encrypt with password" and save it.',
    },
  ),
  'file-is-markup': e(
    2,
    { zh: '{path} 的内容是网页(HTML/XML),不是表格文件。', en: '{path} holds a web page (HTML or XML), not a table.' },
    {
      zh: '在 Excel 或 WPS 中打开,另存为“Excel 工作簿(.xlsx)”或“CSV UTF-8”后重试。',
      en: 'Open it in Excel or WPS and save it as "Excel workbook (.xlsx)" or "CSV UTF-8".',
    },
  ),
  'file-is-binary': e(
    2,
    { zh: '{path} 是 {kind} 文件,无法作为表格读取。', en: '{path} is a {kind} file, which cannot be read as a table.' },
    {
      zh: '压缩文件请先解压;其他文件请另存为 .xlsx 或“CSV UTF-8”。',
      en: 'Unpack it if it is an archive; save it as .xlsx or "CSV UTF-8" otherwise.',
    },
  ),
  'file-is-workbook': e(
    2,
    { zh: '{path} 是 Excel 工作簿,这里需要 CSV。', en: '{path} is an Excel workbook; only a CSV will do here.' },
    { zh: '在 Excel 中另存为“CSV UTF-8”后重试。', en: 'Save it as "CSV UTF-8" in Excel and try again.' },
  ),
  'workbook-damaged': e(
    2,
    { zh: '{path} 不完整或已损坏({part})。', en: '{path} is damaged or cut short ({part}).' },
    {
      zh: '重新下载或复制;或在 Excel 中打开修复,另存后重试。',
      en: 'Fetch or copy it again; or let Excel open and repair it, and save it anew.',
    },
  ),
  'workbook-too-large': e(
    2,
    {
      zh: '{path} 中的 {part} 解压后有 {bytes} 字节,超过上限 {limit}。',
      en: '{path}: {part} is {bytes} bytes when unpacked; the limit is {limit}.',
    },
    { zh: '拆成几个文件,或另存为“CSV UTF-8”。', en: 'Split it, or save it as "CSV UTF-8".' },
  ),
  'sheet-unknown': e(
    2,
    { zh: '{path} 没有工作表“{sheet}”。其中有:{sheets}', en: '{path} has no sheet "{sheet}". It has: {sheets}' },
    { zh: '改正 --sheet:名称或从 1 起的序号。', en: 'Correct --sheet: a name, or a number from 1 on.' },
  ),
  'option-not-for-file': e(
    2,
    { zh: '选项 {option} 不适用于 {path} 这类文件。', en: 'Option {option} is not for a file such as {path}.' },
    {
      zh: '去掉该选项(--sheet 用于工作簿,--encoding 和 --delimiter 用于文本)。',
      en: 'Leave it out: --sheet is for workbooks, --encoding and --delimiter are for text.',
    },
  ),
  'header-missing': e(
    2,
    {
      zh: '{path} 没有可作为“{field}”的列。文件的表头是:{headers}',
      en: '{path} has no column for "{field}". Its headers are: {headers}',
    },
    { zh: '指明是哪一列:--map {flag}', en: 'Say which column it is: --map {flag}' },
  ),
  'header-unknown': e(
    2,
    {
      zh: '{path} 没有名为“{header}”的列。文件的表头是:{headers}',
      en: '{path} has no column "{header}". Its headers are: {headers}',
    },
    { zh: '改正 --map 中的列名。', en: 'Correct the name in --map.' },
  ),
  'mapping-syntax': e(
    2,
    { zh: '映射文件 {path} 第 {line} 行有语法错误:{detail}', en: 'Mapping file {path} line {line}: {detail}' },
    { zh: '改正该行的 YAML。', en: 'Correct the YAML there.' },
  ),
  'mapping-key': e(
    2,
    {
      zh: '映射文件 {path} 第 {line} 行没有“{key}”这一项。',
      en: 'Mapping file {path} line {line}: there is no key "{key}".',
    },
    { zh: '您是不是要写:{nearest}?', en: 'Did you mean: {nearest}?' },
  ),
  'heading-mapped-twice': e(
    2,
    {
      zh: '表头“{header}”用 --map 指定了不止一次:{fields}',
      en: 'The heading "{header}" is mapped more than once by --map: {fields}',
    },
    { zh: '每个表头只写一次 --map。', en: 'Give --map once for each heading.' },
  ),
  'mapping-field': e(
    2,
    {
      zh: '映射文件 {path} 第 {line} 行:“{field}”不是字段。',
      en: 'Mapping file {path} line {line}: "{field}" is no field.',
    },
    {
      zh: '您是不是要写:{nearest}?全部字段见 docs/fields.md;extra 原样保留,ignore 不导入。',
      en: 'Did you mean: {nearest}? All fields are in docs/fields.md; extra keeps a column as it is, ignore leaves it out.',
    },
  ),
  'mapping-value': e(
    2,
    {
      zh: '映射文件 {path} 第 {line} 行:{where} 的值不可用,应为 {detail}。',
      en: 'Mapping file {path} line {line}: the value of {where} cannot be used; it should be {detail}.',
    },
    { zh: '改正该行;写法见 docs/import.md。', en: 'Correct it; docs/import.md shows how.' },
  ),
  'mapping-several': e(
    2,
    {
      zh: '来源“{source}”有多个映射文件:{files}',
      en: 'Several mapping files are for the source "{source}": {files}',
    },
    { zh: '用 --map 指定其中一个,或删去多余的。', en: 'Name one of them with --map, or remove the others.' },
  ),
  'source-missing': e(
    2,
    {
      zh: '{path} 没有来源渠道列,也没有用 --source 指明(000:15 需明确信息来源类型)。文件的表头是:{headers}',
      en: '{path} has no column for the source, and --source names none (000:15: the source must be explicit). Its headers are: {headers}',
    },
    {
      zh: '指明整份文件的来源,如 --source 展会现场;或指明是哪一列:--map "列名=source"。',
      en: 'Name the source of the whole file, as in --source 展会现场; or say which column it is: --map "HEADER=source".',
    },
    'S0-05',
  ),
  'personal-column': e(
    2,
    {
      zh: '{path} 含有未声明的个人信息列:{headers}(000:19 不得强制收集非必要信息)。',
      en: '{path} carries personal columns that nobody declared: {headers} (000:19: no unnecessary data).',
    },
    {
      zh: '删去这些列,用 --map "列名=ignore" 不导入它们,或在策略的 columns 中声明其用途。',
      en: 'Remove them, leave them out with --map "HEADER=ignore", or declare them with a purpose under columns: in the policy.',
    },
    'S0-09',
  ),
  'ledger-missing': e(
    3,
    { zh: '找不到台账:{path}', en: 'No ledger at {path}' },
    {
      zh: '用 --ledger 指明台账,或运行 steward init 新建。',
      en: 'Name one with --ledger, or make one with steward init.',
    },
  ),
  'ledger-exists': e(
    3,
    { zh: '{path} 已经存在。', en: '{path} exists already.' },
    { zh: '换一个路径;steward 不会覆盖台账。', en: 'Choose another path; steward never overwrites a ledger.' },
  ),
  'ledger-foreign': e(
    3,
    { zh: '{path} 不是 steward 的台账。', en: '{path} is not a steward ledger.' },
    {
      zh: '检查路径;现有的客户文件可用 steward init --adopt 接管。',
      en: 'Check the path; an existing customer file can be taken over with steward init --adopt.',
    },
  ),
  'ledger-newer': e(
    3,
    {
      zh: '{path} 的版本 {found} 比本程序支持的 {known} 新。',
      en: '{path} has schema {found}; this program knows {known}.',
    },
    { zh: '请升级 steward。', en: 'Upgrade steward.' },
  ),
  'ledger-older': e(
    3,
    {
      zh: '{path} 的版本 {found} 比本程序的 {known} 旧。',
      en: '{path} has schema {found}; this program works on {known}.',
    },
    {
      zh: '运行 steward migrate 升级台账(会先备份)。',
      en: 'Run steward migrate to bring it up; it makes a backup first.',
    },
  ),
  'ledger-other': e(
    3,
    {
      zh: '{path} 不是 steward.yaml 指定的台账(应为 {expected},实为 {found})。',
      en: '{path} is not the ledger that steward.yaml pins (expected {expected}, found {found}).',
    },
    {
      zh: '检查是否用了副本;确认后修改 steward.yaml 的 ledgerId。',
      en: 'Check whether it is a copy; if it is right, change ledgerId in steward.yaml.',
    },
    'S3-08',
  ),
  'ledger-behind': e(
    3,
    {
      zh: '{path} 落后于见证文件记录的链头({size} 条,{hash})。',
      en: '{path} is behind the witnessed chain head ({size} events, {hash}).',
    },
    {
      zh: '台账可能被旧副本替换;请找出较新的台账。',
      en: 'It may have been replaced by an older copy; find the newer one.',
    },
  ),
  'ledger-locked': e(
    3,
    { zh: '台账正被另一个进程使用:{path}', en: 'Another process is writing to {path}' },
    { zh: '等它结束后重试。', en: 'Wait for it to end and try again.' },
  ),
  'ledger-readonly': e(
    7,
    { zh: '台账只读,无法写入:{path}', en: 'The ledger cannot be written: {path}' },
    { zh: '检查文件和文件夹的权限。', en: 'Check the permissions of the file and its folder.' },
  ),
  'ledger-remote': e(
    3,
    {
      zh: '{path} 位于网络共享({type}),台账只能放在本机磁盘。',
      en: '{path} is on a network share ({type}); a ledger must be on a local disk.',
    },
    { zh: '把台账放到本机磁盘。', en: 'Put it on a local disk.' },
  ),
  'ledger-damaged': e(
    6,
    { zh: '台账文件已损坏:{path}({detail})', en: 'The ledger file is damaged: {path} ({detail})' },
    { zh: '不要再写入;从备份恢复。', en: 'Do not write to it; restore a backup.' },
  ),
  'sheet-missing': e(
    3,
    {
      zh: '{path} 不在了;其内容仍完整保存在 {companion} 中。',
      en: '{path} is gone; all of it is still in {companion}.',
    },
    {
      zh: '把文件放回原处;找不到时:steward init --ledger 新文件.csv --from {path}',
      en: 'Put the file back; if it is lost: steward init --ledger new.csv --from {path}',
    },
  ),
  'sheet-open': e(
    3,
    {
      zh: '{path} 正在表格软件中打开({lock}),未写入任何内容。',
      en: '{path} is open in a spreadsheet ({lock}); nothing was written.',
    },
    {
      zh: '在那里保存并关闭后重试;若并未打开,删除 {lock}。',
      en: 'Save and close it there, then try again; if it is not open anywhere, delete {lock}.',
    },
  ),
  'sheet-behind': e(
    7,
    {
      zh: '已记入台账,但 {path} 未能更新:{detail}。',
      en: 'It is in the ledger, but {path} could not be brought up to it: {detail}.',
    },
    {
      zh: '排除原因后运行任一修改命令或 steward doctor,文件会补上;不要重复刚才的命令。',
      en: 'Once the cause is gone, the next change brings the file up; do not repeat the command.',
    },
  ),
  'sheet-edits-refused': e(
    3,
    {
      zh: '{path} 在 steward 之外被改过,而策略 outsideEdits 为 {policy}。',
      en: '{path} was edited outside steward, and the policy’s outsideEdits is {policy}.',
    },
    {
      zh: '恢复原文件;或由有权的人在终端上确认(ask),或改策略为 accept。',
      en: 'Put the file back as it was; or confirm the edits on a terminal (ask), or set the policy to accept.',
    },
  ),
  'sheet-other': e(
    3,
    {
      zh: '{path} 缺少台账 {count} 个客户中的 {missing} 个:可能放错了文件或文件被截断,未记入任何修改。',
      en: '{path} lacks {missing} of the ledger’s {count} customers: perhaps it is another file, or a cut one; no edit was taken in.',
    },
    {
      zh: '放回正确的文件;若确实如此,在终端上运行任一命令并确认。',
      en: 'Put the right file back; if it is meant so, run any command on a terminal and confirm.',
    },
  ),
  'sheet-companion': e(
    3,
    {
      zh: '{path} 是 {sheet} 的伴随文件,不能单独作为台账。',
      en: '{path} goes with {sheet} and is no ledger by itself.',
    },
    { zh: '使用 --ledger {sheet}。', en: 'Use --ledger {sheet}.' },
  ),
  'ledger-changed': e(
    5,
    {
      zh: '计划制定之后台账已有变动,未写入任何内容。',
      en: 'The ledger changed after the plan was made; nothing was written.',
    },
    { zh: '重新运行该命令。', en: 'Run the command again.' },
  ),
  'destroy-space': e(
    7,
    {
      zh: '彻底销毁要重写 {path},磁盘空间还差约 {missing} MB;没有改动。',
      en: 'To destroy thoroughly, {path} is written anew, for which some {missing} MB are missing on the disk; nothing was changed.',
    },
    {
      zh: '清出空间后重试;临时文件夹可用 SQLITE_TMPDIR 改到别处。',
      en: 'Make room and try again; SQLITE_TMPDIR names another folder for temporary files.',
    },
    'S2-32',
  ),
  'backup-missing': e(
    2,
    { zh: '{path} 里没有备份(缺少 manifest.json)。', en: '{path} holds no backup: there is no manifest.json in it.' },
    { zh: '给出 steward backup create 建立的文件夹。', en: 'Name the folder that steward backup create made.' },
    'S2-21',
  ),
  'backup-damaged': e(
    6,
    { zh: '备份 {path} 已损坏:{file}({detail})。', en: 'The backup {path} is damaged: {file} ({detail}).' },
    {
      zh: '运行 steward backup verify 查看全部问题,改用另一份备份。',
      en: 'steward backup verify lists all of it; use another backup.',
    },
    'S2-37',
  ),
  'backup-space': e(
    7,
    {
      zh: '{path} 所在磁盘还差约 {missing} MB;没有改动。',
      en: 'Some {missing} MB are missing on the disk of {path}; nothing was changed.',
    },
    { zh: '清出空间,或换一个磁盘。', en: 'Make room, or name another disk.' },
    'S2-21',
  ),
  'restore-kind': e(
    2,
    {
      zh: '{backup} 是 {kind} 台账的备份,不能恢复为 {path}。',
      en: '{backup} is of a {kind} ledger and cannot become {path}.',
    },
    {
      zh: '用 --to 给出同类的路径(CSV 台账为 .csv);恢复后可用 steward init --from 转换。',
      en: 'Name a path of that kind with --to (.csv for a CSV ledger); steward init --from converts it afterwards.',
    },
    'S2-38',
  ),
  'restore-other-ledger': e(
    3,
    {
      zh: '{path} 是另一个台账({found}),{backup} 是 {ledger} 的备份。',
      en: '{path} is another ledger ({found}); {backup} is of {ledger}.',
    },
    { zh: '用 --to 恢复到别处。', en: 'Restore it elsewhere with --to.' },
    'S2-38',
  ),
  'restore-unlinked': e(
    4,
    {
      zh: '没有台账能说明 {backup} 之后销毁过谁({why}):被销毁的客户可能因恢复而重现。',
      en: 'No ledger can say whom {backup} has to lose ({why}): who was destroyed since could come back.',
    },
    {
      zh: '用 --register 给出之后的全部销毁清册;没有销毁过,或清册不全也要恢复,再加 --other-history(会记入审计链)。',
      en: 'Give every register of destruction since with --register; where nothing was destroyed, or to go on all the same, add --other-history, which the trail records.',
    },
    'S2-38',
  ),
  'restore-half': e(
    70,
    { zh: '恢复未完成:{detail};原台账没有改动。', en: 'Not restored: {detail}; the ledger is as it was.' },
    { zh: '运行 steward backup verify,并报告此问题。', en: 'Run steward backup verify, and report this.' },
    'S2-38',
  ),
  'register-other': e(
    4,
    {
      zh: '清册 {path} 属于另一台账({ledger})。',
      en: 'The register {path} is of another ledger ({ledger}).',
    },
    { zh: '只给出这个台账的清册。', en: 'Name registers of this ledger alone.' },
    'S2-38',
  ),
  'register-differs': e(
    4,
    {
      zh: '清册 {path} 的 {customer} 在备份中是另一位客户。',
      en: '{customer} of the register {path} is another customer in the backup.',
    },
    {
      zh: '检查是否给错了清册或备份;确认两者同源后加 --other-history(会记入审计链)。',
      en: 'Check whether it is the right one for this backup; if so, add --other-history, which the trail records.',
    },
    'S2-38',
  ),
  'register-unvouched': e(
    4,
    {
      zh: '清册 {paths} 中的 {count} 位客户不在现有台账的销毁记录中:要由另一位有批准权的人作证。',
      en: '{count} customers of {paths} are not among those that a ledger says were destroyed: another person who approves must vouch for them.',
    },
    {
      zh: '加 --witness-key 批准人的密钥文件;操作人自己的密钥不算。',
      en: 'Add --witness-key with an approver’s key file; the operator’s own does not count.',
    },
    'S0-35',
    'S2-38',
  ),
  'disk-full': e(
    7,
    {
      zh: '磁盘空间不足,写入 {path} 失败,改动已回退。',
      en: 'The disk is full: writing {path} failed and was rolled back.',
    },
    { zh: '腾出空间后重试。', en: 'Free some space and try again.' },
  ),
  'io-failed': e(
    7,
    { zh: '读写 {path} 失败:{detail}', en: 'Reading or writing {path} failed: {detail}' },
    { zh: '运行 steward doctor 查看台账状态。', en: 'Run steward doctor to see how the ledger stands.' },
  ),
  'chain-broken': e(
    6,
    { zh: '台账 {path} 的审计链不完整:{detail}', en: 'The trail of {path} does not hold: {detail}' },
    {
      zh: '运行 steward audit verify 查看详情;不要继续写入。',
      en: 'Run steward audit verify for details; do not write to it.',
    },
  ),
  'policy-missing': e(
    3,
    { zh: '找不到策略文件:{path}', en: 'No policy file at {path}' },
    { zh: '检查 --policy 或 STEWARD_POLICY。', en: 'Check --policy or STEWARD_POLICY.' },
  ),
  'policy-syntax': e(
    3,
    { zh: '策略文件 {path} 第 {line} 行有语法错误:{detail}', en: 'Policy file {path} line {line}: {detail}' },
    { zh: '改正该行的 YAML。', en: 'Correct the YAML there.' },
  ),
  'policy-invalid': e(
    3,
    { zh: '策略文件 {path} 的 {where} 不可用:{detail}', en: 'Policy file {path}: {where}: {detail}' },
    {
      zh: '运行 steward policy show 查看可用的写法,docs/policy.md 有每一项的说明。',
      en: 'See steward policy show for a working policy and docs/policy.md for every knob.',
    },
  ),
  'config-invalid': e(
    3,
    { zh: '{path} 的 {where} 不可用:{detail}', en: '{path}: {where}: {detail}' },
    { zh: '改正后重试。', en: 'Correct it and try again.' },
  ),
  'unknown-role': e(
    3,
    { zh: '策略中没有角色“{role}”。已有角色:{roles}', en: 'The policy has no role "{role}". It has: {roles}' },
    { zh: '用 --role 指定其中之一。', en: 'Name one of them with --role.' },
  ),
  'role-refused': e(
    4,
    { zh: '角色“{role}”不能执行 {command}。', en: 'The role "{role}" may not run {command}.' },
    {
      zh: '由角色允许的人执行,或用 --role 换用您的另一角色。',
      en: 'Let a person whose role allows it run it, or name another role of yours with --role.',
    },
    'S0-37',
    'S0-39',
    'S2-40',
    'C14',
  ),
  'needs-confirmation': e(
    4,
    {
      zh: '{command} 会改动台账;没有终端可以确认。',
      en: '{command} changes the ledger, and there is no terminal to confirm on.',
    },
    { zh: '先用 --dry-run 查看,再加 --yes 执行。', en: 'Look with --dry-run first, then add --yes.' },
  ),
  declined: e(
    4,
    { zh: '未确认,没有改动。', en: 'Not confirmed; nothing was changed.' },
    { zh: '确认时输入 y。', en: 'Answer y to go on.' },
  ),
  'key-missing': e(
    2,
    {
      zh: '{command} 要用您的密钥签名,但没有指明密钥文件。',
      en: '{command} signs with your key, and no key file was named.',
    },
    {
      zh: '用 {option} 文件.key,或设置 STEWARD_KEY;没有密钥时运行 steward key new。',
      en: 'Pass {option} FILE, or set STEWARD_KEY; steward key new makes a key.',
    },
    'S0-35',
  ),
  'key-file-invalid': e(
    2,
    {
      zh: '{path} 不是 steward 的密钥文件,或版本不同。',
      en: '{path} is no key file of steward, or of another version.',
    },
    { zh: '检查路径;密钥由 steward key new 生成。', en: 'Check the path; steward key new makes keys.' },
  ),
  'file-exists': e(
    2,
    { zh: '{path} 已经存在,不会覆盖。', en: '{path} exists already and is not overwritten.' },
    { zh: '用 {option} 换一个文件名。', en: 'Name another file with {option}.' },
  ),
  'passphrase-needed': e(
    2,
    {
      zh: '{path} 需要口令,但没有终端可以询问。',
      en: '{path} needs a passphrase, and there is no terminal to ask on.',
    },
    {
      zh: '在终端上去掉 --yes,或用 --passphrase-file 文件,或设置 STEWARD_KEY_PASSPHRASE;口令不能写在命令行上。',
      en: 'Leave --yes out on a terminal, pass --passphrase-file FILE, or set STEWARD_KEY_PASSPHRASE; it never stands on the command line.',
    },
  ),
  'passphrase-weak': e(
    2,
    {
      zh: '口令太弱:至少 {least} 个字符,其中至少 5 个不同。',
      en: 'The passphrase is too weak: {least} characters at least, 5 of them different.',
    },
    { zh: '用几个不相干的词连起来。', en: 'Take several words that have nothing to do with one another.' },
    'S2-35',
  ),
  'passphrase-differs': e(
    2,
    { zh: '两次输入的口令不一样。', en: 'The two passphrases differ.' },
    { zh: '重新运行。', en: 'Run it again.' },
  ),
  'passphrase-wrong': e(
    4,
    { zh: '口令不对,或 {path} 被改动过。', en: 'The passphrase is wrong, or {path} was altered.' },
    {
      zh: '再试一次;忘记口令时生成新密钥,并由批准人签入策略。',
      en: 'Try again; if it is forgotten, make a new key and have an approver sign the policy with it.',
    },
  ),
  'key-unknown': e(
    4,
    { zh: '策略中没有人登记密钥 {key}。', en: 'Nobody in the policy is listed with the key {key}.' },
    {
      zh: '把公钥写入策略 people 中本人的 keys,由批准人签署(steward policy sign)。',
      en: 'List its public half under the person’s keys in the policy, and have an approver sign it (steward policy sign).',
    },
    'S0-35',
  ),
  'key-shared': e(
    4,
    { zh: '密钥 {key} 同时登记在 {people} 名下。', en: 'The key {key} is listed with {people} at once.' },
    { zh: '一人一钥:为其中一人生成新密钥。', en: 'One key is one person’s: make a new one for the other.' },
    'S2-35',
  ),
  'key-revoked': e(
    4,
    { zh: '密钥 {key} 已于 {day} 吊销。', en: 'The key {key} was revoked on {day}.' },
    { zh: '用新密钥签名。', en: 'Sign with a new key.' },
    'S0-41',
  ),
  'key-expired': e(
    4,
    { zh: '密钥 {key} 只在 {from} 至 {until} 有效。', en: 'The key {key} signs from {from} to {until} only.' },
    { zh: '用现行有效的密钥签名。', en: 'Sign with a key that is in force.' },
  ),
  'key-of-leaver': e(
    4,
    {
      zh: '{person} 自 {day} 起离职或调岗,其签名无效。',
      en: '{person} left or moved on {day}; the signature does not count.',
    },
    { zh: '由在岗的人签名。', en: 'Let a person who is there sign.' },
    'S0-41',
  ),
  'key-not-yours': e(
    4,
    { zh: '密钥属于 {person},操作人是 {actor}。', en: 'The key is {person}’s, and {actor} acts.' },
    {
      zh: '用自己的密钥;或用 --as {person} 说明您是谁。',
      en: 'Sign with your own key, or say who you are with --as {person}.',
    },
    'S2-35',
  ),
  'key-unlisted': e(
    2,
    { zh: '策略中没有密钥“{key}”,或有几个以它开头。', en: 'The policy lists no key "{key}", or several begin so.' },
    { zh: '用 steward key list 查看。', en: 'See steward key list.' },
  ),
  'key-revoke-refused': e(
    4,
    { zh: '{actor} 既不是密钥 {key} 的本人,也没有批准权。', en: '{actor} neither owns the key {key} nor may approve.' },
    { zh: '由本人或有批准权的角色吊销。', en: 'Let its owner revoke it, or a role that approves.' },
    'S0-41',
  ),
  'person-unlisted': e(
    4,
    { zh: '策略的 people 中没有 {actor}。', en: '{actor} is not among the people of the policy.' },
    {
      zh: '用 --as 指明策略中的人;或把该人写入策略并由批准人签署。',
      en: 'Name a listed person with --as, or list the person and have an approver sign the policy.',
    },
    'S0-35',
    'S0-40',
  ),
  'people-faulty': e(
    3,
    { zh: '策略中的人员或密钥有误:{detail}', en: 'People or keys of the policy are wrong: {detail}' },
    { zh: '改正后重试;steward policy lint 列出全部。', en: 'Mend it and try again; steward policy lint lists all.' },
    'S2-35',
  ),
  'people-unsigned': e(
    4,
    {
      zh: '策略中的人员、角色和权限不是批准人最后签署的版本。',
      en: 'People, roles and access of the policy are not as an approver last signed them.',
    },
    {
      zh: '由批准人运行 steward policy sign --key 文件;或改回已签署的内容。',
      en: 'Let an approver run steward policy sign --key FILE, or put back what was signed.',
    },
    'S0-35',
    'S0-40',
  ),
  'people-signer': e(
    4,
    {
      zh: '{person} 不能签署:在上一个版本中不是有批准权的人,或当时没有登记这把密钥。',
      en: '{person} cannot sign it: in the version before, the person did not approve, or did not have this key.',
    },
    {
      zh: '由上一个版本中的批准人签署:{approvers}',
      en: 'Let an approver of the version before sign: {approvers}',
    },
    'S0-35',
  ),
  'purge-what': e(
    2,
    { zh: '要知道建议销毁哪些客户。', en: 'Say which customers are proposed.' },
    {
      zh: '用 --customer、--file 或 --candidates,只用一种;前后两种还要 --code。',
      en: 'Pass --customer, --file or --candidates: one of them, the first and the last with --code.',
    },
    'S0-36',
  ),
  'purge-row': e(
    2,
    {
      zh: '{path} 第 {line} 行:{column} “{value}”不可用。',
      en: '{path}, line {line}: {column} "{value}" cannot be used.',
    },
    { zh: '可用的写法:{known}', en: 'What can be written: {known}' },
    'S0-36',
  ),
  'purge-ahead': e(
    4,
    {
      zh: '销毁不能以未来的日期({asOf})为准,今天是 {today}。',
      en: 'Nothing is destroyed as at a day to come ({asOf}); today is {today}.',
    },
    { zh: '去掉 --as-of。', en: 'Leave --as-of out.' },
    'S4-22',
  ),
  'plan-unreadable': e(
    2,
    { zh: '{path} 不是清理计划。', en: '{path} is no purge plan.' },
    { zh: '给出 steward purge propose 写出的文件。', en: 'Name the file that steward purge propose wrote.' },
  ),
  'certificate-unreadable': e(
    2,
    { zh: '{path} 不是销毁清册。', en: '{path} is no register of destruction.' },
    { zh: '给出 steward purge apply 写出的 .json 文件。', en: 'Name the .json file that steward purge apply wrote.' },
  ),
  'plan-other-ledger': e(
    4,
    { zh: '{path} 是为另一台账({ledger})制定的。', en: '{path} was made for another ledger ({ledger}).' },
    { zh: '检查 --ledger,或为本台账重新建议。', en: 'Check --ledger, or propose it for this one.' },
    'S0-35',
  ),
  'plan-altered': e(
    4,
    {
      zh: '{path} 不是建议时的文件:内容被改动,或从未在本台账建议。',
      en: '{path} is not what was proposed: it was altered, or never proposed in this ledger.',
    },
    { zh: '找回原文件,或重新建议。', en: 'Find the file as it was, or propose anew.' },
    'S0-35',
  ),
  'plan-expired': e(
    4,
    { zh: '{path} 已于 {expires} 过期。', en: '{path} expired on {expires}.' },
    { zh: '重新建议。', en: 'Propose it anew.' },
    'S0-35',
  ),
  'plan-policy': e(
    4,
    { zh: '{path} 是在另一版策略下制定的。', en: '{path} was made under another policy.' },
    { zh: '在现行策略下重新建议。', en: 'Propose it anew under the policy in force.' },
    'S0-35',
  ),
  'plan-rejected': e(
    4,
    { zh: '{path} 已被 {person} 驳回。', en: '{path} was rejected by {person}.' },
    { zh: '按驳回意见重新建议。', en: 'Propose it anew, minding why it was rejected.' },
    'S0-35',
  ),
  'plan-used': e(
    4,
    {
      zh: '{path} 已由第 {run} 次运行执行;计划只能用一次。',
      en: '{path} was applied by run {run}; a plan is used once.',
    },
    { zh: '余下的重新建议。', en: 'Propose the rest anew.' },
    'S0-40',
  ),
  'plan-unapproved': e(
    4,
    { zh: '{path} 没有有效的批准。', en: '{path} has no approval that counts.' },
    {
      zh: '请有批准权的另一人运行 steward purge approve {path} --key 文件。任何角色都没有绕过的办法。',
      en: 'Let another person who approves run steward purge approve {path} --key FILE. No role has a way around it.',
    },
    'S0-35',
    'S0-40',
  ),
  'plan-own': e(
    4,
    {
      zh: '{path} 是 {person} 自己建议的,须由另一人批准。',
      en: '{person} proposed {path}; another person must approve it.',
    },
    { zh: '请另一位有批准权的人批准。', en: 'Let another person who approves do it.' },
    'S0-35',
  ),
  'plan-own-user': e(
    4,
    {
      zh: '{path} 是在同一系统账号({user})中建议的,策略要求另一账号批准。',
      en: '{path} was proposed from this same system account ({user}); the policy wants another.',
    },
    { zh: '在批准人自己的账号下运行。', en: 'Run it from the approver’s own account.' },
    'S0-35',
    'S2-35',
  ),
  'plan-decided': e(
    4,
    { zh: '{person} 已经批准过 {path}。', en: '{person} approved {path} already.' },
    { zh: '要撤回批准,用 steward purge reject。', en: 'To take it back, use steward purge reject.' },
  ),
  'plan-not-in': e(
    2,
    { zh: '{path} 中没有客户“{customer}”。', en: '{path} has no customer "{customer}".' },
    { zh: '用 steward purge show {path} 查看。', en: 'See steward purge show {path}.' },
  ),
  'plan-nothing-left': e(
    4,
    { zh: '{path} 中没有任何一项获得同意。', en: 'No item of {path} was agreed to.' },
    { zh: '全部不同意时用 steward purge reject。', en: 'To agree to none, use steward purge reject.' },
  ),
  'witness-needed': e(
    4,
    { zh: '策略要求有人监销(purge.witness)。', en: 'The policy wants a witness (purge.witness).' },
    {
      zh: '由建议人、批准人和执行人以外的人用 --witness-key 签名。',
      en: 'Let a person who neither proposed, approved nor runs it sign with --witness-key.',
    },
    'L07',
  ),
  'witness-own': e(
    4,
    { zh: '{person} 参与了这次清理,不能监销。', en: '{person} has a part in this purge and cannot witness it.' },
    { zh: '由另一人监销。', en: 'Let another person witness it.' },
    'L07',
  ),
  'record-held': e(
    4,
    { zh: '处于保全状态,不得销毁:{customers}', en: 'On hold, and not to be destroyed: {customers}' },
    { zh: '保全解除后重新建议。', en: 'Propose it again when the hold is off.' },
    'L09',
  ),
  'record-kept': e(
    4,
    { zh: '保存期限未满,不得销毁:{customers}', en: 'Inside their terms, and not to be destroyed: {customers}' },
    { zh: '到期后重新建议;最早日期见括号。', en: 'Propose it again from the day in brackets.' },
    'S4-22',
    'C18',
  ),
  'purge-nothing': e(
    4,
    { zh: '没有一个客户可以销毁:{customers}', en: 'None of them can be destroyed: {customers}' },
    { zh: '排除所列原因后重新建议。', en: 'Propose them again when what is named is out of the way.' },
    'S0-36',
    'S2-31',
  ),
  'customer-unknown': e(
    2,
    { zh: '台账中没有客户“{customer}”。', en: 'The ledger has no customer "{customer}".' },
    {
      zh: '用客户编号或 #序号 查找,例如 SH2024001 或 #12。',
      en: 'Name a customer by number or #id, such as SH2024001 or #12.',
    },
  ),
  'run-unknown': e(
    3,
    { zh: '台账 {path} 中没有第 {run} 次运行。', en: 'The ledger {path} has no run {run}.' },
    {
      zh: '运行号见每次运行的结果和 steward history;或检查 --ledger 是否指向另一台账。',
      en: 'Every change names its run, and so does steward history; or see whether --ledger names another ledger.',
    },
  ),
  'run-undone': e(
    3,
    { zh: '第 {run} 次运行已由第 {by} 次运行撤销。', en: 'Run {run} was undone already, by run {by}.' },
    {
      zh: '要恢复它,撤销第 {by} 次运行(steward undo {by});当时未能撤销的部分,恢复后可再次撤销。',
      en: 'To take it back, undo run {by} (steward undo {by}); after that it can be undone again, with what could not be undone then.',
    },
  ),
  'run-final': e(
    4,
    { zh: '第 {run} 次运行({command})不能撤销。', en: 'Run {run} ({command}) cannot be undone.' },
    {
      zh: '建台账和销毁不可撤销:建错了就另建一个台账。',
      en: 'Making a ledger and destroying records are final: if it was made wrongly, make another.',
    },
  ),
  'run-no-import': e(
    2,
    { zh: '第 {run} 次运行是 {command},不是导入。', en: 'Run {run} was {command}, not import.' },
    { zh: '使用 steward undo {run}。', en: 'Use steward undo {run}.' },
  ),
  'field-unknown': e(
    2,
    { zh: '没有字段“{field}”。', en: 'There is no field "{field}".' },
    {
      zh: '您是不是要用:{nearest}?写成 字段=值,全部字段见 docs/fields.md。',
      en: 'Did you mean: {nearest}? Write FIELD=VALUE; docs/fields.md lists the fields.',
    },
  ),
  'field-reserved': e(
    4,
    { zh: '“{field}”不能用 update 修改。', en: '"{field}" is not changed by update.' },
    { zh: '使用 steward {command}。', en: 'Use steward {command}.' },
    'S0-18',
    'C01',
  ),
  'number-borne': e(
    2,
    { zh: '编号 {no} 属于客户 {customer}。', en: 'The number {no} is the customer’s {customer}.' },
    {
      zh: '编号不重复使用;用 steward number issue 编号。',
      en: 'Numbers are not used twice; steward number issue gives one.',
    },
    'S2-18',
  ),
  'pending-unknown': e(
    2,
    { zh: '没有待确认的变更“{pending}”。', en: 'No change "{pending}" waits for confirmation.' },
    { zh: '用 steward update pending 查看。', en: 'See steward update pending.' },
  ),
  'confirm-own': e(
    4,
    {
      zh: '变更 {pending} 是您自己提出的,须由另一人确认。',
      en: 'You proposed the change {pending} yourself; another person must confirm it.',
    },
    {
      zh: '请另一人运行 steward update confirm {pending}。',
      en: 'Let another person run steward update confirm {pending}.',
    },
    'S0-26',
  ),
  'review-whom': e(
    2,
    { zh: '{command} 要知道是哪些客户。', en: '{command} must know which customers.' },
    {
      zh: '给出客户编号,或 --run,或 --all,只用一种。',
      en: 'Name customers, or pass --run or --all: one of the three.',
    },
  ),
  whom: e(
    2,
    { zh: '{command} 要知道是哪些客户。', en: '{command} must know which customers.' },
    { zh: '给出客户编号,或 {other},只用一种。', en: 'Name customers, or pass {other}: one of them.' },
  ),
  'hold-own': e(
    4,
    {
      zh: '{actor} 设置的保全须由另一人解除({customers})。',
      en: 'A hold that {actor} set is released by another person ({customers}).',
    },
    { zh: '请另一人运行 steward hold release。', en: 'Another person runs steward hold release.' },
    'L09',
  ),
  'list-unreadable': e(
    2,
    { zh: '{path} 第 {line} 行无法读取:{detail}', en: '{path}, line {line} cannot be read: {detail}' },
    {
      zh: '名单要有“客户编号”一列,每行完整;用原命令重新生成,或更正该行。',
      en: 'A list needs a column of customer numbers, and whole rows: make it again, or mend the line.',
    },
    'S0-30',
  ),
  'sample-other': e(
    2,
    {
      zh: '{path} 不是由这个台账抽出的核对表,或行、列有增减改动(第 {line} 行)。',
      en: '{path} is not a sheet drawn from this ledger, or rows or columns of it were added, taken out or changed (line {line}).',
    },
    {
      zh: '只填核对各列,其余保持原样;确认台账和核对表是否对应,必要时用同一种子重新抽样。',
      en: 'Fill in the columns of checks and leave the rest; see that ledger and sheet belong together, or draw again with the same seed.',
    },
    'S2-41',
  ),
  'sample-changed': e(
    2,
    {
      zh: '{path} 第 {line} 行“{heading}”不是抽样时台账中的值:核对表被改过。',
      en: '{path}, line {line}: under "{heading}" stands another value than the ledger had when the sample was drawn: the sheet was changed.',
    },
    {
      zh: '只填核对各列,发现的正确值写在“说明”里;改回原值,或用同一种子重新抽样。',
      en: 'Fill in the columns of checks alone, and write what is right under "note"; put the value back, or draw again with the same seed.',
    },
    'S2-41',
  ),
  'verdict-unknown': e(
    2,
    {
      zh: '{path} 第 {line} 行“{heading}”的“{value}”看不出是对还是错。',
      en: '{path}, line {line}: "{value}" under "{heading}" says neither right nor wrong.',
    },
    {
      zh: '填“对”“错”或“无法核实”,不核对的留空。',
      en: 'Write right, wrong or unknown; leave blank what was not checked.',
    },
    'S2-43',
  ),
  'rerun-nothing': e(
    2,
    { zh: '还没有可以重跑的每月清理。', en: 'There is no monthly sweep to run again yet.' },
    { zh: '先运行 steward sweep monthly。', en: 'Run steward sweep monthly first.' },
  ),
  'rerun-other': e(
    2,
    { zh: '运行 {run} 不能重跑:它是 {command}。', en: 'Run {run} cannot be run again: it is {command}.' },
    {
      zh: '只有 sweep monthly 的结果完全由台账得出;用 steward rerun 重跑最近一次。',
      en: 'Only what sweep monthly found follows from the ledger alone; steward rerun takes the last one.',
    },
  ),
  'rerun-policy': e(
    3,
    {
      zh: '运行 {run} 用的策略是 {expected},现在的是 {found}。',
      en: 'Run {run} was judged by the policy {expected}; this one is {found}.',
    },
    { zh: '用 --policy 指出当时的策略文件。', en: 'Name the policy file of that time with --policy.' },
    'S0-28',
  ),
  'review-own': e(
    4,
    {
      zh: '这 {count} 个客户都是 {actor} 自己录入或负责的:{customers}',
      en: 'All {count} customers were entered or are owned by {actor}: {customers}',
    },
    { zh: '请另一人用 --as 和 --role 复核。', en: 'Another person reviews them, with --as and --role.' },
    'S1-02',
    'C12',
  ),
  'held-unknown': e(
    2,
    { zh: '没有待决定的挂起行“{held}”。', en: 'No held row "{held}" waits for a decision.' },
    { zh: '用 steward review list --what held 查看。', en: 'See steward review list --what held.' },
  ),
  'decision-unreadable': e(
    2,
    { zh: '{path} 第 {line} 行的决定“{value}”不可用。', en: '{path}, line {line}: "{value}" is no decision.' },
    {
      zh: '写表中可用的决定(挂起行:create、update、drop;重复:merge、keep-apart),或留空。',
      en: 'Write a decision of the sheet (held rows: create, update, drop; duplicates: merge, keep-apart), or leave it blank.',
    },
  ),
  'decide-what': e(
    2,
    { zh: 'review decide 要知道如何处理哪些挂起行。', en: 'review decide must know what becomes of which held rows.' },
    {
      zh: '给出行号和 --how,或 --sheet 文件(由 review sheet 生成);在终端上不带参数可逐行询问。',
      en: 'Name rows with --how, or a --sheet made by review sheet; on a terminal it asks row by row.',
    },
  ),
  'nothing-to-compare': e(
    2,
    { zh: '台账 {ledger} 中没有可比较的内容。', en: 'The ledger {ledger} holds nothing to compare.' },
    { zh: '先导入客户。', en: 'Import customers first.' },
  ),
  'review-how': e(
    2,
    { zh: '没有终端,无法逐对询问。', en: 'There is no terminal to ask pair by pair on.' },
    {
      zh: '用 steward dedupe review --sheet 导出决定表,填好后用 --from 读入。',
      en: 'Export a sheet with steward dedupe review --sheet, fill it in, and apply it with --from.',
    },
  ),
  'not-scanned': e(
    2,
    { zh: '这个台账还没有查重过。', en: 'This ledger was never scanned for duplicates.' },
    { zh: '先运行 steward dedupe scan。', en: 'Run steward dedupe scan first.' },
  ),
  'kept-apart': e(
    4,
    {
      zh: '{one} 和 {other} 已定为不同客户,不能归并。',
      en: '{one} and {other} were decided to be different customers and are not merged.',
    },
    {
      zh: '若确为同一客户,先运行 steward dedupe keep-apart {one} {other} --forget 撤回该决定。',
      en: 'If they are one after all, take the decision back first: steward dedupe keep-apart {one} {other} --forget.',
    },
    'S1-11',
  ),
  'merge-vetoed': e(
    4,
    {
      zh: '{one} 和 {other} 的证件号、分支机构或地区互相矛盾,不能归并。',
      en: 'Identity numbers, branches or places of {one} and {other} contradict each other; they are not merged.',
    },
    {
      zh: '用 steward dedupe explain {one} {other} 查看;若某项有误,先更正。',
      en: 'See steward dedupe explain {one} {other}; correct the value first if it is wrong.',
    },
    'S1-11',
  ),
  'not-merged': e(
    2,
    { zh: '{customer} 没有归并过 {member}。', en: '{customer} has no merged member {member}.' },
    {
      zh: '用 steward dedupe explain {customer} 查看其成员。',
      en: 'See its members with steward dedupe explain {customer}.',
    },
  ),
  'name-several': e(
    2,
    { zh: '至少要给出两个不同的客户。', en: 'Name at least two different customers.' },
    { zh: '例如:steward {command} SH2024001 SH2024002。', en: 'Such as: steward {command} SH2024001 SH2024002.' },
  ),
  'bad-date': e(
    2,
    { zh: '“{value}”不是有效日期。', en: '"{value}" is not a date.' },
    { zh: '写成 2026-11-21 的形式。', en: 'Write it like 2026-11-21.' },
  ),
  interrupted: e(
    130,
    { zh: '已中断,没有改动。', en: 'Interrupted; nothing was changed.' },
    { zh: '重新运行即可。', en: 'Run it again.' },
  ),
  internal: e(
    70,
    { zh: '内部错误:{detail}', en: 'Internal error: {detail}' },
    {
      zh: '这是程序的缺陷。请用 --verbose 重新运行并报告输出。',
      en: 'This is a fault of the program. Run again with --verbose and report what it prints.',
    },
  ),
} as const satisfies Record<string, Entry>;

/** The code of a catalogued error. */
export type ErrorCode = keyof typeof errors;

/** A mistake or a mishap that the user is told about: a code of the catalogue and the values that fill its text. */
export class StewardError extends Error {
  readonly code: ErrorCode;
  readonly data: Data;

  constructor(code: ErrorCode, data: Data = {}, options?: ErrorOptions) {
    super(say(errors[code].what, 'en', data), options);
    this.name = 'StewardError';
    this.code = code;
    this.data = data;
  }

  get exit(): ExitCode {
    return errors[this.code].exit;
  }

  /** What is wrong and how to mend it, in one language. */
  tell(lang: Lang): { readonly message: string; readonly hint: string } {
    return {
      message: say(errors[this.code].what, lang, this.data),
      hint: say(errors[this.code].mend, lang, this.data),
    };
  }
}
