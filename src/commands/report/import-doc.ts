/** The report on imports: one definition for every format. */
import { type Data, type Lang, say, type Text } from '../../model/text.js';
import type { Block, Cell, Column, Doc } from '../../output/document.js';
import { shown } from '../masked.js';
import { heldStates, type Imported, type Imports, intakeCounts } from './imports.js';
import { laterNote } from './later.js';

const words = {
  title: { zh: '导入报告', en: 'Report on imports' },
  subtitle: { zh: '{span},{runs} 次导入', en: '{span}: {runs} imports' },
  one: { zh: '第 {run} 次运行', en: 'run {run}' },
  imports: { zh: '导入次数', en: 'Imports' },
  read: { zh: '读入', en: 'Read' },
  created: { zh: '新建', en: 'Created' },
  updated: { zh: '更新', en: 'Updated' },
  unchanged: { zh: '无变化', en: 'Unchanged' },
  held: { zh: '挂起', en: 'Held' },
  rejected: { zh: '拒收', en: 'Rejected' },
  waiting: { zh: '仍在等待', en: 'Still waiting' },
  undone: { zh: '已撤销', en: 'Undone' },
  dropped: { zh: '放弃', en: 'Dropped' },
  destroyed: { zh: '已销毁', en: 'Destroyed' },
  exceptions: { zh: '需要处理', en: 'What needs attention' },
  noExceptions: {
    zh: '没有等待的行,没有拒收的行,各项合计等于读入。',
    en: 'No row waits, none was rejected, and the parts add up to what was read.',
  },
  none: { zh: '这段时间没有导入。', en: 'Nothing was imported in this time.' },
  sum: { zh: '合计不等于读入', en: 'the parts do not add up' },
  waits: { zh: '{n} 行等待决定', en: '{n} rows wait for a decision' },
  refused: { zh: '{n} 行拒收', en: '{n} rows rejected' },
  undoneBy: { zh: '由第 {run} 次运行撤销', en: 'undone by run {run}' },
  troubled: { zh: '哪些导入', en: 'Which imports' },
  byFile: { zh: '按文件', en: 'By file' },
  fileTable: { zh: '每个文件的行', en: 'Rows of each file' },
  byRule: { zh: '挂起的行', en: 'Held rows' },
  ruleTable: { zh: '按规则,以及如何处理', en: 'By rule, and how they were settled' },
  bySource: { zh: '来源', en: 'Sources' },
  sourceTable: { zh: '新客户的来源', en: 'Where new customers came from' },
  run: { zh: '运行', en: 'run' },
  ts: { zh: '时间', en: 'time' },
  actor: { zh: '操作人', en: 'by' },
  file: { zh: '文件', en: 'file' },
  what: { zh: '情况', en: 'what' },
  total: { zh: '合计', en: 'total' },
  rule: { zh: '规则', en: 'rule' },
  why: { zh: '原因', en: 'why' },
  source: { zh: '来源', en: 'source' },
  entered: { zh: '新客户', en: 'customers' },
  aside: { zh: '其中已合并或撤销', en: 'merged or undone since' },
  noSource: { zh: '(未说明)', en: '(not said)' },
  gone: {
    zh: '另有 {n} 位新客户的档案已销毁,来源不再可知。',
    en: 'The files of {n} more were destroyed since: their source is known no more.',
  },
  rejectsNote: {
    zh: '拒收的行不进入台账:每一行及其规则在导入时写出的拒收文件中,改正后可再导入。',
    en: 'Rejected rows never enter the ledger: each stands with its rule in the rejects file that the import wrote, which can be mended and imported again.',
  },
} as const satisfies Record<string, Text>;

const whys = {
  conflict: { zh: '与台账冲突', en: 'conflict with the ledger' },
  duplicate: { zh: '可能重复', en: 'possible duplicate' },
  pending: { zh: '待确认的变更', en: 'change to be confirmed' },
  quarantine: { zh: '隔离', en: 'quarantine' },
} as const satisfies Record<string, Text>;

/** Runs that the tables list; the rows beside the report have all. */
const LISTED = 200;

/** Where the rows behind the figures stand, where they are written. */
export interface ImportRows {
  readonly imports: string;
  readonly held: string;
  readonly sources: string;
}

/** What an import leaves to be done or known. */
function exceptionsOf({ counts, held, adds, undoneBy }: Imported, t: (text: Text, data?: Data) => string): string[] {
  return [
    ...(adds ? [] : [t(words.sum)]),
    ...(held.waiting > 0 ? [t(words.waits, { n: held.waiting })] : []),
    ...(counts.rejected > 0 ? [t(words.refused, { n: counts.rejected })] : []),
    ...(undoneBy === null ? [] : [t(words.undoneBy, { run: undoneBy })]),
  ];
}

/** The report as a document; `rows` where its rows are written beside it. */
export function importDoc(
  { runs, held, sources, destroyed }: Imports,
  how: {
    readonly lang: Lang;
    readonly span: string;
    readonly run: number | null;
    readonly meta: Doc['meta'];
    readonly later: number;
  },
  rows: ImportRows | null,
): Doc {
  const { lang, meta } = how;
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const sum = (of: (run: Imported) => number) => runs.reduce((all, run) => all + of(run), 0);
  const behind = (name: keyof ImportRows) => (rows === null ? {} : { rowsFile: rows[name] });
  const right = (key: keyof typeof words): Column => ({ key, label: t(words[key]), align: 'right' });
  const left = (key: keyof typeof words, wrap = false): Column => ({ key, label: t(words[key]), align: 'left', wrap });
  const moreOf = (all: number) => (all > LISTED ? { more: all - LISTED } : {});
  const waiting = sum((run) => run.held.waiting);
  const rejected = sum((run) => run.counts.rejected);
  const troubled = runs.flatMap((run) => {
    const what = exceptionsOf(run, t);
    return what.length === 0 ? [] : [{ run, what: what.join(lang === 'zh-CN' ? ';' : '; ') }];
  });
  const flagged = (value: number, tone: 'bad' | 'warn'): Cell => (value > 0 ? { text: value, tone } : value);

  const blocks: Block[] = [
    ...laterNote(how.later, lang, 'stood'),
    {
      kind: 'kpis',
      items: [
        { label: t(words.imports), value: runs.length, ...behind('imports') },
        ...intakeCounts.map((key) => ({
          label: t(words[key]),
          value: sum((run) => run.counts[key]),
          ...(key === 'rejected' && rejected > 0 && { tone: 'warn' as const }),
          ...behind(key === 'held' ? 'held' : 'imports'),
        })),
        { label: t(words.waiting), value: waiting, ...(waiting > 0 && { tone: 'warn' as const }), ...behind('held') },
        {
          label: t(words.undone),
          value: runs.filter(({ undoneBy }) => undoneBy !== null).length,
          ...behind('imports'),
        },
      ],
    },
    { kind: 'heading', level: 2, text: t(words.exceptions) },
  ];
  if (runs.length === 0) blocks.push({ kind: 'paragraph', text: t(words.none) });
  else if (troubled.length === 0) blocks.push({ kind: 'paragraph', text: t(words.noExceptions) });
  else
    blocks.push({
      kind: 'table',
      caption: t(words.troubled),
      columns: [right('run'), left('file'), left('what', true)],
      rows: troubled
        .slice(0, LISTED)
        .map(({ run, what }) => [
          run.run,
          run.file,
          { text: what, tone: run.adds ? ('warn' as const) : ('bad' as const) },
        ]),
      ...moreOf(troubled.length),
      ...behind('imports'),
    });
  if (runs.length > 0)
    blocks.push(
      { kind: 'heading', level: 2, text: t(words.byFile) },
      {
        kind: 'table',
        caption: t(words.fileTable),
        columns: [right('run'), left('ts'), left('actor'), left('file'), ...intakeCounts.map(right)],
        rows: runs
          .slice(-LISTED)
          .map((run) => [
            run.run,
            `${run.ts.slice(0, 16).replace('T', ' ')}Z`,
            run.actor,
            run.file,
            ...intakeCounts.map((key) => (key === 'rejected' ? flagged(run.counts[key], 'warn') : run.counts[key])),
          ]),
        total: [t(words.total), '', '', '', ...intakeCounts.map((key) => sum((run) => run.counts[key]))],
        ...moreOf(runs.length),
        ...behind('imports'),
      },
    );
  if (rejected > 0) blocks.push({ kind: 'note', level: 'info', text: t(words.rejectsNote) });
  if (held.length > 0)
    blocks.push(
      { kind: 'heading', level: 2, text: t(words.byRule) },
      {
        kind: 'table',
        caption: t(words.ruleTable),
        columns: [left('rule'), left('why'), ...heldStates.map(right)],
        rows: held.map(({ rule, why, states }) => [
          rule,
          t(whys[why]),
          ...heldStates.map((state) => (state === 'waiting' ? flagged(states[state], 'warn') : states[state])),
        ]),
        total: [
          t(words.total),
          '',
          ...heldStates.map((state) => held.reduce((all, one) => all + one.states[state], 0)),
        ],
        ...behind('held'),
      },
    );
  if (sources.length > 0)
    blocks.push(
      { kind: 'heading', level: 2, text: t(words.bySource) },
      {
        kind: 'table',
        caption: t(words.sourceTable),
        columns: [left('source'), right('entered'), right('aside')],
        rows: sources.map(({ source, entered, aside }) => [
          shown('source', source, false) ?? t(words.noSource),
          entered,
          aside,
        ]),
        total: [
          t(words.total),
          sources.reduce((all, one) => all + one.entered, 0),
          sources.reduce((all, one) => all + one.aside, 0),
        ],
        ...behind('sources'),
      },
    );
  if (destroyed > 0) blocks.push({ kind: 'note', level: 'info', text: t(words.gone, { n: destroyed }) });
  return {
    lang,
    title: t(words.title),
    subtitle:
      how.run === null ? t(words.subtitle, { span: how.span, runs: runs.length }) : t(words.one, { run: how.run }),
    meta,
    blocks,
  };
}
