/** The reference pages made from code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { commonOptions } from '../../src/cli/common-options.js';
import type { Command, OptionSpec } from '../../src/commands/command.js';
import { commands } from '../../src/commands/registry.gen.js';
import { type Clause, type ClauseId, clauses } from '../../src/model/clauses.js';
import { errors } from '../../src/model/errors.js';
import { exits } from '../../src/model/exit.js';
import { fields } from '../../src/model/fields.js';
import { policySchema } from '../../src/model/policy.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { rules } from '../../src/rules/registry.gen.js';
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
    ['docs/clauses.md', clausePage(root)],
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
        plain ? `\`${String(value)}\`` : '',
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
  return `${note}# Policy reference\n\nA policy file starts with \`extends: handbooks\` and names only what differs; \`steward policy show\` prints the whole of it, \`steward policy lint\` checks it. The default and the clauses behind each entry:\n\n${table(['knob', 'shape', 'meaning', 'default', 'clauses'], rows)}`;
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

/** Clause ids cited in a text, such as a test's title. */
const cited = (text: string): Set<string> => new Set(text.match(/\b(?:S\d-\d\d|[CL]\d\d)\b/g) ?? []);

function clausePage(root: string): string {
  const byRule = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, id: string, what: string) => {
    const list = map.get(id) ?? [];
    if (!list.includes(what)) list.push(what);
    map.set(id, list);
  };
  for (const rule of rules) for (const id of rule.clauses) add(byRule, id, `\`${rule.id}\``);
  const byPolicy = new Map<string, string[]>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (key === 'source' && Array.isArray(child))
        for (const id of child as string[]) add(byPolicy, id, `\`${path}\``);
      else if (!Array.isArray(value) || typeof child === 'object') visit(child, path ? `${path}.${key}` : key);
    }
  };
  visit(defaultPolicy, '');
  for (const field of fields) for (const id of field.clauses) add(byPolicy, id, `field \`${field.key}\``);
  const byTest = new Map<string, string[]>();
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((p) => p.replaceAll('\\', '/'))
    .filter((p) => p.endsWith('.test.ts'))
    .sort();
  for (const path of tests)
    for (const id of cited(readFileSync(join(root, 'test', path), 'utf8'))) add(byTest, id, `\`${path}\``);
  for (const rule of rules) for (const id of rule.clauses) add(byTest, id, 'its examples');
  const rows = Object.entries(clauses as Record<ClauseId, Clause>).map(([id, c]) => [
    id,
    c.at,
    c.quote,
    c.meaning,
    c.scope,
    [...(byRule.get(id) ?? []), ...(byPolicy.get(id) ?? [])].join(', '),
    (byTest.get(id) ?? []).join(', '),
  ]);
  return `${note}# Clauses\n\nEvery clause of the five handbooks (S0…S4), every contradiction between them (C01…C21) and every legal floor (L01…L12), with the rule, policy value or field that carries it, and the tests that show it. OUT is conduct or infrastructure that no ledger can prove.\n\n${table(['clause', 'at', 'words', 'meaning', 'scope', 'rule, policy value, field', 'tests'], rows)}`;
}
