import type { FieldKey } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { codeFinder } from './code-list.js';

/** Fields that may hold several words at once: an old customer may be a high-value one too (S1-08, C21). */
export const SEVERAL: ReadonlySet<FieldKey> = new Set<FieldKey>(['customer_type']);

/** What stands between several words in one cell. */
export const SEPARATOR = /\s*[,，、;；/|+&]\s*/;

/** Several codes as one value: joined by + in the order of the field's code list, each once, so that equal sets are equal texts. */
export function joinCodes(policy: Policy, field: FieldKey, codes: readonly string[]): string {
  const order = policy.codes[field]?.values ?? [];
  return order
    .map(({ code }) => code)
    .filter((code) => codes.includes(code))
    .join('+');
}

/** Reads a cell of one or several words as joined codes; null when it holds a word that the code list does not know. */
export function severalCodes(policy: Policy, field: FieldKey): (raw: string) => string | null {
  const find = codeFinder(policy, field);
  return (raw) => {
    const whole = find(raw);
    if (whole) return whole.entry.code;
    const codes: string[] = [];
    for (const word of raw.split(SEPARATOR)) {
      if (word.trim() === '') continue;
      const hit = find(word);
      if (!hit) return null;
      codes.push(hit.entry.code);
    }
    return codes.length === 0 ? null : joinCodes(policy, field, codes);
  };
}
