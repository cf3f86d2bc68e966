import { clauses } from '../model/clauses.js';
import { type FieldKey, fieldOf } from '../model/fields.js';
import type { Severity } from '../model/finding.js';
import type { Policy } from '../model/policy.js';
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
  'no-weight': { zh: '{where}:没有一项有权重', en: '{where}: no input has any weight' },
  'unknown-class': { zh: '{where}:没有等级 {value}', en: '{where}: there is no class {value}' },
  'hysteresis-wide': {
    zh: '{where}:滞后 {hysteresis} 分不小于档位 {code} 的宽度,该档无法靠升降进入(S3-20)',
    en: '{where}: a hysteresis of {hysteresis} is no narrower than the band {code}, which nobody could rise or fall into (S3-20)',
  },
  'map-missing': {
    zh: '{where}:没有从 {from} 到 {to} 的对应表(C05)',
    en: '{where}: nothing maps {from} to {to} (C05)',
  },
  'map-partial': {
    zh: '{where}:从 {from} 到 {to} 没有写 {value} 对应什么(C05)',
    en: '{where}: what {value} of {from} means in {to} is not said (C05)',
  },
  'map-contradicts': {
    zh: '{where}:{from} 的 {value} 对应 {to} 的 {there},而 {there} 回来是 {back},再去却是 {again}(C05)',
    en: '{where}: {value} of {from} is {there} in {to}; that is {back} here, which is {again} there (C05)',
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
  grading(policy, say);
  gradeMaps(policy, say);
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

interface Interval {
  readonly from: string;
  readonly below: string | null;
}

/** Whether half-open intervals cover everything from `first` up to `last` (null: without end), each number once. */
function bands(list: readonly Interval[], where: string, say: Say, first = 0, last: number | null = null): void {
  const sorted = [...list].sort((a, b) => Number(a.from) - Number(b.from));
  let reached: string | null = String(Math.min(first, Number(sorted[0]?.from ?? first)));
  for (const band of sorted) {
    if (reached === null) say('band-overlap', 'error', where, { from: band.from, to: band.below ?? '∞' });
    else if (Number(band.from) > Number(reached)) say('band-gap', 'error', where, { from: reached, to: band.from });
    else if (Number(band.from) < Number(reached)) say('band-overlap', 'error', where, { from: band.from, to: reached });
    if (reached !== null) reached = band.below;
  }
  if (reached !== null && (last === null || Number(reached) <= last))
    say('band-gap', 'error', where, { from: reached, to: last === null ? '∞' : String(last) });
}

/** The quantities that a grade input can have: from, and up to and with. */
const quantities = {
  annual_purchase: [0, null],
  margin: [-100, 100],
  growth_potential: [1, 5],
  industry_influence: [1, 5],
  cooperation_since: [0, null],
  loyalty: [1, 5],
} as const;

function grading({ grading: { inputs, bands: grades, promising, hysteresis }, codes }: Policy, say: Say): void {
  if (Object.values(inputs).every(({ weight }) => weight === 0)) say('no-weight', 'error', 'grading.inputs');
  for (const [field, [first, last]] of Object.entries(quantities))
    bands(inputs[field as keyof typeof quantities].scale, `grading.inputs.${field}.scale`, say, first, last);
  bands(grades, 'grading.bands', say);
  const known = (codes.grade?.values ?? []).map(({ code }) => code);
  for (const code of [...grades.map((band) => band.code), promising.code])
    if (!known.includes(code)) say('unknown-class', 'error', 'grading', { value: code });
  if (!grades.some(({ code }) => code === promising.within))
    say('unknown-class', 'error', 'grading.promising.within', { value: promising.within });
  for (const { code, from, below } of grades) {
    if (below !== null && Number(below) - Number(from) <= Number(hysteresis))
      say('hysteresis-wide', 'error', 'grading.hysteresis', { hysteresis, code });
  }
}

/** Each class of each grade system must say what it means in each other one, in words of that one, and going there and back must settle (C05). */
function gradeMaps({ gradeMaps: { systems, maps }, codes }: Policy, say: Say): void {
  const classes = new Map(
    Object.entries(systems).map(([id, { field, words }]) => {
      const list = field === null ? words : (codes[field]?.values ?? []);
      return [id, list.map(({ code }) => code)];
    }),
  );
  const read = (from: string, to: string, code: string): string | null => maps[from]?.[to]?.[code] ?? null;
  for (const [from, own] of classes) {
    for (const [to, others] of classes) {
      if (from === to) continue;
      const where = `gradeMaps.maps.${from}.${to}`;
      const map = maps[from]?.[to];
      if (map === undefined) {
        say('map-missing', 'error', where, { from, to });
        continue;
      }
      for (const code of Object.keys(map))
        if (!own.includes(code)) say('unknown-class', 'error', where, { value: code });
      for (const value of own) {
        if (!Object.hasOwn(map, value)) say('map-partial', 'error', where, { from, to, value });
        const there = read(from, to, value);
        if (there === null) continue;
        if (!others.includes(there)) say('unknown-class', 'error', where, { value: there });
        const back = read(to, from, there);
        const again = back === null ? there : read(from, to, back);
        if (again !== there) say('map-contradicts', 'error', where, { from, to, value, there, back, again });
      }
    }
  }
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
