/**
 * Reads bodies of events that somebody may have put there past steward: one that has not the shape of its kind says nothing. By hand, and no further than what
 * the check goes by: there can be a million events.
 */
import type { AuditEvent } from '../../../model/audit.js';
import type { SettledTable } from '../../../model/plan.js';
import { digestLength } from '../seal.js';
import {
  type ChildBody,
  type EraseBody,
  type FoldBody,
  foldSize,
  type InsertBody,
  type PairBody,
  type Ranges,
  type RunBody,
  type SetAsideBody,
  type SettleBody,
  type UpdateBody,
} from '../trail.js';

type Fields = Readonly<Record<string, unknown>>;

/** What the bodies that something is derived from are. */
export interface Bodies {
  readonly 'bring-back': Pick<SetAsideBody, 'rows'> & Partial<Pick<SetAsideBody, 'aside' | 'into'>>;
  readonly child: ChildBody;
  readonly create: { readonly uuid: string };
  readonly erase: EraseBody;
  readonly 'hold-row': FoldBody;
  readonly insert: InsertBody;
  readonly move: { readonly uuid: string };
  readonly pair: PairBody;
  readonly run: RunBody;
  readonly 'set-aside': SetAsideBody;
  readonly settle: SettleBody;
  readonly update: UpdateBody;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isId = (value: unknown): value is number => isCount(value) && value > 0;
const isIdOrNull = (value: unknown): boolean => value === null || isId(value);
const isAbsentOr = (value: unknown, is: (value: unknown) => boolean): boolean => value === undefined || is(value);
const isListOf = (value: unknown, is: (one: unknown) => boolean): boolean => Array.isArray(value) && value.every(is);
const isMapOf = (value: unknown, is: (one: unknown) => boolean): boolean =>
  isFields(value) && Object.values(value).every(is);

const isRanges = (value: unknown): value is Ranges =>
  isListOf(
    value,
    (range) => Array.isArray(range) && range.length === 2 && isId(range[0]) && isId(range[1]) && range[0] <= range[1],
  );

/** Ranges of no more ids than stand in one event: they are gone through one by one. */
const isFewRanges = (value: unknown): boolean =>
  isRanges(value) && value.reduce((ids, [first, last]) => ids + last - first + 1, 0) <= foldSize;

const isFold = ({ run, first, n, digests }: Fields): boolean =>
  isId(run) &&
  isId(first) &&
  isId(n) &&
  n <= foldSize &&
  typeof digests === 'string' &&
  digests.length === n * digestLength;

const settledTables: ReadonlySet<unknown> = new Set<SettledTable>(['held', 'interactions', 'transactions']);
const settledHow: ReadonlySet<unknown> = new Set<SettleBody['how']>([
  'created',
  'dropped',
  'open',
  'undone',
  'updated',
]);

const isOfItsKind: Readonly<Record<keyof Bodies, (body: Fields) => boolean>> = {
  'bring-back': ({ run, rows }) => isId(run) && isRanges(rows),
  child: (body) => isFold(body) && (body.table === 'interactions' || body.table === 'transactions'),
  create: ({ uuid }) => isText(uuid),
  erase: ({ run, fields, rows, gone, digests, tombstones, tombstoneKey, lapsed, note }) =>
    isId(run) &&
    (fields === null || isListOf(fields, isText)) &&
    isFewRanges(rows) &&
    isMapOf(gone, isRanges) &&
    Object.keys(gone as Fields).every((table) => settledTables.has(table)) &&
    isTextOrNull(digests) &&
    isTextOrNull(tombstones) &&
    isAbsentOr(tombstoneKey, isTextOrNull) &&
    isAbsentOr(lapsed, (seqs) => isListOf(seqs, isId)) &&
    isTextOrNull(note),
  'hold-row': isFold,
  insert: (body) => isFold(body) && isText(body.on) && (body.notes === null || isMapOf(body.notes, isText)),
  move: ({ uuid }) => isText(uuid),
  pair: ({ run, pairs }) =>
    isId(run) &&
    isListOf(pairs, (pair) => Array.isArray(pair) && isId(pair[0]) && isId(pair[1]) && isTextOrNull(pair[2])),
  run: ({ run, reason, input, inserted, undoes, plan }) =>
    isId(run) &&
    isTextOrNull(reason) &&
    (input === null ||
      (isFields(input) && isText(input.sha256) && isText(input.mapping) && isTextOrNull(input.name))) &&
    isCount(inserted) &&
    isAbsentOr(undoes, isId) &&
    isAbsentOr(plan, isText),
  'set-aside': ({ run, aside, into, rows }) =>
    isId(run) && (aside === 'merged' || aside === 'undone') && isIdOrNull(into) && isRanges(rows),
  settle: ({ run, table, how, rows }) => isId(run) && settledTables.has(table) && settledHow.has(how) && isRanges(rows),
  update: ({ run, set, note }) => isId(run) && isMapOf(set, isText) && isTextOrNull(note),
};

/** The body of an event of that kind; null where it is none. */
export function readBody<O extends keyof Bodies>(op: O, text: string): Bodies[O] | null {
  const body = parsed(text);
  return isFields(body) && isOfItsKind[op](body) ? (body as unknown as Bodies[O]) : null;
}

/** Whether the body of an event that nothing is derived from is at least an object. */
export const isBody = (text: string): boolean => isFields(parsed(text));

/** Whether anything is derived from events of that kind. */
export const isRead = (op: AuditEvent['op']): op is keyof Bodies => Object.hasOwn(isOfItsKind, op);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
