import type { Text } from '../model/text.js';

/** The words that the renderers add of their own, in both languages. */
export const WORDS = {
  contents: { zh: '目录', en: 'Contents' },
  skip: { zh: '跳到正文', en: 'Skip to the report' },
  noData: { zh: '（无数据）', en: '(no data)' },
  chartData: { zh: '数据表', en: 'Data table' },
  more: { zh: '另有 {n} 行未列出', en: '{n} more rows not listed' },
  total: { zh: '合计', en: 'Total' },
  item: { zh: '项目', en: 'Item' },
  indicator: { zh: '指标', en: 'Indicator' },
  value: { zh: '数值', en: 'Value' },
  remark: { zh: '说明', en: 'Note' },
  section: { zh: '部分', en: 'section' },
  row: { zh: '行', en: 'row' },
  column: { zh: '列', en: 'column' },
  csvValue: { zh: '值', en: 'value' },
  info: { zh: '提示', en: 'Note' },
  warn: { zh: '注意', en: 'Attention' },
  bad: { zh: '问题', en: 'Problem' },
  unknown: { zh: '未知', en: 'unknown' },
  andMore: { zh: '其余 {n} 项见数据表', en: '{n} more in the data table' },
  bar: { zh: '条形图', en: 'Bar chart' },
  stackedBar: { zh: '堆叠条形图', en: 'Stacked bar chart' },
  line: { zh: '折线图', en: 'Line chart' },
  columnChart: { zh: '柱状图', en: 'Column chart' },
} satisfies Record<string, Text>;
