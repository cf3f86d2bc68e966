/** What interactions and transactions say of their customers: last contact and interaction move on, the annual purchase is added up. */
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import type { IsoDate } from '../model/date.js';
import type { Given } from '../model/given.js';
import type { LedgerReader } from '../model/ledger.js';
import type { ChildRow, FieldValues } from '../model/plan.js';
import { readDay } from '../rules/calendar/read-day.js';
import { kindFinder } from '../rules/interaction/kinds.js';
import { formatAmount, parseAmount } from '../rules/text/amount.js';
import { annualShare } from '../rules/transaction/annual.js';

/** Collects, row by row, what an import brings for each customer; a day or two and a sum a customer are kept. */
export class ChildMoves {
  readonly #given: Given;
  readonly #kind;
  readonly #share;
  readonly #newest = new Map<CustomerId, { contact: IsoDate; interaction: IsoDate }>();
  readonly #bought = new Map<CustomerId, bigint>();

  constructor(given: Given) {
    this.#given = given;
    this.#kind = kindFinder(given.policy);
    this.#share = annualShare(given);
  }

  add(row: ChildRow): void {
    if (row.table === 'transactions') {
      this.#bought.set(row.customer, (this.#bought.get(row.customer) ?? 0n) + this.#share(row));
      return;
    }
    const counts = this.#kind(row.kind)?.counts ?? 'neither';
    if (counts === 'neither') return;
    const day = row.at.slice(0, 10);
    const newest = this.#newest.get(row.customer) ?? { contact: '', interaction: '' };
    if (counts === 'contact' && day > newest.contact) newest.contact = day;
    if (day > newest.interaction) newest.interaction = day;
    this.#newest.set(row.customer, newest);
  }

  /** The customers that the rows speak of, in order. */
  customers(): readonly CustomerId[] {
    return [...new Set([...this.#newest.keys(), ...this.#bought.keys()])].sort((a, b) => a - b);
  }

  /** The values by which a customer changes. A date on file that cannot be read gives way; a later one stays. */
  changeOf(record: CustomerRecord, reader: LedgerReader): FieldValues {
    const set: { -readonly [K in keyof FieldValues]: FieldValues[K] } = {};
    const newest = this.#newest.get(record.id);
    if (newest) {
      if (newest.contact > (readDay(record.last_contact_at) ?? '')) set.last_contact_at = newest.contact;
      if (newest.interaction > (readDay(record.last_interaction_at) ?? ''))
        set.last_interaction_at = newest.interaction;
    }
    const bought = this.#bought.get(record.id);
    if (bought !== undefined) {
      let fen = bought;
      for (const row of reader.children('transactions', record.id))
        if (row.table === 'transactions') fen += this.#share(row);
      // A figure on file may know of more than the files brought so far: it only ever rises by itself.
      const stored = record.annual_purchase === null ? null : parseAmount(record.annual_purchase);
      if (fen > 0n && (stored === null || (stored.ok && fen > stored.fen)))
        set.annual_purchase = formatAmount(fen).replace(/\.00$/, '');
    }
    return set;
  }

  /** The newest contact on file or in the file, where the customer's own word is later and no record bears it out (S4-38); else null. */
  unborne(record: CustomerRecord, reader: LedgerReader): { readonly stored: IsoDate; readonly newest: IsoDate } | null {
    const stored = readDay(record.last_contact_at);
    let newest = this.#newest.get(record.id)?.contact ?? '';
    if (stored === null || newest === '' || stored <= newest) return null;
    for (const row of reader.children('interactions', record.id))
      if (this.#kind(row.kind)?.counts === 'contact' && row.at.slice(0, 10) > newest) newest = row.at.slice(0, 10);
    return stored > newest && stored <= this.#given.asOf ? { stored, newest } : null;
  }
}
