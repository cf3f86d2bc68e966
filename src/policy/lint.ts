import { type ClauseId, clauses } from '../model/clauses.js';
import { type ArchiveClass, type FieldKey, fieldOf } from '../model/fields.js';
import type { Severity } from '../model/finding.js';
import type { CodeValue, Policy } from '../model/policy.js';
import { registerColumns } from '../model/register.js';
import type { Data, Text } from '../model/text.js';
import { accessCell, acts, fieldClasses } from '../rules/access/cell.js';
import { rules } from '../rules/registry.gen.js';
import { isShorter, longestFloor } from '../rules/retention/floor.js';
import { lintPeople, peopleMessages } from './lint-people.js';

/** A check of the policy, with the clauses that ask for it. */
export interface Check extends Text {
  readonly clauses: readonly ClauseId[];
}

/** What `policy lint` can say. */
export const lintMessages = {
  placeholder: {
    clauses: ['C19', 'S2-12'],
    zh: '{where}:“{value}”是没有填写的空格(C19)',
    en: '{where}: "{value}" is a blank that was never filled in (C19)',
  },
  'unknown-clause': { clauses: [], zh: '{where}:没有条款 {value}', en: '{where}: there is no clause {value}' },
  'no-source': { clauses: [], zh: '{where}:没有注明条款来源', en: '{where}: names no clause as its source' },
  'band-gap': {
    clauses: ['S4-05', 'C16'],
    zh: '{where}:{from} 到 {to} 之间没有档位',
    en: '{where}: no band covers {from} to {to}',
  },
  'band-overlap': {
    clauses: ['S4-05', 'C16'],
    zh: '{where}:{from} 到 {to} 同时属于两个档位',
    en: '{where}: {from} to {to} lies in two bands',
  },
  'unknown-rule': {
    clauses: ['S0-05', 'S0-06'],
    zh: '{where}:没有这样的逐条规则或消息 {value}',
    en: '{where}: there is no such rule over single records, or no such message of it: {value}',
  },
  'near-unheld': {
    clauses: ['S1-11'],
    zh: '{where}:很可能是已有客户的新行不挂起,一户一档只能靠事后 dedupe scan(001:60)',
    en: '{where}: new rows that are most likely known customers are not held; only dedupe scan finds them, afterwards (001:60)',
  },
  'unknown-profile': {
    clauses: ['C06'],
    zh: '{where}:没有必填方案 {value}',
    en: '{where}: there is no profile {value}',
  },
  'no-purpose': {
    clauses: ['S0-09'],
    zh: '{where}:必填字段没有说明用途(000:19)',
    en: '{where}: requires fields without a purpose (000:19)',
  },
  'active-schemes': {
    clauses: ['C01', 'S3-03'],
    zh: '{where}:有 {count} 个启用的编号规则,应当恰好一个(C01)',
    en: '{where}: {count} numbering schemes are active; exactly one must be (C01)',
  },
  ladder: {
    clauses: ['C02'],
    zh: '{where}:沉默期限 {silent} 不短于休眠期限 {dormant}(C02)',
    en: '{where}: silent after {silent} is not before dormant after {dormant} (C02)',
  },
  'dormant-keeps': {
    clauses: ['S0-32', 'C09'],
    zh: '{where}:休眠客户应保留姓名和至少一种联系方式(000:40)',
    en: '{where}: a dormant customer keeps the name and at least one way to be reached (000:40)',
  },
  'alias-twice': {
    clauses: ['C10'],
    zh: '{where}:“{value}”同时是 {first} 和 {second} 的别名',
    en: '{where}: "{value}" is an alias of both {first} and {second}',
  },
  'no-weight': { clauses: ['S3-15'], zh: '{where}:没有一项有权重', en: '{where}: no input has any weight' },
  'unknown-class': { clauses: ['C05'], zh: '{where}:没有等级 {value}', en: '{where}: there is no class {value}' },
  'hysteresis-wide': {
    clauses: ['S3-20'],
    zh: '{where}:滞后 {hysteresis} 分不小于档位 {code} 的宽度,该档无法靠升降进入(S3-20)',
    en: '{where}: a hysteresis of {hysteresis} is no narrower than the band {code}, which nobody could rise or fall into (S3-20)',
  },
  'map-missing': {
    clauses: ['C05', 'S3-18'],
    zh: '{where}:没有从 {from} 到 {to} 的对应表(C05)',
    en: '{where}: nothing maps {from} to {to} (C05)',
  },
  'map-partial': {
    clauses: ['C05', 'S3-18'],
    zh: '{where}:从 {from} 到 {to} 没有写 {value} 对应什么(C05)',
    en: '{where}: what {value} of {from} means in {to} is not said (C05)',
  },
  'map-contradicts': {
    clauses: ['C05'],
    zh: '{where}:{from} 的 {value} 对应 {to} 的 {there},而 {there} 回来是 {back},再去却是 {again}(C05)',
    en: '{where}: {value} of {from} is {there} in {to}; that is {back} here, which is {again} there (C05)',
  },
  'cadence-gap': {
    clauses: ['C11'],
    zh: '{where}:没有一条适用于所有客户的“{does}”周期,不在所列等级和阶段的客户无人过问(C11)',
    en: '{where}: no cadence to {does} holds for every customer; those outside the named grades and stages are forgotten (C11)',
  },
  unbound: {
    clauses: ['S3-10', 'C07'],
    zh: '{where}:“规定时限”没有指明是哪一个期限(003:66)',
    en: '{where}: "the stipulated limit" is bound to no deadline (003:66)',
  },
  'self-review': {
    clauses: ['C12', 'S1-02'],
    zh: '{where}:复核人不能是负责人本人(C12)',
    en: '{where}: nobody reviews what is their own (C12)',
  },
  'floor-missing': {
    clauses: ['C18', 'S2-30', 'S4-22'],
    zh: '{where}:{archive} 类没有保存期限的下限(C18)',
    en: '{where}: the class {archive} has no floor (C18)',
  },
  'ceiling-missing': {
    clauses: ['C18', 'S2-30', 'L03'],
    zh: '{where}:{archive} 类没有保存期限的上限(C18)',
    en: '{where}: the class {archive} has no ceiling (C18)',
  },
  'ceiling-below-floor': {
    clauses: ['C18'],
    zh: '{where}:{archive} 类的上限 {ceiling} 短于下限 {floor}({clauses}),保存优先于删除(C18)',
    en: '{where}: the ceiling {ceiling} of the class {archive} is shorter than its floor {floor} ({clauses}); keeping wins over deleting (C18)',
  },
  'special-unreviewed': {
    clauses: ['S2-16'],
    zh: '{where}:特殊档案期满应逐份由人审查,不能直接列入清理(002 四(一)4)',
    en: '{where}: special files are looked at one by one when their time is over, never listed by themselves (002 4(1)4)',
  },
  'register-full': {
    clauses: ['C15', 'S2-32'],
    zh: '{where}:销毁清册写全名,销毁就不彻底(C15)',
    en: '{where}: a register with full names undoes the destruction (C15)',
  },
  'access-conflict': {
    clauses: ['C14', 'S0-37'],
    zh: '{where}:{role} 对 {classes} 的 {act},条款不一致:{against} 允许的更多,按 {by} 取最窄(C14)',
    en: '{where}: {role} to {act} {classes}: the clauses disagree; {against} would allow more, the narrowest is {by} (C14)',
  },
  'role-idle': {
    clauses: ['C14'],
    zh: '{where}:没有一条权限声明提到角色 {value},它什么都不能做',
    en: '{where}: no statement of access names the role {value}, so it may do nothing',
  },
  dropped: {
    clauses: ['C11', 'C14', 'C18'],
    zh: '{where}:不按 {clauses} 执行:{value}',
    en: '{where}: {clauses} is not followed: {value}',
  },
  ...peopleMessages,
  'template-lacks': {
    clauses: ['S4-33', 'S4-26'],
    zh: '{where}:004:84 记录表没有必填项“{value}”的列(S4-33)',
    en: '{where}: the record table of 004:84 has no column for the required "{value}" (S4-33)',
  },
} as const satisfies Record<string, Check>;

/** One thing that `policy lint` found. */
export interface LintIssue {
  readonly messageId: keyof typeof lintMessages;
  readonly severity: Severity;
  readonly where: string;
  readonly data: Data;
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
    if (isDropped(value)) say('dropped', 'info', where, { value: value.dropped, clauses: value.source });
  });
  bands(policy.valueBands.bands, 'valueBands', say);
  bands(policy.sizeBands.bands, 'sizeBands', say);
  grading(policy, say);
  gradeMaps(policy, say);
  profiles(policy, say);
  const active = policy.numbering.schemes.filter((s) => s.state === 'active').length;
  if (active !== 1) say('active-schemes', 'error', 'numbering.schemes', { count: active });
  const { silent, dormant } = policy.dormancy;
  if (!isShorter(silent.after, dormant.after)) {
    say('ladder', 'error', 'dormancy', { silent: silent.after, dormant: dormant.after });
  }
  dormantKeeps(policy, say);
  for (const [field, { values }] of Object.entries(policy.codes)) aliases(values, `codes.${field}`, say);
  aliases(policy.interactions.kinds, 'interactions', say);
  cadences(policy, say);
  updates(policy, say);
  if (policy.review.review.by === 'owner') say('self-review', 'error', 'review.review');
  gates(policy, say);
  retention(policy, say);
  if (policy.register.name === 'full') say('register-full', 'warning', 'register.name');
  access(policy, say);
  lintPeople(policy, say);
  aliases(policy.purge.reasons, 'purge.reasons', say);
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

/** Rules at the door of an import judge single rows; one that is misspelt would let everything in. Near duplicates are for a person. */
function gates({ intake }: Policy, say: Say): void {
  for (const list of ['reject', 'quarantine'] as const) {
    for (const value of intake[list]) {
      const [id, messageId] = value.split(':');
      const rule = rules.find((one) => one.kind === 'record' && one.id === id);
      if (rule === undefined || (messageId !== undefined && !Object.hasOwn(rule.messages, messageId)))
        say('unknown-rule', 'error', `intake.${list}`, { value });
    }
  }
  if (intake.nearDuplicates === 'off') say('near-unheld', 'warning', 'intake.nearDuplicates');
  else if (intake.onDuplicate === 'create') say('near-unheld', 'warning', 'intake.onDuplicate');
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

function aliases(values: readonly CodeValue[], where: string, say: Say): void {
  const owner = new Map<string, string>();
  for (const { value, aliases: words } of values) {
    for (const word of [value, ...words]) {
      const first = owner.get(word);
      if (first !== undefined && first !== value)
        say('alias-twice', 'error', where, { value: word, first, second: value });
      owner.set(word, first ?? value);
    }
  }
}

/** A statement of a handbook that the policy drops, with the reason. */
function isDropped(value: unknown): value is { readonly dropped: string; readonly source: readonly string[] } {
  return typeof (value as { dropped?: unknown } | null)?.dropped === 'string';
}

function dormantKeeps({ dormancy: { keeps } }: Policy, say: Say): void {
  const reached = keeps.fields.some((field) => ['phone', 'email'].includes(fieldOf(field).kind));
  if (!keeps.fields.includes('name') || !reached) say('dormant-keeps', 'error', 'dormancy.keeps.fields');
}

/** Cadences name classes and stages that there are, and leave no customer out (C11). */
function cadences({ cadences: { list }, codes, gradeMaps }: Policy, say: Say): void {
  const stages = (codes.stage?.values ?? []).map(({ code }) => code);
  for (const [id, { grade, stage }] of Object.entries(list)) {
    const where = `cadences.list.${id}`;
    const system = grade === null ? undefined : gradeMaps.systems[grade.system];
    const classes = system?.field ? (codes[system.field]?.values ?? []) : (system?.words ?? []);
    for (const value of grade?.classes ?? [])
      if (!classes.some(({ code }) => code === value)) say('unknown-class', 'error', where, { value });
    for (const value of stage ?? []) if (!stages.includes(value)) say('unknown-class', 'error', where, { value });
  }
  for (const does of ['contact', 'verify'] as const) {
    const forAll = Object.values(list).some(
      (one) => one.does === does && one.grade === null && one.stage === null && one.dropped === null,
    );
    if (!forAll) say('cadence-gap', 'warning', 'cadences.list', { does });
  }
}

function updates({ updates: { deadlines, stipulated } }: Policy, say: Say): void {
  const meant = stipulated !== null && Object.hasOwn(deadlines, stipulated) ? deadlines[stipulated] : undefined;
  if (meant === undefined || meant.dropped !== null) say('unbound', 'error', 'updates.stipulated');
}

/** Every archive class has a floor and a ceiling that is no shorter (C18). */
function retention(policy: Policy, say: Say): void {
  for (const [archive, { atMost, action }] of Object.entries(policy.retention.classes)) {
    const where = `retention.classes.${archive}`;
    const floor = longestFloor(policy, archive as ArchiveClass);
    if (floor === null) say('floor-missing', 'error', 'retention.floors', { archive });
    if (atMost === null) say('ceiling-missing', 'error', where, { archive });
    else if (floor !== null && isShorter(atMost, floor.atLeast))
      say('ceiling-below-floor', 'error', where, {
        archive,
        ceiling: atMost,
        floor: floor.atLeast,
        clauses: floor.source,
      });
    if (archive === 'special' && action !== 'review') say('special-unreviewed', 'error', where);
  }
}

/** The cells on which the handbooks disagree, those alike told as one (C14); an error where the policy refuses to choose. */
function access(policy: Policy, say: Say): void {
  const { statements, conflicts } = policy.access;
  const named = new Set(Object.values(statements).map(({ role }) => role));
  for (const role of named)
    if (!Object.hasOwn(policy.roles, role)) say('unknown-role', 'error', 'access.statements', { value: role });
  for (const role of Object.keys(policy.roles))
    if (!named.has(role)) say('role-idle', 'warning', `roles.${role}`, { value: role });
  const cited = (ids: readonly string[]) => ids.map((id) => `${id} [${statements[id]?.source.join(' ')}]`);
  for (const role of named) {
    for (const act of acts) {
      const alike = new Map<string, { classes: string[]; by: readonly string[]; against: readonly string[] }>();
      for (const fieldClass of fieldClasses) {
        const { by, against } = accessCell(policy, role, act, fieldClass);
        if (against.length === 0) continue;
        const key = JSON.stringify([by, against]);
        const cell = alike.get(key) ?? { classes: [], by: cited(by), against: cited(against) };
        cell.classes.push(fieldClass);
        alike.set(key, cell);
      }
      for (const cell of alike.values())
        say('access-conflict', conflicts === 'refuse' ? 'error' : 'info', 'access.statements', { role, act, ...cell });
    }
  }
}
