/** Entries of a heap: a mean weight and two groups. */
export interface Link {
  readonly mean: number;
  readonly a: number;
  readonly b: number;
}

/** Heavier first; of equal ones the smaller group numbers, so that the order never depends on chance. */
const before = (x: Link, y: Link): boolean =>
  x.mean !== y.mean ? x.mean > y.mean : x.a !== y.a ? x.a < y.a : x.b < y.b;

/** A binary heap of links, the heaviest on top. */
export class LinkHeap {
  readonly #links: Link[] = [];

  get size(): number {
    return this.#links.length;
  }

  push(link: Link): void {
    const links = this.#links;
    let at = links.length;
    links.push(link);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(link, links[up]!)) break;
      links[at] = links[up]!;
      at = up;
    }
    links[at] = link;
  }

  pop(): Link | undefined {
    const links = this.#links;
    const top = links[0];
    const last = links.pop();
    if (top === undefined || last === undefined || links.length === 0) return top;
    let at = 0;
    for (;;) {
      let down = at * 2 + 1;
      if (down >= links.length) break;
      if (down + 1 < links.length && before(links[down + 1]!, links[down]!)) down++;
      if (!before(links[down]!, last)) break;
      links[at] = links[down]!;
      at = down;
    }
    links[at] = last;
    return top;
  }
}
