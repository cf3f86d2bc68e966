/** Mapping files and questions about columns, through the program. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseMappingFile } from '../../src/intake/mapping-file.js';
import { copyOf, databaseFile, fixtures, json, newLedger, steward } from '../support/cli.js';
import { atTerminal, hasPty } from '../support/pty.js';

let empty: string;
beforeAll(async () => {
  empty = await newLedger();
  cpSync(join(fixtures, 'import'), empty, { recursive: true });
});

const secret = '11010519491231002X';

describe('[S0-12] a mapping file', () => {
  it('is used by name and by source, and says so; what it leaves out is nowhere; the same again is no news', async () => {
    const cwd = copyOf(empty);
    const before = readFileSync(join(cwd, databaseFile));
    const files = readdirSync(cwd).sort();
    const named = ['import', 'partner.csv', '--map', 'mappings/partner.yaml', '--json'];
    const dry = json(await steward([...named, '--save-map', 'x.yaml', '--dry-run'], { cwd }));
    expect(readdirSync(cwd).sort()).toEqual(files);
    expect(readFileSync(join(cwd, databaseFile)).equals(before)).toBe(true);
    expect(dry.mapping).toMatchObject({
      file: { path: 'mappings/partner.yaml', version: 1, hash: expect.stringMatching(/^[0-9a-f]{16}$/) },
      saved: { path: 'x.yaml', version: 1, changed: true },
    });

    // By another word for its source; one row of the file is known to nobody, and stays so.
    const kept = ['import', 'partner.csv', '--source', '合作伙伴推荐', '--yes', '--json'];
    const first = json(await steward([...kept, '--save-map', 'mappings/partner.yaml'], { cwd }));
    expect(first.mapping.hash).toBe(dry.mapping.hash);
    expect(first.counts).toEqual(dry.counts);
    expect(first.run.run).toBe(2);
    // Saving adds the columns that were found by their names.
    const saved = parseMappingFile(readFileSync(join(cwd, 'mappings/partner.yaml'), 'utf8'), 'partner.yaml');
    expect(saved).toMatchObject({ version: 2, columns: { 'Contact Person': 'contact_name', 身份证号: 'ignore' } });
    expect(saved.note).toContain('与对方确认');

    const again = json(await steward([...named, '--yes', '--save-map', 'mappings/partner.yaml'], { cwd }));
    expect(again).toMatchObject({ again: 2, counts: { created: 0, unchanged: 3 } });
    expect(parseMappingFile(readFileSync(join(cwd, 'mappings/partner.yaml'), 'utf8'), '').version).toBe(2);
    for (const name of readdirSync(cwd, { recursive: true, encoding: 'utf8' }))
      if (name !== 'partner.csv' && name !== 'mappings')
        expect(readFileSync(join(cwd, name)).includes(secret), name).toBe(false);
  });

  it('with a slip in it is an error of exit code 2 with line and remedy; two for one source are asked about', async () => {
    const cwd = copyOf(empty);
    writeFileSync(join(cwd, 'm.yaml'), 'version: 1\ncolumns:\n  Account: nam\n');
    const slip = await steward(['import', 'partner.csv', '--map', 'm.yaml', '--yes'], { cwd });
    expect([slip.code, slip.stderr]).toEqual([
      2,
      expect.stringMatching(/m\.yaml line 3: "nam" is no field\.\nDid you mean: name\?/),
    ]);
    mkdirSync(join(cwd, 'mappings'), { recursive: true });
    cpSync(join(cwd, 'mappings/partner.yaml'), join(cwd, 'mappings/copy.yaml'));
    const several = await steward(['import', 'partner.csv', '--source', '合作伙伴推荐', '--yes', '--json'], { cwd });
    expect([several.code, json(several).error.code]).toEqual([2, 'mapping-several']);
  });
});

it('[S0-09] inspect needs no ledger, tells personal columns, and writes a mapping to be corrected', async () => {
  const cwd = copyOf(empty);
  const args = ['import', 'inspect', 'partner.csv', '--ledger', 'none.db', '--save-map', 'm.yaml', '--json'];
  const ran = await steward(args, { cwd });
  const { byCode, columns, counts, read, rows } = json(ran);
  expect(ran.code).toBe(1);
  expect(existsSync(join(cwd, 'none.db'))).toBe(false);
  expect(read).toMatchObject({ encoding: 'utf-8', how: 'strict', delimiter: ';', lineEnd: 'LF', headerLine: 1 });
  expect(rows).toMatchObject({ read: 3, readable: 3 });
  expect(counts.findings).toBe(counts.error + counts.warning + counts.info);
  expect(byCode).toContainEqual({
    code: 'column/personal',
    severity: 'error',
    header: '身份证号',
    count: 1,
    lines: [],
  });
  expect(columns[0]).toMatchObject({ header: 'Account', to: 'extra', how: 'content', suggests: 'name', fillRate: 1 });
  expect(ran.stdout).not.toContain(secret);
  expect(parseMappingFile(readFileSync(join(cwd, 'm.yaml'), 'utf8'), 'm.yaml').columns).toMatchObject({
    Account: 'extra',
    'E-Mail': 'email',
  });
});

describe.skipIf(!hasPty)('at a terminal (needs python3)', () => {
  const rows =
    '武汉楚航新材料有限公司,13871204936\n长沙湘禾农业科技有限公司,15874062913\n南昌赣源包装有限公司,13979185204\n';
  const asking = () => {
    const cwd = copyOf(empty);
    writeFileSync(join(cwd, 'leads.csv'), `Account,Mobile No.\n${rows}`);
    return cwd;
  };

  it('columns are asked about, the answers kept for the source, the plan confirmed', async () => {
    const cwd = asking();
    const { code, screen } = await atTerminal(
      ['import', 'leads.csv', '--source', '官网注册'],
      [
        ['Which column is "Customer name"?', '\r'],
        ['What is "Mobile No."', '\r'],
        ['Keep these answers', 'y\r'],
        ['Apply this plan?', 'y\r'],
      ],
      { cwd },
    );
    expect(code, screen).toBe(0);
    expect(screen).toContain('138****4936');
    expect(parseMappingFile(readFileSync(join(cwd, 'mappings/官网注册.yaml'), 'utf8'), '')).toEqual({
      version: 1,
      source: '官网注册',
      columns: { Account: 'name', 'Mobile No.': 'phone' },
      constants: {},
    });
    const next = json(await steward(['import', 'leads.csv', '--source', '官网注册', '--yes', '--json'], { cwd }));
    expect(next.again).toBe(2);
  });

  it('Ctrl-C at a question: 130, nothing written, and the cursor is back', async () => {
    const cwd = asking();
    const { code, screen } = await atTerminal(['import', 'leads.csv'], [['Which column', '\u0003']], { cwd });
    expect(code, screen).toBe(130);
    expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(screen.lastIndexOf('\u001b[?25l'));
    expect(existsSync(join(cwd, 'mappings/官网注册.yaml'))).toBe(false);
  });
});
