/** How a customer that waits for review reads. */
import type { Queued } from '../../engine/review-queue.js';
import type { CustomerRecord } from '../../model/customer.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Cell } from '../../output/document.js';
import type { Family } from '../../rules/rule.js';
import type { Item } from '../command.js';
import { shown } from '../masked.js';
import { callOf, onOneLine } from '../shared.js';

const done: Text = { zh: '已初核', en: 'done' };

/** The step that brought a customer where it waits. */
const stepOf = ({ what, facts }: Queued) => (what === 'quarantine' ? facts?.quarantined : facts?.returned) ?? null;

/** A waiting customer as a row of the table of its kind. */
export function rowOf(record: CustomerRecord, queued: Queued, lang: Lang, reveal: boolean): Cell[] {
  const { review, precheck, entrant } = queued;
  const day = (due: Queued['review']): Cell =>
    due === null ? '' : due.overdue ? { text: due.due, tone: 'warn' } : due.due;
  const head = [callOf(record), onOneLine(shown('name', record.name, reveal) ?? '')];
  if (queued.what === 'submitted')
    return [
      ...head,
      record.entered_by ?? entrant ?? '',
      record.owner ?? '',
      review?.from ?? record.entered_on,
      day(review),
      precheck === null ? say(done, lang) : day(precheck),
    ];
  const step = stepOf(queued);
  const person = queued.what === 'returned' ? (record.entered_by ?? entrant) : record.owner;
  return [...head, person ?? '', step?.day ?? '', onOneLine(step?.reason ?? '')];
}

/** The same as an item, with what the rules found. */
export function itemOf(
  record: CustomerRecord,
  queued: Queued,
  found: Readonly<Record<Family, readonly string[]>>,
  reveal: boolean,
): Item {
  const { what, entrant, review, precheck } = queued;
  const step = stepOf(queued);
  return {
    what,
    customer: callOf(record),
    id: record.id,
    name: shown('name', record.name, reveal),
    entrant,
    enteredBy: record.entered_by,
    owner: record.owner,
    entered: review?.from ?? record.entered_on,
    due: review?.due ?? null,
    overdue: review?.overdue ?? false,
    prechecked: record.prechecked_at,
    precheckDue: precheck?.due ?? null,
    precheckOverdue: precheck?.overdue ?? false,
    reason: step?.reason ?? null,
    since: step?.day ?? null,
    run: step?.run ?? null,
    ...found,
  };
}
