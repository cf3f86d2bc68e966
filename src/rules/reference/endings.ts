import { UnitSet } from '../unit-set.js';

interface Node {
  readonly next: Map<number, Node>;
  /** The word that is complete here, read from its last character to its first. */
  word: string | null;
}

/** Words that are looked for at the end of a text or before a position in it, in one walk backwards over its UTF-16 units. */
export class Endings {
  private readonly root: Node = { next: new Map(), word: null };
  /** Last characters of the words; most texts end with another one. */
  private readonly lasts = new UnitSet();
  private covered = new Uint8Array(64);

  constructor(words: Iterable<string>) {
    for (const word of words) {
      let node = this.root;
      for (let i = word.length - 1; i >= 0; i--) {
        const unit = word.charCodeAt(i);
        let next = node.next.get(unit);
        if (next === undefined) {
          next = { next: new Map(), word: null };
          node.next.set(unit, next);
        }
        node = next;
      }
      node.word = word;
      this.lasts.add(word.charCodeAt(word.length - 1));
    }
  }

  /** The longest of the words that the text ends with, or null. */
  longest(text: string): string | null {
    if (!this.lasts.has(text.charCodeAt(text.length - 1))) return null;
    let node: Node | undefined = this.root;
    let found: string | null = null;
    for (let i = text.length - 1; i >= 0; i--) {
      node = node.next.get(text.charCodeAt(i));
      if (node === undefined) break;
      if (node.word !== null) found = node.word;
    }
    return found;
  }

  /** The smallest index, not below `from`, from which on the words one after another cover the text up to `to`; that when none. */
  coverStart(text: string, from: number, to: number): number {
    if (to <= from || !this.lasts.has(text.charCodeAt(to - 1))) return to;
    if (this.covered.length <= to) this.covered = new Uint8Array(to * 2);
    const { covered } = this;
    for (let i = from; i < to; i++) covered[i] = 0;
    covered[to] = 1;
    let start = to;
    for (let end = to; end > from; end--) {
      if (covered[end] === 0) continue;
      let node: Node | undefined = this.root;
      for (let i = end - 1; i >= from; i--) {
        node = node.next.get(text.charCodeAt(i));
        if (node === undefined) break;
        if (node.word === null) continue;
        covered[i] = 1;
        if (i < start) start = i;
      }
    }
    return start;
  }
}
