import { type Change, change } from '../command.js';
import { decisionColumns, decisionJson, pendingArguments, planDecision } from '../pending-decision.js';

export default change({
  summary: { zh: '确认关键信息变更,使其生效', en: 'Confirm a change of key fields, which then takes effect.' },
  clauses: ['S0-26'],
  examples: ['steward update confirm P1 --dry-run', 'steward update confirm SH2024001 --yes --reason "已电话核实"'],
  arguments: pendingArguments,
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: decisionColumns,
  json: decisionJson,
  reason: 'required',
  plan: (context, _, [word]) => planDecision(context, word as string, 'confirm'),
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
