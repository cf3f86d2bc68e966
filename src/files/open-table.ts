import { openBytes } from './bytes.js';
import type { HeaderScore } from './dialect.js';
import { FileFault } from './faults.js';
import { fileKind } from './kind.js';
import { type CsvOptions, type CsvSource, csvFrom } from './read-csv.js';
import type { XlsxSource } from './xlsx/read-xlsx.js';

/** How a table is to be opened; what is left out is found out. */
export interface TableOptions extends CsvOptions {
  /** The worksheet to read, by name or by its 1-based place. */
  readonly sheet?: string | undefined;
  readonly headerScore?: HeaderScore | undefined;
}

/** A table and what kind of file it stands in. */
export type TableSource = CsvSource | XlsxSource;

/**
 * Opens a table by what the file holds, whatever its name: a workbook (XLSX) or delimited text. `-` is standard input. What reads workbooks
 * is loaded when one is met.
 * @throws FileFault as openCsv; file-is-xls, file-encrypted, file-is-markup, file-is-binary; workbook-damaged, workbook-too-large,
 *   sheet-unknown; option-not-for-file when an option is given that this kind of file has no use for
 */
export async function openTable(path: string, options: TableOptions = {}): Promise<TableSource> {
  const source = await openBytes(path);
  const useless = (option: 'delimiter' | 'encoding' | 'sheet'): void => {
    if (options[option] !== undefined) throw new FileFault('option-not-for-file', { path, option: `--${option}` });
  };
  try {
    if (fileKind(source) === 'text') {
      useless('sheet');
      return await csvFrom(source, options);
    }
    useless('encoding');
    useless('delimiter');
    const { xlsxFrom } = await import('./xlsx/read-xlsx.js');
    return await xlsxFrom(source, options);
  } catch (error) {
    source.close();
    throw error;
  }
}
