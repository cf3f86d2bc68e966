/** What the reports of figures share: one way from sections to the document, the JSON and the folder. */
import * as z from 'zod';
import type { Section } from '../../engine/report/figure.js';
import type { Roll } from '../../engine/report/roll.js';
import type { RowSet } from '../../engine/report/rows.js';
import type { Given } from '../../model/given.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import type { Item, QueryContext, Result } from '../command.js';
import { laterJson, laterNote, type Standing } from './later.js';
import { provenance } from './monthly.js';
import { headlines, sectionBlocks, sectionsData, sectionsJson } from './sections-doc.js';
import { folderJson, type RowFile, rowsPath, withFiles, writeFolder } from './write-folder.js';

const words = {
  subtitle: { zh: '截至 {asOf} 日终', en: 'as at the close of {asOf}' },
  span: { zh: '{from} 至 {to};现状截至 {to} 日终', en: '{from} to {to}; state as at the close of {to}' },
} as const satisfies Record<string, Text>;

/** JSON members of a report of figures. */
export const figuresJson = z.object({
  period: z.string(),
  from: z.string().nullable().describe('The first day of which events are counted; null: none are'),
  later: laterJson,
  parts: sectionsJson,
  written: folderJson.optional(),
});

/** A report of figures. */
export interface FiguresReport {
  readonly title: Text;
  readonly period: string;
  readonly from: string | null;
  readonly later: number;
  /** What of it what came later may have changed; figures of state, unless told. */
  readonly standing?: Standing;
  readonly sections: readonly Section[];
  /** The figures that stand before all others, by their ids. */
  readonly headlines: readonly string[];
  /** All sets that figures are counted from. */
  readonly sets: readonly RowSet[];
  readonly roll: Roll;
}

/** The row files of sets, as they are written beside a report. */
export const rowFilesOf = (sets: readonly RowSet[], roll: Roll): readonly RowFile[] =>
  sets.map((set) => ({ name: set.name, header: set.header, rows: set.rows(roll) }));

/** Makes the result: a document, its JSON, and, where a folder is named, that with all rows. */
export function figuresResult(
  context: QueryContext,
  given: Given,
  { title, period, from, later, standing, sections, headlines: ids, sets, roll }: FiguresReport,
  folder: string | undefined,
): Result {
  const { lang, reader } = context;
  const data: Item = { period, from, later, parts: sectionsData(sections) };
  const doc = (written: boolean): Doc => ({
    lang,
    title: say(title, lang, { period }),
    subtitle: say(from === null ? words.subtitle : words.span, lang, { asOf: given.asOf, from, to: given.asOf }),
    meta: provenance(reader, context),
    blocks: [
      ...laterNote(later, lang, standing),
      ...headlines(sections, ids, lang, written ? rowsPath : null),
      ...sectionBlocks(sections, lang, written ? rowsPath : null),
    ],
  });
  if (folder === undefined) return { data, doc: () => doc(false), exit: 0 };
  const files = writeFolder(folder, {
    doc: doc(true),
    json: { asOf: given.asOf, ...data },
    rows: rowFilesOf(sets, roll),
  });
  return { data: { ...data, written: files }, doc: () => withFiles(doc(false), files), exit: 0 };
}
