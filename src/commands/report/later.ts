/** What the trail holds of the time after the as-of day, and the line by which a report says that there is something. */
import * as z from 'zod';
import type { IsoDate } from '../../model/date.js';
import type { Given } from '../../model/given.js';
import type { LedgerReader } from '../../model/ledger.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Block } from '../../output/document.js';
import { addDays } from '../../rules/calendar/day.js';
import type { Context } from '../command.js';
import { dayIn } from '../day-in.js';

const words = {
  state: {
    zh: '截止日之后台账又记了 {later} 条;现状数字是台账现在的样子,按截止日判断。',
    en: '{later} events were recorded after the as-of day; figures of state are those of the ledger as it is now, judged at that day.',
  },
  none: {
    zh: '截止日之后台账又记了 {later} 条,都不计入;定期运行的要求和节假日表是现行策略的。',
    en: '{later} events were recorded after the as-of day, and none of them counts; what is scheduled, and which years have a holiday table, is as the policy says now.',
  },
  stood: {
    zh: '截止日之后台账又记了 {later} 条;挂起的行、撤销、合并按截止日日终计,此后销毁的计为已销毁,来源是台账现在所写。',
    en: '{later} events were recorded after the as-of day; held rows, undone imports and merged customers count as they stood at its close, what was destroyed since as destroyed, and sources are as the ledger has them now.',
  },
} as const satisfies Record<string, Text>;

/** The JSON member. */
export const laterJson = z.int().describe('Events recorded after the close of the as-of day');

/** The first event of a day or later, in the policy's time zone: recorded in order, it is found by halving. */
export function firstEventOn(reader: LedgerReader, { policy }: Given, day: IsoDate): number {
  const dayOf = dayIn(policy.timezone);
  let low = 1;
  let high = reader.head().size + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (dayOf(reader.eventTime(middle) as string) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first event after the close of the as-of day. */
export const eventsUntil = (reader: LedgerReader, given: Given): number =>
  firstEventOn(reader, given, addDays(given.asOf, 1));

/** How many events were recorded after the close of the as-of day: what the ledger says now may be theirs. */
export const recordedLater = (reader: LedgerReader, given: Given): number =>
  reader.head().size + 1 - eventsUntil(reader, given);

/** What of a report what came later shows in: figures of `state`; `none`; or, of what `stood` at the day, what was destroyed since. */
export type Standing = keyof typeof words;

const laterLine = (later: number, lang: Lang, standing: Standing): readonly string[] =>
  later > 0 ? [say(words[standing], lang, { later })] : [];

/** The line as the first block of a document; none where nothing was recorded later. */
export const laterNote = (later: number, lang: Lang, standing: Standing = 'state'): readonly Block[] =>
  laterLine(later, lang, standing).map((text) => ({ kind: 'note', level: 'warn', text }));

/** The line for whoever asked for items alone, in which no line has a place. */
export function noteLater({ format, lang, note }: Context, later: number, standing: Standing = 'state'): void {
  if (format === 'csv' || format === 'ndjson') for (const line of laterLine(later, lang, standing)) note(line);
}
