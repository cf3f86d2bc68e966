import { hash } from 'node:crypto';
import * as z from 'zod';
import { ENCODINGS } from '../files/encoding.js';
import { sha256File } from '../files/hash.js';
import type { TableSource } from '../files/open-table.js';
import { isTarget, type Mapping, mapHeader, worklistColumns } from '../intake/headers.js';
import { columnNotes, tableNotes } from '../intake/messages.js';
import { type IntakeOptions, type IntakeResult, planIntake } from '../intake/plan.js';
import { prepareRows } from '../intake/prepare-rows.js';
import { ReturnedRows } from '../intake/rejects.js';
import { sheetOf } from '../intake/sheet.js';
import { canonicalJson } from '../model/canonical.js';
import { StewardError } from '../model/errors.js';
import { type FieldKey, fieldOf } from '../model/fields.js';
import type { Given } from '../model/given.js';
import type { FieldValues } from '../model/plan.js';
import type { Sheet } from '../model/sheet.js';
import { type Data, type Lang, say, type Text } from '../model/text.js';
import type { Block, Doc } from '../output/document.js';
import { bundleTable, byRuleData, byRuleSchema, severityBlock } from './bundles.js';
import { planChildFile } from './child-file.js';
import { columnWords } from './column-words.js';
import {
  type Change,
  type ChangeContext,
  type Context,
  change,
  type OptionSpecs,
  type Options,
  type Planned,
  type Result,
} from './command.js';
import { askColumns } from './import/ask-columns.js';
import { rowJudge } from './import/judge.js';
import { mappingKept, mappingMeta } from './import/keep-mapping.js';
import { firstRows, openWith } from './import/open.js';
import { doorOptions, matchOptions, told } from './import/options.js';
import { planBlocks } from './import/plan-table.js';
import {
  fillConstants,
  type MappingToSave,
  type Recipe,
  type RecipeOptions,
  recipeOf,
  saveMapping,
} from './import/recipe.js';
import { RowTeller } from './import/teller.js';
import { readAs, readData } from './read-as.js';
import { countsSchema, lackNames, profileOption, withProfiles } from './shared.js';
import { refuseTarget } from './target.js';

/** Options that `import` and `init --adopt` have in common. */
export const intakeOptions = {
  map: {
    flag: '--map <header=field>',
    help: {
      zh: '指明列对应的字段,可多次给出(字段见 docs/fields.md;extra 原样保留,ignore 不导入);或给出一个映射文件 .yaml',
      en: 'which field a column is; may be repeated (fields: docs/fields.md; extra keeps it as it is, ignore leaves it out); or a mapping file, .yaml',
    },
    schema: z.array(z.string().regex(/^.+=\w+$|\.ya?ml$/i, 'HEADER=FIELD | FILE.yaml')).default([]),
    many: true,
  },
  encoding: {
    flag: '--encoding <name>',
    help: { zh: '文件编码(默认自动判断)', en: 'encoding of the file (default: found out)' },
    schema: z.enum(ENCODINGS as [string, ...string[]]).optional(),
    choices: ENCODINGS,
  },
  delimiter: {
    flag: '--delimiter <char>',
    help: { zh: '分隔符(默认自动判断)', en: 'delimiter (default: found out)' },
    schema: z
      .string()
      .transform((word) => (word === '\\t' || /^tab$/i.test(word) ? '\t' : word))
      .pipe(z.string().length(1, ', ; | tab'))
      .optional(),
  },
  sheet: {
    flag: '--sheet <name>',
    help: {
      zh: '工作簿中要读取的工作表:名称或从 1 起的序号(默认第一个有数据的)',
      en: 'worksheet of a workbook: name or number from 1 (default: the first with data)',
    },
    schema: z.string().min(1).optional(),
  },
  source: {
    flag: '--source <word>',
    help: { zh: '没有来源列时的来源渠道', en: 'source of customers whose row names none' },
    schema: z.string().min(1).optional(),
  },
  rejects: {
    flag: '--rejects <file>',
    help: { zh: '拒收文件(默认 <文件>.rejects.csv)', en: 'where rejected rows go (default: FILE.rejects.csv)' },
    schema: z.string().min(1).optional(),
  },
  profile: profileOption,
} as const satisfies OptionSpecs;

const importOptions = {
  ...intakeOptions,
  ...doorOptions,
  kind: {
    flag: '--kind <what>',
    help: {
      zh: '文件的内容:客户,或客户的跟进记录、交易记录',
      en: 'what the rows are: customers, or interactions or transactions with customers',
    },
    schema: z.enum(['customers', 'interactions', 'transactions']).default('customers'),
    choices: ['customers', 'interactions', 'transactions'],
  },
  saveMap: {
    flag: '--save-map <file>',
    help: {
      zh: '把这次的列对应存为映射文件;放在台账旁的 mappings/ 中,下次 --source 相同时自动使用',
      en: 'keep the mapping of this file; in mappings/ beside the ledger it is used again for the same --source',
    },
    schema: z.string().min(1).optional(),
  },
  unnumbered: {
    flag: '--unnumbered',
    help: { zh: '不为新客户编号', en: 'give new customers no number' },
    schema: z.boolean().default(false),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '导入 {name}', en: 'Import of {name}' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  nothing: { zh: '没有需要写入的内容', en: 'Nothing to write' },
  again: {
    zh: '这个文件已在运行 {run} 中导入过,没有新的内容',
    en: 'This file was imported before, as run {run}; there is nothing new',
  },
  plan: { zh: '将要执行的计划', en: 'The plan' },
  file: { zh: '文件', en: 'File' },
  reading: { zh: '读取方式', en: 'Read as' },
  columns: { zh: '列的对应', en: 'Columns' },
  column: { zh: '列', en: 'column' },
  field: { zh: '字段', en: 'field' },
  notes: { zh: '需要注意', en: 'To be seen to' },
  found: { zh: '校验结果(不影响接收)', en: 'Findings; rows come in with them' },
  rejects: {
    zh: '被拒收的行在 {path},改正后可再次导入',
    en: 'Rejected rows are in {path}; mend and import them again',
  },
  numbers: { zh: '编号', en: 'Numbers' },
  issued: { zh: '新发编号', en: 'numbers issued' },
  unissued: { zh: '未能编号:缺少{why}', en: 'not numbered: {why} unknown' },
} as const satisfies Record<string, Text>;

const countNames: Record<string, Text> = {
  read: { zh: '读入', en: 'read' },
  created: { zh: '新建', en: 'created' },
  updated: { zh: '更新', en: 'updated' },
  unchanged: { zh: '未变', en: 'unchanged' },
  held: { zh: '挂起', en: 'held' },
  rejected: { zh: '拒收', en: 'rejected' },
};

/** A file that was opened and whose header is understood. */
export interface Mapped {
  readonly source: TableSource;
  readonly mapping: Mapping;
  readonly recipe: Recipe;
  /** Whether a person was asked what a column is. */
  readonly asked: boolean;
}

/** Opens a file, maps its header and refuses what must not come in; on a terminal a person is asked what is not sure. */
export async function openMapped(
  path: string,
  options: RecipeOptions,
  context: Pick<Context, 'ask' | 'given' | 'lang' | 'ledgerPath' | 'reveal'>,
): Promise<Mapped> {
  const { policy } = context.given;
  const recipe = recipeOf(options, policy, context.ledgerPath);
  const source = await openWith(path, recipe);
  try {
    for (const header of recipe.flagged) {
      const field = recipe.forced.get(header) as string;
      if (!source.header.includes(header))
        throw new StewardError('header-unknown', { path, header, headers: source.header });
      if (!isTarget(field))
        throw new StewardError('bad-option', {
          command: 'import',
          option: '--map',
          value: `${header}=${field}`,
          detail: 'docs/fields.md',
        });
    }
    let mapping = mapHeader(source.header, policy, recipe.forced, recipe.dateOrder);
    let asked = false;
    if (context.ask !== null && (!hasName(mapping) || mapping.unmapped.length > 0)) {
      const file = { mapping, rows: await firstRows(path, recipe), given: new Set(recipe.forced.keys()) };
      const answers = await askColumns(file, context.ask, { ...context, policy });
      asked = answers.size > 0;
      if (asked) mapping = mapHeader(source.header, policy, new Map([...recipe.forced, ...answers]), recipe.dateOrder);
    }
    if (mapping.personal.length > 0) throw new StewardError('personal-column', { path, headers: mapping.personal });
    if (!hasName(mapping)) {
      const guess =
        mapping.unmapped.find(({ nearest }) => nearest === 'name') ?? mapping.unmapped.find(({ header }) => header);
      throw new StewardError('header-missing', {
        path,
        field: `${fieldOf('name').name.zh} / ${fieldOf('name').name.en}`,
        headers: source.header,
        flag: `"${guess?.header ?? '…'}=name"`,
      });
    }
    return { source: prepareRows(source, mapping), mapping: fillConstants(mapping, recipe), recipe, asked };
  } catch (error) {
    source.close();
    throw error;
  }
}

const hasName = ({ columns }: Mapping): boolean =>
  columns.some((column) => column.to === 'field' && column.field === 'name');

/** Plans the intake of one file; `import` and `init --adopt` differ in defaults only. */
export async function planFile(
  path: string,
  context: ChangeContext,
  options: Options<typeof intakeOptions> & { readonly saveMap?: string | undefined },
  own: Pick<IntakeOptions, 'defaults' | 'fixed' | 'issueNumbers' | 'match' | 'placed'> & {
    /** Where the rules are asked: whether a row may come in, and where the rows that are held go besides. */
    readonly door: { readonly held: string | undefined } | null;
  },
): Promise<Planned & { readonly sheet?: Sheet }> {
  const given = withProfiles(context.given, options.profile);
  const mapped = await openMapped(path, options, { ...context, given });
  const { source, mapping, recipe } = mapped;
  const { lang } = context;
  const { constants, source: from } = recipe;
  const { door, fixed, issueNumbers, match } = own;
  const defaults: FieldValues = { ...constants, ...own.defaults, ...(from !== undefined && { source: from }) };
  const name = path === '-' ? '-' : path;
  const unfilled = mapping.unfilled.map(({ field }) => field);
  const judge = door === null ? null : rowJudge(given, source.bytes, unfilled);
  try {
    if (door !== null) mustNameSource(path, mapping, defaults, given);
    const mappingHash = hash(
      'sha256',
      canonicalJson({
        columns: mapping.columns,
        dates: mapping.dateOrder,
        defaults: { ...defaults, ...fixed },
        issue: issueNumbers,
        match,
        ...(source.kind === 'xlsx' && { sheet: source.sheet }), // another sheet of the same file is another table
      }),
    ).slice(0, 16);
    const save = await mappingKept(path, mapped, options.saveMap, context);
    // Without an earlier input there is nothing to be told apart by a hash; this one's own comes with its rows.
    const seen = path !== '-' && context.reader.inputRun(null, mappingHash) !== null;
    const again = seen ? context.reader.inputRun(await sha256File(path), mappingHash) : null;
    if (again) return alreadyDone(again.run, again.counts, name, lang, save);

    const rejectsPath = options.rejects ?? `${path === '-' ? 'stdin' : path}.rejects.csv`;
    const ours = [path, context.reader.info.path, context.reader.info.database];
    refuseTarget('import', '--rejects', rejectsPath, ours);
    const rejects = new ReturnedRows(rejectsPath, source.header, defaults);
    context.onAbandon(() => rejects.abort());
    if (door?.held !== undefined) refuseTarget('import', '--held', door.held, [...ours, rejectsPath]);
    const held = door?.held === undefined ? null : new ReturnedRows(door.held, source.header, defaults);
    context.onAbandon(() => held?.abort());
    const teller = new RowTeller(context, name, source.header, mapping, { rejects, held });
    for (const note of columnNotes(mapping, lang)) if (!(note.field && defaults[note.field])) teller.column(note);
    const result = await planIntake(
      source,
      mapping,
      { reader: context.reader, draft: context.draft },
      given,
      { ...own, defaults, judge },
      (outcome) => teller.row(outcome),
      (bytes, rows) => context.progress(bytes, source.bytes, rows),
    );
    for (const note of tableNotes(source.notes)) teller.column(note);
    const { sha256 } = source.totals ?? { sha256: '' };
    const { counts } = result;
    const view: View = {
      name,
      source,
      mapping,
      result,
      teller,
      lang,
      recipe,
      mappingHash,
      save,
      rejects: counts.rejected > 0 && !context.dryRun ? rejects.path : null,
    };
    return {
      ...(source.kind === 'csv' && { sheet: sheetOf(source, mapping) }),
      info: { counts: { ...counts }, input: { sha256, mapping: mappingHash, name }, period: null },
      preview: () => importDoc(view, say(words.plan, lang), door !== null),
      writes: counts.created + counts.updated + counts.held > 0 || counts.rejected > 0,
      beforeCommit: () => {
        rejects.commit();
        held?.commit();
        if (save) saveMapping(save);
      },
      result: (applied): Result => {
        if (save && !applied && !context.dryRun) saveMapping(save);
        const state = applied
          ? say(words.done, lang, { run: applied.run })
          : say(context.dryRun ? words.dry : words.nothing, lang);
        return {
          data: jsonOf(view, applied ? rejects.path : null),
          doc: () => importDoc(view, state, context.dryRun && door !== null),
          exit: counts.rejected + counts.held > 0 ? 1 : 0,
        };
      },
    };
  } finally {
    source.close();
    await judge?.close();
  }
}

/** A file none of whose new customers could say where they came from is refused whole (S0-05); rows that name their customers need not. */
function mustNameSource(path: string, { columns }: Mapping, { source }: FieldValues, { policy }: Given): void {
  if (!policy.intake.requireSource || source) return;
  const tells = columns.some(
    (column) =>
      column.header === worklistColumns.findings ||
      column.to === 'id' ||
      column.to === 'told' ||
      (column.to === 'field' && column.field === 'source'),
  );
  if (!tells) throw new StewardError('source-missing', { path, headers: columns.map(({ header }) => header) });
}

interface View {
  readonly name: string;
  readonly source: TableSource;
  readonly mapping: Mapping;
  readonly result: IntakeResult;
  readonly teller: RowTeller;
  readonly lang: Lang;
  readonly recipe: Recipe;
  readonly mappingHash: string;
  readonly save: MappingToSave | null;
  readonly rejects: string | null;
}

function alreadyDone(
  run: number,
  before: Readonly<Record<string, number>>,
  name: string,
  lang: Lang,
  save: MappingToSave | null,
): Planned {
  const { read = 0, created = 0, updated = 0, unchanged = 0, held = 0, rejected = 0 } = before;
  const counts = { read, created: 0, updated: 0, unchanged: created + updated + unchanged, held, rejected };
  const doc = (): Doc => ({
    lang,
    title: say(words.title, lang, { name }),
    subtitle: say(words.again, lang, { run }),
    meta: [],
    blocks: [countBlock(counts, lang)],
  });
  return {
    info: { counts, input: null, period: null },
    preview: doc,
    writes: false,
    result: (): Result => {
      if (save) saveMapping(save);
      return { data: { file: name, again: run, counts }, doc, exit: held + rejected > 0 ? 1 : 0 };
    },
  };
}

function countBlock(counts: Readonly<Record<string, number>>, lang: Lang): Block {
  return {
    kind: 'kpis',
    items: Object.entries(counts).map(([key, value]) => ({
      label: say(countNames[key] as Text, lang),
      value,
      ...(value > 0 && (key === 'held' || key === 'rejected') && { tone: 'warn' as const }),
    })),
  };
}

function importDoc(view: View, state: string, plan: boolean): Doc {
  const { name, source, mapping, result, teller, lang, rejects } = view;
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const blocks: Block[] = [countBlock({ ...result.counts }, lang)];
  blocks.push({
    kind: 'table',
    caption: t(words.columns),
    columns: [
      { key: 'column', label: t(words.column), align: 'left' },
      { key: 'field', label: t(words.field), align: 'left' },
    ],
    rows: mapping.columns.map((column) => [
      column.header,
      t(column.to === 'field' ? fieldOf(column.field).name : columnWords[column.to]),
    ]),
  });
  const notes = teller.notes.sorted();
  if (notes.length > 0) blocks.push(bundleTable(notes, t(words.notes), lang));
  const found = teller.found.sorted();
  if (found.length > 0)
    blocks.push(severityBlock(teller.found.bySeverity, lang), bundleTable(found, t(words.found), lang));
  if (plan) blocks.push(...planBlocks(teller.planned, result.counts, lang));
  const { issued, blocked } = result.numbers;
  if (issued > 0 || Object.keys(blocked).length > 0) {
    const rows = Object.entries(blocked).map(([why, count]): [string, number] => [
      t(words.unissued, { why: t(lackNames[why as keyof typeof lackNames]) }),
      count,
    ]);
    blocks.push({
      kind: 'kpis',
      items: [{ label: t(words.issued), value: issued }, ...rows.map(([label, value]) => ({ label, value }))],
    });
  }
  if (rejects !== null) blocks.push({ kind: 'note', level: 'warn', text: t(words.rejects, { path: rejects }) });
  return {
    lang,
    title: t(words.title, { name }),
    subtitle: state,
    meta: [[t(words.reading), readAs(source, lang)], ...mappingMeta(view.recipe, view.save, lang)],
    blocks,
  };
}

function jsonOf(view: View, rejects: string | null): Record<string, unknown> {
  const { name, source, mapping, result, teller, recipe, mappingHash, save } = view;
  return {
    file: name,
    read: {
      ...readData(source),
      blankRows: result.blankRows,
    },
    mapping: {
      columns: mapping.columns.map((column) => ({
        header: column.header,
        to: column.to === 'field' ? (column.field as FieldKey) : column.to,
      })),
      unmapped: mapping.unmapped,
      repeated: mapping.repeated,
      unfilled: mapping.unfilled.map(({ field }) => field),
      hash: mappingHash,
      file: recipe.file && { path: recipe.file.path, version: recipe.file.saved.version, hash: recipe.file.hash },
      ...(save && { saved: { path: save.path, version: save.mapping.version, changed: !save.unchanged } }),
    },
    counts: result.counts,
    numbers: result.numbers,
    findings: { ...teller.found.bySeverity },
    byRule: byRuleData(teller.found.sorted()),
    rejects: result.counts.rejected > 0 ? rejects : null,
  };
}

/** JSON of an import. */
export const importJson = z.object({
  file: z.string(),
  kind: z.enum(['interactions', 'transactions']).optional(),
  customers: z.int().optional().describe('Customers that the rows moved on'),
  again: z.int().optional().describe('The run that took this very file in before'),
  read: z.object({}).loose().optional(),
  mapping: z.object({}).loose().optional(),
  counts: countsSchema.describe('read = created + updated + unchanged + held + rejected'),
  numbers: z.object({ issued: z.int(), blocked: countsSchema }).optional(),
  findings: countsSchema.optional().describe('What the rules found in the rows, by severity'),
  byRule: byRuleSchema.optional(),
  rejects: z.string().nullable().optional(),
  items: z
    .array(
      z
        .object({
          what: z
            .enum(['created', 'finding', 'held', 'note', 'rejected', 'unchanged', 'updated'])
            .describe('created, updated and unchanged by --dry-run only'),
          code: z.string().nullable(),
          message: z.string(),
        })
        .loose(),
    )
    .optional(),
});

export default change({
  summary: { zh: '导入客户文件(CSV/TSV/XLSX)', en: 'Take a customer file in (CSV/TSV/XLSX).' },
  examples: [
    'steward import customers.csv --dry-run',
    'steward import 展会客户.csv --source 展会现场 --yes',
    'steward import leads.csv --map "单位=name" --source 线上推广 --yes --json',
    'steward import 展会客户.csv --source 合作伙伴转介 --key credit_code --key phone --on-duplicate review --dry-run',
    'steward import 跟进日志.csv --kind interactions --yes',
    'steward import 展会客户.xlsx --sheet 展会客户 --dry-run',
    'steward import 展会客户.csv --source 展会现场 --save-map mappings/展会.yaml --yes',
  ],
  arguments: [{ name: 'file', help: { zh: '要导入的文件;- 表示标准输入', en: 'the file; - is standard input' } }],
  options: importOptions,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: [
    'what',
    'severity',
    'code',
    'file',
    'line',
    'record',
    'customer',
    'column',
    'header',
    'value',
    'message',
    'hint',
  ],
  json: importJson,
  reason: 'optional',
  plan(context, options, [file]) {
    if (options.kind !== 'customers') return planChildFile(file as string, options.kind, context, options);
    return planFile(file as string, context, options, {
      defaults: told(options),
      fixed: { review_state: '已提交' },
      issueNumbers: !options.unnumbered,
      match: matchOptions(context.given.policy, options),
      door: { held: options.held },
    });
  },
} satisfies Omit<Change<typeof importOptions>, 'kind'>);
