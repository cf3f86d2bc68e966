import * as z from 'zod';
import { bitsOf, probabilityOf } from '../../match/model.js';
import type { ZoneCounts } from '../../match/zones.js';
import type { Matching } from '../../model/matching.js';
import { type Data, say, type Text } from '../../model/text.js';
import type { QueryContext, Result } from '../command.js';
import { callOf } from '../shared.js';
import { modelOf } from './model-data.js';
import { scanSince } from './scan-since.js';
import { type NamedPair, writeMembers, writePairs } from './write-results.js';

const words = {
  title: { zh: '查重(增量)', en: 'Duplicates of what is new' },
  subtitle: {
    zh: '{read} 个新增或改动的客户,对照全部 {customers} 个',
    en: '{read} customers that came or changed, against all {customers}',
  },
  read: { zh: '查重的客户', en: 'scanned' },
  compared: { zh: '比较的对数', en: 'pairs compared' },
  automatic: { zh: '自动归并的对', en: 'automatic pairs' },
  review: { zh: '待人工判断的对', en: 'pairs to review' },
  links: { zh: '同住或总机等关联', en: 'household and switchboard links' },
  drift: {
    zh: '台账与学习权重时相比已变化 {percent}%,请完整查重一次:steward dedupe scan',
    en: 'The ledger has changed by {percent} % since the weights were learned: scan all of it with steward dedupe scan',
  },
} as const satisfies Record<string, Text>;

/** What JSON says of an incremental scan besides. */
export const sinceJson = z.object({
  run: z.int().nullable(),
  learnedFrom: z.int(),
  drift: z.number(),
  rescan: z.boolean(),
});

/** Scans what is new, and tells it in the members of a full scan's document. */
export function sinceResult(
  context: QueryContext,
  matching: Matching,
  since: number | null,
  own: { readonly pairs?: string | undefined; readonly clusters?: string | undefined },
): Result {
  const { lang, reader } = context;
  const begun = process.cpuUsage();
  const { drift, increment, learned, recordOf, scanned } = scanSince(context, matching, since);
  const { compared, edges, entities } = increment;
  const call = (id: number): string => callOf(recordOf(id));
  const zones: ZoneCounts = { automatic: 0, review: 0, distinct: 0, links: 0 };
  const least = bitsOf(matching.review);
  const pairs = edges
    .map(({ a, b, bits, bound, decision }): NamedPair => {
      zones[decision]++;
      if (bound === 'linked' && bits >= least) zones.links++;
      const [one, other] = [call(a), call(b)];
      const [id_a, id_b] = one < other ? [one, other] : [other, one];
      return { id_a, id_b, probability: Math.round(probabilityOf(bits) * 1e6) / 1e6, decision };
    })
    .sort((p, q) => (p.id_a !== q.id_a ? (p.id_a < q.id_a ? -1 : 1) : p.id_b < q.id_b ? -1 : 1));
  for (const pair of pairs) context.emit({ ...pair });
  if (own.pairs !== undefined) writePairs(own.pairs, pairs);
  if (own.clusters !== undefined)
    writeMembers(
      own.clusters,
      entities.flatMap(({ members }) => {
        const names = members.map(call);
        const cluster = [...names].sort()[0] as string;
        return names.map((name) => [name, cluster] as const);
      }),
    );
  const sizes = entities.map(({ members }) => members.length);
  const { system, user } = process.cpuUsage(begun);
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const rescan = drift > matching.drift;
  return {
    data: {
      counts: {
        read: scanned,
        rejected: 0,
        compared,
        ...zones,
        groups: sizes.length,
        inGroups: sizes.reduce((sum, size) => sum + size, 0),
        largestGroup: sizes.reduce((most, size) => Math.max(most, size), 0),
        refused: 0,
        oversizedBlocks: learned.keys.reduce((sum, { crowded }) => sum + crowded.size, 0),
      },
      columns: learned.model.columns.map(({ kind, name }) => ({ header: name, kind: kind.kind, by: 'memory' })),
      keys: learned.keys.map(({ name, pairs: count }) => ({ key: name, pairs: count })),
      model: modelOf(learned.model, lang),
      shared: [],
      since: { run: since, learnedFrom: learned.size, drift: Math.round(drift * 1e4) / 1e4, rescan },
    },
    run: { cpuSeconds: Math.round((system + user) / 1e4) / 100, threads: 1 },
    doc: () => ({
      lang,
      title: t(words.title),
      subtitle: t(words.subtitle, { read: scanned, customers: reader.count() }),
      meta: [],
      blocks: [
        {
          kind: 'kpis',
          items: [
            { label: t(words.read), value: scanned },
            { label: t(words.compared), value: compared },
            { label: t(words.automatic), value: zones.automatic },
            { label: t(words.review), value: zones.review, ...(zones.review > 0 && { tone: 'warn' as const }) },
            { label: t(words.links), value: zones.links },
          ],
        },
        ...(rescan
          ? [
              {
                kind: 'note' as const,
                level: 'warn' as const,
                text: t(words.drift, { percent: Math.round(drift * 100) }),
              },
            ]
          : []),
      ],
    }),
    exit: 0,
  };
}
