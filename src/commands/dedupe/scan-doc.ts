import type { Scan } from '../../match/scan.js';
import type { ZoneCounts } from '../../match/zones.js';
import { type Data, type Lang, say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import type { ReadTable } from './read-table.js';

const words = {
  title: { zh: '查重', en: 'Duplicates' },
  subtitle: {
    zh: '{records} 条记录,{groups} 组重复共 {inGroups} 条;{review} 对待人工判断',
    en: '{records} records, {groups} groups of duplicates with {inGroups} records; {review} pairs for a person to decide',
  },
  records: { zh: '记录', en: 'records' },
  compared: { zh: '比较的对数', en: 'pairs compared' },
  automatic: { zh: '自动归并的对', en: 'automatic pairs' },
  review: { zh: '待人工判断的对', en: 'pairs to review' },
  links: { zh: '同住或总机等关联', en: 'household and switchboard links' },
  columns: { zh: '参与比较的列', en: 'Columns compared' },
  column: { zh: '列', en: 'column' },
  kind: { zh: '类型', en: 'kind' },
  by: { zh: '依据', en: 'known by' },
  learned: { zh: '权重', en: 'weights' },
  fromData: { zh: '由数据学得', en: 'learned from the data' },
  believed: { zh: '证据太少,用默认值', en: 'too little evidence: defaults' },
  keys: { zh: '分组键', en: 'Blocking keys' },
  key: { zh: '键', en: 'key' },
  estimated: { zh: '估计对数', en: 'pairs, estimated' },
  whole: { zh: '全部两两比较', en: 'every pair' },
  shared: { zh: '太多记录共有的值(不作为证据)', en: 'Values in too many records (no evidence)' },
  value: { zh: '值', en: 'value' },
  rejected: { zh: '{rejected} 行无法读取,未参与查重', en: '{rejected} rows could not be read and took no part' },
  left: { zh: '列太多,未参与比较:{left}', en: 'too many columns; not compared: {left}' },
} as const satisfies Record<string, Text>;

/** How many groups of several records there are, how many records in them, and the largest. */
export interface Groups {
  readonly groups: number;
  readonly inGroups: number;
  readonly largestGroup: number;
}

/** Counts the groups of a scan. */
export function groupsOf({ clusters, table }: Scan): Groups {
  const sizes = new Map<number, number>();
  for (let r = 0; r < table.size; r++)
    if (clusters.of[r] !== r) sizes.set(clusters.of[r]!, (sizes.get(clusters.of[r]!) ?? 1) + 1);
  let inGroups = 0;
  let largestGroup = table.size > 0 ? 1 : 0;
  for (const size of sizes.values()) {
    inGroups += size;
    largestGroup = Math.max(largestGroup, size);
  }
  return { groups: sizes.size, inGroups, largestGroup };
}

/** A scan for people to read. */
export function docOf(scan: Scan, read: ReadTable, counts: ZoneCounts, groups: Groups, lang: Lang): Doc {
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const left = (key: string, label: Text, wrap = false) => ({ key, label: t(label), align: 'left' as const, wrap });
  const right = (key: string, label: Text) => ({ key, label: t(label), align: 'right' as const });
  const by = new Map(read.inferred.map((column) => [column.header, column]));
  return {
    lang,
    title: t(words.title),
    subtitle: t(words.subtitle, {
      records: scan.table.size,
      groups: groups.groups,
      inGroups: groups.inGroups,
      review: counts.review,
    }),
    meta: [],
    blocks: [
      {
        kind: 'kpis',
        items: [
          { label: t(words.records), value: scan.table.size },
          { label: t(words.compared), value: scan.compared },
          { label: t(words.automatic), value: counts.automatic },
          { label: t(words.review), value: counts.review, ...(counts.review > 0 && { tone: 'warn' as const }) },
          { label: t(words.links), value: counts.links },
        ],
      },
      {
        kind: 'table',
        caption: t(words.columns),
        columns: [
          left('column', words.column, true),
          left('kind', words.kind),
          left('by', words.by),
          left('learned', words.learned, true),
        ],
        rows: scan.model.columns.map(({ kind, learned, name }) => [
          name,
          kind.kind,
          by.get(name)?.by ?? '',
          t(learned ? words.fromData : words.believed),
        ]),
      },
      {
        kind: 'table',
        caption: t(words.keys),
        columns: [left('key', words.key, true), right('pairs', words.estimated)],
        rows: scan.keys.map(({ name, pairs, parts }) => [
          parts.length === 0 ? t(words.whole) : name,
          Math.round(pairs),
        ]),
      },
      ...(scan.table.shared.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              caption: t(words.shared),
              columns: [left('column', words.column), right('records', words.records)],
              rows: scan.table.shared.slice(0, 20).map(({ column, records }) => [column, records]),
              more: Math.max(0, scan.table.shared.length - 20),
            },
          ]),
      ...(read.rejected > 0
        ? [{ kind: 'note' as const, level: 'warn' as const, text: t(words.rejected, { rejected: read.rejected }) }]
        : []),
      ...(read.left.length > 0
        ? [{ kind: 'note' as const, level: 'warn' as const, text: t(words.left, { left: read.left }) }]
        : []),
    ],
  };
}
