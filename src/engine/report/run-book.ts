import type { IsoDate } from '../../model/date.js';
import type { RunRecord } from '../../model/ledger.js';

/** What a report wants to know of a run. */
export interface KnownRun {
  readonly run: number;
  readonly command: string;
  readonly actor: string;
  readonly ts: string;
  /** The day on which it was made, in the policy's time zone. */
  readonly day: IsoDate;
  readonly asOf: IsoDate;
  readonly undoes: number;
}

/** Every run in a few words, to tell whose an event is: events of a run stand before the one that closes it. */
export class RunBook {
  readonly #seqs: number[] = [];
  readonly #runs: KnownRun[] = [];
  readonly #byRun = new Map<number, KnownRun>();
  readonly #words = new Map<string, string>();

  /** Runs come in order. */
  add({ seq, run, command, actor, ts, asOf, undoes = 0 }: RunRecord, day: IsoDate): void {
    const known = {
      run,
      command: this.#same(command),
      actor: this.#same(actor),
      ts,
      day: this.#same(day),
      asOf: this.#same(asOf),
      undoes,
    };
    this.#seqs.push(seq);
    this.#runs.push(known);
    this.#byRun.set(run, known);
  }

  get(run: number): KnownRun | null {
    return this.#byRun.get(run) ?? null;
  }

  /** The run that an event belongs to. */
  at(seq: number): KnownRun | null {
    let low = 0;
    let high = this.#seqs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#seqs[middle] as number) < seq) low = middle + 1;
      else high = middle;
    }
    return this.#runs[low] ?? null;
  }

  #same(word: string): string {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    this.#words.set(word, word);
    return word;
  }
}
