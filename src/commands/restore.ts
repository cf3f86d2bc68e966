import { basename } from 'node:path';
import * as z from 'zod';
import { heritageOf } from '../ledger/backup/heritage.js';
import { type Since, since } from '../ledger/backup/since.js';
import type { Standing } from '../model/backup.js';
import { StewardError } from '../model/errors.js';
import type { RunRecord } from '../model/ledger.js';
import type { Heritage } from '../model/plan.js';
import { type Lang, say, type Text } from '../model/text.js';
import type { Block, Doc } from '../output/document.js';
import { backupArgument, manifestItems } from './backup/words.js';
import {
  type Change,
  type ChangeContext,
  change,
  type Item,
  type OptionSpecs,
  type Planned,
  type Restoring,
} from './command.js';
import { type Registered, readRegisters, vouched } from './restore/registers.js';
import { stageReplay } from './restore/replay.js';
import { replayBlocks } from './restore/replay-words.js';
import { countsSchema } from './shared.js';
import { passphraseFileOption } from './signing.js';

const options = {
  to: {
    flag: '--to <ledger>',
    help: { zh: '恢复到这里(默认当前台账)', en: 'where to restore it (default: the ledger in use)' },
    schema: z.string().min(1).optional(),
  },
  register: {
    flag: '--register <file>',
    help: {
      zh: '备份之后的销毁清册(.json),可多次给出;现有台账能说明的不必给',
      en: 'a register of destruction (.json) from after the backup; may be repeated; what the present ledger knows needs none',
    },
    schema: z.array(z.string().min(1)).optional(),
    many: true,
  },
  otherHistory: {
    flag: '--other-history',
    help: {
      zh: '现有台账不是备份的后续,或没有台账能说明之后销毁过谁:仍要恢复,并记入审计链',
      en: 'go on though the ledger that is there does not continue the backup, or nothing says whom it destroyed since; the trail records it',
    },
    schema: z.boolean().default(false),
  },
  witnessKey: {
    flag: '--witness-key <file>',
    help: {
      zh: '为台账无法证实的清册作证的批准人的密钥文件',
      en: 'key file of an approver who vouches for registers that no ledger confirms',
    },
    schema: z.string().min(1).optional(),
  },
  passphraseFile: passphraseFileOption,
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '恢复备份 {folder}', en: 'Restoring {folder}' },
  plan: { zh: '将取代 {at}', en: 'It will take the place of {at}' },
  fresh: { zh: '将恢复为 {at}', en: 'It will become {at}' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已恢复为 {at},运行 {run}', en: 'Restored as {at}, run {run}' },
  lost: {
    zh: '将失去的运行(连同查阅和拒绝共 {events} 条事件)',
    en: 'Runs that are lost ({events} events, with accesses and refusals)',
  },
  run: { zh: '运行', en: 'run' },
  command: { zh: '命令', en: 'command' },
  actor: { zh: '操作人', en: 'by' },
  ts: { zh: '时间', en: 'time' },
  edited: {
    zh: 'CSV 文件里有尚未记入台账的修改,也会失去。',
    en: 'The CSV file holds edits that no command has taken in; they are lost, too.',
  },
  other: {
    zh: '现有台账不是备份的后续({why}):它在分岔之后销毁的客户会再次销毁,其余的只有清册能说明。',
    en: 'The ledger that is there does not continue the backup ({why}): whom it destroyed after the two parted is destroyed again; of others registers alone can tell.',
  },
} as const satisfies Record<string, Text>;

const standings = {
  none: { zh: '没有台账', en: 'there is no ledger' },
  other: { zh: '现有台账是另一段历史', en: 'the ledger that is there has another history' },
  unreadable: { zh: '现有台账无法读取', en: 'the ledger that is there cannot be read' },
} as const satisfies Partial<Record<Standing, Text>>;

/** Runs that the readable form lists. */
const LISTED = 50;

export default change({
  summary: {
    zh: '恢复备份:先核验,重新销毁此后销毁过的客户,再整体取代台账',
    en: 'Restore a backup: check it, destroy again who was destroyed since, then take the ledger’s place, all or nothing.',
  },
  clauses: ['S2-38', 'S2-32', 'S3-12'],
  examples: [
    'steward restore 十一月备份 --dry-run',
    'steward restore 十一月备份 --reason "磁盘损坏" --yes',
    'steward restore 十一月备份 --register 清理计划-register.json --reason "磁盘损坏" --yes',
  ],
  arguments: [backupArgument],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['what', 'customer', 'fields', 'code', 'run', 'command', 'actor', 'ts'],
  json: z.object({
    at: z.string(),
    standing: z
      .enum(['behind', 'continues', 'none', 'other', 'unreadable'])
      .describe('How the ledger that was asked stands to the backup'),
    recorded: z.boolean().describe('Whether the trail of that ledger knows this backup by its sha256'),
    backup: z.object({ sha256: z.string(), time: z.string(), head: z.object({ size: z.int(), hash: z.string() }) }),
    witness: z.string().nullable().describe('Who vouched for registers'),
    counts: countsSchema.describe(
      'destroyed and fields: customers destroyed again, wholly or in part; keptOut: not in the backup, but kept from coming back; back: merged when it was made, and on their own since; lost: runs; lostEvents: events of the trail, those of runs, accesses and refusals; otherHistory: 1 when asked for',
    ),
    items: z.array(z.object({ what: z.enum(['destroyed', 'fields', 'kept-out', 'back', 'lost']) }).loose()).optional(),
  }),
  act: 'destroy',
  reason: 'required',
  restores: ({ to }, [folder]) => ({ folder: folder as string, to }),
  async plan(context, own): Promise<Planned> {
    const { reader, lang, dryRun, emit } = context;
    const restoring = context.restoring as Restoring;
    const { manifest, sha256, present, at, folder, replaces } = restoring;
    const ground = groundOf(context, restoring);
    const registered = readRegisters(context, restoring, own.register ?? [], ground.known, own.otherHistory);
    refuseUnlinked(restoring, ground, own, lang);
    const items: Item[] = [];
    const said = (item: Item) => {
      if (items.length < LISTED) items.push(item);
      emit(item);
    };
    const heritage = together(ground.heritage, registered);
    const replayed = stageReplay(
      { reader, draft: context.draft, emit: said },
      [...(ground.since?.destroyed ?? []), ...registered.destroyed],
      { heritage, steps: ground.since?.steps ?? [] },
    );
    const witness = await vouched(context, restoring, own, registered);
    const lost = replaces ? (ground.since?.runs ?? []) : [];
    for (const run of lost) emit({ what: 'lost', ...runItem(run) });
    const lostEvents = replaces && ground.since !== null && present ? present.head().size - ground.since.from : 0;
    const counts = {
      ...replayed,
      lost: lost.length,
      lostEvents,
      ...(own.otherHistory && { otherHistory: 1 }),
    };
    const recorded = ['backup', 'restore'].some((kind) => present?.inputRun(sha256, kind) != null);
    const edited = replaces && present?.checkout?.edited === true;
    const doc = (state: Text, run = 0): Doc => ({
      lang,
      title: say(words.title, lang, { folder }),
      subtitle: say(state, lang, { at, run }),
      meta: [],
      blocks: [
        { kind: 'definitions', items: manifestItems(manifest, lang) },
        ...notes(ground.standing, edited, lang),
        ...replayBlocks(replayed, items, lang),
        ...(lost.length === 0 ? [] : [lostTable(lost, counts.lostEvents, lang)]),
      ],
    });
    return {
      info: { counts, input: { sha256, mapping: 'restore', name: basename(folder) }, period: null },
      preview: () => doc(replaces ? words.plan : words.fresh),
      writes: true,
      result: (applied) => ({
        data: {
          at,
          standing: ground.standing,
          recorded,
          backup: { sha256, time: manifest.time, head: manifest.head },
          witness,
          counts,
        },
        doc: () => doc(applied ? words.done : dryRun ? words.dry : words.plan, applied?.run),
        exit: 0,
      }),
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);

/** What the ledger that was asked says of the time since the backup. */
interface Ground {
  readonly standing: Standing;
  readonly since: Since | null;
  readonly heritage: Heritage | null;
  /** Whom it destroyed, wholly or in part. */
  readonly known: ReadonlySet<number>;
}

function groundOf({ reader }: ChangeContext, { present, manifest, trouble }: Restoring): Ground {
  const nothing = { since: null, heritage: null, known: new Set<number>() };
  if (present === null) return { standing: trouble === null ? 'none' : 'unreadable', ...nothing };
  const found = since(present, reader, manifest);
  return {
    standing: found.standing,
    since: found,
    heritage: found.standing === 'behind' ? null : heritageOf(present.info, found),
    known: new Set(found.destroyed.map(({ id }) => id)),
  };
}

/** Nothing can say whom the backup has to lose: then a person must say so, and the trail with it. @throws StewardError restore-unlinked */
function refuseUnlinked(
  { folder }: Restoring,
  { standing }: Ground,
  { register, otherHistory }: { readonly register?: readonly string[] | undefined; readonly otherHistory: boolean },
  lang: Lang,
): void {
  if (standing === 'behind' || standing === 'continues' || otherHistory) return;
  // Where the ledger is lost, its registers are what is left of its word.
  if (standing === 'none' && register !== undefined) return;
  throw new StewardError('restore-unlinked', { backup: folder, why: say(standings[standing], lang) });
}

/** What a ledger says and what registers say, as one. */
function together(heritage: Heritage | null, { keptOut }: Registered): Heritage | null {
  if (keptOut.length === 0) return heritage;
  const { key = null, ids = [], serials = [], keptOut: before = [] } = heritage ?? {};
  const last = Math.max(...keptOut.map(({ id }) => id));
  return { key, ids: [...ids, ['customers', last]], serials, keptOut: [...before, ...keptOut] };
}

const runItem = ({ run, command, actor, ts }: RunRecord): Item => ({ run, command, actor, ts });

function notes(standing: Standing, edited: boolean, lang: Lang): readonly Block[] {
  const note = (text: string): Block => ({ kind: 'note', level: 'warn', text });
  const why = standing === 'behind' || standing === 'continues' ? null : say(standings[standing], lang);
  return [
    ...(why === null ? [] : [note(say(words.other, lang, { why }))]),
    ...(edited ? [note(say(words.edited, lang))] : []),
  ];
}

function lostTable(lost: readonly RunRecord[], events: number, lang: Lang): Block {
  const columns = ['run', 'command', 'actor', 'ts'] as const;
  return {
    kind: 'table',
    caption: say(words.lost, lang, { events }),
    columns: columns.map((key) => ({ key, label: say(words[key], lang), align: key === 'run' ? 'right' : 'left' })),
    rows: lost.slice(0, LISTED).map((run) => columns.map((key) => run[key])),
    ...(lost.length > LISTED && { more: lost.length - LISTED }),
  };
}
