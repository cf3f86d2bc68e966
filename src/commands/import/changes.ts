import type { RowOutcome } from '../../intake/outcome.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import { type Lang, say } from '../../model/text.js';
import { maskText } from '../../rules/text/personal-data.js';
import { shown } from '../masked.js';

/** One value that a row changes, as output shows it: personal ones masked unless they were asked for. */
export interface Changed {
  /** A declared field, or the name of a column that nobody declared. */
  readonly field: string;
  /** What a person calls it. */
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a row that comes in changes, value by value. */
export function changesOf({ before, extra, set, what }: RowOutcome, lang: Lang, reveal: boolean): readonly Changed[] {
  if (what !== 'created' && what !== 'updated') return [];
  const changes: Changed[] = [];
  for (const key in set) {
    const field = key as FieldKey;
    const value = set[field] ?? null;
    if (value === null) continue;
    const old = shown(field, before?.[field] ?? null, reveal);
    changes.push({ field, name: say(fieldOf(field).name, lang), before: old, after: shown(field, value, reveal) });
  }
  if (extra === undefined || extra === null) return changes;
  const had = before?.extra ? (JSON.parse(before.extra) as Record<string, string>) : {};
  const masked = (value: string | null): string | null => (value === null || reveal ? value : maskText(value));
  for (const [name, value] of Object.entries(JSON.parse(extra) as Record<string, string>))
    if (had[name] !== value)
      changes.push({ field: name, name, before: masked(had[name] ?? null), after: masked(value) });
  return changes;
}
