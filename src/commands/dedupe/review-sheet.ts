import { CsvFiles } from '../../files/csv-files.js';
import { cellValue } from '../../files/formula.js';
import { openTable } from '../../files/open-table.js';
import type { Learned } from '../../match/learned.js';
import { bitsOf } from '../../match/model.js';
import { decide } from '../../match/zones.js';
import { StewardError } from '../../model/errors.js';
import { type FieldKey, fieldKeys, fieldOf } from '../../model/fields.js';
import { say, type Text } from '../../model/text.js';
import type { ChangeContext } from '../command.js';
import { callOf } from '../shared.js';
import { Judge } from './judge.js';
import { fingerprintOf, type ReviewWord, reviewWords, type WaitingPair } from './review-pairs.js';

/** Headings of a sheet's own columns; both sides stand behind them, for a person to see. */
const sheetColumns = {
  fingerprint: 'steward_fingerprint',
  decision: 'decision',
  probability: 'probability',
  message: 'steward_message',
} as const;

const sideName = { zh: '{name}({side})', en: '{name} ({side})' } as const satisfies Text;

/** What people write for a decision. */
const decisionWords: ReadonlyMap<string, ReviewWord> = new Map<string, ReviewWord>([
  ...reviewWords.map((word) => [word, word] as const),
  ['m', 'merge'],
  ['k', 'keep-apart'],
  ['归并', 'merge'],
  ['同一客户', 'merge'],
  ['不同客户', 'keep-apart'],
  ['不同', 'keep-apart'],
]);

/** Writes the pairs with both sides beside each other, for a team to decide in Excel. @throws FileFault as CsvFiles */
export function writeReviewSheet(
  path: string,
  pairs: readonly WaitingPair[],
  learned: Learned | null,
  { given, lang }: Pick<ChangeContext, 'given' | 'lang'>,
): void {
  const { matching } = given.policy;
  // Only fields that any of them fills get columns: there are many more.
  const used = new Set<FieldKey>();
  for (const { one, other } of pairs)
    for (const key of fieldKeys) if (one[key] !== null || other[key] !== null) used.add(key);
  const columns = fieldKeys.filter((key) => used.has(key));
  const files = new CsvFiles();
  try {
    const sides = columns.flatMap((key) =>
      ['A', 'B'].map((side) => say(sideName, lang, { name: say(fieldOf(key).name, lang), side })),
    );
    const sheet = files.begin(path, [...Object.values(sheetColumns), 'A', 'B', ...sides]);
    for (const pair of pairs) {
      const { one, other } = pair;
      const { probability, sentence } = new Judge([one, other], matching, learned).explain(
        one.id,
        other.id,
        (total, bound) => decide(total, bound, false, bitsOf(matching.review)),
      );
      sheet.add([
        fingerprintOf(pair),
        '',
        String(Math.round(probability * 1e4) / 1e4),
        say(sentence, lang),
        callOf(one),
        callOf(other),
        ...columns.flatMap((key) => [one[key] ?? '', other[key] ?? '']),
      ]);
    }
    files.commit();
  } finally {
    files.abort();
  }
}

/** One decision of a sheet. */
export interface SheetDecision {
  readonly fingerprint: string;
  readonly decision: ReviewWord;
  readonly line: number;
}

/**
 * Reads a filled-in sheet, a CSV or a workbook; rows without a decision are left out.
 * @throws StewardError header-missing, decision-unreadable; what reading a file throws
 */
export async function readReviewSheet(path: string): Promise<readonly SheetDecision[]> {
  const names = Object.values(sheetColumns);
  const source = await openTable(path, {
    headerScore: (cells) => names.filter((name) => cells.includes(name)).length,
  });
  try {
    const at = (name: string): number => {
      const column = source.header.indexOf(name);
      if (column < 0)
        throw new StewardError('header-missing', {
          path,
          field: name,
          headers: source.header,
          flag: 'dedupe review --sheet',
        });
      return column;
    };
    const [fingerprintAt, decisionAt] = [at(sheetColumns.fingerprint), at(sheetColumns.decision)];
    const found: SheetDecision[] = [];
    for await (const { faults, lines, rows } of source.batches()) {
      const fault = faults[0];
      if (fault) throw new StewardError('decision-unreadable', { path, line: fault.line, value: fault.raw });
      for (const [i, cells] of rows.entries()) {
        const word = cellValue(cells[decisionAt] ?? '');
        if (word === null) continue;
        const line = lines[i] as number;
        const decision = decisionWords.get(word.toLowerCase());
        if (decision === undefined) throw new StewardError('decision-unreadable', { path, line, value: word });
        found.push({ fingerprint: cellValue(cells[fingerprintAt] ?? '') ?? '', decision, line });
      }
    }
    return found;
  } finally {
    source.close();
  }
}
