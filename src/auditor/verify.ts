/**
 * Checks a bundle with nothing but Node: `node verify.mjs [--witness FILE] [--zip FILE] [FOLDER]`. Ends in 0 where everything agrees, in 1 where it
 * does not, in 2 where it could not be asked. Made into the one file `verify.mjs` by scripts/bundle.js; needs neither ledger nor steward.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkBundle, type Verdict } from './check.js';
import { folderSource } from './folder.js';
import { pageOf } from './page.js';
import { isSealed } from './seal.js';
import { faultWords, told } from './words.js';

/** The check of a folder, and of the ZIP that it came from. */
async function verdictOf(folder: string, witness: string | null, zip: string | undefined): Promise<Verdict> {
  const verdict = await checkBundle(folderSource(folder), witness);
  if (zip === undefined || isSealed(zip)) return verdict;
  const fault = { code: 'zip-altered', where: zip, seq: null, ...told(faultWords['zip-altered']) } as const;
  return { ...verdict, sound: false, faults: [...verdict.faults, fault] };
}

try {
  const { values, positionals } = parseArgs({
    options: { witness: { type: 'string' }, zip: { type: 'string' } },
    allowPositionals: true,
  });
  const folder = positionals[0] ?? dirname(fileURLToPath(import.meta.url));
  const witness = values.witness === undefined ? null : readFileSync(values.witness, 'utf8');
  const verdict = await verdictOf(folder, witness, values.zip);
  process.stdout.write(pageOf(verdict));
  process.exitCode = verdict.sound ? 0 : 1;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\nnode verify.mjs [--witness FILE] [--zip FILE] [FOLDER]\n`);
  process.exitCode = 2;
}
