/** A file becomes a plan: every row read, decided and staged, judged by the rules, and accounted for (law 3). */
import type { CellNote, RowBatch, RowFault, RowSource } from '../files/row-source.js';
import type { CustomerId } from '../model/customer.js';
import type { Finding } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { Draft, LedgerReader } from '../model/ledger.js';
import type { Counts, FieldValues } from '../model/plan.js';
import type { MatchOptions } from './decide.js';
import type { JudgedRow, RowJudge } from './door.js';
import type { Mapping } from './headers.js';
import { mostNearBytes, mostNearRows, type NearAsker, type NearState } from './near.js';
import type { RowOutcome } from './outcome.js';
import { RowTaker } from './take.js';
import { type Taken, within } from './taken.js';

/** How rows are taken in. */
export interface IntakeOptions {
  /** Values for every new customer whose row leaves them blank, such as the source. */
  readonly defaults: FieldValues;
  /** Values for every new customer, whatever its row says, such as the review state (S0-17). */
  readonly fixed: FieldValues;
  readonly match: MatchOptions;
  /** Whether new customers without a number get one. */
  readonly issueNumbers: boolean;
  /** The rules, by which rows are judged as they come in; null for a file that is taken over as it is: validate judges its customers. */
  readonly judge: RowJudge | null;
  /** By whom new rows are compared with those who are known; null where nobody is to be. */
  readonly near: NearAsker | null;
  /** Hears whose each record became: a staged insert (negative), a customer, or nobody. */
  readonly placed?: (record: number, id: CustomerId | null, set: FieldValues) => void;
}

/** What came of a file. */
export interface IntakeResult {
  readonly counts: Counts;
  /** Numbers issued, and new customers left without one, by what was not known. */
  readonly numbers: { readonly issued: number; readonly blocked: Readonly<Record<string, number>> };
  /** Lines without any value. */
  readonly blankRows: number;
  readonly near: NearState;
}

/** Batches that wait for the rules: enough to keep their thread busy while this one reads on. */
const waiting = 2;

/** Reads a whole source into a draft. `tell` hears of every row, in order, once the rules have spoken. */
export async function planIntake(
  source: RowSource,
  mapping: Mapping,
  ledger: { readonly reader: LedgerReader; readonly draft: Draft },
  given: Given,
  options: IntakeOptions,
  tell: (outcome: RowOutcome) => void,
  progress: (bytes: number, rows: number) => void,
): Promise<IntakeResult> {
  const taker = new RowTaker(source.header, mapping, ledger, given, options);
  const { judge } = options;
  const counts = { read: 0, created: 0, updated: 0, unchanged: 0, held: 0, rejected: 0 };
  const queue: { readonly rows: readonly Taken[]; readonly findings: Promise<readonly (readonly Finding[])[]> }[] = [];

  const finishRow = ({ outcome, found, about }: Taken, judged: readonly Finding[]): void => {
    outcome.findings = within(judged.length === 0 ? found : found.concat(judged), about);
    tell(outcome);
  };
  const finish = async (): Promise<void> => {
    const { rows, findings } = queue.shift() as (typeof queue)[number];
    const judged = await findings;
    let next = 0;
    for (const row of rows) finishRow(row, row.judged === null ? [] : (judged[next++] as readonly Finding[]));
  };

  const { batches, few } = options.near === null ? { batches: source.batches(), few: false } : await begun(source);
  if (few) taker.hear(options.near as NearAsker, batches as readonly RowBatch[]);
  for await (const { rows, lines, records, faults, notes, bytesRead } of batches) {
    const taken: Taken[] = [];
    const cells = byRecord(notes);
    const add = (row: Taken): void => {
      counts.read++;
      counts[row.outcome.what]++;
      // With nobody to ask it is done: what is not kept costs nothing to clear away.
      if (judge === null) finishRow(row, []);
      else taken.push(row);
    };
    // Records that could not be read stand where they do in the file, between those that could.
    let next = 0;
    for (let i = 0; i < rows.length; i++) {
      const record = records[i] as number;
      while (next < faults.length && (faults[next] as RowFault).record < record)
        add(taker.refuse(faults[next++] as RowFault));
      add(taker.take(rows[i] as string[], lines[i] as number, record, cells.get(record)));
    }
    while (next < faults.length) add(taker.refuse(faults[next++] as RowFault));
    if (judge !== null) {
      const asked = taken.flatMap(({ judged }) => (judged === null ? [] : [judged as JudgedRow]));
      const findings = asked.length === 0 ? Promise.resolve([]) : judge.judge(asked);
      findings.catch(() => {}); // heard when its turn comes
      queue.push({ rows: taken, findings });
      if (queue.length > waiting) await finish();
    }
    progress(bytesRead, counts.read);
  }
  while (queue.length > 0) await finish();
  const near = options.near === null ? 'off' : few ? 'asked' : 'too-many-rows';
  return { counts, numbers: taker.numbers, blankRows: source.totals?.blankRows ?? 0, near };
}

/**
 * The batches of a source, read as far as it takes to tell whether the file has few rows: then all of them are there, to be compared with each other
 * before the first is decided.
 */
async function begun(
  source: RowSource,
): Promise<{ readonly batches: AsyncIterable<RowBatch> | readonly RowBatch[]; readonly few: boolean }> {
  const rest = source.batches()[Symbol.asyncIterator]();
  const first: RowBatch[] = [];
  let count = 0;
  let bytes = 0;
  while (count <= mostNearRows && bytes <= mostNearBytes) {
    const { done, value } = await rest.next();
    if (done) return { batches: first, few: true };
    first.push(value);
    count += value.rows.length;
    bytes = value.bytesRead;
  }
  const all = async function* (): AsyncGenerator<RowBatch> {
    while (first.length > 0) yield first.shift() as RowBatch;
    yield* { [Symbol.asyncIterator]: () => rest };
  };
  return { batches: all(), few: false };
}

/** What is to be said of cells, by record. */
function byRecord(notes: readonly CellNote[]): ReadonlyMap<number, readonly CellNote[]> {
  const groups = new Map<number, CellNote[]>();
  for (const note of notes) groups.set(note.record, [...(groups.get(note.record) ?? []), note]);
  return groups;
}
