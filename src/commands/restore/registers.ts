/** Registers of destruction that are given to a restore: they say whom to destroy where no ledger can say it any more. */
import { approversOf, shortKey } from '../../engine/signers.js';
import type { DestroyedSince } from '../../ledger/backup/since.js';
import { idsIn } from '../../ledger/sqlite/trail.js';
import type { CustomerId } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import { StewardError } from '../../model/errors.js';
import type { KeptOut } from '../../model/plan.js';
import { fingerprint, signStatement } from '../../rules/access/signature.js';
import { addPeriod } from '../../rules/calendar/period.js';
import type { ChangeContext, Restoring } from '../command.js';
import { peopleOf } from '../people.js';
import { type Certificate, certificateHash, readCertificate } from '../purge/certificate.js';
import { realDay } from '../purge/plan-file.js';
import { unlock } from '../signing.js';

/** What registers say was destroyed after the backup, and is not known otherwise. */
export interface Registered {
  readonly destroyed: readonly DestroyedSince[];
  /** Of those who are not in the backup: their numbers stay taken. */
  readonly keptOut: readonly KeptOut[];
  /** sha256 of each register that says so. */
  readonly hashes: readonly string[];
}

/**
 * Reads registers; who is `known` to have been destroyed is left out, and so is what was destroyed before the backup was made.
 *
 * @throws StewardError certificate-unreadable, register-other, register-differs; what reading a file throws
 */
export function readRegisters(
  { reader, given }: Pick<ChangeContext, 'given' | 'reader'>,
  { manifest }: Restoring,
  paths: readonly string[],
  known: ReadonlySet<CustomerId>,
  otherHistory: boolean,
): Registered {
  const { keepOut } = given.policy.purge;
  const destroyed: DestroyedSince[] = [];
  const keptOut: KeptOut[] = [];
  const hashes: string[] = [];
  for (const path of paths) {
    const certificate = readCertificate(path);
    if (certificate.ledger !== manifest.ledger)
      throw new StewardError('register-other', { path, ledger: certificate.ledger });
    if (isBefore(certificate, reader)) continue;
    const until = keepOut === null ? null : addPeriod(certificate.asOf, keepOut);
    const before = destroyed.length;
    const numbers = new Map(certificate.items.map(({ customer, no }) => [customer, no]));
    for (const one of doomedBy(certificate, until)) {
      if (known.has(one.id)) continue;
      const no = numbers.get(one.id) ?? null;
      const bearer = no === null ? null : reader.registered(no);
      if (bearer !== null && bearer.customer !== one.id && !otherHistory)
        throw new StewardError('register-differs', { path, customer: no ?? `#${one.id}` });
      destroyed.push(one);
      if (one.fields === null) keptOut.push({ ...one, numbers: no === null ? [] : [no], marks: [] });
    }
    if (destroyed.length > before) hashes.push(certificateHash(certificate));
  }
  return { destroyed, keptOut, hashes };
}

/** Whom a register speaks of: its items, and those who were merged into them. */
function* doomedBy({ items, gone = [] }: Certificate, until: IsoDate | null): IterableIterator<DestroyedSince> {
  const whole = new Set<CustomerId>();
  for (const { rows, ...word } of gone)
    for (const id of idsIn(rows)) {
      whole.add(id);
      yield { id, fields: null, ...word };
    }
  for (const { customer: id, fields, code } of items)
    if (!whole.has(id)) yield { id, fields, code, until: fields === null ? until : null };
}

/** Whether the backup holds what became of a register already: its chain goes through the register's head. */
function isBefore({ head }: Certificate, reader: ChangeContext['reader']): boolean {
  for (const { seq, hash } of reader.audit(head.size)) return seq === head.size && hash === head.hash;
  return false;
}

/**
 * Has another person who approves vouch for registers that no ledger confirms: a file alone must not destroy anybody (law 6). Stages the signature.
 *
 * @throws StewardError register-unvouched, people-signer, and as unlock
 */
export async function vouched(
  context: ChangeContext,
  { sha256 }: Restoring,
  own: {
    readonly register?: readonly string[] | undefined;
    readonly witnessKey?: string | undefined;
    readonly passphraseFile?: string | undefined;
  },
  { destroyed, hashes }: Registered,
): Promise<string | null> {
  if (destroyed.length === 0) return null;
  const { reader, operator, draft } = context;
  const count = destroyed.length;
  if (own.witnessKey === undefined) throw new StewardError('register-unvouched', { paths: own.register ?? [], count });
  const people = peopleOf(reader);
  const opened = await unlock(context, own.witnessKey, own.passphraseFile);
  const key = fingerprint(opened.public);
  // The policy of today may be newer than the backup: whose word counts is in the chain.
  const approvers = people.last === null ? [] : approversOf(people.last.roster);
  const day = realDay(context);
  const signer = approvers.find(({ keys, leaves }) => keys.includes(key) && (leaves === null || day < leaves));
  if (signer === undefined || people.revoked.has(key))
    throw new StewardError('people-signer', { person: shortKey(key), approvers: approvers.map(({ id }) => id) });
  if (signer.id === operator.actor) throw new StewardError('register-unvouched', { paths: own.register ?? [], count });
  const statement = {
    purpose: 'restore-registers',
    ledger: reader.info.uuid,
    backup: sha256,
    registers: hashes,
    count,
    day,
    head: reader.head(),
  };
  const signature = signStatement(opened.key, statement);
  draft.step({ op: 'approve', plan: sha256, body: { statement, person: signer.id, public: opened.public, signature } });
  return signer.id;
}
