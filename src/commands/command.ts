/**
 * What a command is. One file a verb, of one of three kinds: a query reads and shows; a change decides, and its plan goes through the
 * one path (src/cli/run.ts); a tool works beside the ledger. A command never holds the ledger itself, so it can skip neither
 * confirmation nor trail.
 */
import type * as z from 'zod';
import type { KeyFile, OpenedKey } from '../files/key-file.js';
import type { Operator } from '../model/audit.js';
import type { Manifest } from '../model/backup.js';
import type { ClauseId } from '../model/clauses.js';
import type { CustomerId } from '../model/customer.js';
import type { IsoDate } from '../model/date.js';
import type { ErrorCode } from '../model/errors.js';
import type { ExitCode } from '../model/exit.js';
import type { Given } from '../model/given.js';
import type { CheckIn, Draft, LedgerReader, MatchMemory } from '../model/ledger.js';
import type { AppliedRun, RunInfo } from '../model/plan.js';
import type { Act } from '../model/policy.js';
import type { Lang, Text } from '../model/text.js';
import type { KeptVerdicts } from '../model/verdicts.js';
import type { Doc } from '../output/document.js';
import type { SarifRule } from '../output/sarif.js';

/** How a result can be asked for; `json` and `ndjson` never change with the language. `xlsx` is bytes, which no terminal is shown. */
export type Format = 'csv' | 'html' | 'json' | 'md' | 'ndjson' | 'sarif' | 'text' | 'xlsx';

/** One option: its flag as shown in help, and the schema that checks and defaults it. A `--x` without `<value>` is a boolean. */
export interface OptionSpec<S extends z.ZodType = z.ZodType> {
  readonly flag: string;
  readonly help: Text;
  readonly schema: S;
  /** Words to offer in help and completion. */
  readonly choices?: readonly string[];
  /** May be given several times; the schema then takes an array. */
  readonly many?: boolean;
}

/** Options by the camel-case name under which the command sees them. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What the options come to after their schemas. */
export type Options<O extends OptionSpecs> = { readonly [K in keyof O]: z.infer<O[K]['schema']> };

/** One positional argument. */
export interface ArgumentSpec {
  readonly name: string;
  readonly help: Text;
  readonly optional?: boolean;
  readonly many?: boolean;
}

/** An item of a result: one line of ndjson and csv, one of the first 1,000 in json. */
export type Item = Readonly<Record<string, unknown>>;

/** What a command has to say; the edge turns it into the format asked for. */
export interface Result {
  /** Members of the JSON document besides the envelope. */
  readonly data: Item;
  /** The readable form. */
  readonly doc: () => Doc;
  /** Text that another program takes as it is, such as a completion script; printed instead of the readable form. */
  readonly raw?: string;
  /** What belongs to this run alone and not to what was judged, such as the files it wrote: shown under \`run\`. */
  readonly run?: Item;
  readonly exit: ExitCode;
}

/** One answer to choose, with what else helps to know it. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly about?: string;
}

/** Asks the person at the terminal; Ctrl-C at a question ends the command as interrupted. */
export interface Asker {
  choose(question: string, choices: readonly Choice[]): Promise<string>;
  agree(question: string): Promise<boolean>;
  /** One of several answers, each by its own key. */
  press(question: string, keys: readonly { readonly key: string; readonly label: string }[]): Promise<string>;
  /** Something that nobody looking on may see: no echo. */
  secret(question: string): Promise<string>;
}

/** The operator's signing key, as the environment names it, and what opens a key file: slow on purpose. */
export interface Signing {
  readonly keyFile: string | null;
  readonly passphrase: string | null;
  open(file: KeyFile, passphrase: string): OpenedKey | null;
}

/** What every command knows. */
export interface Context {
  readonly given: Given;
  /** Whether the as-of day was asked for, or is simply today. */
  readonly asOfGiven: boolean;
  readonly policyHash: string;
  readonly lang: Lang;
  readonly operator: Operator;
  readonly version: string;
  /** The real moment, for stamps only; judgement knows the as-of day alone. */
  readonly now: Date;
  /** The real day in the policy's time zone, whatever --as-of says. */
  readonly today: IsoDate;
  /** The system account in which the command runs. */
  readonly osUser: string;
  readonly signing: Signing;
  readonly format: Format;
  readonly reveal: boolean;
  /** The ledger's path as it was named: where it is, or is to be. */
  readonly ledgerPath: string;
  /** Where ledger and policy were looked for, and what named them. */
  readonly settings: { readonly ledger: string; readonly policy: string };
  /** Hands over one item of the result, in order: streamed, or kept up to the first 1,000; one that nobody will see is not even made. */
  emit(item: Item | (() => Item)): void;
  /** Talk on stderr; silent under --quiet. */
  note(text: string): void;
  /** Whom to ask; null without a terminal and under --yes: then nothing is asked, and what is not sure is an error or a note. */
  readonly ask: Asker | null;
  /** Keeps what the record rules found on the ledger's customers, once the command is through; where the ledger cannot be written to, nothing. */
  keepVerdicts(kept: KeptVerdicts): void;
  /** Progress on stderr where it is a terminal: how much of how much is done, and what is counted. */
  progress(done: number, of: number, rows: number): void;
}

/** What a query knows besides: the ledger to read. */
export interface QueryContext extends Context {
  readonly reader: LedgerReader;
  /** Tells the trail whose personal fields were read (S2-26); only for queries that declare `access`. */
  accessed(subjects: readonly CustomerId[]): void;
  /** Keeps what a scan of the ledger learned and found; only for queries that declare `remembers`. */
  remember(memory: MatchMemory, how: 'add' | 'replace'): void;
}

/** Of a command that puts a backup in a ledger's place: the backup, and the ledger that is there. */
export interface Restoring {
  readonly folder: string;
  readonly manifest: Manifest;
  /** sha256 of the manifest's file. */
  readonly sha256: string;
  /** The ledger to be: where the backup is put. */
  readonly at: string;
  /** The ledger that can say what became since: the one that is there, else the one in use; null where there is none. */
  readonly present: LedgerReader | null;
  /** Whether it is the one that is replaced. */
  readonly replaces: boolean;
  /** Why the ledger that is there cannot be read. */
  readonly trouble: ErrorCode | null;
}

/** What a change knows besides: the ledger to read, and the draft that its plan is staged in. */
export interface ChangeContext extends Context {
  readonly reader: LedgerReader;
  readonly draft: Draft;
  readonly dryRun: boolean;
  /** Of a command that restores: `reader` is then the copy that was brought up. */
  readonly restoring: Restoring | null;
  /** What was given with --reason. */
  readonly reason: string | null;
  /** Work to be done when the plan comes to nothing, whatever the cause: a file begun for it is taken away. */
  onAbandon(undo: () => void): void;
}

/** A plan ready for the one path. */
export interface Planned {
  readonly info: Pick<RunInfo, 'counts' | 'input' | 'period' | 'plan' | 'undoes'>;
  /** What is shown before the confirmation and by --dry-run. */
  readonly preview: () => Doc;
  /** False when there is nothing to write: neither confirmation nor trail. */
  readonly writes: boolean;
  /** The run stands for itself: nothing is staged, and what others wrote meanwhile is no matter. */
  readonly alone?: true;
  /** Files that must stand before the commit, such as the rejects; not called by --dry-run. */
  readonly beforeCommit?: () => void;
  /** What a CSV ledger's file was found to be, when the plan takes it over. */
  readonly found?: CheckIn;
  /** Whose personal fields were shown or exported by a plan that writes nothing (S2-26). */
  readonly accessed?: readonly CustomerId[];
  /** The result after the plan was applied, or with null when it was not (dry run, nothing to do). */
  readonly result: (applied: AppliedRun | null) => Promise<Result> | Result;
}

interface Spec<O extends OptionSpecs> {
  readonly summary: Text;
  /** Clauses that the command itself answers; docs/clauses.md shows it there. */
  readonly clauses?: readonly ClauseId[];
  /** Lines that can be pasted and run. */
  readonly examples: readonly string[];
  readonly arguments?: readonly ArgumentSpec[];
  readonly options: O;
  readonly formats: readonly Format[];
  /** Columns of the items; `--format csv` then streams items instead of the readable form's tables. */
  readonly columns?: readonly string[];
  /** The rules behind the items, which then are findings; with it `sarif` is one of the formats. */
  readonly sarif?: (lang: Lang) => readonly SarifRule[];
  /** Schema of the JSON document's own members, published by `steward schema`. */
  readonly json: z.ZodObject;
}

/** A command that reads and shows. */
export interface Query<O extends OptionSpecs = OptionSpecs> extends Spec<O> {
  readonly kind: 'query';
  /** `any`: opens even a ledger whose trail does not hold, to look at it; `none`: the arguments bring their own input. */
  readonly ledger?:
    | 'any'
    | 'none'
    | 'sound'
    | ((args: readonly string[], options: Options<O>) => 'any' | 'none' | 'sound');
  /** The query keeps what it found of duplicates in the ledger: derived, no part of the trail. */
  readonly remembers?: true;
  /** The query shows personal fields of named customers, always or with these options: whom, is noted in the trail. */
  readonly access?: true | ((options: Options<O>) => boolean);
  run(context: QueryContext, options: Options<O>, args: readonly string[]): Promise<Result> | Result;
}

/** A command that changes the ledger, through a plan. */
export interface Change<O extends OptionSpecs = OptionSpecs> extends Spec<O> {
  readonly kind: 'change';
  /** What the operator's role must allow; without it, to edit. */
  readonly act?: Act;
  /** `new`: the ledger is made by this command. */
  readonly ledger?: 'new' | 'sound';
  /** Of a command that makes a ledger: the ledger that it is made from, with its trail. */
  readonly copies?: (options: Options<O>) => string | undefined;
  /** The backup that the command puts in a ledger's place, and where: it then works on a copy, which takes the place once its plan is applied. */
  readonly restores?: (
    options: Options<O>,
    args: readonly string[],
  ) => { readonly folder: string; readonly to?: string | undefined };
  /** Others may write while it plans. */
  readonly lock?: 'late';
  /** Whether with these options anything can come to be written; without it, always. What only exports asks for no confirmation. */
  readonly writes?: (options: Options<O>) => boolean;
  /** Whether --reason must be given. */
  readonly reason: 'optional' | 'required';
  plan(context: ChangeContext, options: Options<O>, args: readonly string[]): Promise<Planned> | Planned;
}

/** A command beside the ledger. */
export interface Tool<O extends OptionSpecs = OptionSpecs> extends Spec<O> {
  readonly kind: 'tool';
  run(context: Context, options: Options<O>, args: readonly string[]): Promise<Result> | Result;
}

/** Any command. */
export type Command = Change | Query | Tool;

/** Declares a query. */
export const query = <O extends OptionSpecs>(spec: Omit<Query<O>, 'kind'>): Command =>
  ({ kind: 'query', ...spec }) as unknown as Command;

/** Declares a change. */
export const change = <O extends OptionSpecs>(spec: Omit<Change<O>, 'kind'>): Command =>
  ({ kind: 'change', ...spec }) as unknown as Command;

/** Declares a tool. */
export const tool = <O extends OptionSpecs>(spec: Omit<Tool<O>, 'kind'>): Command =>
  ({ kind: 'tool', ...spec }) as unknown as Command;
