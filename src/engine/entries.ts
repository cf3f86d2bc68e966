/** Who entered whom: customers are entered in the order of their ids, so that the entries of a run stand side by side. */
import type { CustomerId } from '../model/customer.js';
import type { Entry } from '../model/ledger.js';

type EntryOf = (id: CustomerId) => Entry | null;

/** The first id from 1 on for which `reached` holds; it holds for all after it. Asks a number of times that grows with its logarithm. */
function firstWhere(reached: (id: CustomerId) => boolean, from = 1): CustomerId {
  let step = 1;
  while (!reached(from + step - 1)) step *= 2;
  let low = from + Math.floor(step / 2) - 1;
  let high = from + step - 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The customers whom a run entered: from the first id to the one before `end`; none where both are equal. */
export function enteredIn(entryOf: EntryOf, run: number): { readonly first: CustomerId; readonly end: CustomerId } {
  const reaches = (least: number) => (id: CustomerId) => (entryOf(id)?.run ?? Number.POSITIVE_INFINITY) >= least;
  const first = firstWhere(reaches(run));
  return { first, end: firstWhere(reaches(run + 1), first) };
}

/** Entries of customers that are asked for mostly in order: the ledger is asked once a run, not once a customer. */
export function entryReader(entryOf: EntryOf): EntryOf {
  let known: { readonly first: CustomerId; readonly end: CustomerId; readonly entry: Entry } | null = null;
  return (id) => {
    if (known !== null && id >= known.first && id < known.end) return known.entry;
    const entry = entryOf(id);
    if (entry === null) return null;
    known = { first: id, end: firstWhere((other) => entryOf(other)?.run !== entry.run, id), entry };
    return entry;
  };
}
