/** A tiny well-formedness checker for our own markup: tags nest, attributes are quoted, no raw `<`, `&` or `"` where it is not markup. */
const VOID = new Set(['meta', '!doctype', 'br']);

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
}

/** All elements in the order of their ends, with their own text decoded; throws with the place of the first fault. */
export function parseMarkup(markup: string): Element[] {
  const found: Element[] = [];
  const open: { name: string; attributes: Map<string, string>; text: string }[] = [];
  let rest = markup;
  const fail = (what: string): never => {
    throw new Error(`${what} at ${JSON.stringify(rest.slice(0, 60))} in <${open.map((item) => item.name).join('><')}>`);
  };
  while (rest !== '') {
    const parent = open.at(-1);
    if (parent?.name === 'style') {
      const end = rest.indexOf('</style>');
      if (end < 0) fail('style not closed');
      parent.text = rest.slice(0, end);
      rest = rest.slice(end);
    }
    const text = /^[^<]+/.exec(rest)?.[0];
    if (text !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) fail('raw &');
      if (parent) parent.text += decode(text);
      else if (text.trim() !== '') fail('text outside');
      rest = rest.slice(text.length);
      continue;
    }
    const close = /^<\/([a-z][a-zA-Z0-9]*)>/.exec(rest);
    if (close) {
      const item = open.pop();
      if (item === undefined || item.name !== close[1]) return fail('wrong end tag');
      found.push(item);
      rest = rest.slice(close[0].length);
      continue;
    }
    const tag = /^<(!?[a-z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][\w:-]*(?:="[^"<]*")?)*)(\/?)>/.exec(rest);
    if (!tag) return fail('no tag');
    const attributes = new Map<string, string>();
    for (const [, key = '', value = ''] of (tag[2] ?? '').matchAll(/([a-zA-Z][\w:-]*)(?:="([^"]*)")?/g)) {
      if (attributes.has(key)) fail(`attribute ${key} twice`);
      if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(value)) fail('raw & in attribute');
      attributes.set(key, decode(value));
    }
    const item = { name: tag[1] ?? '', attributes, text: '' };
    if (tag[3] === '/' || VOID.has(item.name)) found.push(item);
    else open.push(item);
    rest = rest.slice(tag[0].length);
  }
  if (open.length > 0) fail('not closed');
  return found;
}

const NAMES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const decode = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => NAMES[name] ?? '');
