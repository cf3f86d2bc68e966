/** A report as a folder: for reading, for reckoning, for programs, and the rows behind its figures beside it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { beginReplacement, type Replacement } from '../../files/atomic.js';
import { CsvFiles } from '../../files/csv-files.js';
import { fileFault } from '../../files/faults.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Block, Doc, RowsPath } from '../../output/document.js';
import { prettyJson } from '../../output/json.js';
import { renderHtml } from '../../output/render-html.js';
import { renderMarkdown } from '../../output/render-markdown.js';
import { renderXlsx } from '../../output/render-xlsx.js';
import type { Item, OptionSpec } from '../command.js';

/**
 * The rows behind figures of a report. A row names customers by number or `#id`, and rules, fields, owners, days and runs: never a name, a phone, an
 * address or any other personal value. Rows are taken once, as they come.
 */
export interface RowFile {
  /** Without folder and ending: `overdue` is written as `rows/overdue.csv`. */
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: Iterable<readonly (number | string | null)[]>;
}

/** Where the rows of a file of this name stand, as a figure names them. */
export const rowsPath = (name: string): RowsPath => `rows/${name}.csv`;

/** Where the parts of a report were written. */
export interface FolderFiles {
  readonly html: string;
  readonly markdown: string;
  readonly xlsx: string;
  readonly json: string;
  /** Each file of rows with how many there are, heading not counted. */
  readonly rows: readonly { readonly file: string; readonly rows: number }[];
}

/** The option of a report that can be written as a folder. */
export const folderOption = {
  flag: '--folder <dir>',
  help: {
    zh: '把报告写入该文件夹:report.html、.md、.xlsx、.json 和 rows/ 中的明细',
    en: 'write the report there: report.html, .md, .xlsx, .json, and the rows behind its figures in rows/',
  },
  schema: z.string().min(1).optional(),
} as const satisfies OptionSpec;

/** What a JSON document says of the files that --folder wrote. */
export const folderJson = z
  .object({
    html: z.string(),
    markdown: z.string(),
    xlsx: z.string(),
    json: z.string(),
    rows: z.array(z.object({ file: z.string(), rows: z.int() })),
  })
  .describe('The files that --folder wrote');

const words = {
  files: { zh: '文件', en: 'Files' },
  html: { zh: '报告(浏览器打开)', en: 'report, for the browser' },
  markdown: { zh: '报告(文字)', en: 'report, as text' },
  xlsx: { zh: '报告(工作簿)', en: 'report, as a workbook' },
  json: { zh: '全部数字', en: 'all figures' },
  rows: { zh: '明细:{rows} 行', en: 'rows: {rows}' },
} as const satisfies Record<string, Text>;

/**
 * Writes a report into a folder, made where it is missing (0700): report.html, report.md, report.xlsx, report.json, and one CSV a file of rows in rows/.
 * Nothing takes its name before all of it is written, the rows first; what stood there under these names is replaced.
 *
 * @param json members of report.json; `rows` is added: the files of rows with their counts
 * @throws FileFault file-not-writable, disk-full, file-in-use
 */
export function writeFolder(
  folder: string,
  report: { readonly doc: Doc; readonly json: Item; readonly rows?: readonly RowFile[] },
): FolderFiles {
  const { doc, json, rows: rowFiles = [] } = report;
  makeFolder(folder);
  if (rowFiles.length > 0) makeFolder(join(folder, 'rows'));
  const csv = new CsvFiles();
  const begun: Replacement[] = [];
  try {
    const rows = rowFiles.map(({ name, header, rows: given }) => {
      const file = csv.begin(join(folder, rowsPath(name)), header);
      let count = 0;
      for (const row of given) {
        file.add(row.map((cell) => (cell === null ? '' : String(cell))));
        count++;
      }
      return { file: rowsPath(name), rows: count };
    });
    const put = (name: string, content: Buffer | string): string => {
      const path = join(folder, name);
      const replacement = beginReplacement(path);
      begun.push(replacement);
      replacement.append(typeof content === 'string' ? Buffer.from(content) : content);
      replacement.seal();
      return path;
    };
    const files = {
      html: put('report.html', renderHtml(doc)),
      markdown: put('report.md', renderMarkdown(doc)),
      xlsx: put('report.xlsx', renderXlsx(doc)),
      json: put('report.json', prettyJson(rows.length === 0 ? json : { ...json, rows })),
    };
    csv.commit();
    for (const replacement of begun) replacement.commit();
    return { ...files, rows: rows.map(({ file, rows: count }) => ({ file: join(folder, file), rows: count })) };
  } finally {
    csv.abort();
    for (const replacement of begun) replacement.abort();
  }
}

/** The report as it is shown where it was written, too: with the files below it; without a folder, as it is. */
export function withFiles(doc: Doc, files: FolderFiles | null): Doc {
  return files === null ? doc : { ...doc, blocks: [...doc.blocks, ...filesBlocks(files, doc.lang)] };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw fileFault(error, path, 'write');
  }
}

/** What was written, for the reader of the report at the terminal; `more` are files that the command wrote besides. */
export function filesBlocks(
  files: FolderFiles,
  lang: Lang,
  more: readonly (readonly [string, string])[] = [],
): Block[] {
  return [
    { kind: 'heading', level: 2, text: say(words.files, lang) },
    {
      kind: 'definitions',
      items: [
        [files.html, say(words.html, lang)],
        [files.markdown, say(words.markdown, lang)],
        [files.xlsx, say(words.xlsx, lang)],
        [files.json, say(words.json, lang)],
        ...files.rows.map(({ file, rows }) => [file, say(words.rows, lang, { rows })] as const),
        ...more,
      ],
    },
  ];
}
