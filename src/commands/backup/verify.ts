import * as z from 'zod';
import { checkBackup } from '../../ledger/backup/check.js';
import { say, type Text } from '../../model/text.js';
import type { Block, Doc } from '../../output/document.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { ageInDays, backupArgument, manifestItems } from './words.js';

const options = {
  maxAge: {
    flag: '--max-age <days>',
    help: {
      zh: '备份超过这些天时退出码为 1(默认按策略 backup.maxAgeDays)',
      en: 'a backup older than this many days ends in exit code 1 (default: the policy’s backup.maxAgeDays)',
    },
    schema: z.coerce.number().int().min(0).optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '备份检查', en: 'Check of the backup' },
  sound: { zh: '完好:文件、数据库、审计链和每一行都相符', en: 'Sound: files, database, trail and every row agree' },
  old: { zh: '完好,但已有 {age} 天(上限 {max} 天)', en: 'Sound, but {age} days old; {max} are allowed' },
  bad: { zh: '已损坏:{count} 处', en: 'Damaged: {count} fault(s)' },
  file: { zh: '文件', en: 'file' },
  code: { zh: '代码', en: 'code' },
  detail: { zh: '位置', en: 'where' },
} as const satisfies Record<string, Text>;

export default query({
  summary: {
    zh: '读遍一份备份:对照清单,核验数据库、审计链和每一行;检查是否过旧',
    en: 'Read a whole backup: files against the manifest, database, trail and every row; and whether it is too old.',
  },
  clauses: ['S2-21', 'S2-37', 'S3-12'],
  examples: ['steward backup verify 十一月备份', 'steward backup verify 十一月备份 --max-age 1 --json'],
  arguments: [backupArgument],
  options,
  formats: ['text', 'json', 'ndjson', 'md'],
  json: z.object({
    sound: z.boolean(),
    tooOld: z.boolean(),
    ageDays: z.int().nullable(),
    maxAgeDays: z.int(),
    manifest: z
      .object({ ledger: z.string(), time: z.string(), head: z.object({ size: z.int(), hash: z.string() }) })
      .loose()
      .nullable(),
    sha256: z.string().describe('sha256 of the manifest'),
    faults: z.int(),
    items: z.array(z.object({ file: z.string(), code: z.string(), detail: z.string() })).optional(),
  }),
  ledger: 'none',
  run(context, own, [folder]) {
    const { given, lang, emit } = context;
    const { manifest, sha256, faults } = checkBackup(folder as string);
    for (const fault of faults) emit({ ...fault });
    const max = own.maxAge ?? given.policy.backup.maxAgeDays;
    const age = manifest && ageInDays(manifest.time, context);
    const sound = faults.length === 0;
    const tooOld = age !== null && age > max;
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: sound
        ? say(tooOld ? words.old : words.sound, lang, { age: age ?? 0, max })
        : say(words.bad, lang, { count: faults.length }),
      meta: [],
      blocks: [
        ...(manifest ? [{ kind: 'definitions', items: manifestItems(manifest, lang) } satisfies Block] : []),
        ...(sound
          ? []
          : [
              {
                kind: 'table',
                caption: say(words.title, lang),
                columns: (['file', 'code', 'detail'] as const).map((key) => ({
                  key,
                  label: say(words[key], lang),
                  align: 'left',
                  wrap: key === 'detail',
                })),
                rows: faults.map(({ file, code, detail }) => [file, { text: code, tone: 'bad' }, detail]),
              } satisfies Block,
            ]),
      ],
    });
    const brief = manifest && { ...manifest, files: manifest.files.map(({ blocks: _, ...file }) => file) };
    return {
      data: { sound, tooOld, ageDays: age, maxAgeDays: max, manifest: brief, sha256, faults: faults.length },
      doc,
      exit: sound ? (tooOld ? 1 : 0) : 6,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);
