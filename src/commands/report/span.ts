/** Which days a report of events looks at. */
import * as z from 'zod';
import { type IsoDate, isIsoDate } from '../../model/date.js';
import { StewardError } from '../../model/errors.js';
import type { Given } from '../../model/given.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { OptionSpecs } from '../command.js';
import { dayIn } from '../day-in.js';

/** From which day, and to which: both included. */
export const spanOptions = {
  since: {
    flag: '--since <day>',
    help: { zh: '从哪一天起(默认全部)', en: 'from which day on (default: all)' },
    schema: z.string().optional(),
  },
  until: {
    flag: '--until <day>',
    help: { zh: '到哪一天为止(默认 --as-of)', en: 'up to which day (default: --as-of)' },
    schema: z.string().optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  all: { zh: '至 {until}', en: 'up to {until}' },
  span: { zh: '{since} 至 {until}', en: '{since} to {until}' },
} as const satisfies Record<string, Text>;

/** Days from one to another, both included. */
export interface Span {
  readonly since: IsoDate | null;
  readonly until: IsoDate;
  /** Whether something happened within, by its moment in the trail. */
  holds(ts: string): boolean;
  words(lang: Lang): string;
}

/** Reads the options; nothing after the as-of day counts. @throws StewardError bad-date */
export function spanOf(
  own: { readonly since?: string | undefined; readonly until?: string | undefined },
  given: Given,
): Span {
  const since = own.since === undefined ? null : dayOf(own.since);
  const asked = own.until === undefined ? given.asOf : dayOf(own.until);
  const until = [asked, given.asOf].sort()[0] as IsoDate;
  const dayIs = dayIn(given.policy.timezone);
  return {
    since,
    until,
    holds: (ts) => {
      const day = dayIs(ts);
      return day <= until && (since === null || day >= since);
    },
    words: (lang) => say(since === null ? words.all : words.span, lang, { since: since ?? '', until }),
  };
}

function dayOf(word: string): IsoDate {
  if (!isIsoDate(word)) throw new StewardError('bad-date', { value: word });
  return word;
}
