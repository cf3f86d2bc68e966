import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newKeyFile, writeKeyFile } from '../src/files/key-file.js';
import { openLedger } from '../src/ledger/open.js';
import { fingerprint } from '../src/rules/access/signature.js';
import { bin, customers, type Figures, node, print } from './measure.js';

const passphrase = 'bench bench bench bench';

/** Two people with keys, one of whom approves. */
function policy(folder: string): string {
  const people = (
    [
      ['zhang', 'data_maintenance'],
      ['zhao', 'dept_head'],
    ] as const
  ).map(([id, role]) => {
    const file = newKeyFile(id, '2020-01-01', passphrase);
    writeKeyFile(join(folder, `${id}.key`), file);
    const key = { id: fingerprint(file.public), public: file.public, from: '2020-01-01', until: null };
    return { id, name: id, roles: [role], keys: [key] };
  });
  return JSON.stringify({ extends: 'handbooks', people });
}

/** The numbers of 1,000 customers, one here and there. */
function numbers(path: string): readonly string[] {
  const ledger = openLedger(path, { write: false });
  const step = Math.max(1, Math.floor(ledger.count() / 1100));
  const found: string[] = [];
  let seen = 0;
  for (const { customer_no } of ledger.read(['customer_no']))
    if (customer_no !== null && ++seen % step === 0 && found.length < 1000) found.push(customer_no);
  ledger.close();
  return found;
}

/** The end of files: 1,000 of many archived, that undone and done again, and destroyed on an approved plan, with the check of what is left. */
export function life(folder: string, rows: number): void {
  process.env.STEWARD_KEY_PASSPHRASE = passphrase;
  const steward = (...words: readonly string[]): Figures => node(folder, [bin, ...words]);
  const change = (...words: readonly string[]): Figures => steward(...words, '--yes', '--quiet', '--reason', 'bench');
  const file = customers(folder, rows);
  writeFileSync(join(folder, 'policy.yaml'), policy(folder));
  steward('init', '--adopt', file, '--quiet');
  change('policy', 'sign', '--key', 'zhao.key', '--as', 'zhao');
  const chosen = numbers(join(folder, 'ledger.db'));
  writeFileSync(join(folder, 'ended.csv'), `客户编号\n${chosen.join('\n')}\n`);
  writeFileSync(
    join(folder, 'judged.csv'),
    `customer,code,note,worth\n${chosen.map((no) => `${no},expired,bench,none`).join('\n')}\n`,
  );
  const archive = () =>
    change('archive', '--file', 'ended.csv', '--ended', '2020-01-01', '--end-reason', '合同终止', '--as', 'zhang');
  const archived = archive();
  const undone = change('undo', '3', '--as', 'zhang');
  archive();
  const proposed = change('purge', 'propose', '--file', 'judged.csv', '--plan', 'plan.json', '--as', 'zhang');
  change('purge', 'approve', 'plan.json', '--key', 'zhao.key', '--as', 'zhao');
  print([
    ['archive 1,000', archived],
    ['undo that', undone],
    ['purge propose', proposed],
    ['purge apply', change('purge', 'apply', 'plan.json', '--as', 'zhang')],
    ['purge check', steward('purge', 'check', 'plan.json', '--as', 'zhang')],
    ['due', steward('due')],
    ['audit verify', steward('audit', 'verify')],
  ]);
}
