import * as z from 'zod';
import { Roll } from '../../engine/report/roll.js';
import { completenessSections, ledgerSection, qualitySections } from '../../engine/report/sections/state.js';
import type { LedgerReader } from '../../model/ledger.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { rules } from '../../rules/registry.gen.js';
import type { Context } from '../command.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { countsSchema, profileOption, withProfiles } from '../shared.js';
import { rowFilesOf } from './figures-report.js';
import { readState } from './gather.js';
import { laterJson, laterNote, recordedLater } from './later.js';
import { monthlyDoc } from './monthly-doc.js';
import { sectionBlocks, sectionsData, sectionsJson } from './sections-doc.js';
import { folderJson, folderOption, rowsPath, withFiles, writeFolder } from './write-folder.js';

const options = { profile: profileOption, folder: folderOption } as const satisfies OptionSpecs;

const words = {
  ledger: { zh: '台账', en: 'Ledger' },
  policy: { zh: '策略', en: 'Policy' },
  head: { zh: '审计链', en: 'Trail' },
  head2: { zh: '{size} 条,链头 {hash}', en: '{size} events, head {hash}' },
} as const satisfies Record<string, Text>;

/** JSON of a month's sweep, without ledger and run. */
export const monthlyJson = z.object({
  period: z.string(),
  accounts: countsSchema.describe('acted + notDue + blocked + error = read'),
  files: countsSchema.describe('formal + unreviewed + quarantined = read; formal is the official count (S2-17)'),
  quality: z.object({ records: z.int(), sound: z.int(), percent: z.number().nullable() }).loose(),
  completeness: z.object({ records: z.int(), complete: z.int() }).loose(),
  standings: countsSchema,
  ages: countsSchema,
  stages: countsSchema,
  sections: countsSchema,
  classes: z.array(z.object({ labels: z.string() }).loose()),
  calendar: z.object({ year: z.int(), covered: z.boolean(), first: z.int(), last: z.int() }),
  failed: z.array(z.int()),
});

/** Where a report comes from: ledger, policy and chain head, printed on every report. */
export function provenance(
  reader: LedgerReader,
  { given, policyHash, lang }: Pick<Context, 'given' | 'lang' | 'policyHash'>,
): Doc['meta'] {
  const head = reader.head();
  return [
    [say(words.ledger, lang), reader.info.uuid],
    [say(words.policy, lang), `${given.policy.name} ${policyHash.slice(0, 16)}`],
    [say(words.head, lang), say(words.head2, lang, { size: head.size, hash: head.hash })],
  ];
}

export default query({
  summary: {
    zh: '月度报告:质量、完整性、阶段、沉默与休眠',
    en: 'The monthly report: quality, completeness, stages, silence.',
  },
  clauses: ['S0-01', 'S2-01', 'S2-02', 'S2-17', 'S2-42', 'S3-07'],
  examples: [
    'steward report monthly',
    'steward report monthly --format html --out 月报.html',
    'steward report monthly --as-of 2026-06-30 --format md',
    'steward report monthly --folder 月报 --json',
  ],
  options,
  formats: ['text', 'json', 'md', 'html', 'csv', 'xlsx'],
  json: monthlyJson.extend({ later: laterJson, parts: sectionsJson, written: folderJson.optional() }),
  run(context, own) {
    const { reader, lang } = context;
    const given = withProfiles(context.given, own.profile);
    const keep = own.folder !== undefined;
    const roll = new Roll(keep, () => null);
    const later = recordedLater(reader, given);
    const state = readState(context, given, roll, keep);
    const { asOf: _, policy: __, ...result } = state.sweep;
    // Their drawings stand in the report already.
    const sections = [
      ledgerSection(state, given),
      ...qualitySections(state, rules),
      ...completenessSections(state),
    ].map(({ drawing: ___, ...section }) => section);
    const report = (written: boolean): Doc => {
      const made = monthlyDoc(state.sweep, given.policy, lang, provenance(reader, context));
      return {
        ...made,
        blocks: [
          ...laterNote(later, lang),
          ...made.blocks,
          ...sectionBlocks(sections, lang, written ? rowsPath : null),
        ],
      };
    };
    const data = { ...result, later, parts: sectionsData(sections) };
    if (own.folder === undefined) return { data, doc: () => report(false), exit: 0 };
    const files = writeFolder(own.folder, {
      doc: report(true),
      json: { asOf: given.asOf, ...data },
      rows: rowFilesOf([state.customers, state.quality, state.completeness, state.failed], roll),
    });
    return { data: { ...data, written: files }, doc: () => withFiles(report(false), files), exit: 0 };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);
