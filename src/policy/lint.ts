import { clauses } from '../model/clauses.js';
import { type FieldKey, fieldOf } from '../model/fields.js';
import type { Severity } from '../model/finding.js';
import type { Band, Policy } from '../model/policy.js';
import { registerColumns } from '../model/register.js';
import type { Data, Text } from '../model/text.js';

/** What `policy lint` can say. */
export const lintMessages = {
  placeholder: {
    zh: '{where}:“{value}”是没有填写的空格(C19)',
    en: '{where}: "{value}" is a blank that was never filled in (C19)',
  },
  'unknown-clause': { zh: '{where}:没有条款 {value}', en: '{where}: there is no clause {value}' },
  'no-source': { zh: '{where}:没有注明条款来源', en: '{where}: names no clause as its source' },
  'band-gap': { zh: '{where}:{from} 到 {to} 之间没有档位', en: '{where}: no band covers {from} to {to}' },
  'band-overlap': { zh: '{where}:{from} 到 {to} 同时属于两个档位', en: '{where}: {from} to {to} lies in two bands' },
  'unknown-profile': { zh: '{where}:没有必填方案 {value}', en: '{where}: there is no profile {value}' },
  'no-purpose': {
    zh: '{where}:必填字段没有说明用途(000:19)',
    en: '{where}: requires fields without a purpose (000:19)',
  },
  'active-schemes': {
    zh: '{where}:有 {count} 个启用的编号规则,应当恰好一个(C01)',
    en: '{where}: {count} numbering schemes are active; exactly one must be (C01)',
  },
  ladder: {
    zh: '{where}:沉默期限 {silent} 不短于休眠期限 {dormant}(C02)',
    en: '{where}: silent after {silent} is not before dormant after {dormant} (C02)',
  },
  'alias-twice': {
    zh: '{where}:“{value}”同时是 {first} 和 {second} 的别名',
    en: '{where}: "{value}" is an alias of both {first} and {second}',
  },
  'unknown-role': { zh: '{where}:没有角色 {value}', en: '{where}: there is no role {value}' },
  'template-lacks': {
    zh: '{where}:004:84 记录表没有必填项“{value}”的列(S4-33)',
    en: '{where}: the record table of 004:84 has no column for the required "{value}" (S4-33)',
  },
} as const satisfies Record<string, Text>;

/** One thing that `policy lint` found. */
export interface LintIssue {
  readonly messageId: keyof typeof lintMessages;
  readonly severity: Severity;
  readonly where: string;
  readonly data: Data;
}

/** A period's rough length in days, only to order periods. */
function roughDays(period: string): number {
  const part = (unit: string) => Number(new RegExp(`(\\d+)${unit}`).exec(period)?.[1] ?? 0);
  return part('Y') * 365.25 + part('M') * 30.44 + part('W') * 7 + part('D');
}

/** All that is doubtful in a policy: gaps, overlaps, blanks, contradictions, unknown clauses. Pure; the order is fixed. */
export function lintPolicy(policy: Policy): readonly LintIssue[] {
  const issues: LintIssue[] = [];
  const say = (messageId: LintIssue['messageId'], severity: Severity, where: string, data: Data = {}) =>
    issues.push({ messageId, severity, where, data: { where, ...data } });

  walk(policy, '', (where, value, key) => {
    if (typeof value === 'string' && /\[X+\]|\[具体[^\]]*\]|\[\s*\]/.test(value))
      say('placeholder', 'error', where, { value });
    if (key === 'source' && Array.isArray(value)) {
      if (value.length === 0) say('no-source', 'error', where.replace(/\.source$/, ''));
      for (const id of value)
        if (!Object.hasOwn(clauses, String(id))) say('unknown-clause', 'error', where, { value: String(id) });
    }
  });
  bands(policy.valueBands.bands, 'valueBands', say);
  bands(policy.sizeBands.bands, 'sizeBands', say);
  profiles(policy, say);
  const active = policy.numbering.schemes.filter((s) => s.state === 'active').length;
  if (active !== 1) say('active-schemes', 'error', 'numbering.schemes', { count: active });
  const { silent, dormant } = policy.dormancy;
  if (roughDays(silent.after) >= roughDays(dormant.after)) {
    say('ladder', 'error', 'dormancy', { silent: silent.after, dormant: dormant.after });
  }
  aliases(policy, say);
  for (const person of policy.people) {
    for (const role of person.roles) {
      if (!Object.hasOwn(policy.roles, role)) say('unknown-role', 'error', `people.${person.id}`, { value: role });
    }
  }
  if (!Object.hasOwn(policy.roles, policy.defaultRole))
    say('unknown-role', 'error', 'defaultRole', { value: policy.defaultRole });
  return issues;
}

type Say = (messageId: LintIssue['messageId'], severity: Severity, where: string, data?: Data) => void;

function walk(
  value: unknown,
  where: string,
  visit: (where: string, value: unknown, key: string) => void,
  key = '',
): void {
  visit(where, value, key);
  if (typeof value !== 'object' || value === null) return;
  for (const [k, v] of Object.entries(value)) walk(v, where ? `${where}.${k}` : k, visit, k);
}

function bands(list: readonly Band[], where: string, say: Say): void {
  const sorted = [...list].sort((a, b) => Number(a.from) - Number(b.from));
  let reached: string | null = '0';
  for (const band of sorted) {
    if (reached === null) say('band-overlap', 'error', where, { from: band.from, to: band.below ?? '∞' });
    else if (Number(band.from) > Number(reached)) say('band-gap', 'error', where, { from: reached, to: band.from });
    else if (Number(band.from) < Number(reached)) say('band-overlap', 'error', where, { from: band.from, to: reached });
    if (reached !== null) reached = band.below;
  }
  if (reached !== null) say('band-gap', 'error', where, { from: reached, to: '∞' });
}

function profiles(policy: Policy, say: Say): void {
  for (const id of policy.profiles.active) {
    if (!Object.hasOwn(policy.profiles.list, id)) say('unknown-profile', 'error', 'profiles.active', { value: id });
  }
  for (const [id, profile] of Object.entries(policy.profiles.list)) {
    if (profile.purpose.trim() === '') say('no-purpose', 'error', `profiles.list.${id}`);
  }
  const template = new Set<FieldKey>(registerColumns.map((column) => column.field));
  for (const need of policy.profiles.list['P-004']?.required ?? []) {
    const any = Array.isArray(need) ? need : [need];
    if (!any.some((key) => template.has(key))) {
      say('template-lacks', 'info', 'profiles.list.P-004', { value: fieldOf(any[0] as FieldKey).name.zh });
    }
  }
}

function aliases(policy: Policy, say: Say): void {
  for (const [field, list] of Object.entries(policy.codes)) {
    const owner = new Map<string, string>();
    for (const { value, aliases: words } of list.values) {
      for (const word of [value, ...words]) {
        const first = owner.get(word);
        if (first !== undefined && first !== value)
          say('alias-twice', 'error', `codes.${field}`, { value: word, first, second: value });
        owner.set(word, first ?? value);
      }
    }
  }
}
