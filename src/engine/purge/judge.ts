/** Whether something of a customer may be destroyed, and if not, why and from when: the same judgement when it is proposed and when it is done. */
import type { CustomerRecord } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import { fieldOf } from '../../model/fields.js';
import type { Given } from '../../model/given.js';
import type { PurgeReason } from '../../model/policy.js';
import type { PurgeField, PurgeItem } from '../../model/purge-plan.js';
import type { Data, Text } from '../../model/text.js';
import { validChannels } from '../../rules/retention/channels.js';
import { retentionGrounds } from '../../rules/retention/grounds.js';
import {
  type ClassOutcome,
  type RetentionFacts,
  type RetentionOutcome,
  retentionOf,
} from '../../rules/retention/outcome.js';

/** What somebody wants destroyed. */
export interface PurgeWish {
  /** null: the whole file. */
  readonly fields: readonly PurgeField[] | null;
  /** null: none was named. */
  readonly reason: PurgeReason | null;
  /** Why, in words. */
  readonly note: string | null;
  /** A person's word on whether it is still of value (S2-31). */
  readonly worth: 'kept' | 'none' | null;
}

/** Grounds besides those of retention. */
export const purgeGrounds = {
  'no-code': { zh: '没有原因代码', en: 'no reason code' },
  'no-note': { zh: '没有写明原因(000:40)', en: 'no reason in words (000:40)' },
  unjudged: {
    zh: '没有人判断是否还有保存价值(002 五(四)2)',
    en: 'nobody judged whether it is of further value (002 5(4)2)',
  },
  'of-value': { zh: '判断为仍有保存价值', en: 'judged to be of further value' },
  'channel-left': {
    zh: '还有有效的联系方式({fields}),无效信息只能按字段清理(000:40)',
    en: 'it can still be reached ({fields}): invalid information goes field by field (000:40)',
  },
  'nothing-there': { zh: '所列字段本来就是空的', en: 'the fields named are blank' },
} as const satisfies Record<string, Text>;

/** Why something is not destroyed. */
export type PurgeGround = keyof typeof purgeGrounds | keyof typeof retentionGrounds;

/** One thing in the way. */
export interface PurgeBlock {
  readonly ground: PurgeGround;
  readonly data: Data;
}

/** What comes of a wish. */
export interface PurgeJudgement {
  /** Empty: it may be destroyed, given approval. */
  readonly blocks: readonly PurgeBlock[];
  /** The first day on which it may be; null: not while something without a day stands. */
  readonly earliest: IsoDate | null;
  /** Of the archive classes touched. */
  readonly classes: PurgeItem['classes'];
}

/** What a ground says, in both languages. */
export const groundText = (ground: PurgeGround): Text =>
  ground in purgeGrounds
    ? purgeGrounds[ground as keyof typeof purgeGrounds]
    : retentionGrounds[ground as keyof typeof retentionGrounds];

const archiveOf = (field: PurgeField): ClassOutcome['archive'] =>
  field === 'extra' ? 'basic' : fieldOf(field).archive;

/** Things in the way that no archive class has alone. */
const always: readonly PurgeGround[] = ['on-hold', 'open-debt', 'open-transaction', 'open-review', 'unreadable'];

/** Judges one wish after another; the whole of law 6's machinery rests on it, so it knows no exception for any role. */
export function purgeJudge(
  given: Given,
): (record: CustomerRecord, facts: RetentionFacts, wish: PurgeWish) => PurgeJudgement {
  const retention = retentionOf(given);
  const channels = validChannels(given.policy);
  return (record, facts, wish) => {
    const outcome = retention(record, facts);
    const blocks: PurgeBlock[] =
      wish.fields === null ? whole(outcome, wish, given.asOf) : parts(record, outcome, wish, given.asOf);
    if (wish.fields === null && wish.reason?.invalid === true) {
      const fields = channels(record);
      if (fields.length > 0) blocks.push({ ground: 'channel-left', data: { fields } });
    }
    if (wish.reason === null) blocks.push({ ground: 'no-code', data: {} });
    if (wish.note === null || wish.note.trim() === '') blocks.push({ ground: 'no-note', data: {} });
    if (wish.worth !== 'none') blocks.push({ ground: wish.worth === null ? 'unjudged' : 'of-value', data: {} });
    const touched = touchedBy(wish.fields, outcome);
    const days = touched.map(({ earliest }) => earliest);
    const dated = blocks.every(({ ground }) => ground === 'floor' || ground === 'restricted');
    return {
      blocks,
      earliest: dated && days.every((day) => day !== null) ? (days.toSorted().at(-1) ?? null) : null,
      classes: touched.map(({ archive, verdict, earliest, ground, clauses }) => ({
        archive,
        verdict,
        earliest,
        ground,
        clauses: [...clauses],
      })),
    };
  };
}

const touchedBy = (fields: PurgeWish['fields'], { classes }: RetentionOutcome): readonly ClassOutcome[] =>
  fields === null ? classes : classes.filter(({ archive }) => fields.some((field) => archiveOf(field) === archive));

/** The whole file: what retention says; a special file goes where a person named it and judged its worth (S2-16), its term being over. */
function whole({ blocks, classes }: RetentionOutcome, { worth }: PurgeWish, asOf: IsoDate): PurgeBlock[] {
  const special = classes.find(({ ground }) => ground === 'special');
  const over = special?.earliest != null && special.earliest <= asOf;
  return blocks.flatMap(({ ground, data }) =>
    ground === 'special' && worth === 'none' && over ? [] : [{ ground, data }],
  );
}

/**
 * Some fields: wrong information may go at any time, but for a hold, a debt and a review; all else, when the terms of its classes are over
 * (C08, C18).
 */
function parts(record: CustomerRecord, outcome: RetentionOutcome, wish: PurgeWish, asOf: IsoDate): PurgeBlock[] {
  const fields = wish.fields ?? [];
  const blocks: PurgeBlock[] = outcome.blocks
    .filter(({ ground }) => always.includes(ground))
    .map(({ ground, data }) => ({ ground, data }));
  if (wish.reason?.invalid !== true)
    for (const { ground, data, earliest } of touchedBy(fields, outcome))
      if ((earliest === null || earliest > asOf) && !blocks.some((one) => one.ground === ground))
        blocks.push({ ground, data });
  if (fields.every((field) => record[field] === null)) blocks.push({ ground: 'nothing-there', data: {} });
  return blocks;
}
