import { type HeldDecision, heldDecisions } from '../../intake/decide-held.js';
import type { Collision } from '../../intake/held.js';
import { fieldKeys, fieldOf } from '../../model/fields.js';
import { say, type Text } from '../../model/text.js';
import { renderTerminal } from '../../output/render-terminal.js';
import { makeStyle } from '../../output/style.js';
import type { Asker, ChangeContext } from '../command.js';
import { shown } from '../masked.js';
import { callOf, onOneLine } from '../shared.js';
import { heldMessage, heldNear } from './held-words.js';

const words = {
  progress: { zh: '挂起行 {held}({at}/{of})', en: 'Held row {held} ({at} of {of})' },
  field: { zh: '字段', en: 'field' },
  row: { zh: '挂起的行', en: 'the row' },
  record: { zh: '台账 {customer}', en: 'on file {customer}' },
  question: { zh: '如何处理?', en: 'What becomes of it?' },
  create: { zh: '新建客户', en: 'create a new customer' },
  update: { zh: '更新台账中的客户', en: 'update the customer on file' },
  drop: { zh: '放弃这一行', en: 'drop the row' },
  skip: { zh: '以后再定', en: 'skip: decide later' },
  quit: { zh: '到此为止', en: 'quit: apply what was decided so far' },
} as const satisfies Record<string, Text>;

/** Both sides under each other's headings; where they differ the row is marked. */
function sides({ row, record }: Collision, { lang, reveal }: Pick<ChangeContext, 'lang' | 'reveal'>) {
  return fieldKeys.flatMap((key) => {
    const [mine, kept] = [row?.set[key] ?? null, record?.[key] ?? null];
    if (mine === null && kept === null) return [];
    const differs = mine !== null && mine !== kept;
    const text = (value: string | null) => onOneLine(shown(key, value, reveal) ?? '');
    const name = say(fieldOf(key).name, lang);
    return [[name, differs ? { text: text(mine), tone: 'warn' as const } : text(mine), text(kept)]];
  });
}

/** Asks row by row, both sides beside each other; what is skipped, or comes after a quit, stays as it is. */
export async function askHeld(
  ask: Asker,
  waiting: readonly Collision[],
  context: Pick<ChangeContext, 'given' | 'lang' | 'note' | 'reader' | 'reveal'>,
): Promise<readonly (readonly [Collision, HeldDecision])[]> {
  const { given, lang, reader } = context;
  const near = await heldNear(reader, given);
  const t = (text: Text, data = {}) => say(text, lang, data);
  const decided: (readonly [Collision, HeldDecision])[] = [];
  const of = waiting.length;
  for (const [i, collision] of waiting.entries()) {
    const { held, record, row } = collision;
    const doc = renderTerminal(
      {
        lang,
        title: t(words.progress, { held: held.id, at: i + 1, of }),
        subtitle: near?.message(collision, lang) ?? heldMessage(collision, lang),
        meta: [],
        blocks: [
          {
            kind: 'table',
            caption: '',
            columns: [
              { key: 'field', label: t(words.field), align: 'left' },
              { key: 'row', label: t(words.row), align: 'left', wrap: true },
              {
                key: 'record',
                label: t(words.record, { customer: record === null ? '–' : callOf(record) }),
                align: 'left',
                wrap: true,
              },
            ],
            rows: sides(collision, context),
          },
        ],
      },
      { width: 100, style: makeStyle({ level: 0, unicode: lang === 'zh-CN' }) },
    );
    context.note(doc.trimEnd());
    const offered = heldDecisions.filter(
      (one) => one === 'drop' || (row !== null && (one === 'create' || record !== null)),
    );
    const answer = await ask.choose(
      t(words.question),
      [...offered, 'skip', 'quit'].map((value) => ({ value, label: t(words[value as keyof typeof words]) })),
    );
    if (answer === 'quit') break;
    if (answer !== 'skip') decided.push([collision, answer as HeldDecision]);
  }
  return decided;
}
