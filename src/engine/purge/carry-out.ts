/** What becomes of each item of an approved plan on the day that it is carried out: every one is destroyed, or skipped with its ground (law 3). */
import type { CustomerRecord } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import type { Given } from '../../model/given.js';
import type { EraseChange } from '../../model/plan.js';
import type { PurgeItem } from '../../model/purge-plan.js';
import { addPeriod } from '../../rules/calendar/period.js';
import type { RetentionFacts } from '../../rules/retention/outcome.js';
import { type PurgeBlock, purgeJudge } from './judge.js';

/** Why an item is skipped: the customer is gone, or is not as it was proposed, or something stands in the way now. */
export type SkipGround = PurgeBlock['ground'] | 'changed' | 'gone' | 'reason-unknown';

/** What becomes of an item. */
export type CarriedOut =
  | { readonly what: 'destroyed'; readonly change: EraseChange; readonly classes: PurgeItem['classes'] }
  | {
      readonly what: 'skipped';
      readonly ground: SkipGround;
      readonly data: PurgeBlock['data'];
      readonly earliest: IsoDate | null;
    };

/** How a customer stands on the day. */
export interface Standing {
  readonly record: CustomerRecord;
  readonly facts: RetentionFacts;
  /** Hash of the last event about the customer. */
  readonly fingerprint: string;
}

/** Judges one item after another; a hold is named before all else, for it beats every approval (L09). */
export function carryOut(given: Given): (item: PurgeItem, now: Standing | null) => CarriedOut {
  const judge = purgeJudge(given);
  const { reasons, keepOut } = given.policy.purge;
  const until = keepOut === null ? null : addPeriod(given.asOf, keepOut);
  return (item, now) => {
    const skip = (ground: SkipGround, data: PurgeBlock['data'] = {}, earliest: IsoDate | null = null): CarriedOut => ({
      what: 'skipped',
      ground,
      data,
      earliest,
    });
    if (now === null) return skip('gone');
    const reason = reasons.find(({ code }) => code === item.code);
    if (reason === undefined) return skip('reason-unknown', { code: item.code });
    const { record, facts, fingerprint } = now;
    const { fields, note, worth, code } = item;
    const { blocks, earliest, classes } = judge(record, facts, { fields, reason, note, worth });
    const held = blocks.find(({ ground }) => ground === 'on-hold');
    if (held) return skip(held.ground, held.data);
    if (record.version !== item.version || fingerprint !== item.fingerprint) return skip('changed');
    const [block] = blocks;
    if (block) return skip(block.ground, block.data, earliest);
    return {
      what: 'destroyed',
      classes,
      change: {
        kind: 'erase',
        id: record.id,
        expect: record.version,
        fields,
        code,
        until: fields === null ? until : null,
        reasons: [{ rule: `purge/${code}`, clause: 'S0-35', data: {}, note }],
      },
    };
  };
}
