import { numberText } from './number-format.js';
import { type SheetPlace, scanPart, unescaped, type Workbook } from './workbook.js';
import { attribute, type XmlEvents } from './xml.js';
import { damaged } from './zip.js';

/** Something about one cell that its text does not say. */
export type CellOddity = 'error-value' | 'long-number' | 'no-result';

/** One row of a worksheet that has a cell; `cells` ends with the last one. */
export interface SheetRow {
  /** The row's number in the sheet, 1-based. */
  readonly line: number;
  readonly cells: string[];
  readonly hidden: boolean;
  /** By 0-based column, only where there is something. */
  readonly odd: readonly { readonly column: number; readonly what: CellOddity }[];
  /** The row's text was longer than MAX_ROW and is cut. */
  readonly tooLong: boolean;
}

/** What is known when a sheet has been read to its end. */
export interface SheetEnd {
  /** Cells that were merged with others, as `A1:A3`, the first few, and how many there are. */
  readonly merged: { readonly count: number; readonly first: readonly string[] };
}

/** Excel's own limits. */
const MAX_COLUMNS = 16_384;
const MAX_ROWS = 1_048_576;

/** The longest row that is read, in UTF-16 units: as much as a CSV record may have. */
const MAX_ROW = 1 << 20;

const SHOWN = 5;

/**
 * The rows of a worksheet in file order, some at a time, in bounded memory. Cells are well-formed text: what the cell holds, not how
 * wide it is shown.
 * @throws FileFault as scanPart
 */
export async function* sheetRows(
  book: Workbook,
  sheet: SheetPlace,
  onRead?: (packed: number) => void,
): AsyncGenerator<readonly SheetRow[], SheetEnd> {
  const reader = new SheetReader(book, sheet);
  for await (const _ of scanPart(book.source, sheet.entry, reader, onRead)) {
    if (reader.rows.length === 0) continue;
    yield reader.rows;
    reader.rows = [];
  }
  if (reader.rows.length > 0) yield reader.rows;
  return { merged: reader.merged };
}

const NO_ODDITIES: SheetRow['odd'] = [];

class SheetReader implements XmlEvents {
  listening = false;
  rows: SheetRow[] = [];
  readonly merged = { count: 0, first: [] as string[] };

  readonly #book: Workbook;
  readonly #sheet: SheetPlace;
  #inData = false;
  #line = 0;
  #hidden = false;
  #cells: string[] = [];
  #odd: { column: number; what: CellOddity }[] | null = null;
  #length = 0;
  #column = -1;
  #type = '';
  #attributes = '';
  #formula = false;
  #phonetic = 0;
  #text = '';

  constructor(book: Workbook, sheet: SheetPlace) {
    this.#book = book;
    this.#sheet = sheet;
  }

  open(name: string, attributes: string): void {
    if (!this.#inData) {
      if (name === 'sheetData') this.#inData = true;
      else if (name === 'mergeCell') this.#merge(attribute(attributes, 'ref') ?? '');
      return;
    }
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v' || name === 't') this.listening = this.#phonetic === 0;
    else if (name === 'f') this.#formula = true;
    else if (name === 'row') this.#openRow(attributes);
    else if (name === 'rPh') this.#phonetic++;
  }

  close(name: string): void {
    if (!this.#inData) return;
    if (name === 'c') this.#closeCell();
    else if (name === 'v' || name === 't') this.listening = false;
    else if (name === 'row') this.#closeRow();
    else if (name === 'rPh') this.#phonetic--;
    else if (name === 'sheetData') this.#inData = false;
  }

  text(piece: string): void {
    this.#length += piece.length;
    if (this.#length > MAX_ROW) return;
    this.#text = this.#text === '' ? piece : this.#text + piece;
  }

  #merge(ref: string): void {
    this.merged.count++;
    if (this.merged.first.length < SHOWN) this.merged.first.push(ref);
  }

  #openRow(attributes: string): void {
    const r = attribute(attributes, 'r');
    this.#line = r === undefined ? this.#line + 1 : Number(r);
    if (!(this.#line >= 1 && this.#line <= MAX_ROWS)) throw this.#damaged();
    const hidden = attribute(attributes, 'hidden');
    this.#hidden = hidden === '1' || hidden === 'true';
    this.#cells = [];
    this.#odd = null;
    this.#length = 0;
    this.#column = -1;
  }

  #closeRow(): void {
    this.rows.push({
      line: this.#line,
      cells: this.#cells,
      hidden: this.#hidden,
      odd: this.#odd ?? NO_ODDITIES,
      tooLong: this.#length > MAX_ROW,
    });
  }

  #openCell(attributes: string): void {
    const ref = attribute(attributes, 'r');
    this.#column = ref === undefined ? this.#column + 1 : columnOf(ref);
    if (!(this.#column >= 0 && this.#column < MAX_COLUMNS)) throw this.#damaged();
    this.#type = attribute(attributes, 't') ?? 'n';
    this.#attributes = attributes;
    this.#formula = false;
    this.#text = '';
  }

  #closeCell(): void {
    const value = this.#value().toWellFormed();
    if (this.#formula && this.#text === '' && this.#type !== 'str') this.#note('no-result');
    if (value === '') return;
    const cells = this.#cells;
    while (cells.length < this.#column) cells.push('');
    cells[this.#column] = value;
  }

  #value(): string {
    const raw = this.#text;
    switch (this.#type) {
      case 's': {
        const text = raw === '' ? '' : this.#book.strings[Number(raw)];
        if (text === undefined) throw this.#damaged();
        this.#length += text.length;
        return text;
      }
      case 'str':
      case 'inlineStr':
        return unescaped(raw);
      case 'b':
        return raw === '' ? '' : raw === '1' || raw === 'true' ? 'TRUE' : 'FALSE';
      case 'e':
        this.#note('error-value');
        return raw;
      case 'd':
        return isoText(raw);
      default:
        return raw === '' ? '' : this.#number(raw.trim());
    }
  }

  #number(raw: string): string {
    const { formats, date1904 } = this.#book;
    const style = attribute(this.#attributes, 's');
    const text = numberText(raw, style === undefined ? undefined : formats[Number(style)], date1904);
    if (text.length > 15 && /^-?\d{16,}$/.test(text)) this.#note('long-number');
    return text;
  }

  #note(what: CellOddity): void {
    this.#odd ??= [];
    this.#odd.push({ column: this.#column, what });
  }

  #damaged() {
    return damaged(this.#book.source, this.#sheet.entry.name);
  }
}

/** The 0-based column of a reference such as `AB12`; -1 when it is none. */
function columnOf(ref: string): number {
  let column = 0;
  let i = 0;
  for (; i < ref.length; i++) {
    const letter = ref.charCodeAt(i) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return i > 3 ? -1 : column - 1;
}

/** A day and time of ISO 8601, as strict workbooks have them, the way that other days are written. */
function isoText(raw: string): string {
  const found = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?Z?)?$/.exec(raw);
  if (found === null) return raw;
  const [, day, minutes, seconds = ':00'] = found;
  const time = minutes === undefined ? '' : minutes + (seconds === ':00' ? '' : seconds);
  return time === '' || time === '00:00' ? (day as string) : `${day} ${time}`;
}
