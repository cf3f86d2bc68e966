import { statSync } from 'node:fs';
import { StewardError } from '../model/errors.js';

/** Whether two paths are one existing file, by whatever names and links. */
function sameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}

/**
 * Refuses a file to be written that is one of those the command reads or keeps: the ledger, the policy, its own input.
 *
 * @throws StewardError file-kept
 */
export function refuseTarget(command: string, option: string, path: string, kept: readonly (string | null)[]): void {
  for (const one of kept)
    if (one !== null && sameFile(path, one)) throw new StewardError('file-kept', { command, option, path, kept: one });
}
