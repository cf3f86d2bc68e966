import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { beginReplacement, removeStrays, writeFileAtomic } from '../../src/files/atomic.js';
import { FileFault } from '../../src/files/faults.js';
import { scratch } from './helpers.js';

const file = scratch();
const mode = (path: string) => fs.statSync(path).mode & 0o777;
const strays = () => fs.readdirSync(file('.')).filter((name) => name.includes('.steward-tmp-'));

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof FileFault) return error.code;
    throw error;
  }
  return 'none';
}

describe('replacing a file', () => {
  it('new: 0600, size and hash returned', () => {
    const path = file('new.txt');
    expect(writeFileAtomic(path, '客户')).toEqual({
      bytes: 6,
      sha256: createHash('sha256').update('客户').digest('hex'),
    });
    expect(fs.readFileSync(path, 'utf8')).toBe('客户');
    expect(mode(path)).toBe(0o600);
  });

  it('old: its permission bits are kept', () => {
    const path = file('shared.txt', 'old');
    fs.chmodSync(path, 0o664);
    writeFileAtomic(path, 'new');
    expect(mode(path)).toBe(0o664);
  });

  it('the old bytes stay until commit, and after abort', () => {
    const path = file('kept.txt', 'old');
    const replacement = beginReplacement(path);
    replacement.append(Buffer.from('ne'));
    replacement.append(Buffer.from('w'));
    expect(replacement.seal()).toMatchObject({ bytes: 3 });
    expect(fs.readFileSync(path, 'utf8')).toBe('old');
    expect(strays().length).toBe(1);
    replacement.abort();
    replacement.abort();
    expect(fs.readFileSync(path, 'utf8')).toBe('old');
    expect(strays()).toEqual([]);
  });

  it('commit after seal puts it in place; abort after commit does nothing', () => {
    const path = file('sealed.txt', 'old');
    const replacement = beginReplacement(path);
    replacement.append(Buffer.from('new'));
    const sealed = replacement.seal();
    expect(replacement.commit()).toBe(sealed);
    replacement.abort();
    expect(fs.readFileSync(path, 'utf8')).toBe('new');
  });

  it('a symbolic link stays a link', () => {
    const target = file('target.txt', 'old');
    const link = file('link.txt');
    fs.symlinkSync(target, link);
    writeFileAtomic(link, 'new');
    expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
    expect(fs.readFileSync(target, 'utf8')).toBe('new');
  });

  it('a directory, and a directory that is not there', () => {
    expect(codeOf(() => writeFileAtomic(file('.'), 'x'))).toBe('file-is-directory');
    expect(codeOf(() => writeFileAtomic(file('no/such.txt'), 'x'))).toBe('file-not-found');
  });

  it('files left by a dead process are removed, those of a running one are not', () => {
    const path = file('strays.txt', 'old');
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    file(`.strays.txt.steward-tmp-${dead}-0123456789ab`, 'half');
    file(`.strays.txt.steward-tmp-${process.pid}-0123456789ab`, 'half');
    file(`.other.txt.steward-tmp-${dead}-0123456789ab`, 'half');
    expect(removeStrays(path)).toBe(1);
    expect(strays().sort()).toEqual([
      `.other.txt.steward-tmp-${dead}-0123456789ab`,
      `.strays.txt.steward-tmp-${process.pid}-0123456789ab`,
    ]);
    for (const name of strays()) fs.rmSync(file(name));
  });
});

describe('faults of the operating system', () => {
  const script = `
    import { writeFileAtomic } from '${new URL('../../dist/files/atomic.js', import.meta.url).href}';
    try { writeFileAtomic(process.argv[1], 'n'.repeat(100_000)); console.log('written'); }
    catch (error) { console.log(error.code); }`;

  it('a write that comes up short (file size limit): disk-full, the old file whole, nothing left', () => {
    const path = file('limit.txt', 'old');
    const command = 'trap "" XFSZ; ulimit -f 8; exec "$0" --input-type=module -e "$1" "$2"';
    const { stdout } = spawnSync('bash', ['-c', command, process.execPath, script, path], { encoding: 'utf8' });
    expect(stdout.trim()).toBe('disk-full');
    expect(fs.readFileSync(path, 'utf8')).toBe('old');
    expect(strays()).toEqual([]);
  });

  it('killed between writing and commit: the old file whole, and the next run cleans up', () => {
    const path = file('killed.txt', 'old');
    const kill = `
      import { beginReplacement } from '${new URL('../../dist/files/atomic.js', import.meta.url).href}';
      const replacement = beginReplacement(process.argv[1]);
      replacement.append(Buffer.from('half'));
      process.kill(process.pid, 'SIGKILL');`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', kill, path]);
    expect(signal).toBe('SIGKILL');
    expect(fs.readFileSync(path, 'utf8')).toBe('old');
    expect(strays().length).toBe(1);
    writeFileAtomic(path, 'new');
    expect(fs.readFileSync(path, 'utf8')).toBe('new');
    expect(strays()).toEqual([]);
  });

  it('a pipe or a device stays what it is', () => {
    const path = file('pipe');
    spawnSync('mkfifo', [path]);
    expect(codeOf(() => writeFileAtomic(path, 'new'))).toBe('file-not-writable');
    expect(fs.statSync(path).isFIFO()).toBe(true);
    expect(strays()).toEqual([]);
  });
});
