import { html } from '../escape.js';

/** Attribute values: numbers are written with at most two decimals, so that the bytes are few and the same everywhere. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

const attribute = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100 || 0) : html(value);

/** One SVG element around children that are markup already; attributes that are undefined are left out. */
export function el(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let open = name;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) open += ` ${key}="${attribute(value)}"`;
  }
  return children.length === 0 ? `<${open}/>` : `<${open}>${children.join('')}</${name}>`;
}

/** One line of text with its baseline at `y`. `role` chooses the look: strong ink, quiet ink, or text upon a coloured area. */
export function label(
  text: string,
  x: number,
  y: number,
  options: {
    readonly size?: number;
    readonly anchor?: 'start' | 'middle' | 'end';
    readonly role?: 'ink' | 'quiet';
  } = {},
): string {
  const { size = 12, anchor = 'start', role = 'ink' } = options;
  const attributes = { x, y, 'font-size': size, class: role, fill: role === 'ink' ? '#1b2430' : '#566170' };
  return el('text', anchor === 'start' ? attributes : { ...attributes, 'text-anchor': anchor }, html(text));
}

/** The tooltip of a group. */
export function title(text: string): string {
  return el('title', {}, html(text));
}
