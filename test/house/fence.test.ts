import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const floors = {
  model: 0,
  rules: 1,
  files: 1,
  auditor: 1,
  engine: 2,
  match: 2,
  policy: 2,
  intake: 2,
  ledger: 2,
  output: 2,
  commands: 3,
  cli: 4,
  filter: 4,
} as const;
type Room = keyof typeof floors;
const pure: readonly Room[] = ['model', 'rules', 'match', 'engine'];

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, room: path.split(/[\\/]/)[0] as Room, text: readFileSync(join(root, 'src', path), 'utf8') }));

/** The files among these, written into an empty tree with our settings, that the linter refuses for the fence. */
function refused(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'steward-fence-'));
  try {
    const settings = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as Record<string, unknown>;
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...settings, $schema: undefined, vcs: undefined }));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '--colors=off', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const said = `${stdout}${stderr}`;
    return Object.keys(files).filter((path) =>
      new RegExp(`${path}:\\d+:\\d+ lint/style/noRestricted(?:Imports|Globals)`).test(said),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the fence between rooms', () => {
  it('every source stands in a known room', () => {
    expect(sources.filter(({ room }) => !(room in floors)).map(({ path }) => path)).toEqual([]);
  });

  it('imports point down only; rooms of one floor do not know each other', () => {
    const wrong: string[] = [];
    for (const { path, room, text } of sources) {
      for (const [, target] of text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
        const other = relative('.', join(path, '..', target as string)).split(/[\\/]/)[0] as Room;
        if (other in floors && other !== room && floors[other] >= floors[room]) wrong.push(`${path} → ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('pure rooms know no clock, no randomness, no locale, no I/O', () => {
    const forbidden =
      /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|\.toLocale\w*\(|\.localeCompare\(|\bIntl\.|\bconsole\.|\bprocess\.|from 'node:(?!crypto')/;
    const wrong = sources
      .filter(({ room }) => pure.includes(room))
      .flatMap(({ path, text }) =>
        text
          .split('\n')
          .flatMap((line, i) => (forbidden.test(line.replace(/^\s*(\*|\/\/).*/, '')) ? [`${path}:${i + 1}`] : [])),
      );
    expect(wrong).toEqual([]);
  });

  it('the linter refuses what crosses the fence, and lets through what is allowed', () => {
    const bad = {
      'src/rules/a.ts': "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
      'src/rules/b.ts': "import { openLedger } from '../ledger/open.js';\nexport const x = openLedger;\n",
      'src/engine/a.ts': "import { change } from '../commands/command.js';\nexport const x = change;\n",
      'src/engine/b.ts': "import { lintPolicy } from '../policy/lint.js';\nexport const x = lintPolicy;\n",
      'src/model/a.ts': 'export const now = (): number => Date.now();\n',
      'src/match/a.ts': "export const say = (): void => console.log('x');\n",
      'src/auditor/a.ts': "import { canonicalJson } from '../model/canonical.js';\nexport const x = canonicalJson;\n",
      'src/rules/c.ts': "import { linkHash } from '../auditor/chain.js';\nexport const x = linkHash;\n",
      'src/commands/a.ts': "import { run } from '../cli/run.js';\nexport const x = run;\n",
    };
    const good = {
      'src/engine/c.ts': "import { say } from '../model/text.js';\nexport const x = say;\n",
      'src/commands/c.ts': "import { openCsv } from '../files/read-csv.js';\nexport const x = openCsv;\n",
      'src/auditor/c.ts': "import { createHash } from 'node:crypto';\nexport const x = createHash;\n",
      'src/ledger/c.ts': "import { statSync } from 'node:fs';\nexport const x = statSync;\n",
    };
    expect(refused({ ...bad, ...good })).toEqual(Object.keys(bad));
  });
});

describe('the tree', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);

  it('carries no path of a machine and no registry host', () => {
    const host = new RegExp(['registry', 'npmjs'].join('\\.'));
    const machine = new RegExp(['/work/', 'main|/root/|/home/\\w+/'].join(''));
    const wrong = tracked.filter((path) => {
      if (/\.(?:db|xlsx|zip|png)$/.test(path) || path === 'test/house/fence.test.ts') return false;
      const text = readFileSync(join(root, path), 'utf8');
      return host.test(text) || machine.test(text);
    });
    expect(wrong).toEqual([]);
  });

  it('has no unfinished business', () => {
    const marks = new RegExp(`\\b(?:${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|${['X', 'XX'].join('')})\\b`);
    expect(sources.filter(({ text }) => marks.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
