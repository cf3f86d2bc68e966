/** An import in this process: the command's own plan, on a real ledger. */
import type { ChangeContext, Item, Planned } from '../../src/commands/command.js';
import { matchOptions, told } from '../../src/commands/import/options.js';
import { planFile } from '../../src/commands/import/plan-file.js';
import type { DuplicateWay, MatchKey } from '../../src/model/intake.js';
import type { Draft, Ledger } from '../../src/model/ledger.js';
import type { Policy } from '../../src/model/policy.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { by, info, now } from '../ledger/helpers.js';

/** The options of an import that tests vary. */
export interface ImportOptions {
  readonly keys?: readonly MatchKey[] | undefined;
  readonly onDuplicate?: DuplicateWay | undefined;
  readonly source?: string | undefined;
  readonly consentAt?: string | undefined;
  readonly policy?: Policy | undefined;
}

/** Where the file is, and where its rejects and held rows go. */
export interface ImportFiles {
  readonly file: string;
  readonly rejects: string;
  readonly held?: string | undefined;
}

/** A plan of the file, as the command makes it, and the items that it says, in full and in English. */
export async function planOf(
  ledger: Ledger,
  draft: Draft,
  { file, rejects, held }: ImportFiles,
  { keys, onDuplicate, source, consentAt, policy = defaultPolicy }: ImportOptions,
  dryRun: boolean,
): Promise<{ readonly planned: Planned; readonly items: readonly Item[] }> {
  const items: Item[] = [];
  const context: ChangeContext = {
    given: { policy, asOf: '2026-11-21' },
    asOfGiven: true,
    policyHash: 'c'.repeat(64),
    lang: 'en',
    operator: by,
    version: '0',
    now,
    today: '2026-11-21',
    osUser: 'steward',
    signing: { keyFile: null, passphrase: null, open: () => null },
    format: 'ndjson',
    reveal: true,
    ledgerPath: ledger.info.path,
    settings: { ledger: '', policy: '' },
    emit: (item) => items.push(typeof item === 'function' ? item() : item),
    note: () => {},
    progress: () => {},
    reader: ledger,
    draft,
    dryRun,
    restoring: null,
    onAbandon: () => {},
    reason: null,
    keepVerdicts: () => undefined,
    ask: null,
  };
  const own = {
    key: keys && [...keys],
    onDuplicate,
    consentAt,
    consentPurpose: undefined,
    consentEvidence: undefined,
    held,
  };
  const planned = await planFile(
    file,
    context,
    { map: [], encoding: undefined, delimiter: undefined, sheet: undefined, source, rejects, profile: undefined },
    {
      defaults: told({ ...own, source }),
      fixed: { review_state: '已提交' },
      issueNumbers: true,
      match: matchOptions(policy, own),
      door: { held },
    },
  );
  return { planned, items };
}

/** Imports the file; its counts and items. */
export async function importInto(ledger: Ledger, files: ImportFiles, options: ImportOptions = {}) {
  const draft = ledger.draft();
  const { planned, items } = await planOf(ledger, draft, files, options, false);
  if (planned.writes) ledger.apply(draft, info({ ...planned.info }), by, now, planned.beforeCommit);
  else draft.discard();
  const result = await planned.result(null);
  return { counts: planned.info.counts, items, result };
}
