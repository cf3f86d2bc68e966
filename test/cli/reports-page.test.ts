/** docs/reports.md and docs/scheduling.md show what the program really does. */
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commands } from '../../src/commands/registry.gen.js';
import { copyOf, fixtures, folder, onCsv, shell, steward } from '../support/cli.js';
import { pageOf, runPage } from '../support/page.js';

async function lifecycle(): Promise<string> {
  const cwd = folder();
  cpSync(join(fixtures, 'lifecycle'), cwd, { recursive: true });
  const made = await steward(['init', '--adopt', '客户.csv', '--as-of', '2026-11-01'], { cwd });
  expect([made.code, made.stderr]).toEqual([0, '']);
  return cwd;
}

it.skipIf(onCsv)(
  '[S2-26, S4-26, S2-33] the page on reports, block by block',
  async () => {
    const cwd = await lifecycle();
    await runPage('reports.md', cwd, 5);
    expect(readdirSync(join(cwd, '导入报告')).sort()).toEqual([
      'report.html',
      'report.json',
      'report.md',
      'report.xlsx',
      'rows',
    ]);
    expect(readdirSync(join(cwd, '导入报告/rows')).sort()).toEqual(['held.csv', 'imports.csv', 'sources.csv']);
    await runPage('scheduling.md', cwd, 1);
  },
  60_000,
);

it('[S0-01, S3-07] the page defines every part of the quarterly report as the report itself does, with its figures and rows', async () => {
  const cwd = await lifecycle();
  const ran = await steward(['report', 'quarterly', '--folder', 'q', '--quiet', '--lang', 'en'], { cwd });
  expect([ran.code, ran.stderr]).toEqual([0, '']);
  const { parts: sections } = JSON.parse(readFileSync(join(cwd, 'q/report.json'), 'utf8')) as {
    parts: { id: string; figures: { terms: { rows: string }[]; per?: { rows: string }[] }[] }[];
  };
  const text = readFileSync(join(cwd, 'q/report.md'), 'utf8');
  const headings = [...text.matchAll(/^## (.+)\n\n(.+)\n/gm)];
  expect(headings).toHaveLength(sections.length);
  const page = pageOf('reports.md');
  sections.forEach(({ id, figures }, at) => {
    const [, title, note] = headings[at] ?? [];
    const rows = new Set(
      figures.flatMap(({ terms, per = [] }) => [...terms, ...per].map((term) => `\`${term.rows}\``)),
    );
    expect(page).toContain(`| ${title} | \`${id}.…\` | ${note} | ${[...rows].sort().join(', ')} |\n`);
  });
}, 60_000);

/** The commands of a page's cron lines and run files, each once. */
const lines = [
  ...new Set(
    [...pageOf('scheduling.md').matchAll(/^.*?(?:&& |^exec )(steward .*)$/gm)].map(([, line]) =>
      (line as string).replaceAll('\\%', '%'),
    ),
  ),
];

it('[S0-28] names the four runs, the same for cron and for systemd', () => {
  const names = lines.map((line) => line.split(' ').slice(1, 3).join(' '));
  expect(names.sort()).toEqual(['audit verify', 'backup create', 'report quarterly', 'sweep monthly']);
  const listed = new Set(commands.map(({ name }) => name));
  for (const name of names) expect(listed).toContain(name);
});

it('[S0-28, S0-01] the scheduled runs end well, silent, and leave their heartbeats; nothing personal is in them', async () => {
  const made = await lifecycle();
  const customers = readFileSync(join(made, '客户.csv'), 'utf8');
  const personal = [...customers.matchAll(/(?:张晓明|李文静|王海波|\d{3}-\d{8}|[\w.]+@[\w.]+)/g)].map(
    ([value]) => value,
  );
  expect(personal.length).toBeGreaterThan(10);
  for (const line of lines) {
    const cwd = copyOf(made);
    mkdirSync(join(cwd, 'heartbeat'));
    const ran = await shell(line, { cwd });
    expect([line, ran.code, ran.stdout, ran.stderr]).toEqual([line, 0, '', '']);
    const [name] = readdirSync(join(cwd, 'heartbeat'));
    const text = readFileSync(join(cwd, 'heartbeat', name as string), 'utf8');
    const beat = JSON.parse(text);
    expect(beat).toMatchObject({ command: line.split(' ').slice(1, 3).join(' '), exit: 0 });
    expect(beat.head.hash).toMatch(/^[0-9a-f]{64}$/);
    for (const value of personal) expect(text).not.toContain(value);
  }
}, 120_000);
