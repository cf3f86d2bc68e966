/** Which customers a step of the review is about. */
import * as z from 'zod';
import { enteredIn, entryReader } from '../../engine/entries.js';
import { type ReviewFacts, reviewFacts } from '../../engine/review-facts.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { Given } from '../../model/given.js';
import type { Entry, LedgerReader } from '../../model/ledger.js';
import { isActive, reviewStateOf } from '../../rules/lifecycle.js';
import type { ArgumentSpec, OptionSpecs } from '../command.js';
import { allOption, customerNamed } from '../shared.js';

/** Customers by number or #id, as the commands of the review take them. */
export const customersArgument: ArgumentSpec = {
  name: 'customers',
  help: { zh: '客户编号(旧编号也可)或 #序号', en: 'numbers (legacy ones too) or #ids' },
  optional: true,
  many: true,
};

/** `--run`, as commands of the review take it. */
export const runOption = {
  flag: '--run <n>',
  help: { zh: '该次运行录入的', en: 'those entered by this run' },
  schema: z.coerce.number().int().min(1).optional(),
} as const;

/** Other ways of naming customers than one by one. */
export const bulkOptions = {
  run: runOption,
  all: allOption({ zh: '所有待复核的', en: 'all that wait for review' }),
} as const satisfies OptionSpecs;

/** What the trail tells of customers, asked for only where something happened to them. */
export interface Trail {
  entry(id: CustomerId): Entry | null;
  facts(record: CustomerRecord): ReviewFacts | null;
}

/** Reads the trail for reviews. */
export function trailOf(reader: LedgerReader, { policy }: Given): Trail {
  const runs = new Map<number, ReturnType<LedgerReader['run']>>();
  const runOf = (run: number) => {
    let found = runs.get(run);
    if (found === undefined) {
      found = reader.run(run);
      runs.set(run, found);
    }
    return found;
  };
  return {
    entry: entryReader((id) => reader.entry(id)),
    facts: ({ id, version }) => (version === 1 ? null : reviewFacts(policy, reader.history(id), runOf)),
  };
}

/** The customers whom a run entered. @throws StewardError run-unknown */
export function runRange(reader: LedgerReader, run: number): { readonly first: CustomerId; readonly end: CustomerId } {
  if (reader.run(run) === null) throw new StewardError('run-unknown', { run });
  return enteredIn((id) => reader.entry(id), run);
}

/** How customers were named on the command line. */
export interface Named {
  readonly customers: readonly string[];
  readonly run?: number | undefined;
  readonly all?: boolean;
}

/**
 * The customers named, each once; in bulk those that are submitted, active and `fit`, in the order of ids.
 *
 * @throws StewardError customer-unknown, run-unknown, review-whom when they are named in no way, or in two
 */
export function* selected(
  reader: LedgerReader,
  { policy }: Given,
  command: string,
  { customers, run, all = false }: Named,
  fits: (record: CustomerRecord) => boolean = () => true,
): IterableIterator<CustomerRecord> {
  if ([customers.length > 0, run !== undefined, all].filter(Boolean).length !== 1)
    throw new StewardError('review-whom', { command });
  if (customers.length > 0) {
    const seen = new Set<CustomerId>();
    for (const word of customers) {
      const record = customerNamed(reader, word);
      if (seen.has(record.id)) continue;
      seen.add(record.id);
      yield record;
    }
    return;
  }
  const stateOf = reviewStateOf(policy);
  const active = isActive(policy);
  const { first, end } = run === undefined ? { first: 1, end: Number.POSITIVE_INFINITY } : runRange(reader, run);
  for (const record of reader.read()) {
    if (record.id < first) continue;
    if (record.id >= end) return;
    if (stateOf(record) === 'submitted' && active(record) && fits(record)) yield record;
  }
}
