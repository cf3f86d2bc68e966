import * as z from 'zod';
import { say, type Text } from '../../model/text.js';
import { lintMessages, lintPolicy } from '../../policy/lint.js';
import { type Tool, tool } from '../command.js';

const words = {
  title: { zh: '策略检查', en: 'Policy lint' },
  clean: { zh: '没有问题', en: 'Nothing found' },
  found: { zh: '{errors} 个错误,{rest} 个提示', en: '{errors} errors, {rest} notes' },
  severity: { zh: '级别', en: 'severity' },
  where: { zh: '位置', en: 'where' },
  what: { zh: '问题', en: 'what' },
} as const satisfies Record<string, Text>;

export default tool({
  summary: {
    zh: '检查策略:空缺、重叠、矛盾、未知条款',
    en: 'Check the policy: gaps, overlaps, contradictions, unknown clauses.',
  },
  examples: ['steward policy lint', 'steward policy lint --policy policy.yaml --json'],
  options: {},
  formats: ['text', 'json', 'ndjson', 'md'],
  json: z.object({
    errors: z.int(),
    issues: z.int(),
    items: z
      .array(z.object({ messageId: z.string(), severity: z.string(), where: z.string(), message: z.string() }).loose())
      .optional(),
  }),
  run({ given, lang, emit }) {
    const issues = lintPolicy(given.policy);
    const errors = issues.filter((issue) => issue.severity === 'error').length;
    const message = (issue: (typeof issues)[number]) => say(lintMessages[issue.messageId], lang, issue.data);
    for (const issue of issues) emit({ ...issue, message: message(issue) });
    return {
      data: { errors, issues: issues.length },
      doc: () => ({
        lang,
        title: say(words.title, lang),
        subtitle:
          issues.length === 0
            ? say(words.clean, lang)
            : say(words.found, lang, { errors, rest: issues.length - errors }),
        meta: [],
        blocks:
          issues.length === 0
            ? []
            : [
                {
                  kind: 'table',
                  caption: say(words.title, lang),
                  columns: (['severity', 'what'] as const).map((key) => ({
                    key,
                    label: say(words[key], lang),
                    align: 'left',
                  })),
                  rows: issues.map((issue) => [
                    { text: issue.severity, tone: issue.severity === 'error' ? 'bad' : 'muted' },
                    message(issue),
                  ]),
                },
              ],
      }),
      exit: errors > 0 ? 1 : 0,
    };
  },
} satisfies Omit<Tool<Record<string, never>>, 'kind'>);
