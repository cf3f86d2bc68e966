/** Commands in this process, over a real ledger: a plan is made and applied as the one path does, without argv and terminal. */

import type { Restoration } from '../../src/cli/restoration.js';
import type {
  Asker,
  Change,
  ChangeContext,
  Command,
  Context,
  Item,
  Query,
  QueryContext,
  Result,
} from '../../src/commands/command.js';
import { type KeyFile, openKey } from '../../src/files/key-file.js';
import { keepVerdicts } from '../../src/ledger/open.js';
import type { Operator } from '../../src/model/audit.js';
import type { Given } from '../../src/model/given.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Policy } from '../../src/model/policy.js';
import type { Lang } from '../../src/model/text.js';
import type { KeptVerdicts } from '../../src/model/verdicts.js';
import type { Doc } from '../../src/output/document.js';
import { defaultPolicy } from '../../src/policy/default.js';

/** Who runs it, when, and what else differs from a plain run. */
export interface Performance {
  readonly by?: Operator;
  readonly asOf?: string;
  /** Whether the as-of day was asked for; it was, unless told. */
  readonly asOfGiven?: boolean;
  readonly now?: Date;
  readonly policy?: Policy;
  readonly reason?: string;
  readonly dryRun?: boolean;
  readonly ask?: Asker;
  readonly reveal?: boolean;
  /** The real day; without it, the as-of day. */
  readonly today?: string;
  readonly osUser?: string;
  readonly policyHash?: string;
  readonly signing?: Partial<Context['signing']>;
  /** What the trail calls the command; a query under a name notes whose personal fields it read. */
  readonly name?: string;
  readonly lang?: Lang;
  /** Of a restore: the backup that was brought up, whose ledger the command works on. */
  readonly restoring?: Restoration;
}

/** What came of it; `data` are the members of its JSON document. */
export interface Performed {
  readonly exit: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents of every shape
  readonly data: any;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into items of every shape
  readonly items: any[];
  readonly notes: readonly string[];
  /** Of a query: its readable form. */
  readonly doc?: Doc;
}

const opened = new Map<string, ReturnType<typeof openKey>>();
/** Opening a key takes half a second each time: the same key and passphrase are opened once a suite. */
function openOnce(file: KeyFile, passphrase: string): ReturnType<typeof openKey> {
  const id = JSON.stringify([file, passphrase]);
  if (!opened.has(id)) opened.set(id, openKey(file, passphrase));
  return opened.get(id) ?? null;
}

/** Runs a query or a change with its options by their names. @throws what the command throws */
export async function perform(
  ledger: Ledger,
  command: Command,
  own: Readonly<Record<string, unknown>> = {},
  args: readonly string[] = [],
  {
    by = { actor: 'li.na', role: 'data_maintenance' },
    asOf = '2026-11-27',
    policy = defaultPolicy,
    ...how
  }: Performance = {},
): Promise<Performed> {
  const given: Given = { policy, asOf };
  const items: Item[] = [];
  const notes: string[] = [];
  const kept: KeptVerdicts[] = [];
  const options = Object.fromEntries(
    Object.entries(command.options).map(([key, { schema }]) => [key, schema.parse(own[key])]),
  );
  const now = how.now ?? new Date('2026-11-27T08:00:00.000Z');
  const context: Context = {
    given,
    asOfGiven: how.asOfGiven ?? true,
    policyHash: how.policyHash ?? 'c'.repeat(64),
    lang: how.lang ?? 'en',
    operator: by,
    version: '0',
    now,
    today: how.today ?? asOf,
    osUser: how.osUser ?? 'steward',
    signing: { keyFile: null, passphrase: null, open: openOnce, ...how.signing },
    format: 'ndjson',
    reveal: how.reveal ?? false,
    ledgerPath: ledger.info.path,
    settings: { ledger: '', policy: '' },
    emit: (item) => void items.push(typeof item === 'function' ? item() : item),
    note: (text) => void notes.push(text),
    ask: how.ask ?? null,
    progress: () => undefined,
    keepVerdicts: (it) => void kept.push(it),
  };
  const done = (result: Result): Performed => {
    const verdicts = kept.at(-1);
    if (verdicts !== undefined && how.dryRun !== true) keepVerdicts(ledger.info, verdicts);
    return { exit: result.exit, data: result.data, items, notes };
  };
  if (command.kind === 'query') {
    const query: QueryContext = {
      ...context,
      reader: ledger,
      accessed: (subjects) => {
        if (how.name !== undefined) ledger.recordAccess(how.name, subjects, by, now);
      },
      remember: (memory, how) => ledger.remember(memory, how),
    };
    const result = await (command as Query).run(query, options as never, args);
    return { ...done(result), doc: result.doc() };
  }
  const draft = ledger.draft();
  const undo: (() => void)[] = [];
  let written = false;
  const { dryRun = false, reason = null } = how;
  const changing: ChangeContext = {
    ...context,
    reader: ledger,
    draft,
    dryRun,
    restoring: how.restoring ?? null,
    reason,
    onAbandon: (work) => void undo.push(work),
  };
  try {
    const planned = await (command as Change).plan(changing, options as never, args);
    planned.preview();
    if (dryRun || !planned.writes) return done(await planned.result(null));
    const info = { command: how.name ?? 'test', asOf, policyHash: context.policyHash, reason, ...planned.info };
    const applied = ledger.apply(planned.alone ? null : draft, info, by, now, planned.beforeCommit);
    if (how.restoring) (await how.restoring.place(applied)).close();
    written = true;
    const result = await planned.result(applied);
    result.doc();
    return done(applied.stale.length > 0 ? { ...result, exit: 5 } : result);
  } finally {
    draft.discard();
    if (!written) for (const work of undo) work();
  }
}
