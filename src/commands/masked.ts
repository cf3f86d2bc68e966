import type { CellForm } from '../intake/inspect/form.js';
import { type Field, type FieldKey, fieldOf } from '../model/fields.js';
import type { Finding } from '../model/finding.js';
import type { Data } from '../model/text.js';
import { type MaskKind, maskValue } from '../rules/mask/mask-value.js';
import { isCompanyLike } from '../rules/text/company-name.js';
import { maskText } from '../rules/text/personal-data.js';

function kindOf({ kind }: Field, value: string): MaskKind {
  if (kind === 'phone' || kind === 'email' || kind === 'person' || kind === 'address') return kind;
  if (kind === 'party') return isCompanyLike(value) ? 'company' : 'person';
  return 'other';
}

/** A value as output shows it: personal and sensitive ones masked unless they were asked for (law 11). */
export function shown(key: FieldKey, value: string | null, reveal: boolean): string | null {
  if (value === null || reveal) return value;
  const field = fieldOf(key);
  if (field.sensitivity !== 'personal' && field.sensitivity !== 'sensitive')
    return field.kind === 'note' ? maskText(value) : value;
  return field.kind === 'note' ? maskText(value) : maskValue(kindOf(field, value), value);
}

/** Values of a finding's data that speak of its field, and are masked as it is. */
export const maskedNames = ['value', 'suggestion', 'key'] as const;

/** A finding's data as output shows it: `value`, `suggestion` and `key` are masked by the field they speak of. */
export function maskedData(finding: Pick<Finding, 'data' | 'field'>, reveal: boolean): Data {
  if (reveal || finding.field === undefined) return finding.data;
  const { data, field } = finding;
  let masked: Record<string, Data[string]> | null = null;
  for (const name of maskedNames) {
    const value = data[name];
    if (typeof value !== 'string') continue;
    masked ??= { ...data };
    masked[name] = shown(field, value, false);
  }
  return masked ?? data;
}

const formKinds: Partial<Record<CellForm, MaskKind>> = {
  address: 'address',
  'bank-card': 'bankCard',
  email: 'email',
  'id-number': 'id',
  person: 'person',
  phone: 'phone',
};

/**
 * A cell of a file as output shows it (law 11): as `shown` does where it is known to be a field; where it is not, what looks like personal
 * data is masked.
 */
export function shownCell(field: FieldKey | null, form: CellForm, value: string, reveal: boolean): string {
  if (reveal || form === 'masked' || form === 'nothing') return value;
  if (field !== null) return shown(field, value, false) as string;
  const kind = formKinds[form];
  return kind === undefined ? maskText(value) : maskValue(kind, value);
}
