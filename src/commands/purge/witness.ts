import { signerOf } from '../../engine/signers.js';
import { StewardError } from '../../model/errors.js';
import { signStatement } from '../../rules/access/signature.js';
import type { ChangeContext } from '../command.js';
import { unlock } from '../signing.js';
import { statementOn } from './decide.js';
import type { ReadPlan } from './plan-file.js';

/**
 * Has a third person sign that the destruction was watched (监销, L07), where the policy wants it or a key is given: neither proposer nor approver
 * nor who carries it out. Stages the signature with the run; returns who it was.
 *
 * @throws StewardError witness-needed, witness-own, and what `signerOf` and `unlock` throw
 */
export async function witnessed(
  context: ChangeContext,
  own: { readonly witnessKey?: string | undefined; readonly passphraseFile?: string | undefined },
  { ground, standing }: ReadPlan,
  count: number,
): Promise<string | null> {
  const { policy, people, today, plan, sha256 } = ground;
  if (own.witnessKey === undefined) {
    if (policy.purge.witness) throw new StewardError('witness-needed');
    return null;
  }
  const opened = await unlock(context, own.witnessKey, own.passphraseFile);
  const { person, key } = signerOf(policy, opened.public, people, today);
  const parties = [plan.proposer.person, context.operator.actor, ...standing.approvals.map((one) => one.person)];
  if (parties.includes(person.id)) throw new StewardError('witness-own', { person: person.id });
  const statement = statementOn(context, ground, 'purge-witness', { count, except: [] }, person.roles[0] as string);
  const signature = signStatement(opened.key, statement);
  context.draft.step({
    op: 'approve',
    plan: sha256,
    body: { statement, person: person.id, public: key.public, signature },
  });
  return person.id;
}
