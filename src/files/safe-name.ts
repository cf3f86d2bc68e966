/** What some file system does not take in a name, and what does not show: separators, wildcards, control and direction characters. */
const UNSAFE = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
/** Names of devices on Windows, whatever the ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** UTF-8 bytes of a name; 255 is what file systems take, and an atomic replacement needs some for its mark. */
const MOST = 150;

/**
 * A text as the name of a file, without an ending: Chinese stays; what a file system or a terminal would take amiss becomes `_`; no dots,
 * spaces or underscores at the ends, where they hide a file or get lost; never empty.
 */
export function safeName(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(UNSAFE, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[._\s~-]+|[._\s]+$/gu, '');
  let short = '';
  let bytes = 0;
  for (const char of plain) {
    bytes += Buffer.byteLength(char);
    if (bytes > MOST) break;
    short += char;
  }
  const name = short.trimEnd() || 'x';
  return DEVICE.test(name) ? `${name}_` : name;
}

/** Hands out names that differ also where a file system ignores case: the second 王敏 is 王敏-2. */
export function uniqueNames(taken: Iterable<string>): (text: string) => string {
  const key = (name: string) => name.normalize('NFKC').toLowerCase();
  const used = new Set([...taken].map(key));
  return (text) => {
    const name = safeName(text);
    let unique = name;
    for (let n = 2; used.has(key(unique)); n++) unique = `${name}-${n}`;
    used.add(key(unique));
    return unique;
  };
}
