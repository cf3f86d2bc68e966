import { type Change, change } from '../command.js';
import { signingOptions } from '../signing.js';
import { decisionJson, planPurgeDecision } from './decide.js';
import { planArgument } from './plan-file.js';

export default change({
  summary: {
    zh: '驳回清理计划:由有批准权的人,或建议人撤回',
    en: 'Reject a purge plan: by who approves, or by its proposer, taking it back.',
  },
  clauses: ['S0-35'],
  examples: [
    'steward purge reject 清理计划.json --key 赵总.key --passphrase-file 口令.txt --as zhao --reason "仍有往来" --dry-run',
    'steward purge reject 清理计划.json --key 赵总.key --passphrase-file 口令.txt --as zhao --reason "仍有往来" --yes',
  ],
  arguments: [planArgument],
  options: signingOptions,
  formats: ['text', 'json'],
  json: decisionJson,
  reason: 'required',
  // Who may is judged by whose plan it is.
  act: 'read',
  plan: (context, own, [path]) => planPurgeDecision(context, 'reject', own, path as string),
} satisfies Omit<Change<typeof signingOptions>, 'kind'>);
