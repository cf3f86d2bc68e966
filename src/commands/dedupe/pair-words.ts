import * as z from 'zod';
import type { Explanation } from '../../match/explain.js';
import { fieldOf, isFieldKey } from '../../model/fields.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Block } from '../../output/document.js';
import { maskText } from '../../rules/text/personal-data.js';
import { shown } from '../masked.js';

const words = {
  waterfall: { zh: '{a} 与 {b}', en: '{a} and {b}' },
  part: { zh: '项目', en: 'part' },
  level: { zh: '比较结果', en: 'how they compare' },
  bits: { zh: '比特', en: 'bits' },
  prior: { zh: '先验:任意两个客户是同一客户', en: 'prior: any two are one customer' },
  rare: { zh: '{column}:这个值有多少见', en: '{column}: how rare the value is' },
  total: { zh: '合计', en: 'total' },
  probability: { zh: '概率 {percent} %', en: 'probability {percent} %' },
} as const satisfies Record<string, Text>;

/** What a column is called, by people. */
export const columnName = (column: string): Text =>
  isFieldKey(column) ? fieldOf(column).name : { zh: column, en: column };

/** A waterfall in JSON: prior, bits and frequencies sum to the total. */
export const pairJson = z.object({
  a: z.string(),
  b: z.string(),
  prior: z.number(),
  columns: z.array(
    z.object({
      column: z.string(),
      a: z.string().nullable(),
      b: z.string().nullable(),
      level: z.int(),
      name: z.string(),
      bits: z.number(),
      frequency: z.number(),
    }),
  ),
  total: z.number(),
  probability: z.number(),
  bound: z.enum(['capped', 'free', 'linked', 'vetoed']),
  decision: z.enum(['automatic', 'review', 'distinct']),
  keys: z.array(z.string()),
  sentence: z.object({ zh: z.string(), en: z.string() }),
});

/** The same as it is handed on. */
export type PairData = z.infer<typeof pairJson>;

const valueShown = (column: string, value: string | null, reveal: boolean): string | null =>
  value === null || reveal ? value : isFieldKey(column) ? shown(column, value, false) : maskText(value);

/** A waterfall as it is shown, with personal values masked unless they were asked for. */
export function pairData(
  { a, b }: { readonly a: string; readonly b: string },
  { bound, columns, decision, keys, prior, probability, sentence, total }: Explanation,
  lang: Lang,
  reveal: boolean,
): PairData {
  return {
    a,
    b,
    prior,
    columns: columns.map(({ a: one, b: other, bits, column, frequency, level, name }) => ({
      column,
      a: valueShown(column, one, reveal),
      b: valueShown(column, other, reveal),
      level,
      name: say(name, lang),
      bits,
      frequency,
    })),
    total,
    probability,
    bound,
    decision,
    keys: [...keys],
    sentence: { zh: sentence.zh, en: sentence.en },
  };
}

const signed = (bits: number): string => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(2)}`;

/** The waterfall as a table: both sides, how they compare, and the bits that sum to the total. */
export function waterfallTable(pair: PairData, lang: Lang): Block {
  const t = (text: Text, data = {}) => say(text, lang, data);
  const blank = ['', '', ''];
  return {
    kind: 'table',
    caption: t(words.waterfall, { a: pair.a, b: pair.b }),
    columns: [
      { key: 'part', label: t(words.part), align: 'left', wrap: true },
      { key: 'a', label: pair.a, align: 'left', wrap: true },
      { key: 'b', label: pair.b, align: 'left', wrap: true },
      { key: 'level', label: t(words.level), align: 'left', wrap: true },
      { key: 'bits', label: t(words.bits), align: 'right' },
    ],
    rows: [
      [t(words.prior), ...blank, signed(pair.prior)],
      ...pair.columns.flatMap(({ a, b, bits, column, frequency, level, name }) => {
        const label = t(columnName(column));
        const differs = level > 0 && level < 7;
        return [
          [label, a ?? '', differs ? { text: b ?? '', tone: 'warn' as const } : (b ?? ''), name, signed(bits)],
          ...(frequency === 0 ? [] : [[t(words.rare, { column: label }), ...blank, signed(frequency)]]),
        ];
      }),
      [
        t(words.total),
        '',
        '',
        t(words.probability, { percent: (Math.floor(pair.probability * 10_000) / 100).toFixed(2) }),
        signed(pair.total),
      ],
    ],
  };
}
