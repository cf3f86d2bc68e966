import { stalestSection, timelinessSection } from '../../engine/report/sections/flows.js';
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
    zh: '质量报告:四个维度、各规则、完整性、两个时钟的及时性、最久未更新的字段',
    en: 'The quality report: the four dimensions, rules, completeness, timeliness on both clocks, the stalest fields.',
  },
  clauses: ['S0-01', 'S2-01', 'S2-02', 'S2-42', 'S3-07', 'S3-26', 'C06', 'C07'],
  examples: [
    'steward report quality',
    'steward report quality --profile P-004 --folder 质量',
    'steward report quality --as-of 2026-06-30 --json',
  ],
  options,
  formats: ['text', 'json', 'md', 'html', 'csv', 'xlsx'],
  json: figuresJson,
  run(context, own) {
    const given = withProfiles(context.given, own.profile);
    const { quarter, state, moves, staleness, roll, later } = gather(context, given, own.folder !== undefined);
    const sections = [
      ...qualitySections(state, rules),
      ledgerSection(state, given),
      ...completenessSections(state),
      timelinessSection(moves, state, given),
      stalestSection(staleness),
    ];
    const sets = [state.customers, state.quality, state.completeness, moves.timeliness, staleness];
    const headlines = ['ledger.customers', 'quality.sound.share', 'completeness.all.share', 'timeliness.judged'];
    const title = { zh: '客户台账质量报告 {period}', en: 'Customer ledger, quality report {period}' };
    const report = { title, period: quarter.id, from: quarter.first, later, sections, headlines, sets, roll };
    return figuresResult(context, given, report, own.folder);
  },
} satisfies Omit<Query<typeof options>, 'kind'>);
