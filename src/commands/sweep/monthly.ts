import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { DormancyStanding } from '../../engine/dormancy.js';
import { type MonthlyResult, monthlySweep } from '../../engine/monthly.js';
import { CsvFiles } from '../../files/csv-files.js';
import { keepHeapSmall } from '../../files/frugal-heap.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import type { Given } from '../../model/given.js';
import type { LedgerReader } from '../../model/ledger.js';
import { type Data, type Lang, say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { addPeriod } from '../../rules/calendar/period.js';
import { rules } from '../../rules/registry.gen.js';
import { dueClock } from '../../rules/review/clock.js';
import { type Change, type ChangeContext, change, type OptionSpecs, type Planned } from '../command.js';
import { monthlyJson, provenance } from '../report/monthly.js';
import { monthlyBrief, monthlyDoc } from '../report/monthly-doc.js';
import { type FolderFiles, filesBlocks, writeFolder } from '../report/write-folder.js';
import { profileOption, withProfiles } from '../shared.js';
import { RememberedVerdicts } from '../verdicts.js';
import { sheetHeader, sheetRow } from '../verify/sheet.js';
import { monthEnd, sweepCounts, sweepFigures } from './monthly-figures.js';

/** The list of the candidates, beside the report. */
const WORKLIST = 'verification.csv';

const options = {
  profile: profileOption,
  folder: {
    flag: '--folder <dir>',
    help: {
      zh: '报告文件夹(默认台账旁的 reports/年-月)',
      en: 'folder of the reports (default: reports/YYYY-MM beside the ledger)',
    },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  worklist: { zh: '核实名单:{count} 个休眠候选,按负责人', en: 'verification list: {count} candidates, by owner' },
  repeat: {
    zh: '{period} 已清理过(运行 {run}),结果相同,没有重复记录',
    en: '{period} was swept before (run {run}) with the same result; nothing was recorded twice',
  },
  recorded: { zh: '已记入审计链,运行 {run}', en: 'Recorded in the trail as run {run}' },
  missed: { zh: '补做了错过的月份:{periods}', en: 'Missed months caught up: {periods}' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
} as const satisfies Record<string, Text>;

/** Months after the last swept one and before this one, oldest first; none before the first sweep. */
function missedPeriods({ reader, given, asOfGiven }: ChangeContext): string[] {
  if (asOfGiven) return [];
  let last: string | null = null;
  for (const run of reader.runs()) {
    if (run.command !== 'sweep monthly' || run.period === null) continue;
    for (const period of run.period.split(',')) if (last === null || period > last) last = period;
  }
  const missed: string[] = [];
  const current = given.asOf.slice(0, 7);
  for (let next = last; next !== null; ) {
    next = addPeriod(`${next}-01`, 'P1M').slice(0, 7);
    if (next >= current) break;
    missed.push(next);
  }
  return missed;
}

export default change({
  summary: {
    zh: '每月清理:校验、分类、找出沉默与休眠候选、出报告',
    en: 'The monthly sweep: validate, classify, find who went quiet, report.',
  },
  clauses: ['S0-28'],
  examples: [
    'steward sweep monthly --yes',
    'steward sweep monthly --as-of 2026-06-30 --dry-run',
    'steward sweep monthly --yes --json',
  ],
  options,
  formats: ['text', 'json', 'md', 'html', 'csv', 'xlsx'],
  json: monthlyJson.extend({ caughtUp: z.array(z.object({ period: z.string() }).loose()) }),
  reason: 'optional',
  plan(context, own): Planned {
    const { reader, lang, progress } = context;
    keepHeapSmall();
    const given = withProfiles(context.given, own.profile);
    const candidates: Candidate[] = [];
    const of = reader.count();
    let read = 0;
    const memory = new RememberedVerdicts(context, given);
    const sweep = (at: Given, take: boolean): MonthlyResult => {
      const counted = function* () {
        for (const record of reader.read()) {
          if (++read % 5000 === 0) progress(read, of, read);
          yield record;
        }
      };
      read = 0;
      const book = memory.book(rules, at);
      const result = monthlySweep(counted(), rules, at, {
        onCandidate: ({ id, owner }, { since }) => take && candidates.push({ id, owner, since }),
        book,
      });
      memory.keep(book);
      return result;
    };
    const caughtUp = missedPeriods(context).map((period) => {
      return { period, result: sweep({ ...given, asOf: monthEnd(period) }, false) };
    });
    const result = sweep(given, true);
    const { period, accounts } = result;
    const before = sameSweep(context, period, accounts);
    const periods = [...caughtUp.map((one) => one.period), period].join(',');
    const counts = sweepCounts(result, caughtUp);
    const folder = own.folder ?? join(dirname(reader.info.path), 'reports', period);
    const worklist = join(folder, WORKLIST);
    let written: FolderFiles | null = null;
    const data = (): Data & Record<string, unknown> => sweepFigures(result, caughtUp) as never;
    const reportDoc = () => monthlyDoc(result, given.policy, lang, provenance(reader, context));
    const doc = (state: string | null, files: FolderFiles | null): Doc => {
      const report = context.format === 'text' ? monthlyBrief(reportDoc()) : reportDoc();
      return {
        ...report,
        subtitle: state === null ? report.subtitle : `${report.subtitle} · ${state}`,
        blocks: [
          ...report.blocks,
          ...(caughtUp.length > 0
            ? [
                {
                  kind: 'note' as const,
                  level: 'warn' as const,
                  text: say(words.missed, lang, { periods: caughtUp.map((one) => one.period) }),
                },
              ]
            : []),
          ...(files === null
            ? []
            : filesBlocks(files, lang, [[worklist, say(words.worklist, lang, { count: candidates.length })]])),
        ],
      };
    };
    return {
      info: { counts, input: null, period: periods },
      preview: () => doc(say(words.dry, lang), null),
      writes: before === null,
      beforeCommit: () => {
        const report = monthlyDoc(result, given.policy, lang, provenance(reader, context), WORKLIST);
        written = writeFolder(folder, { doc: report, json: { asOf: given.asOf, ...data() } });
        writeWorklist(worklist, candidates, reader, given, lang);
      },
      result: (applied) => {
        const state = applied
          ? say(words.recorded, lang, { run: applied.run })
          : before !== null
            ? say(words.repeat, lang, { period, run: before })
            : say(words.dry, lang);
        return {
          data: data(),
          doc: () => doc(state, written),
          exit: 0,
          ...(written !== null && { run: { files: { ...written, worklist } } }),
        };
      },
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);

/** The run that swept this very period to the same result under the same policy: a sweep is idempotent. */
function sameSweep(
  { reader, given, policyHash, dryRun }: ChangeContext,
  period: string,
  accounts: MonthlyResult['accounts'],
): number | null {
  if (dryRun) return null;
  let same: number | null = null;
  for (const run of reader.runs()) {
    const covers = run.command === 'sweep monthly' && run.period?.split(',').at(-1) === period;
    if (!covers) continue;
    const equal =
      run.asOf === given.asOf &&
      run.policyHash === policyHash &&
      Object.entries(accounts).every(([key, value]) => run.counts[key] === value);
    same = equal ? run.run : null;
  }
  return same;
}

/** What is kept of a candidate until its row is written: a quarter of a million customers may go quiet, their records stay in the ledger (law 10). */
interface Candidate extends Pick<DormancyStanding, 'since'> {
  readonly id: CustomerId;
  readonly owner: string | null;
}

/** The candidates as one verification list, by owner, as `verify import` reads it back (S0-30). */
function writeWorklist(
  path: string,
  candidates: readonly Candidate[],
  reader: LedgerReader,
  given: Given,
  lang: Lang,
): void {
  const byOwner = [...candidates].sort((a, b) => {
    const [x, y] = [a.owner ?? '', b.owner ?? ''];
    return x < y ? -1 : x > y ? 1 : a.id - b.id;
  });
  const { due } = dueClock(given, given.policy.verification.workdays)(given.asOf);
  const files = new CsvFiles();
  try {
    const file = files.begin(path, sheetHeader(lang));
    for (const { id, since } of byOwner)
      file.add(sheetRow(reader.get(id) as CustomerRecord, [{ cause: 'candidate', since, due, clauses: [] }], lang));
    files.commit();
  } finally {
    files.abort();
  }
}
