import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../src/ledger/open.js';
import { bin, customers, type Figures, node, print } from './measure.js';

/** Stages that a customer goes between, so that every row of the second file changes something. */
const STAGES = ['潜在客户', '意向客户'];

/** Two files that change every customer once each: a remark, and the stage. */
function changes(folder: string): { readonly files: readonly string[]; readonly customers: number } {
  const ledger = openLedger(join(folder, 'ledger.db'), { write: false });
  const files = ['remarks.csv', 'stages.csv'];
  const [remarks, stages] = files.map((name) => openSync(join(folder, name), 'w')) as [number, number];
  writeSync(remarks, '客户编号,客户名称,备注\n');
  writeSync(stages, '客户编号,客户名称,合作阶段\n');
  let seen = 0;
  let [one, other] = ['', ''];
  const flush = (): void => {
    writeSync(remarks, one);
    writeSync(stages, other);
    [one, other] = ['', ''];
  };
  for (const { customer_no, name, stage } of ledger.read(['customer_no', 'name', 'stage'])) {
    if (customer_no === null || name === null || /[",\n]/.test(name)) continue;
    one += `${customer_no},${name},季度核对\n`;
    other += `${customer_no},${name},${stage === STAGES[0] ? STAGES[1] : STAGES[0]}\n`;
    if (++seen % 10_000 === 0) flush();
  }
  flush();
  for (const file of [remarks, stages]) closeSync(file);
  ledger.close();
  return { files, customers: seen };
}

/** The quarterly report, without and with the rows behind its figures, and the check of a trail that has two changes of nearly every customer. */
export function report(folder: string, rows: number): void {
  const steward = (...words: readonly string[]): Figures => node(folder, [bin, ...words]);
  steward('init', '--adopt', customers(folder, rows), '--quiet');
  steward('number', 'issue', '--yes', '--quiet', '--reason', 'bench');
  const made = changes(folder);
  console.log(`${made.customers} customers are changed twice\n`);
  const taken = made.files.map(
    (file) => [`import ${file}`, steward('import', file, '--source', '老客户推荐', '--yes', '--quiet')] as const,
  );
  const html = ['--format', 'html', '--out', 'report.html'];
  print([
    ...taken,
    ['report quarterly', steward('report', 'quarterly', ...html)],
    ['again, rules remembered', steward('report', 'quarterly', ...html)],
    ['with all rows', steward('report', 'quarterly', '--folder', 'report', ...html)],
    ['audit verify', steward('audit', 'verify')],
  ]);
}
