import type { Act, FieldClass, Policy } from '../../model/policy.js';

/** One cell of the matrix role × act × field class (C14), as the statements of the policy come to. */
export interface AccessCell {
  /** On whose customers: nobody's, those whose owner the person is, or all. */
  readonly rows: 'all' | 'none' | 'own';
  /** Only on a plan that another person approved (S0-40, S2-25). */
  readonly approval: boolean;
  /** The statements that decide, and those that would allow more, by their ids in declared order. */
  readonly by: readonly string[];
  readonly against: readonly string[];
}

/** none, own with approval, own, all with approval, all. */
const width = (rows: AccessCell['rows'], approval: boolean): number =>
  rows === 'none' ? 0 : (rows === 'own' ? 1 : 3) + (approval ? 0 : 1);

/** The cell of a role, an act and a field class: what no statement allows is denied, and of several the narrowest holds (S0-37, C14). */
export function accessCell(policy: Policy, role: string, act: Act, fieldClass: FieldClass): AccessCell {
  const said = Object.entries(policy.access.statements)
    .filter(([, s]) => s.dropped === null && s.role === role && s.acts.includes(act) && s.classes.includes(fieldClass))
    .map(([id, { rows, approval }]) => ({ id, rows, approval, width: width(rows, approval) }));
  const narrowest = Math.min(...said.map((one) => one.width));
  const by = said.filter((one) => one.width === narrowest);
  const against = said.filter((one) => one.width > narrowest);
  return {
    rows: by[0]?.rows ?? 'none',
    approval: by[0]?.approval ?? false,
    by: by.map(({ id }) => id),
    against: against.map(({ id }) => id),
  };
}

/** Whether a role may do something to any field of any customer at all; which ones, the cells say. */
export const mayAct = (policy: Policy, role: string, act: Act): boolean =>
  fieldClasses.some((fieldClass) => accessCell(policy, role, act, fieldClass).rows !== 'none');

/** All acts, from light to heavy. */
export const acts = ['read', 'edit', 'review', 'export', 'approve', 'destroy'] as const satisfies readonly Act[];

/** All field classes, in the order of the handbooks: 002 二(三)2, and the finances of 002 二(二)3 apart. */
export const fieldClasses = [
  'basic',
  'transaction',
  'service',
  'special',
  'finance',
] as const satisfies readonly FieldClass[];
