import type { CustomerId } from '../../model/customer.js';
import type { Roll } from './roll.js';

/** Conditions on the columns of a row file: each one of these words. */
export type Where = Readonly<Record<string, string | readonly string[]>>;

/** Numbers of 32 bits one after the other, in pieces: a long list is never copied to grow. */
class Numbers {
  readonly #pieces: Uint32Array[] = [];
  size = 0;

  push(value: number): void {
    const at = this.size & 0xffff;
    if (at === 0) this.#pieces.push(new Uint32Array(0x10000));
    (this.#pieces.at(-1) as Uint32Array)[at] = value;
    this.size++;
  }

  at(index: number): number {
    return this.#pieces[index >>> 16]?.[index & 0xffff] ?? 0;
  }
}

/** Rows that say the same but for the customer. */
interface Same {
  readonly cells: readonly string[];
  count: number;
}

const SEPARATOR = '\u001f';

/** Codes by word after word: to look words up that were seen before is quicker than to join them. */
type Node = Map<string, Node | number>;

/**
 * The rows behind figures: each a customer, or nobody in particular, and some words. What many rows say is kept once, so that a row takes eight
 * bytes, or none where only their number is asked for.
 */
export class RowSet {
  readonly name: string;
  readonly columns: readonly string[];
  /** What the first columns are: a customer with its owner, two customers, or nothing. */
  readonly about: 'customer' | 'nobody' | 'pair';
  readonly #keep: boolean;
  readonly #codes: Node = new Map();
  readonly #same: Same[] = [];
  readonly #rows = new Numbers();
  readonly #ids = new Numbers();
  readonly #others = new Numbers();

  /** @param keep whether the rows will be asked for, besides their number */
  constructor(name: string, columns: readonly string[], about: RowSet['about'], keep: boolean) {
    this.name = name;
    this.columns = columns;
    this.about = about;
    this.#keep = keep;
  }

  /** The head of the file. */
  get header(): readonly string[] {
    if (this.about === 'customer') return ['customer', 'owner', ...this.columns];
    return this.about === 'pair' ? ['customer', 'other', ...this.columns] : this.columns;
  }

  /** Adds a row; id 0 is nobody. */
  add(cells: readonly string[], id: CustomerId = 0, other: CustomerId = 0): void {
    const code = this.#codeOf(cells);
    (this.#same[code] as Same).count++;
    if (!this.#keep) return;
    this.#rows.push(code);
    if (this.about !== 'nobody') this.#ids.push(id);
    if (this.about === 'pair') this.#others.push(other);
  }

  /** How many rows there are under a condition on their words. */
  count(where: Where = {}): number {
    return this.#sum(where, () => 1);
  }

  /** The sum of a column of numbers over the rows under a condition; blank counts nothing. */
  sum(column: string, where: Where = {}): number {
    const at = this.columns.indexOf(column);
    return this.#sum(where, (cells) => Number(cells[at] ?? 0));
  }

  /** Every different word of some columns, with how many rows have it, in the order of the words. */
  groups(
    columns: readonly string[],
    where: Where = {},
  ): readonly { readonly words: readonly string[]; count: number }[] {
    const places = columns.map((column) => this.columns.indexOf(column));
    const found = new Map<string, { readonly words: readonly string[]; count: number }>();
    for (const { cells, count } of this.#under(where)) {
      const words = places.map((at) => cells[at] ?? '');
      const key = words.join(SEPARATOR);
      const one = found.get(key);
      if (one === undefined) found.set(key, { words, count });
      else one.count += count;
    }
    return [...found.keys()].sort().map((key) => found.get(key) as { words: readonly string[]; count: number });
  }

  /** The rows as they stand in the file, in the order in which they came. */
  *rows(roll: Roll): IterableIterator<readonly string[]> {
    for (let i = 0; i < this.#rows.size; i++) {
      const { cells } = this.#same[this.#rows.at(i)] as Same;
      if (this.about === 'nobody') yield cells;
      else {
        const id = this.#ids.at(i);
        const second = this.about === 'pair' ? roll.numberOf(this.#others.at(i)) : roll.ownerOf(id);
        yield [roll.numberOf(id), second, ...cells];
      }
    }
  }

  #codeOf(cells: readonly string[]): number {
    let node = this.#codes;
    const end = cells.length - 1;
    for (let i = 0; i < end; i++) {
      let next = node.get(cells[i] as string) as Node | undefined;
      if (next === undefined) {
        next = new Map();
        node.set(cells[i] as string, next);
      }
      node = next;
    }
    let code = node.get(cells[end] as string) as number | undefined;
    if (code === undefined) {
      code = this.#same.push({ cells: [...cells], count: 0 }) - 1;
      node.set(cells[end] as string, code);
    }
    return code;
  }

  #under(where: Where): readonly Same[] {
    const conditions = Object.entries(where).map(([column, words]) => {
      const at = this.columns.indexOf(column);
      if (at < 0) throw new RangeError(`${this.name} has no column ${column}`);
      return { at, words: typeof words === 'string' ? [words] : words };
    });
    return this.#same.filter(({ cells }) => conditions.every(({ at, words }) => words.includes(cells[at] as string)));
  }

  #sum(where: Where, of: (cells: readonly string[]) => number): number {
    let sum = 0;
    for (const { cells, count } of this.#under(where)) sum += count * of(cells);
    return sum;
  }
}
