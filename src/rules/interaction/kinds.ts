import type { InteractionKind, Policy } from '../../model/policy.js';
import { fold } from '../text/unicode.js';

const key = (word: string): string => fold(word).toLowerCase();

/** Finds a kind of interaction by the handbooks' word, code, English name or alias (S2-48), ignoring width, case and spaces. */
export function kindFinder(policy: Policy): (word: string) => InteractionKind | null {
  const known = new Map<string, InteractionKind>();
  for (const kind of policy.interactions.kinds)
    for (const word of [kind.value, kind.code, kind.en, ...kind.aliases])
      if (!known.has(key(word))) known.set(key(word), kind);
  return (word) => known.get(key(word)) ?? null;
}
