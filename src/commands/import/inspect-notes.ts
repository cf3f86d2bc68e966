import type { InspectNote } from '../../intake/inspect/inspect.js';
import { type Severity, severities } from '../../model/finding.js';
import type { Data } from '../../model/text.js';
import { commonData } from '../shared.js';

/** Something that an inspection says of a cell, a row, a column or the file. */
export interface Said {
  readonly code: InspectNote['code'];
  readonly line: number | null;
  readonly record: number | null;
  readonly column: number | null;
  readonly header: string | null;
  readonly data: Data;
}

/** What was said in one way of one column: how often, on which lines first, with the data of the first. */
export interface Saying {
  readonly code: Said['code'];
  readonly severity: Severity;
  readonly header: string | null;
  count: number;
  readonly lines: number[];
  data: Data;
}

/** Gathers what is said by code and column (100,000 equal faults are one line and a count). */
export class Sayings {
  readonly #byKey = new Map<string, Saying>();

  add({ code, column, data, header, line }: Said, severity: Severity): void {
    const key = `${code} ${column ?? ''}`;
    let saying = this.#byKey.get(key);
    if (saying === undefined) {
      saying = { code, severity, header, count: 0, lines: [], data };
      this.#byKey.set(key, saying);
    } else if (saying.data.value === undefined && saying.data !== data) saying.data = commonData(saying.data, data);
    saying.count++;
    if (line !== null && saying.lines.length < 5) saying.lines.push(line);
  }

  /** How many findings of each severity. */
  counts(): Record<Severity, number> {
    const counts = { error: 0, warning: 0, info: 0 };
    for (const { count, severity } of this.#byKey.values()) counts[severity] += count;
    return counts;
  }

  /** Heaviest first, then the most frequent. */
  sorted(): Saying[] {
    const weight = (saying: Saying) => severities.indexOf(saying.severity);
    return [...this.#byKey.values()].sort((a, b) => weight(b) - weight(a) || b.count - a.count);
  }
}
