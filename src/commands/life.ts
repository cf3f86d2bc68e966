/** What the commands about the life of a file share: whom they are about, and the step over each of them. */

import { blockData, type LifeBlock, type LifeVerdict, lifeBlocks } from '../engine/life.js';
import { type LifeFacts, lifeFacts } from '../engine/life-facts.js';
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import { StewardError } from '../model/errors.js';
import type { Given } from '../model/given.js';
import type { LedgerReader } from '../model/ledger.js';
import { say, type Text } from '../model/text.js';
import type { ArgumentSpec, ChangeContext, Item, Planned } from './command.js';
import { planSteps } from './customer-steps.js';
import { callOf, customerNamed } from './shared.js';

/** Customers by number or #id. */
export const customersArgument: ArgumentSpec = {
  name: 'customers',
  help: { zh: '客户编号(旧编号也可)或 #序号', en: 'numbers (legacy ones too) or #ids' },
  optional: true,
  many: true,
};

/** Reads what the trail tells of a customer; nothing where nothing happened to it. */
export function lifeTrail(reader: LedgerReader, { policy }: Given): (record: CustomerRecord) => LifeFacts {
  const runs = new Map<number, ReturnType<LedgerReader['run']>>();
  const runOf = (run: number) => {
    if (!runs.has(run)) runs.set(run, reader.run(run));
    return runs.get(run) ?? null;
  };
  return ({ id }) => lifeFacts(policy, reader.history(id), runOf);
}

/**
 * The customers named, each once; without names those of the whole ledger that `fits`, where `all` was asked for.
 *
 * @throws StewardError customer-unknown, whom when they are named in no way or in two
 */
export function* whom(
  reader: LedgerReader,
  command: string,
  customers: readonly string[],
  all: boolean,
  fits: (record: CustomerRecord) => boolean,
): IterableIterator<CustomerRecord> {
  if (customers.length > 0 === all) throw new StewardError('whom', { command, other: '--all' });
  const seen = new Set<CustomerId>();
  for (const word of customers) {
    const record = customerNamed(reader, word);
    if (seen.has(record.id)) continue;
    seen.add(record.id);
    yield record;
  }
  if (all) for (const record of reader.read()) if (fits(record)) yield record;
}

/** A step in the life of each customer named. */
export interface LifeStepPlan {
  readonly title: Text;
  readonly records: Iterable<CustomerRecord>;
  readonly judge: (record: CustomerRecord, facts: () => LifeFacts) => LifeVerdict;
  /** What the item of a changed customer says besides. */
  readonly told?: (record: CustomerRecord) => Item;
}

/** Stages a step for all of them. @throws StewardError hold-own when nothing is left but holds that the operator set */
export function planLife(context: ChangeContext, { title, records, judge, told }: LifeStepPlan): Planned {
  const { reader, given, lang, operator } = context;
  const trail = lifeTrail(reader, given);
  const own: string[] = [];
  const planned = planSteps<LifeBlock>(context, {
    title,
    records,
    blocks: Object.keys(lifeBlocks) as LifeBlock[],
    judge: (record) => {
      const verdict = judge(record, () => trail(record));
      if (verdict.verdict === 'changed') return { ...verdict, ...(told && { told: () => told(record) }) };
      if (verdict.verdict === 'unchanged') return verdict;
      const { why, data } = verdict;
      if (why === 'own-hold') own.push(callOf(record));
      return {
        verdict: 'blocked',
        why,
        message: say(
          lifeBlocks[why],
          lang,
          blockData(data, (text) => say(text, lang)),
        ),
      };
    },
  });
  if (own.length > 0 && own.length === planned.counts.read)
    throw new StewardError('hold-own', { actor: operator.actor, customers: own.slice(0, 10) });
  return planned;
}
