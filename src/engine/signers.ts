/**
 * Whose signature counts. The people and roles in force are those that the trail shows signed, version after version, each by an approver of the
 * one before (law 6); a key counts while its person is there, it is in its term, nobody revoked it, and it is one person's alone.
 */
import type { IsoDate } from '../model/date.js';
import { StewardError } from '../model/errors.js';
import type { PlanStepRecord } from '../model/ledger.js';
import type { Person, Policy, SigningKey } from '../model/policy.js';
import { type Roster, type RosterPerson, sharedKeys } from '../rules/access/section.js';
import { fingerprint, isSigned, type Statement } from '../rules/access/signature.js';

/** What a signed step of the chain holds: the statement, and whose signature stands under it. */
export interface SignedBody {
  readonly statement: Statement;
  readonly person: string;
  /** The public key, so that anybody can check the signature with the trail alone. */
  readonly public: string;
  readonly signature: string;
}

/** A version of people and roles that the trail knows. */
export interface PeopleVersion {
  readonly seq: number;
  readonly ts: string;
  readonly section: string;
  readonly roster: Roster;
  /** Who signed it; null for the founders whom init recorded. */
  readonly by: string | null;
}

/** A key that was revoked. */
export interface Revocation {
  readonly ts: string;
  readonly by: string;
}

/** What the trail says of people and keys. */
export interface PeopleState {
  readonly last: PeopleVersion | null;
  readonly revoked: ReadonlyMap<string, Revocation>;
  /** Events that claim a version but do not hold: not signed, or by nobody who could. */
  readonly broken: readonly number[];
}

const isRoster = (value: unknown): value is Roster =>
  Array.isArray((value as Roster | undefined)?.people) && Array.isArray((value as Roster | undefined)?.approving);

/** Whether a body bears the signature that it names. */
export function isSignedBody(
  body: Readonly<Record<string, unknown>>,
): body is Readonly<Record<string, unknown>> & SignedBody {
  const { statement, signature, person, public: key } = body;
  return (
    typeof statement === 'object' &&
    statement !== null &&
    typeof signature === 'string' &&
    typeof person === 'string' &&
    typeof key === 'string' &&
    isSigned(key, statement as Statement, signature)
  );
}

/** Whether a person of a version could sign the next one with a key. */
function couldSign({ people, approving }: Roster, person: string, key: string): boolean {
  const signer = people.find(({ id }) => id === person);
  return signer?.keys.includes(key) === true && signer.roles.some((role) => approving.includes(role));
}

/** Approvers of a version, by their ids. */
export const approversOf = ({ people, approving }: Roster): readonly RosterPerson[] =>
  people.filter(({ roles }) => roles.some((role) => approving.includes(role)));

/** Reads the steps of the trail, in order; `isOurs` knows the uuids that the ledger has or had. */
export function peopleState(steps: Iterable<PlanStepRecord>, isOurs: (ledger: string) => boolean): PeopleState {
  let last: PeopleVersion | null = null;
  const revoked = new Map<string, Revocation>();
  const broken: number[] = [];
  for (const { op, plan, body, seq, ts, actor } of steps) {
    if (op === 'key') revoked.set(plan, revoked.get(plan) ?? { ts, by: actor });
    if (op !== 'policy') continue;
    const next = versionOf(body, { seq, ts, section: plan }, last, isOurs, revoked);
    if (next === null) broken.push(seq);
    else last = next;
  }
  return { last, revoked, broken };
}

function versionOf(
  body: PlanStepRecord['body'],
  at: Pick<PeopleVersion, 'section' | 'seq' | 'ts'>,
  last: PeopleVersion | null,
  isOurs: (ledger: string) => boolean,
  revoked: PeopleState['revoked'],
): PeopleVersion | null {
  if (!('signature' in body)) {
    // Only init writes one unsigned, as the first of all.
    return last === null && isRoster(body.roster) ? { ...at, roster: body.roster, by: null } : null;
  }
  if (!isSignedBody(body)) return null;
  const { statement, person, public: key } = body;
  const { roster } = statement;
  if (statement.purpose !== 'policy' || statement.section !== at.section) return null;
  if (typeof statement.ledger !== 'string' || !isOurs(statement.ledger)) return null;
  if (!isRoster(roster) || statement.before !== (last?.section ?? null)) return null;
  const id = fingerprint(key);
  if (revoked.has(id) || !couldSign(last?.roster ?? roster, person, id)) return null;
  return { ...at, roster, by: person };
}

/** A person with the key that signs. */
export interface Signer {
  readonly person: Person;
  readonly key: SigningKey;
}

/** How a key is named in messages: the head of its fingerprint. */
export const shortKey = (id: string): string => id.slice(0, 12);

/**
 * Whose key it is, and that it counts on a day.
 *
 * @throws StewardError key-unknown, key-shared, key-revoked, key-expired, key-of-leaver
 */
export function signerOf(policy: Policy, publicKey: string, { revoked }: PeopleState, day: IsoDate): Signer {
  const id = fingerprint(publicKey);
  const key = shortKey(id);
  const people = sharedKeys(policy).get(publicKey);
  if (people !== undefined) throw new StewardError('key-shared', { key, people });
  const person = policy.people.find(({ keys }) => keys.some((one) => one.public === publicKey));
  const listed = person?.keys.find((one) => one.public === publicKey);
  if (person === undefined || listed === undefined) throw new StewardError('key-unknown', { key });
  const gone = revoked.get(id);
  if (gone !== undefined) throw new StewardError('key-revoked', { key, day: gone.ts.slice(0, 10) });
  if (person.leaves !== null && day >= person.leaves)
    throw new StewardError('key-of-leaver', { person: person.id, day: person.leaves });
  if (day < listed.from || (listed.until !== null && day > listed.until))
    throw new StewardError('key-expired', { key, from: listed.from, until: listed.until ?? '∞' });
  return { person, key: listed };
}

/**
 * That a person may sign the version after the last one; the first of all, a person of its own may.
 *
 * @throws StewardError people-signer
 */
export function checkPeopleSigner(last: PeopleVersion | null, next: Roster, person: string, key: string): void {
  const roster = last?.roster ?? next;
  if (couldSign(roster, person, key)) return;
  throw new StewardError('people-signer', { person, approvers: approversOf(roster).map(({ id }) => id) });
}
