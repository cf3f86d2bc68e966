import type { RowOutcome } from '../../intake/outcome.js';
import type { Counts } from '../../model/plan.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Block, Cell } from '../../output/document.js';
import { onOneLine } from '../shared.js';
import type { PlannedRow } from './teller.js';

const words = {
  plan: { zh: '计划的前几项', en: 'The first of the plan' },
  line: { zh: '行', en: 'line' },
  what: { zh: '结果', en: 'what' },
  customer: { zh: '客户', en: 'customer' },
  field: { zh: '字段', en: 'field' },
  before: { zh: '现有', en: 'before' },
  after: { zh: '改为', en: 'after' },
  all: {
    zh: '逐行逐字段的全部计划:加 --dry-run --format csv --out 计划.csv(或 --format ndjson)',
    en: 'All of it, row by row and field by field: --dry-run --format csv --out plan.csv (or --format ndjson)',
  },
  created: { zh: '新建', en: 'create' },
  updated: { zh: '更新', en: 'update' },
  held: { zh: '挂起', en: 'hold' },
  rejected: { zh: '拒收', en: 'reject' },
} as const satisfies Record<string, Text>;

const kinds = ['updated', 'held', 'rejected', 'created'] as const;
const tones = { held: 'warn', rejected: 'bad' } as const;

/** The first rows of each kind, those that need a person's eye first: updates field by field, held and rejected ones with the cause. */
export function planBlocks(
  planned: ReadonlyMap<RowOutcome['what'], readonly PlannedRow[]>,
  counts: Counts,
  lang: Lang,
): readonly Block[] {
  const rows = kinds.flatMap((what) =>
    (planned.get(what) ?? []).flatMap(({ line, customer, changes, message }): Cell[][] => {
      const label = say(words[what], lang);
      const tone = what === 'held' || what === 'rejected' ? tones[what] : undefined;
      const kind: Cell = tone ? { text: label, tone } : label;
      if (what === 'updated')
        return changes.map(({ name, before, after }) => [
          line,
          kind,
          customer,
          name,
          onOneLine(before ?? ''),
          onOneLine(after ?? ''),
        ]);
      const name = changes.find(({ field }) => field === 'name')?.after ?? '';
      return [
        what === 'created' ? [line, kind, customer, '', '', onOneLine(name)] : [line, kind, customer, '', '', message],
      ];
    }),
  );
  if (rows.length === 0) return [];
  const more = kinds.reduce((sum, what) => sum + counts[what] - (planned.get(what)?.length ?? 0), 0);
  return [
    {
      kind: 'table',
      caption: say(words.plan, lang),
      columns: [
        { key: 'line', label: say(words.line, lang), align: 'right' },
        { key: 'what', label: say(words.what, lang), align: 'left' },
        { key: 'customer', label: say(words.customer, lang), align: 'left' },
        { key: 'field', label: say(words.field, lang), align: 'left' },
        { key: 'before', label: say(words.before, lang), align: 'left', wrap: true },
        { key: 'after', label: say(words.after, lang), align: 'left', wrap: true },
      ],
      rows,
      ...(more > 0 && { more }),
    },
    { kind: 'note', level: 'info', text: say(words.all, lang) },
  ];
}
