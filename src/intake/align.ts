/**
 * Rows with fewer cells than the header has columns (S4-31). Which column is missing is inferred from what the cells look like; where
 * one place alone fits, the row is read that way with a finding, else it is rejected. Cells are never shifted in silence.
 */
import type { FieldKind } from '../model/fields.js';
import { fieldOf } from '../model/fields.js';
import type { Policy } from '../model/policy.js';
import { parseDate } from '../rules/calendar/day.js';
import { parseAmount } from '../rules/text/amount.js';
import { codeFinder } from '../rules/text/code-list.js';
import { isCompanyLike } from '../rules/text/company-name.js';
import { parseEmail } from '../rules/text/email.js';
import { resolveIndustry } from '../rules/text/industry.js';
import { maskedReason } from '../rules/text/masked.js';
import { isTitleWord, judgePersonName } from '../rules/text/person-name.js';
import { parsePhone } from '../rules/text/phone.js';
import { parseHeadcount } from '../rules/text/quantity.js';
import type { Column } from './headers.js';

/** Where a short row's cells belong, and which columns are missing; null when no single place fits best. */
export interface Alignment {
  readonly cells: readonly string[];
  /** 0-based columns without a cell. */
  readonly missing: readonly number[];
}

/** At most so many cells may be missing from a row that is still read. */
const mostMissing = 2;

/** How well a cell fits a column: 2 it has the form, 0 no evidence, -2 it has the form of something else. */
type Fit = (cell: string) => number;

const isPhoneLike = (cell: string): boolean =>
  parsePhone(cell).kind !== 'invalid' ||
  (/^[\d*xX+()（）\-\s/转]{5,}$/.test(cell) && (/\d{3}/.test(cell) || maskedReason(cell) !== null));

const formOf: Partial<Record<FieldKind, (cell: string) => boolean>> = {
  amount: (cell) => parseAmount(cell).ok,
  code: (cell) => /^[A-Z0-9][A-Z0-9-]{3,}$/i.test(cell) && /\d/.test(cell),
  company: isCompanyLike,
  date: (cell) => parseDate(cell).ok,
  email: (cell) => parseEmail(cell).ok,
  headcount: (cell) => parseHeadcount(cell).ok,
  industry: (cell) => ['alias', 'code', 'exact', 'stem'].includes(resolveIndustry(cell).how),
  party: (cell) => isCompanyLike(cell) || judgePersonName(cell).ok,
  person: (cell) => !isTitleWord(cell) && judgePersonName(cell).ok,
  phone: isPhoneLike,
  title: isTitleWord,
};

/** Kinds whose forms are so plain that a cell which has one does not belong into a column of another kind. */
const telling = ['amount', 'code', 'date', 'email', 'phone', 'title'] as const satisfies readonly FieldKind[];

function fitOf(column: Column, policy: Policy): Fit {
  if (column.to !== 'field' && column.to !== 'contact') return () => 0;
  if (column.to === 'contact') return (cell) => (isPhoneLike(cell) || parseEmail(cell).ok ? 2 : -2);
  const { kind } = fieldOf(column.field);
  if (kind === 'enum') {
    const find = codeFinder(policy, column.field);
    return (cell) => (find(cell) ? 2 : -2);
  }
  const form = formOf[kind];
  if (!form) return (cell) => (telling.some((other) => other !== 'amount' && formOf[other]?.(cell) === true) ? -1 : 0);
  return (cell) => (form(cell) ? 2 : -2);
}

/** Makes the aligner of one file: its columns' fits are prepared once. */
export function aligner(columns: readonly Column[], policy: Policy): (cells: readonly string[]) => Alignment | null {
  const fits = columns.map((column) => fitOf(column, policy));
  return (cells) => {
    const lacking = columns.length - cells.length;
    if (lacking < 1 || lacking > mostMissing || cells.length < 3) return null;
    let winner: { score: number; missing: number[] } | null = null;
    let second = Number.NEGATIVE_INFINITY;
    for (const missing of choices(columns.length, lacking)) {
      let score = 0;
      let at = 0;
      for (let column = 0; column < columns.length; column++) {
        if (missing.includes(column)) continue;
        const cell = (cells[at++] as string).trim();
        if (cell !== '') score += (fits[column] as Fit)(cell);
      }
      if (winner === null || score > winner.score) {
        second = winner?.score ?? second;
        winner = { score, missing };
      } else if (score > second) second = score;
    }
    if (winner === null || winner.score <= 0 || winner.score - second < 2) return null;
    const whole: string[] = [];
    let at = 0;
    for (let column = 0; column < columns.length; column++)
      whole.push(winner.missing.includes(column) ? '' : (cells[at++] as string));
    return { cells: whole, missing: winner.missing };
  };
}

/** Every way to leave out `k` of `n` columns, in order. */
function* choices(n: number, k: number, from = 0): IterableIterator<number[]> {
  if (k === 0) yield [];
  else for (let i = from; i <= n - k; i++) for (const rest of choices(n, k - 1, i + 1)) yield [i, ...rest];
}
