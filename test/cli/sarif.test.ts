import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { json, sampleLedger, steward } from '../support/cli.js';
import { sarifBreaches } from '../support/sarif.js';

const AS_OF = ['--as-of', '2026-06-30', '--profile', 'P-004'];

let cwd: string;
beforeAll(async () => {
  cwd = await sampleLedger();
});

const validate = (...more: string[]) => steward(['validate', ...more, ...AS_OF], { cwd });
interface SarifResult {
  ruleId: string;
  level: string;
  message: { text: string };
  properties: { messageId: string };
  partialFingerprints: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: looked into by path
  locations: any[];
}

describe('validate --format sarif', () => {
  it('has what SARIF 2.1.0 requires, and every finding of the ledger once', async () => {
    const [ran, ndjson] = await Promise.all([validate('--format', 'sarif'), validate('--format', 'ndjson')]);
    const log = json(ran);
    expect(ran.code).toBe(1);
    expect(sarifBreaches(log)).toEqual([]);
    const [run] = log.runs;
    const items = ndjson.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const results: SarifResult[] = run.results;
    expect(results.map(({ ruleId, properties, message }) => [ruleId, properties.messageId, message.text])).toEqual(
      items.map(({ rule, messageId, message }) => [rule, messageId, message]),
    );
    const level = { error: 'error', warning: 'warning', info: 'note' } as const;
    expect(results.map((one) => one.level)).toEqual(items.map(({ severity }) => level[severity as 'error']));
    expect(run.invocations).toEqual([{ executionSuccessful: true, exitCode: 1 }]);
    expect(run.properties).toMatchObject({ asOf: '2026-06-30', profiles: ['P-004'], counts: { read: 598 } });
    const prints = results.map((one) => one.partialFingerprints['stewardFinding/v1']);
    expect(new Set(prints).size).toBe(prints.length);
  });

  it('fingerprints and bytes are the same over runs; with another language, the fingerprints are', async () => {
    const [one, again, chinese, open] = await Promise.all([
      validate('--format', 'sarif'),
      validate('--format', 'sarif'),
      validate('--format', 'sarif', '--lang', 'zh-CN'),
      validate('--format', 'sarif', '--reveal'),
    ]);
    expect(again.stdout).toBe(one.stdout);
    const prints = (ran: { stdout: string }) =>
      JSON.parse(ran.stdout).runs[0].results.map((result: SarifResult) => result.partialFingerprints);
    expect(prints(chinese)).toEqual(prints(one));
    expect(prints(open)).toEqual(prints(one));
    const { runs } = json(chinese);
    expect(runs[0].language).toBe('zh-CN');
    expect(runs[0].tool.driver.rules.find(({ id }: { id: string }) => id === 'validate/phone')).toMatchObject({
      shortDescription: { text: '电话号码可以拨通' },
      properties: { clauses: ['S0-07', 'S0-20', 'S4-08'], dimension: 'accuracy', family: 'accuracy' },
    });
  });

  it('a file’s findings stand at its lines; --out takes the log whole', async () => {
    const rows =
      '客户编号,客户名称,联系电话\nSH2026001,上海恒越电子有限公司,138\n,,\nSH2026002,北京远山贸易有限公司,13826541937,多\n';
    writeFileSync(join(cwd, '展会 客户.csv'), rows);
    const ran = await validate('展会 客户.csv', '--format', 'sarif', '--out', 'x.sarif');
    expect(ran.stdout).toBe('');
    const log = JSON.parse(readFileSync(join(cwd, 'x.sarif'), 'utf8'));
    expect(sarifBreaches(log)).toEqual([]);
    const results: SarifResult[] = log.runs[0].results;
    const physical = (id: string) => results.find(({ ruleId }) => ruleId === id)?.locations[0].physicalLocation;
    const uri = '%E5%B1%95%E4%BC%9A%20%E5%AE%A2%E6%88%B7.csv';
    expect(physical('validate/phone')).toEqual({
      artifactLocation: { uri },
      region: { startLine: 2, properties: { record: 1, column: 3, header: '联系电话' } },
    });
    expect(physical('row/ragged')).toMatchObject({ artifactLocation: { uri }, region: { startLine: 4 } });
    expect(physical('column/unfilled')).toEqual({ artifactLocation: { uri } });
  });
});
