import fc from 'fast-check';
import type { Doc } from '../../src/output/document.js';

/** One small report with every kind of block, in Chinese. */
export const zhDoc: Doc = {
  lang: 'zh-CN',
  title: '客户资料月报',
  subtitle: '2026 年 6 月',
  meta: [
    ['统计截止', '2026-06-30'],
    ['政策', 'default@3'],
  ],
  blocks: [
    { kind: 'heading', level: 2, text: '总体' },
    {
      kind: 'kpis',
      items: [
        { label: '在册客户', value: 128437, unit: '户', note: '较上月 +1,204' },
        { label: '准确率', value: '93.1', unit: '%', tone: 'bad' },
      ],
    },
    { kind: 'note', level: 'warn', text: '有 37 条信用代码不符。' },
    { kind: 'heading', level: 2, text: '资料质量' },
    {
      kind: 'chart',
      chart: {
        type: 'bar',
        title: '各维度质量',
        labelHeading: '维度',
        labels: ['完整性', '准确性'],
        unit: '%',
        decimals: 1,
        max: 100,
        target: { value: 95, label: '目标 95%' },
        series: [{ name: '得分', values: [96.4, 50] }],
      },
    },
    {
      kind: 'table',
      caption: '字段完整率',
      columns: [
        { key: 'field', label: '字段', align: 'left' },
        { key: 'missing', label: '缺失', align: 'right' },
        { key: 'rate', label: '完整率', align: 'right', unit: '%', decimals: 1 },
      ],
      rows: [
        ['客户名称', 0, 100],
        ['联系电话', 12841, { text: 79.1, tone: 'bad' }],
      ],
      total: ['合计', 12841, 89.55],
      more: 1204,
    },
    { kind: 'paragraph', text: '完整率为必填字段已填的比例。' },
    { kind: 'code', text: 'steward audit verify' },
    { kind: 'definitions', items: [['沉默客户', '超过 3 个月没有联系。']] },
  ],
};

/** One small report in English with the charts that the Chinese one lacks. */
export const enDoc: Doc = {
  lang: 'en',
  title: 'Customer register',
  subtitle: '',
  meta: [],
  blocks: [
    {
      kind: 'chart',
      chart: {
        type: 'stackedBar',
        title: 'Stages by grade',
        labelHeading: 'Stage',
        labels: ['lead', 'customer'],
        unit: 'customers',
        series: [
          { name: 'A', values: [10, 1000] },
          { name: 'B', values: [30, null] },
        ],
      },
    },
    {
      kind: 'chart',
      chart: {
        type: 'line',
        title: 'Completeness',
        description: 'Share of required fields.',
        labelHeading: 'Month',
        labels: ['2026-05', '2026-06'],
        unit: '%',
        series: [{ name: 'rate', values: [91.2, 93] }],
      },
    },
    {
      kind: 'table',
      caption: 'Rejected',
      columns: [
        { key: 'name', label: 'Name', align: 'left' },
        { key: 'rows', label: 'Rows', align: 'right' },
      ],
      rows: [],
    },
  ],
};

/** Any string, with a bias to what is dangerous somewhere: markup, escapes, bidi, formulas, separators, halves of characters. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '</style>',
        '</title>',
        '" onload="x',
        "'",
        '&amp;',
        '&#x3c;',
        ']]>',
        '\u001b[31m',
        '\u009b2J',
        '\u202e',
        '\u2066',
        '\u200b',
        '\u200d',
        '\ufeff',
        '\u2028',
        '\r\n',
        '\n',
        '\t',
        '\0',
        '\ud800',
        '\udc00',
        '\ufffe',
        '=1+1',
        '＝cmd',
        '@SUM(A1)',
        '|',
        '```',
        '**',
        '[x](http://e)',
        '![](x)',
        '#',
        '中文（甲）',
        '👨‍👩‍👧',
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

/** A report that carries the text in every place where a text can stand. */
export function docOf(text: string, lang: Doc['lang'] = 'en'): Doc {
  const base = { title: text, description: text, labelHeading: text, labels: [text, 'b'], unit: text };
  const series = { name: text, values: [1, 2] };
  return {
    lang,
    title: text,
    subtitle: text,
    meta: [[text, text]],
    blocks: [
      { kind: 'heading', level: 2, text },
      { kind: 'heading', level: 2, text: 'second' },
      { kind: 'paragraph', text },
      { kind: 'note', level: 'bad', text },
      { kind: 'kpis', items: [{ label: text, value: text, unit: text, note: text, tone: 'warn', rowsFile: text }] },
      {
        kind: 'table',
        caption: text,
        columns: [
          { key: 'a', label: text, align: 'left' },
          { key: 'b', label: text, align: 'right', unit: text },
        ],
        rowsFile: text,
        rows: [
          [text, { text, tone: 'bad' }],
          ['b', 1],
        ],
        total: [text, 3],
      },
      { kind: 'chart', chart: { ...base, type: 'bar', series: [series], target: { value: 2, label: text } } },
      { kind: 'chart', chart: { ...base, type: 'stackedBar', series: [series, series] } },
      { kind: 'chart', chart: { ...base, type: 'line', series: [series, series] } },
      { kind: 'chart', chart: { ...base, type: 'column', series: [series] } },
      { kind: 'chart', chart: { ...base, type: 'heat', series: [series, series], rowsFile: text } },
      { kind: 'code', text },
      { kind: 'definitions', items: [[text, text]] },
    ],
  };
}

/** Control, format, separator characters and lone surrogates; what must never be in an output, but for its own line ends. */
export const UNSAFE = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
