import * as z from 'zod';
import { StewardError } from '../../model/errors.js';
import type { LedgerReader } from '../../model/ledger.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { shown } from '../masked.js';
import { countsSchema } from '../shared.js';
import { enteredBefore, heldBefore } from './as-they-stood.js';
import { importDoc } from './import-doc.js';
import { heldStates, type Imports, intakeCounts, isImport, readImports } from './imports.js';
import { eventsUntil, laterJson, noteLater, recordedLater } from './later.js';
import { provenance } from './monthly.js';
import { spanOf, spanOptions } from './span.js';
import { folderJson, folderOption, type RowFile, rowsPath, withFiles, writeFolder } from './write-folder.js';

const options = {
  run: {
    flag: '--run <n>',
    help: { zh: '只看该次导入', en: 'this import alone' },
    schema: z.coerce.number().int().min(1).optional(),
  },
  ...spanOptions,
  folder: folderOption,
} as const satisfies OptionSpecs;

const columns = [
  'run',
  'ts',
  'actor',
  'role',
  'command',
  'file',
  'sha256',
  ...intakeCounts,
  'waiting',
  'settled',
  'undoneBy',
  'adds',
] as const;

export default query({
  summary: {
    zh: '导入报告:每个文件读入、新建、更新、挂起、拒收多少,挂起的如何处理',
    en: 'Report on imports: what became of every row, by file, rule and source; what was held, and how it was settled.',
  },
  clauses: ['S1-09', 'S0-05', 'S0-27'],
  examples: [
    'steward report import',
    'steward report import --since 2026-10-01 --until 2026-12-31 --format xlsx --out 导入.xlsx',
    'steward report import --folder 导入报告 --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html', 'xlsx'],
  columns,
  json: z.object({
    later: laterJson,
    counts: countsSchema.describe(
      'imports; read = created + updated + unchanged + held + rejected; waiting and undone',
    ),
    held: z
      .array(z.object({ rule: z.string(), why: z.string(), states: countsSchema }))
      .describe('Held rows by rule and by what became of them'),
    sources: z
      .array(z.object({ source: z.string().nullable(), entered: z.int(), aside: z.int() }))
      .describe('New customers by source; aside: merged or undone since'),
    destroyed: z.int().describe('New customers whose files were destroyed since'),
    written: folderJson.optional(),
    items: z.array(z.object({ run: z.int(), file: z.string(), adds: z.boolean() }).loose()).optional(),
  }),
  run(context, own) {
    const { reader, given, lang, emit } = context;
    const span = spanOf(own, given);
    if (own.run !== undefined) {
      const run = reader.run(own.run);
      if (run === null) throw new StewardError('run-unknown', { run: own.run, path: reader.info.path });
      if (!isImport(run)) throw new StewardError('run-no-import', { run: run.run, command: run.command });
    }
    const before = eventsUntil(reader, given);
    const later = recordedLater(reader, given);
    const imports = readImports(reader, before, ({ run, ts }) =>
      own.run === undefined ? span.holds(ts) : run === own.run,
    );
    for (const run of imports.runs) emit(() => itemOf(run));
    const doc = (rows: boolean) =>
      importDoc(
        imports,
        { lang, span: span.words(lang), run: own.run ?? null, meta: provenance(reader, context), later },
        rows ? { imports: rowsPath('imports'), held: rowsPath('held'), sources: rowsPath('sources') } : null,
      );
    noteLater(context, later, 'stood');
    const data = {
      later,
      counts: totals(imports),
      held: imports.held,
      sources: imports.sources.map((one) => ({ ...one, source: shown('source', one.source, false) })),
      destroyed: imports.destroyed,
    };
    const files =
      own.folder === undefined
        ? null
        : writeFolder(own.folder, {
            doc: doc(true),
            json: { asOf: given.asOf, ...data, items: imports.runs.map(itemOf) },
            rows: rowFiles(reader, imports, before),
          });
    return {
      data: { ...data, ...(files !== null && { written: files }) },
      doc: () => withFiles(doc(false), files),
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

function totals({ runs }: Imports): Record<string, number> {
  const all: Record<string, number> = { imports: runs.length };
  for (const key of intakeCounts) all[key] = runs.reduce((sum, { counts }) => sum + counts[key], 0);
  all.waiting = runs.reduce((sum, { held }) => sum + held.waiting, 0);
  all.undone = runs.filter(({ undoneBy }) => undoneBy !== null).length;
  return all;
}

function itemOf({ counts, held, ...run }: Imports['runs'][number]) {
  const { waiting, ...settled } = held;
  return { ...run, ...counts, waiting, settled: Object.values(settled).reduce((sum, n) => sum + n, 0) };
}

/** A state of held rows as a column beside the counts of the import. */
const heldColumn = (state: string): string => `held${state[0]?.toUpperCase()}${state.slice(1)}`;

/** The rows behind the figures: the imports, what each held, and where the customers of each came from. */
function rowFiles(reader: LedgerReader, { runs }: Imports, before: number): RowFile[] {
  const wanted = new Set(runs.map(({ run }) => run));
  return [
    {
      name: 'imports',
      header: [
        'run',
        'ts',
        'actor',
        'role',
        'command',
        'file',
        'sha256',
        ...intakeCounts,
        ...heldStates.map(heldColumn),
        'undoneBy',
      ],
      rows: runs.map(({ run, ts, actor, role, command, file, sha256, counts, held, undoneBy }) => [
        ...[run, ts, actor, role, command, file, sha256],
        ...intakeCounts.map((key) => counts[key]),
        ...heldStates.map((state) => held[state]),
        undoneBy,
      ]),
    },
    {
      name: 'held',
      header: ['run', 'held', 'record', 'line', 'why', 'rule', 'against', 'state'],
      rows: (function* () {
        for (const { run, id, record, line, why, rule, against, settled } of heldBefore(reader, before))
          if (wanted.has(run))
            yield [run, id, record, line, why, rule, against === null ? null : `#${against}`, settled ?? 'waiting'];
      })(),
    },
    {
      name: 'sources',
      header: ['run', 'source', 'aside', 'customers'],
      rows: (function* () {
        const enteredFrom = enteredBefore(reader, before);
        for (const run of wanted)
          for (const { source, aside, customers } of enteredFrom(run))
            yield [run, shown('source', source, false), aside, customers];
      })(),
    },
  ];
}
