const QUOTE = 34;

/** Where a cell stands in its record's text, with the quotes around it. */
export interface CellSpan {
  readonly start: number;
  readonly end: number;
}

/** The cells of one whole, well-formed record: a quote opens a quoted cell only as the cell's first character (records.ts). */
export function cellSpans(record: string, delimiter: string): CellSpan[] {
  const spans: CellSpan[] = [];
  let start = 0;
  for (;;) {
    let at = start;
    if (record.charCodeAt(at) === QUOTE) {
      at += 1;
      for (;;) {
        const quote = record.indexOf('"', at);
        if (quote < 0) break;
        at = quote + 1;
        if (record.charCodeAt(at) !== QUOTE) break;
        at += 1;
      }
    }
    const end = record.indexOf(delimiter, at);
    if (end < 0) {
      spans.push({ start, end: record.length });
      return spans;
    }
    spans.push({ start, end });
    start = end + delimiter.length;
  }
}
