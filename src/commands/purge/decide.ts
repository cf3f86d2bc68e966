/** What `purge approve` and `purge reject` have in common: a second person's signed word on a saved plan (S0-35). */
import * as z from 'zod';
import { checkApprover, checkOpen, type PlanStatement } from '../../engine/purge/standing.js';
import { type Signer, signerOf } from '../../engine/signers.js';
import type { OpenedKey } from '../../files/key-file.js';
import type { CustomerId } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { PurgeItem } from '../../model/purge-plan.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { signStatement } from '../../rules/access/signature.js';
import type { ChangeContext, Planned } from '../command.js';
import { countsSchema } from '../shared.js';
import { signingKey } from '../signing.js';
import { fieldsText, reasonText } from './item-words.js';
import { type ReadPlan, readPlan } from './plan-file.js';

const words = {
  approve: { zh: '批准清理计划', en: 'Approval of a purge plan' },
  reject: { zh: '驳回清理计划', en: 'Rejection of a purge plan' },
  plan: { zh: '将要签名', en: 'To be signed' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已记入审计链,运行 {run}', en: 'In the trail as run {run}' },
  agreed: { zh: '同意 {count} 项,不同意 {except} 项', en: '{count} agreed to, {except} not' },
  file: { zh: '计划', en: 'plan' },
  sha256: { zh: '计划指纹', en: 'sha256 of the plan' },
  proposer: { zh: '建议人', en: 'proposed by' },
  signer: { zh: '签名人', en: 'signed by' },
  expires: { zh: '有效期至', en: 'expires' },
  customer: { zh: '客户', en: 'customer' },
  name: { zh: '名称', en: 'name' },
  fields: { zh: '范围', en: 'what' },
  code: { zh: '原因', en: 'reason' },
  note: { zh: '说明', en: 'note' },
} as const satisfies Record<string, Text>;

/** Items that the readable form lists. */
const LISTED = 100;

export const decisionJson = z.object({
  plan: z.string().describe('sha256 of the plan'),
  decision: z.enum(['approve', 'reject']),
  signer: z.string(),
  counts: countsSchema.describe('items = agreed + excepted'),
});

/** How the signer chose among the items. */
export interface Selection {
  readonly only?: readonly string[] | undefined;
  readonly except?: readonly string[] | undefined;
}

/**
 * The person behind a key, who must be the one who acts, in the account that they act in.
 *
 * @throws StewardError what `signerOf` throws; key-not-yours, plan-own-user
 */
export function deciding(
  { operator, osUser }: ChangeContext,
  { ground }: ReadPlan,
  { public: key }: OpenedKey,
): Signer {
  const { path, sha256, plan, policy, people, today } = ground;
  const signer = signerOf(policy, key, people, today);
  if (signer.person.id !== operator.actor)
    throw new StewardError('key-not-yours', { person: signer.person.id, actor: operator.actor, plan: sha256 });
  if (policy.purge.refuseSameOsUser && osUser === plan.proposer.osUser && signer.person.id !== plan.proposer.person)
    throw new StewardError('plan-own-user', { path, user: osUser, plan: sha256 });
  return signer;
}

/** A statement on a plan, as it is signed. */
export function statementOn(
  { reader, operator }: Pick<ChangeContext, 'operator' | 'reader'>,
  { plan, sha256, today }: ReadPlan['ground'],
  purpose: PlanStatement['purpose'],
  items: PlanStatement['items'],
  role: string = operator.role,
): PlanStatement {
  return {
    purpose,
    ledger: reader.info.uuid,
    plan: sha256,
    nonce: plan.nonce,
    expires: plan.expires,
    role,
    day: today,
    head: reader.head(),
    items,
  };
}

/** Those of the plan that are not agreed to. @throws StewardError plan-not-in, plan-nothing-left, bad-option */
function excepted({ plan, path }: ReadPlan['ground'], { only, except }: Selection): readonly CustomerId[] {
  const named = (list: readonly string[]): ReadonlySet<CustomerId> =>
    new Set(
      list.map((word) => {
        const found = plan.items.find(({ customer, no }) => word === no || word === `#${customer}`);
        if (found === undefined) throw new StewardError('plan-not-in', { path, customer: word });
        return found.customer;
      }),
    );
  if (only !== undefined && except !== undefined)
    throw new StewardError('bad-option', {
      command: 'purge approve',
      option: '--except',
      value: except.join(' '),
      detail: '--only',
    });
  const [kept, out] = [only && named(only), except && named(except)];
  const ids = plan.items.map(({ customer }) => customer).filter((id) => (kept ? !kept.has(id) : out?.has(id) === true));
  if (ids.length === plan.items.length) throw new StewardError('plan-nothing-left', { path });
  return ids;
}

/** @throws StewardError whatever stands against it, each by its own code */
export async function planPurgeDecision(
  context: ChangeContext,
  decision: 'approve' | 'reject',
  own: Selection & { readonly key?: string | undefined; readonly passphraseFile?: string | undefined },
  path: string,
): Promise<Planned> {
  const { draft, operator, lang, dryRun, given } = context;
  const read = readPlan(context, path);
  const { ground, standing } = read;
  const { plan, sha256 } = ground;
  try {
    checkOpen(ground, standing);
    const opened = await signingKey(context, `purge ${decision}`, own);
    const signer = deciding(context, read, opened);
    // Who proposed it may take it back, in whatever role.
    if (decision === 'approve' || signer.person.id !== plan.proposer.person)
      checkApprover(ground, signer, operator.role);
    if (decision === 'approve' && standing.approvals.some(({ person }) => person === signer.person.id))
      throw new StewardError('plan-decided', { path: ground.path, person: signer.person.id });
    const except = decision === 'approve' ? excepted(ground, own) : plan.items.map(({ customer }) => customer);
    const agreed = plan.items.filter(({ customer }) => !except.includes(customer));
    const statement = statementOn(context, ground, `purge-${decision}`, { count: agreed.length, except });
    const signature = signStatement(opened.key, statement);
    draft.step({
      op: decision,
      plan: sha256,
      body: { statement, person: signer.person.id, public: signer.key.public, signature },
    });
    const counts = { items: plan.items.length, agreed: agreed.length, excepted: except.length };
    const doc = (state: Text, run = 0): Doc => ({
      lang,
      title: say(words[decision], lang),
      subtitle: say(state, lang, { run }),
      meta: [],
      blocks: [
        {
          kind: 'definitions',
          items: [
            [say(words.file, lang), ground.path],
            [say(words.sha256, lang), sha256],
            [say(words.proposer, lang), plan.proposer.person],
            [say(words.signer, lang), signer.person.id],
            [say(words.expires, lang), plan.expires],
          ],
        },
        ...(decision === 'approve' ? [itemTable(agreed, except.length, given.policy, lang)] : []),
      ],
    });
    return {
      info: { counts, input: null, period: null },
      preview: () => doc(words.plan),
      writes: true,
      result: (applied) => ({
        data: { plan: sha256, decision, signer: signer.person.id, counts },
        doc: () => (applied ? doc(words.done, applied.run) : doc(dryRun ? words.dry : words.plan)),
        exit: 0,
      }),
    };
  } catch (error) {
    throw onPlan(error, sha256);
  }
}

/** The refusal, with the plan that it is about: the trail names it. */
export const onPlan = (error: unknown, plan: string): unknown =>
  error instanceof StewardError && error.exit === 4 && error.data.plan === undefined
    ? new StewardError(error.code, { ...error.data, plan }, { cause: error })
    : error;

function itemTable(
  items: readonly PurgeItem[],
  except: number,
  policy: ChangeContext['given']['policy'],
  lang: ChangeContext['lang'],
): Doc['blocks'][number] {
  const columns = ['customer', 'name', 'fields', 'code', 'note'] as const;
  return {
    kind: 'table',
    caption: say(words.agreed, lang, { count: items.length, except }),
    columns: columns.map((key) => ({ key, label: say(words[key], lang), align: 'left', wrap: key === 'note' })),
    rows: items
      .slice(0, LISTED)
      .map(({ customer, no, name, fields, code, note }) => [
        no ?? `#${customer}`,
        name ?? '',
        fieldsText(fields, lang),
        reasonText(policy, code, lang),
        note,
      ]),
    ...(items.length > LISTED && { more: items.length - LISTED }),
  };
}
