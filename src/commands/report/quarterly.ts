import { confusionSection, regradesSection, stagesSection } from '../../engine/report/sections/classes.js';
import {
  accessSection,
  dormancySection,
  duplicatesSection,
  importsSection,
  purgeSection,
  stalestSection,
  timelinessSection,
} from '../../engine/report/sections/flows.js';
import { coverageSection, exceptionsSection, trendSection } from '../../engine/report/sections/oversight.js';
import { completenessSections, ledgerSection, qualitySections } from '../../engine/report/sections/state.js';
import { rules } from '../../rules/registry.gen.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { profileOption, withProfiles } from '../shared.js';
import { figuresJson, figuresResult } from './figures-report.js';
import { gather } from './gather.js';
import { folderOption } from './write-folder.js';

const options = { profile: profileOption, folder: folderOption } as const satisfies OptionSpecs;

export default query({
  summary: {
    zh: '季度报告:例外、质量、及时性、重复、休眠漏斗、评级、阶段、销毁、查阅、导入、趋势',
    en: 'The quarterly report: exceptions, quality, timeliness, duplicates, dormancy, regrades, stages, purges, access, imports, trend.',
  },
  clauses: [
    'S0-01',
    'S0-28',
    'S2-01',
    'S2-02',
    'S2-26',
    'S2-42',
    'S3-07',
    'S3-20',
    'S3-26',
    'S3-27',
    'S4-24',
    'C07',
    'C17',
  ],
  examples: [
    'steward report quarterly',
    'steward report quarterly --as-of 2026-06-30 --folder 季报',
    'steward report quarterly --format html --out 季报.html',
  ],
  options,
  formats: ['text', 'json', 'md', 'html', 'csv', 'xlsx'],
  json: figuresJson,
  run(context, own) {
    const given = withProfiles(context.given, own.profile);
    const all = gather(context, given, own.folder !== undefined);
    const { quarter, state, moves, events, overdue, coverage, staleness, alarms, roll, later } = all;
    const sections = [
      exceptionsSection(state, overdue, coverage, alarms),
      ledgerSection(state, given),
      ...qualitySections(state, rules),
      ...completenessSections(state),
      timelinessSection(moves, state, given),
      stalestSection(staleness),
      duplicatesSection(events),
      dormancySection(state, moves, events, given),
      regradesSection(moves, given),
      confusionSection(state, given),
      stagesSection(moves, state, given),
      purgeSection(events, given),
      accessSection(events),
      importsSection(events),
      coverageSection(coverage, given),
      trendSection(coverage),
    ];
    const sets = [
      ...[alarms, overdue, state.waiting, state.failed],
      ...[state.customers, state.quality, state.completeness, state.classification],
      ...[moves.timeliness, staleness, events.duplicates, moves.dormancy, moves.regrades, moves.stages],
      ...[events.purged, events.access, events.imports, coverage.runs, coverage.trend],
    ];
    const headlines = [
      'exceptions.overdue',
      'exceptions.missed',
      'exceptions.held',
      'ledger.customers',
      'quality.sound.share',
      'completeness.all.share',
    ];
    const title = { zh: '客户台账季度报告 {period}', en: 'Customer ledger, quarterly report {period}' };
    const report = { title, period: quarter.id, from: quarter.first, later, sections, headlines, sets, roll };
    return figuresResult(context, given, report, own.folder);
  },
} satisfies Omit<Query<typeof options>, 'kind'>);
