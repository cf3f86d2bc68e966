import { activation, lapsing } from '../../engine/life.js';
import type { Text } from '../../model/text.js';
import { type Change, change, type OptionSpecs, type Planned } from '../command.js';
import { stepOutput } from '../customer-steps.js';
import { customersArgument, planLife, whom } from '../life.js';
import { allOption } from '../shared.js';

const options = {
  all: allOption({ zh: '所有激活期已过而无响应的', en: 'all whose time to answer is over' }),
} as const satisfies OptionSpecs;

const title: Text = { zh: '激活无响应,转低优先级', en: 'No answer to the activation: low priority' };

export default change({
  summary: {
    zh: '激活后两周内无响应的客户转为低优先级跟进(第 15 天起)',
    en: 'Lower the priority of activated customers who did not answer in two weeks (from day 15).',
  },
  clauses: ['S4-20', 'C02'],
  examples: ['steward dormant lapse --all --reason "激活期满" --yes', 'steward dormant lapse --all --dry-run'],
  arguments: [customersArgument],
  options,
  ...stepOutput,
  reason: 'required',
  plan(context, own, customers): Planned {
    const { reader, given } = context;
    const { standing } = activation(given);
    const judge = lapsing(given);
    const over = (record: Parameters<typeof standing>[0]) => {
      const stands = standing(record);
      return stands?.over === true && stands.answered === null;
    };
    return planLife(context, { title, records: whom(reader, 'dormant lapse', customers, own.all, over), judge });
  },
} satisfies Omit<Change<typeof options>, 'kind'>);
