import { type FieldKey, fieldOf, fields, isFieldKey } from '../model/fields.js';
import type { Policy } from '../model/policy.js';
import { nearest } from '../rules/text/nearest.js';
import { fold } from '../rules/text/unicode.js';

/** Headings of the columns that a rejects file carries besides the original ones; left out when it comes back. */
export const rejectColumns = ['steward_line', 'steward_error', 'steward_raw'] as const;

/** Heading of the column in which a rejects file keeps what the first import was told by options, such as --source: its rows are still told it. */
export const toldColumn = 'steward_told';

/** Under which a held row keeps, beside its cells, what its columns were read as where their headings do not say it. */
export const keptMapColumn = 'steward_map';

/**
 * Headings of the columns by which a worklist finds back to its customers (S4-07): `#id` in this ledger; the name under which the
 * customer is on file, where the list asks for another one; what was found, which is left out when the list comes back.
 */
export const worklistColumns = { id: 'steward_id', knownAs: 'steward_name', findings: 'steward_findings' } as const;

type OwnColumn = 'dropped' | 'id' | 'knownAs' | 'told';

const ownColumns: ReadonlyMap<string, OwnColumn> = new Map<string, OwnColumn>([
  ...[...rejectColumns, keptMapColumn, worklistColumns.findings].map((header) => [header, 'dropped'] as const),
  [worklistColumns.id, 'id'],
  [worklistColumns.knownAs, 'knownAs'],
  [toldColumn, 'told'],
]);

/** What a column of a file is: a declared field, a mix of phone and e-mail, a column kept as it is, one left out because a person said so, or one of steward's own. */
export type Column =
  | { readonly header: string; readonly to: 'contact' }
  | { readonly header: string; readonly to: 'dropped' }
  | { readonly header: string; readonly to: 'extra' }
  | { readonly header: string; readonly to: 'id' }
  | { readonly header: string; readonly to: 'ignored' }
  | { readonly header: string; readonly to: 'knownAs' }
  | { readonly header: string; readonly to: 'told' }
  | { readonly header: string; readonly to: 'field'; readonly field: FieldKey };

/** How a file's header was understood; printed on every import, so that nothing is guessed in silence. */
export interface Mapping {
  readonly columns: readonly Column[];
  /** Columns that nobody declared, with the field that they may have meant: kept, not dropped (law 8). `column` is 1-based. */
  readonly unmapped: readonly { readonly column: number; readonly header: string; readonly nearest: FieldKey | null }[];
  /** Columns whose field an earlier column had taken already: kept beside it. */
  readonly repeated: readonly { readonly column: number; readonly header: string; readonly field: FieldKey }[];
  /** Required fields of the active profiles that no column fills, with the profiles that ask for each. */
  readonly unfilled: readonly { readonly field: FieldKey; readonly profiles: readonly string[] }[];
  /** Undeclared columns that hold personal data by their name (S0-09). */
  readonly personal: readonly string[];
  /** Headings that were decided on, but that the file does not have. */
  readonly absent: readonly string[];
  /** The order of days written with the year last (03/04/2024), where a person declared it. */
  readonly dateOrder: DateOrder | null;
}

/** Day first or month first. */
export type DateOrder = 'dmy' | 'mdy';

/** What a heading can be decided to be, besides a field: phone and e-mail in one column, kept as it is, left out. */
export const otherTargets = ['contact', 'extra', 'ignore'] as const;

/** Whether a word is what a heading can be decided to be: a field's key or one of `otherTargets`. */
export const isTarget = (word: string): boolean =>
  isFieldKey(word) || (otherTargets as readonly string[]).includes(word);

/** A heading without what varies: width, case, spaces, brackets, stars and colons. */
export const headerKey = (header: string): string =>
  fold(header)
    .toLowerCase()
    .replace(/[\s*＊:：()（）[\]【】_\-.]/g, '');

const aliases = new Map<string, FieldKey>();
for (const { key, name } of fields) for (const word of [key, name.zh, name.en]) aliases.set(headerKey(word), key);
for (const { key, aliases: words } of fields) {
  for (const word of words) if (!aliases.has(headerKey(word))) aliases.set(headerKey(word), key);
}

const contactHeadings = new Set(
  [
    '联系方式',
    '联系方式(电话/邮箱)',
    '电话/邮箱',
    '联系电话/邮箱',
    '联系方式(手机/邮箱)',
    'contact info',
    'contact details',
    'phone/email',
    'phone / e-mail',
  ].map(headerKey),
);

/** Headings of personal data that the handbooks never ask for (000:19); the policy may declare such a column with its purpose. */
const personalHeading =
  /身份证|证件号|护照|生日|出生|银行卡|银行账号|婚姻|民族|宗教|政治面貌|病史|健康状况|家庭成员|id ?card|identity|passport|birth|bank ?card|bank ?account|religion|marital/i;

/** Whether a heading names personal data that the policy does not declare (S0-09). */
export const isUndeclaredPersonal = (header: string, policy: Policy): boolean =>
  personalHeading.test(header) && !policy.columns.some((column) => headerKey(column.header) === headerKey(header));

/** The field that a heading names, or null. */
export const fieldOfHeader = (header: string): FieldKey | null => aliases.get(headerKey(header)) ?? null;

/** How many cells of a row read like known headings: the header row is the one with the most. */
export const headerScore = (cells: readonly string[]): number =>
  cells.filter((cell) => cell !== '' && (aliases.has(headerKey(cell)) || contactHeadings.has(headerKey(cell)))).length;

/** The column, 1-based, that fills each field; a contact column fills phone and e-mail where no other does. */
export function columnsOf({ columns }: Pick<Mapping, 'columns'>): ReadonlyMap<FieldKey, number> {
  const columnOf = new Map<FieldKey, number>();
  for (const [i, column] of columns.entries()) {
    if (column.to === 'field') columnOf.set(column.field, i + 1);
    else if (column.to === 'contact')
      for (const key of ['phone', 'email'] as const) if (!columnOf.has(key)) columnOf.set(key, i + 1);
  }
  return columnOf;
}

/**
 * Maps a file's header to fields. `forced` (header → field key, or one of `otherTargets`) comes from --map and goes first.
 */
export function mapHeader(
  header: readonly string[],
  policy: Policy,
  forced: ReadonlyMap<string, string> = new Map(),
  dateOrder: DateOrder | null = null,
): Mapping {
  const declared = new Set(policy.columns.map((column) => headerKey(column.header)));
  const taken = new Set<FieldKey>();
  const used = new Set<FieldKey>();
  const unmapped: { column: number; header: string }[] = [];
  const repeated: { column: number; header: string; field: FieldKey }[] = [];
  const personal: string[] = [];
  for (const [name, key] of forced) if (isFieldKey(key) && header.includes(name)) taken.add(key);
  const columns = header.map((name, at): Column => {
    const force = forced.get(name);
    if (force !== undefined) {
      if (!isFieldKey(force))
        return { header: name, to: force === 'ignore' ? 'ignored' : force === 'contact' ? 'contact' : 'extra' };
      if (used.has(force)) {
        repeated.push({ column: at + 1, header: name, field: force });
        return { header: name, to: 'extra' };
      }
      used.add(force);
      return { header: name, to: 'field', field: force };
    }
    const ours = ownColumns.get(name);
    if (ours !== undefined) return { header: name, to: ours };
    if (contactHeadings.has(headerKey(name))) return { header: name, to: 'contact' };
    const field = fieldOfHeader(name);
    if (field !== null && !taken.has(field)) {
      taken.add(field);
      return { header: name, to: 'field', field };
    }
    if (field !== null) repeated.push({ column: at + 1, header: name, field });
    else if (personalHeading.test(name) && !declared.has(headerKey(name))) personal.push(name);
    else if (!declared.has(headerKey(name))) unmapped.push({ column: at + 1, header: name });
    return { header: name, to: 'extra' };
  });
  const filled = new Set<FieldKey>(taken);
  if (columns.some((column) => column.to === 'contact')) for (const key of ['phone', 'email'] as const) filled.add(key);
  // A field that another column fills already is no likely meaning of this one.
  const near = (header: string) => {
    const field = nearestField(header);
    return field === null || filled.has(field) ? null : field;
  };
  return {
    columns,
    unmapped: unmapped.map((at) => ({ ...at, nearest: near(at.header) })),
    repeated,
    // A worklist asks for what is missing, not for everything.
    unfilled: header.includes(worklistColumns.findings) ? [] : unfilled(policy, filled),
    personal,
    absent: [...forced.keys()].filter((name) => !header.includes(name)),
    dateOrder,
  };
}

function nearestField(header: string): FieldKey | null {
  const hit = nearest(headerKey(header), [...aliases.keys()]);
  return hit === null ? null : (aliases.get(hit) ?? null);
}

function unfilled(policy: Policy, filled: ReadonlySet<FieldKey>): Mapping['unfilled'] {
  const missing = new Map<FieldKey, string[]>();
  for (const id of policy.profiles.active) {
    for (const need of policy.profiles.list[id]?.required ?? []) {
      const any = Array.isArray(need) ? need : [need];
      if (any.some((key) => filled.has(key))) continue;
      const field = any[0] as FieldKey;
      const profiles = missing.get(field) ?? [];
      if (!profiles.includes(id)) missing.set(field, [...profiles, id]);
    }
  }
  const place = (field: FieldKey) => fields.indexOf(fieldOf(field) as never);
  return [...missing].map(([field, profiles]) => ({ field, profiles })).sort((a, b) => place(a.field) - place(b.field));
}
