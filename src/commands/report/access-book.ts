/** What a report says of many accesses, in bounded memory. */

/** Entries that the readable forms list, and refusals among the exceptions: the last ones. */
export const [LISTED, REFUSALS] = [1000, 100];

/** One read of personal fields, or one command that was refused. */
export interface Access {
  readonly seq: number;
  readonly ts: string;
  readonly what: 'read' | 'refused';
  readonly actor: string;
  readonly role: string;
  readonly command: string;
  /** Of a read of one customer: which, by number or `#id`. Of several, the trail holds how many, and a digest of which. */
  readonly customer: string | null;
  readonly subjects: number;
  /** Of a refusal: the error's code, and the plan that it was about. */
  readonly code: string | null;
  readonly plan: string | null;
  /** Whether the policy knows the person; null while it names nobody. */
  readonly listed: boolean | null;
}

/** Sums of one person, or of one command. */
interface Tally {
  reads: number;
  subjects: number;
  refused: number;
}

/** What a report says of many accesses, in bounded memory: the last entries, and sums. */
export interface AccessBook {
  reads: number;
  subjects: number;
  refused: number;
  readonly actors: Map<string, Tally>;
  readonly commands: Map<string, Tally>;
  /** Reads by person and command. */
  readonly both: Map<string, Map<string, number>>;
  /** Whether the policy names people, so that it could know who read. */
  judged: boolean;
  readonly unlisted: Set<string>;
  readonly last: Access[];
  readonly refusals: Access[];
}

/** Nothing was read yet. */
export const newBook = (): AccessBook => ({
  reads: 0,
  subjects: 0,
  refused: 0,
  actors: new Map(),
  commands: new Map(),
  both: new Map(),
  judged: false,
  unlisted: new Set(),
  last: [],
  refusals: [],
});

/** Enters one access. */
export function addTo(book: AccessBook, access: Access): void {
  const { actor, command, what, subjects } = access;
  const tallies = [book, entry(book.actors, actor), entry(book.commands, command)];
  for (const tally of tallies) {
    tally[what === 'read' ? 'reads' : 'refused']++;
    tally.subjects += subjects;
  }
  if (access.listed !== null) book.judged = true;
  if (what === 'read') {
    const row = book.both.get(actor) ?? new Map<string, number>();
    row.set(command, (row.get(command) ?? 0) + 1);
    book.both.set(actor, row);
    if (access.listed === false) book.unlisted.add(actor);
  }
  keep(book.last, access, LISTED);
  if (what === 'refused') keep(book.refusals, access, REFUSALS);
}

function entry(tallies: Map<string, Tally>, name: string): Tally {
  const known = tallies.get(name);
  if (known !== undefined) return known;
  const tally = { reads: 0, subjects: 0, refused: 0 };
  tallies.set(name, tally);
  return tally;
}

/** Keeps the last so many. */
function keep(list: Access[], access: Access, most: number): void {
  list.push(access);
  if (list.length >= 2 * most) list.splice(0, list.length - most);
}
