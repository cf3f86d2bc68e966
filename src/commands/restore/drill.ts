import { basename } from 'node:path';
import * as z from 'zod';
import { heritageOf } from '../../ledger/backup/heritage.js';
import { since } from '../../ledger/backup/since.js';
import { type Staged, stageBackup } from '../../ledger/backup/stage.js';
import type { Head } from '../../model/audit.js';
import { StewardError } from '../../model/errors.js';
import { say, type Text } from '../../model/text.js';
import type { Block, Doc } from '../../output/document.js';
import { ageInDays, backupArgument, manifestItems } from '../backup/words.js';
import { type Change, type ChangeContext, change, type Item, type Planned } from '../command.js';
import { countsSchema } from '../shared.js';
import { type ReplayCounts, stageReplay } from './replay.js';
import { replayBlocks } from './replay-words.js';

const words = {
  title: { zh: '恢复演练 {folder}', en: 'Restore drill of {folder}' },
  sound: { zh: '可以恢复:副本已建立、核验并清除', en: 'It can be restored: brought up, checked and taken away again' },
  unsound: { zh: '不能恢复:{count} 处不符', en: 'It cannot be restored: {count} fault(s)' },
  other: {
    zh: '可以恢复,但现有台账不是它的后续',
    en: 'It can be restored, but the ledger does not continue it',
  },
  head: { zh: '恢复后的审计链', en: 'trail after it' },
  at: { zh: '{size} 条 {hash}', en: '{size} events, {hash}' },
  lost: { zh: '会失去的运行', en: 'runs that would be lost' },
  code: { zh: '代码', en: 'code' },
  detail: { zh: '详情', en: 'detail' },
} as const satisfies Record<string, Text>;

/** Rows that the readable form lists. */
const LISTED = 50;

export default change({
  summary: {
    zh: '恢复演练:在临时文件中恢复、核验、重新销毁,记入审计链,不留任何东西',
    en: 'Restore drill: restore into a temporary file, check it, destroy again who was destroyed since, record it, leave nothing.',
  },
  clauses: ['S2-38', 'S2-32'],
  examples: ['steward restore drill 十一月备份 --dry-run', 'steward restore drill 十一月备份 --yes --json'],
  arguments: [backupArgument],
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['what', 'customer', 'fields', 'code', 'detail'],
  json: z.object({
    sound: z
      .boolean()
      .describe(
        'Whether what was brought up holds in every row, after whoever was destroyed since was destroyed in it',
      ),
    standing: z.enum(['behind', 'continues', 'other']),
    ageDays: z.int(),
    backup: z.object({ sha256: z.string(), time: z.string(), head: z.object({ size: z.int(), hash: z.string() }) }),
    after: z.object({ size: z.int(), hash: z.string() }).describe('Head of the copy after the drill'),
    counts: countsSchema.describe('as of restore; faults: of the copy'),
    items: z.array(z.object({ what: z.enum(['destroyed', 'fields', 'kept-out', 'back', 'fault']) }).loose()).optional(),
  }),
  lock: 'late',
  reason: 'optional',
  plan(context, _, [folder]): Planned {
    const { reader, lang, emit, onAbandon } = context;
    const items: Item[] = [];
    const said = (item: Item) => {
      if (items.length < LISTED) items.push(item);
      emit(item);
    };
    const staged = stageBackup(folder as string, reader.info.path);
    // Ctrl-C leaves nothing behind, either.
    onAbandon(staged.dispose);
    const { manifest, sha256 } = staged;
    const found = ((): Drilled => {
      try {
        return drill(context, staged, said);
      } finally {
        staged.dispose();
      }
    })();
    const { standing, replayed, faults, after, lost } = found;
    for (const { code, detail } of faults) emit({ what: 'fault', code, detail });
    const sound = faults.length === 0;
    const counts = { ...replayed, lost, faults: faults.length };
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang, { folder: folder as string }),
      subtitle: say(!sound ? words.unsound : standing === 'other' ? words.other : words.sound, lang, {
        count: faults.length,
      }),
      meta: [],
      blocks: [
        {
          kind: 'definitions',
          items: [
            ...manifestItems(manifest, lang),
            [say(words.lost, lang), String(lost)],
            [say(words.head, lang), say(words.at, lang, { ...after })],
          ],
        },
        ...replayBlocks(replayed, items, lang),
        ...(sound ? [] : [faultTable(faults, lang)]),
      ],
    });
    return {
      info: { counts, input: { sha256, mapping: 'restore drill', name: basename(folder as string) }, period: null },
      preview: doc,
      writes: true,
      alone: true,
      result: () => ({
        data: {
          sound,
          standing,
          ageDays: ageInDays(manifest.time, context),
          backup: { sha256, time: manifest.time, head: manifest.head },
          after,
          counts,
        },
        doc,
        exit: sound ? (standing === 'other' ? 1 : 0) : 6,
      }),
    };
  },
} satisfies Omit<Change<Record<string, never>>, 'kind'>);

interface Drilled {
  readonly standing: 'behind' | 'continues' | 'other';
  readonly replayed: ReplayCounts;
  readonly faults: readonly { readonly code: string; readonly detail: string }[];
  readonly after: Head;
  readonly lost: number;
}

/** Does in the copy what a restore would do, and reads all of it. @throws StewardError restore-other-ledger */
function drill(
  { reader, given, operator, now, policyHash, reason }: ChangeContext,
  { ledger, manifest, sha256 }: Staged,
  emit: (item: Item) => void,
): Drilled {
  if (manifest.ledger !== reader.info.uuid)
    throw new StewardError('restore-other-ledger', {
      path: reader.info.path,
      found: reader.info.uuid,
      backup: manifest.name,
      ledger: manifest.ledger,
    });
  const found = since(reader, ledger, manifest);
  const { standing, destroyed, runs, steps } = found;
  const draft = ledger.draft(given.asOf);
  const heritage = standing === 'behind' ? null : heritageOf(reader.info, found);
  const replayed = stageReplay({ reader: ledger, draft, emit }, destroyed, { heritage, steps });
  const input = { sha256, mapping: 'restore', name: manifest.name };
  const info = {
    command: 'restore',
    asOf: given.asOf,
    policyHash,
    reason,
    input,
    period: null,
    counts: { ...replayed },
  };
  const { stale } = ledger.apply(draft, info, operator, now);
  const left = destroyed.filter(({ id, fields }) => fields === null && (ledger.get(id) ?? ledger.aside(id)) !== null);
  const faults = [
    ...stale.map((id) => ({ code: 'stale', detail: `#${id}` })),
    ...left.map(({ id }) => ({ code: 'came-back', detail: `#${id}` })),
    ...ledger.verify().faults.map(({ code, detail }) => ({ code, detail })),
  ];
  return { standing, replayed, faults, after: ledger.head(), lost: runs.length };
}

function faultTable(faults: Drilled['faults'], lang: ChangeContext['lang']): Block {
  return {
    kind: 'table',
    caption: say(words.unsound, lang, { count: faults.length }),
    columns: (['code', 'detail'] as const).map((key) => ({ key, label: say(words[key], lang), align: 'left' })),
    rows: faults.slice(0, LISTED).map(({ code, detail }) => [{ text: code, tone: 'bad' }, detail]),
    ...(faults.length > LISTED && { more: faults.length - LISTED }),
  };
}
