import * as z from 'zod';
import { type Change, change, type OptionSpecs } from '../command.js';
import { signingOptions } from '../signing.js';
import { decisionJson, planPurgeDecision } from './decide.js';
import { planArgument } from './plan-file.js';

const options = {
  ...signingOptions,
  only: {
    flag: '--only <customer>',
    help: { zh: '只同意这些客户,可多次给出', en: 'agree to these customers alone; may be repeated' },
    schema: z.array(z.string().min(1)).optional(),
    many: true,
  },
  except: {
    flag: '--except <customer>',
    help: { zh: '不同意这些客户,可多次给出', en: 'agree to all but these; may be repeated' },
    schema: z.array(z.string().min(1)).optional(),
    many: true,
  },
} as const satisfies OptionSpecs;

export default change({
  summary: {
    zh: '批准清理计划:由建议人以外有批准权的人签名',
    en: 'Approve a purge plan: signed by a person who approves and did not propose it.',
  },
  clauses: ['S0-35', 'S0-36', 'S0-40', 'S0-41', 'S2-25', 'S2-31', 'S2-35'],
  examples: [
    'steward purge approve 清理计划.json --key 赵总.key --passphrase-file 口令.txt --as zhao --reason "核对无误" --dry-run',
    'steward purge approve 清理计划.json --key 赵总.key --passphrase-file 口令.txt --as zhao --reason "核对无误" --yes',
  ],
  arguments: [planArgument],
  options,
  formats: ['text', 'json'],
  json: decisionJson,
  reason: 'required',
  act: 'approve',
  plan: (context, own, [path]) => planPurgeDecision(context, 'approve', own, path as string),
} satisfies Omit<Change<typeof options>, 'kind'>);
