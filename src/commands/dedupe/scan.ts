import * as z from 'zod';
import { valueText } from '../../match/column.js';
import { conclude, prepare, type Scan } from '../../match/scan.js';
import { zonesOf } from '../../match/zones.js';
import { StewardError } from '../../model/errors.js';
import { columnKinds, type Matching } from '../../model/matching.js';
import { type OptionSpecs, type Options, type Query, type QueryContext, query } from '../command.js';
import { intakeOptions } from '../import/intake-options.js';
import { refuseTarget } from '../target.js';
import { modelJson, modelOf } from './model-data.js';
import { comparedPairs } from './pool.js';
import { type ReadTable, readTable } from './read-table.js';
import { docOf, groupsOf } from './scan-doc.js';
import { scanLedger } from './scan-ledger.js';
import { sinceJson, sinceResult } from './since-result.js';
import { NamedPairs, rankNames, writeClusters, writePairs } from './write-results.js';

const options = {
  input: {
    flag: '--input <file>',
    help: {
      zh: '改查这个 CSV 文件,不需要台账',
      en: 'look through this CSV file instead of the ledger',
    },
    schema: z.string().min(1).optional(),
  },
  since: {
    flag: '--since [run]',
    help: {
      zh: '只查该次运行之后新增或改动的客户;不写运行号,则为上次查重之后的',
      en: 'only customers that came or changed after this run; without a run, after the last scan',
    },
    schema: z.union([z.literal(true).transform(() => null), z.coerce.number().int().min(0)]).optional(),
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
  model: modelJson,
  shared: z.array(z.object({ column: z.string(), value: z.string().nullable(), records: z.int() })),
  since: sinceJson.optional().describe('Of --since only'),
});

const round = (x: number, digits: number): number => Math.round(x * 10 ** digits) / 10 ** digits;

async function scanFile(
  { progress }: Pick<QueryContext, 'progress'>,
  input: string,
  own: Options<typeof options>,
  matching: Matching,
): Promise<{ readonly read: ReadTable; readonly scan: Scan }> {
  const { encoding, delimiter, sheet } = own;
  const read = await readTable(input, matching, { encoding: encoding as never, delimiter, sheet }, progress);
  const prepared = prepare(read.table, matching);
  return { read, scan: conclude(prepared, await comparedPairs(prepared, own.threads), matching) };
}

export default query({
  summary: {
    zh: '在台账或文件中查找重复的客户',
    en: 'Find the customers of the ledger, or the records of a file, that are one.',
  },
  clauses: ['S1-11'],
  examples: [
    'steward dedupe scan',
    'steward dedupe scan --since --json',
    'steward dedupe scan --input customers.csv',
    'steward dedupe scan --input customers.csv --pairs pairs.csv --clusters clusters.csv --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv'],
  columns: ['id_a', 'id_b', 'probability', 'decision'],
  json,
  ledger: (_, own) => (own.input === undefined ? 'sound' : 'none'),
  remembers: true,
  async run(context, own) {
    const { lang } = context;
    for (const [option, path] of [
      ['--pairs', own.pairs],
      ['--clusters', own.clusters],
    ] as const)
      if (path !== undefined)
        refuseTarget('dedupe scan', option, path, [
          own.input ?? null,
          ...(own.input === undefined ? [context.reader.info.path, context.reader.info.database] : []),
          option === '--clusters' ? (own.pairs ?? null) : null,
        ]);
    const begun = process.cpuUsage();
    const matching = context.given.policy.matching;
    if (own.since !== undefined) {
      if (own.input !== undefined)
        throw new StewardError('usage', { command: 'dedupe scan', detail: '--input, --since' });
      return sinceResult(context, matching, own.since, own);
    }
    const { read, scan } =
      own.input === undefined
        ? await scanLedger(context, matching, own.threads)
        : await scanFile(context, own.input, own, matching);
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
        model: modelOf(scan.model, lang),
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
} satisfies Omit<Query<typeof options>, 'kind'>);
