import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { bin, customers, type Figures, node, print, sqlite } from './measure.js';

/** Rows of the small import into a ledger that is full already. */
const few = 1000;

/** Generated rows that nobody has numbered, so that all of them are new to any ledger. */
function newcomers(folder: string): string {
  const lines = readFileSync(customers(folder, few, '--seed', '2'), 'utf8').split('\n');
  const file = join(folder, 'newcomers.csv');
  writeFileSync(file, lines.map((line) => line.slice(line.indexOf(',') + 1)).join('\n'));
  return file;
}

/**
 * A SQLite ledger: generated rows through import and every sweep, the sqlite3 program's `.import` of the same file beside them; a tenth of
 * the rows through import first, to see how it grows.
 */
export function bulk(folder: string, rows: number): void {
  const steward = (where: string, ...words: readonly string[]): Figures => node(where, [bin, ...words]);
  const take = (where: string, file: string): Figures =>
    steward(where, 'import', file, '--consent-at', '2020-01-01', '--yes', '--quiet');
  const tenth = Math.round(rows / 10);
  const small = join(folder, 'tenth');
  mkdirSync(small);
  const smallFile = customers(small, tenth);
  const file = customers(folder, rows);
  const more = newcomers(folder);
  const plain = sqlite(folder, file);
  steward(small, 'init');
  steward(folder, 'init');
  const asOf = ['--as-of', '2026-06-30'];
  const validateAnew = (): Figures => {
    const db = new Database(join(folder, 'ledger.db'));
    db.exec('DELETE FROM verdict_memory');
    db.close();
    return steward(folder, 'validate', ...asOf);
  };
  const first = take(small, smallFile);
  const all = take(folder, file);
  print([
    ...(plain ? [['sqlite3 .import', plain] as const] : []),
    [`import`, all],
    [`import, ${tenth} rows`, first],
    ['import, the same file again', take(folder, file)],
    [`import, ${few} rows more`, take(folder, more)],
    ['validate, with what the import left', steward(folder, 'validate', ...asOf)],
    ['validate, with nothing remembered', validateAnew()],
    ['validate, again', steward(folder, 'validate', ...asOf)],
    ['classify', steward(folder, 'classify', ...asOf)],
    ['dormant list', steward(folder, 'dormant', 'list', ...asOf)],
    ['sweep monthly', steward(folder, 'sweep', 'monthly', ...asOf, '--yes')],
    ['audit verify', steward(folder, 'audit', 'verify')],
  ]);
  const growth = (what: 'cpu' | 'wall'): string => (all[what] / first[what]).toFixed(1);
  console.log(`\nimport, ${tenth} to ${rows} rows: ${growth('wall')} x wall, ${growth('cpu')} x CPU`);
  console.log(`ledger: ${(statSync(join(folder, 'ledger.db')).size / 1e6).toFixed(0)} MB`);
}
