/** What an XML text is made of, as it is met. Names come without their namespace's prefix. */
export interface XmlEvents {
  /** Whether `text` is to be called: text that nobody wants is not cut out. */
  readonly listening: boolean;
  /** `attributes` is the raw text between name and end; see `attribute`. An empty element is closed at once. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** With entities resolved; a long text may come in pieces. */
  text(text: string): void;
}

/** XML that is not well formed. */
export class XmlFault extends Error {}

/** No name, tag or entity of a workbook is as long as this; what is, was made to fill the memory. */
const MAX_TOKEN = 1 << 20;

const MAX_DEPTH = 256;

const SLASH = 47;
const BANG = 33;
const QUESTION = 63;

/**
 * Cuts an XML text that comes in pieces into events, in memory bounded by one tag. Tags must match and end; DTDs are passed over, so
 * that no entity is ever expanded but the five of XML and numeric ones.
 * @throws XmlFault
 */
export class XmlScanner {
  readonly #events: XmlEvents;
  readonly #open: string[] = [];
  #rest = '';
  #rooted = false;

  constructor(events: XmlEvents) {
    this.#events = events;
  }

  /** The next piece of the text. */
  write(piece: string): void {
    const text = this.#rest === '' ? piece : this.#rest + piece;
    let at = 0;
    for (;;) {
      const tag = text.indexOf('<', at);
      if (tag !== at) at = this.#text(text, at, tag);
      if (tag < 0) break;
      const next = this.#tag(text, tag);
      if (next < 0) break;
      at = next;
    }
    this.#rest = at === 0 ? text : text.slice(at);
    if (this.#rest.length > MAX_TOKEN) throw new XmlFault('token');
  }

  /** After the last piece. */
  end(): void {
    if (!this.#rooted || this.#open.length > 0 || this.#rest.trim() !== '') throw new XmlFault('end');
  }

  /** Gives text up to `to`, or to the end as far as it is sure; returns where it stopped. */
  #text(text: string, from: number, to: number): number {
    let end = to < 0 ? text.length : to;
    if (to < 0) {
      // an entity may be cut by the piece's end
      const amp = text.lastIndexOf('&');
      if (amp >= from && text.indexOf(';', amp) < 0) end = amp;
    }
    if (this.#events.listening && end > from) this.#events.text(decode(text.slice(from, end)));
    return end;
  }

  /** The tag that begins at `from`; returns the position after it, or -1 when it is not whole yet. */
  #tag(text: string, from: number): number {
    const kind = text.charCodeAt(from + 1);
    if (kind === SLASH) {
      const end = text.indexOf('>', from);
      if (end < 0) return -1;
      this.#close(localName(text.slice(from + 2, end).trimEnd()));
      return end + 1;
    }
    if (kind === BANG) return this.#declaration(text, from);
    if (kind === QUESTION) return after(text, '?>', from);
    const end = tagEnd(text, from + 1);
    if (end < 0) return -1;
    const empty = text.charCodeAt(end - 1) === SLASH;
    const last = empty ? end - 1 : end;
    let nameEnd = from + 1;
    while (nameEnd < last && text.charCodeAt(nameEnd) > 32) nameEnd++;
    const name = localName(text.slice(from + 1, nameEnd));
    if (name === '' || (this.#open.length === 0 && this.#rooted) || this.#open.length >= MAX_DEPTH)
      throw new XmlFault('tag');
    this.#rooted = true;
    this.#open.push(name);
    this.#events.open(name, nameEnd === last ? '' : text.slice(nameEnd, last));
    if (empty) this.#close(name);
    return end + 1;
  }

  #close(name: string): void {
    if (this.#open.pop() !== name) throw new XmlFault('tag');
    this.#events.close(name);
  }

  /** Comment, CDATA or DTD. */
  #declaration(text: string, from: number): number {
    if (text.startsWith('<!--', from)) return after(text, '-->', from + 4);
    const cdata = '<![CDATA[';
    if (text.startsWith(cdata, from)) {
      const end = text.indexOf(']]>', from);
      if (end >= 0 && this.#events.listening) this.#events.text(text.slice(from + cdata.length, end));
      return end < 0 ? -1 : end + 3;
    }
    if (text.length - from < cdata.length) return -1;
    return after(text, '>', from);
  }
}

/** One attribute of a tag by its name without prefix, with entities resolved. */
export function attribute(attributes: string, name: string): string | undefined {
  const { length } = attributes;
  for (let i = 0; i < length; ) {
    while (i < length && attributes.charCodeAt(i) <= 32) i++;
    const equals = attributes.indexOf('=', i);
    if (equals < 0) return undefined;
    let open = equals + 1;
    while (open < length && attributes.charCodeAt(open) <= 32) open++;
    const close = attributes.indexOf(attributes[open] as string, open + 1);
    if (close < 0) return undefined;
    if (is(attributes, i, equals, name)) return decode(attributes.slice(open + 1, close));
    i = close + 1;
  }
  return undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{1,4}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name as string] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Whether the name between two positions, spaces after it and prefix before it left out, is this one. */
function is(text: string, from: number, to: number, name: string): boolean {
  let end = to;
  while (end > from && text.charCodeAt(end - 1) <= 32) end--;
  const start = end - name.length;
  return start >= from && text.startsWith(name, start) && (start === from || text[start - 1] === ':');
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The position of the `>` that ends a tag: one inside a value is none. */
function tagEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 62) return i;
    if (unit === 34 || unit === 39) {
      i = text.indexOf(unit === 34 ? '"' : "'", i + 1);
      if (i < 0) return -1;
    }
  }
  return -1;
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? -1 : at + end.length;
}
