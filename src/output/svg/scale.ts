/** Ticks of an axis and the scale that they span. */
interface Axis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/**
 * A scale from at most `low` to at least `high` with about four round steps (1, 2, 5 times a power of ten; whole ones if `whole`).
 * Only multiplication and division are used: logarithms differ between machines in the last bit, and the bytes must not.
 */
export function niceAxis(low: number, high: number, whole: boolean): Axis {
  const span = high > low ? high - low : Math.abs(high) || 1;
  let power = 1;
  while (power * 10 <= span) power *= 10;
  while (power > span) power /= 10;
  const steps = [power / 10, power / 5, power / 2, power, power * 2].filter((step) => !whole || step >= 1);
  const step = steps.find((size) => span / size <= 5) ?? power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  const ticks: number[] = [];
  for (let index = first; index <= last; index += 1) ticks.push(Number((index * step).toPrecision(12)));
  return { low: ticks[0] ?? low, high: ticks.at(-1) ?? high, ticks };
}
