import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileUri, type SarifFinding, SarifLog, type SarifRule } from '../../src/output/sarif.js';
import { sarifBreaches } from '../support/sarif.js';

const rules: SarifRule[] = [
  {
    id: 'validate/phone',
    title: '电话号码可以拨通',
    why: '联系方式是必填项',
    mend: '更正',
    severity: 'error',
    properties: { clauses: ['S0-20'] },
  },
  { id: 'number/format', title: 't', why: 'w', mend: 'm', severity: 'info', properties: {} },
];

const phone: SarifFinding = {
  rule: 'validate/phone',
  messageId: 'too-short',
  severity: 'error',
  message: '电话“138”位数不够',
  customers: ['SH2024001'],
  field: 'phone',
};

/** The log of these findings, as a document. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into the document
function logOf(findings: readonly SarifFinding[], exit = 1): any {
  const log = new SarifLog({ name: 'steward', version: '0.1.0' }, 'zh-CN', rules);
  const text = log.head() + findings.map((one) => log.result(one)).join('') + log.tail(exit, { asOf: '2026-06-30' });
  return JSON.parse(text);
}

const prints = (findings: readonly SarifFinding[]): string[] =>
  logOf(findings).runs[0].results.map(
    (result: { partialFingerprints: Record<string, string> }) => result.partialFingerprints['stewardFinding/v1'],
  );

describe('a SARIF log', () => {
  it('has what SARIF 2.1.0 requires, with results and without', () => {
    expect(sarifBreaches(logOf([], 0))).toEqual([]);
    const all = logOf([phone, { ...phone, severity: 'info', rule: 'number/format', customers: ['#12', 'SH2024002'] }]);
    expect(sarifBreaches(all)).toEqual([]);
    const [run] = all.runs;
    expect(run.tool.driver).toMatchObject({ name: 'steward', version: '0.1.0' });
    expect(run.language).toBe('zh-CN');
    expect(run.invocations).toEqual([{ executionSuccessful: true, exitCode: 1 }]);
    expect(run.properties).toEqual({ asOf: '2026-06-30' });
    expect(run.results.map(({ level, ruleIndex }: { level: string; ruleIndex: number }) => [level, ruleIndex])).toEqual(
      [
        ['error', 0],
        ['note', 1],
      ],
    );
  });

  it('the checker finds what is wrong', () => {
    const log = logOf([phone]);
    log.runs[0].results[0].level = 'bad';
    log.runs[0].results[0].ruleIndex = 1;
    log.runs[0].invocations[0].executionSuccessful = undefined;
    delete log.runs[0].tool.driver.name;
    expect(sarifBreaches(log)).toHaveLength(4);
    expect(sarifBreaches({ version: '2.1', runs: 1 })).toHaveLength(2);
  });

  it('a customer of the ledger is a logical location, others of a group are related ones', () => {
    const [result] = logOf([{ ...phone, customers: ['SH2024001', '#7'] }]).runs[0].results;
    expect(result.locations).toEqual([
      {
        logicalLocations: [{ name: 'phone', fullyQualifiedName: 'customers/SH2024001/phone', kind: 'property' }],
      },
    ]);
    expect(result.relatedLocations).toEqual([
      { id: 1, logicalLocations: [{ name: 'phone', fullyQualifiedName: 'customers/#7/phone', kind: 'property' }] },
    ]);
  });

  it('a row of a file is a physical location with its line; the column number stands in the properties', () => {
    const placed = { ...phone, file: '展会 客户.csv', line: 5, record: 4, column: 9, header: '电话' };
    const [result] = logOf([placed]).runs[0].results;
    expect(result.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: '%E5%B1%95%E4%BC%9A%20%E5%AE%A2%E6%88%B7.csv' },
      region: { startLine: 5, properties: { record: 4, column: 9, header: '电话' } },
    });
    const [whole] = logOf([{ ...phone, customers: [], file: 'a.csv', line: null }]).runs[0].results;
    expect(whole.locations).toEqual([{ physicalLocation: { artifactLocation: { uri: 'a.csv' } } }]);
    expect(sarifBreaches(logOf([placed]))).toEqual([]);
  });

  it('fingerprints are the same over runs, whatever stands before and what the value is, and differ within one', () => {
    const other = { ...phone, customers: ['SH2024002'] };
    const [first] = prints([phone]);
    expect(prints([other, phone])[1]).toBe(first);
    expect(prints([{ ...phone, message: '电话“1******9”位数不够', line: 8, file: 'x.csv' }])[0]).toBe(first);
    const same = prints([phone, phone, { ...phone, field: 'phone_other' }, { ...phone, messageId: 'letters' }, other]);
    expect(new Set(same).size).toBe(5);
    expect(prints([{ ...phone, customers: [], record: 3 }])).not.toEqual(
      prints([{ ...phone, customers: [], record: 4 }]),
    );
  });

  it('stands for any text', () => {
    const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(word, word, word, fc.nat(9), (message, customer, header, line) => {
        const log = logOf([{ ...phone, message, customers: [customer], file: 'a.csv', header, line: line + 1 }]);
        expect(sarifBreaches(log)).toEqual([]);
        expect(log.runs[0].results[0].message.text).toBe(message);
      }),
    );
  });
});

it.each([
  ['客户.csv', '%E5%AE%A2%E6%88%B7.csv'],
  ['a b/c#1.csv', 'a%20b/c%231.csv'],
  ['a:b.csv', 'a%3Ab.csv'],
  ['/data/客户.csv', 'file:///data/%E5%AE%A2%E6%88%B7.csv'],
  ['C:\\data\\a.csv', 'file:///C:/data/a.csv'],
  ['-', '-'],
])('the path %j is the URI %j', (path, uri) => {
  expect(fileUri(path)).toBe(uri);
});
