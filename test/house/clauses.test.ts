import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cited } from '../../scripts/gen/citations.js';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'clauses.md'), 'utf8');
/** Clause → what bears it and what tests it, as the page has it. */
const rows = new Map(
  page
    .split('\n')
    .filter((line) => /^\| [SCL]\d/.test(line))
    .map((line) => line.slice(2, -2).split(' | '))
    .map((cells) => [cells[0] as string, { bears: cells[5] as string, tests: cells[6] as string }]),
);

/** In brackets; not written so, for the page reads this file for citations, too. */
const titled = (list: string): string => `[${list}]`;

/** The clauses on validation, classification, numbering and dormancy of records, and the contradictions that touch records. */
const ofRecords =
  'S0-01, S0-04..S0-09, S0-13..S0-16, S0-29, S0-34, S1-07..S1-11, S2-01, S2-02, S2-04..S2-07, S2-13..S2-16, S2-18, S2-42, S2-47, S2-48, ' +
  'S3-01, S3-03..S3-09, S3-15..S3-20, S3-27, S4-03..S4-05, S4-09..S4-13, S4-15, S4-26..S4-35, S4-38, S4-39, C01..C21';

describe('docs/clauses.md', () => {
  it.each([...cited(titled(ofRecords))])('%s has something that bears it, and a test', (id) => {
    expect(rows.get(id)?.bears).not.toBe('');
    expect(rows.get(id)?.tests).not.toBe('');
  });
});

describe('citations', () => {
  const found = (...lists: string[]) => [...cited(`it('${lists.map(titled).join(' and ')}')`)];

  it('are ids alone in brackets, several or a range', () => {
    expect(found('S0-29', 'S4-34, C20', 'C01..C03')).toEqual(['S0-29', 'S4-34', 'C20', 'C01', 'C02', 'C03']);
  });

  it('are neither codes of industries nor ids in running text', () => {
    expect(found("'C14'", 'C14x', "'S4-10', 'C21'")).toEqual([]);
    expect([...cited('S0-29 (C16)')]).toEqual([]);
  });

  it.each(['S0-01..S1-04', 'C05..C02'])('%s is no range', (range) => {
    expect(() => found(range)).toThrow(RangeError);
  });
});
