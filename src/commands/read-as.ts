import type { TableSource } from '../files/open-table.js';
import { type Lang, say, type Text } from '../model/text.js';

const words = {
  csv: {
    zh: '{encoding} ({how}) · 分隔符 {delimiter} · 表头在第 {line} 行',
    en: '{encoding} ({how}) · delimiter {delimiter} · header on line {line}',
  },
  xlsx: { zh: 'xlsx · 工作表“{sheet}” · 表头在第 {line} 行', en: 'xlsx · sheet "{sheet}" · header on row {line}' },
} as const satisfies Record<string, Text>;

/** How a file was understood: printed on every run, so that nothing is sniffed in silence. */
export function readAs(source: TableSource, lang: Lang): string {
  const { headerLine: line } = source;
  if (source.kind === 'xlsx') return say(words.xlsx, lang, { sheet: source.sheet, line });
  const { encoding, how, dialect } = source;
  const delimiter = dialect.delimiter === '\t' ? 'TAB' : `“${dialect.delimiter}”`;
  return say(words.csv, lang, { encoding, how, delimiter, line });
}

/** The same for programs. */
export const readData = (source: TableSource) => ({
  ...(source.kind === 'csv'
    ? { encoding: source.encoding, how: source.how, delimiter: source.dialect.delimiter }
    : { sheet: source.sheet, sheets: source.sheets }),
  headerLine: source.headerLine,
  preamble: source.preamble,
});
