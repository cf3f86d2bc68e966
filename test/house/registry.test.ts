import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/registry.gen.js';
import { intakeMessages } from '../../src/intake/messages.js';
import { clauses } from '../../src/model/clauses.js';
import { errors } from '../../src/model/errors.js';
import { fields } from '../../src/model/fields.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { lintMessages, lintPolicy } from '../../src/policy/lint.js';
import { rules } from '../../src/rules/registry.gen.js';

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe('what is declared', () => {
  it('every error speaks both languages with the same values', () => {
    for (const [code, { what, mend }] of Object.entries(errors)) {
      for (const text of [what, mend]) {
        expect(text.zh, code).not.toBe('');
        expect(placeholders(text.en), code).toEqual(placeholders(text.zh));
      }
    }
  });

  it('[S3-06] fields have unique keys and names, each in one group and one archive class [S2-13]', () => {
    expect(new Set(fields.map((f) => f.key)).size).toBe(fields.length);
    expect(new Set(fields.map((f) => f.name.zh)).size).toBe(fields.length);
  });

  it('every policy value names a clause that exists, and the default policy lints clean but for what the handbooks themselves contradict', () => {
    const issues = lintPolicy(defaultPolicy);
    expect(issues.filter((issue) => issue.severity !== 'info')).toEqual([]);
    expect([...new Set(issues.map((issue) => issue.messageId))]).toEqual(['template-lacks', 'access-conflict']);
  });

  it('[S4-33] the record table lacks need, collected_at and source', () => {
    const lacking = lintPolicy(defaultPolicy).filter(({ messageId }) => messageId === 'template-lacks');
    expect(lacking.map(({ data }) => data.value)).toEqual(['需求描述', '信息获取时间', '来源渠道']);
  });

  it('every rule, command, import message, error and check cites clauses that exist', async () => {
    const cited: string[] = [
      ...rules.flatMap((rule) => rule.clauses),
      ...Object.values(errors).flatMap((error) => error.clauses),
      ...Object.values(lintMessages).flatMap((check) => check.clauses),
      ...Object.values(intakeMessages).flatMap((message: { clauses?: readonly string[] }) => message.clauses ?? []),
    ];
    for (const { load } of commands) cited.push(...((await load()).default.clauses ?? []));
    for (const id of cited) expect(clauses).toHaveProperty(id);
  });

  it('every check of the policy speaks both languages with the same values', () => {
    for (const [code, text] of Object.entries(lintMessages))
      expect(placeholders(text.en), code).toEqual(placeholders(text.zh));
  });

  it('every command has examples that name it, both languages, and unique flags', async () => {
    for (const listed of commands) {
      const command = (await listed.load()).default;
      expect(command.kind).toBe(listed.kind);
      expect(command.summary.zh && command.summary.en, listed.name).toBeTruthy();
      for (const example of command.examples) expect(example).toContain(`steward ${listed.name}`);
      for (const spec of Object.values(command.options))
        expect(spec.help.zh && spec.help.en, `${listed.name} ${spec.flag}`).toBeTruthy();
    }
  });
});
