import { isPrechecked, prechecking } from '../../engine/review.js';
import type { Text } from '../../model/text.js';
import { isPerson } from '../../rules/access/person.js';
import { type Change, change, type Planned } from '../command.js';
import { bulkOptions, customersArgument } from './select.js';
import { planStep, stepOutput } from './step.js';

const title: Text = { zh: '初核', en: 'First check' };

export default change({
  summary: {
    zh: '负责人初核所采集的信息,记下日期',
    en: 'The owner’s first check of what was collected; notes its day.',
  },
  clauses: ['S4-06', 'S4-14', 'C12'],
  examples: [
    'steward review precheck SH2024001 --as 王强 --role sales --yes',
    'steward review precheck --run 2 --as 王强 --role sales --yes',
  ],
  arguments: [customersArgument],
  options: bulkOptions,
  ...stepOutput,
  reason: 'optional',
  plan(context, own, customers): Planned {
    const { given, operator } = context;
    const isSelf = isPerson(given.policy, operator.actor);
    const checked = isPrechecked(given);
    const byOwner = given.policy.review.precheck.by === 'owner';
    return planStep(context, {
      command: 'review precheck',
      title,
      named: { customers, run: own.run, all: own.all },
      judge: prechecking(given, operator),
      // In bulk one's own are meant, which were not checked yet.
      fits: (record) => !checked(record) && byOwner === isSelf(record.owner),
    });
  },
} satisfies Omit<Change<typeof bulkOptions>, 'kind'>);
