import { wrap } from '../wrap.js';

/** Width of one character in em, on the generous side of the usual sans fonts: a label may get too much room, never too little. */
function em(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0x1100) return code >= 0x2010 && code <= 0x2013 ? 0.6 : 1;
  if (code >= 0x30 && code <= 0x39) return 0.58;
  if (code >= 0x80) return 0.66;
  if ('iljt.,:;|!\'" ()[]-/'.includes(char)) return 0.38;
  if ('mwMW%@'.includes(char)) return 0.92;
  return code >= 0x41 && code <= 0x5a ? 0.7 : 0.58;
}

/** Estimated width in pixels of a text at a font size; there are no font metrics in a CLI, and none are needed for a fixed gutter. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const char of text) width += em(char);
  return width * size;
}

/** The text in at most `lines` lines of `width` pixels; what does not fit ends in an ellipsis, nothing is ever clipped. */
export function fitLines(text: string, width: number, size: number, lines: number): string[] {
  const all = wrap(text, width, (part) => textWidth(part, size));
  if (all.length <= lines) return all;
  const last = `${all[lines - 1] ?? ''}${all[lines] ?? ''}`;
  let kept = '';
  let used = textWidth('…', size);
  for (const char of last) {
    used += textWidth(char, size);
    if (used > width) break;
    kept += char;
  }
  return [...all.slice(0, lines - 1), `${kept}…`];
}
