/** JSON leaves DEL, C1, bidi and line separators as they are; in a terminal they would act, so they are written as escapes (same value). */
const ACTIVE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const escapeUnits = (char: string): string => {
  if (char === '\n') return char;
  let escaped = '';
  for (let index = 0; index < char.length; index += 1) {
    escaped += `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
};

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

/** JSON for people and programs: two spaces, keys in the order in which they were put, big integers as text, a final newline. */
export function prettyJson(value: unknown): string {
  return `${(JSON.stringify(value, bigintAsText, 2) ?? 'null').replace(ACTIVE, escapeUnits)}\n`;
}

/** One line of NDJSON (`--format ndjson`), with its newline; otherwise like `prettyJson`. */
export function jsonLine(value: unknown): string {
  return `${(JSON.stringify(value, bigintAsText) ?? 'null').replace(ACTIVE, escapeUnits)}\n`;
}

/**
 * Canonical JSON for hashing, after RFC 8785: keys sorted by UTF-16 code units, no white space, properties that are undefined
 * left out. Big integers are written as text. Throws TypeError on what JSON would change silently (NaN, Date, Map, functions),
 * because two different values must not get one hash by accident.
 */
export function stableStringify(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `"${value}"`;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`not a JSON number: ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${Array.from(value, (item) => stableStringify(item)).join(',')}]`;
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw new TypeError('not a plain object');
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${stableStringify(item)}`).join(',')}}`;
  }
  throw new TypeError(`no JSON for ${typeof value}`);
}
