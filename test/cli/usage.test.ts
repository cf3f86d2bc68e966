import { describe, expect, it } from 'vitest';
import { parse } from '../../src/cli/parse.js';
import auditSample from '../../src/commands/audit/sample.js';
import backupVerify from '../../src/commands/backup/verify.js';
import type { Command } from '../../src/commands/command.js';
import { StewardError } from '../../src/model/errors.js';

/** The error of a mistyped command line. */
function mistake(argv: readonly string[], name = 'backup verify', command: Command = backupVerify): StewardError {
  try {
    parse(name, command, argv, 'zh-CN');
  } catch (error) {
    if (error instanceof StewardError) return error;
    throw error;
  }
  throw new Error('this command line is right');
}

describe('a mistyped command line is answered in the language of the reader', () => {
  it.each([
    [[], 'missing-argument', 'backup verify 缺少参数 <folder>。', 'backup verify needs <folder>.'],
    [
      ['a', '二月 副本'],
      'excess-argument',
      'backup verify 用不到参数“二月 副本”。',
      'backup verify has no use for the argument "二月 副本".',
    ],
    [
      ['a', '--out'],
      'missing-value',
      'backup verify 的选项 --out 缺少值。',
      'The option --out of backup verify needs a value.',
    ],
    [['a', '--ot', 'b'], 'unknown-option', 'backup verify 没有选项 --ot。', 'backup verify has no option --ot.'],
  ])('%j: %s', (argv, code, zh, en) => {
    const error = mistake(argv);
    expect(error.code).toBe(code);
    expect(error.tell('zh-CN').message).toBe(zh);
    expect(error.tell('en').message).toBe(en);
    expect(error.exit).toBe(2);
  });

  it('an option that has to be given is named', () => {
    const error = mistake([], 'audit sample', auditSample as Command);
    expect(error.code).toBe('missing-option');
    expect(error.tell('zh-CN').message).toBe('audit sample 必须给出 --sheet <file>。');
    expect(error.tell('en').message).toBe('audit sample needs --sheet <file>.');
  });
});
