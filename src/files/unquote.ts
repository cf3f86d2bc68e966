import { parse } from 'csv-parse/sync';

/**
 * The cells of whole records with quotes as part of a cell, by csv-parse, in one call: RFC 4180 quoting, quotes inside an unquoted
 * cell kept as text, any number of cells. A record that csv-parse refuses gives null; the others are not touched by it.
 */
export function unquote(records: readonly string[], delimiter: string): (string[] | null)[] {
  if (records.length === 0) return [];
  const rows = parseAll(records.join('\n'), delimiter);
  if (rows?.length === records.length) return rows;
  return records.map((record) => {
    const own = parseAll(record, delimiter);
    return own?.length === 1 ? own[0]! : null;
  });
}

function parseAll(text: string, delimiter: string): string[][] | null {
  try {
    // the line end is fixed: by default csv-parse takes the first kind it meets, and fuses the rows of a mixed file
    return parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true, relax_quotes: true });
  } catch {
    return null;
  }
}
