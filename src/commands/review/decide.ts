import * as z from 'zod';
import { type HeldDecision, type HeldVerdict, heldDecider, heldDecisions } from '../../intake/decide-held.js';
import { type Collision, type HeldReading, heldReader, waitingRows } from '../../intake/held.js';
import { StewardError } from '../../model/errors.js';
import type { HeldRecord } from '../../model/ledger.js';
import type { AppliedRun, FieldValues } from '../../model/plan.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import {
  type Change,
  type ChangeContext,
  change,
  type Item,
  type OptionSpecs,
  type Options,
  type Planned,
} from '../command.js';
import { intakeOptions } from '../import/intake-options.js';
import { mapWords } from '../import/recipe.js';
import { callOf, countsSchema } from '../shared.js';
import { askHeld } from './ask-held.js';
import { heldItem } from './held-words.js';
import { readSheet } from './read-sheet.js';
import { runOption } from './select.js';

const options = {
  how: {
    flag: '--how <decision>',
    help: {
      zh: '新建客户、更新所冲突的客户,或放弃该行',
      en: 'a new customer, an update of the one on file, or let the row go',
    },
    schema: z.enum(heldDecisions).optional(),
    choices: heldDecisions,
  },
  sheet: {
    flag: '--sheet <file>',
    help: { zh: '读入填好的决定表(由 review sheet 生成)', en: 'a filled-in sheet, made by review sheet' },
    schema: z.string().min(1).optional(),
  },
  run: { ...runOption, help: { zh: '该次运行挂起的', en: 'those held by this run' } },
  map: {
    ...intakeOptions.map,
    help: {
      zh: '改变列对应的字段(不给出则与导入时相同),可多次给出;或给出一个映射文件 .yaml',
      en: 'read a column as another field than the import did; may be repeated; or a mapping file, .yaml',
    },
  },
  source: {
    ...intakeOptions.source,
    help: {
      zh: '没有来源列时的来源渠道(不给出则与导入时相同)',
      en: 'source of new customers whose row names none (default: as the import was told)',
    },
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '挂起行的决定', en: 'Decisions on held rows' },
  dry: { zh: '计划,未写入', en: 'The plan; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  read: { zh: '决定', en: 'decisions' },
  created: { zh: '新建', en: 'created' },
  updated: { zh: '更新', en: 'updated' },
  dropped: { zh: '放弃', en: 'dropped' },
  stale: { zh: '已过期', en: 'stale' },
  blocked: { zh: '未执行', en: 'blocked' },
  waiting: { zh: '仍在等待', en: 'still waiting' },
  held: { zh: '挂起行', en: 'held row' },
  why: { zh: '原因', en: 'why' },
} as const satisfies Record<string, Text>;

const whyNames = {
  'no-source': {
    zh: '没有来源渠道(策略要求);用 --source 指明',
    en: 'has no source, which the policy asks for; name it with --source',
  },
  'no-target': { zh: '没有可更新的客户', en: 'there is no one customer to update' },
  touched: {
    zh: '本次已有另一行更新同一客户,请再运行一次',
    en: 'another row of this run updates the same customer; decide it in a run of its own',
  },
  unreadable: {
    zh: '无法读成客户;用 --map 指明列',
    en: 'cannot be read as a customer; say which column is which with --map',
  },
  stale: { zh: '已被决定,或所冲突的客户已改变', en: 'was decided meanwhile, or the customer on file changed' },
} as const satisfies Record<string, Text>;

/** A decision on a row that is still as it was seen, or stale. */
interface Decided {
  readonly id: number;
  readonly collision: Collision | null;
  readonly decision: HeldDecision;
}

/** What was decided: on the command line, in a sheet, or at the terminal. */
async function decisions(
  context: ChangeContext,
  own: Options<typeof options>,
  ids: readonly string[],
  reading: HeldReading,
): Promise<readonly Decided[]> {
  const { reader, given, ask } = context;
  const read = heldReader(reader, given.policy, reading);
  if (own.sheet !== undefined) {
    return (await readSheet(own.sheet)).map(({ held, fingerprint, decision }) => {
      const row = reader.heldRow(held);
      const collision = row !== null && row.settled === null ? read(row) : null;
      return { id: held, decision, collision: collision?.fingerprint === fingerprint ? collision : null };
    });
  }
  const named = ids.map((word): HeldRecord => {
    const row = /^\d{1,15}$/.test(word) ? reader.heldRow(Number(word)) : null;
    if (row === null || row.settled !== null || row.why === 'pending')
      throw new StewardError('held-unknown', { held: word });
    return row;
  });
  const ofRun = function* () {
    for (const row of waitingRows(reader)) if (own.run === undefined || row.run === own.run) yield row;
  };
  if (own.how !== undefined && (named.length > 0 || own.run !== undefined)) {
    const { how } = own;
    const rows = named.length > 0 ? new Map(named.map((row) => [row.id, row])).values() : ofRun();
    return [...rows].map((row) => ({ id: row.id, decision: how, collision: read(row) }));
  }
  if (own.how !== undefined || ask === null) throw new StewardError('decide-what');
  const waiting = named.length > 0 ? named : [...ofRun()];
  return (await askHeld(ask, waiting.map(read), context)).map(([collision, decision]) => ({
    id: collision.held.id,
    decision,
    collision,
  }));
}

export default change({
  summary: {
    zh: '决定挂起的行:新建、更新或放弃;在终端上逐行询问',
    en: 'Decide held rows: create, update or drop; on a terminal one by one.',
  },
  clauses: ['S1-11'],
  examples: [
    'steward review decide --run 2 --how drop --dry-run',
    'steward review decide --run 2 --how update --reason "同一家公司" --yes',
    'steward review sheet 挂起.csv && steward review decide --sheet 挂起.csv --yes',
  ],
  arguments: [
    {
      name: 'held',
      help: { zh: '挂起行的序号(见 review list --what held)', en: 'held rows, as review list --what held has them' },
      optional: true,
      many: true,
    },
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['what', 'held', 'customer', 'number', 'otherNumber', 'apart', 'why', 'message'],
  json: z.object({
    counts: countsSchema.describe('read = created + updated + dropped + stale + blocked'),
    waiting: z.int().describe('Rows that wait after this run'),
    items: z.array(z.object({ what: z.string(), held: z.int() }).loose()).optional(),
  }),
  reason: 'optional',
  async plan(context, own, ids): Promise<Planned> {
    const { reader, draft, given, lang, reveal, emit } = context;
    const { file, flags } = mapWords(own.map, 'review decide');
    const saved = file?.saved;
    const forced = new Map([...Object.entries(saved?.columns ?? {}), ...flags]);
    const source = own.source ?? saved?.source;
    const defaults: FieldValues = { ...saved?.constants, ...(source !== undefined && { source }) };
    const decided = await decisions(context, own, ids, { forced, dateOrder: saved?.dateOrder ?? null });
    const decide = heldDecider({ reader, draft }, given, defaults);
    const counts = { read: 0, created: 0, updated: 0, dropped: 0, stale: 0, blocked: 0 };
    const listed: string[][] = [];
    const refuse = (what: 'blocked' | 'stale', id: number, why: keyof typeof whyNames) => {
      counts[what]++;
      const message = say(whyNames[why], lang);
      if (listed.length < 40) listed.push([String(id), message]);
      emit({ what, held: id, why, message });
    };
    const done = new Set<number>();
    for (const { id, collision, decision } of decided) {
      counts.read++;
      if (collision === null || done.has(id)) {
        refuse('stale', id, 'stale');
        continue;
      }
      done.add(id);
      const verdict = decide(collision, decision);
      if (verdict.verdict === 'blocked') refuse('blocked', id, verdict.why);
      else {
        counts[verdict.verdict]++;
        emit(
          (): Item => ({ ...heldItem(collision, lang, reveal), what: verdict.verdict, ...told(verdict, collision) }),
        );
      }
    }
    const settled = counts.created + counts.updated + counts.dropped;
    let waiting = -settled;
    for (const _ of waitingRows(reader)) waiting++;
    const doc = (applied: AppliedRun | null): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: applied ? say(words.done, lang, { run: applied.run }) : say(words.dry, lang),
      meta: [],
      blocks: [
        {
          kind: 'kpis',
          items: [
            ...(['read', 'created', 'updated', 'dropped', 'stale', 'blocked'] as const).map((key) => ({
              label: say(words[key], lang),
              value: counts[key],
              ...((key === 'stale' || key === 'blocked') && counts[key] > 0 && { tone: 'warn' as const }),
            })),
            { label: say(words.waiting, lang), value: waiting },
          ],
        },
        ...(listed.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                caption: say(words.blocked, lang),
                columns: (['held', 'why'] as const).map((key) => ({
                  key,
                  label: say(words[key], lang),
                  align: 'left' as const,
                  wrap: key === 'why',
                })),
                rows: listed,
                ...(counts.stale + counts.blocked > listed.length && {
                  more: counts.stale + counts.blocked - listed.length,
                }),
              },
            ]),
      ],
    });
    return {
      info: { counts, input: null, period: null },
      preview: () => doc(null),
      writes: settled > 0,
      result: (applied) => ({
        data: { counts, waiting },
        doc: () => doc(applied),
        exit: counts.stale > 0 ? 5 : counts.blocked > 0 ? 1 : 0,
      }),
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);

function told(verdict: Exclude<HeldVerdict, { readonly verdict: 'blocked' }>, { record }: Collision): Item {
  if (verdict.verdict === 'created')
    return {
      customer: null,
      number: verdict.number,
      otherNumber: verdict.otherNumber,
      apart: verdict.apart === null || record === null ? null : callOf(record),
    };
  return { customer: record === null ? null : callOf(record), number: null, otherNumber: null, apart: null };
}
