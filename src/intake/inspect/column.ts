/** What one column of a file holds. */
import { cellValue, neutralise, unneutralise } from '../../files/formula.js';
import { type FieldKey, type FieldKind, fieldOf } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { parseDate } from '../../rules/calendar/day.js';
import { answerReader } from '../../rules/text/answer.js';
import { charClasses, MARK, SUSPECT } from '../../rules/text/char-classes.js';
import { type FabricatedKind, fabricatedReason } from '../../rules/text/fabricated.js';
import { maskedReason } from '../../rules/text/masked.js';
import { mojibakeReason } from '../../rules/text/mojibake.js';
import { damageShown } from '../../rules/text/spreadsheet-damage.js';
import { isPlain, KINDS } from '../../rules/validate/fabricated.js';
import type { Column } from '../headers.js';
import { type CellForm, formReader } from './form.js';
import type { InspectCode } from './messages.js';
import { type FrequentValue, ValueCounts } from './value-counts.js';

/** A column as it was found. Lengths are UTF-16 units; `forms` counts the `judged` ones among the filled cells. */
export interface ColumnProfile {
  readonly filled: number;
  readonly distinct: { readonly count: number; readonly exact: boolean };
  readonly length: { readonly min: number; readonly max: number } | null;
  readonly judged: number;
  readonly forms: Readonly<Partial<Record<CellForm, number>>>;
  readonly top: readonly FrequentValue[];
}

/** The forms of so many first cells are read, then of every so many: reading one takes as long as all else together. */
const FIRST = 20_000;
const EVERY = 16;

/** Among many values, one in fewer cells than one of so many is not worth naming. */
const RARE = 2_000;

/** A sign and digits, as of +86 138…, or a lone dash: a spreadsheet does no harm with it. */
const HARMLESS = /^[+\-＋－][\d\s().,+\-－—]*$/;
const DAMAGE = {
  digits: 'cell/digits-rounded',
  exponent: 'cell/exponent',
  serial: 'cell/date-serial',
  zeros: 'cell/zeros-lost',
} as const satisfies Record<string, InspectCode>;

/** Whether a spreadsheet would run this cell, which was not made harmless before. */
const isFormula = (cell: string): boolean =>
  neutralise(cell) !== cell && unneutralise(cell) === cell && !HARMLESS.test(cell);

/** A day with its year last whose other numbers can be swapped (03/04/2024). */
const isAmbiguous = (value: string): boolean => {
  const day = parseDate(value);
  return !day.ok && day.problem === 'ambiguous';
};

const none: readonly InspectCode[] = [];
const isMadeUpField = (field: FieldKey): field is keyof typeof KINDS => Object.hasOwn(KINDS, field);

/** What is remembered of a value, once each was asked. */
interface About {
  form: CellForm | null;
  codes: readonly InspectCode[];
}

/** Looks at the cells of one column; memory is bounded, whatever stands in them. */
export class ColumnLook {
  readonly #counts = new ValueCounts<About>();
  readonly #formOf: (cell: string) => CellForm;
  readonly #codesOf: (cell: string) => readonly InspectCode[];
  readonly #forms: Partial<Record<CellForm, number>> = {};
  #filled = 0;
  #judged = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;

  constructor(column: Column, policy: Policy) {
    const field = column.to === 'field' ? column.field : null;
    const kind: FieldKind | null = field === null ? (column.to === 'contact' ? 'phone' : null) : fieldOf(field).kind;
    const madeUp: FabricatedKind | null = field !== null && isMadeUpField(field) ? KINDS[field] : null;
    this.#formOf = formReader(field, policy);
    this.#codesOf = codeReader(kind, madeUp, policy);
  }

  /** Takes in one cell, as in the file; returns what is to be said of it, nothing for one that is blank. */
  see(raw: string): readonly InspectCode[] {
    const cell = raw.trim();
    if (cell === '') return none;
    this.#filled++;
    if (cell.length < this.#min) this.#min = cell.length;
    if (cell.length > this.#max) this.#max = cell.length;
    const entry = this.#counts.add(cell);
    const judge = this.#filled <= FIRST || this.#filled % EVERY === 0;
    const about: About = entry?.about ?? { form: null, codes: this.#codesOf(cell) };
    if (entry !== null) entry.about = about;
    if (judge) {
      about.form ??= this.#formOf(cellValue(cell) as string);
      this.#judged++;
      this.#forms[about.form] = (this.#forms[about.form] ?? 0) + 1;
    }
    return about.codes;
  }

  profile(): ColumnProfile {
    const { count, exact } = this.#counts.distinct;
    return {
      filled: this.#filled,
      // An estimate may be above what there is.
      distinct: { count: Math.min(count, this.#filled), exact },
      length: this.#filled === 0 ? null : { min: this.#min, max: this.#max },
      judged: this.#judged,
      forms: this.#forms,
      top: this.#counts.top(5).filter((value) => !value.atLeast || value.count * RARE >= this.#filled),
    };
  }
}

/** Makes the reader of what is to be said of a cell; most cells have nothing to be said of and return soon. */
function codeReader(
  kind: FieldKind | null,
  madeUp: FabricatedKind | null,
  policy: Policy,
): (cell: string) => readonly InspectCode[] {
  const answer = answerReader(policy);
  return (cell) => {
    const value = cellValue(cell) as string;
    const damage = damageShown(value, kind);
    const classes = charClasses(value);
    const codes: InspectCode[] = [];
    if (damage !== null && damage !== 'plus') codes.push(DAMAGE[damage]);
    if ((classes & SUSPECT) !== 0) {
      const reason = mojibakeReason(value);
      const odd = reason === 'pua' || reason === 'pinyin-notes';
      if (reason !== null) codes.push(odd ? 'cell/odd-characters' : 'cell/mojibake');
    }
    if (kind === 'date' && isAmbiguous(value)) codes.push('cell/date-ambiguous');
    if (isFormula(cell)) codes.push('cell/formula');
    if (madeUp === null) return codes.length === 0 ? none : codes;
    if ((classes & MARK) !== 0 && maskedReason(value) !== null) {
      if (answer(value) === 'given') codes.push('cell/masked');
    } else if (damage === null && !isPlain(value, madeUp) && fabricatedReason(value, madeUp) !== null)
      codes.push('cell/fabricated');
    return codes.length === 0 ? none : codes;
  };
}
