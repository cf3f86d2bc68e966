import * as z from 'zod';
import { checkPeopleSigner, type PeopleState, shortKey, signerOf } from '../../engine/signers.js';
import { StewardError } from '../../model/errors.js';
import type { Policy } from '../../model/policy.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { lintMessages, lintPolicy } from '../../policy/lint.js';
import { rosterOf, sectionHash } from '../../rules/access/section.js';
import { publicOf, signStatement } from '../../rules/access/signature.js';
import { type Change, change, type Planned } from '../command.js';
import { peopleOf } from '../people.js';
import { signingKey, signingOptions } from '../signing.js';

const words = {
  title: { zh: '签署人员、角色和权限', en: 'People, roles and access signed' },
  plan: { zh: '将要执行的计划', en: 'The plan' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  same: { zh: '此版本已经签署', en: 'This version is signed already' },
  section: { zh: '版本', en: 'version' },
  signer: { zh: '签署人', en: 'signed by' },
  people: { zh: '人员', en: 'people' },
  joins: { zh: '加入', en: 'join' },
  leaves: { zh: '离开', en: 'leave' },
  founding: {
    zh: '奠基:审计链中还没有签署过的版本,此后每一版都要由上一版的批准人签署',
    en: 'Founding: the trail holds no signed version yet; every later one must be signed by an approver of the one before',
  },
} as const satisfies Record<string, Text>;

export default change({
  summary: {
    zh: '以批准人的密钥签署策略中的人员、角色、权限和销毁规则',
    en: 'Sign people, roles, access and purge of the policy with an approver’s key.',
  },
  clauses: ['S0-35', 'S0-40', 'S0-41', 'S2-35'],
  examples: [
    'steward policy sign --key 赵总.key --passphrase-file 口令.txt --as zhao --role dept_head --dry-run',
    'steward policy sign --key 赵总.key --passphrase-file 口令.txt --as zhao --role dept_head --reason "王强离职" --yes',
  ],
  options: signingOptions,
  formats: ['text', 'json'],
  json: z.object({
    section: z.string().describe('sha256 of people, roles, access, defaultRole and purge'),
    founding: z.boolean(),
    already: z.boolean(),
    signer: z.string(),
    people: z.array(z.string()),
  }),
  reason: 'optional',
  // Whether the signer approves is judged by the version before, not by the one to be signed.
  act: 'read',
  async plan(context, own): Promise<Planned> {
    const { reader, draft, given, operator, lang, dryRun, today } = context;
    const { policy } = given;
    checkPeople(policy, lang);
    const state = peopleOf(reader);
    const opened = await signingKey(context, 'policy sign', own);
    const { person, key } = signerOf(policy, publicOf(opened.key), state, today);
    if (person.id !== operator.actor)
      throw new StewardError('key-not-yours', { person: person.id, actor: operator.actor });
    const roster = rosterOf(policy);
    checkPeopleSigner(state.last, roster, person.id, key.id);
    const section = sectionHash(policy);
    const already = state.last?.by != null && state.last.section === section;
    const founding = state.last?.by == null;
    if (!already) {
      const statement = {
        purpose: 'policy',
        ledger: reader.info.uuid,
        section,
        before: state.last?.section ?? null,
        founding,
        roster,
        head: reader.head(),
      };
      const signature = signStatement(opened.key, statement);
      draft.step({
        op: 'policy',
        plan: section,
        body: { statement, person: person.id, public: key.public, signature },
      });
    }
    const doc = (text: Text, run = 0): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(text, lang, { run }),
      meta: [],
      blocks: [
        {
          kind: 'definitions',
          items: [
            [say(words.section, lang), section],
            [say(words.signer, lang), `${person.id} (${shortKey(key.id)})`],
            ...moves(policy, state, lang),
          ],
        },
        ...(founding ? [{ kind: 'note' as const, level: 'info' as const, text: say(words.founding, lang) }] : []),
      ],
    });
    return {
      info: { counts: { people: roster.people.length, signed: already ? 0 : 1 }, input: null, period: null },
      preview: () => doc(words.plan),
      writes: !already,
      result: (applied) => ({
        data: { section, founding, already, signer: person.id, people: roster.people.map(({ id }) => id) },
        doc: () => (applied ? doc(words.done, applied.run) : doc(dryRun && !already ? words.dry : words.same)),
        exit: 0,
      }),
    };
  },
} satisfies Omit<Change<typeof signingOptions>, 'kind'>);

/** @throws StewardError people-faulty: what is wrong is not signed */
function checkPeople(policy: Policy, lang: Lang): void {
  const fault = lintPolicy(policy).find(
    ({ where, severity }) => severity === 'error' && /^(?:people|roles|access|defaultRole|purge)\b/.test(where),
  );
  if (fault) throw new StewardError('people-faulty', { detail: say(lintMessages[fault.messageId], lang, fault.data) });
}

/** Who is there, and who came and went since the version before. */
function moves({ people }: Policy, { last }: PeopleState, lang: Lang): [string, string][] {
  const now = people.map(({ id }) => id);
  const before = last?.roster.people.map(({ id }) => id) ?? [];
  const rows: [Text, string[]][] = [
    [words.people, now],
    [words.joins, last === null ? [] : now.filter((id) => !before.includes(id))],
    [words.leaves, before.filter((id) => !now.includes(id))],
  ];
  return rows.filter(([, ids]) => ids.length > 0).map(([text, ids]) => [say(text, lang), ids.join(', ')]);
}
