import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bin, customers, type Figures, node, print, sqlite } from './measure.js';

/** A SQLite ledger: generated rows through import and every sweep; the sqlite3 program's `.import` of the same file stands beside them. */
export function bulk(folder: string, rows: number): void {
  const file = customers(folder, rows);
  const plain = sqlite(folder, file);
  node(folder, [bin, 'init']);
  const steward = (...words: readonly string[]): Figures => node(folder, [bin, ...words]);
  const asOf = ['--as-of', '2026-06-30'];
  print([
    ...(plain ? [['sqlite3 .import', plain] as const] : []),
    ['import', steward('import', file, '--yes', '--quiet')],
    ['import, the same file again', steward('import', file, '--yes', '--quiet')],
    ['validate', steward('validate', ...asOf)],
    ['classify', steward('classify', ...asOf)],
    ['dormant list', steward('dormant', 'list', ...asOf)],
    ['sweep monthly', steward('sweep', 'monthly', ...asOf, '--yes')],
    ['audit verify', steward('audit', 'verify')],
  ]);
  const ledger = join(folder, 'ledger.db');
  if (existsSync(ledger)) console.log(`\nledger: ${(statSync(ledger).size / 1e6).toFixed(0)} MB`);
}
