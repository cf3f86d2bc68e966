/** `import --kind interactions|transactions`: rows that hang on customers (S4-37, S2-07). */
import { hash } from 'node:crypto';
import { sha256File } from '../../files/hash.js';
import { openTable, type TableSource } from '../../files/open-table.js';
import { type ChildMapping, childColumnWords, childHeaderScore, mapChildHeader } from '../../intake/child-headers.js';
import { type ChildCode, childMessages } from '../../intake/child-messages.js';
import { type ChildNote, type ChildResult, planChildren } from '../../intake/children.js';
import { ReturnedRows } from '../../intake/rejects.js';
import { canonicalJson } from '../../model/canonical.js';
import { type ChildTable, childFields } from '../../model/child-fields.js';
import { StewardError } from '../../model/errors.js';
import { fieldOf } from '../../model/fields.js';
import { type Data, type Lang, say, type Text } from '../../model/text.js';
import type { Block, Doc } from '../../output/document.js';
import type { ChangeContext, Options, Planned, Result } from '../command.js';
import { readAs } from '../read-as.js';
import { commonData } from '../shared.js';
import { refuseTarget } from '../target.js';
import type { intakeOptions } from './intake-options.js';
import { mappedHeadings } from './recipe.js';

const words = {
  interactions: { zh: '导入跟进记录 {name}', en: 'Import of interactions from {name}' },
  transactions: { zh: '导入交易记录 {name}', en: 'Import of transactions from {name}' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  nothing: { zh: '没有需要写入的内容', en: 'Nothing to write' },
  again: {
    zh: '这个文件已在运行 {run} 中导入过,没有新的内容',
    en: 'This file was imported before, as run {run}; there is nothing new',
  },
  plan: { zh: '将要执行的计划', en: 'The plan' },
  read: { zh: '读入', en: 'read' },
  created: { zh: '新增', en: 'added' },
  unchanged: { zh: '已有', en: 'there already' },
  rejected: { zh: '拒收', en: 'rejected' },
  customers: { zh: '客户随之更新', en: 'customers moved on' },
  columns: { zh: '列的对应', en: 'Columns' },
  column: { zh: '列', en: 'column' },
  field: { zh: '内容', en: 'what' },
  extra: { zh: '原样保留', en: 'kept as it is' },
  dropped: { zh: '(steward 的标注,不导入)', en: '(a note of steward’s own, left out)' },
  ofCustomer: { zh: '客户的“{field}”', en: '{field} of the customer' },
  notes: { zh: '需要注意', en: 'To be seen to' },
  count: { zh: '次数', en: 'count' },
  first: { zh: '首见于行', en: 'first lines' },
  rejects: {
    zh: '被拒收的行在 {path},改正后可再次导入',
    en: 'Rejected rows are in {path}; mend and import them again',
  },
  reading: { zh: '读取方式', en: 'Read as' },
  reference: { zh: '客户编号', en: 'customer number' },
} as const satisfies Record<string, Text>;

interface Tally {
  count: number;
  data: Data;
  readonly lines: number[];
}

/** Plans the import of such a file. */
export async function planChildFile(
  path: string,
  table: ChildTable,
  context: ChangeContext,
  options: Options<typeof intakeOptions>,
): Promise<Planned> {
  const { lang, given } = context;
  const { source, mapping } = await open(path, table, context, options);
  try {
    const mappingHash = hash(
      'sha256',
      canonicalJson({
        table,
        columns: mapping.columns,
        ...(source.kind === 'xlsx' && { sheet: source.sheet }),
      }),
    ).slice(0, 16);
    const again = path === '-' ? null : context.reader.inputRun(await sha256File(path), mappingHash);
    if (again) return alreadyDone(again.run, again.counts, { name: path, table, lang });

    const rejectsPath = options.rejects ?? `${path === '-' ? 'stdin' : path}.rejects.csv`;
    refuseTarget('import', '--rejects', rejectsPath, [path, context.reader.info.path, context.reader.info.database]);
    const rejects = new ReturnedRows(rejectsPath, source.header, {});
    context.onAbandon(() => rejects.abort());
    const tallies = new Map<ChildCode, Tally>();
    /** What was said of the row at hand. */
    let said: string[] = [];
    const note = ({ code, what, line, record, column, data }: ChildNote): void => {
      const message = say(childMessages[code], lang, data);
      const tally = tallies.get(code) ?? { count: 0, data, lines: [] };
      tallies.set(code, tally);
      tally.count++;
      tally.data = commonData(tally.data, data);
      if (line !== null && tally.lines.length < 5) tally.lines.push(line);
      if (what === 'rejected') said.push(message);
      const header = column === null ? null : (source.header[column - 1] ?? null);
      const hint = say(childMessages[code].hint, lang);
      context.emit({ what, code, file: path, line, record, column, header, data, message, hint });
    };
    const reject = (line: number, cells: readonly string[], raw: string): void => {
      if (!context.dryRun) rejects.add(line, said.join('; '), cells, raw);
      said = [];
    };
    const progress = (bytes: number, rows: number) => context.progress(bytes, source.bytes, rows);
    const result = await planChildren(source, mapping, table, context, given, { note, reject, progress });
    const { counts } = result;
    const view: View = { name: path, table, lang, source, mapping, result, tallies };
    const shownRejects = counts.rejected > 0 && !context.dryRun ? rejects.path : null;
    return {
      info: {
        counts: { ...counts },
        input: { sha256: source.totals?.sha256 ?? '', mapping: mappingHash, name: path },
        period: null,
      },
      preview: () => document(view, say(words.plan, lang), shownRejects),
      writes: counts.created > 0 || counts.rejected > 0,
      beforeCommit: () => rejects.commit(),
      result: (applied): Result => ({
        data: {
          file: path,
          kind: table,
          mapping: { columns: mapping.columns.map(({ header, ...to }) => ({ header, ...to })) },
          counts,
          customers: result.customers,
          rejects: applied ? shownRejects : null,
        },
        doc: () =>
          document(
            view,
            applied
              ? say(words.done, lang, { run: applied.run })
              : say(context.dryRun ? words.dry : words.nothing, lang),
            shownRejects,
          ),
        exit: counts.rejected > 0 ? 1 : 0,
      }),
    };
  } finally {
    source.close();
  }
}

/** Opens a file and maps its header; what the rows cannot do without must be there. */
async function open(
  path: string,
  table: ChildTable,
  { given, lang }: ChangeContext,
  options: Options<typeof intakeOptions>,
): Promise<{ source: TableSource; mapping: ChildMapping }> {
  const source = await openTable(path, {
    encoding: options.encoding as never,
    delimiter: options.delimiter,
    sheet: options.sheet,
    headerScore: childHeaderScore(table),
  });
  try {
    const forced = mappedHeadings(options.map);
    for (const [header, to] of forced) {
      if (!source.header.includes(header))
        throw new StewardError('header-unknown', { path, header, headers: source.header });
      if (!childColumnWords(table).includes(to))
        throw new StewardError('bad-option', {
          command: 'import',
          option: '--map',
          value: `${header}=${to}`,
          detail: childColumnWords(table).join(' | '),
        });
    }
    const mapping = mapChildHeader(source.header, table, given.policy, forced);
    if (mapping.personal.length > 0) throw new StewardError('personal-column', { path, headers: mapping.personal });
    const missing = mapping.refers ? mapping.missing[0] : { key: 'customer_no', name: words.reference };
    if (missing)
      throw new StewardError('header-missing', {
        path,
        field: say(missing.name, lang),
        headers: source.header,
        flag: `"…=${missing.key}"`,
      });
    return { source, mapping };
  } catch (error) {
    source.close();
    throw error;
  }
}

interface View {
  readonly name: string;
  readonly table: ChildTable;
  readonly lang: Lang;
  readonly source: TableSource;
  readonly mapping: ChildMapping;
  readonly result: ChildResult;
  readonly tallies: ReadonlyMap<ChildCode, Tally>;
}

function countBlock(counts: Readonly<Record<string, number>>, customers: number, lang: Lang): Block {
  const shown = (['read', 'created', 'unchanged', 'rejected'] as const).map((key) => ({
    label: say(words[key], lang),
    value: counts[key] ?? 0,
    ...(key === 'rejected' && (counts[key] ?? 0) > 0 && { tone: 'warn' as const }),
  }));
  return { kind: 'kpis', items: [...shown, { label: say(words.customers, lang), value: customers }] };
}

function alreadyDone(
  run: number,
  before: Readonly<Record<string, number>>,
  { name, table, lang }: Pick<View, 'lang' | 'name' | 'table'>,
): Planned {
  const { read = 0, created = 0, unchanged = 0, rejected = 0 } = before;
  const counts = { read, created: 0, updated: 0, unchanged: created + unchanged, held: 0, rejected };
  const doc = (): Doc => ({
    lang,
    title: say(words[table], lang, { name }),
    subtitle: say(words.again, lang, { run }),
    meta: [],
    blocks: [countBlock(counts, 0, lang)],
  });
  return {
    info: { counts, input: null, period: null },
    preview: doc,
    writes: false,
    result: () => ({ data: { file: name, kind: table, again: run, counts }, doc, exit: rejected > 0 ? 1 : 0 }),
  };
}

function document(
  { name, table, lang, source, mapping, result, tallies }: View,
  state: string,
  rejects: string | null,
): Doc {
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const column = (to: ChildMapping['columns'][number]): string => {
    if (to.to === 'child') return t(childFields[table].find(({ key }) => key === to.field)?.name ?? words.extra);
    return to.to === 'customer' ? t(words.ofCustomer, { field: t(fieldOf(to.field).name) }) : t(words[to.to]);
  };
  const blocks: Block[] = [
    countBlock({ ...result.counts }, result.customers, lang),
    {
      kind: 'table',
      caption: t(words.columns),
      columns: [
        { key: 'column', label: t(words.column), align: 'left' },
        { key: 'field', label: t(words.field), align: 'left' },
      ],
      rows: mapping.columns.map((one) => [one.header, column(one)]),
    },
  ];
  if (tallies.size > 0)
    blocks.push({
      kind: 'table',
      caption: t(words.notes),
      columns: [
        { key: 'count', label: t(words.count), align: 'right' },
        { key: 'what', label: t(words.field), align: 'left', wrap: true },
        { key: 'first', label: t(words.first), align: 'left' },
      ],
      rows: [...tallies].map(([code, { count, data, lines }]) => [
        count,
        t(childMessages[code], data),
        lines.join(', '),
      ]),
    });
  if (rejects !== null) blocks.push({ kind: 'note', level: 'warn', text: t(words.rejects, { path: rejects }) });
  return {
    lang,
    title: t(words[table], { name }),
    subtitle: state,
    meta: [[t(words.reading), readAs(source, lang)]],
    blocks,
  };
}
