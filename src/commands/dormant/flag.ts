import { flagging } from '../../engine/life.js';
import type { Text } from '../../model/text.js';
import { mayStep } from '../../rules/lifecycle.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { type Change, change, type OptionSpecs, type Planned } from '../command.js';
import { stepOutput } from '../customer-steps.js';
import { customersArgument, planLife, whom } from '../life.js';
import { allOption } from '../shared.js';

const options = {
  all: allOption({ zh: '所有核实为失联的', en: 'all who were verified as lost' }),
} as const satisfies OptionSpecs;

const title: Text = { zh: '标记休眠', en: 'Flag as dormant' };

export default change({
  summary: {
    zh: '把核实为失联的客户标记为休眠状态,并停止营销;可用 dormant wake 恢复',
    en: 'Mark customers who were verified as lost as dormant, and stop marketing; dormant wake takes it back.',
  },
  clauses: ['S0-03', 'S0-31', 'S0-33', 'C02'],
  examples: [
    'steward dormant flag --all --dry-run',
    'steward dormant flag SH2024001 --reason "三次拨打无人接听" --yes',
  ],
  arguments: [customersArgument],
  options,
  ...stepOutput,
  reason: 'required',
  plan(context, own, customers): Planned {
    const { reader, given } = context;
    const result = codeFinder(given.policy, 'verify_result');
    const may = mayStep(given.policy, 'flag');
    // In bulk those are meant whom a verification found lost.
    const lost = ({ verify_result: word }: { verify_result: string | null }) =>
      word !== null && result(word)?.entry.code === 'lost';
    return planLife(context, {
      title,
      records: whom(reader, 'dormant flag', customers, own.all, (record) => may(record) && lost(record)),
      judge: flagging(given),
    });
  },
} satisfies Omit<Change<typeof options>, 'kind'>);
