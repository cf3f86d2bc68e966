import * as z from 'zod';
import { valueText } from '../../match/column.js';
import { conclude, prepare, type Scan } from '../../match/scan.js';
import { zonesOf } from '../../match/zones.js';
import { columnKinds } from '../../model/matching.js';
import { type Lang, say } from '../../model/text.js';
import { type OptionSpecs, type Tool, tool } from '../command.js';
import { intakeOptions } from '../import.js';
import { refuseTarget } from '../target.js';
import { comparedPairs } from './pool.js';
import { readTable } from './read-table.js';
import { docOf, groupsOf } from './scan-doc.js';
import { NamedPairs, rankNames, writeClusters, writePairs } from './write-results.js';

const options = {
  input: {
    flag: '--input <file>',
    help: { zh: '要查重的 CSV 文件,不需要台账', en: 'the CSV file to look through; no ledger is needed' },
    schema: z.string().min(1),
  },
  pairs: {
    flag: '--pairs <file>',
    help: {
      zh: '把成对结果写入 CSV:id_a,id_b,probability,decision',
      en: 'write the pairs as CSV: id_a,id_b,probability,decision',
    },
    schema: z.string().min(1).optional(),
  },
  clusters: {
    flag: '--clusters <file>',
    help: {
      zh: '把自动归并的分组写入 CSV:customer_no,cluster_id',
      en: 'write the groups put together automatically as CSV: customer_no,cluster_id',
    },
    schema: z.string().min(1).optional(),
  },
  threads: {
    flag: '--threads <n>',
    help: { zh: '比较用的线程数;结果不受影响', en: 'threads that compare; the result is the same' },
    schema: z.coerce.number().int().min(1).max(64).default(2),
  },
  encoding: intakeOptions.encoding,
  delimiter: intakeOptions.delimiter,
  sheet: intakeOptions.sheet,
} as const satisfies OptionSpecs;

const json = z.object({
  counts: z.object({
    read: z.int(),
    rejected: z.int(),
    compared: z.int(),
    automatic: z.int(),
    review: z.int(),
    distinct: z.int(),
    links: z.int(),
    groups: z.int(),
    inGroups: z.int(),
    largestGroup: z.int(),
    refused: z.int(),
    oversizedBlocks: z.int(),
  }),
  columns: z.array(z.object({ header: z.string(), kind: z.enum(columnKinds), by: z.string() })),
  keys: z.array(z.object({ key: z.string(), pairs: z.number() })),
  model: z.object({
    lambda: z.number(),
    columns: z.array(
      z.object({
        column: z.string(),
        learned: z.boolean(),
        levels: z.array(z.object({ level: z.int(), name: z.string(), m: z.number(), u: z.number(), bits: z.number() })),
      }),
    ),
  }),
  shared: z.array(z.object({ column: z.string(), value: z.string().nullable(), records: z.int() })),
});

const round = (x: number, digits: number): number => Math.round(x * 10 ** digits) / 10 ** digits;

function modelOf({ model }: Scan, lang: Lang) {
  return {
    lambda: model.lambda,
    columns: model.columns.map(({ kind, learned, m, name, u, weights }) => ({
      column: name,
      learned,
      levels: kind.levels.flatMap((level, l) =>
        level === null
          ? []
          : [
              {
                level: l,
                name: say(level.name, lang),
                m: round(m[l]!, 6),
                u: round(u[l]!, 9),
                bits: round(weights[l]!, 3),
              },
            ],
      ),
    })),
  };
}

export default tool({
  summary: { zh: '在文件中查找重复的客户', en: 'Find the records of a file that are one customer.' },
  examples: [
    'steward dedupe scan --input customers.csv',
    'steward dedupe scan --input customers.csv --pairs pairs.csv --clusters clusters.csv --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv'],
  columns: ['id_a', 'id_b', 'probability', 'decision'],
  json,
  async run(context, own) {
    const { lang } = context;
    for (const [option, path] of [
      ['--pairs', own.pairs],
      ['--clusters', own.clusters],
    ] as const)
      if (path !== undefined)
        refuseTarget('dedupe scan', option, path, [own.input, option === '--clusters' ? (own.pairs ?? null) : null]);
    const begun = process.cpuUsage();
    const matching = context.given.policy.matching;
    const read = await readTable(
      own.input,
      matching,
      { encoding: own.encoding as never, delimiter: own.delimiter, sheet: own.sheet },
      context.progress,
    );
    const prepared = prepare(read.table, matching);
    const scan = conclude(prepared, await comparedPairs(prepared, own.threads), matching);
    const { counts, decisions } = zonesOf(scan, matching);
    const names = rankNames(scan, read.ids);
    const pairs = new NamedPairs(scan, decisions, names);
    if (own.pairs !== undefined) writePairs(own.pairs, pairs);
    if (own.clusters !== undefined) writeClusters(own.clusters, scan, names);
    for (const pair of pairs) context.emit({ ...pair });
    const groups = groupsOf(scan);
    const { system, user } = process.cpuUsage(begun);
    return {
      data: {
        counts: {
          read: read.table.size,
          rejected: read.rejected,
          compared: scan.compared,
          automatic: counts.automatic,
          review: counts.review,
          distinct: counts.distinct,
          links: counts.links,
          ...groups,
          refused: scan.clusters.refused,
          oversizedBlocks: scan.blocks.crowded.reduce((sum, { length }) => sum + length, 0),
        },
        columns: read.inferred.map(({ by, header, kind }) => ({ header, kind, by })),
        keys: scan.keys.map(({ name, pairs: count }) => ({ key: name, pairs: count })),
        model: modelOf(scan, lang),
        shared: scan.table.shared.map(({ column, records, value }) => ({
          column,
          value: context.reveal ? valueText(scan.table.columns.find(({ name }) => name === column)!, value) : null,
          records,
        })),
      },
      run: { cpuSeconds: round((system + user) / 1e6, 2), threads: own.threads },
      doc: () => docOf(scan, read, counts, groups, lang),
      exit: 0,
    };
  },
} satisfies Omit<Tool<typeof options>, 'kind'>);
