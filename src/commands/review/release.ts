import { releasing } from '../../engine/review.js';
import type { Text } from '../../model/text.js';
import { type Change, change, type Planned } from '../command.js';
import { customersArgument } from './select.js';
import { planStep, stepOutput } from './step.js';

const title: Text = { zh: '解除隔离', en: 'Release from quarantine' };

export default change({
  summary: { zh: '解除隔离,恢复原来的档案状态', en: 'Take quarantined customers back as they were.' },
  clauses: ['C08'],
  examples: ['steward review release SH2024001 --reason "号码已更新" --yes'],
  arguments: [{ ...customersArgument, optional: false }],
  options: {},
  ...stepOutput,
  reason: 'required',
  plan(context, _, customers): Planned {
    return planStep(context, {
      command: 'review release',
      title,
      named: { customers },
      judge: releasing(context.given),
    });
  },
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
