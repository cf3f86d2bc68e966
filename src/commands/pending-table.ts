import { type Lang, say, type Text } from '../model/text.js';
import type { Block } from '../output/document.js';
import type { Item } from './command.js';
import { onOneLine } from './shared.js';

const words = {
  pending: { zh: '变更号', en: 'change' },
  customer: { zh: '客户', en: 'customer' },
  fieldName: { zh: '字段', en: 'field' },
  from: { zh: '变更前', en: 'before' },
  to: { zh: '变更后', en: 'after' },
  by: { zh: '提出人', en: 'proposed by' },
} as const satisfies Record<string, Text>;

/** Waiting changes as a table; none where there are none. */
export function pendingTable(caption: string, items: readonly Item[], lang: Lang): Block[] {
  if (items.length === 0) return [];
  const columns = ['pending', 'customer', 'fieldName', 'from', 'to', 'by'] as const;
  return [
    {
      kind: 'table',
      caption,
      columns: columns.map((key) => ({ key, label: say(words[key], lang), align: 'left', wrap: key === 'to' })),
      rows: items.map((item) => columns.map((key) => onOneLine(String(item[key] ?? '')))),
    },
  ];
}
