import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../src/ledger/open.js';
import { bin, customers, type Figures, node, print } from './measure.js';

/** Two of each, so that every value of the second file is another than the first's. */
const stages = ['潜在客户', '意向客户'];
const owners = ['王新刚', '李秀英'];

/** A file that changes four values of every customer. */
function changes(folder: string): { readonly file: string; readonly customers: number } {
  const ledger = openLedger(join(folder, 'ledger.db'), { write: false });
  const file = 'changes.csv';
  const out = openSync(join(folder, file), 'w');
  writeSync(out, '客户编号,客户名称,合作阶段,负责人,最后跟进时间,备注\n');
  const other = (of: readonly string[], value: string | null) => (value === of[0] ? of[1] : of[0]);
  let customers = 0;
  let text = '';
  const flush = (): void => {
    writeSync(out, text);
    text = '';
  };
  for (const { customer_no, name, stage, owner } of ledger.read(['customer_no', 'name', 'stage', 'owner'])) {
    if (customer_no === null || name === null || /[",\n]/.test(name)) continue;
    text += `${customer_no},${name},${other(stages, stage)},${other(owners, owner)},2026-07-01,季度核对\n`;
    if (++customers % 10_000 === 0) flush();
  }
  flush();
  closeSync(out);
  ledger.close();
  return { file, customers };
}

/**
 * The quarterly report, without and with the rows behind its figures, and the check of the trail. Of a million customers the trail has two million
 * entries: a row digest each, and an update of four values.
 */
export function report(folder: string, rows: number): void {
  const steward = (...words: readonly string[]): Figures => node(folder, [bin, ...words]);
  steward('init', '--adopt', customers(folder, rows), '--quiet');
  steward('number', 'issue', '--yes', '--quiet', '--reason', 'bench');
  const { file, customers: changed } = changes(folder);
  console.log(`${changed} customers are changed, four values each\n`);
  const html = ['--format', 'html', '--out', 'report.html'];
  print([
    [`import ${file}`, steward('import', file, '--source', '老客户推荐', '--yes', '--quiet')],
    ['report quarterly', steward('report', 'quarterly', ...html)],
    ['again, rules remembered', steward('report', 'quarterly', ...html)],
    ['with all rows', steward('report', 'quarterly', '--folder', 'report', ...html)],
    ['audit verify', steward('audit', 'verify')],
  ]);
}
