import { appendFileSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bin, customers, type Figures, node, print } from './measure.js';

/** Copies a CSV through csv-parse and csv-stringify, the way a program without a ledger would save one. */
const copy = (from: string, to: string, modules: string): string => `
  import { createReadStream, createWriteStream } from 'node:fs';
  import { pipeline } from 'node:stream/promises';
  import { parse } from '${modules}/csv-parse/lib/index.js';
  import { stringify } from '${modules}/csv-stringify/lib/index.js';
  await pipeline(createReadStream(${JSON.stringify(from)}), parse({ bom: true }), stringify({ bom: true }), createWriteStream(${JSON.stringify(to)}));`;

/** A CSV ledger: opened unchanged, saved after one change, and read after an edit outside, beside a plain copy of the file. */
export function csvLedger(folder: string, rows: number): void {
  const file = customers(folder, rows, '--clean');
  const ledger = join(folder, 'ledger.csv');
  copyFileSync(file, ledger);
  const modules = pathToFileURL(join(import.meta.dirname, '../node_modules')).href;
  const steward = (...words: readonly string[]): Figures => node(folder, [bin, ...words]);
  const plain = node(folder, ['--input-type=module', '-e', copy(file, join(folder, 'copy.csv'), modules)]);
  const init = steward('init', '--ledger', ledger);
  const one = join(folder, 'one.csv');
  writeFileSync(one, '客户编号,客户名称,备注\nZZ2099000001,新来的客户商行,一行\n');
  const measured: [string, Figures][] = [
    ['copy by csv-parse and csv-stringify', plain],
    ['init --ledger ledger.csv', init],
    ['open unchanged (history of one customer)', steward('history', '#1')],
    ['one change, saved (import of one row)', steward('import', one, '--source', '官网注册', '--yes')],
  ];
  appendFileSync(ledger, 'ZZ2099000002,别人加的客户商行\n');
  measured.push(['open after an edit outside', steward('history', '#1')]);
  print(measured);
}
