import type { CarriedOut } from '../../engine/purge/carry-out.js';
import type { PurgeJudgement } from '../../engine/purge/judge.js';
import { StewardError } from '../../model/errors.js';
import type { PurgeItem } from '../../model/purge-plan.js';
import { say, type Text } from '../../model/text.js';
import type { Block } from '../../output/document.js';
import type { Context, Item } from '../command.js';
import { callOf, onOneLine } from '../shared.js';
import { blocksText, fieldsText, reasonText } from './item-words.js';
import { registerName } from './plan-file.js';
import type { Wished } from './wishes.js';

/** A wish, with what came of it. */
export interface Judged extends Wished, PurgeJudgement {}

/** Columns of the items; a file with them can be judged row by row and handed back with --file. */
export const itemColumns = [
  'what',
  'customer',
  'name',
  'fields',
  'code',
  'note',
  'worth',
  'ground',
  'earliest',
  'message',
];

const words = {
  proposed: { zh: '建议销毁', en: 'Proposed' },
  blocked: { zh: '不能建议', en: 'Not proposed' },
  customer: { zh: '客户', en: 'customer' },
  name: { zh: '名称', en: 'name' },
  fields: { zh: '范围', en: 'what' },
  code: { zh: '原因', en: 'reason' },
  note: { zh: '说明', en: 'note' },
  message: { zh: '为什么不能', en: 'why not' },
} as const satisfies Record<string, Text>;

/** Rows that the readable form lists; the other formats have all. */
const LISTED = 100;

/** One customer as an item. */
export function judgedItem(judged: Judged, { given, lang }: Pick<Context, 'given' | 'lang'>): Item {
  const { record, fields, reason, note, worth, blocks, earliest } = judged;
  return {
    what: blocks.length === 0 ? 'proposed' : 'blocked',
    customer: callOf(record),
    name: registerName(given.policy, record),
    fields: fields === null ? null : fields.join(','),
    code: reason?.code ?? null,
    note,
    worth,
    ground: blocks.length === 0 ? null : blocks.map(({ ground }) => ground).join(','),
    earliest: blocks.length === 0 ? null : earliest,
    message: blocks.length === 0 ? null : blocksText(blocks, earliest, lang),
  };
}

/** The readable tables: who is proposed, and who is not and why. */
export function judgedTables(
  judged: readonly Judged[],
  items: readonly Item[],
  { given, lang }: Pick<Context, 'given' | 'lang'>,
): Block[] {
  const columns = {
    proposed: ['customer', 'name', 'fields', 'code', 'note'],
    blocked: ['customer', 'name', 'fields', 'message'],
  } as const;
  return (['proposed', 'blocked'] as const).flatMap((what): Block[] => {
    const rows = items.flatMap((item, i) => (item.what === what ? [{ item, judged: judged[i] as Judged }] : []));
    if (rows.length === 0) return [];
    const cell = (key: string, { item, judged: one }: (typeof rows)[number]): string =>
      key === 'fields'
        ? fieldsText(one.fields, lang)
        : key === 'code' && one.reason !== null
          ? reasonText(given.policy, one.reason.code, lang)
          : onOneLine(String(item[key] ?? ''));
    return [
      {
        kind: 'table',
        caption: say(words[what], lang),
        columns: columns[what].map((key) => ({
          key,
          label: say(words[key], lang),
          align: 'left',
          wrap: key === 'message',
        })),
        rows: rows.slice(0, LISTED).map((row) => columns[what].map((key) => cell(key, row))),
        ...(rows.length > LISTED && { more: rows.length - LISTED }),
      },
    ];
  });
}

/** Customers that a refusal names. */
const NAMED = 10;

/** Grounds by which a term is not over. */
const terms: readonly string[] = ['floor', 'no-end', 'restricted', 'restricted-no-end'];

/** Someone who stays, and why. */
interface Stays {
  readonly call: string;
  readonly grounds: readonly string[];
  readonly earliest: string | null;
}

/** @throws StewardError record-held, record-kept, purge-nothing: which, the grounds that all have in common say */
function refuse(all: readonly Stays[]): never {
  const common = (some: readonly string[]) => all.every(({ grounds }) => grounds.some((one) => some.includes(one)));
  const code = common(['on-hold']) ? 'record-held' : common(terms) ? 'record-kept' : 'purge-nothing';
  const customers = all.slice(0, NAMED).map(({ call, grounds, earliest }) => {
    const why = code === 'purge-nothing' ? grounds.join(' ') : (earliest ?? '');
    return why === '' ? call : `${call} (${why})`;
  });
  throw new StewardError(code, { customers: all.length > NAMED ? [...customers, '…'] : customers });
}

/**
 * Refuses a proposal of which nothing is left.
 *
 * @throws StewardError record-held, record-kept, purge-nothing
 */
export const refuseAll = (judged: readonly Judged[]): never =>
  refuse(
    judged.map(({ record, blocks, earliest }) => ({
      call: callOf(record),
      grounds: blocks.map(({ ground }) => ground),
      earliest,
    })),
  );

/**
 * Refuses to carry out a plan of which nothing is left.
 *
 * @throws StewardError record-held, record-kept, purge-nothing
 */
export const refuseSkipped = (all: readonly { readonly item: PurgeItem; readonly outcome: CarriedOut }[]): never =>
  refuse(
    all.map(({ item, outcome }) => ({
      call: item.no ?? `#${item.customer}`,
      grounds: outcome.what === 'skipped' ? [outcome.ground] : [],
      earliest: outcome.what === 'skipped' ? outcome.earliest : null,
    })),
  );
