import { readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { StewardError } from '../model/errors.js';

/** Kinds of mounts that reach another machine or a host: SQLite's WAL needs shared memory, which they do not give. */
const remote =
  /^(?:nfs4?|cifs|smb3|smbfs|ncpfs|9p|afs|ceph|coda|davfs|glusterfs|lustre|ocfs2|gfs2|virtiofs|vboxsf|prl_fs|drvfs|fuse\.(?:sshfs|rclone|davfs2?|s3fs|glusterfs|ceph|smbnetfs|vmhgfs-fuse|gvfsd-fuse|juicefs|moosefs))$/;

/**
 * The kind of the network share that an absolute path is on by a table of mounts in the form of /proc/self/mounts; null when
 * the path is on a local file system. The root mount counts as local: a container's own root is no share.
 */
export function shareOf(path: string, mounts: string): string | null {
  let longest = '/';
  let kind = '';
  for (const line of mounts.split('\n')) {
    const [, rawPoint, type] = line.split(' ');
    if (rawPoint === undefined || type === undefined) continue;
    const point = rawPoint.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    // A later mount at the same point covers the earlier one.
    if ((path === point || path.startsWith(`${point}/`)) && point.length >= longest.length) {
      longest = point;
      kind = type;
    }
  }
  return remote.test(kind) ? kind : null;
}

/** Refuses a ledger on a network share (`ledger-remote`). Where there is no table of mounts, everything counts as local. */
export function refuseShare(path: string): void {
  let mounts: string;
  let folder: string;
  try {
    mounts = readFileSync('/proc/self/mounts', 'utf8');
    folder = realpathSync(dirname(path));
  } catch {
    return;
  }
  const type = shareOf(folder, mounts);
  if (type !== null) throw new StewardError('ledger-remote', { path, type });
}
