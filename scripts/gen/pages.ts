/** The reference pages made from code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { commonOptions } from '../../src/cli/common-options.js';
import type { Command, OptionSpec } from '../../src/commands/command.js';
import { commands } from '../../src/commands/registry.gen.js';
import { intakeMessages } from '../../src/intake/messages.js';
import { type Clause, type ClauseId, clauses } from '../../src/model/clauses.js';
import { errors } from '../../src/model/errors.js';
import { exits } from '../../src/model/exit.js';
import { fields } from '../../src/model/fields.js';
import { type Act, policySchema } from '../../src/model/policy.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { lintMessages } from '../../src/policy/lint.js';
import { accessCell, acts, fieldClasses } from '../../src/rules/access/cell.js';
import { rules } from '../../src/rules/registry.gen.js';
import { handbookRowFiles } from '../fixture/handbook-rows.js';
import { cited } from './citations.js';
import { code, note, plain, table, tableOf } from './markdown.js';
import { rulePage, rulePath } from './rule-page.js';

/** Every page as path and text. */
export async function pages(root: string): Promise<[string, string][]> {
  return [
    ['docs/commands.md', await commandPage()],
    ['docs/errors.md', errorPage()],
    ['docs/exit-codes.md', exitPage()],
    ['docs/fields.md', fieldPage()],
    ['docs/policy.md', policyPage()],
    ['docs/rules.md', ruleIndex()],
    ...rules.map((rule): [string, string] => [rulePath(rule), rulePage(rule)]),
    ['docs/clauses.md', await clausePage(root)],
  ];
}

async function commandPage(): Promise<string> {
  let text = `${note}# Commands\n\nEvery command also takes the common options at the end of this page.\n`;
  const options = (specs: Readonly<Record<string, OptionSpec>>): string =>
    Object.keys(specs).length === 0
      ? ''
      : `\n${table(
          ['option', 'meaning', '含义'],
          Object.values(specs).map((spec) => [
            `\`${spec.flag}\``,
            spec.help.en + (spec.choices ? ` (${spec.choices.join(', ')})` : ''),
            spec.help.zh,
          ]),
        )}`;
  let last: Command | null = null;
  for (const listed of commands) {
    const command = (await listed.load()).default;
    last = command.kind === 'change' ? command : last;
    const args = (command.arguments ?? []).map((a) => (a.optional ? ` [${a.name}]` : ` <${a.name}>`)).join('');
    text += `\n## steward ${listed.name}${args}\n\n${command.summary.en} ${command.summary.zh}\n\nKind: ${command.kind}. Formats: ${command.formats.join(', ')}.\n`;
    text += `\n\`\`\`sh\n${command.examples.join('\n')}\n\`\`\`\n${options(command.options)}`;
  }
  return last ? `${text}\n## Common options\n${options(commonOptions(last))}` : text;
}

const errorPage = (): string =>
  `${note}# Errors\n\nWhat can go wrong, the exit code, and how to mend it. \`--json\` prints \`{"error": {code, message, hint, data}}\`.\n\n${table(
    ['code', 'exit', 'what', 'how to mend', '说明', '处理办法'],
    Object.entries(errors).map(([code, e]) => [
      `\`${code}\``,
      String(e.exit),
      e.what.en,
      e.mend.en,
      e.what.zh,
      e.mend.zh,
    ]),
  )}`;

const exitPage = (): string =>
  `${note}# Exit codes\n\n${table(
    ['code', 'meaning', '含义'],
    Object.entries(exits).map(([code, text]) => [code, text.en, text.zh]),
  )}`;

const fieldPage = (): string =>
  `${note}# Customer fields\n\nThe fields of all five handbooks. Columns of a file are found by name or alias; a column that nobody declared is kept as it is.\n\n${table(
    ['key', '名称', 'name', 'kind', 'group', 'archive', 'sensitivity', 'clauses', 'aliases'],
    fields.map((f) => [
      `\`${f.key}\``,
      f.name.zh,
      f.name.en,
      f.kind,
      f.group,
      f.archive,
      f.sensitivity,
      f.clauses.join(' '),
      f.aliases.join(', '),
    ]),
  )}`;

/** A list of words as one cell; a list that holds lists or objects has no short form. */
const words = (value: unknown): string =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')
    ? value.map((one) => `\`${one}\``).join(' ')
    : '';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

function policyPage(): string {
  const rows: string[][] = [];
  const visit = (schema: JsonSchema, path: string, value: unknown): void => {
    if (path !== '' && !path.endsWith('.source')) {
      const shape = schema.enum
        ? schema.enum.map(String).join(' | ')
        : schema.anyOf
          ? schema.anyOf.map((s) => s.type ?? '').join(' | ')
          : String(schema.type ?? '');
      const plain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
      const own = (value as { source?: unknown } | null)?.source;
      const source = Array.isArray(own) && own.every((id) => typeof id === 'string') ? (own as string[]) : undefined;
      rows.push([
        `\`${path}\``,
        shape,
        schema.description ?? '',
        plain ? `\`${String(value)}\`` : words(value),
        source?.join(' ') ?? '',
      ]);
    }
    for (const [key, child] of Object.entries(schema.properties ?? {}))
      visit(child, path ? `${path}.${key}` : key, (value as Record<string, unknown> | null | undefined)?.[key]);
    if (typeof schema.additionalProperties === 'object') {
      for (const [key, child] of Object.entries((value as Record<string, unknown>) ?? {}))
        visit(schema.additionalProperties, `${path}.${key}`, child);
    }
  };
  visit(z.toJSONSchema(policySchema, { io: 'input' }) as JsonSchema, '', defaultPolicy);
  return `${note}# Policy reference\n\nA policy file starts with \`extends: handbooks\` and names only what differs; \`steward policy show\` prints the whole of it, \`steward policy lint\` checks it. The default and the clauses behind each entry:\n\n${table(['knob', 'shape', 'meaning', 'default', 'clauses'], rows)}\n${accessTable()}`;
}

/** The matrix of `access` as the default policy's statements come to: for each role and act the field classes, by whose customers. */
function accessTable(): string {
  const cell = (role: string, act: Act): string => {
    const byScope = new Map<string, string[]>();
    for (const fieldClass of fieldClasses) {
      const { rows, approval } = accessCell(defaultPolicy, role, act, fieldClass);
      if (rows === 'none') continue;
      const scope = `${rows}${approval ? ', approved' : ''}`;
      byScope.set(scope, [...(byScope.get(scope) ?? []), fieldClass]);
    }
    return [...byScope]
      .map(([scope, list]) => `${list.length === fieldClasses.length ? 'everything' : list.join(', ')} (${scope})`)
      .join('; ');
  };
  return `## Who may do what\n\nWhat the statements of \`access\` come to by default: an empty cell is denied. \`own\`: customers whose owner the person is; \`approved\`: only on a plan that another person approved. At present commands look at whether a role may edit at all.\n\n${table(
    ['role', ...acts],
    Object.keys(defaultPolicy.roles).map((role) => [`\`${role}\``, ...acts.map((act) => cell(role, act))]),
  )}`;
}

const ruleIndex = (): string =>
  `${note}# Rules\n\n${rules.length} rules, a page each. A rule is one file, \`src/rules/<id>.ts\`, with its examples.\n\n${tableOf(
    ['rule', 'what', '说明', 'kind', 'severity', 'dimension', 'clauses'],
    rules.map((r) => [
      `[${code(r.id)}](${rulePath(r).replace('docs/', '')})`,
      plain(r.title.en),
      plain(r.title.zh),
      r.kind,
      r.kind === 'label' ? '' : r.severity,
      r.kind === 'label' ? '' : r.dimension,
      r.clauses.join(' '),
    ]),
  )}`;

/** Clauses by the rows of the handbook file that are tested under their names. */
function handbookRows(): ReadonlyMap<string, number> {
  const expected = handbookRowFiles().find(({ path }) => path.endsWith('/expected.csv'));
  if (expected === undefined) throw new Error('the handbook rows have no expected.csv');
  const counts = new Map<string, number>();
  for (const line of Buffer.from(expected.bytes).toString('utf8').split(/\r?\n/).slice(1)) {
    const clause = line.split(',')[1];
    if (clause) counts.set(clause, (counts.get(clause) ?? 0) + 1);
  }
  return counts;
}

/** What bears each clause: rules, entries of the default policy, fields, commands, and what imports, errors and lint say of it. */
async function bearers(): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const add = (ids: readonly string[], what: string) => {
    for (const id of ids) {
      const list = found.get(id) ?? [];
      if (!list.includes(what)) list.push(what);
      found.set(id, list);
    }
  };
  for (const rule of rules) add(rule.clauses, `\`${rule.id}\``);
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (key === 'source' && Array.isArray(child)) add(child as string[], `\`${path}\``);
      else if (!Array.isArray(value) || typeof child === 'object') visit(child, path ? `${path}.${key}` : key);
    }
  };
  visit(defaultPolicy, '');
  for (const field of fields) add(field.clauses, `field \`${field.key}\``);
  for (const { name, load } of commands) add((await load()).default.clauses ?? [], `command \`${name}\``);
  for (const [code, { clauses: ids = [] }] of Object.entries<{ readonly clauses?: readonly string[] }>(intakeMessages))
    add(ids, `import \`${code}\``);
  for (const [code, { clauses: ids }] of Object.entries(errors)) add(ids, `error \`${code}\``);
  for (const [code, { clauses: ids }] of Object.entries(lintMessages)) add(ids, `lint \`${code}\``);
  return found;
}

/** The tests that show each clause: those that name it in a title, the rows of the handbook file, and the examples of its rules. */
function testsOf(root: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (id: string, what: string) => {
    const list = found.get(id) ?? [];
    if (!list.includes(what)) list.push(what);
    found.set(id, list);
  };
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((p) => p.replaceAll('\\', '/'))
    .filter((p) => p.endsWith('.test.ts'))
    .sort();
  for (const path of tests)
    for (const id of cited(readFileSync(join(root, 'test', path), 'utf8'))) add(id, `\`${path}\``);
  for (const [id, count] of handbookRows()) add(id, count === 1 ? '1 handbook row' : `${count} handbook rows`);
  for (const rule of rules) for (const id of rule.clauses) add(id, 'its examples');
  return found;
}

async function clausePage(root: string): Promise<string> {
  const borne = await bearers();
  const tested = testsOf(root);
  const rows = Object.entries(clauses as Record<ClauseId, Clause>).map(([id, c]) => [
    id,
    c.at,
    c.quote,
    c.meaning,
    c.scope,
    borne.get(id)?.join(', ') ?? '',
    tested.get(id)?.join(', ') ?? '',
  ]);
  return `${note}# Clauses\n\nEvery clause of the five handbooks (S0…S4), every contradiction between them (C01…C21) and every legal floor (L01…L12), with what bears it (a rule, an entry of the default policy, a field, a command, or what an import, an error or \`policy lint\` says) and the tests that show it: those with the clause in a title, rows of \`fixtures/handbook-rows\`, and the examples of its rules. OUT is conduct or infrastructure that no ledger can prove.\n\n${table(['clause', 'at', 'words', 'meaning', 'scope', 'what bears it', 'tests'], rows)}`;
}
