/**
 * Makes customer files: `npm run fixture -- --rows N [--seed S] [--out FILE] [--encoding utf-8-bom|utf-8|gb18030]
 * [--as-of DATE] [--columns basic|usual|full] [--clean]`. With `--columns full --clean` no row should have an error.
 * `--messy`, `--import`, `--handbook-rows`, `--report` and `--sample` write the files kept in fixtures/ anew.
 */
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isIsoDate } from '../src/model/date.js';
import { widths } from './fixture/columns.js';
import { handbookFiles } from './fixture/handbook.js';
import { handbookRowFiles } from './fixture/handbook-rows.js';
import { importFiles } from './fixture/import-folder.js';
import { type FixtureFile, messyFiles } from './fixture/messy.js';
import { reportFiles } from './fixture/report.js';
import { encodings, sampleTable, type TableOptions, tableBytes, usualTable } from './fixture/table.js';

const fixtures = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures');

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: String(usualTable.rows) },
    seed: { type: 'string', default: String(usualTable.seed) },
    out: { type: 'string' },
    encoding: { type: 'string', default: usualTable.encoding },
    'as-of': { type: 'string', default: usualTable.asOf },
    columns: { type: 'string', default: usualTable.width },
    clean: { type: 'boolean', default: false },
    messy: { type: 'boolean', default: false },
    import: { type: 'boolean', default: false },
    'handbook-rows': { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    sample: { type: 'boolean', default: false },
  },
});

function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Error(`--${flag} ${value}: one of ${allowed.join(', ')}`);
  return found;
}

function whole(flag: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${flag} ${value}: a whole number`);
  return Number(value);
}

function tableOptions(): TableOptions {
  const asOf = flags['as-of'];
  if (!isIsoDate(asOf)) throw new Error(`--as-of ${asOf}: a day as 2026-06-30`);
  return {
    rows: whole('rows', flags.rows),
    seed: whole('seed', flags.seed),
    asOf,
    encoding: oneOf('encoding', flags.encoding, encodings),
    width: oneOf('columns', flags.columns, widths),
    clean: flags.clean,
  };
}

function put(files: readonly FixtureFile[]): void {
  for (const { path, bytes } of files) {
    const full = join(fixtures, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, bytes);
  }
  console.error(`fixtures/: ${files.length} files`);
}

async function main(): Promise<void> {
  if (flags.messy) put([...messyFiles(), ...handbookFiles()]);
  if (flags.import) put(importFiles());
  if (flags['handbook-rows']) put(handbookRowFiles());
  if (flags.report) put(reportFiles());
  if (flags.sample) put([{ path: 'sample/customers.csv', bytes: Buffer.concat([...tableBytes(sampleTable)]) }]);
  if (flags.messy || flags.import || flags['handbook-rows'] || flags.report || flags.sample) return;
  const options = tableOptions();
  let damaged = 0;
  const bytes = Readable.from(
    tableBytes(options, () => damaged++),
    { objectMode: true },
  );
  await pipeline(bytes, flags.out === undefined ? process.stdout : createWriteStream(flags.out));
  console.error(`${options.rows} rows, ${damaged} with something wrong`);
}

try {
  await main();
} catch (error) {
  // Who reads only the beginning (head) has what was asked for.
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}
