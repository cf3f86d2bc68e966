/** Counts a report's figures again, from the rows beside it and nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** A term of a figure, as the JSON of a report has it. */
export interface JsonTerm {
  readonly rows: string;
  readonly where?: Readonly<Record<string, string | readonly string[]>>;
  readonly distinct?: string;
  readonly sum?: string;
  readonly minus?: true;
}

/** A figure, as the JSON of a report has it. */
export interface JsonFigure {
  readonly id: string;
  readonly value: number | null;
  readonly unit?: '%' | 'days';
  readonly terms: readonly JsonTerm[];
  readonly per?: readonly JsonTerm[];
}

type Cells = Record<string, string>;

/** Counts from the row files of a folder, each read once. */
export function recounter(folder: string): (figure: JsonFigure) => number | null {
  const files = new Map<string, readonly Cells[]>();
  const rowsOf = (name: string): readonly Cells[] => {
    let rows = files.get(name);
    if (rows === undefined) {
      const text = readFileSync(join(folder, 'rows', `${name}.csv`), 'utf8');
      rows = parse(text, { bom: true, columns: true, trim: true }) as Cells[];
      files.set(name, rows);
    }
    return rows;
  };
  return recount(rowsOf);
}

/** Counts from rows by the name of their file. */
export function recount(rowsOf: (name: string) => readonly Cells[]): (figure: JsonFigure) => number | null {
  const count = ({ rows: name, where = {}, distinct, sum, minus }: JsonTerm): number | null => {
    const found = rowsOf(name).filter((row) =>
      Object.entries(where).every(([column, words]) => {
        if (row[column] === undefined) throw new Error(`${name}.csv has no column ${column}`);
        return typeof words === 'string' ? row[column] === words : words.includes(row[column]);
      }),
    );
    let value = found.length;
    if (distinct !== undefined) value = new Set(found.map((row) => row[distinct])).size;
    else if (sum !== undefined) {
      // Where a row was not written, or says nothing, nothing is known.
      if (name === 'trend' && found.every((row) => row[sum] === '')) return null;
      value = found.reduce((all, row) => all + Number(row[sum]), 0);
    }
    return minus ? -value : value;
  };
  const total = (terms: readonly JsonTerm[]): number | null =>
    terms.reduce<number | null>((all, term) => {
      const one = count(term);
      return all === null || one === null ? null : all + one;
    }, 0);
  return ({ terms, per, unit }) => {
    const value = total(terms);
    if (per === undefined || value === null) return value;
    const whole = total(per);
    if (whole === null || whole === 0) return null;
    return unit === '%' ? Math.floor((value * 10_000) / whole) / 100 : Math.floor(value / whole);
  };
}
