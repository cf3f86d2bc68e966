import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { type MonthlyResult, monthlySweep } from '../engine/monthly.js';
import { fileFault } from '../files/faults.js';
import { StewardError } from '../model/errors.js';
import type { LedgerReader, RunRecord } from '../model/ledger.js';
import { type Lang, say, type Text } from '../model/text.js';
import type { Block } from '../output/document.js';
import { prettyJson } from '../output/json.js';
import { rules } from '../rules/registry.gen.js';
import { type OptionSpecs, type Query, type QueryContext, query } from './command.js';
import { provenance } from './report/monthly.js';
import { countsSchema, profileOption, withProfiles } from './shared.js';
import { type CaughtUp, monthEnd, sweepCounts, sweepFigures } from './sweep/monthly-figures.js';

const options = {
  report: {
    flag: '--report <file>',
    help: {
      zh: '该次清理写出的 report.json:逐字节比较',
      en: 'the report.json which that sweep wrote: compared byte by byte',
    },
    schema: z.string().min(1).optional(),
  },
  profile: profileOption,
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '重跑运行 {run}', en: 'Run {run} again' },
  subtitle: { zh: '{command},截至 {asOf},{ts} 由 {actor} 执行', en: '{command} as of {asOf}, by {actor} at {ts}' },
  same: { zh: '结果相同:{figures} 个数字全部一致', en: 'The same: all {figures} figures agree' },
  sameBytes: { zh: '报告逐字节相同:{path}', en: 'The report is the same, byte for byte: {path}' },
  differs: { zh: '结果不同:{count} 个数字', en: 'It differs: {count} figures' },
  bytesDiffer: { zh: '报告不同:{path},{count} 处', en: 'The report differs: {path}, in {count} places' },
  lost: {
    zh: '此后销毁了 {files} 份档案和 {fields} 位客户的字段:那时的值已无从得知,结果少了它们。',
    en: 'Since then {files} files and fields of {fields} customers were destroyed: nobody knows their values of that time, and the result is without them.',
  },
  unexplained: {
    zh: '此后没有销毁过任何内容:程序的规则可能换过,或台账被改动(steward audit verify)。',
    en: 'Nothing was destroyed since: the rules of the program may be others, or the ledger was altered (steward audit verify).',
  },
  figure: { zh: '数字', en: 'figure' },
  recorded: { zh: '当时', en: 'then' },
  again: { zh: '重跑', en: 'again' },
} as const satisfies Record<string, Text>;

/** Differences that are listed. */
const LISTED = 100;

/** A figure that is another now. */
interface Difference {
  readonly where: 'counts' | 'report';
  readonly figure: string;
  readonly recorded: number | string | null;
  readonly again: number | string | null;
}

export default query({
  summary: {
    zh: '重跑过去的每月清理:由当时的台账重新得出,并与记录比较',
    en: 'Run a past monthly sweep again, over the ledger as it stood then, and compare.',
  },
  clauses: ['S0-28'],
  examples: ['steward rerun', 'steward rerun --report 清理/report.json --json'],
  arguments: [
    {
      name: 'run',
      help: { zh: '每月清理的运行号(默认最近一次)', en: 'the run of a monthly sweep (default: the last one)' },
      optional: true,
    },
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'md'],
  json: z.object({
    rerun: z.int(),
    same: z.boolean(),
    sameBytes: z.boolean().nullable().describe('Of the report; null where none was given'),
    counts: countsSchema.describe('As they come now'),
    lost: z.object({ files: z.int(), fields: z.int() }).describe('Customers destroyed since, wholly or in part'),
    differences: z.int(),
    items: z.array(z.object({ where: z.string(), figure: z.string() }).loose()).optional(),
  }),
  run(context, own, [word]) {
    const { reader, lang, emit } = context;
    const run = sweepNamed(reader, word);
    if (run.policyHash !== context.policyHash)
      throw new StewardError('rerun-policy', {
        run: run.run,
        expected: run.policyHash.slice(0, 16),
        found: context.policyHash.slice(0, 16),
      });
    const report = own.report === undefined ? null : textOf(own.report);
    const { counts, text, lost } = again(context, run, own.profile);
    const differences = [...ofCounts(run.counts, counts), ...(report === null ? [] : ofReport(report, text))];
    for (const difference of differences) emit({ ...difference });
    const sameBytes = report === null ? null : report === text;
    const path = own.report === undefined ? '' : basename(own.report);
    return {
      data: {
        rerun: run.run,
        same: differences.length === 0,
        sameBytes,
        counts,
        lost,
        differences: differences.length,
      },
      doc: () => ({
        lang,
        title: say(words.title, lang, { run: run.run }),
        subtitle: say(words.subtitle, lang, { command: run.command, asOf: run.asOf, ts: run.ts, actor: run.actor }),
        meta: provenance(reader, context),
        blocks: blocksOf({ differences, figures: Object.keys(run.counts).length, sameBytes, path, lost }, lang),
      }),
      exit: differences.length === 0 && sameBytes !== false ? 0 : 1,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

/** @throws StewardError run-unknown, rerun-nothing, rerun-other */
function sweepNamed(reader: LedgerReader, word: string | undefined): RunRecord {
  if (word !== undefined) {
    const run = /^\d+$/.test(word) ? reader.run(Number(word)) : null;
    if (run === null) throw new StewardError('run-unknown', { path: reader.info.path, run: word });
    if (run.command !== 'sweep monthly') throw new StewardError('rerun-other', { run: run.run, command: run.command });
    return run;
  }
  let last: RunRecord | null = null;
  for (const run of reader.runs()) if (run.command === 'sweep monthly') last = run;
  if (last === null) throw new StewardError('rerun-nothing');
  return last;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
}

/** Sweeps the months of the run again, over the customers as it found them: its counts, and its report to the byte. */
function again(context: QueryContext, { run, asOf, period }: RunRecord, profiles: readonly string[] | undefined) {
  const { reader, progress } = context;
  const given = withProfiles({ ...context.given, asOf }, profiles);
  const past = reader.atRun(run);
  const of = reader.count();
  const sweep = (day: string): MonthlyResult => {
    let read = 0;
    const counted = function* () {
      for (const record of past.records()) {
        if (++read % 5000 === 0) progress(read, of, read);
        yield record;
      }
    };
    return monthlySweep(counted(), rules, { ...given, asOf: day });
  };
  const missed = (period ?? '').split(',').slice(0, -1);
  const caughtUp = missed.map((month): CaughtUp => ({ period: month, result: sweep(monthEnd(month)) }));
  const result = sweep(asOf);
  const text = prettyJson({ asOf, ...sweepFigures(result, caughtUp) });
  return { counts: sweepCounts(result, caughtUp), text, lost: { ...past.lost } };
}

/** Figures that are others now; what an older program did not record is not compared. */
function ofCounts(recorded: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): Difference[] {
  return Object.keys(recorded)
    .sort()
    .filter((key) => recorded[key] !== now[key])
    .map((figure) => ({ where: 'counts', figure, recorded: recorded[figure] ?? null, again: now[figure] ?? null }));
}

/** Where two reports differ, by the paths of their figures; of what is no report, that it is none. */
function ofReport(recorded: string, now: string): Difference[] {
  if (recorded === now) return [];
  let before: Map<string, number | string>;
  try {
    before = leaves(JSON.parse(recorded));
  } catch {
    return [{ where: 'report', figure: '(JSON)', recorded: null, again: null }];
  }
  const after = leaves(JSON.parse(now));
  const differing = [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((figure): Difference => {
      return { where: 'report', figure, recorded: before.get(figure) ?? null, again: after.get(figure) ?? null };
    });
  return differing.length > 0 ? differing : [{ where: 'report', figure: '(bytes)', recorded: null, again: null }];
}

/** Every figure and word of a JSON value, by its path. */
function leaves(value: unknown, path = '', found = new Map<string, number | string>()): Map<string, number | string> {
  if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) leaves(member, path === '' ? key : `${path}.${key}`, found);
  else found.set(path, typeof value === 'number' ? value : String(value));
  return found;
}

function blocksOf(
  result: {
    readonly differences: readonly Difference[];
    readonly figures: number;
    readonly sameBytes: boolean | null;
    readonly path: string;
    readonly lost: { readonly files: number; readonly fields: number };
  },
  lang: Lang,
): readonly Block[] {
  const { differences, figures, sameBytes, path, lost } = result;
  const note = (level: 'bad' | 'info' | 'warn', text: Text, data = {}): Block => ({
    kind: 'note',
    level,
    text: say(text, lang, data),
  });
  const counts = differences.filter(({ where }) => where === 'counts').length;
  const gone = lost.files + lost.fields;
  const columns: Extract<Block, { kind: 'table' }>['columns'] = [
    { key: 'figure', label: say(words.figure, lang), align: 'left' },
    { key: 'recorded', label: say(words.recorded, lang), align: 'right' },
    { key: 'again', label: say(words.again, lang), align: 'right' },
  ];
  return [
    counts === 0 ? note('info', words.same, { figures }) : note('bad', words.differs, { count: counts }),
    ...(sameBytes === null
      ? []
      : sameBytes
        ? [note('info', words.sameBytes, { path })]
        : [note('bad', words.bytesDiffer, { path, count: differences.length - counts })]),
    ...(gone > 0 ? [note('warn', words.lost, { ...lost })] : []),
    ...(gone === 0 && differences.length > 0 ? [note('warn', words.unexplained)] : []),
    ...(differences.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            caption: say(words.differs, lang, { count: differences.length }),
            columns,
            rows: differences.slice(0, LISTED).map((one) => [one.figure, one.recorded ?? '—', one.again ?? '—']),
            ...(differences.length > LISTED && { more: differences.length - LISTED }),
          },
        ]),
  ];
}
