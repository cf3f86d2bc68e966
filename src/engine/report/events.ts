import type { AuditEvent, AuditOp } from '../../model/audit.js';
import type { CustomerId } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import type { EventWindow } from './moves.js';
import { RowSet } from './rows.js';
import type { KnownRun, RunBook } from './run-book.js';

/** Who proposed, approved and witnessed what a run destroyed. */
export interface DestructionPeople {
  readonly proposer: string;
  readonly approvers: string;
  readonly witness: string;
}

/** What the bodies of events say, as far as reports ask. */
interface Body {
  readonly command?: string;
  readonly subjects?: number;
  readonly code?: string;
  readonly run?: number;
  readonly aside?: string;
  readonly into?: CustomerId | null;
  readonly rows?: readonly (readonly [first: number, last: number])[];
  readonly pairs?: readonly (readonly [a: CustomerId, b: CustomerId, now: string | null, before: string | null])[];
  readonly fields?: readonly string[] | null;
  readonly counts?: Readonly<Record<string, number>>;
}

/** The events that are looked at. */
export const eventOps = [
  'access',
  'refused',
  'set-aside',
  'bring-back',
  'pair',
  'erase',
  'run',
] as const satisfies readonly AuditOp[];

const law3 = ['read', 'created', 'updated', 'unchanged', 'held', 'rejected'] as const;

/** Gathers what happened to the ledger as a whole within a period: who read, who was refused, merges, destructions, imports. */
export class Events {
  /** Reads of personal fields (S2-26), and refusals (S0-40). */
  readonly access: RowSet;
  /** Merges, and decisions on pairs (S1-11). */
  readonly duplicates: RowSet;
  /** The register of destruction, by numbers (S2-33). */
  readonly purged: RowSet;
  /** Runs that took rows in, with the counts of law 3. */
  readonly imports: RowSet;
  readonly #runs: RunBook;
  readonly #dayOf: (ts: string) => IsoDate;
  readonly #people: (run: number) => DestructionPeople;

  constructor(
    runs: RunBook,
    keep: boolean,
    dayOf: (ts: string) => IsoDate,
    people: (run: number) => DestructionPeople,
  ) {
    this.access = new RowSet(
      'access',
      ['what', 'day', 'command', 'operator', 'role', 'subjects', 'code'],
      'nobody',
      keep,
    );
    this.duplicates = new RowSet('duplicates', ['what', 'decision', 'run', 'day', 'operator'], 'pair', keep);
    this.purged = new RowSet(
      'purged',
      ['scope', 'fields', 'code', 'proposer', 'approvers', 'witness', 'operator', 'run', 'day'],
      'customer',
      keep,
    );
    this.imports = new RowSet('imports', ['run', 'day', 'command', 'operator', ...law3, 'adds up'], 'nobody', keep);
    this.#runs = runs;
    this.#dayOf = dayOf;
    this.#people = people;
  }

  /** Reads these events of the trail, from the first of the period to the last. */
  seeAll(events: Iterable<AuditEvent>, { before }: EventWindow): void {
    for (const event of events) {
      if (event.seq >= before) return;
      this.#see(event);
    }
  }

  #see({ op, ts, actor, role, body }: AuditEvent): void {
    if (op === 'access' || op === 'refused') {
      const { command = '', subjects, code = '' } = JSON.parse(body) as Body;
      const what = op === 'access' ? 'read' : 'refused';
      this.access.add([what, this.#dayOf(ts), command, actor, role, String(subjects ?? ''), code]);
    } else {
      const said = JSON.parse(body) as Body;
      const run = this.#runs.get(said.run ?? 0);
      if (run === null) return;
      if (op === 'set-aside') this.#merged(said, run);
      else if (op === 'bring-back') this.#unmerged(said, run);
      else if (op === 'pair') this.#decided(said, run);
      else if (op === 'erase') this.#destroyed(said, run);
      else if (op === 'run') this.#takenIn(said, run);
    }
  }

  #merged({ aside, into = null, rows = [] }: Body, { run, day, actor }: KnownRun): void {
    if (aside !== 'merged') return;
    for (const id of idsOf(rows)) this.duplicates.add(['merged', '', String(run), day, actor], id, into ?? 0);
  }

  /** Whoever comes back by an unmerge, or by the undo of a merge. */
  #unmerged({ rows = [] }: Body, { run, day, actor, command, undoes }: KnownRun): void {
    const merged = command.startsWith('dedupe ') || this.#runs.get(undoes)?.command.startsWith('dedupe ');
    if (merged !== true) return;
    for (const id of idsOf(rows)) this.duplicates.add(['unmerged', '', String(run), day, actor], id);
  }

  #decided({ pairs = [] }: Body, { run, day, actor }: KnownRun): void {
    for (const [a, b, now, before] of pairs)
      this.duplicates.add(['decided', now ?? (before === null ? '' : 'taken-back'), String(run), day, actor], a, b);
  }

  #destroyed({ fields = null, rows = [], code = '' }: Body, { run, day, actor }: KnownRun): void {
    const { proposer, approvers, witness } = this.#people(run);
    const named = fields?.filter((field) => !field.startsWith(':')).join(' ') ?? '';
    const scope = fields === null ? 'file' : 'fields';
    for (const id of idsOf(rows))
      this.purged.add([scope, named, code, proposer, approvers, witness, actor, String(run), day], id);
  }

  #takenIn({ counts = {} }: Body, { run, day, actor, command }: KnownRun): void {
    if (!law3.every((key) => counts[key] !== undefined)) return;
    const [read = 0, ...parts] = law3.map((key) => counts[key] as number);
    const adds = parts.reduce((sum, one) => sum + one, 0) === read;
    const cells = [read, ...parts].map(String);
    this.imports.add([String(run), day, command, actor, ...cells, adds ? 'yes' : 'no']);
  }
}

function* idsOf(rows: readonly (readonly [first: number, last: number])[]): IterableIterator<CustomerId> {
  for (const [first, last] of rows) for (let id = first; id <= last; id++) yield id;
}
