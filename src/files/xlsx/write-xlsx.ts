/**
 * Workbooks, written. What Excel, WPS, LibreOffice and Numbers read alike: values, styles, links, frozen heads; never a formula. Our own, and not a library's
 * (hucre is what tests read it with): a sweep writes its files within its transaction, which waits for no promise, and the bytes must be the same everywhere.
 */
import { storedZip } from '../stored-zip.js';
import { type CellLook, Styles } from './cell-styles.js';
import { sheetNames } from './sheet-name.js';
import { HEAD, MAIN, xmlText } from './xml-text.js';

/** One cell. A text is never taken for a number, a date or a formula; a number that is not finite is refused. */
export interface SheetCell {
  readonly value: number | string;
  readonly look?: CellLook;
  /** A target relative to the workbook, already a valid reference; or `{ sheet }`, the first cell of that sheet by its place. */
  readonly link?: string | { readonly sheet: number };
}

/** One sheet; `null` is an empty cell. */
export interface SheetContent {
  /** What it is about: made into a name that is valid and unique in the workbook. */
  readonly title: string;
  /** Widths of the columns, in digits of the standard font. */
  readonly widths: readonly number[];
  /** So many first rows stay in sight and are printed on every page; the last of them is the head of a filter, which ends with `filtered` rows below it. */
  readonly frozen?: number;
  readonly filtered?: number;
  readonly rows: readonly (readonly (SheetCell | null)[])[];
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** What Excel takes in one cell, in one sheet down and across. */
const [MOST_TEXT, MOST_ROWS, MOST_COLUMNS] = [32_767, 1_048_576, 16_384];
/** Up to here the text format is safe: old versions of Excel show longer texts of that format as `#`. */
const TEXT_FORMAT_MOST = 255;

/**
 * A workbook as bytes; the same sheets give the same bytes on every machine (no clock, nothing packed).
 * @throws RangeError a sheet with more rows or columns than Excel has, or a number that is not finite
 */
export function writeXlsx(sheets: readonly SheetContent[]): Buffer {
  const names = sheetNames(sheets.map(({ title }) => title));
  const styles = new Styles();
  const drawn = sheets.map((sheet) => sheetXml(sheet, styles, names));
  const parts: [string, string][] = [
    ['[Content_Types].xml', contentTypes(sheets.length)],
    ['_rels/.rels', relations([['rId1', `${OFFICE}/officeDocument`, 'xl/workbook.xml', false]])],
    ['xl/workbook.xml', workbookXml(sheets, names)],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...sheets.map((_, i) => [`rId${i + 1}`, `${OFFICE}/worksheet`, `worksheets/sheet${i + 1}.xml`, false] as const),
        ['rIdStyles', `${OFFICE}/styles`, 'styles.xml', false],
      ]),
    ],
    ['xl/styles.xml', styles.xml()],
  ];
  drawn.forEach(({ xml, targets }, i) => {
    parts.push([`xl/worksheets/sheet${i + 1}.xml`, xml]);
    if (targets.length > 0)
      parts.push([
        `xl/worksheets/_rels/sheet${i + 1}.xml.rels`,
        relations(targets.map((target, n) => [`rId${n + 1}`, `${OFFICE}/hyperlink`, target, true] as const)),
      ]);
  });
  return storedZip(parts.map(([name, text]) => ({ name, bytes: Buffer.from(text) })));
}

/** The name of a column by its 0-based place: A, B, … AA. */
function columnName(at: number): string {
  return (at < 26 ? '' : columnName(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));
}

/** A text that Excel takes whole: a longer one ends in an ellipsis. */
function cellText(text: string): string {
  if (text.length <= MOST_TEXT) return text;
  return `${text.slice(0, MOST_TEXT - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A quoted sheet name before the `!` of a reference. */
const sheetReference = (name: string): string => `'${name.replaceAll("'", "''")}'`;

function sheetXml(
  sheet: SheetContent,
  styles: Styles,
  names: readonly string[],
): { readonly xml: string; readonly targets: readonly string[] } {
  const { rows, widths, frozen = 0, filtered } = sheet;
  if (rows.length > MOST_ROWS || widths.length > MOST_COLUMNS) throw new RangeError('more cells than a sheet has');
  const targets: string[] = [];
  let links = '';
  const lines = rows.map((cells, r) => {
    const inner = cells.map((cell, c) => {
      if (cell === null) return '';
      const ref = `${columnName(c)}${r + 1}`;
      if (typeof cell.link === 'string') {
        targets.push(cell.link);
        links += `<hyperlink ref="${ref}" r:id="rId${targets.length}"/>`;
      } else if (cell.link !== undefined) {
        const place = `${sheetReference(names[cell.link.sheet] ?? '')}!A1`;
        links += `<hyperlink ref="${ref}" location="${xmlText(place)}" display="${xmlText(String(cell.value))}"/>`;
      }
      return cellXml(ref, cell, styles);
    });
    return `<row r="${r + 1}">${inner.join('')}</row>`;
  });
  const pane =
    frozen > 0
      ? `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>`
      : '';
  const cols = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`);
  const filter =
    filtered === undefined || frozen === 0 || widths.length === 0
      ? ''
      : `<autoFilter ref="A${frozen}:${columnName(widths.length - 1)}${frozen + filtered}"/>`;
  const xml = `${HEAD}<worksheet ${MAIN} xmlns:r="${OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>${
    cols.length === 0 ? '' : `<cols>${cols.join('')}</cols>`
  }<sheetData>${lines.join('')}</sheetData>${filter}${
    links === '' ? '' : `<hyperlinks>${links}</hyperlinks>`
  }<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="${
    widths.length > 6 ? 'landscape' : 'portrait'
  }" fitToHeight="0"/><headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`;
  return { xml, targets };
}

function cellXml(ref: string, { value, look = {} }: SheetCell, styles: Styles): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`the number ${value} in a cell`);
    return `<c r="${ref}" s="${styles.of(look, false)}"><v>${value === 0 ? 0 : value}</v></c>`;
  }
  const text = cellText(value);
  const kept = look.format !== undefined || text.length > TEXT_FORMAT_MOST ? look : { ...look, format: '@' };
  return `<c r="${ref}" s="${styles.of(kept, true)}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

function workbookXml(sheets: readonly SheetContent[], names: readonly string[]): string {
  const listed = names.map((name, i) => `<sheet name="${xmlText(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`);
  const defined = sheets.flatMap(({ frozen = 0, filtered, widths }, i) => {
    if (frozen === 0) return [];
    const sheet = sheetReference(names[i] ?? '');
    const area = `${sheet}!$A$${frozen}:$${columnName(Math.max(0, widths.length - 1))}$${frozen + (filtered ?? 0)}`;
    return [
      ...(filtered === undefined
        ? []
        : [`<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">${xmlText(area)}</definedName>`]),
      `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${xmlText(`${sheet}!$1:$${frozen}`)}</definedName>`,
    ];
  });
  return `${HEAD}<workbook ${MAIN} xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${listed.join('')}</sheets>${
    defined.length === 0 ? '' : `<definedNames>${defined.join('')}</definedNames>`
  }</workbook>`;
}

function contentTypes(sheets: number): string {
  const part = (name: string, type: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="${TYPE}.${type}+xml"/>`;
  const all = Array.from({ length: sheets }, (_, i) => part(`worksheets/sheet${i + 1}`, 'worksheet'));
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('workbook', 'sheet.main')}${part('styles', 'styles')}${all.join('')}</Types>`;
}

function relations(items: readonly (readonly [id: string, type: string, target: string, outside: boolean])[]): string {
  const each = items.map(
    ([id, type, target, outside]) =>
      `<Relationship Id="${id}" Type="${type}" Target="${xmlText(target)}"${outside ? ' TargetMode="External"' : ''}/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}
