/** How a held row reads: its message, and both sides with what differs. */
import { type Collision, type Difference, waitingRows } from '../../intake/held.js';
import { type IntakeCode, intakeMessages } from '../../intake/messages.js';
import { fieldOf } from '../../model/fields.js';
import type { Given } from '../../model/given.js';
import type { LedgerReader } from '../../model/ledger.js';
import { type Lang, say } from '../../model/text.js';
import type { Item } from '../command.js';
import { shown } from '../masked.js';
import { callOf, onOneLine } from '../shared.js';
import type { HeldNear } from './held-near.js';

/** Why a row is held, in words: those of the import, which holds for what any rule found where the policy says so. */
export function heldMessage({ held: { against, rule }, row }: Collision, lang: Lang): string {
  const code = Object.hasOwn(intakeMessages, rule) ? (rule as IntakeCode) : 'import/quarantine';
  return say(intakeMessages[code], lang, { number: row?.set.customer_no ?? null, id: against, rule });
}

/** Tells near duplicates among the rows that wait; null where there are none, so that the matcher is loaded for them only. */
export async function heldNear(reader: LedgerReader, given: Given): Promise<HeldNear | null> {
  for (const { rule } of waitingRows(reader))
    if (rule === 'import/near-duplicate') return new (await import('./held-near.js')).HeldNear(reader, given);
  return null;
}

/** One difference as `电话 138****1234 ≠ 139****5678`; what only the row says is marked +. */
export function differenceText({ field, row, record }: Difference, lang: Lang, reveal: boolean): string {
  const value = (text: string | null) => onOneLine(shown(field, text, reveal) ?? '');
  const name = say(fieldOf(field).name, lang);
  return record === null ? `+ ${name} ${value(row)}` : `${name} ${value(row)} ≠ ${value(record)}`;
}

/** A held row as an item. */
export function heldItem(collision: Collision, lang: Lang, reveal: boolean): Item {
  const { held, record, differences } = collision;
  return {
    what: 'held',
    held: held.id,
    customer: record === null ? null : callOf(record),
    name: shown('name', collision.row?.set.name ?? null, reveal),
    run: held.run,
    line: held.line,
    why: held.why,
    rule: held.rule,
    message: heldMessage(collision, lang),
    differences: differences.map(({ field, row, record: kept }) => ({
      field,
      row: shown(field, row, reveal),
      record: shown(field, kept, reveal),
    })),
  };
}
