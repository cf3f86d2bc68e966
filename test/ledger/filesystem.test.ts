import { describe, expect, it } from 'vitest';
import { shareOf } from '../../src/ledger/filesystem.js';

const mounts = [
  '/dev/sda1 / ext4 rw,relatime 0 0',
  'tmpfs /tmp tmpfs rw 0 0',
  'nas:/export /mnt/nas nfs4 rw,vers=4.2 0 0',
  '//win/share /mnt/客户\\040资料 cifs rw 0 0',
  'host /mnt/host virtiofs rw 0 0',
  'me@box:/ /users/me/box fuse.sshfs rw 0 0',
  '/dev/sdb1 /mnt/nas/local ext4 rw 0 0',
  '/dev/fuse /mnt/exfat fuseblk rw 0 0',
  'nas:/a /mnt/covered nfs rw 0 0',
  '/dev/sdc1 /mnt/covered xfs rw 0 0',
  '',
].join('\n');

describe('a network share is known by its mount', () => {
  it.each([
    ['/users/me', null],
    ['/tmp/x', null],
    ['/mnt/nas', 'nfs4'],
    ['/mnt/nas/2026', 'nfs4'],
    ['/mnt/nas-old', null],
    ['/mnt/nas/local/x', null],
    ['/mnt/客户 资料/台账', 'cifs'],
    ['/mnt/host', 'virtiofs'],
    ['/users/me/box/a/b', 'fuse.sshfs'],
    ['/mnt/exfat', null],
    ['/mnt/covered', null],
  ])('%s: %s', (path, kind) => expect(shareOf(path, mounts)).toBe(kind));

  it('a root that is a share of its host counts as local, and no table as no share', () => {
    expect(shareOf('/work', 'none / 9p rw 0 0\n')).toBeNull();
    expect(shareOf('/work', '')).toBeNull();
  });
});
