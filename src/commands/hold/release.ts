import { releasingHold } from '../../engine/life.js';
import type { Text } from '../../model/text.js';
import { type Change, change, type Planned } from '../command.js';
import { stepOutput } from '../customer-steps.js';
import { customersArgument, planLife, whom } from '../life.js';

const title: Text = { zh: '解除保全', en: 'Release from hold' };

export default change({
  summary: {
    zh: '解除法律保全;策略列有人员时,须由设置者以外的人解除',
    en: 'Release customers from legal hold; where the policy lists people, by another person than who set it.',
  },
  clauses: ['L09'],
  examples: ['steward hold release SH2024001 --reason "裁定解除" --as 张主管 --role supervisor --yes'],
  arguments: [{ ...customersArgument, optional: false }],
  options: {},
  ...stepOutput,
  reason: 'required',
  plan(context, _, customers): Planned {
    const { reader, given, operator } = context;
    const records = whom(reader, 'hold release', customers, false, () => false);
    return planLife(context, { title, records, judge: releasingHold(given, operator) });
  },
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
