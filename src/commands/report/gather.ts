/** Reads the ledger and its trail once each for the reports of figures. */

import type { DutyTrail } from '../../engine/due.js';
import { entryReader } from '../../engine/entries.js';
import { type Coverage, coverage } from '../../engine/report/coverage.js';
import { type DestructionPeople, Events, eventOps } from '../../engine/report/events.js';
import { Moves, movedFields } from '../../engine/report/moves.js';
import { overdue } from '../../engine/report/overdue.js';
import { type Quarter, quarterOf } from '../../engine/report/quarter.js';
import { Roll } from '../../engine/report/roll.js';
import { RowSet } from '../../engine/report/rows.js';
import { RunBook } from '../../engine/report/run-book.js';
import { runsBefore } from '../../engine/report/runs-before.js';
import { alarms } from '../../engine/report/sections/oversight.js';
import { Staleness } from '../../engine/report/staleness.js';
import { addHeld, type LedgerState, ledgerState } from '../../engine/report/state.js';
import { CustomerTrail, ValueTrail } from '../../engine/report/value-trail.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import type { Given } from '../../model/given.js';
import type { KeptBefore, LedgerReader } from '../../model/ledger.js';
import { rules } from '../../rules/registry.gen.js';
import type { QueryContext } from '../command.js';
import { dayIn } from '../day-in.js';
import { peopleOfPlan } from '../purge/plan-people.js';
import { retentionFacts } from '../retention-facts.js';
import { RememberedVerdicts } from '../verdicts.js';
import { eventsUntil, firstEventOn, recordedLater } from './later.js';

/** All that the reports of figures are made of. */
export interface Gathered {
  readonly quarter: Quarter;
  readonly roll: Roll;
  readonly state: LedgerState;
  readonly moves: Moves;
  readonly events: Events;
  readonly staleness: RowSet;
  readonly overdue: RowSet;
  readonly coverage: Coverage;
  /** Exceptions that no customer and no run stands for. */
  readonly alarms: RowSet;
  /** Events recorded after the close of the as-of day: what the ledger says now may be theirs. */
  readonly later: number;
}

/** What a report asks besides: whether the rows behind the figures will be written. */
export function gather(context: QueryContext, given: Given, keep: boolean): Gathered {
  const { reader } = context;
  const dayOf = dayIn(given.policy.timezone);
  const quarter = quarterOf(given.asOf);
  const window = { from: firstEventOn(reader, given, quarter.first), before: eventsUntil(reader, given) };
  const runs = runBook(reader, dayOf);
  const destroyed = destructions(reader);
  const roll = new Roll(keep, (id) => reader.aside(id)?.record.customer_no ?? destroyed.numbers.get(id) ?? null);
  const moves = new Moves(given, runs, window, keep);
  const events = new Events(runs, keep, dayOf, (run) => destroyed.people.get(run) ?? nobody);
  listDuplicates(reader, events.duplicates);
  events.seeAll(reader.auditOf(eventOps, window.from), window);
  const staleness = new Staleness(given, runs);
  const moved = new Set<string>(movedFields);
  // Of other changes it matters that they were made by update, with or without the day on which they happened.
  const matters = ({ seq, field }: KeptBefore) =>
    seq >= window.from && seq < window.before && (moved.has(field) || runs.at(seq)?.command === 'update');
  const others = (id: CustomerId, kept: readonly KeptBefore[]): void => {
    if (!kept.some(matters)) return;
    const record = reader.aside(id)?.record;
    const now = (field: string) => (record === undefined ? undefined : record[field as 'name']);
    moves.see(id, new CustomerTrail(kept, now).events);
  };
  const trail = new ValueTrail(reader.valueTrail(movedFields), others);
  /** That of the customer being looked at. */
  let own = new CustomerTrail([], () => undefined);
  const late = overdue(given, dutyTrail(reader, given), { runs, trail: () => own }, keep);
  const see = (record: CustomerRecord): void => {
    own = new CustomerTrail(trail.of(record.id), (field) => record[field as 'name']);
    staleness.see(record, own.kept);
    late.see(record);
    if (own.kept.some(matters)) moves.see(record.id, own.events);
  };
  const state = readState(context, given, roll, keep, see);
  trail.end();
  addHeld(state.waiting, reader.held());
  const exceptions = new RowSet('exceptions', ['what', 'detail'], 'nobody', keep);
  alarms(
    { destroying: reader.destroying(), covered: state.sweep.calendar.covered },
    given.asOf.slice(0, 4),
    exceptions,
  );
  return {
    ...{ quarter, roll, state, moves, events, overdue: late.rows, alarms: exceptions },
    staleness: staleness.rows(keep),
    coverage: coverage(
      given,
      runsBefore(() => reader.runs(), window.before),
      keep,
    ),
    later: recordedLater(reader, given),
  };
}

/** How the ledger stands, with what is remembered of the rules; the pass over the customers that every report shares. */
export function readState(
  context: QueryContext,
  given: Given,
  roll: Roll,
  keep: boolean,
  see: (record: CustomerRecord) => void = () => {},
): LedgerState {
  const { reader, progress } = context;
  const of = reader.count();
  let read = 0;
  const records = function* () {
    for (const record of reader.read()) {
      if (++read % 5000 === 0) progress(read, of, read);
      yield record;
    }
  };
  const memory = new RememberedVerdicts(context, given);
  const book = memory.book(rules, given);
  const state = ledgerState({ records: records(), rules, given, book, roll, keep, see });
  memory.keep(book);
  return state;
}

const nobody: DestructionPeople = { proposer: '', approvers: '', witness: '' };

function runBook(reader: LedgerReader, dayOf: (ts: string) => IsoDate): RunBook {
  const runs = new RunBook();
  for (const run of reader.runs()) runs.add(run, dayOf(run.ts));
  return runs;
}

/** Who proposed and approved what each run destroyed, and under which numbers the customers were known. */
function destructions(reader: LedgerReader): {
  readonly people: ReadonlyMap<number, DestructionPeople>;
  readonly numbers: ReadonlyMap<CustomerId, string>;
} {
  const people = new Map<number, DestructionPeople>();
  const numbers = new Map<CustomerId, string>();
  for (const { run, plan, erased } of reader.runs()) {
    if (plan === undefined || erased === undefined) continue;
    const { proposer, approvers, witness, customers } = peopleOfPlan(reader, plan);
    people.set(run, { proposer, approvers: approvers.join(' '), witness: witness ?? '' });
    for (const [id, no] of customers) if (no !== null) numbers.set(id, no);
  }
  return { people, numbers };
}

/** What the last scan found. */
function listDuplicates(reader: LedgerReader, rows: RowSet): void {
  const memory = reader.memory();
  if (memory === null) return;
  for (const { a, b, decision } of memory.pairs)
    if (decision !== 'distinct') rows.add(['listed', decision, '', '', ''], a, b);
  for (const [customer, entity] of memory.entities) rows.add(['group', `#${entity}`, '', '', ''], customer, entity);
}

function dutyTrail(reader: LedgerReader, given: Given): Pick<DutyTrail, 'entry' | 'retention'> {
  return { entry: entryReader((id) => reader.entry(id)), retention: retentionFacts(reader, given) };
}
