/** What is asked to be destroyed: the reasons, fields and judgements that people write, and the rows of a file of them. */
import type { PurgeWish } from '../../engine/purge/judge.js';
import { cellValue } from '../../files/formula.js';
import { openCsv } from '../../files/read-csv.js';
import { fieldOfHeader } from '../../intake/headers.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { Policy, PurgeReason } from '../../model/policy.js';
import { type PurgeField, purgeFields } from '../../model/purge-plan.js';
import { fold } from '../../rules/text/unicode.js';
import { customerNamed } from '../shared.js';

/** A wish for one customer. */
export interface Wished extends PurgeWish {
  readonly record: CustomerRecord;
}

/** Words of a judgement of worth. */
const worthWords: ReadonlyMap<string, 'kept' | 'none'> = new Map([
  ...['none', 'no', '无', '无价值', '无继续保存价值', '没有'].map((word) => [word, 'none'] as const),
  ...['kept', 'yes', '有', '有价值', '保留'].map((word) => [word, 'kept'] as const),
]);

/** The columns of a file of wishes, by any of their names. */
const columns = {
  customer: ['customer', '客户编号', '客户', 'customer_no'],
  fields: ['fields', '字段'],
  code: ['code', '原因代码', '清理原因', '原因'],
  note: ['note', '原因说明', '说明'],
  worth: ['worth', '保存价值', '价值判断'],
} as const satisfies Record<string, readonly string[]>;

type Name = keyof typeof columns;

const key = (word: string): string => fold(word).toLowerCase().trim();

/** Finds a reason by its code or any of its words. */
export function reasonFinder({ purge }: Policy): (word: string) => PurgeReason | null {
  const found = new Map<string, PurgeReason>();
  for (const reason of purge.reasons)
    for (const word of [reason.code, reason.value, reason.en, ...reason.aliases]) found.set(key(word), reason);
  return (word) => found.get(key(word)) ?? null;
}

/** Reads a judgement of worth; null where nobody judged, undefined for another word. */
const worthOf = (word: string | null): 'kept' | 'none' | null | undefined =>
  word === null ? null : worthWords.get(key(word));

/** Reads a list of fields; null: the whole file. Of a list with a word that is no field to be destroyed by itself, that word. */
export function fieldsOf(list: string | null): readonly PurgeField[] | string | null {
  const found: PurgeField[] = [];
  for (const word of (list ?? '').split(/[,，、;；|\s]+/).filter(Boolean)) {
    const field = word === 'extra' ? 'extra' : fieldOfHeader(word);
    if (field === null || !purgeFields.includes(field)) return word;
    if (!found.includes(field)) found.push(field);
  }
  return found.length === 0 ? null : found;
}

/**
 * Reads the rows of a file: customer, code, note, worth, and fields where not the whole file is meant. What a row lacks is said of it later: it
 * is not proposed.
 *
 * @throws StewardError header-missing, purge-row, customer-unknown; what reading a file throws
 */
export async function readWishes(path: string, reader: LedgerReader, policy: Policy): Promise<readonly Wished[]> {
  const names: readonly string[] = Object.values(columns).flat();
  const source = await openCsv(path, {
    headerScore: (cells) => cells.filter((cell) => names.includes(key(cell))).length,
  });
  try {
    const found = new Map<CustomerId, Wished>();
    const rowOf = rowReader(path, source.header, policy);
    for await (const { rows, lines, faults } of source.batches()) {
      const fault = faults[0];
      if (fault)
        throw new StewardError('purge-row', { path, line: fault.line, column: '', value: fault.raw, known: '' });
      for (const [i, cells] of rows.entries()) {
        const row = rowOf(cells, lines[i] as number);
        if (row === null) continue;
        const record = customerNamed(reader, row.customer);
        if (found.has(record.id)) throw row.bad('customer', row.customer, ['1 ×']);
        found.set(record.id, { ...row.wish, record });
      }
    }
    return [...found.values()];
  } finally {
    source.close();
  }
}

interface Row {
  readonly customer: string;
  readonly wish: PurgeWish;
  readonly bad: (name: Name, value: string, known: readonly string[]) => StewardError;
}

/** @throws StewardError header-missing; what it returns, purge-row */
function rowReader(
  path: string,
  header: readonly string[],
  policy: Policy,
): (cells: readonly string[], line: number) => Row | null {
  const folded = header.map(key);
  const at = Object.fromEntries(
    (Object.entries(columns) as [Name, readonly string[]][]).map(([name, words]) => {
      const column = folded.findIndex((one) => words.includes(one));
      if (column < 0 && name !== 'fields')
        throw new StewardError('header-missing', { path, field: name, headers: header, flag: columns[name][1] });
      return [name, column];
    }),
  ) as Record<Name, number>;
  const reasonOf = reasonFinder(policy);
  return (cells, line) => {
    const cell = (name: Name) => (at[name] < 0 ? null : cellValue(cells[at[name]] ?? ''));
    const bad = (name: Name, value: string, known: readonly string[]) =>
      new StewardError('purge-row', { path, line, column: header[at[name]] ?? '', value, known });
    const customer = cell('customer');
    if (customer === null) return null;
    const [code, word, fields] = [cell('code'), cell('worth'), fieldsOf(cell('fields'))];
    const reason = code === null ? null : reasonOf(code);
    if (code !== null && reason === null)
      throw bad(
        'code',
        code,
        policy.purge.reasons.map((one) => one.code),
      );
    const worth = worthOf(word);
    if (worth === undefined) throw bad('worth', word ?? '', [...worthWords.keys()]);
    if (typeof fields === 'string') throw bad('fields', fields, purgeFields);
    return { customer, bad, wish: { fields, reason, note: cell('note'), worth } };
  };
}
