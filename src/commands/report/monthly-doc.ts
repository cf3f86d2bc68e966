/** The monthly report: one definition for terminal, Markdown, HTML and CSV. */

import { className, dimensionNames } from '../../engine/class-name.js';
import type { DimensionTally } from '../../engine/classify.js';
import { ageBuckets, standingNames, standings } from '../../engine/dormancy.js';
import type { MonthlyResult } from '../../engine/monthly.js';
import { qualityNames } from '../../engine/quality.js';
import { fieldOf } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { type Data, type Lang, say, type Text } from '../../model/text.js';
import type { Block, Cell, Doc, RowsPath } from '../../output/document.js';
import { rules } from '../../rules/registry.gen.js';

const words = {
  title: { zh: '客户台账月度报告 {period}', en: 'Customer ledger, monthly report {period}' },
  subtitle: { zh: '截至 {asOf} 日终', en: 'as at the close of {asOf}' },
  customers: { zh: '客户', en: 'Customers' },
  formal: {
    zh: '正式 {formal},未复核 {unreviewed},隔离 {quarantined}',
    en: '{formal} formal, {unreviewed} not reviewed, {quarantined} quarantined',
  },
  sound: { zh: '无错误、无警告', en: 'Without error or warning' },
  complete: { zh: '必填项齐全', en: 'Required fields complete' },
  candidates: { zh: '休眠候选', en: 'Dormancy candidates' },
  silent: { zh: '沉默客户', en: 'Silent' },
  blocked: { zh: '无法判断', en: 'Blocked' },
  accounts: { zh: '清理的交代:每个客户恰好一类', en: 'Account of the sweep: every customer exactly once' },
  acted: { zh: '发起核实(休眠候选)', en: 'to be verified (candidates)' },
  notDue: { zh: '未到期', en: 'not due' },
  blockedRow: { zh: '无法判断(日期不可读或在未来)', en: 'blocked (date unreadable or in the future)' },
  errorRow: { zh: '规则出错', en: 'error' },
  total: { zh: '合计', en: 'total' },
  class: { zh: '类别', en: 'class' },
  count: { zh: '数量', en: 'count' },
  percent: { zh: '占比', en: 'share' },
  quality: { zh: '数据质量', en: 'Data quality' },
  qualityNote: {
    zh: '每个维度:没有该维度错误或警告的客户占全部客户的百分比(003:60)。',
    en: 'For each dimension: customers without an error or warning of its rules, in percent of all (003:60).',
  },
  dimension: { zh: '维度', en: 'dimension' },
  byRule: { zh: '问题最多的规则', en: 'Rules with most findings' },
  rule: { zh: '规则', en: 'rule' },
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  info: { zh: '提示', en: 'note' },
  found: { zh: '涉及客户', en: 'customers' },
  byOwner: { zh: '按负责人', en: 'By owner' },
  owner: { zh: '负责人', en: 'owner' },
  nobody: { zh: '(无负责人)', en: '(no owner)' },
  rest: { zh: '其余', en: 'the rest' },
  flagged: { zh: '有错误或警告', en: 'with error or warning' },
  profiles: { zh: '必填项完整性', en: 'Completeness of required fields' },
  profile: { zh: '方案', en: 'profile' },
  field: { zh: '字段', en: 'field' },
  filled: { zh: '已填', en: 'filled' },
  withheld: { zh: '客户未提供', en: 'withheld' },
  missing: { zh: '缺失', en: 'missing' },
  stages: { zh: '合作阶段', en: 'Stages' },
  stage: { zh: '阶段', en: 'stage' },
  values: { zh: '价值等级', en: 'Value classes' },
  grades: { zh: '客户等级', en: 'Grades' },
  sizes: { zh: '企业规模', en: 'Sizes' },
  sections: { zh: '行业门类', en: 'Sections of industry' },
  section: { zh: '门类', en: 'section' },
  ages: { zh: '最后联系距今', en: 'Age of the last contact' },
  months: { zh: '月', en: 'months' },
  unknown: { zh: '无日期', en: 'no date' },
  ladder: { zh: '沉默与休眠阶梯', en: 'Ladder of silence and dormancy' },
  standing: { zh: '位置', en: 'standing' },
  suggest: { zh: '分类:建议与现有', en: 'Classification: suggested and decided' },
  agree: { zh: '一致', en: 'agree' },
  differ: { zh: '不同', en: 'differ' },
  undecided: { zh: '有建议未决定', en: 'suggested only' },
  unsuggested: { zh: '有决定无建议', en: 'decided only' },
  calendar: {
    zh: '工作日历只到 {last} 年,{year} 年按周一至周五推算。',
    en: 'The working-day tables end with {last}; {year} is counted Monday to Friday.',
  },
  failed: { zh: '有 {count} 个客户规则出错:{ids}', en: 'A rule failed on {count} customers: {ids}' },
} as const satisfies Record<string, Text>;

const tone = (percent: number | null) =>
  (percent === null ? 'muted' : percent >= 95 ? 'good' : percent >= 80 ? 'warn' : 'bad') as
    | 'bad'
    | 'good'
    | 'muted'
    | 'warn';

/** The report of one month as a neutral document; `worklist` is where the candidates stand, if a list of them is written beside it. */
export function monthlyDoc(
  result: MonthlyResult,
  policy: Policy,
  lang: Lang,
  meta: Doc['meta'],
  worklist?: RowsPath,
): Doc {
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const { accounts, files, quality, completeness } = result;
  const share = (part: number): string => (accounts.read === 0 ? '–' : `${((100 * part) / accounts.read).toFixed(1)}%`);
  const blocks: Block[] = [
    {
      kind: 'kpis',
      items: [
        {
          label: t(words.customers),
          value: accounts.read,
          ...(files.formal < accounts.read && { note: t(words.formal, { ...files }), tone: 'warn' as const }),
        },
        { label: t(words.sound), value: quality.percent ?? '–', unit: '%', tone: tone(quality.percent) },
        {
          label: t(words.complete),
          value: completeness.percent ?? '–',
          unit: '%',
          tone: tone(completeness.percent),
          note: policy.profiles.active.join(' + '),
        },
        {
          label: t(words.candidates),
          value: accounts.acted,
          note: share(accounts.acted),
          ...(worklist !== undefined && { rowsFile: worklist }),
        },
        { label: t(words.silent), value: result.standings.silent, note: share(result.standings.silent) },
        { label: t(words.blocked), value: accounts.blocked, tone: accounts.blocked > 0 ? 'warn' : 'good' },
      ],
    },
  ];
  if (!result.calendar.covered)
    blocks.push({ kind: 'note', level: 'warn', text: t(words.calendar, { ...result.calendar }) });
  if (result.failed.length > 0)
    blocks.push({
      kind: 'note',
      level: 'bad',
      text: t(words.failed, { count: accounts.error, ids: result.failed.map((id) => `#${id}`) }),
    });
  blocks.push(
    ...qualityBlocks(result, t),
    ...completenessBlocks(result, t),
    ...dormancyBlocks(result, t, share),
    ...classBlocks(result, policy, lang, t),
  );
  return {
    lang,
    title: t(words.title, { period: result.period }),
    subtitle: t(words.subtitle, { asOf: result.asOf }),
    meta,
    blocks,
  };
}

/** What a person at the terminal needs of the report: figures, quality, the worst rules, the account of the sweep. */
export function monthlyBrief(report: Doc): Doc {
  const kpis = report.blocks.filter((block) => block.kind === 'kpis' || block.kind === 'note');
  const charts = report.blocks.filter((block) => block.kind === 'chart').slice(0, 1);
  const rulesChart = report.blocks.find((block) => block.kind === 'chart' && block.chart.type === 'stackedBar');
  const accounts = report.blocks.find((block) => block.kind === 'table' && block.total?.length === 3);
  const short: Block[] = [];
  if (rulesChart?.kind === 'chart' && rulesChart.chart.type === 'stackedBar') {
    const { labels, series, title, labelHeading } = rulesChart.chart;
    const sums = labels.map((_, row) => series.reduce((sum, one) => sum + (one.values[row] ?? 0), 0));
    short.push({
      kind: 'chart',
      chart: {
        type: 'bar',
        title,
        labelHeading,
        labels: labels.slice(0, 8),
        series: [{ name: title, values: sums.slice(0, 8) }],
      },
    });
  }
  return { ...report, meta: [], blocks: [...kpis, ...charts, ...short, ...(accounts ? [accounts] : [])] };
}

type Say = (text: Text, data?: Data) => string;

function qualityBlocks({ quality }: MonthlyResult, t: Say): Block[] {
  const title = (id: string) => t(rules.find((rule) => rule.id === id)?.title ?? { zh: id, en: id });
  const heavy = [...quality.rules].sort(
    (a, b) => b.error + b.warning - (a.error + a.warning) || (a.rule < b.rule ? -1 : 1),
  );
  const top = heavy.filter((rule) => rule.error + rule.warning > 0).slice(0, 12);
  const number = (value: number, as: 'bad' | 'warn'): Cell => (value > 0 ? { text: value, tone: as } : 0);
  return [
    { kind: 'heading', level: 2, text: t(words.quality) },
    { kind: 'paragraph', text: t(words.qualityNote) },
    {
      kind: 'chart',
      chart: {
        type: 'bar',
        title: t(words.quality),
        labelHeading: t(words.dimension),
        labels: quality.dimensions.map((d) => t(qualityNames[d.dimension])),
        series: [{ name: t(words.percent), values: quality.dimensions.map((d) => d.percent) }],
        unit: '%',
        max: 100,
      },
    },
    {
      kind: 'chart',
      chart: {
        type: 'stackedBar',
        title: t(words.byRule),
        labelHeading: t(words.rule),
        labels: top.map((rule) => title(rule.rule)),
        series: [
          { name: t(words.error), values: top.map((rule) => rule.error) },
          { name: t(words.warning), values: top.map((rule) => rule.warning) },
        ],
      },
    },
    {
      kind: 'table',
      caption: t(words.byRule),
      columns: [
        { key: 'rule', label: t(words.rule), align: 'left' },
        { key: 'dimension', label: t(words.dimension), align: 'left' },
        ...(['error', 'warning', 'info', 'found'] as const).map((key) => ({
          key,
          label: t(words[key]),
          align: 'right' as const,
        })),
      ],
      rows: heavy.map((rule) => [
        `${title(rule.rule)} (${rule.rule})`,
        t(qualityNames[rule.dimension]),
        number(rule.error, 'bad'),
        number(rule.warning, 'warn'),
        rule.info,
        rule.customers,
      ]),
      total: [t(words.total), '', quality.findings.error, quality.findings.warning, quality.findings.info, ''],
    },
    {
      kind: 'table',
      caption: t(words.byOwner),
      columns: [
        { key: 'owner', label: t(words.owner), align: 'left' },
        ...(['customers', 'flagged', 'error', 'warning', 'info'] as const).map((key) => ({
          key,
          label: t(words[key]),
          align: 'right' as const,
        })),
      ],
      rows: quality.owners.map((owner) => [
        owner.owner ?? t(words.nobody),
        owner.records,
        owner.flagged,
        owner.error,
        owner.warning,
        owner.info,
      ]),
    },
  ];
}

function completenessBlocks({ completeness }: MonthlyResult, t: Say): Block[] {
  const names = (fields: readonly Parameters<typeof fieldOf>[0][]) =>
    fields.map((key) => t(fieldOf(key).name)).join(' / ');
  return [
    { kind: 'heading', level: 2, text: t(words.profiles) },
    {
      kind: 'table',
      caption: t(words.profiles),
      columns: [
        { key: 'profile', label: t(words.profile), align: 'left' },
        { key: 'field', label: t(words.field), align: 'left' },
        ...(['filled', 'withheld', 'missing'] as const).map((key) => ({
          key,
          label: t(words[key]),
          align: 'right' as const,
        })),
        { key: 'percent', label: t(words.percent), align: 'right', unit: '%' },
      ],
      rows: completeness.profiles.flatMap((profile) => [
        [
          { text: profile.profile, tone: tone(profile.percent) },
          t(words.complete),
          profile.complete,
          '',
          profile.records - profile.complete,
          profile.percent ?? '–',
        ] as Cell[],
        ...profile.required.map((slot): Cell[] => [
          '',
          names(slot.fields),
          slot.filled,
          slot.withheld,
          slot.missing > 0 ? { text: slot.missing, tone: 'warn' } : 0,
          slot.percent ?? '–',
        ]),
      ]),
    },
  ];
}

function dormancyBlocks(
  { accounts, standings: rungs, ages }: MonthlyResult,
  t: Say,
  share: (part: number) => string,
): Block[] {
  const present = standings.filter((standing) => rungs[standing] > 0);
  return [
    { kind: 'heading', level: 2, text: t(words.ladder) },
    {
      kind: 'chart',
      chart: {
        type: 'column',
        title: t(words.ages),
        labelHeading: t(words.months),
        labels: ageBuckets.map((bucket) => (bucket === 'unknown' ? t(words.unknown) : bucket)),
        series: [{ name: t(words.customers), values: ageBuckets.map((bucket) => ages[bucket]) }],
      },
    },
    {
      kind: 'chart',
      chart: {
        type: 'bar',
        title: t(words.ladder),
        labelHeading: t(words.standing),
        labels: present.map((standing) => t(standingNames[standing])),
        series: [{ name: t(words.customers), values: present.map((standing) => rungs[standing]) }],
      },
    },
    {
      kind: 'table',
      caption: t(words.accounts),
      columns: [
        { key: 'class', label: t(words.class), align: 'left' },
        { key: 'count', label: t(words.count), align: 'right' },
        { key: 'percent', label: t(words.percent), align: 'right' },
      ],
      rows: [
        [t(words.acted), accounts.acted, share(accounts.acted)],
        [t(words.notDue), accounts.notDue, share(accounts.notDue)],
        [t(words.blockedRow), accounts.blocked, share(accounts.blocked)],
        [t(words.errorRow), accounts.error, share(accounts.error)],
      ],
      total: [t(words.total), accounts.read, share(accounts.read)],
    },
  ];
}

function classBlocks(result: MonthlyResult, policy: Policy, lang: Lang, t: Say): Block[] {
  const named = (labels: string, field: DimensionTally['field'], counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([code, count]) => ({ name: say(className(policy, labels, field, code), lang), count }));
  const chart = (title: Text, heading: Text, rows: readonly { name: string; count: number }[]): Block => ({
    kind: 'chart',
    chart: {
      type: 'bar',
      title: t(title),
      labelHeading: t(heading),
      labels: rows.map((row) => row.name),
      series: [{ name: t(words.customers), values: rows.map((row) => row.count) }],
    },
  });
  const dimension = (labels: string) => result.classes.find((d) => d.labels === labels);
  const value = dimension('value');
  const grade = dimension('grade');
  const size = dimension('size');
  return [
    { kind: 'heading', level: 2, text: t(words.suggest) },
    chart(words.stages, words.stage, named('stage', 'stage', result.stages)),
    ...(value ? [chart(words.values, words.class, named('value', value.field, value.suggested))] : []),
    // A ledger without purchases, ratings and credit has no grades to show.
    ...(grade && Object.keys(grade.suggested).length > 0
      ? [chart(words.grades, words.class, named('grade', grade.field, grade.suggested))]
      : []),
    ...(size ? [chart(words.sizes, words.class, named('size', size.field, size.suggested))] : []),
    chart(words.sections, words.section, named('industry', null, result.sections)),
    {
      kind: 'table',
      caption: t(words.suggest),
      columns: [
        { key: 'dimension', label: t(words.dimension), align: 'left' },
        ...(['agree', 'differ', 'undecided', 'unsuggested'] as const).map((key) => ({
          key,
          label: t(words[key]),
          align: 'right' as const,
        })),
      ],
      rows: result.classes.map((d) => [
        t(dimensionNames[d.labels] ?? { zh: d.labels, en: d.labels }),
        d.agree,
        d.differ,
        d.undecided,
        d.unsuggested,
      ]),
    },
  ];
}
