/** The reports on imports, access, customers and destruction over the quarter that was counted by hand (fixtures/report), in every format and both languages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/commands/command.js';
import purged from '../../src/commands/purge/register.js';
import access from '../../src/commands/report/access.js';
import imports from '../../src/commands/report/import.js';
import register from '../../src/commands/report/register.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Lang } from '../../src/model/text.js';
import type { Doc } from '../../src/output/document.js';
import { formatNumber } from '../../src/output/number.js';
import { renderCsv } from '../../src/output/render-csv.js';
import { renderHtml } from '../../src/output/render-html.js';
import { renderMarkdown } from '../../src/output/render-markdown.js';
import { renderTerminal } from '../../src/output/render-terminal.js';
import { renderXlsx } from '../../src/output/render-xlsx.js';
import { makeStyle } from '../../src/output/style.js';
import { temporaryFolder } from '../ledger/helpers.js';
import { parseMarkup } from '../output/markup.js';
import { makePeople, type People } from '../support/people.js';
import { perform } from '../support/perform.js';
import { asOf, reportLedger } from '../support/report-ledger.js';

const hand = new Map(
  (
    parse(readFileSync(join(import.meta.dirname, '../../fixtures/report/expected.csv')), { columns: true }) as {
      figure: string;
      value: string;
    }[]
  ).map(({ figure, value }) => [figure, Number(value)]),
);
const counted = (figure: string): number => {
  const value = hand.get(figure);
  if (value === undefined) throw new Error(`nobody counted ${figure}`);
  return value;
};

/** Key figures by their labels, in Chinese and English, as they were counted by hand. */
type Figures = readonly (readonly [zh: string, en: string, value: number])[];
const reports: readonly (readonly [name: string, command: Command, options: object, figures: Figures])[] = [
  [
    'report import',
    imports,
    { since: '2026-04-01' },
    [
      ['导入次数', 'Imports', counted('imports.runs')],
      ['读入', 'Read', counted('imports.read')],
      ['新建', 'Created', counted('imports.created')],
      ['更新', 'Updated', counted('imports.updated')],
      ['无变化', 'Unchanged', counted('imports.unchanged')],
      ['挂起', 'Held', counted('imports.held')],
      ['拒收', 'Rejected', counted('imports.rejected')],
      // The held row of the partner's file was never settled.
      ['仍在等待', 'Still waiting', 1],
      ['已撤销', 'Undone', 0],
    ],
  ],
  [
    'report access',
    access,
    { since: '2026-04-01' },
    [
      ['查阅次数', 'Reads', counted('access.reads')],
      ['查阅的客户(次)', 'Customers read', counted('access.subjects')],
      ['被拒绝的操作', 'Refused', counted('access.refusals')],
      // wang.qiang, zhao, and zhang with the list.
      ['操作人', 'People', 3],
    ],
  ],
  [
    'report register',
    register,
    {},
    [
      ['台账中的客户', 'Customers in the ledger', counted('ledger.customers')],
      ['正式客户', 'Formal customers', counted('ledger.file.formal')],
      // 59 is in the history library, and formal.
      ['本表所列', 'Listed here', counted('ledger.file.formal') - counted('ledger.standing.archived')],
      ['历史客户库', 'History library', counted('ledger.standing.archived')],
      // 51 and 52 are dormant.
      ['只显示姓名和联系方式', 'Name and contact alone', counted('ledger.standing.dormant')],
    ],
  ],
  [
    'purge register',
    purged,
    {},
    [
      ['销毁次数', 'Destructions', 1],
      ['整份档案', 'Whole files', counted('purge.files')],
      ['部分字段', 'Fields alone', counted('purge.fields')],
    ],
  ],
];

const style = makeStyle({ level: 0, unicode: true });
/** The key figures of a report as each format shows them: label and value. */
const formats: Readonly<Record<string, (doc: Doc) => Promise<[string, string][]> | [string, string][]>> = {
  text: (doc) =>
    renderTerminal(doc, { width: 200, style })
      .split('\n')
      .flatMap((line) => {
        const [, label, value] = /^[ !✗] (\S.*?) {2,}([\d,]+)(?: |$)/.exec(line) ?? [];
        return label === undefined || value === undefined ? [] : [[label, value] as [string, string]];
      }),
  md: (doc) =>
    renderMarkdown(doc)
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split('|').map((cell) => cell.trim().replace(/^[!✗] /, '')))
      .map(([, label = '', value = '']) => [label, value]),
  html: (doc) => {
    const found: [string, string][] = [];
    let label = '';
    for (const { name, text, attributes } of parseMarkup(renderHtml(doc))) {
      if (name === 'dt') label = text;
      if (name === 'dd' && attributes.get('class') === 'v') found.push([label, text]);
    }
    return found;
  },
  csv: (doc) => (parse(renderCsv(doc)) as string[][]).map(([, label = '', , value = '']) => [label, value]),
  xlsx: async (doc) => {
    const { sheets } = await readXlsx(renderXlsx(doc));
    return (sheets[0]?.rows ?? []).map(([label, value]) => [String(label), String(value)]);
  },
};

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

describe.each(reports)('%s', (name, command, options, figures) => {
  it.each(['zh-CN', 'en'] as const)(
    '[S0-05, S0-40, S2-17, S2-26, S2-33, S4-26] says in %s, in every format, what was counted by hand',
    async (lang: Lang) => {
      const how = { asOf, policy: people.policy, lang };
      const { doc } = await perform(ledger, command, options as Record<string, unknown>, [], how);
      const wrong: string[] = [];
      for (const [format, read] of Object.entries(formats)) {
        const shown = await read(doc as Doc);
        for (const [zh, en, value] of figures) {
          const label = lang === 'en' ? en : zh;
          const found = shown.find(([name]) => name === label)?.[1];
          if (found !== formatNumber(value) && found !== String(value))
            wrong.push(`${format}: ${label} ${found} ≠ ${value}`);
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it('writes no name, phone or e-mail of anybody into its folder, but for the register’s masked ones', async () => {
    const target = join(home.folder, 'folders', name);
    const { data } = await perform(ledger, command, { ...options, folder: target }, [], {
      asOf,
      policy: people.policy,
    });
    // A company's 400 line is printed on its door, and is not masked.
    const personal = [...ledger.read()].flatMap(({ name: called, phone, email, contact_name }) =>
      [command === register ? null : called, phone?.startsWith('400') ? null : phone, email, contact_name].filter(
        (value) => value !== null,
      ),
    );
    expect(personal.length).toBeGreaterThan(60);
    const files = [data.written.html, data.written.markdown, data.written.json, data.written.xlsx];
    for (const file of [...files, ...data.written.rows.map(({ file }: { file: string }) => file)]) {
      const text = readFileSync(file, 'utf8');
      expect([file, personal.filter((value) => text.includes(value))]).toEqual([file, []]);
    }
  });
});
