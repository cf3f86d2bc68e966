/** The reports of figures over one quarter that was counted by hand (fixtures/report/expected.csv), in every format and both languages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportFiles } from '../../scripts/fixture/report.js';
import type { Command } from '../../src/commands/command.js';
import coverage from '../../src/commands/report/coverage.js';
import monthly from '../../src/commands/report/monthly.js';
import quality from '../../src/commands/report/quality.js';
import quarterly from '../../src/commands/report/quarterly.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Lang } from '../../src/model/text.js';
import type { Doc } from '../../src/output/document.js';
import { formatNumber } from '../../src/output/number.js';
import { eraseOf } from '../ledger/erasing.js';
import { applyAll, temporaryFolder } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { makePeople, type People } from '../support/people.js';
import { perform } from '../support/perform.js';
import { type JsonFigure, recounter } from '../support/recount.js';
import { formats } from '../support/report-cells.js';
import { asOf, reportLedger } from '../support/report-ledger.js';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');
const reports: Readonly<Record<string, Command>> = { quarterly, monthly, quality, coverage };
const languages: readonly Lang[] = ['zh-CN', 'en'];

interface Expected {
  readonly reports: string;
  readonly figure: string;
  readonly value: string;
  readonly how: string;
}
const expected = parse(readFileSync(join(fixtures, 'report', 'expected.csv'), 'utf8'), { columns: true }) as Expected[];

let people: People;
let home: ReturnType<typeof temporaryFolder>;
let ledger: Ledger;
beforeAll(async () => {
  home = temporaryFolder();
  people = makePeople(home.folder);
  ledger = await reportLedger(home.folder, 'ledger.db', people);
}, 120_000);
afterAll(() => {
  ledger.close();
  home.remove();
});

const report = (name: string, own: object = {}, lang: Lang = 'en', of = ledger) =>
  perform(of, reports[name] as Command, own as Record<string, unknown>, [], { asOf, policy: people.policy, lang });
const figuresOf = (data: { readonly parts: readonly { readonly figures: readonly JsonFigure[] }[] }) =>
  data.parts.flatMap(({ figures }) => figures);

describe('one quarter, counted by hand', () => {
  it.each(reportFiles().map((file) => [file.path, file] as const))('%s is what the script writes', (_, file) => {
    expect(readFileSync(join(fixtures, file.path)).equals(file.bytes)).toBe(true);
  });

  it('[S0-01, S0-28, S2-01, S2-02, S2-26, S2-42, S3-07, S3-20, S3-26, S3-27, S4-24, C07, C17] every figure counted by hand stands in every report, format and language', async () => {
    const wrong: string[] = [];
    for (const name of Object.keys(reports)) {
      const wanted = expected.filter((one) => one.reports.split(' ').includes(name));
      expect(wanted.length).toBeGreaterThan(5);
      for (const lang of languages) {
        const { data, doc } = await report(name, {}, lang);
        const json = new Map(figuresOf(data).map(({ id, value }) => [id, value === null ? 'none' : String(value)]));
        const shown: [string, ReadonlyMap<string, string>][] = [['json', json]];
        for (const [format, read] of Object.entries(formats)) shown.push([format, await read(doc as Doc, home.folder)]);
        for (const { figure, value } of wanted) {
          const none = lang === 'en' ? 'not recorded' : '无记录';
          const said = value === 'none' ? none : formatNumber(Number(value));
          for (const [format, values] of shown) {
            const found = values.get(figure);
            const fits =
              format === 'json' ? found === value : found === said || found === value || found?.endsWith(` ${said}`);
            if (!fits) wrong.push(`${name} ${lang} ${format}: ${figure} is ${found}, by hand ${value}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('[S0-01, S2-42] every figure of every report is counted again from the rows beside it', async () => {
    for (const name of Object.keys(reports)) {
      const folder = join(home.folder, `rows-${name}`);
      const { data } = await report(name, { folder });
      const count = recounter(folder);
      const figures = figuresOf(data);
      expect(figures.length).toBeGreaterThan(10);
      expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
      expect(figures.map((figure) => [figure.id, count(figure)])).toEqual(figures.map(({ id, value }) => [id, value]));
    }
  }, 120_000);

  it('what was recorded after the as-of day is in no figure of events, and the report says that there is something', async () => {
    const { data, doc } = await report('quarterly');
    // The update of 2 July, and the end of its run.
    expect(data).toMatchObject({ period: '2026-Q2', from: '2026-04-01', later: 2 });
    expect(doc?.blocks[0]).toMatchObject({ kind: 'note', level: 'warn' });
    const { data: next } = await perform(ledger, quarterly, {}, [], { asOf: '2026-07-31', policy: people.policy });
    const moved = new Map(figuresOf(next).map(({ id, value }) => [id, value]));
    expect(next).toMatchObject({ period: '2026-Q3', from: '2026-07-01', later: 0 });
    expect(['timeliness.updates', 'stages.moves', 'imports.runs', 'purge.files'].map((id) => moved.get(id))).toEqual([
      1, 0, 0, 0,
    ]);
    // Three months after the first run a regrade is due, and July was not swept.
    expect(moved.get('exceptions.missed')).toBe(3);
  }, 60_000);

  it('[law 7] a CSV ledger gives the same figures', async () => {
    const { folder, remove } = temporaryFolder();
    newSheetLedger(join(folder, '客户.csv'), new Date('2026-04-01T01:00:00Z'));
    const other = await reportLedger(folder, '客户.csv', people);
    try {
      for (const name of Object.keys(reports))
        expect(figuresOf((await report(name, {}, 'en', other)).data)).toEqual(figuresOf((await report(name)).data));
    } finally {
      other.close();
      remove();
    }
  }, 120_000);

  it('rows name customers by number, and nobody by name or phone', async () => {
    const folder = join(home.folder, 'private');
    const { data } = await report('quarterly', { folder });
    const rows = data.written.rows.map(({ file }: { file: string }) => readFileSync(file, 'utf8')).join('');
    expect(rows).toContain(ledger.get(1)?.customer_no);
    for (const { name, phone, email, contact_name } of ledger.read())
      for (const value of [name, phone, email, contact_name]) if (value !== null) expect(rows).not.toContain(value);
  }, 60_000);

  it('[S2-33, S4-21, S4-24, S3-20] destroying customers takes nothing from what happened in a closed quarter', async () => {
    const { folder, remove } = temporaryFolder();
    const other = await reportLedger(folder, 'ledger.db', people);
    try {
      const flows = async (own = {}) => {
        const figures = figuresOf((await report('quarterly', own, 'en', other)).data);
        const sum = (like: RegExp) =>
          figures.reduce((all, { id, value }) => all + (like.test(id) ? Number(value) : 0), 0);
        const one = (id: string) => figures.find((figure) => figure.id === id)?.value;
        return {
          moves: [one('stages.moves'), sum(/^stages\.move\./)],
          regrades: [sum(/^regrades\.(?:grade|value)\.[^.]+$/), sum(/\.move\.(?!.*\.share)/)],
          funnel: ['results', 'flagged', 'woken', 'archived', 'purged'].map((id) => one(`dormancy.${id}`)),
          results: sum(/^dormancy\.result\./),
          updates: one('timeliness.updates'),
        };
      };
      const before = await flows();
      expect(before.funnel).toEqual([5, 3, 1, 1, 2]);
      const gone = [1, 7, 9, 13, 51, 53, 59];
      applyAll(
        other,
        gone.map((id) => eraseOf(id, other.get(id)?.version as number)),
        { command: 'purge apply' },
      );
      const target = join(folder, 'q');
      expect(await flows({ folder: target })).toEqual(before);
      const rows = readFileSync(join(target, 'rows/stage-transitions.csv'), 'utf8');
      expect(rows.match(/destroyed,destroyed,unknown/g)).toHaveLength(3);
    } finally {
      other.close();
      remove();
    }
  }, 60_000);
});
