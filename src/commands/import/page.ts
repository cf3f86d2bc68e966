/** What an import says when it is done, or would be: for people and for programs. */
import * as z from 'zod';
import type { TableSource } from '../../files/open-table.js';
import type { Mapping } from '../../intake/headers.js';
import { mostNearRows, mostUnscanned } from '../../intake/near.js';
import type { IntakeResult } from '../../intake/plan.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import { type Data, type Lang, say, type Text } from '../../model/text.js';
import type { Block, Doc } from '../../output/document.js';
import { bundleTable, byRuleData, byRuleSchema, severityBlock } from '../bundles.js';
import { columnWords } from '../column-words.js';
import { pairJson, waterfallTable } from '../dedupe/pair-words.js';
import { readAs, readData } from '../read-as.js';
import { countsSchema, lackNames } from '../shared.js';
import { mappingMeta } from './keep-mapping.js';
import { planBlocks } from './plan-table.js';
import type { MappingToSave, Recipe } from './recipe.js';
import type { RowTeller } from './teller.js';

/** Words of an import. */
export const words = {
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
  near: {
    zh: '共 {count} 行很可能是已有客户,已挂起;以下是前 {shown} 行的依据(比特之和为合计)',
    en: '{count} rows are most likely customers known already, and held; why, of the first {shown} (bits sum to the total)',
  },
  nearLater: {
    zh: '文件超过 {rows} 行(或 64 MiB),没有查近似的重复;写入后运行 steward dedupe scan{since}',
    en: 'The file has more than {rows} rows (or 64 MiB) and was not searched for near duplicates; once it is in, run steward dedupe scan{since}',
  },
  nearRowsOnly: {
    zh: '台账超过 {customers} 个客户且从未查重,近似的重复只在文件各行之间查过;先运行一次 steward dedupe scan',
    en: 'The ledger has more than {customers} customers and was never scanned, so near duplicates were looked for among the rows alone; run steward dedupe scan once before importing',
  },
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

/**
 * What was done about near duplicates: held, or created as `--on-duplicate create` says; looked for among the rows alone, the ledger being large and
 * never scanned; not wanted; or too many rows.
 */
const nearWays = ['hold', 'create', 'rows-only', 'off', 'too-many-rows'] as const;
type NearWay = (typeof nearWays)[number];

/** All that is shown of an import. */
export interface View {
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
  readonly near: NearWay;
  /** Whether the ledger was ever scanned for duplicates. */
  readonly scanned: boolean;
  /** The run that it became; null while it is none. */
  readonly run: number | null;
}

/** The counts of law 3. */
export function countBlock(counts: Readonly<Record<string, number>>, lang: Lang): Block {
  return {
    kind: 'kpis',
    items: Object.entries(counts).map(([key, value]) => ({
      label: say(countNames[key] as Text, lang),
      value,
      ...(value > 0 && (key === 'held' || key === 'rejected') && { tone: 'warn' as const }),
    })),
  };
}

/** The page of an import; `plan`: with the first changes of each kind. */
export function importDoc(view: View, state: string, plan: boolean): Doc {
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
  blocks.push(...nearBlocks(view));
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

/** Why near duplicates are held; of a file with too many rows, how they are found afterwards. */
function nearBlocks({ lang, near, run, scanned, teller }: View): Block[] {
  if (near === 'too-many-rows') {
    const since = scanned ? ` --since${run === null ? '' : ` ${run - 1}`}` : '';
    return [{ kind: 'note', level: 'warn', text: say(words.nearLater, lang, { rows: mostNearRows, since }) }];
  }
  const shown = teller.near.length;
  const aside: Block[] =
    near === 'rows-only'
      ? [{ kind: 'note', level: 'warn', text: say(words.nearRowsOnly, lang, { customers: mostUnscanned }) }]
      : [];
  if (shown === 0) return aside;
  return [
    ...aside,
    { kind: 'note', level: 'warn', text: say(words.near, lang, { count: teller.nearHeld, shown }) },
    ...teller.near.map((pair) => waterfallTable(pair, lang)),
  ];
}

/** The same for programs. */
export function jsonOf(view: View, rejects: string | null): Record<string, unknown> {
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
    near: view.near,
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
  near: z
    .enum(nearWays)
    .optional()
    .describe(
      'Near duplicates: held; created all the same; looked for among the rows only; not looked for; or too many rows to look for them',
    ),
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
          pair: pairJson.optional().describe('Of a near duplicate: the row, whom it is like, and why'),
        })
        .loose(),
    )
    .optional(),
});
