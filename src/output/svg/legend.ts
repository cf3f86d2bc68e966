import type { Series } from '../document.js';
import type { Drawing } from './drawing.js';
import { el, label, title } from './element.js';
import { fitLines, textWidth } from './text-fit.js';

/** The names of the series with their keys, in reading order, wrapped to the width; `key` draws one key of 14 × 10 pixels. */
export function legend(
  series: readonly Series[],
  width: number,
  key: (index: number, x: number, y: number) => string,
): Drawing {
  let x = 0;
  let y = 4;
  const body = series.map((item, index) => {
    const name = fitLines(item.name, width - 20, 12, 1)[0] ?? '';
    const size = 20 + textWidth(name, 12);
    if (x > 0 && x + size > width) {
      x = 0;
      y += 19;
    }
    const tip = name === item.name ? '' : title(item.name);
    const drawn = el('g', {}, tip, key(index, x, y), label(name, x + 20, y + 9));
    x += size + 16;
    return drawn;
  });
  return { height: y + 24, body: body.join('') };
}
