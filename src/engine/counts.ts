/** Counts as a plain object, its keys in code-unit order, so that the same counts are the same bytes (law 1). */
export function countsInOrder(counts: ReadonlyMap<string, number>): Record<string, number> {
  const out: Record<string, number> = {};
  for (const key of [...counts.keys()].sort()) out[key] = counts.get(key) as number;
  return out;
}

/** A share in percent, two places, rounded down, so that 100 means all; null of nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 10_000) / whole) / 100;
}
