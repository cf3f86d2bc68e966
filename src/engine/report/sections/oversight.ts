/** What needs somebody's attention, which scheduled runs there are, and how the months before stood. */
import type { Given } from '../../../model/given.js';
import { plain, type Text } from '../../../model/text.js';
import { percentOf } from '../../counts.js';
import { type DutyKind, dutyNames } from '../../due.js';
import type { Coverage } from '../coverage.js';
import { counted, type Figure, type Line, type Section, share, summed } from '../figure.js';
import type { RowSet } from '../rows.js';
import type { LedgerState } from '../state.js';
import { NONE, of } from './names.js';

const heldNames: Readonly<Record<string, Text>> = {
  conflict: { zh: '冲突', en: 'conflict' },
  duplicate: { zh: '疑似重复', en: 'possible duplicate' },
  pending: { zh: '关键变更待确认', en: 'key change to be confirmed' },
  quarantine: { zh: '隔离', en: 'quarantine' },
};

/** Rules that cover what a report cannot count by rows. */
export interface Standing {
  /** The run whose destruction is not finished. */
  readonly destroying: number | null;
  /** Whether the working-day tables cover the as-of year. */
  readonly covered: boolean;
}

/** What the exceptions without rows of their own are counted from. */
export function alarms({ destroying, covered }: Standing, year: string, rows: RowSet): void {
  if (destroying !== null) rows.add(['destruction unfinished', `run ${destroying}`]);
  if (!covered) rows.add(['calendar not covered', year]);
}

/** Exceptions come first: what is broken, missed, overdue or waiting. */
export function exceptionsSection(
  { waiting, failed }: LedgerState,
  overdue: RowSet,
  { runs }: Coverage,
  rows: RowSet,
): Section {
  const alarm = { alarm: true } as const;
  // Sweeps that were missed stand apart.
  const kinds = (Object.entries(dutyNames) as [DutyKind, Text][]).flatMap(([what, name]) =>
    what === 'sweep'
      ? []
      : [counted(overdue, `exceptions.overdue.${what}`, of({ zh: '逾期', en: 'overdue' }, name), { what }, alarm)],
  );
  const cadences = overdue
    .groups(['cadence'], { what: 'contact' })
    .map(({ words: [cadence = ''] }) =>
      counted(
        overdue,
        `exceptions.overdue.contact.${cadence}`,
        of({ zh: '逾期联系,频率', en: 'overdue contacts, cadence' }, plain(cadence)),
        { what: 'contact', cadence },
        alarm,
      ),
    );
  const held = waiting
    .groups(['why'], { what: 'held' })
    .map(({ words: [why = ''] }) =>
      counted(
        waiting,
        `exceptions.held.${why}`,
        of({ zh: '待定行', en: 'held rows' }, heldNames[why] ?? plain(why)),
        { what: 'held', why },
        alarm,
      ),
    );
  return {
    id: 'exceptions',
    title: { zh: '例外事项', en: 'Exceptions' },
    note: {
      zh: '需要处理的事项:未完成的销毁、漏做的清理(S0-28)、逾期的复核、核实、联系和跟进(S0-18、S0-24、S1-21)、待定和退回的、出错的规则、没有节假日表的年份。',
      en: 'What needs somebody: destruction that is not finished, scheduled runs that were missed (S0-28), reviews, verifications, contacts and follow-ups that are overdue (S0-18, S0-24, S1-21), rows held and files returned, rules that failed, a year without a holiday table.',
    },
    figures: [
      counted(
        rows,
        'exceptions.destroying',
        { zh: '未完成的销毁', en: 'destruction not finished' },
        { what: 'destruction unfinished' },
        alarm,
      ),
      counted(
        runs,
        'exceptions.missed',
        { zh: '漏做的定期运行', en: 'scheduled runs missed' },
        { state: 'missed' },
        alarm,
      ),
      counted(overdue, 'exceptions.overdue', { zh: '逾期事项', en: 'overdue' }, {}, alarm),
      ...kinds,
      ...cadences,
      counted(waiting, 'exceptions.held', { zh: '待定行', en: 'held rows' }, { what: 'held' }, alarm),
      ...held,
      counted(
        waiting,
        'exceptions.returned',
        { zh: '退回待改的档案', en: 'files returned' },
        { what: 'returned' },
        alarm,
      ),
      counted(failed, 'exceptions.failed', { zh: '规则出错的客户', en: 'customers on whom a rule failed' }, {}, alarm),
      counted(
        rows,
        'exceptions.calendar',
        { zh: '没有节假日表的年份', en: 'year without a holiday table' },
        { what: 'calendar not covered' },
        alarm,
      ),
    ],
    rows: ['exceptions', 'coverage', 'overdue', 'waiting', 'failed'],
  };
}

/** Which scheduled runs exist and which are missing, and how much of the ledger each accounted for (S0-28, C17). */
export function coverageSection({ runs }: Coverage, { policy }: Given): Section {
  const states = [
    ['made', { zh: '已做', en: 'made' }],
    ['undone', { zh: '已撤销', en: 'undone' }],
    ['missed', { zh: '漏做', en: 'missed' }],
  ] as const satisfies readonly (readonly [string, Text])[];
  const schedules = Object.entries(policy.schedules).flatMap(([schedule, { command, source }]) =>
    states.map(([state, name]) =>
      counted(
        runs,
        `coverage.${schedule}.${state}`,
        of(plain(`${command} (${source.join(', ')})`), name),
        { schedule, state },
        state === 'missed' ? { alarm: true } : {},
      ),
    ),
  );
  const missing = runs
    .groups(['schedule', 'period'], { state: 'missed' })
    .map(({ words: [schedule = '', period = ''] }) =>
      counted(
        runs,
        `coverage.${schedule}.missed.${period}`,
        of({ zh: '漏做', en: 'missed' }, plain(`${policy.schedules[schedule]?.command ?? schedule} ${period}`)),
        { schedule, period, state: 'missed' },
        { alarm: true },
      ),
    );
  const order = Object.keys(policy.schedules);
  const done = runs.groups(['schedule', 'period', 'run'], { state: ['made', 'undone'] }).map(({ words }) => words);
  done.sort(
    ([a = '', of = '', run], [b = '', period = '', other]) =>
      order.indexOf(a) - order.indexOf(b) || (of < period ? -1 : of > period ? 1 : 0) || Number(run) - Number(other),
  );
  const shares = done.map((words) => {
    const [schedule = '', period = '', run = ''] = words;
    const where = { schedule, run };
    const name = plain(`${policy.schedules[schedule]?.command ?? schedule} ${period} (#${run})`);
    const id = `coverage.${schedule}.run.${run}`;
    const accounted = summed(
      runs,
      'accounted',
      id,
      of(name, { zh: '交代的客户占比', en: 'customers accounted for' }),
      where,
    );
    return share(`${id}.share`, accounted.label, accounted, summed(runs, 'customers', '', NONE, where));
  });
  return {
    id: 'coverage',
    title: { zh: '定期运行', en: 'Scheduled runs' },
    note: {
      zh: '自台账第一次运行起,按策略 schedules 应做的运行:已做、已撤销、漏做(S0-28、C17);补做的自做的那一天起算。占比:该次运行交代(处理、未到期、无法判断、出错)的客户除以当时台账的客户。',
      en: 'The runs that the policy’s schedules ask for since the first run of the ledger: made, undone, missed (S0-28, C17); a run made late counts from the day on which it was made. The share: customers whom a run accounted for (acted on, not due, blocked, error) by the customers in the ledger then.',
    },
    figures: [...schedules, ...missing, ...shares],
    rows: [runs.name],
  };
}

const lines = [
  ['read', { zh: '客户', en: 'customers' }, null],
  ['formal', { zh: '正式客户', en: 'formal customers' }, null],
  ['sound', { zh: '无错误、无警告', en: 'without error or warning' }, '%'],
  ['complete', { zh: '必填项齐全', en: 'required fields complete' }, '%'],
  ['acted', { zh: '休眠候选', en: 'dormancy candidates' }, null],
  ['silent', { zh: '沉默', en: 'silent' }, null],
] as const satisfies readonly (readonly [string, Text, '%' | null])[];

/** How the months before stood, by what their sweeps recorded in the chain; what was not recorded is not made up. */
export function trendSection({ trend, months }: Coverage): Section {
  const recorded = (month: string, column: string): number | null => {
    const word = trend.groups(['month', column], { month })[0]?.words[1] ?? '';
    return word === '' ? null : Number(word);
  };
  const drawn: Line[] = [];
  const figures = lines.flatMap(([column, name, unit]) => {
    const made = months.map((month): Figure => {
      const value = recorded(month, column);
      const read = recorded(month, 'read');
      const label = of(plain(month), name);
      const terms = [{ rows: trend.name, where: { month }, sum: column }];
      if (unit === null) return { id: `trend.${month}.${column}`, label, value, terms };
      return {
        id: `trend.${month}.${column}`,
        label,
        value: value === null || read === null ? null : percentOf(value, read),
        unit,
        terms,
        per: [{ rows: trend.name, where: { month }, sum: 'read' }],
      };
    });
    if (unit !== null) drawn.push({ name, values: made.map(({ value }) => value), unit });
    return made;
  });
  return {
    id: 'trend',
    title: { zh: '各月趋势', en: 'Trend by month' },
    note: {
      zh: '各月清理运行记入审计链的数字,最近 12 个月;没有记录的注明“无记录”,不推算。',
      en: 'The figures that each month’s sweep recorded in the chain, over the last twelve months; where nothing was recorded, that is said, and nothing is made up.',
    },
    figures,
    rows: [trend.name],
    ...(drawn.length > 0 && { drawing: { type: 'line', lines: drawn, labels: months } }),
  };
}
