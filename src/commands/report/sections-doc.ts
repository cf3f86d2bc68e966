/** Sections of figures as a document and as JSON: the same figures, under the same ids, in every format. */
import * as z from 'zod';
import type { Drawing, Figure, Section, Term } from '../../engine/report/figure.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Block, Cell, Chart, Kpi, RowsPath } from '../../output/document.js';

const words = {
  figure: { zh: '指标', en: 'figure' },
  value: { zh: '数值', en: 'value' },
  unit: { zh: '单位', en: 'unit' },
  id: { zh: '代号', en: 'id' },
  from: { zh: '计数依据', en: 'counted from' },
  none: { zh: '无记录', en: 'not recorded' },
  days: { zh: '天', en: 'days' },
  month: { zh: '月份', en: 'month' },
  from2: { zh: '从', en: 'from' },
  distinct: { zh: '不同的 {column}', en: 'different {column}' },
  sum: { zh: '{column} 之和', en: 'sum of {column}' },
} as const satisfies Record<string, Text>;

const termJson = z.object({
  rows: z.string().describe('The file rows/NAME.csv beside the report'),
  where: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  distinct: z.string().optional().describe('Different words of this column are counted'),
  sum: z.string().optional().describe('This column is summed'),
  minus: z.literal(true).optional(),
});

/** JSON of sections: each figure with how it is counted from the rows. */
export const sectionsJson = z.array(
  z.object({
    id: z.string(),
    figures: z.array(
      z.object({
        id: z.string(),
        value: z.number().nullable().describe('null: nothing was recorded, or there is nothing to divide by'),
        unit: z.enum(['%', 'days']).optional(),
        terms: z.array(termJson).describe('Added up, they are the figure; with per, these by those'),
        per: z.array(termJson).optional(),
      }),
    ),
  }),
);

/** The figures of sections as plain data. */
export const sectionsData = (sections: readonly Section[]) =>
  sections.map(({ id, figures }) => ({
    id,
    figures: figures.map(({ id: name, value, unit, terms, per }) => ({
      ...{ id: name, value, terms },
      ...(unit !== undefined && { unit }),
      ...(per !== undefined && { per }),
    })),
  }));

/** Sections as parts of a report; `pathOf` tells where rows are, when they are written beside it. */
export function sectionBlocks(
  sections: readonly Section[],
  lang: Lang,
  pathOf: ((name: string) => RowsPath) | null,
): readonly Block[] {
  const t = (text: Text) => say(text, lang);
  return sections.flatMap((section): Block[] => {
    const { title, note, figures, rows, drawing } = section;
    const [main] = rows;
    const behind = pathOf !== null && main !== undefined ? { rowsFile: pathOf(main) } : {};
    return [
      { kind: 'heading', level: 2, text: t(title) },
      { kind: 'paragraph', text: t(note) },
      ...(drawing === undefined ? [] : charts(section, drawing, lang, behind)),
      {
        kind: 'table',
        caption: t(title),
        columns: [
          { key: 'figure', label: t(words.figure), align: 'left', wrap: true },
          { key: 'value', label: t(words.value), align: 'right' },
          { key: 'unit', label: t(words.unit), align: 'left' },
          { key: 'id', label: t(words.id), align: 'left', wrap: true },
          ...(pathOf === null ? [] : [{ key: 'from', label: t(words.from), align: 'left' as const, wrap: true }]),
        ],
        rows: figures.map((figure) => [
          t(figure.label),
          valueCell(figure, lang),
          figure.unit === undefined ? '' : figure.unit === 'days' ? t(words.days) : figure.unit,
          figure.id,
          ...(pathOf === null ? [] : [recipe(figure, lang)]),
        ]),
        ...behind,
      },
    ];
  });
}

/** These figures before all sections, as key figures. */
export function headlines(
  sections: readonly Section[],
  ids: readonly string[],
  lang: Lang,
  pathOf: ((name: string) => RowsPath) | null,
): readonly Block[] {
  const items = ids.flatMap((id): Kpi[] => {
    const section = sections.find(({ figures }) => figures.some((figure) => figure.id === id));
    const figure = section?.figures.find((one) => one.id === id);
    if (figure === undefined) return [];
    const { label, value, unit, alarm, terms } = figure;
    return [
      {
        label: say(label, lang),
        value: value ?? '–',
        ...(unit === '%' && { unit }),
        ...(alarm && (value ?? 0) > 0 && { tone: 'warn' as const }),
        ...(pathOf !== null && terms[0] !== undefined && { rowsFile: pathOf(terms.at(-1)?.rows ?? terms[0].rows) }),
      },
    ];
  });
  return items.length === 0 ? [] : [{ kind: 'kpis', items }];
}

function valueCell({ value, alarm }: Figure, lang: Lang): Cell {
  if (value === null) return { text: say(words.none, lang), tone: 'muted' };
  return alarm && value > 0 ? { text: value, tone: 'warn' } : value;
}

/** How a figure is counted, in signs: the file, its conditions, and what is counted. */
function recipe({ terms, per }: Figure, lang: Lang): string {
  const all = (list: readonly Term[]) =>
    list.map((term, i) => `${term.minus ? '− ' : i > 0 ? '+ ' : ''}${termText(term, lang)}`).join(' ');
  return per === undefined ? all(terms) : `(${all(terms)}) ÷ (${all(per)})`;
}

function termText({ rows, where = {}, distinct, sum }: Term, lang: Lang): string {
  const conditions = Object.entries(where).map(
    ([column, value]) => `${column}=${typeof value === 'string' ? value : value.join('|')}`,
  );
  const what =
    distinct !== undefined
      ? say(words.distinct, lang, { column: distinct })
      : sum !== undefined
        ? say(words.sum, lang, { column: sum })
        : '';
  return [`${rows}.csv`, conditions.length > 0 ? `[${conditions.join(', ')}]` : '', what].filter(Boolean).join(' ');
}

type Behind = { readonly rowsFile?: RowsPath };

function charts({ title, figures }: Section, drawing: Drawing, lang: Lang, behind: Behind): readonly Block[] {
  const t = (text: Text) => say(text, lang);
  const chart = (one: Chart): Block => ({ kind: 'chart', chart: { ...one, ...behind } });
  if (drawing.type === 'heat')
    return drawing.maps.map(({ title: name, rows, columns, cells }) =>
      chart({
        type: 'heat',
        title: t(name),
        labelHeading: t(words.from2),
        labels: rows.map(t),
        series: columns.map((column, at) => ({ name: t(column), values: cells.map((row) => row[at] ?? 0) })),
      }),
    );
  if (drawing.type === 'line')
    return [
      chart({
        type: 'line',
        title: t(title),
        labelHeading: t(words.month),
        labels: drawing.labels,
        series: drawing.lines.map(({ name, values }) => ({ name: t(name), values })),
        unit: '%',
        max: 100,
      }),
    ];
  const shown = drawing.of.flatMap((id) => figures.find((figure) => figure.id === id) ?? []);
  if (shown.length === 0) return [];
  return [
    chart({
      type: drawing.type,
      title: t(title),
      labelHeading: t(words.figure),
      labels: shown.map(({ label }) => t(label)),
      series: [{ name: t(words.value), values: shown.map(({ value }) => value) }],
      ...(drawing.unit !== undefined && { unit: drawing.unit, ...(drawing.type === 'bar' && { max: 100 }) }),
    }),
  ];
}
