import type { Learned } from '../../match/learned.js';
import { bitsOf } from '../../match/model.js';
import { decide } from '../../match/zones.js';
import { fieldKeys, fieldOf } from '../../model/fields.js';
import { say, type Text } from '../../model/text.js';
import type { Block } from '../../output/document.js';
import { renderTerminal } from '../../output/render-terminal.js';
import { makeStyle } from '../../output/style.js';
import type { Asker, ChangeContext } from '../command.js';
import { shown } from '../masked.js';
import { callOf, onOneLine } from '../shared.js';
import { Judge } from './judge.js';
import { pairData, waterfallTable } from './pair-words.js';
import type { ReviewWord, WaitingPair } from './review-pairs.js';

const words = {
  progress: { zh: '第 {at} 对,共 {of} 对', en: 'Pair {at} of {of}' },
  sides: { zh: '两条记录', en: 'Both records' },
  field: { zh: '字段', en: 'field' },
  question: { zh: '是同一客户吗?', en: 'Are they one customer?' },
  m: { zh: '同一客户:归并', en: 'merge: they are one' },
  k: { zh: '不同客户:以后不再提示', en: 'keep apart: never ask again' },
  s: { zh: '以后再定', en: 'skip: decide later' },
  u: { zh: '退回上一对', en: 'undo: back to the pair before' },
  q: { zh: '到此为止', en: 'quit: go on with what was decided' },
} as const satisfies Record<string, Text>;

const byKey: Readonly<Record<string, ReviewWord>> = { m: 'merge', k: 'keep-apart' };

/** Both records beside each other; where they differ the row is marked. */
function sides({ one, other }: WaitingPair, { lang, reveal }: Pick<ChangeContext, 'lang' | 'reveal'>): Block {
  const rows = fieldKeys.flatMap((key) => {
    const [a, b] = [one[key], other[key]];
    if (a === null && b === null) return [];
    const text = (value: string | null) => onOneLine(shown(key, value, reveal) ?? '');
    const differs = a !== null && b !== null && a !== b;
    return [[say(fieldOf(key).name, lang), text(a), differs ? { text: text(b), tone: 'warn' as const } : text(b)]];
  });
  return {
    kind: 'table',
    caption: say(words.sides, lang),
    columns: [
      { key: 'field', label: say(words.field, lang), align: 'left' },
      { key: 'a', label: callOf(one), align: 'left', wrap: true },
      { key: 'b', label: callOf(other), align: 'left', wrap: true },
    ],
    rows,
  };
}

/** Asks pair by pair; what is skipped, or comes after a quit, waits for the next time. */
export async function askPairs(
  ask: Asker,
  pairs: readonly WaitingPair[],
  learned: Learned | null,
  context: Pick<ChangeContext, 'given' | 'lang' | 'note' | 'reveal'>,
): Promise<readonly (readonly [WaitingPair, ReviewWord])[]> {
  const { lang, reveal } = context;
  const { matching } = context.given.policy;
  const t = (text: Text, data = {}) => say(text, lang, data);
  const answers: (ReviewWord | null)[] = [];
  for (let at = 0; at < pairs.length; ) {
    const pair = pairs[at] as WaitingPair;
    const judge = new Judge([pair.one, pair.other], matching, learned);
    const found = judge.explain(pair.one.id, pair.other.id, (total, bound) =>
      decide(total, bound, false, bitsOf(matching.review)),
    );
    const data = pairData({ a: callOf(pair.one), b: callOf(pair.other) }, found, lang, reveal);
    const doc = renderTerminal(
      {
        lang,
        title: t(words.progress, { at: at + 1, of: pairs.length }),
        subtitle: t(found.sentence),
        meta: [],
        blocks: [sides(pair, context), waterfallTable(data, lang)],
      },
      { width: 100, style: makeStyle({ level: 0, unicode: lang === 'zh-CN' }) },
    );
    context.note(doc.trimEnd());
    const keys = (['m', 'k', 's', ...(at > 0 ? (['u'] as const) : []), 'q'] as const).map((key) => ({
      key,
      label: t(words[key]),
    }));
    const answer = await ask.press(t(words.question), keys);
    if (answer === 'q') break;
    if (answer === 'u') {
      answers.pop();
      at--;
    } else {
      answers.push(byKey[answer] ?? null);
      at++;
    }
  }
  return answers.flatMap((answer, i) => (answer === null ? [] : [[pairs[i] as WaitingPair, answer] as const]));
}
