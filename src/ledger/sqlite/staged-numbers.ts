import type { Database, Statement } from 'better-sqlite3';
import type { NumberParts } from '../../model/ledger.js';

/** A scheme's counter under which numbers are staged, and the highest serial among them. */
export interface StagedCounter {
  readonly scheme: string;
  readonly counter: string;
  readonly last: number;
}

/** What is known of the numbers of staged inserts besides the numbers themselves, in 12 bytes a row. Inserts are counted from 1. */
export class StagedNumbers {
  readonly #alias: Statement;
  readonly #aliases: Statement;
  readonly #index = new Map<string, Map<string, number>>();
  readonly #names: Omit<StagedCounter, 'last'>[] = [];
  /** Which counter each insert's number stands under, counted from 1; 0 when under none. */
  #counter = new Int32Array(1024);
  #serial = new Float64Array(1024);

  /** Needs the table `stage_alias(ord INTEGER PRIMARY KEY, number TEXT)`. */
  constructor(db: Database) {
    this.#alias = db.prepare('INSERT OR REPLACE INTO stage_alias VALUES(?, ?)');
    this.#aliases = db.prepare('SELECT ord, number FROM stage_alias ORDER BY ord');
  }

  /** Notes the number of an insert that bears `no`; one that it does not bear is a legacy number of its own. */
  note(ord: number, number: NumberParts, no: string | null): void {
    if (number.no === no) this.#set(ord, this.#counterOf(number), number.serial);
    else this.#alias.run(ord, JSON.stringify(number));
  }

  /** Forgets under which counter an insert's number stands. */
  forget(ord: number): void {
    this.#set(ord, 0, 0);
  }

  /** Which of `counters` an insert's number stands under, counted from 1; 0 when under none. */
  counter(ord: number): number {
    return this.#counter[ord - 1] ?? 0;
  }

  serial(ord: number): number {
    return this.#serial[ord - 1] ?? 0;
  }

  counters(): readonly StagedCounter[] {
    const last = this.#names.map(() => 0);
    for (let i = 0; i < this.#counter.length; i += 1) {
      const at = (this.#counter[i] as number) - 1;
      if (at >= 0) last[at] = Math.max(last[at] as number, this.#serial[i] as number);
    }
    return this.#names.map((name, i) => ({ ...name, last: last[i] as number }));
  }

  /** Legacy numbers, by the insert that bore them. */
  aliases(): readonly { readonly ord: number; readonly number: NumberParts }[] {
    const rows = this.#aliases.all() as { ord: number; number: string }[];
    return rows.map(({ ord, number }) => ({ ord, number: JSON.parse(number) as NumberParts }));
  }

  #set(ord: number, counter: number, serial: number): void {
    while (ord > this.#counter.length) {
      const [counters, serials] = [this.#counter, this.#serial];
      this.#counter = new Int32Array(counters.length * 2);
      this.#counter.set(counters);
      this.#serial = new Float64Array(serials.length * 2);
      this.#serial.set(serials);
    }
    this.#counter[ord - 1] = counter;
    this.#serial[ord - 1] = serial;
  }

  #counterOf({ scheme, counter }: NumberParts): number {
    let ofScheme = this.#index.get(scheme);
    if (ofScheme === undefined) {
      ofScheme = new Map();
      this.#index.set(scheme, ofScheme);
    }
    let at = ofScheme.get(counter);
    if (at === undefined) {
      at = this.#names.push({ scheme, counter });
      ofScheme.set(counter, at);
    }
    return at;
  }
}
