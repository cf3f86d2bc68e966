/** One row after the other: read, decided, asked at the door, staged. */
import type { CellNote, RowBatch, RowFault } from '../files/row-source.js';
import type { CustomerId } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Finding } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { Draft, LedgerReader, NumberParts, Tombstone } from '../model/ledger.js';
import type { FieldValues } from '../model/plan.js';
import type { Data } from '../model/text.js';
import { numberIssuer } from '../rules/number/issue.js';
import { parseNumber } from '../rules/number/schemes.js';
import { entryState } from '../rules/review/submission.js';
import { RowDecider, type RowDecision } from './decide.js';
import { gateKeeper, type JudgedRow, type RowJudge, sourceAsker } from './door.js';
import { columnsOf, type Mapping } from './headers.js';
import { heldRowWriter } from './held-row.js';
import type { IntakeCode } from './messages.js';
import type { NearAsker, NearRow } from './near.js';
import type { RowNote, RowOutcome } from './outcome.js';
import type { IntakeOptions } from './plan.js';
import { type ReadRow, type RowValues, rowReader } from './row.js';
import { given, type Taken, valuesAfter, within } from './taken.js';
import { filledIn } from './told.js';

const reasons = [{ rule: 'import/row', data: {} }];
const none: readonly Finding[] = [];

type Entry = readonly [key: FieldKey, value: string];
const entriesOf = (set: FieldValues) => Object.entries(set) as Entry[];
const nobody = { against: null, againstLine: null };

/** Takes the rows of one file, in their order. */
export class RowTaker {
  /** Numbers issued, and new customers left without one, by what was not known. */
  readonly numbers = { issued: 0, blocked: {} as Record<string, number> };
  readonly #header: readonly string[];
  readonly #columnOf: ReadonlyMap<FieldKey, number>;
  /** Whether anybody was ever destroyed: asked once of the ledger, not of every row. */
  readonly #anyDestroyed: boolean;
  readonly #reader: LedgerReader;
  readonly #draft: Draft;
  readonly #given: Given;
  readonly #options: IntakeOptions;
  readonly #defaults: readonly Entry[];
  readonly #fixed: readonly Entry[];
  readonly #judge: RowJudge | null;
  readonly #read: (cells: readonly string[]) => ReadRow;
  readonly #heldRow: ReturnType<typeof heldRowWriter>;
  readonly #decider: RowDecider;
  readonly #issue: ReturnType<typeof numberIssuer>;
  readonly #stopped: ReturnType<typeof gateKeeper>;
  readonly #hasSource: (set: FieldValues) => boolean;
  #near: NearAsker | null = null;
  /** The line of each staged insert, by position. */
  readonly #lines: number[] = [];

  constructor(
    header: readonly string[],
    mapping: Mapping,
    { reader, draft }: { readonly reader: LedgerReader; readonly draft: Draft },
    context: Given,
    options: IntakeOptions,
  ) {
    this.#header = header;
    this.#columnOf = columnsOf(mapping);
    this.#reader = reader;
    this.#anyDestroyed = reader.tombstoneTester() !== null;
    this.#draft = draft;
    this.#given = context;
    this.#options = options;
    this.#judge = options.judge;
    this.#defaults = entriesOf(options.defaults);
    this.#fixed = entriesOf(options.fixed);
    const late = [...this.#defaults, ...this.#fixed].map(([key]) => key);
    this.#read = rowReader(mapping.columns, context.policy, [...late, 'customer_no']);
    this.#heldRow = heldRowWriter(header, mapping, context.policy, options.defaults);
    this.#decider = new RowDecider({ reader, draft }, context.policy, options.match, (row) => {
      const set = filledIn(row.set, row.bearer?.told ?? {}, options.defaults);
      this.#fix(set);
      return set;
    });
    this.#issue = numberIssuer(context, (scheme, counter) => reader.lastSerial(scheme, counter));
    this.#stopped = gateKeeper(context);
    this.#hasSource = options.judge === null ? () => true : sourceAsker(context);
  }

  /** All rows of a file, before the first is taken: new ones are then asked about. */
  hear(near: NearAsker, batches: readonly RowBatch[]): void {
    this.#near = near;
    near.hear(
      batches.flatMap(({ records, rows }) =>
        rows.flatMap((cells, i): NearRow[] => {
          const row = this.#read(cells);
          if (row.kind !== 'values') return [];
          this.#fill(row);
          return [{ record: records[i] as number, row: { values: row.set, extra: row.extra } }];
        }),
      ),
    );
  }

  /** A record that could not be cut into cells. */
  refuse({ code, line, record, column, raw }: RowFault): Taken {
    const note = this.#note(`row/${code}`, 'rejected', { column });
    return this.#taken('rejected', { line, record, cells: [], raw }, [note], null);
  }

  /** One row; `said` is what its cells do not show. */
  take(cells: readonly string[], line: number, record: number, said: readonly CellNote[] = []): Taken {
    const at = { line, record, cells, raw: '' };
    const row = this.#read(cells);
    if (row.kind !== 'values') {
      const data: Data = row.kind === 'ragged' ? { cells: row.cells, columns: row.columns } : {};
      const set = row.kind === 'nameless' ? row.set : null;
      return this.#taken('rejected', at, [this.#note(`row/${row.kind}`, 'rejected', data)], set);
    }
    const notes: RowNote[] = said.map(({ code, column }) => this.#note(`cell/${code}`, 'note', {}, column));
    if (row.missing.length > 0) {
      const missing = row.missing.map((i) => this.#header[i] as string);
      const data = { cells: cells.length, columns: this.#header.length, missing };
      notes.push(this.#note('row/short', 'note', data, (row.missing[0] as number) + 1));
    }
    for (const { column } of row.unplaced) {
      const data = { heading: this.#header[column] as string };
      notes.push(this.#note('row/contact-over', 'note', data, column + 1));
    }
    const decision = this.#decider.decide(row);
    if (decision.kind === 'hold') return this.#hold(at, row, decision, notes);
    if (decision.kind === 'unchanged') {
      if (decision.skipped) notes.push(this.#note('import/skipped', 'note'));
      else if (decision.id === null) this.#notTaken(this.#fix({ ...row.set }), notes);
      this.#kept(decision.kept, notes);
      this.#placed(record, decision.id, row.set);
      return this.#taken('unchanged', at, notes, null, { id: decision.id });
    }
    return decision.kind === 'update' ? this.#update(at, row, decision, notes) : this.#create(at, row, decision, notes);
  }

  #hold(at: At, row: Values, decision: RowDecision & { kind: 'hold' }, notes: RowNote[]): Taken {
    const { rule, why, against, field } = decision;
    const data = { number: row.set.customer_no ?? null, id: row.bearer?.id ?? null };
    this.#keep(at, row, why, rule, against);
    notes.push(this.#note(rule, 'held', data, null, field ?? null));
    this.#placed(at.record, null, row.set);
    const about = against !== null && against > 0 ? given(row.set) : null;
    const taken = this.#taken('held', at, notes, this.#judge === null ? null : row.set, { against });
    return { ...taken, about };
  }

  #update(at: At, row: Values, decision: RowDecision & { kind: 'update' }, notes: RowNote[]): Taken {
    const { record: before, set, extra, identity, kept } = decision;
    const { id } = before;
    const about = given(set);
    const judged: JudgedRow = { values: valuesAfter(before, set), extra: extra ?? before.extra };
    const found = this.#judge === null ? none : within(this.#judge.gate(judged), about);
    const stopped = this.#stop(at, row, found, notes, id);
    if (stopped !== null) return { ...stopped, judged, about };
    const number = set.customer_no ? parseNumber(set.customer_no, this.#given.policy) : null;
    this.#kept(kept, notes);
    this.#placed(at.record, id, row.set);
    this.#draft.add(
      { kind: 'update', id, expect: before.version, set, ...(extra !== undefined && { extra }), reasons },
      { number, ...(identity !== undefined && { identity }) },
    );
    const taken = this.#taken('updated', at, notes, row.set, { id, before, set, extra });
    return { ...taken, found, judged: this.#judge === null ? null : judged, about };
  }

  #create(at: At, row: Values, decision: RowDecision & { kind: 'create' }, notes: RowNote[]): Taken {
    const { set, extra } = row;
    this.#fill(row);
    this.#notTaken(this.#fix(set), notes);
    const judged: JudgedRow = { values: set, extra };
    if (!this.#hasSource(set)) {
      notes.push(this.#note('import/no-source', 'rejected', {}, this.#columnOf.get('source') ?? null, 'source'));
      return { ...this.#taken('rejected', at, notes, set), found: this.#judge?.gate(judged) ?? none };
    }
    const found = this.#judge?.gate(judged) ?? none;
    const stopped = this.#stop(at, row, found, notes, null);
    if (stopped !== null) return stopped;
    const [destroyed] = this.#anyDestroyed ? this.#reader.tombstones(set, this.#given.asOf) : [];
    if (destroyed !== undefined) return this.#comesBack(at, row, destroyed, notes);
    const near = decision.beside === null ? (this.#near?.ask(at.record) ?? null) : null;
    if (near !== null && this.#options.match.onDuplicate !== 'create') return this.#nearBy(at, row, near, notes);
    const { number, issued } = this.#numberFor(set);
    if (issued) {
      this.numbers.issued++;
      set.customer_no = (number as NumberParts).no;
    }
    if (decision.beside !== null)
      notes.push(this.#note('import/created-beside', 'note', this.#collision(decision.beside)));
    if (near !== null) notes.push(this.#note('import/created-near', 'note', this.#collision(near)));
    const { identity } = decision;
    const id = this.#draft.add({ kind: 'insert', set, extra, reasons }, { identity, number });
    this.#decider.staged(id, set, issued);
    this.#lines.push(at.line);
    this.#placed(at.record, id, set);
    const taken = this.#taken('created', at, notes, set, { id, set, extra });
    return { ...taken, found, judged: this.#judge === null ? null : judged };
  }

  /** The outcome of a row that the gate rules turn away or hold; null for one that comes in. */
  #stop(at: At, row: Values, found: readonly Finding[], notes: RowNote[], against: CustomerId | null): Taken | null {
    const stopped = found.length === 0 ? null : this.#stopped(found);
    if (stopped === null) return null;
    const { rule, what } = stopped;
    if (what === 'reject') {
      notes.push(this.#note('import/turned-away', 'rejected', { rule }));
      return { ...this.#taken('rejected', at, notes, row.set), found };
    }
    this.#keep(at, row, 'quarantine', rule, against);
    notes.push(this.#note('import/quarantine', 'held', { rule }));
    this.#placed(at.record, null, row.set);
    return { ...this.#taken('held', at, notes, row.set, { against }), found };
  }

  /** A row that speaks of a customer who was destroyed waits for a person, whatever else is to be said of it (L01). */
  #comesBack(at: At, row: Values, { by, customer, number }: Tombstone, notes: RowNote[]): Taken {
    this.#keep(at, row, 'quarantine', 'import/purged', null);
    notes.push(this.#note('import/purged', 'held', { number: number ?? `#${customer}` }, null, by));
    this.#placed(at.record, null, row.set);
    return this.#taken('held', at, notes, this.#judge === null ? null : row.set);
  }

  /** A row that is most likely somebody known is never merged into that one unseen, whatever becomes of rows that surely are (S1-11). */
  #nearBy(at: At, row: Values, against: CustomerId, notes: RowNote[]): Taken {
    this.#keep(at, row, 'duplicate', 'import/near-duplicate', against);
    notes.push(this.#note('import/near-duplicate', 'held'));
    this.#placed(at.record, null, row.set);
    return this.#taken('held', at, notes, this.#judge === null ? null : row.set, { against });
  }

  /** What the file's rows are told by options, where they leave it blank. */
  #fill({ bearer, set }: Values): void {
    if (bearer !== null) for (const [key, value] of entriesOf(bearer.told)) set[key] ??= value;
    for (const [key, value] of this.#defaults) set[key] ??= value;
  }

  /** What options say of new customers whatever their rows say; the fields in which the row said something else. */
  #fix(set: RowValues): readonly FieldKey[] {
    return this.#fixed.flatMap(([key, value]) => {
      const said = set[key] ?? null;
      // Nobody approves by filling a cell in; a draft stays one.
      set[key] = key === 'review_state' ? entryState(this.#given.policy, said, value) : value;
      return said !== null && said !== set[key] ? [key] : [];
    });
  }

  #placed(record: number, id: CustomerId | null, set: FieldValues): void {
    this.#options.placed?.(record, id, set);
    this.#near?.placed(record, id);
  }

  /** Puts a row aside for a person. */
  #keep(
    { line, record }: At,
    { cells, bearer }: Values,
    why: 'conflict' | 'duplicate' | 'quarantine',
    rule: string,
    against: CustomerId | null,
  ) {
    this.#draft.hold({ record, line, why, rule, against, row: this.#heldRow(cells, bearer) });
  }

  #notTaken(fields: readonly FieldKey[], notes: RowNote[]): void {
    for (const field of fields) notes.push(this.#note('import/not-taken', 'note', {}, null, field));
  }

  #kept(fields: readonly FieldKey[], notes: RowNote[]): void {
    for (const field of fields) notes.push(this.#note('import/kept', 'note', {}, null, field));
  }

  /** The number that a new customer bears or is given. */
  #numberFor(set: RowValues): { readonly number: NumberParts | null; readonly issued: boolean } {
    const { policy } = this.#given;
    if (set.customer_no) return { number: parseNumber(set.customer_no, policy), issued: false };
    if (!this.#options.issueNumbers) return { number: null, issued: false };
    for (;;) {
      const parts = this.#issue(set);
      if ('blocked' in parts) {
        const { blocked } = this.numbers;
        blocked[parts.blocked] = (blocked[parts.blocked] ?? 0) + 1;
        return { number: null, issued: false };
      }
      // A number that a row of this very file bears is taken, though the ledger does not know it yet.
      if (this.#draft.find('customer_no', parts.no).length === 0) return { number: parts, issued: true };
    }
  }

  #collision(against: CustomerId): { readonly against: number | null; readonly againstLine: number | null } {
    return against > 0
      ? { against, againstLine: null }
      : { against: null, againstLine: this.#lines[-against - 1] ?? null };
  }

  #note(
    code: IntakeCode,
    what: RowNote['what'],
    data: Data = {},
    column: number | null = null,
    field: FieldKey | null = null,
  ): RowNote {
    const at = column ?? (field === null ? null : (this.#columnOf.get(field) ?? null));
    return { code, what, column: at, header: at === null ? null : (this.#header[at - 1] ?? null), field, data };
  }

  #taken(
    what: RowOutcome['what'],
    at: At,
    notes: readonly RowNote[],
    values: RowValues | null,
    more: Partial<Pick<RowOutcome, 'before' | 'extra' | 'id' | 'set'>> & { against?: CustomerId | null } = {},
  ): Taken {
    const { against: other = null, before = null, extra, id = null, set = {} } = more;
    const { against, againstLine } = other === null ? nobody : this.#collision(other);
    const { line, record, cells, raw } = at;
    return {
      outcome: {
        what,
        line,
        record,
        cells,
        raw,
        values,
        before,
        set,
        extra,
        id,
        against,
        againstLine,
        notes,
        findings: none,
      },
      found: none,
      judged: values === null || this.#judge === null ? null : { values, extra: null },
      about: null,
    };
  }
}

type At = Pick<RowOutcome, 'cells' | 'line' | 'raw' | 'record'>;
type Values = ReadRow & { kind: 'values' };
