/** The whole life of files, as people live it with the program: swept, verified, dormant, archived, proposed, approved, destroyed, checked, registered. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/rules/calendar/day.js';
import { folder, json, type Ran, steward } from '../support/cli.js';
import { makePeople, passphrase } from '../support/people.js';

type Cells = Record<string, string>;

const asOf = '2026-11-20';
const ago = (days: number) => addDays(asOf, -days);
/** Who keeps in touch, who went quiet, whose cooperation ended long ago, and lately. */
const parts = { recent: 12, quiet: 7, over: 5, inside: 2 } as const;
const names = ['云帆', '恒通', '锦程', '瑞丰', '德润', '华盛', '启明', '安泰', '宏远', '嘉禾', '明珠', '金谷', '东方'];
const customers: Cells[] = (Object.entries(parts) as [keyof typeof parts, number][]).flatMap(([part, count], p) =>
  Array.from({ length: count }, (_, i): Cells => {
    const n = p * 20 + i + 1;
    return {
      客户编号: `SH2021${String(n).padStart(3, '0')}`,
      客户名称: `上海${names[i % names.length]}${['科技', '贸易', '实业', '物流'][p]}有限公司`,
      联系人: `${'王李张刘陈杨赵黄周吴徐孙'[i % 12]}${['建国', '晓明', '丽华', '志强'][p]}`,
      电话: `139${String(10_000_000 + n * 786_433).slice(0, 8)}`,
      邮箱: `kehu${n}@gongsi${n}.com.cn`,
      地址: `上海市浦东新区张江路${100 + n}号`,
      需求描述: '设备采购',
      负责人: ['王强', '李娜'][i % 2] as string,
      信息来源: '展会现场',
      登记日期: '2021-03-01',
      最后联系日期: { recent: ago(20 + i), quiet: ago(200 + i), over: ago(1400), inside: ago(400) }[part],
      允许营销: '是',
    };
  }),
);
const of = (part: keyof typeof parts): string[] => {
  const before = Object.keys(parts).indexOf(part);
  return Array.from({ length: parts[part] }, (_, i) => `SH2021${String(before * 20 + i + 1).padStart(3, '0')}`);
};
const rowsOf = (bytes: string): Cells[] => parse(bytes, { bom: true, columns: true, trim: true });

let home: string;
let people: ReturnType<typeof makePeople>;
beforeAll(() => {
  home = folder();
  people = makePeople(home);
});

describe.each(['ledger.db', '客户.csv'])('the whole story in %s', (ledger) => {
  it('[S0-28, S0-30, S0-31, S0-35, S0-36, S2-31, S2-32, S2-33, S4-21, S4-22] adds up in every report', async () => {
    const cwd = folder();
    const env = { STEWARD_LEDGER: ledger, STEWARD_KEY_PASSPHRASE: passphrase };
    const at = async (who: string, ...words: string[]): Promise<Ran> => {
      const ran = await steward([...words, '--as-of', asOf, '--as', who], { cwd, env });
      if (ran.code === 70) throw new Error(ran.stderr);
      return ran;
    };
    const says = async (who: string, ...words: string[]) => {
      const ran = await at(who, ...words, '--json');
      expect([0, 1], `${words.join(' ')}: ${ran.stderr}`).toContain(ran.code);
      return json(ran);
    };
    const changes = (who: string, ...words: string[]) => says(who, ...words, '--reason', '年度治理', '--yes');
    const total = customers.length;
    writeFileSync(join(cwd, '台账.csv'), stringify(customers, { header: true }));
    writeFileSync(join(cwd, 'policy.yaml'), JSON.stringify({ extends: 'handbooks', people: people.policy.people }));
    await says('zhang', 'init', '--adopt', '台账.csv');
    await changes('zhao', 'policy', 'sign', '--key', people.keys.zhao);

    // The sweep finds, and changes nobody.
    const swept = await changes('zhang', 'sweep', 'monthly');
    const notRecent = total - parts.recent;
    expect(swept.accounts).toEqual({ read: total, acted: notRecent, notDue: parts.recent, blocked: 0, error: 0 });
    // Whose cooperation ended goes to the history library first.
    for (const [part, ended] of [
      ['over', '2023-06-30'],
      ['inside', '2026-02-01'],
    ] as const) {
      const archived = await changes('zhang', 'archive', ...of(part), '--ended', ended, '--end-reason', '合同终止');
      expect(archived.counts).toMatchObject({ read: parts[part], changed: parts[part], blocked: 0 });
    }
    // The rest is verified by its owners.
    const listed = await says('zhang', 'verify', 'export', '核实', '--what', 'candidate', '--lang', 'zh-CN');
    expect(listed.counts).toMatchObject({ customers: parts.quiet, candidate: parts.quiet, files: 2 });
    const results: Record<string, number> = {};
    for (const name of readdirSync(join(cwd, '核实'))) {
      const rows = rowsOf(readFileSync(join(cwd, '核实', name), 'utf8')).map((row, i) => {
        const result = ['失联', '有效', '空号'][i % 3] as string;
        results[result] = (results[result] ?? 0) + 1;
        return { ...row, 核实结果: result, 核实依据: '三次拨打', 核实日期: ago(2), 核实人: '王强' };
      });
      writeFileSync(join(cwd, '核实', name), iconv.encode(stringify(rows, { header: true }), 'gb18030'));
    }
    const lists = readdirSync(join(cwd, '核实')).map((name) => join('核实', name));
    expect((await changes('zhang', 'verify', 'import', ...lists)).counts).toMatchObject({
      read: parts.quiet,
      updated: parts.quiet,
    });
    const flagged = await changes('zhang', 'dormant', 'flag', '--all');
    expect(flagged.counts).toMatchObject({ read: results.失联, changed: results.失联, blocked: 0 });
    const { standings } = await says('zhang', 'dormant', 'list');
    expect(standings).toMatchObject({ dormant: results.失联, archived: parts.over + parts.inside });

    // Proposed with a judgement each; who is on hold or inside the term is not.
    const kept = of('over')[0] as string;
    await changes('zhang', 'hold', 'set', kept);
    const candidates = await at(
      'zhang',
      'purge',
      'propose',
      '--candidates',
      '--dry-run',
      '--reason',
      '期满',
      '--format',
      'csv',
    );
    const judged = rowsOf(candidates.stdout).filter(({ fields }) => fields === '');
    expect(judged.map(({ customer }) => customer).sort()).toEqual(of('over'));
    writeFileSync(
      join(cwd, '候选.csv'),
      stringify(
        judged.map((row) => ({ ...row, worth: 'none' })),
        { header: true },
      ),
    );
    const proposed = await changes('zhang', 'purge', 'propose', '--file', '候选.csv', '--plan', 'plan.json');
    expect(proposed.counts).toMatchObject({ read: parts.over, proposed: parts.over - 1, blocked: 1 });
    const refused = await at('zhang', 'purge', 'apply', 'plan.json', '--reason', '期满', '--yes');
    expect(refused.code).toBe(4);
    const approved = await changes('zhao', 'purge', 'approve', 'plan.json', '--key', people.keys.zhao);
    expect(approved.counts).toMatchObject({ agreed: parts.over - 1 });
    const applied = await changes('zhang', 'purge', 'apply', 'plan.json', '--register', '清册.csv');
    const gone = parts.over - 1;
    expect(applied.counts).toMatchObject({ files: gone, fields: 0, skipped: 0 });

    // Checked, registered, and every report of one mind.
    expect(await says('zhang', 'purge', 'check', 'plan.json')).toMatchObject({ clean: true, unfinished: null });
    expect((await says('sun', 'purge', 'register')).counts).toEqual({ runs: 1, files: gone, fields: 0 });
    const certificate = JSON.parse(readFileSync(join(cwd, '清册.json'), 'utf8'));
    expect(certificate.totals).toMatchObject({ files: gone, before: total, after: total - gone });
    const after = await says('sun', 'report', 'monthly');
    expect(after.accounts.read).toBe(total - gone);
    const left = await says('zhang', 'dormant', 'list');
    expect(left.standings).toMatchObject({ dormant: results.失联, archived: parts.inside + 1, recent: parts.recent });
    const verified = await says('sun', 'audit', 'verify');
    expect(verified).toMatchObject({ rows: total - gone, faults: 0 });
    const destroyed = customers.filter(({ 客户编号: no }) =>
      of('over')
        .slice(1)
        .includes(no as string),
    );
    for (const name of readdirSync(cwd).filter((file) => file.startsWith(ledger) || file.startsWith('plan')))
      for (const { 电话: phone, 邮箱: mail } of destroyed) {
        const bytes = readFileSync(join(cwd, name));
        for (const value of [phone, mail]) expect(bytes.includes(value as string), `${value} in ${name}`).toBe(false);
      }
    // A copy that somebody laid beside the ledger is found, and named.
    const copy = join(cwd, `${ledger}.old`);
    writeFileSync(copy, iconv.encode(destroyed.map((row) => row.电话).join('、'), 'gb18030'));
    const found = await at('zhang', 'purge', 'check', 'plan.json', '--json');
    expect([found.code, found.stdout]).toEqual([6, expect.stringContaining(`${ledger}.old`)]);
    rmSync(copy);
    // Who was destroyed does not come back unseen.
    writeFileSync(join(cwd, '再来.csv'), stringify(destroyed, { header: true }));
    const back = await changes('zhang', 'import', '再来.csv', '--consent-at', '2020-01-01');
    expect(back.counts).toMatchObject({ read: gone, created: 0, held: gone });
  }, 120_000);
});
