/** A file becomes a plan: every row read, decided and staged, and every row accounted for (law 3). */
import type { RowFault, RowSource } from '../files/row-source.js';
import type { CustomerId } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Given } from '../model/given.js';
import type { Draft, LedgerReader, NumberParts } from '../model/ledger.js';
import type { Counts, FieldValues } from '../model/plan.js';
import type { Data } from '../model/text.js';
import { numberIssuer } from '../rules/number/issue.js';
import { parseNumber } from '../rules/number/schemes.js';
import { entryState } from '../rules/review/submission.js';
import { RowDecider } from './decide.js';
import type { Mapping } from './headers.js';
import type { IntakeCode } from './messages.js';
import { rowReader } from './row.js';

/** Something to be said of one row of the file. */
export interface RowNote {
  readonly code: IntakeCode;
  readonly what: 'held' | 'note' | 'rejected';
  readonly line: number;
  readonly record: number;
  /** 1-based column and its heading, where one column is meant. */
  readonly column: number | null;
  readonly header: string | null;
  readonly data: Data;
  /** The row's cells, for the rejects file. */
  readonly cells: readonly string[];
  readonly raw: string;
}

/** How rows are taken in. */
export interface IntakeOptions {
  /** Values for every new customer whose row leaves them blank, such as the source or the review state. */
  readonly defaults: FieldValues;
  /** Whether new customers without a number get one. */
  readonly issueNumbers: boolean;
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
}

/** Reads a whole source into a draft. `tell` hears of every row that is rejected, held or doubtful, in order. */
export async function planIntake(
  source: RowSource,
  mapping: Mapping,
  ledger: { readonly reader: LedgerReader; readonly draft: Draft },
  given: Given,
  options: IntakeOptions,
  tell: (note: RowNote) => void,
  progress: (bytes: number, rows: number) => void,
): Promise<IntakeResult> {
  const { policy } = given;
  const { draft, reader } = ledger;
  const defaults = Object.entries(options.defaults) as [FieldKey, string][];
  const read = rowReader(mapping.columns, policy, [...defaults.map(([key]) => key), 'customer_no']);
  const decider = new RowDecider(reader, draft, policy);
  const issue = numberIssuer(given, (scheme, counter) => reader.lastSerial(scheme, counter));
  const counts = { read: 0, created: 0, updated: 0, unchanged: 0, held: 0, rejected: 0 };
  const numbers = { issued: 0, blocked: {} as Record<string, number> };
  const reasons = [{ rule: 'import/row', data: {} }];

  const numberFor = (set: FieldValues): { readonly number: NumberParts | null; readonly issued: boolean } => {
    if (set.customer_no) return { number: parseNumber(set.customer_no, policy), issued: false };
    if (!options.issueNumbers) return { number: null, issued: false };
    for (;;) {
      const parts = issue(set);
      if ('blocked' in parts) {
        numbers.blocked[parts.blocked] = (numbers.blocked[parts.blocked] ?? 0) + 1;
        return { number: null, issued: false };
      }
      // A number that a row of this very file bears is taken, though the ledger does not know it yet.
      if (draft.find('customer_no', parts.no).length === 0) return { number: parts, issued: true };
    }
  };

  const take = (cells: readonly string[], line: number, record: number): void => {
    const say = (code: IntakeCode, what: RowNote['what'], data: Data = {}, column: number | null = null) =>
      tell({
        code,
        what,
        line,
        record,
        column,
        header: column === null ? null : (source.header[column - 1] ?? null),
        data,
        cells,
        raw: '',
      });
    const row = read(cells);
    if (row.kind !== 'values') {
      counts.rejected++;
      if (row.kind === 'ragged') say('row/ragged', 'rejected', { cells: row.cells, columns: row.columns });
      else say(`row/${row.kind}`, 'rejected');
      return;
    }
    if (row.missing.length > 0) {
      const missing = row.missing.map((i) => source.header[i] as string);
      say(
        'row/short',
        'note',
        { cells: cells.length, columns: source.header.length, missing },
        (row.missing[0] as number) + 1,
      );
    }
    const decision = decider.decide(row.set, row.extra, cells, row.bearer);
    if (decision.kind === 'unchanged') {
      counts.unchanged++;
      options.placed?.(record, decision.id, row.set);
    } else if (decision.kind === 'hold') {
      counts.held++;
      options.placed?.(record, null, row.set);
      const whole: Record<string, string> = Object.create(null);
      for (const [i, header] of source.header.entries())
        whole[header in whole ? `${header}#${i + 1}` : header] = cells[i] ?? '';
      draft.hold({
        record,
        line,
        why: decision.why,
        rule: decision.rule,
        against: decision.against,
        row: JSON.stringify(whole),
      });
      say(decision.rule as IntakeCode, 'held', { number: row.set.customer_no ?? null, id: row.bearer?.id ?? null });
    } else if (decision.kind === 'update') {
      counts.updated++;
      const { id, expect, set, extra } = decision;
      const number = set.customer_no ? parseNumber(set.customer_no, policy) : null;
      options.placed?.(record, id, row.set);
      draft.add({ kind: 'update', id, expect, set, ...(extra !== undefined && { extra }), reasons }, { number });
    } else {
      counts.created++;
      const { set } = row;
      const state = options.defaults.review_state;
      const said = set.review_state ?? null;
      if (state != null) set.review_state = entryState(policy, said, state);
      if (said !== null && set.review_state !== said) say('import/review-state', 'note', { value: said });
      for (const [key, value] of defaults) set[key] ??= value;
      const { number, issued } = numberFor(set);
      if (issued) {
        numbers.issued++;
        set.customer_no = (number as NumberParts).no;
      }
      const staged = draft.add(
        { kind: 'insert', set, extra: row.extra, reasons },
        { identity: decision.identity, number },
      );
      options.placed?.(record, staged, set);
    }
  };

  const refuse = ({ code, line, record, column, raw }: RowFault): void => {
    counts.read++;
    counts.rejected++;
    tell({
      code: `row/${code}`,
      what: 'rejected',
      line,
      record,
      column: null,
      header: null,
      data: { column },
      cells: [],
      raw,
    });
  };

  for await (const { rows, lines, records, faults, notes, bytesRead } of source.batches()) {
    // Records that could not be read stand where they do in the file, between those that could.
    let next = 0;
    for (let i = 0; i < rows.length; i++) {
      const record = records[i] as number;
      while (next < faults.length && (faults[next] as RowFault).record < record) refuse(faults[next++] as RowFault);
      counts.read++;
      take(rows[i] as string[], lines[i] as number, record);
    }
    while (next < faults.length) refuse(faults[next++] as RowFault);
    for (const { code, line, record, column } of notes) {
      const header = source.header[column - 1] ?? null;
      tell({ code: `cell/${code}`, what: 'note', line, record, column, header, data: {}, cells: [], raw: '' });
    }
    progress(bytesRead, counts.read);
  }
  return { counts, numbers, blankRows: source.totals?.blankRows ?? 0 };
}
