import * as z from 'zod';
import { bitsOf } from '../../match/model.js';
import { StewardError } from '../../model/errors.js';
import { say, type Text } from '../../model/text.js';
import { type Query, query } from '../command.js';
import { callOf } from '../shared.js';
import { decisionOf, partNamed } from './compared.js';
import { Judge, learnedIn } from './judge.js';
import { pairData, pairJson, waterfallTable } from './pair-words.js';

const reasons = {
  together: { zh: '{a} 和 {b} 已归在一起', en: '{a} and {b} are together' },
  'kept-apart': {
    zh: '{a} 和 {b} 由人定为不同客户',
    en: 'A person decided that {a} and {b} are different customers',
  },
  vetoed: {
    zh: '{a} 和 {b} 的证件号、分支机构或地区互相矛盾',
    en: 'Identity numbers, branches or places of {a} and {b} contradict each other',
  },
  linked: {
    zh: '{a} 和 {b} 名称不同,只是共用电话或地址(家庭、总机)',
    en: '{a} and {b} have different names and share only a phone or an address (a household, a switchboard)',
  },
  capped: {
    zh: '{a} 和 {b} 的写法有疑问,只能由人决定',
    en: 'How {a} and {b} are written leaves a doubt that only a person may settle',
  },
  weight: {
    zh: '{a} 和 {b} 的证据不够:概率 {percent} %,自动归并需要 {needed} %',
    en: 'The evidence for {a} and {b} is too weak: probability {percent} %, and {needed} % are needed',
  },
  'no-key': {
    zh: '没有分组键把 {a} 和 {b} 放到一起比较',
    en: 'No blocking key brought {a} and {b} together to be compared',
  },
  group: {
    zh: '{a} 和 {b} 本身足够相似,但与各自同组的其他客户不合',
    en: '{a} and {b} are alike enough by themselves, but the other members of their groups speak against it',
  },
} as const satisfies Record<string, Text>;

export default query({
  summary: {
    zh: '说明两个客户为何没有归在一起:最先起作用的原因',
    en: 'Say the first thing that keeps two customers from being put together.',
  },
  clauses: ['S1-11'],
  examples: ['steward dedupe why-not SH2024001 SH2024017'],
  arguments: [
    { name: 'customer', help: { zh: '客户编号或 #序号', en: 'number or #id' } },
    { name: 'other', help: { zh: '另一客户', en: 'another customer' } },
  ],
  options: {},
  formats: ['text', 'json', 'md'],
  json: z.object({
    reason: z.enum(Object.keys(reasons) as [keyof typeof reasons]),
    message: z.string(),
    pair: pairJson,
  }),
  access: true,
  run({ accessed, given, lang, reader, reveal }, _, [name, otherName]) {
    const [one, other] = [partNamed(reader, name as string), partNamed(reader, otherName as string)];
    if (one.id === other.id) throw new StewardError('name-several', { command: 'dedupe why-not' });
    accessed([one.id, other.id]);
    const { matching } = given.policy;
    const decision = decisionOf(reader, matching, one.id, other.id);
    const found = new Judge([one, other], matching, learnedIn(reader)).explain(one.id, other.id, decision.of);
    const reason: keyof typeof reasons = decision.together
      ? 'together'
      : decision.decided === 'keep-apart'
        ? 'kept-apart'
        : found.bound !== 'free'
          ? found.bound
          : found.total < bitsOf(matching.automatic)
            ? 'weight'
            : found.keys.length === 0
              ? 'no-key'
              : 'group';
    const pair = pairData({ a: callOf(one), b: callOf(other) }, found, lang, reveal);
    const percent = (probability: number) => (Math.floor(probability * 10_000) / 100).toFixed(2);
    const message = say(reasons[reason], lang, {
      a: pair.a,
      b: pair.b,
      percent: percent(found.probability),
      needed: percent(matching.automatic),
    });
    return {
      data: { reason, message, pair },
      doc: () => ({
        lang,
        title: message,
        subtitle: say(found.sentence, lang),
        meta: [],
        blocks: [waterfallTable(pair, lang)],
      }),
      exit: 0,
    };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);
