/** Edits that people made in a CSV ledger's file become a plan: every row is read, none is lost, nothing is overwritten (DESIGN part 5). */
import { FileFault } from '../files/faults.js';
import { cellValue, neutralise } from '../files/formula.js';
import type { CsvSource } from '../files/read-csv.js';
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { Reason } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { CheckIn, Checkout, Draft, LedgerReader } from '../model/ledger.js';
import type { SheetColumn } from '../model/sheet.js';
import { parseNumber } from '../rules/number/schemes.js';
import { entryState, resubmitted } from '../rules/review/submission.js';
import { codeWord } from '../rules/text/code-list.js';
import { spreadsheetDamage } from '../rules/text/spreadsheet-damage.js';
import type { Mapping } from './headers.js';
import { identityKey } from './identity.js';
import type { IntakeCode } from './messages.js';
import { type RowValues, rowReader, splitContact } from './row.js';
import { sheetOf } from './sheet.js';

/** What became of a file's rows (law 3); `missing` customers have no row any more. */
export interface OutsideCounts {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly held: number;
  readonly rejected: number;
  readonly missing: number;
}

/** A row that was held or could not be read, for a person to see. */
export interface OutsideNote {
  readonly code: IntakeCode;
  readonly line: number;
  readonly against: CustomerId | null;
}

/** What came of reading the edits. */
export interface Outside {
  readonly counts: OutsideCounts;
  readonly found: CheckIn;
}

/** A ledger whose file is read, and the draft that the edits are staged in. */
export interface OutsideLedger {
  readonly reader: LedgerReader;
  readonly checkout: Checkout;
  readonly draft: Draft;
}

const created: readonly Reason[] = [{ rule: 'outside/new-row', data: {} }];
const edited: readonly Reason[] = [{ rule: 'outside/edit', data: {} }];

/**
 * Reads the file twice: first to learn which row is whose, then row by row into the draft. Rows are known by their mark, then by customer number,
 * then, where a mark was lost, by what identifies the customer. A cell that a spreadsheet spoiled is held, the rest of its row is taken in.
 */
export async function planOutside(
  open: () => Promise<{ readonly source: CsvSource; readonly mapping: Mapping }>,
  ledger: OutsideLedger,
  given: Given,
  tell: (note: OutsideNote) => void,
): Promise<Outside> {
  const owners = await eachRow(open, ({ mapping }) => new Owners(mapping, ledger.reader));
  if (owners.contested.size > 0) await eachRow(open, ({ mapping }) => owners.settling(mapping));
  const reading = await eachRow(
    open,
    ({ source, mapping }) => new Reading(source, mapping, ledger, owners, given, tell),
  );
  if (reading.sha256 !== owners.sha256) throw new FileFault('file-changed', { path: ledger.checkout.path });
  return reading.result();
}

/** One pass over the rows of a file. */
interface Pass {
  row(cells: readonly string[], record: number, line: number): void;
  fault(line: number, code: IntakeCode): void;
  sha256: string;
}

async function eachRow<P extends Pass>(
  open: () => Promise<{ readonly source: CsvSource; readonly mapping: Mapping }>,
  make: (file: { readonly source: CsvSource; readonly mapping: Mapping }) => P,
): Promise<P> {
  const file = await open();
  try {
    const pass = make(file);
    for await (const batch of file.source.batches()) {
      for (const { line, code } of batch.faults) pass.fault(line, `row/${code}`);
      for (let i = 0; i < batch.rows.length; i++)
        pass.row(batch.rows[i] as string[], batch.records[i] as number, batch.lines[i] as number);
    }
    pass.sha256 = file.source.totals?.sha256 ?? '';
    return pass;
  } finally {
    file.source.close();
  }
}

/** Says whose a row is by what stands in its own cells: its mark, else its number. */
class Claims {
  readonly #reader: LedgerReader;
  readonly #idAt: number;
  readonly #noAt: number;
  readonly #nameAt: number;

  constructor({ columns }: Mapping, reader: LedgerReader) {
    this.#reader = reader;
    const at = (field: FieldKey) => columns.findIndex((column) => column.to === 'field' && column.field === field);
    this.#idAt = columns.findIndex(({ to }) => to === 'id');
    this.#noAt = at('customer_no');
    this.#nameAt = at('name');
  }

  /** The customer named, who need not be there; `unknown`: a mark that can be nobody's. */
  of(cells: readonly string[]): CustomerId | 'unknown' | null {
    const mark = this.#idAt < 0 ? null : cellValue(cells[this.#idAt] ?? '');
    if (mark !== null) {
      const digits = /^#([1-9]\d{0,14})$/.exec(mark)?.[1];
      return digits === undefined ? 'unknown' : Number(digits);
    }
    const no = this.#noAt < 0 ? null : cellValue(cells[this.#noAt] ?? '');
    return no === null ? null : (this.#reader.find('customer_no', no)[0] ?? null);
  }

  nameIn(cells: readonly string[]): string | null {
    return this.#nameAt < 0 ? null : cellValue(cells[this.#nameAt] ?? '');
  }
}

/** Which record is whose: of several that name one customer, the first with the customer's name, else the first. */
class Owners implements Pass {
  readonly byCustomer = new Map<CustomerId, number>();
  /** Customers that several records name. */
  readonly contested = new Set<CustomerId>();
  sha256 = '';
  readonly #reader: LedgerReader;
  readonly #claims: Claims;

  constructor(mapping: Mapping, reader: LedgerReader) {
    this.#reader = reader;
    this.#claims = new Claims(mapping, reader);
  }

  row(cells: readonly string[], record: number): void {
    const id = this.#claims.of(cells);
    if (id === null || id === 'unknown') return;
    if (this.byCustomer.has(id)) this.contested.add(id);
    else this.byCustomer.set(id, record);
  }

  fault(): void {}

  /** A further pass, over the contested rows only. */
  settling(mapping: Mapping): Pass {
    const claims = new Claims(mapping, this.#reader);
    const open = new Map([...this.contested].map((id) => [id, this.#reader.get(id)?.name ?? null]));
    return {
      sha256: '',
      fault: () => undefined,
      row: (cells, record) => {
        const id = claims.of(cells);
        if (id === null || id === 'unknown' || !open.has(id) || claims.nameIn(cells) !== open.get(id)) return;
        open.delete(id);
        this.byCustomer.set(id, record);
      },
    };
  }
}

/** Customers by id, most of them asked for in order: those come from one walk over the ledger. */
class Walk {
  readonly #reader: LedgerReader;
  readonly #rows: Iterator<CustomerRecord>;
  #next: CustomerRecord | undefined;

  constructor(reader: LedgerReader) {
    this.#reader = reader;
    this.#rows = reader.read();
    this.#step();
  }

  get(id: CustomerId): CustomerRecord | null {
    // A row or two that were removed are stepped over; from farther away the customer is fetched.
    for (let i = 0; i < 32 && this.#next !== undefined && this.#next.id < id; i++) this.#step();
    if (this.#next?.id !== id) return this.#reader.get(id);
    const found = this.#next;
    this.#step();
    return found;
  }

  #step(): void {
    const { done, value } = this.#rows.next();
    this.#next = done ? undefined : value;
  }
}

class Reading implements Pass {
  sha256 = '';
  readonly #source: CsvSource;
  readonly #mapping: Mapping;
  readonly #ledger: OutsideLedger;
  readonly #owners: Owners;
  readonly #given: Given;
  readonly #tell: (note: OutsideNote) => void;
  readonly #claims: Claims;
  readonly #walk: Walk;
  readonly #read: ReturnType<typeof rowReader>;
  readonly #columns: readonly SheetColumn[];
  readonly #fields: readonly (readonly [field: FieldKey, column: number])[];
  readonly #contactAt: number;
  readonly #stateAt: number;
  readonly #extraKeys: readonly string[];
  readonly #rows = new Map<number, CustomerId | null>();
  readonly #overridden: [CustomerId, string][] = [];
  readonly #ours: [CustomerId, string, string | null][] = [];
  readonly #counts = { read: 0, created: 0, updated: 0, unchanged: 0, held: 0, rejected: 0 };
  #heldBefore: ReadonlySet<string> | null = null;

  constructor(
    source: CsvSource,
    mapping: Mapping,
    ledger: OutsideLedger,
    owners: Owners,
    given: Given,
    tell: (note: OutsideNote) => void,
  ) {
    this.#source = source;
    this.#mapping = mapping;
    this.#ledger = ledger;
    this.#owners = owners;
    this.#given = given;
    this.#tell = tell;
    this.#claims = new Claims(mapping, ledger.reader);
    this.#walk = new Walk(ledger.reader);
    this.#read = rowReader(mapping.columns, given.policy);
    this.#columns = sheetOf(source, mapping).columns;
    this.#fields = this.#columns.flatMap((column, i) => (column.to === 'field' ? [[column.field, i] as const] : []));
    this.#stateAt = this.#columns.findIndex((column) => column.to === 'field' && column.field === 'review_state');
    this.#contactAt = this.#columns.findIndex(({ to }) => to === 'contact');
    this.#extraKeys = this.#columns.flatMap((column) => (column.to === 'extra' ? [column.key] : []));
  }

  row(cells: readonly string[], record: number, line: number): void {
    this.#counts.read++;
    const claimed = this.#claims.of(cells);
    const row = this.#read(cells);
    if (row.kind !== 'values') {
      if (claimed !== null) this.#rows.set(record, null);
      this.#reject(line, row.kind === 'ragged' ? 'row/ragged' : `row/${row.kind}`);
      return;
    }
    const { set, extra } = row;
    const missing = new Set(row.missing);
    if (claimed === null) {
      this.#unclaimed(set, extra, missing, cells, record, line);
      return;
    }
    const customer = claimed === 'unknown' ? null : this.#walk.get(claimed);
    if (customer === null) this.#hold('import/id-unknown', 'conflict', null, cells, record, line);
    else if (this.#owners.byCustomer.get(customer.id) === record) {
      this.#known(customer, set, extra, missing, cells, record, line);
    } else this.#copy(customer, set, extra, missing, cells, record, line);
  }

  fault(line: number, code: IntakeCode): void {
    this.#counts.read++;
    this.#reject(line, code);
  }

  result(): Outside {
    const { reader, checkout } = this.#ledger;
    const { byCustomer } = this.#owners;
    const absent: CustomerId[] = [];
    if (byCustomer.size < reader.count()) {
      for (const { id } of reader.read()) {
        if (!byCustomer.has(id) && !checkout.ahead(id).has(':row')) absent.push(id);
      }
    }
    return {
      counts: { ...this.#counts, missing: absent.length },
      found: {
        sha256: this.sha256,
        sheet: sheetOf(this.#source, this.#mapping),
        rows: this.#rows,
        absent,
        overridden: this.#overridden,
        ours: this.#ours,
        save: false,
      },
    };
  }

  /** A row without mark and number: that of a customer who has none any more, or a new customer's. */
  #unclaimed(
    set: RowValues,
    extra: string | null,
    missing: ReadonlySet<number>,
    cells: readonly string[],
    record: number,
    line: number,
  ): void {
    const { reader, draft } = this.#ledger;
    const { byCustomer } = this.#owners;
    const identity = identityKey(set);
    const twins = identity === null ? [] : reader.find('identity', identity);
    const lost = twins.filter((id) => !byCustomer.has(id));
    if (lost.length === 1) {
      const id = lost[0] as CustomerId;
      byCustomer.set(id, record);
      this.#known(reader.get(id) as CustomerRecord, set, extra, missing, cells, record, line);
      return;
    }
    const no = set.customer_no ?? null;
    if (no !== null && draft.find('customer_no', no).length > 0) {
      this.#hold('import/number-twice', 'conflict', null, cells, record, line);
    } else if (twins.length > 0 || (identity !== null && draft.find('identity', identity).length > 0)) {
      this.#hold('import/customer-twice', 'duplicate', twins[0] ?? null, cells, record, line);
    } else {
      this.#counts.created++;
      const { policy } = this.#given;
      const said = set.review_state ?? null;
      const state = entryState(policy, said, codeWord(policy, 'review_state', 'submitted'));
      const values = { ...set, review_state: state };
      const number = no === null ? null : parseNumber(no, policy);
      const staged = draft.add({ kind: 'insert', set: values, extra, reasons: created }, { identity, number });
      if (no === null) this.#rows.set(record, staged);
      if (this.#stateAt >= 0 && state !== said) this.#ours.push([staged, 'review_state', said]);
      if (said !== null && state !== said) this.#tell({ code: 'outside/review-state', line, against: null });
    }
  }

  /** A customer's own row: what differs from what the file said is an edit. */
  #known(
    customer: CustomerRecord,
    set: RowValues,
    extra: string | null,
    missing: ReadonlySet<number>,
    cells: readonly string[],
    record: number,
    line: number,
  ): void {
    const { reader, draft, checkout } = this.#ledger;
    const { id } = customer;
    const { changed, spoilt, extra: nextExtra } = this.#differences(customer, set, extra, missing);
    let holds: IntakeCode | null = spoilt ? 'outside/spreadsheet-damage' : null;
    const no = changed.customer_no;
    if (no != null) {
      const holder = reader.find('customer_no', no)[0];
      if ((holder !== undefined && holder !== id) || draft.find('customer_no', no).some((other) => other !== id)) {
        delete changed.customer_no;
        holds = 'import/number-of-another';
      }
    }
    const ahead = checkout.ahead(id);
    for (const field of Object.keys(changed)) if (ahead.has(field)) this.#overridden.push([id, field]);
    if (nextExtra !== undefined && ahead.has('extra')) this.#overridden.push([id, 'extra']);
    if (ahead.has(':row')) this.#overridden.push([id, ':row']);
    const values = resubmitted(this.#given.policy, customer, changed, nextExtra !== undefined);
    const state = 'review_state' in values ? (values.review_state as string | null) : customer.review_state;
    if (this.#stateAt >= 0 && !missing.has(this.#stateAt) && state !== (set.review_state ?? null)) {
      this.#ours.push([id, 'review_state', set.review_state ?? null]);
      if (changed.review_state != null) holds ??= 'outside/review-state';
    }
    for (const field of ['lifecycle', 'hold', 'hold_reason'] as const) {
      if (changed[field] === undefined || field in values) continue;
      this.#ours.push([id, field, set[field] ?? null]);
      holds ??= 'outside/reserved';
    }
    if (Object.keys(values).length > 0 || nextExtra !== undefined) {
      // A row of which a part is held counts as held: somebody must look at it.
      if (holds === null) this.#counts.updated++;
      const after = { ...customer, ...values };
      draft.add(
        {
          kind: 'update',
          id,
          expect: customer.version,
          set: values,
          ...(nextExtra !== undefined && { extra: nextExtra }),
          reasons: edited,
        },
        { identity: identityKey(after), number: no == null ? null : parseNumber(no, this.#given.policy) },
      );
    } else if (holds === null) this.#counts.unchanged++;
    if (holds !== null) this.#hold(holds, 'conflict', id, cells, record, line, true);
    if (!this.#saysWhose(id, set.customer_no ?? null, cells)) this.#rows.set(record, id);
  }

  /** Whether the row's own cells will lead back to its customer. */
  #saysWhose(id: CustomerId, no: string | null, cells: readonly string[]): boolean {
    const claimed = this.#claims.of(cells);
    if (claimed !== null) return claimed === id;
    const { reader, draft } = this.#ledger;
    return no !== null && (reader.find('customer_no', no).includes(id) || draft.find('customer_no', no).includes(id));
  }

  /** A second row that names a customer: nothing new when it says the same, else a question for a person. */
  #copy(
    customer: CustomerRecord,
    set: RowValues,
    extra: string | null,
    missing: ReadonlySet<number>,
    cells: readonly string[],
    record: number,
    line: number,
  ): void {
    const { changed, spoilt, extra: nextExtra } = this.#differences(customer, set, extra, missing);
    this.#rows.set(record, null);
    if (Object.keys(changed).length === 0 && nextExtra === undefined && !spoilt) this.#counts.unchanged++;
    else this.#hold('import/number-twice', 'conflict', customer.id, cells, record, line);
  }

  /** The values in which a row differs from what the file last said of a customer. */
  #differences(
    customer: CustomerRecord,
    set: RowValues,
    extra: string | null,
    missing: ReadonlySet<number>,
  ): { changed: { [K in FieldKey]?: string | null }; spoilt: boolean; extra: string | null | undefined } {
    const ahead = this.#ledger.checkout.ahead(customer.id);
    const said = (field: FieldKey): string | null =>
      ahead.has(field) ? (ahead.get(field) as string | null) : customer[field];
    const changed: { [K in FieldKey]?: string | null } = {};
    let spoilt = false;
    const compare = (field: FieldKey, before: string | null, after: string | null): void => {
      if (before === after) return;
      if (spreadsheetDamage(before, after) === null) changed[field] = after;
      else spoilt = true;
    };
    for (const [field, column] of this.#fields) {
      if (!missing.has(column)) compare(field, asRead(said(field)), set[field] ?? null);
    }
    if (this.#contactAt >= 0 && !missing.has(this.#contactAt)) {
      const whole = [said('phone'), said('email')].filter((part) => part !== null).join(' / ');
      const before = whole === '' ? { phone: null, email: null } : splitContact(asRead(whole) ?? '');
      for (const field of ['phone', 'email'] as const) {
        if (!this.#fields.some(([own]) => own === field)) compare(field, before[field], set[field] ?? null);
      }
    }
    const before = ahead.has('extra') ? (ahead.get('extra') as string | null) : customer.extra;
    return { changed, spoilt, extra: this.#extraAfter(before, extra, missing) };
  }

  /** Undeclared columns after the edit; undefined when nothing changed. What has no column in the file stays. */
  #extraAfter(before: string | null, row: string | null, missing: ReadonlySet<number>): string | null | undefined {
    if (this.#extraKeys.length === 0) return undefined;
    const had = (before === null ? {} : JSON.parse(before)) as Record<string, string>;
    const has = (row === null ? {} : JSON.parse(row)) as Record<string, string>;
    const next: Record<string, string> = Object.assign(Object.create(null), had);
    let same = true;
    for (const [at, column] of this.#columns.entries()) {
      if (column.to !== 'extra' || missing.has(at)) continue;
      const { key } = column;
      const was = Object.hasOwn(had, key) ? asRead(had[key] as string) : null;
      const is = Object.hasOwn(has, key) ? (has[key] as string) : null;
      if (was === is) continue;
      same = false;
      if (is === null) delete next[key];
      else next[key] = is;
    }
    if (same) return undefined;
    return Object.keys(next).length === 0 ? null : JSON.stringify(next);
  }

  #reject(line: number, code: IntakeCode): void {
    this.#counts.rejected++;
    this.#tell({ code, line, against: null });
  }

  /** Sets a row, or the spoilt cells of one (`partly`), aside for a person; what waits already is not set aside again. */
  #hold(
    rule: IntakeCode,
    why: 'conflict' | 'duplicate',
    against: CustomerId | null,
    cells: readonly string[],
    record: number,
    line: number,
    partly = false,
  ): void {
    if (!partly) this.#rows.set(record, null);
    this.#counts.held++;
    this.#tell({ code: rule, line, against });
    const whole: Record<string, string> = Object.create(null);
    for (const [i, header] of this.#source.header.entries())
      whole[header in whole ? `${header}#${i + 1}` : header] = cells[i] ?? '';
    const row = JSON.stringify(whole);
    this.#heldBefore ??= new Set(
      [...this.#ledger.reader.held()].map((one) => `${one.rule}\n${one.against}\n${one.row}`),
    );
    if (!this.#heldBefore.has(`${rule}\n${against}\n${row}`)) {
      this.#ledger.draft.hold({ record, line, why, rule, against, row });
    }
  }
}

/** A value as the door gives it when it stands in a cell. */
const asRead = (value: string | null): string | null => (value === null ? null : cellValue(neutralise(value)));
