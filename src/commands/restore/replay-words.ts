/** How a restore and a drill say whom they destroy again. */
import { type Lang, say, type Text } from '../../model/text.js';
import type { Block } from '../../output/document.js';
import type { Item } from '../command.js';
import type { ReplayCounts } from './replay.js';

const words = {
  destroyed: { zh: '再次销毁的客户', en: 'Customers destroyed again' },
  fields: { zh: '再次销毁字段的客户', en: 'Customers whose fields are destroyed again' },
  keptOut: { zh: '不在备份中,防止重现', en: 'Not in the backup, kept from coming back' },
  back: { zh: '撤回合并的客户', en: 'Customers no longer merged' },
  caption: { zh: '备份之后已销毁', en: 'Destroyed since the backup' },
  customer: { zh: '客户', en: 'customer' },
  what: { zh: '处理', en: 'what' },
  code: { zh: '原因', en: 'reason' },
} as const satisfies Record<string, Text>;

const kinds = ['destroyed', 'fields', 'keptOut', 'back'] as const;

const ofItem: Readonly<Record<string, Text>> = {
  destroyed: words.destroyed,
  fields: words.fields,
  'kept-out': words.keptOut,
  back: words.back,
};

/** Key figures and a table; nothing where nobody was destroyed. */
export function replayBlocks(counts: ReplayCounts, items: readonly Item[], lang: Lang): readonly Block[] {
  const all = kinds.reduce((sum, kind) => sum + counts[kind], 0);
  if (all === 0) return [];
  const columns = ['customer', 'what', 'code'] as const;
  return [
    {
      kind: 'kpis',
      items: kinds
        .filter((kind) => counts[kind] > 0)
        .map((kind) => ({ label: say(words[kind], lang), value: counts[kind] })),
    },
    {
      kind: 'table',
      caption: say(words.caption, lang),
      columns: columns.map((key) => ({ key, label: say(words[key], lang), align: 'left' })),
      rows: items.map(({ customer, what, code }) => [
        String(customer),
        say(ofItem[String(what)] as Text, lang),
        code === null ? '' : String(code),
      ]),
      ...(all > items.length && { more: all - items.length }),
    },
  ];
}
