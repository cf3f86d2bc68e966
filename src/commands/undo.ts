import { type Change, change } from './command.js';
import { planUndo, undoArguments, undoColumns, undoFormats, undoJson } from './undo-run.js';

export default change({
  summary: {
    zh: '撤销一次运行,之后的改动不受影响;不能撤销的逐项列出',
    en: 'Undo a run, keeping what came later; what cannot be undone is named, item by item.',
  },
  clauses: ['S0-27'],
  examples: [
    'steward undo 2 --dry-run',
    'steward undo 3 --yes --reason "评级依据有误"',
    'steward undo 2 --yes --reason "导错了文件" --format csv --out 撤销.csv',
  ],
  arguments: undoArguments,
  options: {},
  formats: undoFormats,
  columns: undoColumns,
  json: undoJson,
  reason: 'required',
  plan: (context, _, [run]) => planUndo(context, run as string),
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
