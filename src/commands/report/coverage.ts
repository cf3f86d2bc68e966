import { coverage } from '../../engine/report/coverage.js';
import { counted, type Section } from '../../engine/report/figure.js';
import { Roll } from '../../engine/report/roll.js';
import { RowSet } from '../../engine/report/rows.js';
import { runsBefore } from '../../engine/report/runs-before.js';
import { coverageSection } from '../../engine/report/sections/oversight.js';
import type { Given } from '../../model/given.js';
import { chinaCalendar } from '../../rules/calendar/working-days.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { figuresJson, figuresResult } from './figures-report.js';
import { eventsUntil, recordedLater } from './later.js';
import { folderOption } from './write-folder.js';

const options = { folder: folderOption } as const satisfies OptionSpecs;

/** Which years of the ledger’s life, and the next, the working-day tables cover. */
function calendarSection({ policy, asOf }: Given, first: string, keep: boolean): { section: Section; rows: RowSet } {
  const calendar = chinaCalendar(policy.calendar.overrides);
  const rows = new RowSet('calendar', ['year', 'covered'], 'nobody', keep);
  for (let year = Number(first.slice(0, 4)); year <= Number(asOf.slice(0, 4)) + 1; year++)
    rows.add([String(year), calendar.covers(year) ? 'yes' : 'no']);
  const years = rows.groups(['year', 'covered']).map(({ words: [year = '', covered = ''] }) =>
    counted(
      rows,
      `calendar.${year}`,
      covered === 'yes'
        ? { zh: `${year} 年有节假日表`, en: `${year} has a holiday table` }
        : {
            zh: `${year} 年没有节假日表,按周一至周五计`,
            en: `${year} has no holiday table and is counted Monday to Friday`,
          },
      { year, covered: 'yes' },
    ),
  );
  const section: Section = {
    id: 'calendar',
    title: { zh: '工作日历', en: 'The working calendar' },
    note: {
      zh: '从台账第一次运行的年份到截止日的下一年;1 为有节假日表,0 为没有。',
      en: 'From the year of the ledger’s first run to the one after the as-of day; 1: there is a holiday table, 0: there is none.',
    },
    figures: years,
    rows: [rows.name],
  };
  return { section, rows };
}

export default query({
  summary: {
    zh: '覆盖报告:定期运行做了哪些、漏了哪些,各次交代了多少客户,节假日表到哪一年',
    en: 'The coverage report: scheduled runs made and missed, how much of the ledger each accounted for, calendars.',
  },
  clauses: ['S0-28', 'C17'],
  examples: [
    'steward report coverage',
    'steward report coverage --as-of 2026-06-30 --format csv',
    'steward report coverage --folder 覆盖',
  ],
  options,
  formats: ['text', 'json', 'md', 'html', 'csv', 'xlsx'],
  json: figuresJson,
  run(context, own) {
    const { reader, given } = context;
    const keep = own.folder !== undefined;
    const made = coverage(
      given,
      runsBefore(() => reader.runs(), eventsUntil(reader, given)),
      keep,
    );
    const calendar = calendarSection(given, made.months[0] ?? given.asOf, keep);
    const report = {
      title: { zh: '定期运行覆盖报告 {period}', en: 'Coverage of scheduled runs {period}' },
      ...{ period: given.asOf, from: null, later: recordedLater(reader, given), standing: 'none' as const },
      sections: [coverageSection(made, given), calendar.section],
      headlines: ['coverage.monthly.missed', 'coverage.monthly.made'],
      sets: [made.runs, calendar.rows],
      roll: new Roll(keep, () => null),
    };
    return figuresResult(context, given, report, own.folder);
  },
} satisfies Omit<Query<typeof options>, 'kind'>);
