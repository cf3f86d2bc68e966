/** What an import is told by options about all rows of its file, and how a rejects file keeps it for the rows that it carries. */
import { cellValue } from '../files/formula.js';
import type { FieldKey } from '../model/fields.js';
import type { FieldValues } from '../model/plan.js';

/** Fields that can be told for a whole file: where it came from (S0-05), and the consent that it rests on (S0-06). */
export const toldFields = [
  'source',
  'consent_at',
  'consent_purpose',
  'consent_evidence',
] as const satisfies readonly FieldKey[];

/** What was told, as a cell; null where nothing was. */
export function toldCell(told: FieldValues): string | null {
  const pairs = toldFields.flatMap((field) => (told[field] ? [[field, told[field]] as const] : []));
  return pairs.length === 0 ? null : JSON.stringify(Object.fromEntries(pairs));
}

/** What a cell of that column tells; a cell that somebody spoiled tells nothing. */
export function toldOf(cell: string): FieldValues {
  const text = cellValue(cell);
  if (text === null) return {};
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return {};
  }
  const told: { [K in FieldKey]?: string } = {};
  for (const field of toldFields) {
    const value = (read as Record<string, unknown> | null)?.[field];
    if (typeof value === 'string' && value.trim() !== '') told[field] = value;
  }
  return told;
}
