/** What an import is told about all rows of its file besides their cells, and how rows that did not come in keep it: as a cell of their own. */
import { cellValue } from '../files/formula.js';
import type { FieldKey } from '../model/fields.js';
import type { FieldValues } from '../model/plan.js';
import type { RowValues } from './row.js';

/** Fields that can be told for a whole file by options: where it came from (S0-05), and the consent that it rests on (S0-06). */
export const toldFields = [
  'source',
  'consent_at',
  'consent_purpose',
  'consent_evidence',
] as const satisfies readonly FieldKey[];

/** What was told of these fields, as a cell; null where nothing was. */
export function toldCell(told: FieldValues, fields: readonly FieldKey[] = toldFields): string | null {
  const pairs = fields.flatMap((field) => (told[field] ? [[field, told[field]] as const] : []));
  return pairs.length === 0 ? null : JSON.stringify(Object.fromEntries(pairs));
}

/** What such a cell tells of these fields; a cell that somebody spoiled tells nothing. */
export function toldOf(cell: string, fields: readonly FieldKey[] = toldFields): FieldValues {
  const text = cellValue(cell);
  if (text === null) return {};
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return {};
  }
  const told: { [K in FieldKey]?: string } = {};
  for (const field of fields) {
    const value = (read as Record<string, unknown> | null)?.[field];
    if (typeof value === 'string' && value.trim() !== '') told[field] = value;
  }
  return told;
}

/** A row's values, and where they are blank what was told; who is named first goes first. */
export function filledIn(set: RowValues, ...tellers: readonly FieldValues[]): RowValues {
  const filled = { ...set };
  for (const told of tellers)
    for (const [key, value] of Object.entries(told) as [FieldKey, string | null][]) filled[key] ??= value;
  return filled;
}
