import * as z from 'zod';
import { type PeopleState, shortKey } from '../../engine/signers.js';
import type { IsoDate } from '../../model/date.js';
import type { Person, Policy, SigningKey } from '../../model/policy.js';
import { say, type Text } from '../../model/text.js';
import type { Cell, Doc } from '../../output/document.js';
import { sharedKeys } from '../../rules/access/section.js';
import { endReached } from '../../rules/calendar/period.js';
import { type Query, query } from '../command.js';
import { peopleOf } from '../people.js';

const words = {
  title: { zh: '签名密钥', en: 'Signing keys' },
  none: { zh: '策略中没有人登记密钥', en: 'Nobody in the policy has a key' },
  count: { zh: '{count} 把密钥,{active} 把有效', en: '{count} keys, {active} of them in force' },
  old: {
    zh: '{count} 把密钥使用已满 {after},建议更换:steward key new',
    en: '{count} keys are {after} old or older; they should be changed: steward key new',
  },
  person: { zh: '人员', en: 'person' },
  key: { zh: '密钥', en: 'key' },
  from: { zh: '启用', en: 'from' },
  days: { zh: '天数', en: 'days' },
  state: { zh: '状态', en: 'state' },
  active: { zh: '有效', en: 'in force' },
  old1: { zh: '有效,该更换了', en: 'in force; change it' },
  early: { zh: '尚未启用', en: 'not yet' },
  expired: { zh: '已过期', en: 'expired' },
  revoked: { zh: '已吊销', en: 'revoked' },
  leaver: { zh: '离职或调岗', en: 'person left' },
  shared: { zh: '多人共用', en: 'shared' },
} as const satisfies Record<string, Text>;

const states = ['active', 'early', 'expired', 'leaver', 'revoked', 'shared'] as const;
type State = (typeof states)[number];

function stateOf(policy: Policy, person: Person, key: SigningKey, { revoked }: PeopleState, today: IsoDate): State {
  if (revoked.has(key.id)) return 'revoked';
  if (sharedKeys(policy).has(key.public)) return 'shared';
  if (person.leaves !== null && today >= person.leaves) return 'leaver';
  if (key.until !== null && today > key.until) return 'expired';
  return today < key.from ? 'early' : 'active';
}

/** Days from one day to a later one. */
const daysBetween = (from: IsoDate, to: IsoDate): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

export default query({
  summary: {
    zh: '策略中登记的密钥:何人、多久、是否有效',
    en: 'Keys that the policy lists: whose, how old, in force or not.',
  },
  clauses: ['S0-41', 'S2-35'],
  examples: ['steward key list', 'steward key list --json'],
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['person', 'key', 'from', 'until', 'days', 'state', 'old'],
  json: z.object({
    counts: z.object({ keys: z.int(), active: z.int(), old: z.int() }),
    items: z
      .array(z.object({ person: z.string(), key: z.string(), state: z.enum(states), old: z.boolean() }).loose())
      .optional(),
  }),
  run({ reader, given: { policy }, today, lang, emit, note }) {
    const state = peopleOf(reader);
    const { remindAfter } = policy.purge;
    const items = policy.people.flatMap((person) =>
      person.keys.map((key) => {
        const is = stateOf(policy, person, key, state, today);
        const old = is === 'active' && endReached(key.from, remindAfter, today, 'reached');
        const { from, until } = key;
        return {
          person: person.id,
          key: key.id,
          from,
          until,
          days: Math.max(0, daysBetween(from, today)),
          state: is,
          old,
        };
      }),
    );
    for (const item of items) emit(item);
    const active = items.filter((item) => item.state === 'active').length;
    const old = items.filter((item) => item.old).length;
    if (old > 0) note(say(words.old, lang, { count: old, after: remindAfter }));
    const columns = ['person', 'key', 'from', 'days', 'state'] as const;
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: items.length === 0 ? say(words.none, lang) : say(words.count, lang, { count: items.length, active }),
      meta: [],
      blocks:
        items.length === 0
          ? []
          : [
              {
                kind: 'table',
                caption: say(words.title, lang),
                columns: columns.map((key) => ({
                  key,
                  label: say(words[key], lang),
                  align: key === 'days' ? 'right' : 'left',
                })),
                rows: items.map((item): Cell[] => [
                  item.person,
                  shortKey(item.key),
                  item.from,
                  item.days,
                  {
                    text: say(words[item.old ? 'old1' : item.state], lang),
                    tone: item.old ? 'warn' : item.state === 'active' ? 'good' : 'bad',
                  },
                ]),
              },
            ],
    });
    return { data: { counts: { keys: items.length, active, old } }, doc, exit: 0 };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);
