import { type Change, change } from '../command.js';
import { decisionColumns, decisionJson, pendingArguments, planDecision } from '../pending-decision.js';

export default change({
  summary: { zh: '驳回关键信息变更', en: 'Reject a change of key fields.' },
  clauses: ['S0-26'],
  examples: ['steward update reject P1 --dry-run', 'steward update reject SH2024001 --yes --reason "已电话核实"'],
  arguments: pendingArguments,
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: decisionColumns,
  json: decisionJson,
  reason: 'required',
  plan: (context, _, [word]) => planDecision(context, word as string, 'reject'),
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
