import { existsSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { sha256FileNow } from '../../files/hash.js';
import { StewardError } from '../../model/errors.js';
import { known } from './checkout.js';
import { companionOf } from './paths.js';

/**
 * How a CSV ledger's file stands to its companion: `none` was ever written; `known`; `saved`: a save was cut off after the file was in
 * place; `unsaved`: before; `edited`: by somebody else.
 */
export type SheetState = 'edited' | 'known' | 'none' | 'saved' | 'unsaved';

/** Reads the file's hash, and says how it stands. @throws StewardError `sheet-missing` */
export function sheetState(db: Database, path: string): SheetState {
  for (;;) {
    const before = known(db);
    if (before === null) return 'none';
    if (!existsSync(path)) throw new StewardError('sheet-missing', { path, companion: companionOf(path) });
    const sha256 = sha256FileNow(path);
    // Another process may have saved meanwhile; then look again.
    const { sha256: last, pending } = known(db) ?? before;
    if (last !== before.sha256 || pending !== before.pending) continue;
    if (pending !== null && sha256 === pending) return 'saved';
    if (sha256 !== last) return 'edited';
    return pending === null ? 'known' : 'unsaved';
  }
}
