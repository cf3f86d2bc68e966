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
