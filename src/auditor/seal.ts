/**
 * The seal of a bundle's ZIP: its comment holds the SHA-256 of every byte before it, so that a byte that belongs to no file is covered, too. It
 * proves no origin; the heads of a witness do.
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const words = 'steward audit-bundle sha256 ';

/** How long a seal is, in bytes. */
export const sealLength = words.length + 64;

/** The seal over a hash in hex. */
export const sealOf = (sha256: string): string => words + sha256;

const BLOCK = 1 << 20;

/** Whether a ZIP bears its seal, and the seal is of these very bytes. */
export function isSealed(path: string): boolean {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    // The length of the comment, two bytes, stands before it and is not covered.
    const covered = size - sealLength - 2;
    if (covered < 0) return false;
    const hash = createHash('sha256');
    const block = Buffer.alloc(Math.min(BLOCK, size));
    for (let at = 0; at < covered; ) {
      const read = readSync(fd, block, 0, Math.min(block.length, covered - at), at);
      if (read === 0) return false;
      hash.update(block.subarray(0, read));
      at += read;
    }
    const end = Buffer.alloc(sealLength + 2);
    readSync(fd, end, 0, end.length, covered);
    return end.readUInt16LE(0) === sealLength && end.toString('latin1', 2) === sealOf(hash.digest('hex'));
  } finally {
    closeSync(fd);
  }
}
