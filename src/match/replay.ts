/**
 * Which member each value of a merged customer belongs to, from the trail alone (MATCHING 13): the members stand aside as they were, and every
 * later edit belongs to whoever's value it replaced. Works over any number of merges and edits in any order.
 */
import type { HistoryEntry } from '../model/audit.js';
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import { fieldKeys, isFieldKey } from '../model/fields.js';
import { extraIn, LIST_MARK, OTHER_EMAILS, phonesOf, valueKey } from './golden.js';

/** A member as it was set aside, the run that did it, and the run in which it left again; null: it is one still. */
export interface MergedMember {
  readonly record: CustomerRecord;
  readonly run: number;
  readonly left: number | null;
}

/** A value that was edited later and that no single member can claim: it stays with the customer that remains. */
export interface Ambiguous {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Members that had the value; none: it was of nobody alone, such as a list. */
  readonly members: readonly CustomerId[];
}

/** Who says what, by values' names: a field's key, or `extra:` and the header of an undeclared column. */
export interface Provenance {
  /** What each record says by itself, with the edits that are its own. */
  readonly own: ReadonlyMap<CustomerId, ReadonlyMap<string, string | null>>;
  /** Whose value the customer shows, where it is not its own; null: of several, or put together. */
  readonly holders: ReadonlyMap<string, CustomerId | null>;
  readonly ambiguous: readonly Ambiguous[];
}

/** The name of an undeclared column among the values. */
const EXTRA = 'extra:';
const MAILS = `${EXTRA}${OTHER_EMAILS}`;

/** All values of a record by their names. */
export function valuesOf(record: CustomerRecord): Map<string, string | null> {
  const values = new Map<string, string | null>(fieldKeys.map((key) => [key, record[key]]));
  for (const [header, value] of Object.entries(extraIn(record))) values.set(`${EXTRA}${header}`, value);
  return values;
}

/** A record with other values. */
export function recordWith(record: CustomerRecord, values: ReadonlyMap<string, string | null>): CustomerRecord {
  const extra: Record<string, string> = Object.create(null);
  const fields: Record<string, string | null> = {};
  for (const [name, value] of values) {
    if (isFieldKey(name)) fields[name] = value;
    else if (value !== null) extra[name.slice(EXTRA.length)] = value;
  }
  const text = Object.keys(extra).length > 0 ? JSON.stringify(extra) : null;
  const before = valuesOf(record);
  const same = [...before, ...values].every(
    ([name]) => isFieldKey(name) || (before.get(name) ?? null) === (values.get(name) ?? null),
  );
  return { ...record, ...fields, extra: same ? record.extra : text };
}

interface Edit {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** An event's changes value by value; what was erased is nobody's any more. */
function editsOf({ changes }: HistoryEntry): Edit[] {
  return changes.flatMap(({ after, before, erased, field }): Edit[] => {
    if (erased) return [];
    if (field !== 'extra') return [{ name: field, before, after }];
    const [was, is] = [extraIn({ extra: before }), extraIn({ extra: after })];
    return [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .filter((header) => was[header] !== is[header])
      .map((header) => ({ name: `${EXTRA}${header}`, before: was[header] ?? null, after: is[header] ?? null }));
  });
}

/** Walks the history of a merged customer, oldest first. */
export function provenanceOf(
  golden: CustomerRecord,
  history: Iterable<HistoryEntry>,
  members: readonly MergedMember[],
): Provenance {
  const entries = [...history];
  const structural = new Set<number | null>(entries.flatMap(({ op, run }) => (op === 'set-aside' ? [run] : [])));
  const walk = new Walk(golden.id);
  for (const entry of entries) {
    for (const { left, record, run } of members) {
      if (run === entry.run) walk.join(record);
      if (left !== null && entry.run !== null && entry.run >= left) walk.leave(record.id);
    }
    const made = structural.has(entry.run) || (entry.rule?.startsWith('dedupe/') ?? false);
    for (const edit of editsOf(entry)) {
      if (entry.op === 'insert') walk.enter(edit);
      else if (made) walk.choose(edit);
      else walk.edit(edit);
    }
  }
  return walk.end(golden);
}

class Walk {
  readonly #golden: CustomerId;
  readonly #own = new Map<CustomerId, Map<string, string | null>>();
  readonly #holders = new Map<string, CustomerId | null>();
  readonly #ambiguous: Ambiguous[] = [];
  /** What the customer shows. */
  readonly #shown = new Map<string, string | null>();

  constructor(golden: CustomerId) {
    this.#golden = golden;
    this.#own.set(golden, new Map());
  }

  get #mine(): Map<string, string | null> {
    return this.#own.get(this.#golden) as Map<string, string | null>;
  }

  /** A record became a member. */
  join(record: CustomerRecord): void {
    if (!this.#own.has(record.id)) this.#own.set(record.id, valuesOf(record));
  }

  /** A member became a customer of its own again: what it shared with one other is that one's alone. */
  leave(id: CustomerId): void {
    if (!this.#own.delete(id)) return;
    for (const [name, holder] of this.#holders) {
      if (holder !== null && holder !== id) continue;
      const having = this.#having(name, this.#shown.get(name) ?? null);
      this.#holders.set(name, having.length === 1 ? (having[0] as CustomerId) : null);
    }
  }

  enter({ after, name }: Edit): void {
    this.#shown.set(name, after);
    this.#mine.set(name, after);
  }

  /** A merge, or its undoing, chose a value: its own, that of one member, of several, or of none. */
  choose({ after, name }: Edit): void {
    this.#shown.set(name, after);
    if (after === (this.#mine.get(name) ?? null)) {
      this.#holders.delete(name);
      return;
    }
    const having = this.#having(name, after);
    this.#holders.set(name, having.length === 1 ? (having[0] as CustomerId) : null);
  }

  /** Somebody changed a value: it was somebody's. */
  edit(edit: Edit): void {
    const { after, before, name } = edit;
    this.#shown.set(name, after);
    const holder = this.#holders.get(name);
    if (holder === undefined) this.#mine.set(name, after);
    else if (holder !== null) put(this.#own.get(holder) as Map<string, string | null>, edit);
    else if (after === (this.#mine.get(name) ?? null)) this.#holders.delete(name);
    else if (name === 'phone_other' || name === MAILS) this.#editList(edit);
    else {
      this.#ambiguous.push({ ...edit, members: this.#having(name, before) });
      this.#mine.set(name, after);
      this.#holders.delete(name);
    }
  }

  /** An item of a list gave way to another: it is of whoever had it. */
  #editList(edit: Edit): void {
    const lead = edit.name === MAILS ? 'email' : 'phone';
    const key = (value: string) => valueKey(lead, value);
    const [was, is] = [itemsOf(lead, edit.before), itemsOf(lead, edit.after)];
    const gone = was.filter((value) => !is.some((other) => key(other) === key(value)));
    const come = is.filter((value) => !was.some((other) => key(other) === key(value)));
    const [old] = gone;
    const having = [...this.#own].filter(
      ([, values]) => old !== undefined && placesOf(lead, edit.name, values, key(old)).length > 0,
    );
    const mine = having.filter(([id]) => id === this.#golden);
    const owners = mine.length > 0 ? mine : having;
    if (gone.length === 1 && come.length <= 1 && owners.length === 1) {
      const [, values] = owners[0] as (typeof owners)[number];
      for (const place of placesOf(lead, edit.name, values, key(old as string))) {
        const items = itemsOf(lead, values.get(place) ?? null).flatMap((item) =>
          key(item) === key(old as string) ? come : [item],
        );
        values.set(place, items.join(LIST_MARK) || null);
      }
      return;
    }
    const kept = itemsOf(lead, this.#mine.get(edit.name) ?? null).filter(
      (item) => !gone.some((other) => key(other) === key(item)),
    );
    this.#mine.set(edit.name, [...kept, ...come].join(LIST_MARK) || null);
    this.#ambiguous.push({ ...edit, members: owners.map(([id]) => id).filter((id) => id !== this.#golden) });
  }

  #having(name: string, value: string | null): CustomerId[] {
    if (value === null) return [];
    return [...this.#own].flatMap(([id, values]) => (id !== this.#golden && says(values, name, value) ? [id] : []));
  }

  end(golden: CustomerRecord): Provenance {
    for (const name of this.#holders.keys()) if (!this.#mine.has(name)) this.#mine.set(name, null);
    // Where it shows its own value, that value is the one of now.
    for (const [name, value] of valuesOf(golden)) if (!this.#holders.has(name)) this.#mine.set(name, value);
    return { own: this.#own, holders: this.#holders, ambiguous: this.#ambiguous };
  }
}

/** Whether a record has a value; of a cell with several numbers a merge shows the first. */
const says = (values: ReadonlyMap<string, string | null>, name: string, value: string): boolean =>
  values.get(name) === value || (name === 'phone' && phonesOf(values.get(name) ?? null)[0] === value);

/** Puts a new value in a record's place of the old one; in a cell with several numbers that one alone changes. */
function put(values: Map<string, string | null>, { after, before, name }: Edit): void {
  const items = name === 'phone' ? phonesOf(values.get(name) ?? null) : [];
  const key = before === null ? null : valueKey('phone', before);
  const anew = items.flatMap((item) => (valueKey('phone', item) !== key ? [item] : after === null ? [] : [after]));
  values.set(name, items.length > 1 ? anew.join(LIST_MARK) || null : after);
}

const itemsOf = (lead: 'email' | 'phone', cell: string | null): string[] =>
  lead === 'phone' ? phonesOf(cell) : (cell?.split(LIST_MARK) ?? []);

/** The values of a record in which an item of a list stands. */
const placesOf = (
  lead: 'email' | 'phone',
  list: string,
  values: ReadonlyMap<string, string | null>,
  item: string,
): string[] =>
  [lead, list].filter((name) => itemsOf(lead, values.get(name) ?? null).some((one) => valueKey(lead, one) === item));
