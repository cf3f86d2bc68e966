import * as z from 'zod';
import { type EraseBody, idsIn } from '../../ledger/sqlite/trail.js';
import type { CustomerId } from '../../model/customer.js';
import type { LedgerReader, RunRecord } from '../../model/ledger.js';
import type { PurgeField } from '../../model/purge-plan.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type Item, type OptionSpecs, type Query, query } from '../command.js';
import { provenance } from '../report/monthly.js';
import { countsSchema } from '../shared.js';
import { fieldsText, reasonText } from './item-words.js';
import { peopleOfPlan } from './plan-people.js';

const options = {
  run: {
    flag: '--run <n>',
    help: { zh: '只列该次运行销毁的', en: 'what this run destroyed, alone' },
    schema: z.coerce.number().int().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '销毁清册', en: 'Register of destruction' },
  subtitle: {
    zh: '{runs} 次销毁,{files} 份档案,{fields} 位客户的字段',
    en: '{runs} destructions: {files} files, fields of {fields} customers',
  },
  none: { zh: '没有销毁过任何内容', en: 'Nothing was ever destroyed' },
  note: {
    zh: '由审计链得出,只有编号;打码的名称和说明在每次执行时写出的清册文件中。',
    en: 'Made from the trail, by numbers; masked names and notes are in the register files that each run wrote.',
  },
  run: { zh: '运行', en: 'run' },
  ts: { zh: '时间', en: 'time' },
  customer: { zh: '客户', en: 'customer' },
  fields: { zh: '范围', en: 'what' },
  code: { zh: '原因', en: 'reason' },
  proposer: { zh: '建议人', en: 'proposed by' },
  approvers: { zh: '批准人', en: 'approved by' },
  witness: { zh: '监销人', en: 'witnessed by' },
  operator: { zh: '执行人', en: 'carried out by' },
} as const satisfies Record<string, Text>;

/** Rows that the readable form lists. */
const LISTED = 1000;

export default query({
  summary: {
    zh: '销毁清册:由审计链列出全部销毁',
    en: 'The register of destruction: everything destroyed, from the trail.',
  },
  clauses: ['S2-33', 'C15', 'L07', 'S0-36'],
  examples: [
    'steward purge register',
    'steward purge register --format csv --out 销毁清册.csv',
    'steward purge register --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html'],
  columns: ['run', 'ts', 'plan', 'customer', 'fields', 'code', 'proposer', 'approvers', 'witness', 'operator'],
  json: z.object({
    counts: countsSchema.describe('runs; files and fields: customers'),
    items: z.array(z.object({ run: z.int(), customer: z.string(), code: z.string() }).loose()).optional(),
  }),
  run(context, own) {
    const { reader, given, lang, emit } = context;
    const rows: (readonly string[])[] = [];
    const counts = { runs: 0, files: 0, fields: 0 };
    for (const run of reader.runs()) {
      if ((run.plan === undefined && run.command !== 'restore') || (own.run !== undefined && run.run !== own.run))
        continue;
      const destroyed = run.plan === undefined ? destroyedAgain(reader, run) : destroyedBy(reader, run, run.plan);
      let none = true;
      for (const { fields, ...item } of destroyed) {
        if (none) counts.runs++;
        none = false;
        counts[fields === null ? 'files' : 'fields']++;
        emit({ ...item, fields: fields?.join(',') ?? null } satisfies Item);
        if (rows.length < LISTED)
          rows.push(
            columns.map((key) =>
              key === 'fields'
                ? fieldsText(fields, lang)
                : key === 'code'
                  ? reasonText(given.policy, item.code, lang)
                  : String(item[key] ?? ''),
            ),
          );
      }
    }
    const all = counts.files + counts.fields;
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(counts.runs === 0 ? words.none : words.subtitle, lang, counts),
      meta: provenance(reader, context),
      blocks:
        all === 0
          ? []
          : [
              {
                kind: 'table',
                caption: say(words.title, lang),
                columns: columns.map((key) => ({ key, label: say(words[key], lang), align: 'left' })),
                rows,
                ...(all > rows.length && { more: all - rows.length }),
              },
              { kind: 'note', level: 'info', text: say(words.note, lang) },
            ],
    });
    return { data: { counts }, doc, exit: 0 };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

const columns = ['run', 'ts', 'customer', 'fields', 'code', 'proposer', 'approvers', 'witness', 'operator'] as const;

interface Destroyed {
  readonly run: number;
  readonly ts: string;
  /** null: destroyed again by a restore, whose plan is in a history that is lost. */
  readonly plan: string | null;
  readonly customer: string;
  readonly fields: readonly PurgeField[] | null;
  readonly code: string;
  readonly proposer: string;
  readonly approvers: string;
  readonly witness: string | null;
  readonly operator: string;
}

/** What a run destroyed of the customers that its plan had proposed. */
function* destroyedBy(reader: LedgerReader, run: RunRecord, plan: string): IterableIterator<Destroyed> {
  const { proposer, approvers, witness, customers } = peopleOfPlan(reader, plan);
  const rest = {
    run: run.run,
    ts: run.ts,
    plan,
    proposer,
    approvers: approvers.join(', '),
    witness,
    operator: run.actor,
  };
  for (const [id, no, code, fields] of customers) {
    if (fields === null ? reader.erasure(id)?.run !== run.run : !lostFields(reader, id, run.run)) continue;
    yield { ...rest, customer: no ?? `#${id}`, fields, code };
  }
}

/** What a restore destroyed again, by the chain's word alone. */
function* destroyedAgain(reader: LedgerReader, { run, ts, actor }: RunRecord): IterableIterator<Destroyed> {
  const rest = { run, ts, plan: null, proposer: '', approvers: '', witness: null, operator: actor };
  for (const { op, body } of reader.audit()) {
    if (op !== 'erase') continue;
    const { run: of, fields, rows, code } = JSON.parse(body) as EraseBody;
    if (of !== run) continue;
    const parts = fields?.filter((field): field is PurgeField => !field.startsWith(':')) ?? null;
    for (const id of idsIn(rows)) yield { ...rest, customer: `#${id}`, fields: parts, code };
  }
}

/** Whether a run took fields of a customer; of one who is gone by now, the trail shows the plan's word alone. */
function lostFields(reader: LedgerReader, id: CustomerId, run: number): boolean {
  for (const { op, run: by } of reader.history(id)) if (op === 'erase' && by === run) return true;
  return reader.erasure(id) !== null;
}
