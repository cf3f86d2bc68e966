/** What the program says of itself: help in both languages, examples that can be pasted, completion, JSON Schemas. */
import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { helpOf } from '../../src/cli/parse.js';
import type { Command, Context } from '../../src/commands/command.js';
import { commands } from '../../src/commands/registry.gen.js';
import schemaCommand from '../../src/commands/schema.js';
import { copyOf, fixtures, folder, json, newLedger, type Ran, shell, steward } from '../support/cli.js';

/** Twelve customers and more, among them the ones that the examples name. */
const CUSTOMERS = `客户编号,客户名称,联系电话,所属行业,价值等级,负责人,省份,最后跟进时间,来源渠道
M-H-2024-001,上海恒越电子有限公司,13564728190,制造业,高价值,王强,上海市,2025-03-12,展会现场
SH2024001,上海沐川软件有限公司,13528471936,信息传输、软件和信息技术服务业,中价值,王强,上海市,2026-06-02,官网注册
${Array.from({ length: 12 }, (_, i) => `SH20240${i + 10},上海岑航${'甲乙丙丁戊己庚辛壬癸子丑'[i]}物流有限公司,138017645${i + 10},运输业,低价值,唐雨涵,上海市,2026-0${1 + (i % 6)}-15,展会现场`).join('\n')}
`;

/** The common members of a command's document, apart from its own. */
const envelope = ['command', 'version', 'asOf', 'policy'];

let ledger: string;
beforeAll(async () => {
  const made = await newLedger();
  writeFileSync(join(made, 'customers.csv'), CUSTOMERS);
  cpSync(join(fixtures, 'messy/exhibition.xlsx'), join(made, '展会客户.xlsx'));
  const ran = await steward(['import', 'customers.csv', '--yes', '--json'], { cwd: made });
  expect(json(ran).counts).toMatchObject({ read: 14, created: 14 });
  // A change of a key field that waits for somebody else.
  await steward(['update', 'SH2024001', 'phone=021-50801234', '--as', 'li.na', '--reason', '客户来电', '--yes'], {
    cwd: made,
  });
  await steward(['dedupe', 'scan', '--quiet'], { cwd: made });
  ledger = made;
});

/** The ledger with people in its policy, and a purge plan on its way; made once, step by step, where an example needs it. */
const purgeStages = ['signed', 'proposed', 'approved'] as const;
const stages = new Map<string, Promise<string>>();
function purgeStage(stage: (typeof purgeStages)[number]): Promise<string> {
  const made = stages.get(stage) ?? makeStage(stage);
  stages.set(stage, made);
  return made;
}

async function makeStage(stage: (typeof purgeStages)[number]): Promise<string> {
  const before = purgeStages[purgeStages.indexOf(stage) - 1];
  const cwd = copyOf(before === undefined ? ledger : await purgeStage(before));
  const signed = ['--key', '赵总.key', '--passphrase-file', '口令.txt', '--as', 'zhao'];
  const words = {
    signed: ['policy', 'sign', ...signed],
    proposed: ['purge', 'propose', '--file', '候选.csv', '--plan', '清理计划.json', '--as', 'zhang'],
    approved: ['purge', 'approve', '清理计划.json', ...signed],
  }[stage];
  if (stage === 'signed') {
    const all = ['--all', '--accept-findings', '--reason', '核对过', '--yes'];
    await steward(['review', 'approve', '--as', '张主管', '--role', 'supervisor', ...all], { cwd });
    writeFileSync(join(cwd, '口令.txt'), '四月 风筝 铜锁 八百里\n');
    for (const [person, out] of [
      ['zhao', '赵总.key'],
      ['zhang', '张敏.key'],
    ] as const) {
      const made = json(
        await steward(['key', 'new', '--person', person, '--out', out, '--passphrase-file', '口令.txt', '--json'], {
          cwd,
        }),
      );
      const role = person === 'zhao' ? 'dept_head' : 'data_maintenance';
      const entry = `  - { id: ${person}, name: ${person}, roles: [${role}], keys: [${JSON.stringify(made.key)}] }\n`;
      if (person === 'zhao') writeFileSync(join(cwd, 'policy.yaml'), 'extends: handbooks\npeople:\n');
      appendFileSync(join(cwd, 'policy.yaml'), entry);
    }
    writeFileSync(
      join(cwd, '候选.csv'),
      '客户编号,字段,原因代码,原因说明,保存价值\nSH2024010,电话,空号,回访为空号,无\n',
    );
  }
  const ran = await steward([...words, '--reason', '演示', '--yes'], { cwd });
  if (ran.code !== 0) throw new Error(`${stage}: ${ran.code} ${ran.stderr}`);
  return cwd;
}

/** Which stage a command's examples begin from. */
const stageOf: Readonly<Record<string, (typeof purgeStages)[number]>> = {
  'key list': 'signed',
  'key new': 'signed',
  'key revoke': 'signed',
  'policy sign': 'signed',
  'purge propose': 'signed',
  'purge approve': 'proposed',
  'purge reject': 'proposed',
  'purge show': 'proposed',
  'purge apply': 'approved',
  restore: 'approved',
};

/** A copy of the ledger in which a command's example has what it speaks of. */
async function copyFor(name: string): Promise<string> {
  const stage = stageOf[name];
  const cwd = copyOf(stage === undefined ? ledger : await purgeStage(stage));
  if (name === 'dedupe unmerge')
    await steward(['dedupe', 'merge', 'SH2024001', 'SH2024010', 'SH2024017', '--reason', '同一客户', '--yes'], { cwd });
  if (name === 'verify import') {
    mkdirSync(join(cwd, '核实'));
    for (const file of ['王强.csv', '李娜.csv']) writeFileSync(join(cwd, '核实', file), VERIFIED);
  }
  if (['backup verify', 'restore', 'restore drill'].includes(name)) {
    const made = await steward(['backup', 'create', '十一月备份', '--yes'], { cwd });
    if (made.code !== 0) throw new Error(`backup: ${made.stderr}`);
  }
  if (name === 'audit verify') {
    writeFileSync(join(cwd, '见证.txt'), '');
    await made(cwd, 'audit', 'bundle', '--out', '审计包.zip');
  }
  if (name === 'audit score')
    await made(cwd, 'audit', 'sample', '--sheet', '抽查.csv', '--seed', '2026', '--size', '5');
  if (name === 'rerun') await made(cwd, 'sweep', 'monthly', '--folder', '清理', '--yes');
  // A register of destruction, from after the backup.
  if (name === 'restore')
    await steward(['purge', 'apply', '清理计划.json', '--as', 'zhang', '--reason', '演示', '--yes'], { cwd });
  if (name === 'archive')
    writeFileSync(join(cwd, '结束合作.csv'), '客户编号,客户名称\nSH2024001,上海沐川软件有限公司\n');
  return cwd;
}

/** Runs what an example builds on. */
async function made(cwd: string, ...words: string[]): Promise<void> {
  const ran = await steward(words, { cwd });
  if (ran.code !== 0) throw new Error(`${words.join(' ')}: ${ran.code} ${ran.stderr}`);
}

const VERIFIED = '客户编号,核实结果,核实依据,核实日期\nSH2024001,有效,电话核实,2026-06-20\n';
const FOLLOW_UPS = '客户编号,跟进时间,跟进方式,跟进人,跟进内容\nSH2024001,2026-06-03,电话,王强,回访\n';

describe.each(commands.map(({ name }) => name))('%s', (name) => {
  it('3: help has usage, options and examples in both languages', async () => {
    const listed = commands.find((command) => command.name === name);
    const command = (await listed?.load())?.default as Command;
    const [en, zh] = [await helpOf(name, command, 'en'), await helpOf(name, command, 'zh-CN')];
    expect(en).toMatch(new RegExp(`^Usage: steward ${name}[ \\n]`));
    expect(en).toMatch(/\nCommon options:\n[\s\S]*\nExamples:\n {2}\S/);
    expect(en.slice(0, en.indexOf('Examples:'))).not.toMatch(/[\u4e00-\u9fff]/);
    expect(zh).toMatch(new RegExp(`^用法[::] ?steward ${name}[ \\n]`));
    expect(zh).toMatch(/\n通用选项[::]\n[\s\S]*\n示例[::]\n {2}\S/);
    expect(en + zh).not.toContain('undefined');
    const flags = (text: string) => text.match(/^ {2}(?:-h, )?--[\w-]+/gm);
    expect(flags(zh)).toEqual(flags(en));
  });

  it('3: its examples run as they stand', async () => {
    const listed = commands.find((command) => command.name === name);
    const command = (await listed?.load())?.default;
    expect(command?.examples.length).toBeGreaterThan(0);
    for (const example of command?.examples ?? []) {
      if (example.includes('fish') || example.includes('/srv/')) continue;
      const cwd = name === 'init' ? folder() : await copyFor(name);
      writeFileSync(join(cwd, '跟进日志.csv'), FOLLOW_UPS);
      for (const file of ['customers.csv', '客户台账.csv', '展会客户.csv']) writeFileSync(join(cwd, file), CUSTOMERS);
      writeFileSync(join(cwd, 'leads.csv'), CUSTOMERS.replace('客户名称', '单位'));
      if (example.includes('--from')) await steward(['init', '--ledger', '客户台账.csv', '--quiet'], { cwd });
      const ran = await shell(example, { cwd });
      expect([example, ran.stderr, (ran.code ?? 99) <= 1]).toEqual([example, '', true]);
    }
  }, 60_000);
});

/** Words for a run with --json, where the first example is not the one to take. */
const runs: Readonly<Record<string, readonly string[]>> = {
  completion: ['bash'],
  import: ['more.csv', '--source', '展会现场', '--yes'],
  update: ['SH2024001', 'owner=王强', '--dry-run'],
  init: ['--ledger', 'new/ledger.db', '--adopt', 'more.csv'],
  'number issue': ['--yes', '--reason', '补编号'],
  'report register': [],
};

/** The words after the command in its first example. */
async function exampleWords(name: string): Promise<readonly string[]> {
  const command = (await commands.find((one) => one.name === name)?.load())?.default;
  return (command?.examples[0] ?? '').split(' ').slice(1 + name.split(' ').length);
}

/** What `steward schema` prints for a command. */
const printSchema = async (name: string) => {
  const { run } = schemaCommand as Extract<Command, { kind: 'tool' }>;
  return (await run({ lang: 'en' } as Context, {}, name.split(' '))).raw;
};

describe('schema', () => {
  it('is printed on stdout', async () => {
    const ran = await steward(['schema', 'sweep', 'monthly'], { cwd: folder() });
    expect(ran).toMatchObject({ code: 0, stderr: '', stdout: await printSchema('sweep monthly') });
  });

  it.concurrent.each(commands.map(({ name }) => name))('%s: its --json is what its schema says', async (name) => {
    const cwd = await copyFor(name);
    mkdirSync(join(cwd, 'new'));
    for (const file of ['customers.csv', '客户台账.csv']) writeFileSync(join(cwd, file), CUSTOMERS);
    writeFileSync(
      join(cwd, 'more.csv'),
      `客户名称,联系电话,省份\n深圳屹川电子有限公司,13528471900,广东省\n,,\n合计,,\n`,
    );
    const words = runs[name] ?? (await exampleWords(name));
    const ran = await steward([...name.split(' '), ...words, '--json'], { cwd });
    const schema = JSON.parse((await printSchema(name)) as string);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.required).toEqual(expect.arrayContaining(envelope));
    expect(ran.stderr).toBe('');
    const checked = z.fromJSONSchema(schema).safeParse(json(ran));
    expect(checked.error?.issues ?? []).toEqual([]);
    expect(json(ran).command).toBe(name);
  });
});

describe('6: completion', () => {
  it('bash: a valid script that completes commands, second words and flags', async () => {
    const cwd = folder();
    const ran = await shell('steward completion bash > c.sh && bash -n c.sh && cat c.sh', { cwd });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    for (const { name } of commands) expect(ran.stdout).toContain(name.split(' ')[0]);
    const ask = (words: string) =>
      shell(
        `source c.sh; COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _steward; echo "\${COMPREPLY[@]}"`,
        { cwd },
      );
    const [first, second, flag] = (await Promise.all([
      ask('steward imp'),
      ask('steward report r'),
      ask('steward validate --fa'),
    ])) as [Ran, Ran, Ran];
    expect(first.stdout.split(/\s/)).toContain('import');
    expect(second.stdout.split(/\s/)).toContain('register');
    expect(flag.stdout.trim()).toBe('--fail-on');
  });

  it.each(['zsh', 'fish'])(
    '%s: a script that names every command; checked by the shell where it is installed',
    async (name) => {
      const cwd = folder();
      const ran = await steward(['completion', name], { cwd });
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      for (const command of commands) for (const word of command.name.split(' ')) expect(ran.stdout).toContain(word);
      writeFileSync(join(cwd, 'script'), ran.stdout);
      const checked = await shell(`command -v ${name} >/dev/null || exit 0; ${name} -n script`, { cwd });
      expect(checked).toMatchObject({ code: 0, stderr: '' });
    },
  );

  it('another shell is named with the ones there are', async () => {
    const ran = await steward(['completion', 'tcsh'], { cwd: folder() });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('bash | fish | zsh');
  });
});
