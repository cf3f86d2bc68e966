/** A new key on a terminal: the passphrase is asked for twice, and nobody looking on sees it. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openKey, readKeyFile } from '../../src/files/key-file.js';
import { folder, steward } from '../support/cli.js';
import { atTerminal, hasPty } from '../support/pty.js';

const PASSPHRASE = 'vier Drachen, ein Schloss';
const ENTER = '\r';

describe.skipIf(!hasPty)('key new on a terminal', () => {
  it('[S2-35] asks twice without echo', async () => {
    const cwd = folder();
    const typed = `${PASSPHRASE}${ENTER}`;
    const { code, screen } = await atTerminal(
      ['key', 'new', '--person', 'zhao'],
      [
        ['Passphrase of the new key', typed],
        ['Once more', typed],
      ],
      { cwd },
    );
    expect([code, screen.includes('public: ')]).toEqual([0, true]);
    expect(screen).not.toContain('Drachen');
    const path = join(cwd, 'zhao.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(openKey(readKeyFile(path), PASSPHRASE)?.person).toBe('zhao');
  });

  it('makes nothing of two that differ, or of a weak one', async () => {
    const cwd = folder();
    const differing = await atTerminal(
      ['key', 'new', '--person', 'zhao'],
      [
        ['Passphrase of the new key', `${PASSPHRASE}${ENTER}`],
        ['Once more', `${PASSPHRASE}!${ENTER}`],
      ],
      { cwd },
    );
    expect([differing.code, differing.screen.includes('[passphrase-differs]')]).toEqual([2, true]);
    const weak = await atTerminal(['key', 'new', '--person', 'zhao'], [['Passphrase', `short${ENTER}`]], { cwd });
    expect([weak.code, weak.screen.includes('[passphrase-weak]')]).toEqual([2, true]);
    expect(existsSync(join(cwd, 'zhao.key'))).toBe(false);
  });
});

describe('key new without a terminal', () => {
  it('takes the passphrase from the environment or a file, and says so where there is neither', async () => {
    const cwd = folder();
    const words = ['key', 'new', '--person', 'zhao', '--json'];
    expect(await steward(words, { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[passphrase-needed]'),
    });
    const env = { STEWARD_KEY_PASSPHRASE: PASSPHRASE };
    expect(await steward(words, { cwd, env })).toMatchObject({ code: 0, stderr: '' });
    expect(await steward(words, { cwd, env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[file-exists]'),
    });
  });
});
