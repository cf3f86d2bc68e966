const FIRST_LEAD = 0x81;
const LAST_LEAD = 0xfe;
const FIRST_TRAIL = 0x40;
const LAST_TRAIL = 0xfe;

/** Decodes every two-byte code of GB 18030 once, each followed by a line feed so that one bad pair cannot shift the next. */
function build(): Uint16Array {
  const table = new Uint16Array(0x10000);
  const trails = LAST_TRAIL - FIRST_TRAIL + 1;
  const bytes = new Uint8Array(trails * 3);
  const decoder = new TextDecoder('gb18030');
  for (let lead = FIRST_LEAD; lead <= LAST_LEAD; lead++) {
    for (let i = 0; i < trails; i++) {
      const trail = FIRST_TRAIL + i;
      bytes.set(trail === 0x7f ? [0x0a, 0x0a, 0x0a] : [lead, trail, 0x0a], i * 3);
    }
    decoder
      .decode(bytes)
      .replace(/\n\n\n/, '?\n')
      .split('\n')
      .forEach((char, i) => {
        if (char.length === 1 && char > '\x7f' && char !== '\ufffd')
          table[char.charCodeAt(0)] = (lead << 8) | (FIRST_TRAIL + i);
      });
  }
  return table;
}

let table: Uint16Array | undefined;

/** UTF-16 code unit → two-byte GB 18030 code (lead << 8 | trail), 0 where there is none. Built on first use (about 3 ms). */
export function gbkTable(): Uint16Array {
  table ??= build();
  return table;
}

/** True for a two-byte code inside the 6,763 Han characters of GB 2312, the everyday ones. */
export function isGb2312Han(code: number): boolean {
  return code >= 0xb0a1 && code <= 0xf7fe && (code & 0xff) >= 0xa1;
}
