import * as z from 'zod';
import { activating } from '../../engine/life.js';
import { StewardError } from '../../model/errors.js';
import type { Text } from '../../model/text.js';
import { mayMarket } from '../../rules/dormant/sealed.js';
import { runningClock } from '../../rules/dormant/silence.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { type Change, change, type OptionSpecs, type Planned } from '../command.js';
import { stepOutput } from '../customer-steps.js';
import { customersArgument, planLife, whom } from '../life.js';
import { shown } from '../masked.js';
import { allOption } from '../shared.js';

const options = {
  cause: {
    flag: '--cause <word>',
    help: {
      zh: '沉默原因,用于没有登记原因的,如 竞品流失、服务未达预期、需求消失',
      en: 'cause of silence of those that have none on file: a word or code of the policy, such as competitor',
    },
    schema: z.string().min(1).optional(),
  },
  all: allOption({
    zh: '所有已登记原因、可以营销的沉默客户',
    en: 'all silent customers with a cause on file that may be marketed to',
  }),
} as const satisfies OptionSpecs;

const title: Text = { zh: '激活沉默客户', en: 'Activation of silent customers' };

export default change({
  summary: {
    zh: '开始激活沉默客户:写明沉默原因;两周内无响应的由 dormant lapse 转低优先级',
    en: 'Begin to activate silent customers, each with its cause; who does not answer in two weeks goes to dormant lapse.',
  },
  clauses: ['S4-19', 'S4-20', 'S0-33', 'C02'],
  examples: [
    'steward dormant activate --all --dry-run',
    'steward dormant activate --all --dry-run --reveal --format csv --out 激活名单.csv',
    'steward dormant activate SH2024001 --cause 竞品流失 --reason "季度激活" --yes',
  ],
  arguments: [customersArgument],
  options,
  ...stepOutput,
  columns: [...stepOutput.columns, 'name', 'contact', 'phone', 'email', 'owner', 'cause'],
  reason: 'required',
  plan(context, own, customers): Planned {
    const { reader, given, reveal } = context;
    const { policy } = given;
    const find = codeFinder(policy, 'silent_cause');
    const word = own.cause === undefined ? null : (find(own.cause)?.entry.value ?? own.cause);
    if (word !== null && find(word) === null && policy.codes.silent_cause?.open !== true)
      throw new StewardError('bad-option', {
        command: 'dormant activate',
        option: '--cause',
        value: word,
        detail: (policy.codes.silent_cause?.values ?? []).map(({ value }) => value).join(' | '),
      });
    const markets = mayMarket(policy);
    const { measure } = runningClock(policy.dormancy.silent, given);
    const fits = (record: Parameters<typeof measure>[0] & Parameters<typeof markets>[0]) => {
      const silence = measure(record);
      return markets(record) && silence.known && silence.over;
    };
    return planLife(context, {
      title,
      records: whom(reader, 'dormant activate', customers, own.all, (one) => one.silent_cause !== null && fits(one)),
      judge: activating(given, word),
      told: (record) => ({
        name: shown('name', record.name, reveal),
        contact: shown('contact_name', record.contact_name, reveal),
        phone: shown('phone', record.phone, reveal),
        email: shown('email', record.email, reveal),
        owner: record.owner,
        cause: record.silent_cause ?? word,
      }),
    });
  },
} satisfies Omit<Change<typeof options>, 'kind'>);
