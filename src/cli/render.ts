import type { Command, Format, Item, Result } from '../commands/command.js';
import type { Lang } from '../model/text.js';
import { csvText } from '../output/escape.js';
import { jsonLine, prettyJson } from '../output/json.js';
import { type SarifFinding, SarifLog } from '../output/sarif.js';
import type { Style } from '../output/style.js';
import type { Sink } from './stdout.js';

/** Items beyond these are counted in json, not listed; ndjson and csv stream all of them. */
const listed = 1000;

/** How results leave: the sink, the format, and the terminal's width and style. */
export interface Outlet {
  readonly sink: Sink;
  readonly format: Format;
  readonly lang: Lang;
  readonly version: string;
  readonly width: number;
  readonly style: Style;
  /** A file for people gets a byte order mark, so that Excel reads its CSV as UTF-8. */
  readonly file: boolean;
}

/** Takes a command's items as they come, and its result at the end. */
export class Renderer {
  readonly #outlet: Outlet;
  readonly #columns: readonly string[] | null;
  readonly #sarif: SarifLog | null;
  readonly #kept: Item[] = [];
  #total = 0;

  constructor(command: Command, outlet: Outlet) {
    this.#outlet = outlet;
    this.#columns = outlet.format === 'csv' ? (command.columns ?? null) : null;
    if (outlet.format === 'csv' && outlet.file) outlet.sink.write('\ufeff');
    if (this.#columns) outlet.sink.write(csvLine(this.#columns));
    const { lang, version } = outlet;
    this.#sarif =
      outlet.format === 'sarif' && command.sarif
        ? new SarifLog({ name: 'steward', version }, lang, command.sarif(lang))
        : null;
    if (this.#sarif) outlet.sink.write(this.#sarif.head());
  }

  item(given: Item | (() => Item)): void {
    const { format, sink } = this.#outlet;
    this.#total++;
    const streamed = format === 'ndjson' || this.#columns !== null || this.#sarif !== null;
    const seen = streamed || (format === 'json' && this.#kept.length < listed);
    if (!seen) return;
    const item = typeof given === 'function' ? given() : given;
    if (format === 'ndjson') sink.write(jsonLine(item));
    else if (this.#sarif) sink.write(this.#sarif.result(item as unknown as SarifFinding));
    else if (this.#columns) sink.write(csvLine(this.#columns.map((column) => cellText(item[column]))));
    else this.#kept.push(item);
  }

  async result(result: Result, envelope: Item): Promise<void> {
    const { format, sink, width, style } = this.#outlet;
    if (format === 'ndjson' || this.#columns) return;
    if (this.#sarif) return sink.write(this.#sarif.tail(result.exit, { ...envelope, ...result.data }));
    if (format === 'text' && result.raw !== undefined) return sink.write(result.raw);
    if (format === 'json') {
      const items = this.#total > 0 ? { items: this.#kept, itemsTotal: this.#total } : {};
      sink.write(prettyJson({ ...envelope, ...result.data, ...items }));
    } else if (format === 'md') {
      const { renderMarkdown } = await import('../output/render-markdown.js');
      sink.write(renderMarkdown(result.doc()));
    } else if (format === 'csv') {
      const { renderCsv } = await import('../output/render-csv.js');
      sink.write(renderCsv(result.doc()));
    } else if (format === 'xlsx') {
      const { renderXlsx } = await import('../output/render-xlsx.js');
      sink.bytes(renderXlsx(result.doc()));
    } else if (format === 'html') {
      const { renderHtml } = await import('../output/render-html.js');
      sink.write(renderHtml(result.doc()));
    } else {
      const { renderTerminal } = await import('../output/render-terminal.js');
      sink.write(renderTerminal(result.doc(), { width, style }));
    }
  }
}

const csvLine = (cells: readonly string[]): string => `${cells.map(csvText).join(',')}\r\n`;

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : typeof value === 'object' ? jsonLine(value).trimEnd() : String(value);
}
