/**
 * Writes src/rules/calendar/china-holidays.ts from the data of chinese-days (a development dependency, MIT).
 * Run `node --import tsx scripts/holidays.ts` after chinese-days has a new year, and check that year against its notice.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FIRST = 2004;
const LAST = 2026;

const require = createRequire(import.meta.url);
const data = JSON.parse(readFileSync(require.resolve('chinese-days/dist/chinese-days.json'), 'utf8')) as {
  holidays: Record<string, string>;
  workdays: Record<string, string>;
};

function list(days: Record<string, string>, year: number, weekend: boolean): string {
  return Object.keys(days)
    .filter((day) => day.startsWith(`${year}-`) && [0, 6].includes(new Date(`${day}T00:00Z`).getUTCDay()) === weekend)
    .sort()
    .map((day) => day.slice(5).replace('-', ''))
    .join(' ');
}

const rows: string[] = [];
for (let year = FIRST; year <= LAST; year += 1) {
  const off = list(data.holidays, year, false);
  const work = list(data.workdays, year, true);
  if (off === '' || work === '') throw new Error(`no list for ${year}`);
  const row = `  ${year}: ['${off}', '${work}'],`;
  rows.push(row.length <= 120 ? `${row}\n` : `  ${year}: [\n    '${off}',\n    '${work}',\n  ],\n`);
}

writeFileSync(
  new URL('../src/rules/calendar/china-holidays.ts', import.meta.url),
  `/**
 * Public holidays of mainland China ${FIRST}–${LAST}, a year as two lists of month and day (MMDD): the days from Monday to Friday
 * that are off, and the Saturdays and Sundays that are worked (调休). Every other day is as its day of the week says.
 * Source: the State Council's yearly notices (国务院办公厅关于部分节假日安排的通知), as collected in chinese-days 1.5.7 (MIT);
 * 2026 checked against the notice of 2025-11-04. Written by scripts/holidays.ts.
 */
export const CHINA_HOLIDAYS: Readonly<Record<number, readonly [off: string, work: string]>> = {
${rows.join('')}};
`,
);
