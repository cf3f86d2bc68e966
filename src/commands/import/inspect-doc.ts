/** An inspection as a page. */

import type { LineEnd } from '../../files/line-ends.js';
import type { TableSource } from '../../files/open-table.js';
import type { CsvSource } from '../../files/read-csv.js';
import type { Mapping } from '../../intake/headers.js';
import type { Basis, BasisKind } from '../../intake/inspect/basis.js';
import type { ColumnProfile } from '../../intake/inspect/column.js';
import type { CellForm } from '../../intake/inspect/form.js';
import type { RowCounts } from '../../intake/inspect/inspect.js';
import { inspectMessages } from '../../intake/inspect/messages.js';
import { intakeMessages } from '../../intake/messages.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import type { Severity } from '../../model/finding.js';
import { type Data, type Lang, say, type Text } from '../../model/text.js';
import type { Block, Cell, Doc, Kpi } from '../../output/document.js';
import { formatNumber } from '../../output/number.js';
import { displayWidth, truncate } from '../../output/width.js';
import { columnWords } from '../column-words.js';
import { onOneLine } from '../shared.js';
import type { Saying } from './inspect-notes.js';
import { mappingMeta } from './keep-mapping.js';
import type { Recipe } from './recipe.js';

/** All that a page of an inspection shows. */
export interface InspectView {
  readonly file: string;
  readonly lang: Lang;
  readonly source: TableSource;
  readonly lineEnd: LineEnd | null;
  readonly mapping: Mapping;
  readonly bases: readonly Basis[];
  readonly columns: readonly ColumnProfile[];
  /** The frequent values of each column, as they may be shown. */
  readonly top: readonly ColumnProfile['top'][];
  readonly rows: Readonly<RowCounts>;
  readonly sayings: readonly Saying[];
  readonly recipe: Recipe;
  /** The mapping file that was written. */
  readonly saved: string | null;
  readonly profiles: readonly string[];
}

const words = {
  title: { zh: '查看 {file}', en: 'Inspection of {file}' },
  clean: { zh: '{rows} 行 · {columns} 列 · 没有发现问题', en: 'rows: {rows} · columns: {columns} · nothing to see to' },
  found: {
    zh: '{rows} 行 · {columns} 列 · {error} 个错误,{warning} 个警告',
    en: 'rows: {rows} · columns: {columns} · errors: {error} · warnings: {warning}',
  },
  encoding: { zh: '编码', en: 'Encoding' },
  syntax: { zh: '格式', en: 'Written' },
  workbook: { zh: '工作簿', en: 'Workbook' },
  sheet: { zh: '工作表“{sheet}”', en: 'sheet "{sheet}"' },
  delimiter: { zh: '分隔符 {delimiter}', en: 'delimiter {delimiter}' },
  lines: { zh: '换行 {end}', en: 'lines end in {end}' },
  header: { zh: '表头', en: 'Header' },
  headerLine: { zh: '第 {line} 行', en: 'line {line}' },
  preamble: { zh: ',以上是:{preamble}', en: ', below: {preamble}' },
  none: { zh: '没有', en: 'none' },
  columns: { zh: '列', en: 'Columns' },
  heading: { zh: '表头', en: 'heading' },
  field: { zh: '字段', en: 'field' },
  basis: { zh: '依据', en: 'basis' },
  filled: { zh: '填写', en: 'filled' },
  distinct: { zh: '不同值', en: 'distinct' },
  looks: { zh: '内容', en: 'looks like' },
  values: { zh: '值', en: 'Values' },
  length: { zh: '长度', en: 'length' },
  top: { zh: '最多的值', en: 'most frequent' },
  read: { zh: '行', en: 'rows' },
  short: { zh: '缺一两个值,按内容对齐', en: 'short of a value or two, aligned by content' },
  total: { zh: '合计行', en: 'lines of totals' },
  nameless: { zh: '没有名称和联系方式', en: 'nobody’s: no name, number, code, phone or e-mail' },
  ragged: { zh: '列数不对', en: 'with a wrong number of cells' },
  unreadable: { zh: '引号或长度有误,无法读取', en: 'unreadable: quotes or length' },
  blank: { zh: '空行(不计)', en: 'blank lines (not counted)' },
  unfilled: { zh: '没有列可填的必填项', en: 'Required fields that no column fills' },
  notes: { zh: '需要注意', en: 'To be seen to' },
  count: { zh: '次数', en: 'count' },
  what: { zh: '内容', en: 'what' },
  first: { zh: '首见于行', en: 'first lines' },
  next: { zh: '接下来', en: 'Next' },
  saved: {
    zh: '列的对应已写入 {path},可修改后使用',
    en: 'The mapping was written into {path}; correct it where needed',
  },
} as const satisfies Record<string, Text>;

const hows: Record<CsvSource['how'], Text> = {
  bom: { zh: '按文件开头的标记', en: 'by the mark at its beginning' },
  strict: { zh: '全文逐字节解码无误', en: 'every byte of the file decodes' },
  'nul-pattern': { zh: '按零字节的位置', en: 'by where its zero bytes stand' },
  forced: { zh: '按指定', en: 'as it was named' },
};

const basisWords: Record<BasisKind, Text> = {
  given: { zh: '指定', en: 'given' },
  heading: { zh: '表头', en: 'heading' },
  declared: { zh: '策略声明', en: 'policy' },
  own: { zh: 'steward', en: 'steward’s' },
  near: { zh: '相近?', en: 'near?' },
  content: { zh: '内容?', en: 'content?' },
  repeated: { zh: '重复', en: 'repeated' },
  none: { zh: '–', en: '–' },
};

const formWords: Record<CellForm, Text> = {
  phone: { zh: '电话', en: 'phone' },
  email: { zh: '邮箱', en: 'e-mail' },
  date: { zh: '日期', en: 'date' },
  number: { zh: '数字', en: 'number' },
  'credit-code': { zh: '信用代码', en: 'credit code' },
  'id-number': { zh: '身份证号', en: 'ID number' },
  'bank-card': { zh: '银行卡号', en: 'bank card' },
  code: { zh: '编码', en: 'code' },
  listed: { zh: '标准选项', en: 'listed' },
  company: { zh: '企业', en: 'company' },
  person: { zh: '姓名', en: 'person' },
  address: { zh: '地址', en: 'address' },
  masked: { zh: '打码', en: 'masked' },
  nothing: { zh: '无内容', en: 'filler' },
  text: { zh: '文字', en: 'text' },
};

/** What a form is called. */
export const formName = (form: CellForm): Text => formWords[form];

const messages = { ...intakeMessages, ...inspectMessages };
const tones: Record<Severity, 'bad' | 'muted' | 'warn'> = { error: 'bad', warning: 'warn', info: 'muted' };

/** The page: how it was read, rows, columns, values, what is missing, what to see to, what to do next. */
export function inspectDoc(view: InspectView): Doc {
  const { file, lang, source, rows, sayings, columns, recipe, saved } = view;
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const count = (severity: Severity) =>
    sayings.reduce((sum, saying) => sum + (saying.severity === severity ? saying.count : 0), 0);
  const counts = {
    rows: formatNumber(rows.read),
    columns: columns.length,
    error: count('error'),
    warning: count('warning'),
  };
  const { headerLine, preamble } = source;
  const delimiter = source.kind === 'csv' ? source.dialect.delimiter : ' ';
  const blocks: Block[] = [rowBlock(view), columnTable(view), ...valueTable(view), ...unfilledBlock(view)];
  if (sayings.length > 0) blocks.push(noteTable(view));
  if (saved !== null) blocks.push({ kind: 'note', level: 'info', text: t(words.saved, { path: saved }) });
  blocks.push({ kind: 'heading', level: 3, text: t(words.next) }, { kind: 'code', text: nextLine(view) });
  return {
    lang,
    title: t(words.title, { file }),
    subtitle: t(counts.error + counts.warning > 0 ? words.found : words.clean, counts),
    meta: [
      ...(source.kind === 'csv'
        ? ([
            [t(words.encoding), `${source.encoding} (${t(hows[source.how])})`],
            [
              t(words.syntax),
              [
                t(words.delimiter, { delimiter: delimiter === '\t' ? 'TAB' : `“${delimiter}”` }),
                ...(view.lineEnd === null
                  ? []
                  : [t(words.lines, { end: view.lineEnd === 'none' ? t(words.none) : view.lineEnd })]),
              ].join(' · '),
            ],
          ] as const)
        : ([[t(words.workbook), t(words.sheet, { sheet: source.sheet })]] as const)),
      [
        t(words.header),
        t(words.headerLine, { line: headerLine }) +
          (preamble.length > 0
            ? t(words.preamble, {
                preamble: preamble
                  .map((line) => onOneLine(line).split(delimiter).filter(Boolean).join(' '))
                  .join(' / '),
              })
            : ''),
      ],
      ...mappingMeta(recipe, null, lang),
    ],
    blocks,
  };
}

function rowBlock({ rows, lang }: InspectView): Block {
  const faults = ['total', 'short', 'nameless', 'ragged', 'unreadable', 'blank'] as const;
  return {
    kind: 'kpis',
    items: [
      { label: say(words.read, lang), value: rows.read },
      ...faults
        .filter((kind) => rows[kind] > 0)
        .map(
          (kind): Kpi => ({
            label: say(words[kind], lang),
            value: rows[kind],
            ...(kind !== 'blank' && kind !== 'total' && { tone: 'warn' as const }),
          }),
        ),
    ],
  };
}

function columnTable({ lang, mapping, bases, columns, rows }: InspectView): Block {
  const t = (text: Text) => say(text, lang);
  const fieldCell = (column: Mapping['columns'][number], { suggests }: Basis): Cell => {
    if (column.to === 'field') return t(fieldOf(column.field).name);
    if (suggests !== null) return { text: `${t(fieldOf(suggests).name)}?`, tone: 'warn' };
    return { text: t(columnWords[column.to]), tone: 'muted' };
  };
  return {
    kind: 'table',
    caption: t(words.columns),
    columns: [
      { key: 'column', label: '#', align: 'right' },
      { key: 'heading', label: t(words.heading), align: 'left', wrap: true },
      { key: 'field', label: t(words.field), align: 'left', wrap: true },
      { key: 'basis', label: t(words.basis), align: 'left' },
      { key: 'filled', label: t(words.filled), align: 'right' },
      { key: 'distinct', label: t(words.distinct), align: 'right' },
      { key: 'looks', label: t(words.looks), align: 'left', wrap: true },
    ],
    rows: mapping.columns.map((column, i): Cell[] => {
      const profile = columns[i] as ColumnProfile;
      const basis = bases[i] as Basis;
      const looks = formsText(profile, lang);
      return [
        i + 1,
        onOneLine(column.header),
        fieldCell(column, basis),
        t(basisWords[basis.how]),
        rows.readable === 0 ? '–' : percent(profile.filled, rows.readable),
        `${profile.distinct.exact ? '' : '≈ '}${formatNumber(profile.distinct.count)}`,
        basis.contradicts || basis.personal ? { text: looks, tone: 'bad' } : looks,
      ];
    }),
  };
}

/** Whole per cent; a share that is not nothing is never 0 %, one that is not all never 100 %. */
function percent(part: number, of: number): string {
  const share = (100 * part) / of;
  return `${part > 0 && share < 1 ? '<1' : part < of && share > 99 ? '>99' : Math.round(share)}%`;
}

/** The two most frequent forms of a column with their shares. */
function formsText({ forms, judged }: ColumnProfile, lang: Lang): string {
  const sorted = (Object.entries(forms) as [CellForm, number][]).sort(([, a], [, b]) => b - a).slice(0, 2);
  return sorted
    .map(([form, count]) => `${say(formWords[form], lang)}${count === judged ? '' : ` ${percent(count, judged)}`}`)
    .join(lang === 'zh-CN' ? '、' : ', ');
}

/** Lengths and frequent values, of the columns that repeat themselves. */
function valueTable({ lang, columns, mapping, top }: InspectView): Block[] {
  const rows = columns.flatMap(({ length }, i) =>
    length === null || (top[i] as ColumnProfile['top']).length === 0
      ? []
      : [
          [
            onOneLine(mapping.columns[i]?.header ?? ''),
            length.min === length.max ? `${length.min}` : `${length.min}–${length.max}`,
            frequent(top[i] as ColumnProfile['top']),
          ],
        ],
  );
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: say(words.values, lang),
      columns: [
        { key: 'heading', label: say(words.heading, lang), align: 'left', wrap: true },
        { key: 'length', label: say(words.length, lang), align: 'right' },
        { key: 'top', label: say(words.top, lang), align: 'left', wrap: true },
      ],
      rows,
    },
  ];
}

/** As many frequent values as go into one line. */
function frequent(top: ColumnProfile['top']): string {
  let line = '';
  for (const { value, count, atLeast } of top) {
    const word = `${truncate(onOneLine(value), 30, '…')} ×${atLeast ? '≥' : ''}${formatNumber(count)}`;
    if (line !== '' && displayWidth(line) + displayWidth(word) > 50) break;
    line += line === '' ? word : `  ${word}`;
  }
  return line;
}

/** What each profile asks for in vain (S4-33, C06). */
function unfilledBlock({ lang, mapping, profiles }: InspectView): Block[] {
  const items = profiles.flatMap((id): [string, string][] => {
    const fields = mapping.unfilled.filter((one) => one.profiles.includes(id)).map(({ field }) => field);
    const names = fields.map((field: FieldKey) => say(fieldOf(field).name, lang));
    return names.length === 0 ? [] : [[id, names.join(lang === 'zh-CN' ? '、' : ', ')]];
  });
  if (items.length === 0) return [];
  return [
    { kind: 'heading', level: 3, text: say(words.unfilled, lang) },
    { kind: 'definitions', items },
  ];
}

function noteTable({ lang, sayings }: InspectView): Block {
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  return {
    kind: 'table',
    caption: t(words.notes),
    columns: [
      { key: 'count', label: t(words.count), align: 'right' },
      { key: 'what', label: t(words.what), align: 'left', wrap: true },
      { key: 'first', label: t(words.first), align: 'left' },
    ],
    rows: sayings.map(({ code, count, data, lines, severity }): Cell[] => [
      count,
      { text: t(messages[code], data), tone: tones[severity] },
      lines.join(', '),
    ]),
  };
}

/** The command to go on with: every guess as a flag, for a person to strike out what is wrong. */
function nextLine({ bases, file, lang, mapping, recipe, saved }: InspectView): string {
  const quoted = (word: string) => (/^[\p{L}\p{N}._/-]+$/u.test(word) ? word : `"${word.replace(/["\\$`]/g, '\\$&')}"`);
  const flags = bases.flatMap(({ suggests, personal }, i) => {
    const header = mapping.columns[i]?.header ?? '';
    if (header === '') return [];
    if (personal || mapping.personal.includes(header)) return [`--map ${quoted(`${header}=ignore`)}`];
    return suggests === null ? [] : [`--map ${quoted(`${header}=${suggests}`)}`];
  });
  if (saved !== null) flags.unshift(`--map ${quoted(saved)}`);
  else if (recipe.file && !recipe.file.bySource) flags.unshift(`--map ${quoted(recipe.file.path)}`);
  const sourced = mapping.columns.some((column) => column.to === 'field' && column.field === 'source');
  if (!sourced && (recipe.source === undefined || recipe.source !== recipe.file?.saved.source || recipe.file.bySource))
    flags.push(`--source ${quoted(recipe.source ?? (lang === 'zh-CN' ? '来源' : 'SOURCE'))}`);
  const parts = [`steward import ${quoted(file)}`, ...flags, '--dry-run'];
  return parts.join(parts.length > 4 ? ' \\\n  ' : ' ');
}
