import type { CodeValue, Policy } from '../../model/policy.js';
import { fold } from './unicode.js';

/** A word found in a code list: the entry, and whether it was written as the handbook writes it. */
export interface CodeHit {
  readonly entry: CodeValue;
  readonly exact: boolean;
}

/** The handbook's word for a code of a field's list; the code itself where the list does not have it. */
export const codeWord = (policy: Policy, field: string, code: string): string =>
  policy.codes[field]?.values.find((entry) => entry.code === code)?.value ?? code;

const key = (word: string): string => fold(word).toLowerCase();

const finders = new WeakMap<Policy, Map<string, (raw: string) => CodeHit | null>>();

/**
 * Finds words of a field's code list, by the handbook's word, code, English name or alias (C10), ignoring width, case and spaces.
 * Built once per policy and field; null for a word that the list does not know or a field without a list.
 */
export function codeFinder(policy: Policy, field: string): (raw: string) => CodeHit | null {
  let byField = finders.get(policy);
  if (!byField) {
    byField = new Map();
    finders.set(policy, byField);
  }
  const known = byField.get(field);
  if (known) return known;
  const hits = new Map<string, CodeHit>();
  const values = policy.codes[field]?.values ?? [];
  for (const entry of values) hits.set(entry.value, { entry, exact: true });
  for (const entry of values) {
    for (const word of [entry.value, entry.code, entry.en, ...entry.aliases]) {
      if (!hits.has(key(word))) hits.set(key(word), { entry, exact: false });
    }
  }
  const find = (raw: string) => hits.get(raw) ?? hits.get(key(raw)) ?? null;
  byField.set(field, find);
  return find;
}
