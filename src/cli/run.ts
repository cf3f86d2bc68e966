/**
 * THE path (DESIGN part 3): options → context → read → evaluate → decide → plan → confirm → apply + trail in one transaction → output
 * → exit code. Commands come in through here and nowhere else; only here is the whole ledger held.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type {
  Change,
  ChangeContext,
  Command,
  Context,
  Item,
  Planned,
  Query,
  QueryContext,
  Result,
} from '../commands/command.js';
import { refuseTarget } from '../commands/target.js';
import { openKey } from '../files/key-file.js';
import { databaseOf } from '../ledger/csv/paths.js';
import type { CustomerId } from '../model/customer.js';
import { type ErrorCode, StewardError } from '../model/errors.js';
import type { ExitCode } from '../model/exit.js';
import type { Draft, Ledger } from '../model/ledger.js';
import type { AppliedRun, RunInfo } from '../model/plan.js';
import { type Lang, say, type Text } from '../model/text.js';
import type { KeptVerdicts } from '../model/verdicts.js';
import { policyHash } from '../policy/hash.js';
import { mayAct } from '../rules/access/cell.js';
import { asker } from './ask.js';
import type { CommonOptions } from './common-options.js';
import { type Beat, beginHeartbeat, endedWell } from './heartbeat.js';
import type { Parsed } from './parse.js';
import { progressLine } from './progress.js';
import { Renderer } from './render.js';
import type { Restoration } from './restoration.js';
import { asOfDay, ledgerPath, loadPolicy, operatorOf, readProject, systemUser, today } from './settings.js';
import { Sink } from './stdout.js';
import { type Terminal, terminalOf } from './terminal.js';

const words = {
  unrecorded: {
    zh: '这次拒绝未能记入审计链({code})。',
    en: 'The refusal could not be recorded in the trail ({code}).',
  },
} as const satisfies Record<string, Text>;

/** Errors of exit 4 that refuse nobody: the person did not confirm, or could not be asked. */
const unanswered: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['declined', 'needs-confirmation']);

/** What the process gives: environment, working folder, version, the moment. */
export interface World {
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly version: string;
  readonly now: Date;
  readonly out: Sink;
  readonly err: Sink;
}

/** Runs one parsed command to its exit code; throws StewardError for what the user must be told. */
export async function run(name: string, command: Command, parsed: Parsed, lang: Lang, world: World): Promise<ExitCode> {
  const { common } = parsed;
  const project = await readProject(world.folder);
  const { value: path, from } = ledgerPath(common, world.env, project, world.folder);
  const { policy, path: policyPath } = await loadPolicy(common, world.env, project, world.folder, path);
  const speech = common.lang ?? policy.lang ?? project.lang ?? lang;
  const terminal = terminalOf(common.color, world.env, speech);
  const out = common.out === '-' ? undefined : common.out;
  if (common.format === 'xlsx' && out === undefined && terminal.shown)
    throw new StewardError('out-needed', { command: name });
  const ours = [path, databaseOf(path), policyPath.value, join(world.folder, 'steward.yaml'), ...parsed.args];
  if (out !== undefined) refuseTarget(name, '--out', out, ours);
  if (common.heartbeat !== undefined) refuseTarget(name, '--heartbeat', common.heartbeat, ours);
  const sink = out === undefined ? world.out : new Sink({ path: out });
  const renderer = new Renderer(command, {
    sink,
    format: common.format,
    lang: speech,
    version: world.version,
    width: terminal.width,
    style: terminal.style,
    file: out !== undefined,
  });
  const draw = terminal.live && !common.quiet ? progressLine(world.err, speech, terminal) : null;
  let verdicts: KeptVerdicts | null = null;
  const context: Context = {
    given: { policy, asOf: asOfDay(common, world.now, policy.timezone) },
    asOfGiven: common.asOf !== undefined,
    policyHash: policyHash(policy),
    lang: speech,
    operator: operatorOf(common, policy),
    version: world.version,
    now: world.now,
    today: today(world.now, policy.timezone),
    osUser: systemUser(),
    signing: {
      keyFile: world.env.STEWARD_KEY || null,
      passphrase: world.env.STEWARD_KEY_PASSPHRASE || null,
      open: openKey,
    },
    format: common.format,
    reveal: common.reveal,
    ledgerPath: path,
    settings: { ledger: `${path} (${from})`, policy: `${policyPath.value ?? policy.name} (${policyPath.from})` },
    emit: (item) => renderer.item(item),
    note: (text) => {
      if (common.quiet) return;
      draw?.(null);
      world.err.write(`${text}\n`);
      world.err.flush();
    },
    keepVerdicts: (kept) => {
      verdicts = kept;
    },
    ask: terminal.interactive && common.yes !== true ? asker(() => draw?.(null)) : null,
    progress: (done, of, rows) => draw?.(done, of, rows),
  };
  const work = new Work(name, command, parsed, context, terminal, world, { path, pinned: project.ledgerId ?? null });
  const heart = common.heartbeat === undefined ? null : beginHeartbeat(common.heartbeat);
  // An interruption ends the process between two steps; what was begun is taken away all the same.
  const leave = () => {
    draw?.(null);
    sink.abandon();
    heart?.drop();
    work.close();
  };
  process.once('exit', leave);
  try {
    const result = await work.go();
    draw?.(null);
    if (!staysSilent(common, result)) await renderer.result(result, work.envelope(result));
    sink.end();
    const beat = heart === null || common.dryRun === true ? null : work.beat(result.exit);
    if (verdicts !== null && common.dryRun !== true) await work.keep(verdicts);
    if (beat !== null) heart?.beat(beat);
    return result.exit;
  } catch (error) {
    draw?.(null);
    sink.abandon();
    if (error instanceof StewardError) await work.refused(error);
    throw error;
  } finally {
    process.off('exit', leave);
    heart?.drop();
    work.close();
  }
}

/** Under --quiet a success has nothing to say; what a program asked for, or a file, is written all the same. */
const staysSilent = ({ quiet, format, out }: CommonOptions, { exit, raw }: Result): boolean =>
  quiet && format === 'text' && out === undefined && exit === 0 && raw === undefined;

/** One command at work on, at most, one ledger. */
class Work {
  readonly #name: string;
  readonly #command: Command;
  readonly #parsed: Parsed;
  readonly #context: Context;
  readonly #terminal: Terminal;
  readonly #world: World;
  readonly #where: { readonly path: string; readonly pinned: string | null };
  #ledger: Ledger | null = null;
  #applied: AppliedRun | null = null;
  #staged: Restoration | null = null;
  #scratch: string | null = null;
  #made: string | null = null;
  readonly #undo: (() => void)[] = [];

  constructor(
    name: string,
    command: Command,
    parsed: Parsed,
    context: Context,
    terminal: Terminal,
    world: World,
    where: { readonly path: string; readonly pinned: string | null },
  ) {
    this.#name = name;
    this.#command = command;
    this.#parsed = parsed;
    this.#context = context;
    this.#terminal = terminal;
    this.#world = world;
    this.#where = where;
  }

  go(): Promise<Result> | Result {
    const command = this.#command;
    const { own, args } = this.#parsed;
    if (command.kind === 'tool') return command.run(this.#context, own as never, args);
    return command.kind === 'query' ? this.#query(command) : this.#change(command);
  }

  /** Closes the ledger; a new one that came to nothing is taken away again. */
  close(): void {
    this.#ledger?.close();
    this.#staged?.dispose();
    if (this.#scratch !== null) rmSync(this.#scratch, { recursive: true, force: true });
    if (this.#applied === null) for (const undo of this.#undo) undo();
    if (this.#made !== null && this.#applied === null)
      for (const end of ['', '-wal', '-shm']) rmSync(`${databaseOf(this.#made)}${end}`, { force: true });
  }

  /** Keeps what the rules found for the next time, now that the command is through and reads no more. */
  async keep(verdicts: KeptVerdicts): Promise<void> {
    if (this.#ledger === null) return;
    const { info } = this.#ledger;
    this.#ledger.close();
    this.#ledger = null;
    const { keepVerdicts } = await import('../ledger/open.js');
    keepVerdicts(info, verdicts);
  }

  /**
   * Leaves a refusal in the trail (S0-40): who was refused what, and why. What was only tried (--dry-run) or not confirmed leaves nothing. The command
   * stays refused, whether that can be recorded or not.
   */
  async refused({ exit, code, data }: StewardError): Promise<void> {
    const command = this.#command;
    const { path, pinned } = this.#where;
    const tried = this.#parsed.common.dryRun === true || unanswered.has(code);
    if (exit !== 4 || tried || command.kind === 'tool' || command.ledger === 'new' || this.#applied !== null) return;
    try {
      const { openLedger } = await import('../ledger/open.js');
      this.#ledger?.close();
      this.#ledger = null;
      const ledger = openLedger(path, { write: true, wait: 1000 });
      this.#ledger = ledger;
      if (pinned !== null && ledger.info.uuid !== pinned) return;
      const plan = typeof data.plan === 'string' && /^[0-9a-f]{64}$/.test(data.plan) ? { plan: data.plan } : {};
      ledger.recordRefusal(this.#name, code, plan, this.#context.operator, this.#context.now);
    } catch (error) {
      if (!(error instanceof StewardError)) throw error;
      this.#context.note(say(words.unrecorded, this.#context.lang, { code: error.code }));
    }
  }

  /** What a monitor is told of the command; null where it did not end well. */
  beat(exit: ExitCode): Beat | null {
    if (!endedWell(exit)) return null;
    const { now, given, version } = this.#context;
    const ledger = this.#ledger;
    return {
      time: now.toISOString(),
      command: this.#name,
      exit,
      asOf: given.asOf,
      ledger: ledger === null ? null : ledger.info.uuid,
      head: ledger === null ? null : ledger.head(),
      version,
    };
  }

  /** What every JSON document begins with. `ledger` and `run` are all that may differ between two ledgers of equal content. */
  envelope(result: Result): Item {
    const { given, version } = this.#context;
    const ledger = this.#ledger;
    return {
      command: this.#name,
      version,
      asOf: given.asOf,
      policy: { name: given.policy.name, hash: this.#context.policyHash },
      ...(ledger && { ledger: { ...(this.#staged?.info ?? ledger.info), head: ledger.head() } }),
      ...(this.#command.kind === 'change' && { run: this.#applied && { ...this.#applied, ...result.run } }),
    };
  }

  async #query(command: Query): Promise<Result> {
    const { own, args } = this.#parsed;
    const needs =
      typeof command.ledger === 'function' ? command.ledger(args, own as never) : (command.ledger ?? 'sound');
    const notes = typeof command.access === 'function' ? command.access(own as never) : command.access === true;
    const ledger =
      needs === 'none'
        ? noLedger
        : await this.#open(needs === 'any' ? 'any' : notes || command.remembers ? 'write' : 'read');
    const accessed = (subjects: readonly CustomerId[]) =>
      ledger.recordAccess(this.#name, subjects, this.#context.operator, this.#context.now);
    const remember: QueryContext['remember'] = (memory, how) => ledger.remember(memory, how);
    const context: QueryContext = { ...this.#context, reader: ledger, accessed, remember };
    const result = await command.run(context, own as never, args);
    return result;
  }

  async #change(command: Change): Promise<Result> {
    const { common, own, args } = this.#parsed;
    const { policy } = this.#context.given;
    const { operator } = this.#context;
    if (!mayAct(policy, operator.role, command.act ?? 'edit')) {
      throw new StewardError('role-refused', { role: operator.role, command: this.#name });
    }
    const dryRun = common.dryRun === true || command.writes?.(own as never) === false;
    if (!dryRun && command.reason === 'required' && common.reason === undefined) {
      throw new StewardError('reason-required', { command: this.#name });
    }
    const ask = !dryRun && common.yes !== true && command.ledger !== 'new';
    if (ask && !this.#terminal.interactive) throw new StewardError('needs-confirmation', { command: this.#name });
    const ledger =
      command.ledger === 'new'
        ? await this.#create(dryRun, command.copies?.(own as never))
        : command.restores
          ? await this.#restore(command.restores(own as never, args))
          : await this.#open('write');
    // A CSV ledger and its file are not to part meanwhile.
    if (!dryRun && !ask && (command.lock !== 'late' || ledger.info.kind === 'csv')) ledger.lock();
    const draft = ledger.draft(this.#context.given.asOf);
    const onAbandon = (undo: () => void) => void this.#undo.push(undo);
    const reason = common.reason ?? null;
    const context: ChangeContext = {
      ...this.#context,
      reader: ledger,
      draft,
      dryRun: common.dryRun === true,
      restoring: this.#staged,
      reason,
      onAbandon,
    };
    const planned = await command.plan(context, own as never, args);
    if (dryRun || !planned.writes) {
      draft.discard();
      ledger.unlock();
      if (planned.accessed && common.dryRun !== true)
        ledger.recordAccess(this.#name, planned.accessed, operator, this.#context.now);
      return await planned.result(null);
    }
    if (ask) {
      await this.#show(planned, common);
      await this.#confirm();
    }
    // An interruption that came while the last rows were planned is heard here, before it would be too late.
    await setImmediate();
    const { witness } = this.#context.given.policy;
    const append = witness === null ? null : (await import('../ledger/witness.js')).appendWitness;
    const applied = this.#apply(ledger, planned.alone ? null : draft, planned, common);
    if (this.#staged !== null) this.#ledger = await this.#staged.place(applied);
    this.#applied = applied;
    if (witness !== null) append?.(this.#ledger ?? ledger, witness, this.#context.now);
    const result = await planned.result(this.#applied);
    return this.#applied.stale.length > 0 ? { ...result, exit: 5 } : result;
  }

  #apply(ledger: Ledger, draft: Draft | null, planned: Planned, common: CommonOptions): AppliedRun {
    const { given, operator, now } = this.#context;
    const info: RunInfo = {
      command: this.#name,
      asOf: given.asOf,
      policyHash: this.#context.policyHash,
      reason: common.reason ?? null,
      ...planned.info,
    };
    // From here on Ctrl-C takes its default way: at once, leaving all or nothing, and no word that could be wrong.
    process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
    return ledger.apply(draft, info, operator, now, planned.beforeCommit, planned.found);
  }

  /** The plan for a person to read: on stderr when the result itself is for a program. */
  async #show(planned: Planned, common: CommonOptions): Promise<void> {
    if (common.format !== 'text' || common.quiet) return;
    const { err } = this.#world;
    const { renderTerminal } = await import('../output/render-terminal.js');
    err.write(renderTerminal(planned.preview(), { width: this.#terminal.width, style: this.#terminal.style }));
    err.flush();
  }

  async #confirm(question: Text = { zh: '执行这个计划吗?', en: 'Apply this plan?' }): Promise<void> {
    if (!(await this.#context.ask?.agree(say(question, this.#context.lang)))) throw new StewardError('declined');
  }

  /** A new ledger; one that an interrupted init left empty is taken up again. A dry run makes its own in a folder that goes with it. */
  async #create(dryRun: boolean, from?: string): Promise<Ledger> {
    const { copyLedger, createLedger, openLedger } = await import('../ledger/open.js');
    const { operator: by, now } = this.#context;
    if (dryRun) this.#scratch = mkdtempSync(join(tmpdir(), 'steward-'));
    const path = this.#scratch === null ? this.#where.path : join(this.#scratch, basename(this.#where.path));
    try {
      this.#ledger = from === undefined ? createLedger(path, { now, by }) : copyLedger(from, path, { now, by });
      if (!dryRun) this.#made = path;
    } catch (error) {
      if (!(error instanceof StewardError) || error.code !== 'ledger-exists') throw error;
      const left = openLedger(path, { write: true });
      if (left.head().size > 1 || left.count() > 0) {
        left.close();
        throw error;
      }
      this.#ledger = left;
    }
    return this.#ledger;
  }

  /** A backup, brought up beside the ledger whose place it is to take. */
  async #restore({ folder, to }: { readonly folder: string; readonly to?: string | undefined }): Promise<Ledger> {
    const { restoration } = await import('./restoration.js');
    const { path, pinned } = this.#where;
    const staged = restoration({ folder, at: to ?? path, inUse: path, pinned: to === undefined ? pinned : null });
    this.#staged = staged;
    this.#ledger = staged.ledger;
    return staged.ledger;
  }

  async #open(how: 'any' | 'read' | 'write'): Promise<Ledger> {
    const { path, pinned } = this.#where;
    const { openLedger } = await import('../ledger/open.js');
    const ledger =
      how === 'write' ? openLedger(path, { write: true }) : openLedger(path, { write: false, trust: how === 'read' });
    this.#ledger = ledger;
    if (pinned !== null && ledger.info.uuid !== pinned) {
      throw new StewardError('ledger-other', { path, expected: pinned, found: ledger.info.uuid });
    }
    const { witness } = this.#context.given.policy;
    if (witness !== null && how !== 'any') {
      const { checkWitness } = await import('../ledger/witness.js');
      checkWitness(ledger, witness);
    }
    if (how === 'any' || !ledger.checkout?.edited) return ledger;
    if (how === 'read') {
      // Reading edits is a run of its own, which a reader cannot record.
      ledger.close();
      return this.#open('write');
    }
    const { takeIn } = await import('./take-in.js');
    await takeIn(ledger, ledger.checkout, {
      ...this.#context,
      ask: this.#terminal.interactive ? (text) => this.#askFor(text) : null,
    });
    return ledger;
  }

  async #askFor(text: string): Promise<void> {
    this.#context.note(text);
    await this.#confirm({ zh: '记入台账吗?', en: 'Take it in?' });
  }
}

/** Stands where a command declared that it needs no ledger; any use is a fault of that command. */
const noLedger = new Proxy({} as Ledger, {
  get: (_, member) => {
    throw new Error(`this command declared that it reads no ledger, but used ${String(member)}`);
  },
});
