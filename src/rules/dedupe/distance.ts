import type { Values } from './kind.js';

/** Rows of the distance table, used again: values longer than this are compared by their beginnings. */
const LONGEST = 64;
const rows = [new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1), new Uint8Array(LONGEST + 1)];

/** Length of a value, in UTF-16 units. */
export const lengthOf = ({ starts }: Values, value: number): number => starts[value + 1]! - starts[value]!;

/**
 * Edit distance of two values with exchanged neighbours as one edit (optimal string alignment), or `limit` + 1 when it is
 * greater. Symmetric.
 */
export function editDistance(values: Values, a: number, b: number, limit: number): number {
  const { starts } = values;
  return editDistanceOf(values.chars, starts[a]!, starts[a + 1]!, starts[b]!, starts[b + 1]!, limit);
}

/** The same of two ranges of one array. */
export function editDistanceOf(
  chars: Uint16Array,
  fromA: number,
  toA: number,
  fromB: number,
  toB: number,
  limit: number,
): number {
  let a = fromA;
  let b = fromB;
  let endA = Math.min(toA, a + LONGEST);
  let endB = Math.min(toB, b + LONGEST);
  if (Math.abs(endA - a - (endB - b)) > limit) return limit + 1;
  while (a < endA && b < endB && chars[a] === chars[b]) {
    a++;
    b++;
  }
  while (a < endA && b < endB && chars[endA - 1] === chars[endB - 1]) {
    endA--;
    endB--;
  }
  const m = endA - a;
  const n = endB - b;
  if (m === 0 || n === 0) return Math.min(m + n, limit + 1);
  if (m === 1 && n === 1) return 1;
  if (limit === 1) return m === 2 && n === 2 && chars[a] === chars[b + 1] && chars[a + 1] === chars[b] ? 1 : 2;
  let before = rows[0]!;
  let last = rows[1]!;
  let now = rows[2]!;
  for (let j = 0; j <= n; j++) last[j] = j;
  for (let i = 1; i <= m; i++) {
    const unit = chars[a + i - 1];
    now[0] = i;
    let least = i;
    for (let j = 1; j <= n; j++) {
      const other = chars[b + j - 1];
      let cost = last[j - 1]! + (unit === other ? 0 : 1);
      if (last[j]! + 1 < cost) cost = last[j]! + 1;
      if (now[j - 1]! + 1 < cost) cost = now[j - 1]! + 1;
      if (i > 1 && j > 1 && unit === chars[b + j - 2] && chars[a + i - 2] === other && before[j - 2]! + 1 < cost)
        cost = before[j - 2]! + 1;
      now[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    const spare = before;
    before = last;
    last = now;
    now = spare;
  }
  return Math.min(last[n]!, limit + 1);
}

const seenA = new Uint8Array(LONGEST);
const seenB = new Uint8Array(LONGEST);

/** Jaro–Winkler similarity of two values, 0–1, for names in an alphabet. Symmetric. */
export function jaroWinkler({ chars, starts }: Values, first: number, second: number): number {
  const swap = starts[first + 1]! - starts[first]! > starts[second + 1]! - starts[second]!;
  const a = starts[swap ? second : first]!;
  const b = starts[swap ? first : second]!;
  const m = Math.min(starts[(swap ? second : first) + 1]! - a, LONGEST);
  const n = Math.min(starts[(swap ? first : second) + 1]! - b, LONGEST);
  if (m === 0 || n === 0) return 0;
  const reach = Math.max((n >> 1) - 1, 0);
  seenA.fill(0, 0, m);
  seenB.fill(0, 0, n);
  let matches = 0;
  for (let i = 0; i < m; i++) {
    const to = Math.min(i + reach, n - 1);
    for (let j = Math.max(i - reach, 0); j <= to; j++) {
      if (seenB[j] === 1 || chars[a + i] !== chars[b + j]) continue;
      seenA[i] = 1;
      seenB[j] = 1;
      matches++;
      break;
    }
  }
  if (matches === 0) return 0;
  let exchanged = 0;
  let j = 0;
  for (let i = 0; i < m; i++) {
    if (seenA[i] === 0) continue;
    while (seenB[j] === 0) j++;
    if (chars[a + i] !== chars[b + j]) exchanged++;
    j++;
  }
  const jaro = (matches / m + matches / n + (matches - exchanged / 2) / matches) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < m && chars[a + prefix] === chars[b + prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** Share of common character pairs (Dice, each pair once at most), 0–1. Symmetric. */
export function bigramDice({ chars, starts }: Values, a: number, b: number): number {
  const fromA = starts[a]!;
  const fromB = starts[b]!;
  const m = Math.min(starts[a + 1]! - fromA, LONGEST) - 1;
  const n = Math.min(starts[b + 1]! - fromB, LONGEST) - 1;
  if (m < 1 || n < 1) return 0;
  seenB.fill(0, 0, n);
  let common = 0;
  for (let i = 0; i < m; i++) {
    const x = chars[fromA + i];
    const y = chars[fromA + i + 1];
    for (let j = 0; j < n; j++) {
      if (seenB[j] === 1 || chars[fromB + j] !== x || chars[fromB + j + 1] !== y) continue;
      seenB[j] = 1;
      common++;
      break;
    }
  }
  return (2 * common) / (m + n);
}

/** Which characters a text has, one bit a letter: two texts can be told apart by it before their characters are compared. */
export function charMask(text: string): number {
  let mask = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    mask |=
      1 <<
      (unit >= 97 && unit <= 122
        ? unit - 97
        : unit >= 48 && unit <= 57
          ? 26 + (unit & 3)
          : unit === 32
            ? 30
            : unit % 30);
  }
  return mask;
}

function bits(mask: number): number {
  let v = mask - ((mask >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The least edits between two texts with these masks. */
export const leastEdits = (maskA: number, maskB: number): number =>
  Math.max(bits(maskA & ~maskB), bits(maskB & ~maskA));

/** The greatest Jaro–Winkler similarity that two values with these masks can have. */
export function mostLikeness(values: Values, a: number, b: number, maskA: number, maskB: number): number {
  const { chars, starts } = values;
  const lengthA = lengthOf(values, a);
  const lengthB = lengthOf(values, b);
  const matches = Math.min(lengthA - bits(maskA & ~maskB), lengthB - bits(maskB & ~maskA));
  if (matches <= 0) return 0;
  const jaro = (matches / lengthA + matches / lengthB + 1) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < matches && chars[starts[a]! + prefix] === chars[starts[b]! + prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}
