import { dueForPurge } from '../../engine/purge/candidates.js';
import type { CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { PurgeReason } from '../../model/policy.js';
import { purgeFields } from '../../model/purge-plan.js';
import type { RetentionFacts } from '../../rules/retention/outcome.js';
import type { ChangeContext } from '../command.js';
import { retentionFacts } from '../retention-facts.js';
import { customerNamed } from '../shared.js';
import { fieldsOf, readWishes, reasonFinder, type Wished } from './wishes.js';

/** How customers are chosen for a proposal. */
export interface Choosing {
  readonly customer?: readonly string[] | undefined;
  readonly file?: string | undefined;
  readonly candidates: boolean;
  readonly code?: string | undefined;
  readonly worth?: 'kept' | 'none' | undefined;
  readonly fields?: string | undefined;
}

/** Who was chosen, and how many were looked at for it. */
export interface Chosen {
  readonly wishes: readonly Wished[];
  readonly factsOf: (record: CustomerRecord) => RetentionFacts;
  readonly read: number;
  readonly notDue: number;
}

/**
 * Those named, those of a file, or all that are due; a reason in words is the row's own, else that of --reason.
 *
 * @throws StewardError purge-what, bad-option, customer-unknown; what reading the file throws
 */
export async function chosen(context: ChangeContext, own: Choosing): Promise<Chosen> {
  const { reader, given } = context;
  const { policy } = given;
  const ways = [own.customer !== undefined, own.file !== undefined, own.candidates];
  if (ways.filter(Boolean).length !== 1 || (own.customer && own.code === undefined))
    throw new StewardError('purge-what');
  const factsOf = retentionFacts(reader, given);
  if (own.file !== undefined) {
    for (const option of ['code', 'worth', 'fields'] as const)
      if (own[option] !== undefined) throw outOfPlace(option, own[option]);
    const wishes = await readWishes(own.file, reader, policy);
    return { wishes, factsOf, read: wishes.length, notDue: 0 };
  }
  const reason = own.code === undefined ? null : named(own.code, reasonFinder(policy), policy.purge.reasons);
  const rest = { note: context.reason, worth: own.worth ?? null };
  if (own.customer !== undefined) {
    const fields = fieldsOf(own.fields ?? null);
    if (typeof fields === 'string')
      throw new StewardError('bad-option', {
        command: 'purge propose',
        option: '--fields',
        value: fields,
        detail: purgeFields.join(' '),
      });
    const records = new Map(
      own.customer.map((word) => customerNamed(reader, word)).map((record) => [record.id, record]),
    );
    const wishes = [...records.values()].map((record) => ({ record, fields, reason, ...rest }));
    return { wishes, factsOf, read: wishes.length, notDue: 0 };
  }
  if (own.fields !== undefined) throw outOfPlace('fields', own.fields);
  return { ...due(context, factsOf, reason, rest), factsOf };
}

const outOfPlace = (option: string, value: string): StewardError =>
  new StewardError('bad-option', { command: 'purge propose', option: `--${option}`, value, detail: '--customer' });

function named(code: string, find: ReturnType<typeof reasonFinder>, reasons: readonly PurgeReason[]): PurgeReason {
  const reason = find(code);
  if (reason !== null) return reason;
  const detail = reasons.map((one) => one.code).join(' | ');
  throw new StewardError('bad-option', { command: 'purge propose', option: '--code', value: code, detail });
}

/** All that are due, with the reason that follows from the ground where none was named; the words are for a person to write. */
function due(
  { reader, given, progress }: ChangeContext,
  factsOf: Chosen['factsOf'],
  reason: PurgeReason | null,
  rest: Pick<Wished, 'note' | 'worth'>,
): Pick<Chosen, 'notDue' | 'read' | 'wishes'> {
  const isDue = dueForPurge(given);
  const { reasons } = given.policy.purge;
  const wishes: Wished[] = [];
  const of = reader.count();
  let read = 0;
  for (const record of reader.read()) {
    if (++read % 1000 === 0) progress(read, of, read);
    const found = isDue(record, factsOf(record));
    if (found === null) continue;
    const own = reason ?? reasons.find(({ code }) => code === found.code) ?? null;
    wishes.push({ record, fields: found.fields, reason: own, ...rest });
  }
  return { wishes, read, notDue: read - wishes.length };
}
