/** A file that says when a command last ended well, so that a monitor sees a run that never came (S0-28). Nothing personal is in it. */
import { beginReplacement } from '../files/atomic.js';
import type { Head } from '../model/audit.js';
import type { IsoDate } from '../model/date.js';
import type { ExitCode } from '../model/exit.js';
import { prettyJson } from '../output/json.js';

/** What is told. */
export interface Beat {
  /** UTC, when the command began. */
  readonly time: string;
  readonly command: string;
  readonly exit: ExitCode;
  readonly asOf: IsoDate;
  /** The ledger's identity and where its trail stands; null for a command that has no ledger. */
  readonly ledger: string | null;
  readonly head: Head | null;
  readonly version: string;
}

/** A heartbeat file that is begun: it takes its name with `beat`, or never. */
export interface Heartbeat {
  beat(beat: Beat): void;
  drop(): void;
}

/** Exit codes of a command that did its work: clean, or with findings. */
export const endedWell = (exit: ExitCode): boolean => exit === 0 || exit === 1;

/**
 * Begins the file before the work: where it cannot be written, the command says so at once, and not when all is done.
 * @throws FileFault file-not-found, file-not-writable, file-is-directory
 */
export function beginHeartbeat(path: string): Heartbeat {
  const replacement = beginReplacement(path);
  return {
    beat(beat) {
      replacement.append(Buffer.from(prettyJson(beat)));
      replacement.commit();
    },
    drop: () => replacement.abort(),
  };
}
