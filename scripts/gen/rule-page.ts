/** The page of one rule, in both languages. */
import { Document, visit } from 'yaml';
import { clauses } from '../../src/model/clauses.js';
import { fieldKeys, fieldOf, isFieldKey } from '../../src/model/fields.js';
import type { Policy } from '../../src/model/policy.js';
import type { Text } from '../../src/model/text.js';
import { defaultPolicy } from '../../src/policy/default.js';
import type { ExampleRecord, GroupExample, Message, Rule } from '../../src/rules/rule.js';
import { code, note, plain, tableOf } from './markdown.js';

/** The path of a rule's page from the root. */
export const rulePath = (rule: Rule): string => `docs/rules/${rule.id}.md`;

/** Why, clauses, messages, examples, how to mend, and the policy's entries that decide. */
export function rulePage(rule: Rule): string {
  return [
    `${note}# ${plain(rule.title.zh)} · ${plain(rule.title.en)}`,
    head(rule),
    `## 为什么 · Why`,
    both(rule.why),
    `## 条款 · Clauses`,
    clauseTable(rule),
    `## 提示 · Messages`,
    messageTable(rule),
    ...changes(rule),
    `## 示例 · Examples`,
    '每个示例都作为测试运行;没有写到的字段都是空白,没有写明的截止日是 2026-06-30。 Every example runs as a test; fields that are not named are blank, and where no day is named it is judged as of 2026-06-30.',
    ...rule.examples.map((example, i) => `### ${i + 1}\n\n${exampleText(rule, example as AnyExample)}`),
    `## 处理办法 · How to mend`,
    both(rule.mend),
    ...knobs(rule),
    '[全部规则 · All rules](../../rules.md)\n',
  ]
    .map((block) => block.trimEnd())
    .join('\n\n')
    .concat('\n');
}

const both = ({ zh, en }: Text): string => `${plain(zh)}\n\n${plain(en)}`;

function head(rule: Rule): string {
  const facts: [string, string][] = [
    ['规则 · rule', code(rule.id)],
    ['种类 · kind', code(rule.kind)],
  ];
  if (rule.kind === 'label') facts.push(['标签 · label', code(rule.labels)]);
  else {
    facts.push(['严重程度 · severity', code(rule.severity)]);
    facts.push(['质量维度 · dimension', code(rule.dimension)], ['复核项目 · family', code(rule.family)]);
  }
  const field = 'field' in rule ? rule.field : null;
  if (field !== null) facts.push(['字段 · field', fieldName(field)]);
  return facts.map(([name, value]) => `- ${name}: ${value}`).join('\n');
}

function fieldName(key: string): string {
  const name = isFieldKey(key) ? fieldOf(key).name : { zh: '录入日期', en: 'Entered on' };
  return `${code(key)} ${plain(name.zh)} · ${plain(name.en)}`;
}

const clauseTable = (rule: Rule): string =>
  tableOf(
    ['条款 clause', '出处 at', '原文 words', '含义 meaning'],
    rule.clauses.map((id) => {
      const { at, quote, meaning } = clauses[id];
      return [id, plain(at), plain(quote), plain(meaning)];
    }),
  );

function messageTable(rule: Rule): string {
  const entries: [string, Message][] = Object.entries(rule.messages);
  if (rule.kind === 'label')
    return tableOf(
      ['提示 message', '文字', 'text'],
      entries.map(([id, { zh, en }]) => [code(id), plain(zh), plain(en)]),
    );
  return tableOf(
    ['提示 message', '严重程度 severity', '文字', 'text'],
    entries.map(([id, { zh, en, severity }]) => [code(id), severity ?? rule.severity, plain(zh), plain(en)]),
  );
}

/** What would change it, where a message says more than how to mend it. */
function changes(rule: Rule): string[] {
  const rows = Object.entries(rule.messages).flatMap(([id, { change = [] }]) =>
    change.map(({ zh, en }) => [code(id), plain(zh), plain(en)]),
  );
  if (rows.length === 0) return [];
  return ['## 怎样会不同 · What would change it', tableOf(['提示 message', '文字', 'text'], rows)];
}

interface AnyExample extends Partial<GroupExample<string>> {
  readonly record?: ExampleRecord;
  readonly profiles?: readonly string[];
  readonly expect: readonly string[];
}

function exampleText(rule: Rule, example: AnyExample): string {
  const given = [
    ...(example.asOf ? [`截止日 · as of ${code(example.asOf)}`] : []),
    ...(example.profiles ? [`必填方案 · profiles ${example.profiles.map(code).join(' ')}`] : []),
  ];
  const records = example.records ?? [example.record ?? {}];
  return [...(given.length > 0 ? [`${given.join('; ')}`] : []), recordTable(records), expected(rule, example.expect)]
    .map((block) => block.trimEnd())
    .join('\n\n');
}

/** Fields downwards, in the order of the declared fields; customers 1, 2, 3 … across. */
function recordTable(records: readonly ExampleRecord[]): string {
  const keys = [...fieldKeys, 'entered_on' as const].filter((key) => records.some((record) => key in record));
  if (keys.length === 0) return '全部空白 · all blank';
  const shown = (value: string | null | undefined): string => (value == null ? '' : code(value));
  const values = records.length === 1 ? ['值 value'] : records.map((_, i) => `#${i + 1}`);
  return tableOf(
    ['字段 field', ...values],
    keys.map((key) => [fieldName(key), ...records.map((record) => shown(record[key]))]),
  );
}

function expected(rule: Rule, expect: readonly (string | null)[]): string {
  if (rule.kind === 'label') {
    const [value, messageId] = expect as readonly [string | null, string];
    return `→ ${value === null ? '不下结论 · nothing is said' : code(value)} (${code(messageId)})`;
  }
  if (expect.length === 0) return '→ 没有问题 · no finding';
  return `→ ${expect.map((messageId) => code(messageId as string)).join(', ')}`;
}

function knobs(rule: Rule): string[] {
  if (!rule.knobs) return [];
  const entries = rule.knobs
    .flatMap(pathsOf)
    .map((path) => `### ${code(path)}\n\n\`\`\`yaml\n${yaml(at(defaultPolicy, path))}\`\`\``);
  return [
    '## 策略值 · Policy values',
    '默认策略的值,策略文件可以改写。 Values of the default policy, which a policy file may override ([policy.md](../../policy.md)).',
    ...entries,
  ];
}

const at = (policy: Policy, path: string): unknown =>
  path.split('.').reduce<unknown>((within, key) => (within as Readonly<Record<string, unknown>>)[key], policy);

/** A knob's path, and for `{field}` that of every field which has an entry. */
function pathsOf(template: string): string[] {
  const [before, after] = template.split('{field}');
  if (before === undefined || after === undefined) return [template];
  return Object.keys(at(defaultPolicy, before.replace(/\.$/, '')) as object).map((key) => before + key + after);
}

/** A value as in a policy file, with short collections on one line. */
function yaml(value: unknown): string {
  const doc = new Document(value, { aliasDuplicateObjects: false });
  visit(doc, {
    Collection(_, node) {
      if (JSON.stringify(node).length <= 140) node.flow = true;
    },
  });
  return doc.toString({ lineWidth: 0, flowCollectionPadding: true });
}
