/**
 * What the budgets of the design ask for, measured on this machine: `npm run bench [-- SUITE] [ROWS]`. Each command is a process of its own,
 * and what it is compared with runs beside it. Figures are for comparing within one run; nothing here passes or fails.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bulk } from './bulk.js';
import { csvLedger } from './csv-ledger.js';
import { dedupe } from './dedupe.js';
import { life } from './life.js';
import { report } from './report.js';

const suites: Readonly<Record<string, (folder: string, rows: number) => void>> = {
  bulk,
  csv: csvLedger,
  dedupe,
  life,
  report,
};

const words = process.argv.slice(2);
const suite = suites[words.find((word) => Object.hasOwn(suites, word)) ?? 'bulk'] as (typeof suites)[string];
const rows = Number(words.find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'steward-bench-'));
try {
  suite(folder, rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
