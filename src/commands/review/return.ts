import * as z from 'zod';
import { returning } from '../../engine/review.js';
import type { Text } from '../../model/text.js';
import { rules } from '../../rules/registry.gen.js';
import { type Change, change, type OptionSpecs, type Planned, type Result } from '../command.js';
import { Worklists } from '../worklists.js';
import { customersArgument, runOption, trailOf } from './select.js';
import { planStep, stepOutput } from './step.js';

const options = {
  run: runOption,
  worklists: {
    flag: '--worklists <folder>',
    help: {
      zh: '为每个录入人写一份退回清单,改好后用 import 导入',
      en: 'write a list for each entrant, which comes back by import',
    },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const title: Text = { zh: '退回原录入人', en: 'Return to the entrant' };

export default change({
  summary: {
    zh: '退回有问题的新客户,由原录入人修正后重新提交',
    en: 'Return new customers to their entrants, who mend and submit them again.',
  },
  clauses: ['S0-20', 'S4-07'],
  examples: [
    'steward review return SH2024001 --reason "地址缺门牌号" --as 张主管 --role supervisor --yes',
    'steward review return --run 2 --reason "缺少来源" --worklists 退回 --as 张主管 --role supervisor --yes',
  ],
  arguments: [customersArgument],
  options,
  ...stepOutput,
  json: stepOutput.json.extend({
    worklists: z
      .object({ folder: z.string(), files: z.int(), customers: z.int(), findings: z.int() })
      .optional()
      .describe('The lists that were written'),
  }),
  reason: 'required',
  act: 'review',
  plan(context, own, customers): Planned {
    const { reader, given, lang, reason, dryRun } = context;
    const { entry } = trailOf(reader, given);
    const lists =
      own.worklists === undefined || dryRun ? null : new Worklists(own.worklists, rules, given, reader, lang);
    const planned = planStep(context, {
      command: 'review return',
      title,
      named: { customers, run: own.run },
      judge: returning(given),
      // The person whom the record names as its entrant, else who ran the import.
      changed: (record) => lists?.add(record, record.entered_by ?? entry(record.id)?.actor ?? null, reason ?? ''),
    });
    if (lists === null || !planned.writes) return planned;
    const staged = lists.stage();
    context.onAbandon(() => staged.abort());
    return {
      ...planned,
      beforeCommit: () => staged.commit(),
      result: async (applied): Promise<Result> => {
        const result = await planned.result(applied);
        return applied ? { ...result, data: { ...result.data, worklists: staged.counts } } : result;
      },
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);
