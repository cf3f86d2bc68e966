import { asciiForm } from './ascii-form.js';

/**
 * Levenshtein distance in code points (𠮷 is one), bounded: a distance above `limit` is returned as limit + 1, which saves
 * the rest of the work.
 */
export function distance(a: string, b: string, limit: number = Number.MAX_SAFE_INTEGER - 1): number {
  if (a === b) return 0;
  const from = Array.from(a);
  const to = Array.from(b);
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let row = to.map((_, j) => j + 1);
  for (let i = 0; i < from.length; i += 1) {
    const next: number[] = [];
    let left = i + 1;
    let diagonal = i;
    let best = left;
    for (let j = 0; j < to.length; j += 1) {
      const above = row[j]!;
      left = Math.min(above + 1, left + 1, diagonal + (from[i] === to[j] ? 0 : 1));
      diagonal = above;
      next.push(left);
      if (left < best) best = left;
    }
    if (best > limit) return limit + 1;
    row = next;
  }
  return Math.min(row[to.length - 1] ?? from.length, limit + 1);
}

/**
 * The allowed value nearest to a value that is none of them, to be suggested in a finding: 战略型 → 战略合作型, 合作中 →
 * 合作中客户. Spaces, width and letter case do not count. A value is near when less than half of the longer text differs, or
 * when one of two or more characters is a part of the other. Null when nothing is near or two are equally near.
 */
export function nearest(value: string, allowed: readonly string[]): string | null {
  const wanted = keyOf(value);
  if (wanted === '') return null;
  // No code list has values that long; a note in the wrong column has no nearest value.
  if (wanted.length > 64) return null;
  let found: string | null = null;
  let lowest = Number.POSITIVE_INFINITY;
  for (const candidate of allowed) {
    const key = keyOf(candidate);
    if (key === wanted) return candidate;
    const d = distance(wanted, key, lowest);
    const length = Math.max(Array.from(wanted).length, Array.from(key).length);
    if (d * 2 >= length && !isPart(wanted, key) && !isPart(key, wanted)) continue;
    if (d < lowest) {
      found = candidate;
      lowest = d;
    } else if (d === lowest) found = null;
  }
  return found;
}

function isPart(part: string, whole: string): boolean {
  return Array.from(part).length >= 2 && whole.includes(part);
}

function keyOf(s: string): string {
  return asciiForm(s).replace(/\s+/g, '').toLowerCase();
}
