/** The checks of the command line that this version can be held to, one test each, titled with its number. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/registry.gen.js';
import { exits } from '../../src/model/exit.js';
import {
  bin,
  copyOf,
  databaseFile,
  ended,
  FROM,
  fixtures,
  folder,
  json,
  newLedger,
  sampleLedger,
  shell,
  start,
  steward,
} from '../support/cli.js';
import { rawDatabase } from '../support/raw-database.js';

const HEADER = '客户编号,客户名称,联系电话,地址,需求描述,首次接触时间,负责人';
const CLEAN = `${HEADER}
SH2025001,上海恒越电子有限公司,13564728190,上海市浦东新区科苑路88号,采购板对板连接器,2025-03-12,许志远
GD2025002,深圳市沐川软件有限公司,13528471936,广东省深圳市南山区科技路15号,数据中台建设,2025-04-02,许志远
`;
/** A good row, a row that nobody can place, another good one, and a row that is nobody's. */
const MIXED = `${CLEAN}ZJ2025003,杭州禾屹食品有限公司
,,,,冷库维保,2025-05-20,唐雨涵
SC2025005,成都珩禾农业有限公司,13980176452,四川省成都市武侯区人民南路6号,大棚控制器,2025-06-01,唐雨涵
`;
const sha = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const esc = String.fromCharCode(27);

let empty: string;
let sample: string;
beforeAll(async () => {
  [empty, sample] = await Promise.all([newLedger(), sampleLedger()]);
});

/** A copy of the empty ledger with files in it. */
function withFiles(files: Readonly<Record<string, string | Uint8Array>>, of = empty): string {
  const cwd = copyOf(of);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(cwd, name), bytes);
  return cwd;
}

describe('the 40 checks of the command line', () => {
  it('1: --version is one line, and loads no package to say it', async () => {
    const cwd = folder();
    const ran = await steward(['--version'], { cwd, env: { NODE_V8_COVERAGE: join(cwd, 'loaded') } });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const [report] = readdirSync(join(cwd, 'loaded'));
    const loaded: string[] = JSON.parse(readFileSync(join(cwd, 'loaded', report as string), 'utf8')).result.map(
      ({ url }: { url: string }) => url,
    );
    expect(loaded.filter((url) => url.includes('/dist/'))).not.toEqual([]);
    expect(loaded.filter((url) => url.includes('/node_modules/'))).toEqual([]);
  });

  it('2: without a word: short help that names every command, exit 2', async () => {
    const ran = await steward([], { cwd: folder() });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    for (const { name } of commands) expect(ran.stderr).toContain(`  ${name} `);
  });

  it('3: --help says usage, examples and defaults, on stdout, exit 0', async () => {
    const ran = await steward(['sweep', 'monthly', '--help'], { cwd: folder() });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^Usage: steward sweep monthly \[options\]/);
    expect(ran.stdout).toMatch(/Examples:\n {2}steward sweep monthly --yes\n/);
    expect(ran.stdout).toContain('(default: auto)');
    expect(ran.stdout.replace(/\s+/g, ' ')).toContain('default: STEWARD_LEDGER, steward.yaml, ./ledger.db');
  });

  it('4: a mistyped command: what was meant is named and never run', async () => {
    const cwd = withFiles({ 'x.csv': CLEAN });
    const before = sha(join(cwd, databaseFile));
    const ran = await steward(['imprt', 'x.csv', '--yes'], { cwd });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('"imprt"');
    expect(ran.stderr).toContain('Did you mean: import?');
    expect(sha(join(cwd, databaseFile))).toBe(before);
  });

  it('5: an unknown flag is named, the nearest suggested, in five lines at most', async () => {
    const ran = await steward(['import', 'x.csv', '--dry-rum'], { cwd: folder() });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--dry-rum');
    expect(ran.stderr).toContain('Did you mean: --dry-run?');
    expect(ran.stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(5);
  });

  it('7: language: flag before policy before environment; keys and codes stay', async () => {
    const cwd = withFiles({ 'en.yaml': 'extends: handbooks\nlang: en\n', 'x.csv': MIXED });
    const zh = { cwd, lang: 'zh_CN.UTF-8' };
    const [none, locale, policy, flag] = await Promise.all([
      steward(['audit', 'verify'], { cwd, env: { LC_ALL: 'C', LANG: undefined } }),
      steward(['audit', 'verify'], zh),
      steward(['audit', 'verify', '--policy', 'en.yaml'], zh),
      steward(['audit', 'verify', '--policy', 'en.yaml', '--lang', 'zh-CN'], zh),
    ]);
    expect([none, locale, policy, flag].map(({ stdout }) => /^[A-Z]/.test(stdout))).toEqual([true, false, true, false]);
    const both = await Promise.all(
      ['en', 'zh-CN'].map((lang) => steward(['validate', 'x.csv', '--json', '--lang', lang], { cwd })),
    );
    const texts = new Set(['message', 'mend', 'data']);
    const [english, chinese] = both.map((ran) =>
      JSON.stringify(json(ran), (key, value) => (texts.has(key) ? null : value)),
    );
    expect(english).toBe(chinese);
    expect(both[0]?.stdout).not.toBe(both[1]?.stdout);
  });

  it('8: validate a clean file: 0', async () => {
    const cwd = withFiles({ 'clean.csv': CLEAN });
    const ran = await steward(['validate', 'clean.csv', '--profile', 'P-000'], { cwd });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('2 customers');
  });

  it('9: validate a ragged one: 1, with its line', async () => {
    const cwd = withFiles({ 'mixed.csv': MIXED });
    const ran = await steward(['validate', 'mixed.csv', '--profile', 'P-000'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/line 4 +row\/ragged/);
    expect(ran.stdout).toContain('2 rows could not be read');
  });

  it('10: a missing file and a folder: 2, the path, no stack', async () => {
    for (const [path, code] of [
      ['missing.csv', 'file-not-found'],
      ['.', 'file-is-directory'],
    ] as const) {
      const ran = await steward(['validate', path], { cwd: empty });
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr.split('\n')[0]).toMatch(new RegExp(`^error \\[${code}\\] .*: ${path.replace('.', '\\.')}`));
      expect(ran.stderr).not.toMatch(/ at .*:\d+/);
      expect(ran.stderr.trimEnd().split('\n')).toHaveLength(2);
    }
  });

  it('11: help exit-codes is the table of the program, and of its page', async () => {
    const ran = await steward(['help', 'exit-codes'], { cwd: folder() });
    const page = readFileSync(new URL('../../docs/exit-codes.md', import.meta.url), 'utf8');
    const rows = ran.stdout.trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.trim().split(/\s{2,}/))).toEqual(
      Object.entries(exits).map(([code, text]) => [code, text.en]),
    );
    for (const [code, text] of Object.entries(exits)) {
      const row = page.split('\n').find((line) => line.startsWith(`| ${code} `) || line.startsWith(`| \`${code}\` `));
      expect(row).toContain(text.en);
    }
    expect(ran.code).toBe(0);
  });

  it('12: --exit-zero and --fail-on move the exit code, not the findings; an error stays one', async () => {
    const cwd = withFiles({
      'clean.csv': CLEAN.replace('负责人', '负责人,会员积分').replaceAll('许志远', '许志远,100'),
      'mixed.csv': MIXED,
    });
    const [zero, lenient, strict, fatal] = await Promise.all([
      steward(['validate', 'mixed.csv', '--exit-zero'], { cwd }),
      steward(['validate', 'clean.csv', '--profile', 'P-000', '--fail-on', 'warning'], { cwd }),
      steward(['validate', 'clean.csv', '--profile', 'P-000', '--fail-on', 'info'], { cwd }),
      steward(['validate', 'missing.csv', '--exit-zero'], { cwd }),
    ]);
    expect(zero.code).toBe(0);
    expect(zero.stdout).toContain('row/ragged');
    expect([lenient.code, strict.code]).toEqual([0, 1]);
    expect(fatal.code).toBe(2);
  });

  it('13: results on stdout; progress, notices and errors on stderr', async () => {
    const cwd = withFiles({ 'mixed.csv': MIXED });
    const good = await steward(['import', 'mixed.csv', ...FROM, '--yes'], { cwd });
    expect(good.stderr).toBe('');
    expect(good.stdout).toContain('Import of mixed.csv');
    const bad = await steward(['show', 'nobody'], { cwd });
    expect(bad.stdout).toBe('');
    expect(bad.stderr).toContain('customer-unknown');
  });

  it('14: a reader that goes away early gets no stack', async () => {
    const ran = await shell(`steward validate --json | head -1; echo "\${PIPESTATUS[0]}" >&2`, { cwd: sample });
    expect(ran.stdout).toBe('{\n');
    expect(ran.stderr).toBe('0\n');
  });

  it('15: --json is one document with the same exit code', async () => {
    const [text, document] = await Promise.all([
      steward(['validate'], { cwd: sample }),
      steward(['validate', '--json'], { cwd: sample }),
    ]);
    expect(document.stderr).toBe('');
    expect(json(document)).toMatchObject({ command: 'validate', counts: { rejected: 0 } });
    expect(document.code).toBe(text.code);
  });

  it('16: a finding has file, line, record, column, header, value, code, message and what to do', async () => {
    const cwd = withFiles({ 'bad.csv': CLEAN.replace('13528471936', '1352847193') });
    const ran = await steward(['validate', 'bad.csv', '--profile', 'P-000', '--json'], { cwd });
    const found = json(ran).items.find(({ rule }: { rule: string }) => rule === 'validate/phone');
    expect(found).toMatchObject({
      severity: 'error',
      file: 'bad.csv',
      line: 3,
      record: 2,
      column: 3,
      header: '联系电话',
      field: 'phone',
      customer: 'GD2025002',
    });
    expect(found.value).toMatch(/\*/);
    expect(found.message).toMatch(/\S/);
    expect(found.mend).toMatch(/\S/);
    expect(found.messageId).toMatch(/^[a-z-]+$/);
  });

  it('17: --json on a fatal error is an error document, and the words are on stderr', async () => {
    const ran = await steward(['validate', 'missing.csv', '--json'], { cwd: empty });
    expect(json(ran)).toEqual({
      error: {
        code: 'file-not-found',
        message: 'No such file: missing.csv',
        hint: 'Check the path and the name.',
        data: expect.objectContaining({ path: 'missing.csv' }),
      },
    });
    expect(ran.stderr).toContain('missing.csv');
    expect(ran.code).toBe(2);
  });

  it('18: no column for a required field: the headers found and the flag to paste; nothing is written', async () => {
    const cwd = withFiles({ 'x.csv': CLEAN.replace('客户名称', '客户抬头') });
    const before = sha(join(cwd, databaseFile));
    const ran = await steward(['import', 'x.csv', ...FROM, '--yes'], { cwd });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('客户编号, 客户抬头, 联系电话');
    const flag = /--map "([^"]+)"/.exec(ran.stderr)?.[1] as string;
    expect(flag).toBe('客户抬头=name');
    expect(sha(join(cwd, databaseFile))).toBe(before);
    const mended = await steward(['import', 'x.csv', ...FROM, '--yes', '--map', flag, '--json'], { cwd });
    expect(json(mended).counts).toMatchObject({ read: 2, created: 2 });
  });

  it('19: an unclosed quote is named where it opened, and costs one row', async () => {
    const cwd = withFiles({ 'x.csv': MIXED.replace('数据中台建设', '"数据中台建设') });
    const ran = await steward(['import', 'x.csv', ...FROM, '--dry-run', '--json'], { cwd });
    const { items, counts } = json(ran);
    const line = MIXED.split('\n')[2] as string;
    expect(items.find(({ code }: { code: string }) => code === 'row/unclosed-quote')).toMatchObject({
      line: 3,
      data: { column: line.indexOf('数据中台建设') + 1 },
    });
    expect(counts).toMatchObject({ read: 5, created: 2, rejected: 3 });
  });

  it('20: GBK bytes in a UTF-8 file: line, character, byte, what was tried, the flag', async () => {
    const bytes = readFileSync(join(fixtures, 'messy/undecodable.csv'));
    const cwd = withFiles({ 'x.csv': bytes });
    const ran = await steward(['import', 'x.csv', ...FROM, '--yes', '--json'], { cwd });
    const { code, data, hint } = json(ran).error;
    expect(code).toBe('undecodable');
    expect(data).toMatchObject({ line: 3, tried: ['utf-8', 'gb18030'], hex: expect.stringMatching(/^C9 EE/) });
    expect(bytes.subarray(data.byte, data.byte + 2)).toEqual(Buffer.from([0xc9, 0xee]));
    expect(hint).toContain('--encoding');
    expect(ran.code).toBe(2);
  });

  it('21: 100,000 equal faults are one line with a count and the first places; all of them are in the rejects file', async () => {
    const cwd = withFiles({ 'x.csv': `${CLEAN}${'x,y\n'.repeat(100_000)}` });
    const ran = await steward(['import', 'x.csv', ...FROM, '--yes'], { cwd });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/100,?000 +✗ error +has 2 values .*line 4; +/);
    expect(ran.stdout).toContain('x.csv.rejects.csv');
    expect(ran.stdout.split('\n').length).toBeLessThan(120);
    expect(readFileSync(join(cwd, 'x.csv.rejects.csv'), 'utf8').match(/\r\n/g)).toHaveLength(100_001);
  });

  it('23: an internal error is one sentence without data, and how to report it; the stack only with --verbose', async () => {
    const fault =
      "import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module'; const open = fs.existsSync; fs.existsSync = (path) => { if (String(path).endsWith('steward.yaml')) throw new TypeError('赵敏 13800001111'); return open(path); }; syncBuiltinESMExports();";
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(fault)}` };
    const [brief, verbose] = await Promise.all([
      steward(['doctor'], { cwd: empty, env }),
      steward(['doctor', '--verbose'], { cwd: empty, env }),
    ]);
    expect(brief).toMatchObject({ code: 70, stdout: '' });
    expect(brief.stderr).toBe(
      'error [internal] Internal error: TypeError\nThis is a fault of the program. Run again with --verbose and report what it prints.\n',
    );
    expect(verbose.code).toBe(70);
    expect(verbose.stderr).toMatch(/\n {4}at /);
  });

  it.each([
    ['utf8.csv', CLEAN, 'utf-8', 'strict'],
    ['bom.csv', `\ufeff${CLEAN}`, 'utf-8-bom', 'bom'],
    ['utf16.csv', Buffer.from(`\ufeff${CLEAN}`, 'utf16le'), 'utf-16le', 'bom'],
    ['gbk.csv', readFileSync(join(fixtures, 'messy/gbk-exhibition.csv')), 'gb18030', 'strict'],
  ] as const)('24: %s: the encoding chosen is said, before anything is written', async (name, bytes, encoding, how) => {
    const cwd = withFiles({ [name]: bytes });
    const ran = await steward(['import', name, ...FROM, '--dry-run', '--json'], { cwd });
    expect(json(ran).read).toMatchObject({ encoding, how });
    const columns = json(ran).mapping.columns.map(({ to }: { to: string }) => to);
    expect(columns).toContain('name');
  });

  it('26: a mixed file: good rows in, rejects out, the sums are right', async () => {
    const cwd = withFiles({ 'x.csv': MIXED });
    const ran = await steward(['import', 'x.csv', ...FROM, '--yes', '--json'], { cwd });
    expect(ran.code).toBe(1);
    expect(json(ran).counts).toEqual({ read: 5, created: 3, updated: 0, unchanged: 0, held: 0, rejected: 2 });
    expect(json(ran).rejects).toBe('x.csv.rejects.csv');
    expect(readFileSync(join(cwd, 'x.csv.rejects.csv'), 'utf8').split('\r\n')).toEqual([
      `\ufeffsteward_line,steward_error,steward_raw,steward_told,${HEADER}`,
      expect.stringMatching(/^4,.*,"\{""source"":""官网注册"",.*\}",ZJ2025003,杭州禾屹食品有限公司$/),
      expect.stringMatching(/^5,.*,,,,,冷库维保,2025-05-20,唐雨涵$/),
      '',
    ]);
  });

  it('27: the same file again says so and brings nothing new', async () => {
    const cwd = withFiles({ 'x.csv': MIXED });
    await steward(['import', 'x.csv', ...FROM, '--yes'], { cwd });
    const before = sha(join(cwd, databaseFile));
    const [again, words] = [
      await steward(['import', 'x.csv', ...FROM, '--yes', '--json'], { cwd }),
      await steward(['import', 'x.csv', ...FROM, '--yes'], { cwd }),
    ];
    expect(json(again)).toMatchObject({
      again: 2,
      run: null,
      counts: { read: 5, created: 0, unchanged: 3, rejected: 2 },
    });
    expect(words.stdout).toContain('imported before, as run 2');
    expect(sha(join(cwd, databaseFile))).toBe(before);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('28, 29: %s in the middle of an import: all or nothing', async (signal) => {
    const rows = Array.from(
      { length: 150_000 },
      (_, i) => `SH2025${String(i).padStart(6, '0')},上海恒越${i}号电子有限公司,,,,,`,
    );
    const cwd = withFiles({ 'big.csv': `${HEADER}\nx,y\n${rows.join('\n')}\n` });
    const child = start(['import', 'big.csv', ...FROM, '--yes'], { cwd });
    const done = ended(child);
    while (!readdirSync(cwd).includes(`${databaseFile}-wal`)) await new Promise((resolve) => setTimeout(resolve, 10));
    await new Promise((resolve) => setTimeout(resolve, 150));
    child.kill(signal);
    const ran = await done;
    if (signal === 'SIGINT') {
      expect(ran).toMatchObject({ code: 130, stdout: '' });
      expect(ran.stderr).toContain('nothing was changed');
    } else expect(ran.signal).toBe('SIGKILL');
    const verified = json(await steward(['audit', 'verify', '--json'], { cwd }));
    expect(verified).toMatchObject({ sound: true, rows: 0, events: 2 });
    // A killed process cannot tidy up: its temporary file goes when the import is run again.
    const left = readdirSync(cwd).filter((name) => name.includes('rejects'));
    expect(left.filter((name) => signal === 'SIGINT' || !name.includes('.steward-tmp-'))).toEqual([]);
  });

  it('30: --dry-run leaves every byte as it was, no file beside, and says what the real run says', async () => {
    const cwd = withFiles({ 'x.csv': MIXED });
    const files = readdirSync(cwd);
    const before = sha(join(cwd, databaseFile));
    const dry = await steward(['import', 'x.csv', ...FROM, '--dry-run', '--json'], { cwd });
    expect(readdirSync(cwd)).toEqual(files);
    expect(sha(join(cwd, databaseFile))).toBe(before);
    const real = await steward(['import', 'x.csv', ...FROM, '--yes', '--json'], { cwd });
    const told = ({ counts, numbers, mapping, read, items }: Record<string, unknown>) => ({
      counts,
      numbers,
      mapping,
      read,
      // What each row becomes is the plan; of the real run, the trail tells it.
      items: (items as { what: string }[]).filter(({ what }) => what !== 'created'),
    });
    expect(told(json(dry))).toEqual(told(json(real)));
    expect(json(dry).items.filter(({ what }: { what: string }) => what === 'created')).toHaveLength(3);
    expect(json(dry)).toMatchObject({ run: null, rejects: null });
    expect(dry.code).toBe(real.code);
  });

  it('34: - is stdin, and stdout', async () => {
    const cwd = withFiles({});
    const ran = await steward(['import', '-', ...FROM, '--yes', '--json'], { cwd, input: CLEAN });
    expect(json(ran).counts).toMatchObject({ read: 2, created: 2 });
    const out = await steward(['report', 'register', '--all', '--format', 'csv', '--out', '-'], { cwd });
    expect(out.stdout).toContain('SH2025001,上海恒越电子有限公司');
    expect(readdirSync(cwd)).not.toContain('-');
  });

  it('35: formulas leave neutralised, with a mark for Excel, and come back as they were', async () => {
    const cwd = withFiles({ 'f.csv': readFileSync(join(fixtures, 'messy/formula.csv')) });
    expect(json(await steward(['import', 'f.csv', ...FROM, '--yes', '--json'], { cwd })).counts.created).toBe(4);
    await steward(['report', 'register', '--all', '--format', 'csv', '--out', 'r.csv', '--reveal'], { cwd });
    const bytes = readFileSync(join(cwd, 'r.csv'));
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const cells = bytes.toString().split(/,|\r\n|"/);
    expect(cells.filter((cell) => /^[=@\t＝＠]/.test(cell))).toEqual([]);
    expect(cells).toContain("'=杭州禾屹食品有限公司");
    const again = copyOf(empty);
    writeFileSync(join(again, 'r.csv'), bytes);
    expect(json(await steward(['import', 'r.csv', ...FROM, '--yes', '--json'], { cwd: again })).counts.created).toBe(4);
    for (const no of ['SH2025001', 'GD2025002', 'ZJ2025003', 'SH2025004']) {
      const [first, second] = await Promise.all(
        [cwd, again].map((at) => steward(['show', no, '--reveal', '--json'], { cwd: at })),
      );
      const pick = (ran: typeof first) => {
        const { name, phone, remark, owner } = json(ran as never).fields;
        return { name, phone, remark, owner };
      };
      expect(pick(second)).toEqual(pick(first));
    }
  });

  it('36: stderr in a file: no bars, no colour, no carriage return', async () => {
    const cwd = copyOf(sample);
    const ran = await shell('steward sweep monthly --yes --as-of 2026-06-30 --color auto >out.txt 2>err.txt', { cwd });
    expect(ran.code).toBe(0);
    for (const name of ['out.txt', 'err.txt'])
      expect(readFileSync(join(cwd, name), 'utf8')).not.toMatch(new RegExp(`[\r${esc}]`));
  });

  it('37: NO_COLOR, TERM=dumb and --color always are obeyed', async () => {
    const at = (args: readonly string[], env: Record<string, string | undefined>) =>
      steward(['audit', 'verify', ...args], { cwd: sample, env });
    const runs = await Promise.all([
      at([], {}),
      at([], { NO_COLOR: undefined, TERM: 'dumb' }),
      at([], { NO_COLOR: undefined, TERM: 'xterm-256color' }),
      at(['--color', 'always'], { NO_COLOR: '1' }),
      at(['--color', 'never'], { NO_COLOR: undefined }),
    ]);
    expect(runs.map(({ stdout }) => stdout.includes(esc))).toEqual([false, false, false, true, false]);
  });

  it('38: under cron: no terminal, no stdin, next to no environment; a lock held elsewhere is a clear message', async () => {
    const cwd = copyOf(sample);
    const line = `env -i PATH="$PATH" HOME="$HOME" TZ=Asia/Shanghai $(command -v setsid) "${process.execPath}" "${bin}" sweep monthly --yes --quiet --as-of 2026-06-30 </dev/null`;
    const ran = await shell(line, { cwd });
    expect(ran.code).toBe(0);
    expect(readdirSync(join(cwd, 'reports/2026-06')).sort()).toEqual([
      'report.html',
      'report.json',
      'report.md',
      'report.xlsx',
      'verification.csv',
    ]);
    const other = rawDatabase(join(cwd, databaseFile));
    other.exec('BEGIN IMMEDIATE');
    try {
      const locked = await shell(line.replace('2026-06-30', '2026-07-31'), { cwd });
      expect(locked.code).toBe(3);
      expect(locked.stderr).toMatch(/^error \[ledger-locked\] .*ledger\.(?:csv|db)\n.*try again\.\n$/);
    } finally {
      other.close();
    }
  });

  it('22: hostile names are shown escaped in every format', async () => {
    const cwd = withFiles({ 'h.csv': readFileSync(join(fixtures, 'messy/hostile-text.csv')) });
    const taken = await steward(['import', 'h.csv', ...FROM, '--yes'], { cwd });
    const reads: readonly (readonly string[])[] = [
      ['show', 'SH2025001', '--reveal'],
      ['show', 'GD2025002', '--reveal', '--format', 'md'],
      ['history', 'SH2025001', '--reveal'],
      ['history', 'JS2025004', '--reveal', '--format', 'csv'],
      ...['text', 'md', 'html', 'csv', 'json', 'ndjson'].map((format) => [
        'report',
        'register',
        '--reveal',
        '--format',
        format,
      ]),
      ...['text', 'csv', 'json'].map((format) => ['validate', '--reveal', '--format', format]),
      ['dormant', 'list', '--reveal', '--standing', 'blocked', '--standing', 'silent', '--standing', 'candidate'],
    ];
    const runs = [taken, ...(await Promise.all(reads.map((args) => steward(args, { cwd }))))];
    // C0 but line ends and tab, DEL, C1; bidirectional and zero-width controls.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    const raw = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;
    for (const [i, ran] of runs.entries()) {
      const name = i === 0 ? 'import' : (reads[i - 1] as string[]).join(' ');
      expect([name, ran.code === 0 || ran.code === 1]).toEqual([name, true]);
      expect([name, raw.exec(ran.stdout)?.[0] ?? null]).toEqual([name, null]);
      expect([name, ran.stderr]).toEqual([name, '']);
      if (name.endsWith('html')) expect(ran.stdout).not.toMatch(/<script>alert|<img src=x/);
    }
  }, 60_000);
});
