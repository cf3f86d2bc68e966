/** What the commands about backups say alike. */
import type { Manifest } from '../../model/backup.js';
import { type Lang, say, type Text } from '../../model/text.js';
import { daysBetween } from '../../rules/calendar/day.js';
import type { ArgumentSpec, Context } from '../command.js';

export const backupArgument: ArgumentSpec = {
  name: 'folder',
  help: { zh: '备份文件夹(backup create 建立)', en: 'the backup’s folder, as backup create made it' },
};

const words = {
  time: { zh: '备份时间', en: 'made at' },
  by: { zh: '备份人', en: 'made by' },
  ledger: { zh: '台账', en: 'ledger' },
  rows: { zh: '内容', en: 'holds' },
  customers: { zh: '{customers} 个客户,{tombstones} 个墓碑', en: '{customers} customers, {tombstones} tombstones' },
  head: { zh: '审计链', en: 'trail' },
  at: { zh: '{size} 条 {hash}', en: '{size} events, {hash}' },
} as const satisfies Record<string, Text>;

/** What a manifest says, for a person to read. */
export function manifestItems(
  { time, by, ledger, kind, name, rows, head }: Manifest,
  lang: Lang,
): readonly (readonly [string, string])[] {
  const { customers = 0, tombstone: tombstones = 0 } = rows;
  return [
    [say(words.ledger, lang), `${name} (${kind}) ${ledger}`],
    [say(words.time, lang), time],
    [say(words.by, lang), `${by.actor} (${by.role})`],
    [say(words.rows, lang), say(words.customers, lang, { customers, tombstones })],
    [say(words.head, lang), say(words.at, lang, { size: head.size, hash: head.hash })],
  ];
}

/** Whole days since a moment; as at a day that was asked for, by the calendar. Never less than none. */
export function ageInDays(
  time: string,
  { given, asOfGiven, now }: Pick<Context, 'asOfGiven' | 'given' | 'now'>,
): number {
  const days = asOfGiven
    ? daysBetween(time.slice(0, 10), given.asOf)
    : Math.floor((now.getTime() - Date.parse(time)) / 86_400_000);
  return Math.max(0, days);
}
