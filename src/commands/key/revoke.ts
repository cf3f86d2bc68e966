import * as z from 'zod';
import { shortKey } from '../../engine/signers.js';
import { StewardError } from '../../model/errors.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { mayAct } from '../../rules/access/cell.js';
import { type Change, change, type Planned } from '../command.js';
import { peopleOf } from '../people.js';

const words = {
  title: { zh: '吊销 {person} 的密钥 {key}', en: 'Revocation of {person}’s key {key}' },
  plan: { zh: '立即生效,不能恢复', en: 'Takes effect at once, for good' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  already: { zh: '此前已吊销', en: 'It was revoked before' },
  note: {
    zh: '用它签过、尚未执行的批准随之失效;请为本人登记新密钥并签署策略。',
    en: 'Approvals signed with it that were not carried out no longer count; list a new key and have the policy signed.',
  },
} as const satisfies Record<string, Text>;

export default change({
  summary: {
    zh: '吊销一把密钥,立即生效:由本人或有批准权的角色',
    en: 'Revoke a key, effective at once: by its owner, or a role that approves.',
  },
  clauses: ['S0-41', 'S2-35'],
  examples: [
    'steward key revoke 3f9c2a71 --reason "笔记本遗失" --dry-run',
    'steward key revoke 3f9c2a71 --reason "离职" --as zhao --yes',
  ],
  arguments: [
    { name: 'key', help: { zh: '指纹,或其开头至少 8 位', en: 'its fingerprint, or 8 digits of it or more' } },
  ],
  options: {},
  formats: ['text', 'json'],
  json: z.object({ key: z.string(), person: z.string(), already: z.boolean() }),
  reason: 'required',
  // Who may is judged by whose key it is.
  act: 'read',
  plan({ reader, draft, given: { policy }, operator, lang, dryRun }, _, [word]): Planned {
    const id = word as string;
    const found = policy.people.flatMap((person) =>
      person.keys.filter((key) => id.length >= 8 && key.id.startsWith(id)).map((key) => ({ person, key })),
    );
    const [one] = found;
    if (one === undefined || new Set(found.map(({ key }) => key.id)).size > 1)
      throw new StewardError('key-unlisted', { key: id });
    const { person, key } = one;
    const owns = found.some((each) => each.person.id === operator.actor);
    if (!owns && !mayAct(policy, operator.role, 'approve'))
      throw new StewardError('key-revoke-refused', { actor: operator.actor, key: shortKey(key.id) });
    const already = peopleOf(reader).revoked.has(key.id);
    if (!already) draft.step({ op: 'key', plan: key.id, body: { revoked: true, person: person.id } });
    const doc = (state: Text, run = 0): Doc => ({
      lang,
      title: say(words.title, lang, { person: person.id, key: shortKey(key.id) }),
      subtitle: say(state, lang, { run }),
      meta: [],
      blocks: already ? [] : [{ kind: 'note', level: 'warn', text: say(words.note, lang) }],
    });
    return {
      info: { counts: { revoked: already ? 0 : 1 }, input: null, period: null },
      preview: () => doc(words.plan),
      writes: !already,
      result: (applied) => ({
        data: { key: key.id, person: person.id, already },
        doc: () => (applied ? doc(words.done, applied.run) : doc(dryRun && !already ? words.dry : words.already)),
        exit: 0,
      }),
    };
  },
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
