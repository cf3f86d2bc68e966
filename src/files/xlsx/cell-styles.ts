import { HEAD, MAIN, xmlText } from './xml-text.js';

/** How a cell looks. Colours are `RRGGBB`. */
export interface CellLook {
  readonly bold?: boolean;
  /** Points; 11 without it. */
  readonly size?: number;
  readonly color?: string;
  readonly underline?: boolean;
  readonly fill?: string;
  readonly wrap?: boolean;
  readonly align?: 'left' | 'right';
  /** A thin line under or over the cell. */
  readonly rule?: 'above' | 'below';
  /** A number format code, as Excel writes them. Texts without one are kept as text, whatever they look like. */
  readonly format?: string;
}

/** The looks that are in use, each once, in the order in which they came. */
export class Styles {
  readonly #fonts = new Listed(['<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>']);
  readonly #fills = new Listed([
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
  ]);
  readonly #borders = new Listed(['<border><left/><right/><top/><bottom/><diagonal/></border>']);
  readonly #formats = new Listed([]);
  readonly #xfs = new Listed(['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']);
  readonly #known = new Map<string, number>();

  /** The number of a look; a text keeps its first sign when somebody edits the cell: it does not become a formula then. */
  of(look: CellLook, text: boolean): number {
    const key = JSON.stringify([look, text]);
    let id = this.#known.get(key);
    if (id === undefined) {
      id = this.#xfs.of(this.#xf(look, text));
      this.#known.set(key, id);
    }
    return id;
  }

  #xf({ bold, size = 11, color, underline, fill, wrap, align, rule, format }: CellLook, text: boolean): string {
    const font = this.#fonts.of(
      `<font>${bold ? '<b/>' : ''}${underline ? '<u/>' : ''}<sz val="${size}"/>${color === undefined ? '' : `<color rgb="FF${color}"/>`}<name val="Calibri"/><family val="2"/></font>`,
    );
    const filled =
      fill === undefined
        ? 0
        : this.#fills.of(
            `<fill><patternFill patternType="solid"><fgColor rgb="FF${fill}"/><bgColor indexed="64"/></patternFill></fill>`,
          );
    const line = (name: 'bottom' | 'top', drawn: boolean): string =>
      drawn ? `<${name} style="thin"><color rgb="FF8A94A1"/></${name}>` : `<${name}/>`;
    const border = this.#borders.of(
      `<border><left/><right/>${line('top', rule === 'above')}${line('bottom', rule === 'below')}<diagonal/></border>`,
    );
    const number = format === undefined ? 0 : format === '@' ? 49 : 164 + this.#formats.of(format);
    const placed = [
      align === undefined ? '' : ` horizontal="${align}"`,
      ' vertical="top"',
      wrap ? ' wrapText="1"' : '',
    ].join('');
    return `<xf numFmtId="${number}" fontId="${font}" fillId="${filled}" borderId="${border}" xfId="0"${
      text ? ' quotePrefix="1"' : ''
    } applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment${placed}/></xf>`;
  }

  xml(): string {
    const list = (name: string, { items }: Listed): string =>
      `<${name} count="${items.length}">${items.join('')}</${name}>`;
    const formats = this.#formats.items.map(
      (code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${xmlText(code)}"/>`,
    );
    return `${HEAD}<styleSheet ${MAIN}>${
      formats.length === 0 ? '' : `<numFmts count="${formats.length}">${formats.join('')}</numFmts>`
    }${list('fonts', this.#fonts)}${list('fills', this.#fills)}${list('borders', this.#borders)}<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>${list('cellXfs', this.#xfs)}<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
  }
}

/** Texts, each once, by number. */
class Listed {
  readonly items: string[];
  readonly #numbers: Map<string, number>;

  constructor(items: readonly string[]) {
    this.items = [...items];
    this.#numbers = new Map(items.map((item, i) => [item, i]));
  }

  of(item: string): number {
    let number = this.#numbers.get(item);
    if (number === undefined) {
      number = this.items.push(item) - 1;
      this.#numbers.set(item, number);
    }
    return number;
  }
}
