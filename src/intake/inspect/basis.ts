/** What the mapping of each column rests on, and what its content says to it. */
import { type FieldKey, fieldOf } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { headerKey, type Mapping } from '../headers.js';
import type { ColumnProfile } from './column.js';
import { type CellForm, formsOfKind } from './form.js';

/**
 * How surely a column is what it is taken for: `given` by --map or a mapping file; `heading`: an alias of the field; `declared` in the policy;
 * `own`: one of steward's own columns. Kept as they are, with a guess that nobody acted on: `near` by heading, `content` by the cells;
 * `repeated`: another column has the field already; `none`.
 */
export type BasisKind = 'content' | 'declared' | 'given' | 'heading' | 'near' | 'none' | 'own' | 'repeated';

/** The basis of one column's mapping. */
export interface Basis {
  readonly how: BasisKind;
  /** The field that it may be, where nobody decided. */
  readonly suggests: FieldKey | null;
  /** The most frequent form of its filled cells, and its share of them, 0 to 1; fillers and masked values are left out. */
  readonly form: CellForm | null;
  readonly share: number;
  /** The share of its cells that have a form of the field it is mapped to; null where a form is no evidence. */
  readonly fits: number | null;
  /** The heading says one thing, the cells another. */
  readonly contradicts: boolean;
  /** Nobody declared the column, and its cells are personal data that no handbook asks for (S0-09). */
  readonly personal: boolean;
}

/** Fewer cells are no evidence. */
const FEW = 3;
/** A column is what so large a share of its cells looks like. */
const MOST = 0.8;

/** Fields that a form suggests, in the order in which they are tried. */
const suggesting: Partial<Record<CellForm, readonly FieldKey[]>> = {
  phone: ['phone', 'phone_other'],
  email: ['email'],
  'credit-code': ['credit_code'],
  company: ['name'],
  person: ['contact_name'],
  address: ['address'],
};

/** The basis of every column of a file; `given` are the headings that a person decided on. */
export function basesOf(
  mapping: Mapping,
  profiles: readonly ColumnProfile[],
  policy: Policy,
  given: ReadonlySet<string>,
): Basis[] {
  const { columns, repeated, unmapped } = mapping;
  const declared = new Set(policy.columns.map(({ header }) => headerKey(header)));
  const filled = new Set<FieldKey>();
  for (const column of columns) {
    if (column.to === 'field') filled.add(column.field);
    else if (column.to === 'contact') for (const key of ['phone', 'email'] as const) filled.add(key);
  }
  return columns.map((column, i) => {
    const { form, forms, judged, share } = evidence(profiles[i] as ColumnProfile);
    const base = { form, share, fits: null, contradicts: false, personal: false, suggests: null };
    if (given.has(column.header)) return { ...base, how: 'given', ...fitOf(column, forms, judged, share) };
    if (column.to === 'field' || column.to === 'contact')
      return { ...base, how: 'heading', ...fitOf(column, forms, judged, share) };
    if (column.to !== 'extra') return { ...base, how: 'own' };
    if (repeated.some((at) => at.column === i + 1)) return { ...base, how: 'repeated' };
    if (declared.has(headerKey(column.header))) return { ...base, how: 'declared' };
    const sure = judged >= FEW && share >= MOST;
    if (sure && (form === 'id-number' || form === 'bank-card')) return { ...base, how: 'none', personal: true };
    const byContent = sure ? (suggesting[form as CellForm]?.find((key) => !filled.has(key)) ?? null) : null;
    const near = unmapped.find((at) => at.column === i + 1)?.nearest ?? null;
    // A heading that is only near says less than cells that look like something else.
    const suggests = near !== null && !filled.has(near) && bears(near, byContent, forms, judged) ? near : byContent;
    if (suggests === null) return { ...base, how: 'none' };
    filled.add(suggests);
    return { ...base, how: suggests === near ? 'near' : 'content', suggests };
  });
}

/** Whether the cells bear out, or at least do not speak against, the field that a heading is near to. */
function bears(near: FieldKey, byContent: FieldKey | null, forms: ColumnProfile['forms'], judged: number): boolean {
  const fitting = formsOfKind(fieldOf(near).kind, near);
  if (fitting === null) return byContent === null;
  const fits = fitting.reduce((sum, form) => sum + (forms[form] ?? 0), 0);
  return judged < FEW ? byContent === null || fits > 0 : fits >= judged * (1 - MOST);
}

function evidence({ forms, judged: all }: ColumnProfile) {
  const judged = all - (forms.nothing ?? 0) - (forms.masked ?? 0);
  let form: CellForm | null = null;
  for (const [key, count] of Object.entries(forms) as [CellForm, number][]) {
    if (key === 'nothing' || key === 'masked') continue;
    if (form === null || count > (forms[form] as number)) form = key;
  }
  return { form, forms, judged, share: form === null || judged === 0 ? 0 : (forms[form] as number) / judged };
}

function fitOf(
  column: Mapping['columns'][number],
  forms: ColumnProfile['forms'],
  judged: number,
  share: number,
): Pick<Basis, 'contradicts' | 'fits'> {
  const fitting =
    column.to === 'contact'
      ? (['phone', 'email'] as const)
      : column.to === 'field'
        ? formsOfKind(fieldOf(column.field).kind, column.field)
        : null;
  if (fitting === null || judged === 0) return { fits: null, contradicts: false };
  const fits = fitting.reduce((sum, form) => sum + (forms[form] ?? 0), 0) / judged;
  const other = share >= MOST && fits < 1 - MOST && (forms.text ?? 0) / judged < MOST;
  return { fits, contradicts: judged >= FEW && other };
}
