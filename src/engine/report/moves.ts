import type { CustomerId } from '../../model/customer.js';
import type { FieldKey } from '../../model/fields.js';
import type { Given } from '../../model/given.js';
import { lateness } from '../../rules/cadence/timeliness.js';
import { parseDate } from '../../rules/calendar/day.js';
import { unknownValue } from '../../rules/classify/value-of.js';
import { lifecycleOf } from '../../rules/lifecycle.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { directionReader, type Regraded } from '../regrade.js';
import { RowSet } from './rows.js';
import type { KnownRun, RunBook } from './run-book.js';
import type { ValueEvent } from './value-trail.js';

/** The events of a period: from one on, and before another. */
export interface EventWindow {
  readonly from: number;
  readonly before: number;
}

/** The fields whose values before and after are told; of all others only that they changed. */
export const movedFields = [
  'stage',
  'value_class',
  'grade',
  'lifecycle',
  'verify_result',
  'verified_at',
  'review_state',
  'hold',
  'changed_at',
] as const satisfies readonly FieldKey[];

/** The stage into which no cooperation moves forward (S4-11). */
export const SILENT = 'silent';

/** The word for a class that was destroyed: the trail tells that it changed, and not from what to what. */
export const DESTROYED = 'destroyed';

/** Commands that are steps of the dormancy funnel, by the word of the row. */
const steps: Readonly<Record<string, string>> = {
  'dormant flag': 'flagged',
  'dormant wake': 'woken',
  archive: 'archived',
};

/** Gathers what happened to customers within a period: stages, classes, the dormancy funnel, and how soon changes were recorded. */
export class Moves {
  /** Every step from one stage to another (S4-24). */
  readonly stages: RowSet;
  /** Every change of a grade or value class (S3-20, S3-27). */
  readonly regrades: RowSet;
  /** Results of verification, flags, wakings and archivings (S0-30, S0-31, S4-21). */
  readonly dormancy: RowSet;
  /** Updates with both clocks: 24 hours and one working day (C07). */
  readonly timeliness: RowSet;
  readonly deadlines: readonly string[];
  readonly #see: (id: CustomerId, event: ValueEvent, run: KnownRun) => void;
  readonly #window: EventWindow;
  readonly #runs: RunBook;

  constructor(given: Given, runs: RunBook, window: EventWindow, keep: boolean) {
    const { policy } = given;
    const trail = ['run', 'day', 'command', 'operator'];
    this.#window = window;
    this.#runs = runs;
    this.deadlines = Object.entries(policy.updates.deadlines).flatMap(([id, one]) =>
      one.dropped === null ? [id] : [],
    );
    this.stages = new RowSet('stage-transitions', ['from', 'to', 'forward', ...trail], 'customer', keep);
    this.regrades = new RowSet('regrades', ['dimension', 'from', 'to', 'direction', ...trail], 'customer', keep);
    this.dormancy = new RowSet('dormancy', ['what', 'result', ...trail], 'customer', keep);
    this.timeliness = new RowSet(
      'timeliness',
      ['happened', 'recorded', ...this.deadlines.map((id) => `deadline ${id}`), 'run', 'command', 'operator'],
      'customer',
      keep,
    );
    const seers = [stageMoves(given, this.stages), regradeMoves(given, this.regrades), lifeMoves(given, this.dormancy)];
    const late = this.#lateMoves(given);
    this.#see = (id, event, run) => {
      for (const see of seers) see(id, event, run);
      late(id, event, run);
    };
  }

  /** The events of one customer, of which those in the period are taken. */
  see(id: CustomerId, events: readonly ValueEvent[]): void {
    for (const event of events) {
      if (event.seq < this.#window.from || event.seq >= this.#window.before) continue;
      const run = this.#runs.at(event.seq);
      if (run !== null) this.#see(id, event, run);
    }
  }

  #lateMoves({ policy }: Given): (id: CustomerId, event: ValueEvent, run: KnownRun) => void {
    const late = lateness(policy);
    return (id, { changes }, run) => {
      const change = changes.find(({ field }) => field === 'changed_at');
      const said = change?.after ?? null;
      // It was said, or taken back, and destroyed since.
      const destroyed = change?.known === false;
      if (said === null && !destroyed && run.command !== 'update') return;
      const happened = said === null ? null : parseDate(said);
      const recorded = parseDate(run.ts);
      const broken = said === null ? [] : late(said, run.ts);
      const known = happened?.ok === true;
      this.timeliness.add(
        [
          known ? moment(happened) : 'not told',
          recorded.ok ? moment(recorded) : run.ts,
          ...this.deadlines.map((deadline) => (known ? (broken.includes(deadline) ? 'late' : 'in time') : 'unknown')),
          ...[String(run.run), run.command, run.actor],
        ],
        id,
      );
    };
  }
}

const moment = ({ date, time }: { readonly date: string; readonly time: string | null }): string =>
  time === null ? date : `${date} ${time.slice(0, 5)}`;

const trailOf = ({ run, day, command, actor }: KnownRun): readonly string[] => [String(run), day, command, actor];

type Seer = (id: CustomerId, event: ValueEvent, run: KnownRun) => void;

/** Reads a field's words as codes; blank, or a word that the policy does not know, is ''. */
function codes({ policy }: Given, field: FieldKey): (word: string | null) => string {
  const find = codeFinder(policy, field);
  return (word) => (word === null ? '' : (find(word)?.entry.code ?? ''));
}

function stageMoves(given: Given, rows: RowSet): Seer {
  const codeOf = codes(given, 'stage');
  const order = (given.policy.codes.stage?.values ?? []).map(({ code }) => code);
  return (id, { changes }, run) => {
    for (const { field, before, after, known } of changes) {
      if (field !== 'stage') continue;
      if (!known) {
        rows.add([DESTROYED, DESTROYED, 'unknown', ...trailOf(run)], id);
        continue;
      }
      const [from, to] = [codeOf(before), codeOf(after)];
      if (from === to) continue;
      const forward = to !== '' && to !== SILENT && from !== SILENT && order.indexOf(to) > order.indexOf(from);
      rows.add([from, to, forward ? 'yes' : 'no', ...trailOf(run)], id);
    }
  };
}

function regradeMoves(given: Given, rows: RowSet): Seer {
  const undetermined = unknownValue(given);
  const dimensions = (
    [
      ['grade', 'grade'],
      ['value', 'value_class'],
    ] as const satisfies readonly (readonly [Regraded, FieldKey])[]
  ).map(([labels, field]) => ({
    labels,
    field,
    codeOf: codes(given, field),
    direction: directionReader(labels, given),
  }));
  return (id, { changes }, run) => {
    for (const { labels, field, codeOf, direction } of dimensions) {
      const change = changes.find((one) => one.field === field);
      if (change === undefined) continue;
      if (!change.known) {
        rows.add([labels, DESTROYED, DESTROYED, DESTROYED, ...trailOf(run)], id);
        continue;
      }
      const decided = (word: string | null): string => {
        const code = codeOf(word);
        return labels === 'value' && code === undetermined ? '' : code;
      };
      const [from, to] = [decided(change.before), decided(change.after)];
      if (from === to) continue;
      rows.add([labels, from, to, to === '' ? 'cleared' : direction(from || null, to), ...trailOf(run)], id);
    }
  };
}

function lifeMoves(given: Given, rows: RowSet): Seer {
  const resultOf = codes(given, 'verify_result');
  const stateOf = lifecycleOf(given.policy);
  return (id, { changes, left }, run) => {
    if (run.command === 'verify import') {
      const of = (name: FieldKey) => changes.find(({ field }) => field === name);
      const said = of('verify_result') ?? of('verified_at');
      if (said !== undefined)
        rows.add(['result', said.known ? resultOf(left('verify_result')) : DESTROYED, ...trailOf(run)], id);
    }
    const step = steps[run.command];
    const state = changes.find(({ field }) => field === 'lifecycle');
    if (step === undefined || state === undefined) return;
    // Such a command changes the state of whom it acts on: of a destroyed file, too, the trail tells that it did.
    if (!state.known || stateOf({ lifecycle: state.before }) !== stateOf({ lifecycle: state.after }))
      rows.add([step, '', ...trailOf(run)], id);
  };
}
