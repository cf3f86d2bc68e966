import { waking } from '../../engine/life.js';
import type { Text } from '../../model/text.js';
import { type Change, change, type Planned } from '../command.js';
import { stepOutput } from '../customer-steps.js';
import { customersArgument, planLife, whom } from '../life.js';

const title: Text = { zh: '唤醒', en: 'Wake' };

export default change({
  summary: {
    zh: '把休眠客户恢复为休眠前的样子;其间改过的营销许可不动',
    en: 'Take dormant customers back as they were; a marketing consent that was changed since stays.',
  },
  clauses: ['S0-03', 'S0-31'],
  examples: ['steward dormant wake SH2024001 --reason "客户来电" --yes'],
  arguments: [{ ...customersArgument, optional: false }],
  options: {},
  ...stepOutput,
  reason: 'required',
  plan(context, _, customers): Planned {
    const records = whom(context.reader, 'dormant wake', customers, false, () => false);
    return planLife(context, { title, records, judge: waking(context.given) });
  },
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
