import { html } from '../escape.js';
import { el } from './element.js';
import { fitLines, textWidth } from './text-fit.js';

/** Horizontal bars share one geometry: a gutter for the labels on the left, rows of one height. */
interface Rows {
  readonly gutter: number;
  readonly pitch: number;
  readonly bar: number;
  readonly size: number;
  /** The label of a row as markup, right aligned against the gutter and centred on `middle`. */
  readonly label: (row: number, middle: number) => string;
}

/** Lays out the labels: the gutter is as wide as they need, up to two fifths of the chart; longer ones get two lines, then an ellipsis. */
export function layRows(labels: readonly string[], width: number): Rows {
  const size = labels.length > 30 ? 11 : 12;
  const widest = labels.reduce((most, text) => Math.max(most, textWidth(text, size)), 0);
  const gutter = Math.min(widest + 2, width * 0.4);
  const lines = labels.map((text) => fitLines(text, gutter, size, labels.length > 30 ? 1 : 2));
  const single = labels.length > 30 ? 16 : labels.length > 12 ? 21 : 27;
  const pitch = lines.some((parts) => parts.length > 1) ? Math.max(single, 32) : single;
  return {
    gutter,
    pitch,
    bar: Math.min(single - (labels.length > 30 ? 4 : 7), 18),
    size,
    label: (row, middle) => {
      const parts = lines[row] ?? [];
      const top = middle - ((parts.length - 1) * (size + 1)) / 2 + size * 0.36;
      return parts
        .map((text, index) =>
          el(
            'text',
            {
              x: gutter,
              y: top + index * (size + 1),
              'font-size': size,
              'text-anchor': 'end',
              class: 'ink',
              fill: '#1b2430',
            },
            html(text),
          ),
        )
        .join('');
    },
  };
}
