import * as z from 'zod';
import { type VerifyColumn, verifyRefusals, verifyResult } from '../../engine/verify-result.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import type { AppliedRun } from '../../model/plan.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { readDay } from '../../rules/calendar/read-day.js';
import { maskText } from '../../rules/text/personal-data.js';
import { type Change, change, type Planned } from '../command.js';
import { type CustomerRow, customerRows } from '../customer-file.js';
import { callOf, countsSchema, onOneLine } from '../shared.js';
import { sheetColumns, shownFields } from './sheet.js';

const words = {
  title: { zh: '核实结果', en: 'Results of verification' },
  dry: { zh: '计划,未写入', en: 'The plan; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  nothing: { zh: '没有需要写入的内容', en: 'Nothing to write' },
  read: { zh: '行', en: 'rows' },
  updated: { zh: '更新', en: 'updated' },
  unchanged: { zh: '此前已是', en: 'as they were' },
  blank: { zh: '未填写', en: 'not filled in' },
  rejected: { zh: '未采用', en: 'not taken' },
  edited: { zh: '改动了其他列(不采用)', en: 'other columns changed, not applied' },
  line: { zh: '文件与行', en: 'file and line' },
  customer: { zh: '客户', en: 'customer' },
  column: { zh: '列', en: 'column' },
  why: { zh: '原因', en: 'why' },
  unknown: { zh: '台账没有这个客户', en: 'no customer of this ledger' },
  twice: { zh: '该客户已在前面的行', en: 'an earlier row speaks of the same customer' },
  other: {
    zh: '与台账不同,不采用;要修改请用 steward update 或 import',
    en: 'differs from the ledger and was not applied; to change it, use steward update or import',
  },
} as const satisfies Record<string, Text>;

const LISTED = 40;

const columnNames: Readonly<Record<VerifyColumn, Text>> = {
  result: fieldOf('verify_result').name,
  day: fieldOf('verified_at').name,
  evidence: sheetColumns.evidence,
  verifier: sheetColumns.verifier,
  phoneHolds: sheetColumns.phoneHolds,
  emailHolds: sheetColumns.emailHolds,
};

type Row = CustomerRow<keyof typeof sheetColumns>;

const oneSpace = (value: string | null): string => (value ?? '').replace(/\s+/g, ' ').trim();

/** Whether a list shows another value of a field than the ledger has; a day that a spreadsheet wrote its own way is the same day. */
function differs(record: CustomerRecord, { cells }: Row, field: FieldKey): boolean {
  const cell = cells[field];
  if (cell === undefined || oneSpace(cell) === oneSpace(record[field])) return false;
  if (fieldOf(field).kind !== 'date') return true;
  const day = readDay(cell);
  return day === null || day !== readDay(record[field]);
}

export default change({
  summary: {
    zh: '读回填好的核实名单:只登记核实结果、日期和依据,不改其他内容',
    en: 'Read filled-in verification lists back: results, days and evidence, and nothing else.',
  },
  clauses: ['S0-10', 'S0-11', 'S0-24', 'S0-30', 'S0-34'],
  examples: [
    'steward verify import 核实/王强.csv --dry-run',
    'steward verify import 核实/王强.csv 核实/李娜.csv --reason "11 月核实" --yes',
  ],
  arguments: [
    {
      name: 'files',
      help: { zh: '填好的名单,CSV 或 XLSX', en: 'filled-in lists, CSV or XLSX' },
      many: true,
    },
  ],
  options: {},
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['what', 'file', 'line', 'customer', 'column', 'result', 'why', 'message'],
  json: z.object({
    counts: countsSchema.describe('read = updated + unchanged + blank + rejected, in rows; edited in cells'),
    results: countsSchema.describe('updated rows by result'),
    items: z
      .array(z.object({ what: z.enum(['updated', 'unchanged', 'rejected', 'edited']), line: z.int() }).loose())
      .optional(),
  }),
  reason: 'required',
  async plan(context, _, paths): Promise<Planned> {
    const { reader, draft, given, lang, reveal, emit } = context;
    const judge = verifyResult(given);
    const counts = { read: 0, updated: 0, unchanged: 0, blank: 0, rejected: 0, edited: 0 };
    const results: Record<string, number> = {};
    const listed: string[][] = [];
    const seen = new Set<CustomerId>();
    const t = (text: Text, data = {}) => say(text, lang, data);
    const allowed = (given.policy.codes.verify_result?.values ?? []).map(({ value }) => value);
    const tell = (
      what: 'edited' | 'rejected',
      file: string,
      { line, called }: Row,
      column: Text | null,
      why: string,
      message: string,
    ) => {
      counts[what]++;
      const name = column === null ? null : t(column);
      if (listed.length < LISTED) listed.push([`${file}:${line}`, onOneLine(called ?? ''), name ?? '', message]);
      emit({ what, file, line, customer: called, column: name, result: null, why, message });
    };
    for (const path of paths)
      for await (const row of customerRows(reader, path, sheetColumns)) {
        counts.read++;
        const { record, cells, line } = row;
        const filled = {
          result: cells.verify_result ?? null,
          day: cells.verified_at ?? null,
          evidence: cells.evidence ?? null,
          verifier: cells.verifier ?? null,
          phoneHolds: cells.phoneHolds ?? null,
          emailHolds: cells.emailHolds ?? null,
        };
        if (record === null) {
          tell('rejected', path, row, fieldOf('customer_no').name, 'unknown', t(words.unknown));
          continue;
        }
        if (seen.has(record.id)) {
          tell('rejected', path, row, fieldOf('customer_no').name, 'twice', t(words.twice));
          continue;
        }
        seen.add(record.id);
        for (const field of shownFields)
          if (field !== 'customer_no' && differs(record, row, field))
            tell('edited', path, row, fieldOf(field).name, 'other', t(words.other));
        const outcome = judge(record, filled, (field) => differs(record, row, field));
        if (outcome.kind === 'rejected') {
          const { why, column, value, day } = outcome;
          const shownValue = value === null || reveal ? value : maskText(value);
          tell(
            'rejected',
            path,
            row,
            columnNames[column],
            why,
            t(verifyRefusals[why], { value: shownValue, day, allowed }),
          );
          continue;
        }
        counts[outcome.kind]++;
        if (outcome.kind === 'blank') continue;
        if (outcome.kind === 'updated') {
          draft.add(outcome.change);
          const result = outcome.result ?? '';
          if (result !== '') results[result] = (results[result] ?? 0) + 1;
        }
        const result = outcome.kind === 'updated' ? outcome.result : null;
        emit({
          what: outcome.kind,
          file: path,
          line,
          customer: callOf(record),
          column: null,
          result,
          why: null,
          message: null,
        });
      }
    const doc = (applied: AppliedRun | null): Doc => ({
      lang,
      title: t(words.title),
      subtitle: applied ? t(words.done, { run: applied.run }) : t(counts.updated > 0 ? words.dry : words.nothing),
      meta: [],
      blocks: [
        {
          kind: 'kpis',
          items: [
            ...(['read', 'updated', 'unchanged', 'blank', 'rejected', 'edited'] as const).map((key) => ({
              label: t(words[key]),
              value: counts[key],
              ...((key === 'rejected' || key === 'edited') && counts[key] > 0 && { tone: 'warn' as const }),
            })),
            ...Object.entries(results).map(([label, value]) => ({ label, value })),
          ],
        },
        ...(listed.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                caption: t(words.rejected),
                columns: (['line', 'customer', 'column', 'why'] as const).map((key) => ({
                  key,
                  label: t(words[key]),
                  align: 'left' as const,
                  wrap: key === 'why',
                })),
                rows: listed,
                ...(counts.rejected + counts.edited > listed.length && {
                  more: counts.rejected + counts.edited - listed.length,
                }),
              },
            ]),
      ],
    });
    return {
      info: { counts, input: null, period: null },
      preview: () => doc(null),
      writes: counts.updated > 0,
      result: (applied) => ({
        data: { counts, results },
        doc: () => doc(applied),
        exit: counts.rejected + counts.edited > 0 ? 1 : 0,
      }),
    };
  },
} satisfies Omit<Change<Record<string, never>>, 'kind'>);
