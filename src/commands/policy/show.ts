import * as z from 'zod';
import { say } from '../../model/text.js';
import { showPolicy } from '../../policy/load.js';
import { type Tool, tool } from '../command.js';

export default tool({
  summary: { zh: '显示生效的全部策略', en: 'Print the whole policy in force.' },
  examples: ['steward policy show', 'steward policy show --policy policy.yaml --json'],
  options: {},
  formats: ['text', 'json'],
  json: z.object({ effective: z.object({}).loose() }),
  run: ({ given: { policy }, policyHash, lang }) => ({
    data: { effective: policy },
    doc: () => ({
      lang,
      title: say({ zh: '策略 {name}', en: 'Policy {name}' }, lang, { name: policy.name }),
      subtitle: policyHash,
      meta: [],
      blocks: [],
    }),
    raw: showPolicy(policy),
    exit: 0,
  }),
} satisfies Omit<Tool<Record<string, never>>, 'kind'>);
