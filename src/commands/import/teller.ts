/** What an import says of its rows: items, counts by rule, the files of rows that did not come in, and the plan's first changes. */
import { columnsOf, type Mapping } from '../../intake/headers.js';
import { type ColumnNote, type IntakeCode, intakeMessages } from '../../intake/messages.js';
import type { RowNote, RowOutcome } from '../../intake/outcome.js';
import type { ReturnedRows } from '../../intake/rejects.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import type { Finding } from '../../model/finding.js';
import { type Data, say, type Text } from '../../model/text.js';
import { Bundles, ruleOf } from '../bundles.js';
import type { ChangeContext, Item } from '../command.js';
import { type PairData, pairData } from '../dedupe/pair-words.js';
import { maskedData } from '../masked.js';
import { callOf } from '../shared.js';
import { type Changed, changesOf } from './changes.js';
import type { NearDoor } from './near.js';

const words = {
  line: { zh: '第 {line} 行', en: 'line {line}' },
  created: { zh: '新建{customer}', en: 'a new customer {customer}' },
  unchanged: { zh: '没有新内容', en: 'nothing new' },
  of: { zh: '“{header}”:{message}', en: '"{header}": {message}' },
  against: { zh: '{message}(与 {against} 冲突)', en: '{message} (against {against})' },
  near: { zh: '{message}:{against}。{sentence}', en: '{message}: {against}. {sentence}' },
} as const satisfies Record<string, Text>;

/** A row of the plan as it is shown. */
export interface PlannedRow {
  readonly what: RowOutcome['what'];
  readonly line: number;
  readonly customer: string;
  readonly changes: readonly Changed[];
  readonly message: string;
}

/** So many rows of a kind are shown in the readable plan. */
const shownOfAKind = 10;
/** So many near duplicates are explained in full on the page. */
const explainedOnPage = 3;

/** Hears of every row in order. */
export class RowTeller {
  /** What was said of the header and of rows. */
  readonly notes = new Bundles();
  /** What the rules found. */
  readonly found = new Bundles();
  /** The first rows of each kind. */
  readonly planned = new Map<RowOutcome['what'], PlannedRow[]>();
  /** How many near duplicates were held, and why the first of them were. */
  nearHeld = 0;
  readonly near: PairData[] = [];
  readonly #context: ChangeContext;
  readonly #file: string;
  readonly #header: readonly string[];
  readonly #columnOf: ReadonlyMap<FieldKey, number>;
  readonly #rejects: ReturnedRows;
  readonly #held: ReturnedRows | null;
  readonly #door: NearDoor | null;

  constructor(
    context: ChangeContext,
    file: string,
    header: readonly string[],
    mapping: Mapping,
    {
      rejects,
      held,
      near,
    }: { readonly rejects: ReturnedRows; readonly held: ReturnedRows | null; readonly near: NearDoor | null },
  ) {
    this.#context = context;
    this.#file = file;
    this.#header = header;
    this.#columnOf = columnsOf(mapping);
    this.#rejects = rejects;
    this.#held = held;
    this.#door = near;
  }

  /** Something about a column of the file, or a field that none fills. */
  column({ code, column, header, field, data }: ColumnNote): void {
    const { lang } = this.#context;
    const { hint, severity, ...text } = intakeMessages[code];
    this.notes.add(
      { rule: code, messageId: code, severity, data, ...(field && { field }) },
      { text: () => text, call: () => header ?? '', shown: () => data },
    );
    this.#context.emit({
      what: 'note',
      code,
      severity,
      column,
      header,
      data,
      message: say(text, lang, data),
      hint: say(hint, lang, data),
    });
  }

  /** One row. */
  row(outcome: RowOutcome): void {
    const { dryRun, lang } = this.#context;
    const { findings, line, notes, what } = outcome;
    const place = () => say(words.line, lang, { line });
    for (const note of notes) {
      const { severity, ...text } = intakeMessages[note.code];
      const field = note.field ?? undefined;
      const data = this.#data(note);
      this.notes.add(
        { rule: note.code, messageId: note.code, severity, data, field },
        { text: () => text, call: place, shown: () => data },
      );
    }
    for (const finding of findings)
      this.found.add(finding, { text: textOf, call: place, shown: (it) => maskedData(it, this.#context.reveal) });
    if (!dryRun && what === 'rejected') this.#rejects.add(line, this.#errors(outcome), outcome.cells, outcome.raw);
    if (!dryRun && what === 'held') this.#held?.add(line, this.#errors(outcome), outcome.cells, outcome.raw);
    if (notes.some(isNear) && this.nearHeld++ < explainedOnPage) this.near.push(this.#pair(outcome) as PairData);
    const list = this.planned.get(what) ?? [];
    if (list.length < shownOfAKind && what !== 'unchanged') this.planned.set(what, [...list, this.#planned(outcome)]);
    // What a row becomes is the plan; of a run that was made, the trail tells it.
    if (dryRun && notes.every((note) => note.what === 'note')) this.#context.emit(() => this.#plan(outcome));
    for (const note of notes) this.#context.emit(() => this.#noteItem(outcome, note));
    for (const finding of findings) this.#context.emit(() => this.#findingItem(outcome, finding));
  }

  #plan(outcome: RowOutcome): Item {
    const { customer, changes, message } = this.#planned(outcome);
    return {
      what: outcome.what,
      code: null,
      file: this.#file,
      line: outcome.line,
      record: outcome.record,
      customer,
      changes,
      message,
    };
  }

  #planned(outcome: RowOutcome): PlannedRow {
    const { lang, reveal } = this.#context;
    const { line, notes, what } = outcome;
    const customer = this.#customer(outcome);
    const changes = changesOf(outcome, lang, reveal);
    const why = notes.find((note) => note.what !== 'note');
    const message = why
      ? this.#message(outcome, why)
      : what === 'created'
        ? say(words.created, lang, { customer }).trim()
        : changes.map(({ name, before, after }) => `${name}: ${before ?? '∅'} → ${after ?? '∅'}`).join('; ') ||
          say(words.unchanged, lang);
    return { what, line, customer, changes, message };
  }

  /** By what the row's customer is called: the number, else `#id`; blank for one that has neither yet. */
  #customer({ before, id, values }: RowOutcome): string {
    if (before !== null) return callOf(before);
    const record = id !== null && id > 0 ? this.#context.reader.get(id) : null;
    return record ? callOf(record) : (values?.customer_no ?? '');
  }

  #noteItem(outcome: RowOutcome, note: RowNote): Item {
    const { lang } = this.#context;
    const { code, what } = note;
    const { line, record, values } = outcome;
    const value = note.field === null ? null : (values?.[note.field] ?? null);
    return {
      what,
      code,
      severity: intakeMessages[code].severity,
      file: this.#file,
      line,
      record,
      customer: this.#customer(outcome),
      column: note.column,
      header: note.header,
      field: note.field,
      value:
        note.field === null
          ? null
          : (maskedData({ field: note.field, data: { value } }, this.#context.reveal).value ?? null),
      ...(what === 'held' && { against: this.#against(outcome) }),
      ...(isNear(note) && { pair: this.#pair(outcome) }),
      data: this.#data(note),
      message: this.#message(outcome, note),
      hint: say(intakeMessages[code].hint, lang, this.#data(note)),
    };
  }

  #findingItem({ line, record }: RowOutcome, finding: Finding): Item {
    const { lang, reveal } = this.#context;
    const column = finding.field === undefined ? undefined : this.#columnOf.get(finding.field);
    const data = maskedData(finding, reveal);
    return {
      what: 'finding',
      code: finding.rule,
      messageId: finding.messageId,
      severity: finding.severity,
      file: this.#file,
      line,
      record,
      column: column ?? null,
      header: column === undefined ? null : (this.#header[column - 1] ?? null),
      field: finding.field ?? null,
      value: data.value ?? null,
      data,
      message: say(textOf(finding), lang, data),
      hint: say(ruleOf.get(finding.rule)?.mend as Text, lang, data),
    };
  }

  /** All that is wrong with a row, at once, for the person who mends it; the row itself stands beside it, so nothing is masked. */
  #errors(outcome: RowOutcome): string {
    const { lang } = this.#context;
    const of = (field: FieldKey | null | undefined, message: string): string => {
      const column = field ? this.#columnOf.get(field) : undefined;
      const header = column === undefined ? field && say(fieldOf(field).name, lang) : this.#header[column - 1];
      return header ? say(words.of, lang, { header, message }) : message;
    };
    return [
      ...outcome.notes.filter(({ what }) => what !== 'note').map((note) => this.#message(outcome, note)),
      ...outcome.findings
        .filter(({ severity }) => severity === 'error')
        .map((finding) => of(finding.field, say(textOf(finding), lang, finding.data))),
    ].join('; ');
  }

  #message(outcome: RowOutcome, note: RowNote): string {
    const { lang } = this.#context;
    const message = say(intakeMessages[note.code], lang, this.#data(note));
    const against = note.what === 'held' ? this.#against(outcome) : null;
    const why = isNear(note) ? this.#door?.explain(outcome.record) : null;
    if (why) return say(words.near, lang, { message, against, sentence: say(why.sentence, lang) });
    return against === null ? message : say(words.against, lang, { message, against });
  }

  /** Why a row was held for a near duplicate. */
  #pair(outcome: RowOutcome): PairData | null {
    const { lang, reveal } = this.#context;
    const why = this.#door?.explain(outcome.record);
    const calls = { a: say(words.line, lang, { line: outcome.line }), b: this.#against(outcome) ?? '' };
    return why ? pairData(calls, why, lang, reveal) : null;
  }

  /** Whom a held row collides with: a customer by its number or `#id`, or the line of the file that brought that one. */
  #against({ against, againstLine }: RowOutcome): string | null {
    if (againstLine !== null) return say(words.line, this.#context.lang, { line: againstLine });
    const record = against === null ? null : this.#context.reader.get(against);
    return record === null ? null : callOf(record);
  }

  #data({ data, field }: RowNote): Data {
    return field === null ? data : { ...data, field: say(fieldOf(field).name, this.#context.lang) };
  }
}

const isNear = ({ code }: RowNote): boolean => code === 'import/near-duplicate';

const textOf = ({ rule, messageId }: Pick<Finding, 'messageId' | 'rule'>): Text =>
  ruleOf.get(rule)?.messages[messageId] ?? intakeMessages[rule as IntakeCode];
