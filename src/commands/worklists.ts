import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Evaluation, evaluation } from '../engine/evaluate.js';
import { type CsvFile, CsvFiles } from '../files/csv-files.js';
import { fileFault } from '../files/faults.js';
import { uniqueNames } from '../files/safe-name.js';
import { worklistColumns } from '../intake/headers.js';
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import { StewardError } from '../model/errors.js';
import { type FieldKey, fieldKeys, fieldOf } from '../model/fields.js';
import type { Finding } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { LedgerReader } from '../model/ledger.js';
import { type Lang, say, type Text } from '../model/text.js';
import type { Rule } from '../rules/rule.js';
import { answerReader } from '../rules/text/answer.js';

/** The list of customers without an owner (S3-09), and the list of lists. */
const ORPHANS = '无负责人';
const INDEX = '_index';

const headings = {
  file: { zh: '文件', en: 'file' },
  owner: { zh: '负责人', en: 'owner' },
  customers: { zh: '客户数', en: 'customers' },
  findings: { zh: '问题数', en: 'findings' },
} as const satisfies Record<string, Text>;

/** What came of the worklists. */
export interface WorklistCounts {
  readonly folder: string;
  /** Lists, one an owner; the index is not counted. */
  readonly files: number;
  readonly customers: number;
  readonly findings: number;
}

/** Lists that are written, and stand under their names only after `commit`. */
export interface StagedWorklists {
  readonly counts: WorklistCounts;
  /** The customers whose values they hold. */
  readonly subjects: readonly CustomerId[];
  commit(): void;
  abort(): void;
}

/** One owner's list while it is planned and written. */
interface List {
  readonly owner: string | null;
  /** Fields that some customer of this owner lacks or has wrong. */
  readonly fields: Set<FieldKey>;
  /** Whether some customer has no number, and whether some name is to be corrected: what then tells whose row it is. */
  needsId: boolean;
  needsName: boolean;
  customers: number;
  findings: number;
  columns: readonly FieldKey[];
  name: string;
  file: CsvFile | null;
}

/**
 * Worklists of missing and wrong data, one CSV an owner, to be filled in and imported again (S4-07, S3-09). A customer stands on a list
 * for what is missing, withheld or an error; not for its number, which steward issues. Values are in full: their owner needs them. Made in
 * two passes, so that nothing but the owners and their columns is held: the first learns them while validate runs, the second writes.
 */
export class Worklists {
  readonly #folder: string;
  readonly #rules: readonly Rule[];
  readonly #given: Given;
  readonly #reader: LedgerReader;
  readonly #lang: Lang;
  readonly #ruleOf: ReadonlyMap<string, Rule>;
  readonly #ownerOf: (record: CustomerRecord) => string | null;
  readonly #lists = new Map<string | null, List>();
  /** Findings over several customers, by customer: few, and known only at the end of the first pass. */
  readonly #shared = new Map<CustomerId, Finding[]>();
  /** Customers that were named, each for a person and with a remark: then they alone stand on the lists. */
  readonly #named = new Map<CustomerId, { readonly person: string | null; readonly remark: string }>();
  #looking: { readonly work: Evaluation; record: CustomerRecord } | null = null;

  /** @throws StewardError folder-not-empty: what somebody filled in is never overwritten */
  constructor(folder: string, rules: readonly Rule[], given: Given, reader: LedgerReader, lang: Lang) {
    this.#folder = folder;
    this.#rules = rules;
    this.#given = given;
    this.#reader = reader;
    this.#lang = lang;
    this.#ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
    const answer = answerReader(given.policy);
    const nameIn = (name: string | null) => (name !== null && answer(name) === 'given' ? name : null);
    this.#ownerOf = ({ id, owner }) => nameIn((this.#named.get(id) ?? { person: owner }).person);
    prepare(folder);
  }

  /** Hears of a finding: of the record that is being judged, or over several customers. */
  collect(finding: Finding, record: CustomerRecord | null): void {
    if (!this.#belongs(finding)) return;
    if (record !== null) this.#plan(record, finding.field);
    for (const id of record === null ? finding.subjects : []) {
      const known = this.#shared.get(id);
      if (known) known.push(finding);
      else this.#shared.set(id, [finding]);
    }
  }

  /** Puts a customer on a person's list, whatever is found of it, with a remark and all its values to be corrected (S0-20). */
  add(record: CustomerRecord, person: string | null, remark: string): void {
    this.#named.set(record.id, { person, remark });
    this.#plan(record, 'name');
    for (const key of fieldKeys) {
      const { group } = fieldOf(key);
      if (record[key] !== null && key !== 'customer_no' && group !== 'status' && group !== 'hold')
        this.#plan(record, key);
    }
    this.#looking ??= {
      work: this.#recordRules((finding) => this.collect(finding, this.#looking?.record ?? null)),
      record,
    };
    this.#looking.record = record;
    this.#looking.work.see(record);
  }

  /**
   * Writes the lists; `subjects` hears, before any file stands, of the customers whose values they hold.
   *
   * @throws FileFault when the folder cannot be written; there is then no list under its name, or none of those still to come
   */
  write(subjects: (ids: readonly CustomerId[]) => void, progress: (rows: number) => void): WorklistCounts {
    const staged = this.stage(progress);
    try {
      subjects(staged.subjects);
      staged.commit();
      return staged.counts;
    } finally {
      staged.abort();
    }
  }

  /** Writes the lists beside their places, to be put there or taken back. @throws FileFault as `write` */
  stage(progress: (rows: number) => void = () => undefined): StagedWorklists {
    for (const [id, findings] of this.#shared) {
      const record = this.#reader.get(id);
      if (record) for (const finding of findings) this.#plan(record, finding.field);
    }
    const files = new CsvFiles();
    try {
      this.#begin(files);
      const written = this.#rows(progress);
      const counts = this.#index(files);
      return { counts, subjects: written, commit: () => files.commit(), abort: () => files.abort() };
    } catch (error) {
      files.abort();
      throw error;
    }
  }

  /** What the owner can mend by filling in: missing and withheld values (S4-34), and errors. */
  #belongs({ rule, severity, field }: Finding): boolean {
    const of = this.#ruleOf.get(rule);
    const missing = of !== undefined && of.kind !== 'label' && of.dimension === 'completeness';
    return field !== 'customer_no' && (severity === 'error' || missing);
  }

  #plan(record: CustomerRecord, field: FieldKey | undefined): void {
    const owner = this.#ownerOf(record);
    let list = this.#lists.get(owner);
    if (!list) {
      list = {
        owner,
        fields: new Set(),
        needsId: false,
        needsName: false,
        customers: 0,
        findings: 0,
        columns: [],
        name: '',
        file: null,
      };
      this.#lists.set(owner, list);
    }
    if (record.customer_no === null) list.needsId = true;
    if (field === 'name') list.needsName = true;
    else if (field !== undefined) list.fields.add(field);
  }

  #begin(files: CsvFiles): void {
    const named = uniqueNames([INDEX, ORPHANS]);
    const name = (key: FieldKey) => say(fieldOf(key).name, this.#lang);
    for (const list of this.#sorted()) {
      list.columns = fieldKeys.filter((key) => list.fields.has(key));
      list.name = `${list.owner === null ? ORPHANS : named(list.owner)}.csv`;
      list.file = files.begin(join(this.#folder, list.name), [
        ...(list.needsId ? [worklistColumns.id] : []),
        ...(list.needsName ? [worklistColumns.knownAs] : []),
        name('customer_no'),
        name('name'),
        ...list.columns.map(name),
        worklistColumns.findings,
      ]);
    }
  }

  /** By owner, those without one last. */
  #sorted(): List[] {
    const last = (list: List) => (list.owner === null ? 1 : 0);
    return [...this.#lists.values()].sort(
      (a, b) => last(a) - last(b) || ((a.owner as string) < (b.owner as string) ? -1 : 1),
    );
  }

  /** The second pass: rules are pure, so that each record gets the findings that it got before. */
  #rows(progress: (rows: number) => void): CustomerId[] {
    let found: Finding[] = [];
    const work = this.#recordRules((finding) => {
      if (this.#belongs(finding)) found.push(finding);
    });
    const written: CustomerId[] = [];
    let rows = 0;
    for (const record of this.#records()) {
      found = [];
      work.see(record);
      const all = [...found, ...(this.#shared.get(record.id) ?? [])];
      if (++rows % 5000 === 0) progress(rows);
      const list = this.#lists.get(this.#ownerOf(record));
      const remark = this.#named.get(record.id)?.remark;
      if ((all.length === 0 && remark === undefined) || !list?.file) continue;
      list.customers++;
      list.findings += all.length;
      written.push(record.id);
      const no = record.customer_no;
      list.file.add([
        ...(list.needsId ? [no === null ? `#${record.id}` : ''] : []),
        ...(list.needsName ? [record.name ?? ''] : []),
        no ?? '',
        record.name ?? '',
        ...list.columns.map((key) => record[key] ?? ''),
        [...(remark === undefined ? [] : [remark]), this.#told(all)].filter(Boolean).join(this.#between),
      ]);
    }
    return written;
  }

  *#records(): Iterable<CustomerRecord> {
    if (this.#named.size === 0) yield* this.#reader.read();
    for (const id of this.#named.keys()) {
      const record = this.#reader.get(id);
      if (record !== null) yield record;
    }
  }

  #recordRules(emit: (finding: Finding) => void): Evaluation {
    const rules = this.#rules.filter((rule) => rule.kind === 'record');
    return evaluation(rules, this.#given, emit);
  }

  get #between(): string {
    return this.#lang === 'zh-CN' ? ';' : '; ';
  }

  #told(findings: readonly Finding[]): string {
    const lines = findings.map(({ rule, messageId, field, data }) => {
      const message = say(this.#ruleOf.get(rule)?.messages[messageId] as Text, this.#lang, data);
      return field === undefined ? message : `${say(fieldOf(field).name, this.#lang)}: ${message}`;
    });
    return lines.join(this.#between);
  }

  #index(files: CsvFiles): WorklistCounts {
    const t = (text: Text) => say(text, this.#lang);
    const index = files.begin(join(this.#folder, `${INDEX}.csv`), Object.values(headings).map(t));
    const counts = { files: 0, customers: 0, findings: 0 };
    for (const { name, owner, customers, findings } of this.#sorted()) {
      counts.files++;
      counts.customers += customers;
      counts.findings += findings;
      index.add([name, owner ?? '', String(customers), String(findings)]);
    }
    return { folder: this.#folder, ...counts };
  }
}

/** The folder, for this user alone: a new one, or an empty one that is there. */
function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length > 0) throw new StewardError('folder-not-empty', { path: folder });
    chmodSync(folder, 0o700);
  } catch (error) {
    if (error instanceof StewardError) throw error;
    throw fileFault(error, folder, 'write');
  }
}
