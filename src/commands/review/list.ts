import * as z from 'zod';
import { type Evaluation, evaluation } from '../../engine/evaluate.js';
import { type Queued, queueReads, reviewQueue } from '../../engine/review-queue.js';
import { heldReader, waitingRows } from '../../intake/held.js';
import type { CustomerRecord } from '../../model/customer.js';
import type { Finding } from '../../model/finding.js';
import type { Given } from '../../model/given.js';
import { say, type Text } from '../../model/text.js';
import type { Block, Cell } from '../../output/document.js';
import { isPerson } from '../../rules/access/person.js';
import { rules } from '../../rules/registry.gen.js';
import type { Family } from '../../rules/rule.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { type PairData, pairJson, waterfallTable } from '../dedupe/pair-words.js';
import { callOf, countsSchema, ownerOption } from '../shared.js';
import { differenceText, heldItem, heldMessage, heldNear } from './held-words.js';
import { itemOf, rowOf } from './queue-words.js';
import { runOption, runRange, trailOf } from './select.js';

const kinds = ['submitted', 'returned', 'quarantine', 'held'] as const;

const options = {
  what: {
    flag: '--what <kind>',
    help: {
      zh: '列出哪些,可多次给出;overdue 为逾期未复核或未初核的',
      en: 'which to list; may be repeated; overdue: the review or the first check is late',
    },
    schema: z.array(z.enum([...kinds, 'overdue'])).default([...kinds]),
    choices: [...kinds, 'overdue'],
    many: true,
  },
  run: runOption,
  owner: ownerOption,
  entrant: {
    flag: '--entrant <name>',
    help: { zh: '只看该录入人的', en: 'only what this person entered' },
    schema: z.string().optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '复核:等待中的', en: 'Review: what waits' },
  subtitle: { zh: '以 {asOf} 日终为准', en: 'as at the close of {asOf}' },
  submitted: { zh: '待复核', en: 'to be reviewed' },
  overdue: { zh: '复核逾期', en: 'review overdue' },
  precheckOverdue: { zh: '初核逾期', en: 'first check overdue' },
  returned: { zh: '已退回', en: 'returned' },
  quarantine: { zh: '已隔离', en: 'quarantined' },
  held: { zh: '挂起', en: 'held' },
  customer: { zh: '客户', en: 'customer' },
  name: { zh: '名称', en: 'name' },
  entrant: { zh: '录入人', en: 'entered by' },
  owner: { zh: '负责人', en: 'owner' },
  entered: { zh: '录入日', en: 'entered' },
  due: { zh: '复核期限', en: 'due' },
  precheck: { zh: '初核', en: 'first check' },
  reason: { zh: '原因', en: 'reason' },
  day: { zh: '日期', en: 'on' },
  row: { zh: '序号', en: 'row' },
  why: { zh: '为何', en: 'why' },
  differs: { zh: '差异', en: 'what differs' },
  beyond: {
    zh: '有期限落在没有节假日表的年份,按周一至周五计。',
    en: 'Some due days lie in a year without a list of holidays and were counted Monday to Friday.',
  },
} as const satisfies Record<string, Text>;

/** Rows of each kind that the readable form lists; ndjson and csv have all. */
const LISTED = 40;
/** Near duplicates that it shows side by side, with what each field weighs. */
const SIDE_BY_SIDE = 5;

const families = ['completeness', 'accuracy', 'conformity'] as const satisfies readonly Family[];

/** What the record rules say of a record, by what a review checks (S0-19): the rules that found an error or a warning. */
function verdicts(given: Given): (record: CustomerRecord) => Readonly<Record<Family, readonly string[]>> {
  const familyOf = new Map(rules.flatMap((rule) => (rule.kind === 'record' ? [[rule.id, rule.family] as const] : [])));
  let found: Finding[] = [];
  let work: Evaluation | null = null;
  return (record) => {
    work ??= evaluation(
      rules.filter((rule) => rule.kind === 'record'),
      given,
      (finding) => found.push(finding),
    );
    found = [];
    work.see(record);
    const of = (family: Family) => [
      ...new Set(
        found
          .filter(({ rule, severity }) => severity !== 'info' && familyOf.get(rule) === family)
          .map(({ rule }) => rule),
      ),
    ];
    return { completeness: of('completeness'), accuracy: of('accuracy'), conformity: of('conformity') };
  };
}

const isOverdue = ({ review, precheck }: Queued): boolean =>
  review?.overdue === true || (review !== null && precheck?.overdue === true);

export default query({
  summary: {
    zh: '列出等待复核、退回、挂起、隔离的,及其期限',
    en: 'List what waits: for review, with its entrant, held, quarantined; and until when.',
  },
  clauses: ['S0-17', 'S0-18', 'S0-19', 'S0-20', 'S4-06', 'S4-08', 'C12'],
  examples: [
    'steward review list',
    'steward review list --what overdue --format csv --out 逾期.csv',
    'steward review list --what held --run 2 --reveal',
    'steward review list --what returned --entrant 王强 --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html'],
  columns: [
    'what',
    'customer',
    'held',
    'name',
    'entrant',
    'enteredBy',
    'owner',
    'entered',
    'due',
    'overdue',
    'prechecked',
    'precheckDue',
    'precheckOverdue',
    'reason',
    ...families,
    'run',
    'line',
    'rule',
    'message',
    'differences',
  ],
  json: z.object({
    counts: countsSchema.describe('Of those that --run, --owner and --entrant leave; overdue are among the submitted'),
    items: z
      .array(
        z
          .object({
            what: z.enum(kinds),
            customer: z.string().nullable(),
            pair: pairJson.nullish().describe('Of a held near duplicate: both sides, and what each field weighs'),
          })
          .loose(),
      )
      .optional(),
  }),
  async run({ reader, given, lang, reveal, emit, progress }, own) {
    const { policy, asOf } = given;
    const trail = trailOf(reader, given);
    const queue = reviewQueue(given, trail);
    const judge = verdicts(given);
    const owner = own.owner === undefined ? null : isPerson(policy, own.owner);
    const entrant = own.entrant === undefined ? null : isPerson(policy, own.entrant);
    const { first, end } =
      own.run === undefined ? { first: 1, end: Number.POSITIVE_INFINITY } : runRange(reader, own.run);
    const counts = { submitted: 0, overdue: 0, precheckOverdue: 0, returned: 0, quarantine: 0, held: 0 };
    const rows: Record<(typeof kinds)[number], Cell[][]> = { submitted: [], returned: [], quarantine: [], held: [] };
    let beyond = false;
    const t = (text: Text, data = {}) => say(text, lang, data);

    const lists = (queued: Queued) =>
      own.what.includes(queued.what) || (own.what.includes('overdue') && isOverdue(queued));
    const of = reader.count();
    let read = 0;
    const fields = ['customer_no', 'name', 'owner', 'entered_by', ...queueReads(given)] as const;
    for (const record of reader.read(fields)) {
      if (++read % 5000 === 0) progress(read, of, read);
      if (record.id < first) continue;
      if (record.id >= end) break;
      const queued = queue(record);
      if (queued === null || (owner && !owner(record.owner))) continue;
      if (entrant && !entrant(queued.entrant) && !entrant(record.entered_by)) continue;
      counts[queued.what]++;
      if (queued.review?.overdue) counts.overdue++;
      if (queued.review && queued.precheck?.overdue) counts.precheckOverdue++;
      beyond ||= queued.review?.beyond === true;
      if (!lists(queued)) continue;
      const table = rows[queued.what];
      if (table.length < LISTED) table.push(rowOf(record, queued, lang, reveal));
      emit(() => itemOf(record, queued, judge(reader.get(record.id) as CustomerRecord), reveal));
    }

    const readHeld = heldReader(reader, policy);
    const near = await heldNear(reader, given);
    const pairs: PairData[] = [];
    for (const held of waitingRows(reader)) {
      const by = reader.run(held.run);
      if ((own.run !== undefined && held.run !== own.run) || (entrant && !entrant(by?.actor ?? null))) continue;
      const collision = readHeld(held);
      if (owner && !owner(collision.record?.owner ?? collision.row?.set.owner ?? null)) continue;
      counts.held++;
      if (!own.what.includes('held')) continue;
      if (rows.held.length < LISTED)
        rows.held.push([
          held.id,
          collision.record === null ? '' : callOf(collision.record),
          near?.message(collision, lang) ?? heldMessage(collision, lang),
          collision.differences.map((one) => differenceText(one, lang, reveal)).join('; '),
        ]);
      const pairOf = () => near?.pair(collision, lang, reveal) ?? null;
      if (pairs.length < SIDE_BY_SIDE) pairs.push(...[pairOf()].filter((pair) => pair !== null));
      emit(() => ({
        ...heldItem(collision, lang, reveal),
        pair: pairOf(),
        entrant: by?.actor ?? null,
        entered: by?.asOf ?? null,
      }));
    }
    const columns = {
      submitted: ['customer', 'name', 'entrant', 'owner', 'entered', 'due', 'precheck'],
      returned: ['customer', 'name', 'entrant', 'day', 'reason'],
      quarantine: ['customer', 'name', 'owner', 'day', 'reason'],
      held: ['row', 'customer', 'why', 'differs'],
    } as const satisfies Record<string, readonly (keyof typeof words)[]>;
    const table = (kind: (typeof kinds)[number]): Block[] =>
      rows[kind].length === 0
        ? []
        : [
            {
              kind: 'table',
              caption: t(words[kind]),
              columns: columns[kind].map((key) => ({
                key,
                label: t(words[key]),
                align: 'left',
                wrap: ['reason', 'why', 'differs'].includes(key),
              })),
              rows: rows[kind],
              ...(own.what.includes(kind) &&
                counts[kind] > rows[kind].length && { more: counts[kind] - rows[kind].length }),
            },
          ];
    return {
      data: { counts },
      doc: () => ({
        lang,
        title: t(words.title),
        subtitle: t(words.subtitle, { asOf }),
        meta: [],
        blocks: [
          {
            kind: 'kpis',
            items: (['submitted', 'overdue', 'precheckOverdue', 'returned', 'quarantine', 'held'] as const).map(
              (key) => ({
                label: t(words[key]),
                value: counts[key],
                ...(key.toLowerCase().includes('overdue') && counts[key] > 0 && { tone: 'warn' as const }),
              }),
            ),
          },
          ...(beyond ? [{ kind: 'note' as const, level: 'info' as const, text: t(words.beyond) }] : []),
          ...kinds.flatMap(table),
          ...pairs.map((pair) => waterfallTable(pair, lang)),
        ],
      }),
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);
