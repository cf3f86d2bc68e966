import stringWidth from 'fast-string-width';

const CACHE_SIZE = 4_096;
const cache = new Map<string, number>();

function slowWidth(text: string): number {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const width = stringWidth(text);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, width);
  return width;
}

/** Terminal cells that a text without control characters takes: 1 for ASCII, 2 for Han; other texts are asked of a library and kept. */
export function displayWidth(text: string): number {
  let width = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0x20 && code <= 0x7e) width += 1;
    else if (
      (code >= 0x4e00 && code <= 0x9fff) ||
      (code >= 0xff01 && code <= 0xff60) ||
      (code >= 0x3000 && code <= 0x3029)
    )
      width += 2;
    else return slowWidth(text);
  }
  return width;
}

let graphemes: Intl.Segmenter | null = null;

/** The text cut to at most `width` cells, with the one-cell `mark` at the end if anything was cut; never half a character. */
export function truncate(text: string, width: number, mark = '…'): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 1;
  graphemes ??= new Intl.Segmenter();
  for (const { segment } of graphemes.segment(text)) {
    used += displayWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return kept + mark;
}

/** Spaces that bring a text of `used` cells to `width`. */
export function fill(used: number, width: number): string {
  return used >= width ? '' : ' '.repeat(width - used);
}
