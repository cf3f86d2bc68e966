import * as z from 'zod';
import { approval } from '../../engine/review.js';
import { StewardError } from '../../model/errors.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { rules } from '../../rules/registry.gen.js';
import { type Change, change, type OptionSpecs, type Planned, type Result } from '../command.js';
import { profileOption, withProfiles } from '../shared.js';
import { bulkOptions, customersArgument } from './select.js';
import { planStep, stepOutput } from './step.js';

const options = {
  ...bulkOptions,
  note: {
    flag: '--note <text>',
    help: { zh: '为什么未修改的退回客户也可通过', en: 'why a returned customer passes without a change' },
    schema: z.string().min(1).optional(),
  },
  acceptFindings: {
    flag: '--accept-findings',
    help: { zh: '有错误也通过,须用 --reason 说明', en: 'approve in spite of errors; needs --reason' },
    schema: z.boolean().default(false),
  },
  profile: profileOption,
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '复核通过', en: 'Approval' },
  unchecked: { zh: '其中 {count} 个客户未经初核(004:38)', en: '{count} of them were not prechecked (004:38)' },
} as const satisfies Record<string, Text>;

export default change({
  summary: {
    zh: '复核通过新客户,由录入人和负责人以外的人执行',
    en: 'Approve new customers, by another person than entrant and owner.',
  },
  clauses: ['S0-18', 'S0-19', 'S0-20', 'S1-02', 'S2-17', 'C12'],
  examples: [
    'steward review approve SH2024001 --as 张主管 --role supervisor --yes',
    'steward review approve --run 2 --as 张主管 --role supervisor --dry-run',
    'steward review approve --all --as 张主管 --role supervisor --accept-findings --reason "电话已核对" --yes',
  ],
  arguments: [customersArgument],
  options,
  ...stepOutput,
  json: stepOutput.json.extend({ unchecked: z.int().describe('Of those changed, how many were not prechecked') }),
  reason: 'optional',
  act: 'review',
  plan(context, own, customers): Planned {
    const { operator, reason, dryRun, lang } = context;
    if (own.acceptFindings && reason === null && !dryRun)
      throw new StewardError('reason-required', { command: 'review approve --accept-findings' });
    const given = withProfiles(context.given, own.profile);
    const planned = planStep(context, {
      command: 'review approve',
      title: words.title,
      named: { customers, run: own.run, all: own.all },
      judge: approval(given, operator, rules, own),
      tellsPrecheck: true,
    });
    const { unchecked } = planned;
    const told = (doc: Doc): Doc => {
      const text = say(words.unchecked, lang, { count: unchecked });
      return unchecked === 0 ? doc : { ...doc, blocks: [...doc.blocks, { kind: 'note', level: 'info', text }] };
    };
    return {
      ...planned,
      preview: () => told(planned.preview()),
      result: async (applied): Promise<Result> => {
        const result = await planned.result(applied);
        return { ...result, data: { ...result.data, unchecked }, doc: () => told(result.doc()) };
      },
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);
