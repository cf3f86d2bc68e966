import { existsSync, mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { checkBackupRoom, makeBackup } from '../../ledger/backup/make.js';
import { StewardError } from '../../model/errors.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type Change, change, type Planned } from '../command.js';
import { countsSchema } from '../shared.js';
import { manifestItems } from './words.js';

const words = {
  title: { zh: '备份', en: 'Backup' },
  plan: { zh: '将备份到 {folder}', en: 'To be made: {folder}' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已备份到 {folder}', en: 'Made: {folder}' },
  keep: {
    zh: '把整个文件夹复制到另一台机器上;之后用 steward backup verify 检查副本。',
    en: 'Copy the whole folder to another machine, and check the copy there with steward backup verify.',
  },
} as const satisfies Record<string, Text>;

export default change({
  summary: {
    zh: '备份台账:他人可继续使用,副本一致、带清单,不覆盖已有备份',
    en: 'Back the ledger up while others use it: one consistent copy with a manifest; overwrites nothing.',
  },
  clauses: ['S2-21', 'S2-36', 'S3-12'],
  examples: ['steward backup create --dry-run', 'steward backup create 十一月备份 --yes --json'],
  arguments: [
    {
      name: 'folder',
      help: {
        zh: '新文件夹(默认台账旁的 backups/<台账>-<时间>)',
        en: 'a new folder (default: backups/<ledger>-<time> beside the ledger)',
      },
      optional: true,
    },
  ],
  options: {},
  formats: ['text', 'json', 'md'],
  json: z.object({
    folder: z.string(),
    sha256: z.string().nullable().describe('sha256 of the manifest; null in a dry run'),
    head: z.object({ size: z.int(), hash: z.string() }),
    counts: countsSchema.describe('Rows by table'),
  }),
  reason: 'optional',
  lock: 'late',
  plan({ reader, ledgerPath, lang, dryRun, now, operator, version, onAbandon }, _, [named]): Planned {
    const folder = named ?? defaultFolder(ledgerPath, now);
    if (existsSync(folder)) throw new StewardError('file-exists', { path: folder, option: '[folder]' });
    checkBackupRoom(reader.info, dirname(resolve(named ?? ledgerPath)));
    if (named === undefined && !dryRun) mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
    const made = dryRun ? null : makeBackup(reader.info, folder, { by: operator, now, program: version });
    if (made) onAbandon(made.abort);
    const head = made?.manifest.head ?? reader.head();
    const counts = made?.manifest.rows ?? { customers: reader.count() };
    const doc = (state: Text): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(state, lang, { folder }),
      meta: [],
      blocks: made
        ? [
            { kind: 'definitions', items: manifestItems(made.manifest, lang) },
            { kind: 'note', level: 'info', text: say(words.keep, lang) },
          ]
        : [],
    });
    const input = made && { sha256: made.sha256, mapping: 'backup', name: basename(folder) };
    return {
      info: { counts, input, period: null },
      preview: () => doc(words.plan),
      writes: true,
      alone: true,
      ...(made && { beforeCommit: made.commit }),
      result: (applied) => ({
        data: { folder, sha256: made?.sha256 ?? null, head, counts },
        doc: () => doc(applied ? words.done : words.dry),
        exit: 0,
      }),
    };
  },
} satisfies Omit<Change<Record<string, never>>, 'kind'>);

/** In a folder beside the ledger: what stands beside it under its own name is looked through for the destroyed after every purge. */
function defaultFolder(ledger: string, now: Date): string {
  const path = resolve(ledger);
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return join(dirname(path), 'backups', `${basename(path)}-${stamp}`);
}
