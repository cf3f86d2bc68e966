/**
 * A whole first month: a company's customer file becomes a ledger, is swept, and the report stands in ./demo. Then the same file as a CSV
 * ledger, edited as in a spreadsheet.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'demo');
let cwd = folder;
const asOf = '2026-06-30';
const lang = process.argv.includes('--en') ? 'en' : 'zh-CN';

function steward(...words) {
  console.log(`\n$ steward ${words.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [join(root, 'bin/steward.js'), ...words, '--lang', lang], {
    cwd,
    stdio: 'inherit',
  });
  if (status !== 0 && status !== 1) process.exit(status ?? 70);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
steward('init', '--adopt', join('..', 'fixtures', 'sample', 'customers.csv'), '--quiet');
steward('sweep', 'monthly', '--as-of', asOf, '--profile', 'P-000', '--yes');
steward('audit', 'verify');

cwd = join(folder, 'csv');
const sheet = join(cwd, '客户台账.csv');
mkdirSync(cwd);
copyFileSync(join(root, 'fixtures', 'sample', 'customers.csv'), sheet);
steward('init', '--ledger', '客户台账.csv');
console.log(lang === 'en' ? '\n(somebody changes a phone number in Excel)' : '\n(有人在 Excel 里改了一个电话号码)');
writeFileSync(sheet, readFileSync(sheet, 'utf8').replace('0551-34987087', '0551-34987088'));
steward('history', 'AH2025001');

const report = pathToFileURL(join(folder, 'reports', asOf.slice(0, 7), 'report.html')).href;
console.log(
  lang === 'en'
    ? `\nThe report: ${report}\nThe ledger to play with: ./demo (cd demo; node ../bin/steward.js validate)`
    : `\n报告:${report}\n可以继续试用的台账在 ./demo(cd demo; node ../bin/steward.js validate)`,
);
