import * as z from 'zod';
import { numberPlan } from '../../engine/numbering.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type Change, change } from '../command.js';
import { callOf, countsSchema, lackNames } from '../shared.js';

const words = {
  title: { zh: '客户编号', en: 'Customer numbers' },
  plan: { zh: '将按规则 {scheme} 编号', en: 'Numbers under the scheme {scheme}' },
  issued: { zh: '新发编号', en: 'issued' },
  notDue: { zh: '已有编号', en: 'have one' },
  blocked: { zh: '未能编号', en: 'blocked' },
  lacks: { zh: '{count} 个客户缺少{what},未能编号', en: '{count} customers have no {what} and got no number' },
} as const satisfies Record<string, Text>;

export default change({
  summary: { zh: '为没有编号的客户编号', en: 'Give numbers to customers who have none.' },
  clauses: ['S0-16', 'S2-18'],
  examples: ['steward number issue --dry-run', 'steward number issue --yes --reason "补编号"'],
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['what', 'customer', 'number', 'lacks'],
  json: z.object({
    scheme: z.string(),
    counts: countsSchema.describe('read = issued + notDue + blocked'),
    lacking: countsSchema,
    items: z.array(z.object({ what: z.enum(['issued', 'blocked']), customer: z.string() }).loose()).optional(),
  }),
  reason: 'required',
  plan({ reader, draft, given, lang, emit, progress }) {
    const of = reader.count();
    const plan = numberPlan(
      reader.read(),
      given,
      (scheme, counter) => reader.lastSerial(scheme, counter),
      (record, lacks) => emit({ what: 'blocked', customer: callOf(record), number: null, lacks }),
    );
    for (const { change: one, number } of plan.issued) {
      draft.add(one, { number });
      if (one.kind === 'update') emit({ what: 'issued', customer: `#${one.id}`, number: number.no, lacks: null });
      if (draft.size.updates % 1000 === 0) progress(plan.counts().read, of, plan.counts().read);
    }
    const { lacking, ...counts } = plan.counts();
    const scheme = given.policy.numbering.schemes.find((s) => s.state === 'active')?.id ?? '';
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(words.plan, lang, { scheme }),
      meta: [],
      blocks: [
        {
          kind: 'kpis',
          items: (['issued', 'notDue', 'blocked'] as const).map((key) => ({
            label: say(words[key], lang),
            value: counts[key],
          })),
        },
        ...(Object.entries(lacking) as [keyof typeof lacking, number][])
          .filter(([, count]) => count > 0)
          .map(([what, count]) => ({
            kind: 'note' as const,
            level: 'warn' as const,
            text: say(words.lacks, lang, { count, what: say(lackNames[what], lang) }),
          })),
      ],
    });
    return {
      info: { counts, input: null, period: null },
      preview: doc,
      writes: counts.issued > 0,
      result: () => ({ data: { scheme, counts, lacking }, doc, exit: counts.blocked > 0 ? 1 : 0 }),
    };
  },
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
