import { type Change, change } from '../command.js';
import { planUndo, undoArguments, undoColumns, undoFormats, undoJson } from '../undo-run.js';

export default change({
  summary: {
    zh: '撤销一次导入:新建的移出,更新的恢复,挂起的收回',
    en: 'Undo an import: what it made is taken out, what it changed goes back, what it held is dropped.',
  },
  clauses: ['S0-27'],
  examples: ['steward import undo 2 --dry-run', 'steward import undo 2 --yes --reason "导错了文件"'],
  arguments: undoArguments,
  options: {},
  formats: undoFormats,
  columns: undoColumns,
  json: undoJson,
  reason: 'required',
  plan: (context, _, [run]) => planUndo(context, run as string, { importsOnly: true }),
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
