import * as z from 'zod';
import { type EraseBody, idsIn } from '../../ledger/sqlite/trail.js';
import type { CustomerId } from '../../model/customer.js';
import type { LedgerReader, RunRecord } from '../../model/ledger.js';
import type { PurgeField } from '../../model/purge-plan.js';
import { type Data, say, type Text } from '../../model/text.js';
import type { Block, Doc, RowsPath } from '../../output/document.js';
import { type Item, type OptionSpecs, type Query, query } from '../command.js';
import { provenance } from '../report/monthly.js';
import { folderJson, folderOption, rowsPath, withFiles, writeFolder } from '../report/write-folder.js';
import { countsSchema, listedRows } from '../shared.js';
import { fieldsText, reasonText } from './item-words.js';
import { peopleOfPlan } from './plan-people.js';

const options = {
  run: {
    flag: '--run <n>',
    help: { zh: '只列该次运行销毁的', en: 'what this run destroyed, alone' },
    schema: z.coerce.number().int().min(1).optional(),
  },
  folder: folderOption,
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '销毁清册', en: 'Register of destruction' },
  runs: { zh: '销毁次数', en: 'Destructions' },
  files: { zh: '整份档案', en: 'Whole files' },
  partly: { zh: '部分字段', en: 'Fields alone' },
  exceptions: { zh: '需要关注', en: 'What needs attention' },
  noExceptions: {
    zh: '每一份销毁都有批准的计划,字节已从台账文件中清除。',
    en: 'Everything was destroyed by an approved plan, and its bytes are gone from the ledger’s files.',
  },
  unfinished: {
    zh: '第 {run} 次运行的销毁未完成:字节可能还在台账文件中,下一次写入时继续。',
    en: 'The destruction of run {run} is not finished: bytes may still be in the ledger’s files; the next command that writes goes on.',
  },
  again: {
    zh: '{count} 项在恢复备份时再次销毁;批准它们的计划在已不在的历史中。',
    en: '{count} were destroyed again when a backup was put back; the plan that approved them is in a history that is lost.',
  },
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

const itemColumns = [
  'run',
  'ts',
  'plan',
  'customer',
  'fields',
  'code',
  'proposer',
  'approvers',
  'witness',
  'operator',
] as const;

export default query({
  summary: {
    zh: '销毁清册:由审计链列出全部销毁',
    en: 'The register of destruction: everything destroyed, from the trail.',
  },
  clauses: ['S2-33', 'C15', 'L07', 'S0-36'],
  examples: [
    'steward purge register',
    'steward purge register --format csv --out 销毁清册.csv',
    'steward purge register --folder 销毁清册 --json',
    'steward purge register --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html', 'xlsx'],
  columns: itemColumns,
  json: z.object({
    counts: countsSchema.describe('runs; files and fields: customers'),
    again: z.int().describe('Of these, destroyed again by a restore, by the chain’s word alone'),
    unfinished: z.int().nullable().describe('The run whose destruction is not finished'),
    written: folderJson.optional(),
    items: z.array(z.object({ run: z.int(), customer: z.string(), code: z.string() }).loose()).optional(),
  }),
  run(context, own) {
    const { reader, given, lang, emit, format } = context;
    const rows: (readonly string[])[] = [];
    const most = listedRows(format);
    const counts = { runs: 0, files: 0, fields: 0 };
    const unfinished = reader.destroying();
    let again = 0;
    let last = 0;
    for (const { fields, ...item } of allDestroyed(reader, own.run)) {
      if (item.run !== last) counts.runs++;
      last = item.run;
      counts[fields === null ? 'files' : 'fields']++;
      if (item.plan === null) again++;
      emit(itemOf({ fields, ...item }));
      if (rows.length < most)
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
    const all = counts.files + counts.fields;
    const t = (text: Text, data: Data = {}) => say(text, lang, data);
    const exceptions: Block[] = [
      ...(unfinished === null ? [] : [noteOf('bad', t(words.unfinished, { run: unfinished }))]),
      ...(again === 0 ? [] : [noteOf('warn', t(words.again, { count: again }))]),
    ];
    const doc = (behind: Behind): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(counts.runs === 0 ? words.none : words.subtitle, lang, counts),
      meta: provenance(reader, context),
      blocks:
        all === 0
          ? []
          : [
              {
                kind: 'kpis',
                items: [
                  { label: t(words.runs), value: counts.runs, ...behind },
                  { label: t(words.files), value: counts.files, ...behind },
                  { label: t(words.partly), value: counts.fields, ...behind },
                ],
              },
              { kind: 'heading', level: 2, text: t(words.exceptions) },
              ...(exceptions.length > 0 ? exceptions : [{ kind: 'paragraph' as const, text: t(words.noExceptions) }]),
              { kind: 'heading', level: 2, text: t(words.title) },
              {
                kind: 'table',
                caption: say(words.title, lang),
                columns: columns.map((key) => ({ key, label: say(words[key], lang), align: 'left' })),
                rows,
                ...(all > rows.length && { more: all - rows.length }),
                ...behind,
              },
              { kind: 'note', level: 'info', text: say(words.note, lang) },
            ],
    });
    const data = { counts, again, unfinished };
    const files =
      own.folder === undefined
        ? null
        : writeFolder(own.folder, {
            doc: doc({ rowsFile: rowsPath('purged') }),
            json: { asOf: given.asOf, ...data },
            rows: [{ name: 'purged', header: itemColumns, rows: rowsOf(allDestroyed(reader, own.run)) }],
          });
    return {
      data: { ...data, ...(files !== null && { written: files }) },
      doc: () => withFiles(doc({}), files),
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

/** The rows behind a figure, where they are written. */
type Behind = { readonly rowsFile?: RowsPath };

const noteOf = (level: 'bad' | 'warn', text: string): Block => ({ kind: 'note', level, text });

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

const itemOf = ({ fields, ...item }: Destroyed) => ({ ...item, fields: fields?.join(',') ?? null }) satisfies Item;

function* rowsOf(all: Iterable<Destroyed>): IterableIterator<(number | string | null)[]> {
  for (const destroyed of all) {
    const item = itemOf(destroyed);
    yield itemColumns.map((key) => item[key]);
  }
}

/** All that was destroyed, or by one run, in the order of runs. */
function* allDestroyed(reader: LedgerReader, only: number | undefined): IterableIterator<Destroyed> {
  for (const run of reader.runs()) {
    if (only !== undefined && run.run !== only) continue;
    if (run.plan !== undefined) yield* destroyedBy(reader, run, run.plan);
    else if (run.command === 'restore') yield* destroyedAgain(reader, run);
  }
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
