/**
 * Shares a sample out over strata (S2-41): in proportion to their sizes, by largest remainders, and at least one of each where the sample is large enough. What
 * would come to less than one gets one, and the rest is shared among the others. Equal remainders go to the larger stratum, then to the one that stands first.
 *
 * @param populations sizes of the strata, whole and above 0
 * @param size how many to draw; the whole population where it is smaller
 * @returns how many of each, together `size` or everybody, never more than there are
 */
export function allocate(populations: readonly number[], size: number): readonly number[] {
  const all = sum(populations);
  if (size >= all) return populations;
  if (size < populations.length) return largestRemainders(populations, size);
  const given = new Map<number, number>();
  for (;;) {
    const open = populations.flatMap((n, i) => (given.has(i) ? [] : [{ n, i }]));
    const rest = size - given.size;
    const of = sum(open.map(({ n }) => n));
    const small = open.filter(({ n }) => n * rest < of);
    if (small.length === 0) {
      const shares = largestRemainders(
        open.map(({ n }) => n),
        rest,
      );
      for (const [at, { i }] of open.entries()) given.set(i, shares[at] as number);
      return populations.map((_, i) => given.get(i) as number);
    }
    for (const { i } of small) given.set(i, 1);
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function largestRemainders(populations: readonly number[], size: number): readonly number[] {
  const all = sum(populations);
  const shares = populations.map((n) => Math.floor((n * size) / all));
  const order = populations
    .map((n, i) => ({ n, i, left: (n * size) % all }))
    .sort((a, b) => b.left - a.left || b.n - a.n || a.i - b.i);
  for (const { i } of order.slice(0, size - sum(shares))) shares[i] = (shares[i] as number) + 1;
  return shares;
}
