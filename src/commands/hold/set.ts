import { holding } from '../../engine/life.js';
import type { Text } from '../../model/text.js';
import { type Change, change, type Planned } from '../command.js';
import { stepOutput } from '../customer-steps.js';
import { customersArgument, planLife, whom } from '../life.js';

const title: Text = { zh: '设置保全', en: 'Put on hold' };

export default change({
  summary: {
    zh: '法律保全:客户不得标记休眠、不得清除,直到解除;原因写入“保全原因”',
    en: 'Put customers on legal hold: neither dormant nor purged until released; the reason is kept with them.',
  },
  clauses: ['L09'],
  examples: ['steward hold set SH2024001 --reason "诉讼保全,(2026)沪民初12号" --yes'],
  arguments: [{ ...customersArgument, optional: false }],
  options: {},
  ...stepOutput,
  reason: 'required',
  plan(context, _, customers): Planned {
    const records = whom(context.reader, 'hold set', customers, false, () => false);
    return planLife(context, { title, records, judge: holding(context.reason ?? '') });
  },
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
