import * as z from 'zod';
import { quarantining } from '../../engine/review.js';
import { StewardError } from '../../model/errors.js';
import type { Text } from '../../model/text.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { type Change, change, type OptionSpecs, type Planned } from '../command.js';
import { customersArgument } from './select.js';
import { planStep, stepOutput } from './step.js';

const options = {
  invalid: {
    flag: '--invalid <word>',
    help: {
      zh: '无效原因,如 空号、错误地址、虚假',
      en: 'why it is invalid: a word or code of the policy, such as dead-number',
    },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const title: Text = { zh: '隔离', en: 'Quarantine' };

export default change({
  summary: {
    zh: '标注虚假或无效的客户并移出在用范围,可恢复',
    en: 'Mark false or invalid customers and take them out of the active set; reversible.',
  },
  clauses: ['S4-08', 'S0-34', 'C08'],
  examples: ['steward review quarantine SH2024001 --invalid 空号 --reason "三次拨打均为空号" --yes'],
  arguments: [{ ...customersArgument, optional: false }],
  options,
  ...stepOutput,
  reason: 'required',
  plan(context, { invalid }, customers): Planned {
    const { policy } = context.given;
    const entry = invalid === undefined ? null : codeFinder(policy, 'invalid_reason')(invalid)?.entry;
    if (entry === undefined && policy.codes.invalid_reason?.open !== true) {
      const detail = (policy.codes.invalid_reason?.values ?? []).map(({ value }) => value).join(' | ');
      const command = 'review quarantine';
      throw new StewardError('bad-option', { command, option: '--invalid', value: invalid as string, detail });
    }
    return planStep(context, {
      command: 'review quarantine',
      title,
      named: { customers },
      judge: quarantining(context.given, entry?.value ?? invalid ?? null),
    });
  },
} satisfies Omit<Change<typeof options>, 'kind'>);
