import * as z from 'zod';
import { archiving, type Ending } from '../engine/life.js';
import type { CustomerId, CustomerRecord } from '../model/customer.js';
import { StewardError } from '../model/errors.js';
import type { Text } from '../model/text.js';
import { parseDate } from '../rules/calendar/day.js';
import { debtOf } from '../rules/retention/debt.js';
import { codeFinder } from '../rules/text/code-list.js';
import { type Change, type ChangeContext, change, type OptionSpecs, type Options, type Planned } from './command.js';
import { customerRows } from './customer-file.js';
import { stepOutput } from './customer-steps.js';
import { customersArgument, planLife, whom } from './life.js';

const options = {
  ended: {
    flag: '--ended <day>',
    help: {
      zh: '合作结束日期,保存期限从这一天起算(默认:档案中的)',
      en: 'day on which the cooperation ended, from which the term of retention counts (default: the one on file)',
    },
    schema: z.string().min(1).optional(),
  },
  endReason: {
    flag: '--end-reason <word>',
    help: {
      zh: '结束原因,如 合同终止、长期无合作、撤回同意(默认:档案中的)',
      en: 'why it ended: a word or code of the policy, such as contract-ended or consent-withdrawn (default: as on file)',
    },
    schema: z.string().min(1).optional(),
  },
  file: {
    flag: '--file <path>',
    help: {
      zh: '名单(CSV 或 XLSX):客户编号,可有合作结束日期、结束原因两列',
      en: 'a list, CSV or XLSX: customer numbers, and, where they differ, day and reason of ending',
    },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const title: Text = { zh: '归入历史客户库', en: 'To the history library' };
const command = 'archive';

/** Whom it is about, each with how the cooperation ended. */
async function endings(
  { reader, given }: ChangeContext,
  own: Options<typeof options>,
  customers: readonly string[],
): Promise<ReadonlyMap<CustomerId, { readonly record: CustomerRecord; readonly ending: Ending }>> {
  const { policy, asOf } = given;
  const find = codeFinder(policy, 'end_reason');
  const refuse = (option: string, value: string, detail: string) =>
    new StewardError('bad-option', { command, option, value, detail });
  const dayOf = (word: string | null | undefined): string => {
    if (!word) throw refuse('--ended', '', 'YYYY-MM-DD');
    const parsed = parseDate(word);
    if (!parsed.ok) throw new StewardError('bad-date', { value: word });
    if (parsed.date > asOf) throw refuse('--ended', word, `<= ${asOf}`);
    return parsed.date;
  };
  const reasonOf = (word: string | null | undefined): string => {
    const entry = word ? find(word)?.entry.value : undefined;
    const { open, values = [] } = policy.codes.end_reason ?? {};
    if (entry === undefined && !(word && open))
      throw refuse('--end-reason', word ?? '', values.map(({ value }) => value).join(' | '));
    return entry ?? (word as string);
  };
  // What the list says goes first, then the options, then what is on file.
  const endingOf = (
    record: CustomerRecord,
    cells: { readonly ended_at?: string | null; readonly end_reason?: string | null },
  ) => ({
    record,
    ending: {
      ended: dayOf(cells.ended_at ?? own.ended ?? record.ended_at),
      reason: reasonOf(cells.end_reason ?? own.endReason ?? record.end_reason),
    },
  });
  if (customers.length > 0 === (own.file !== undefined)) throw new StewardError('whom', { command, other: '--file' });
  const found = new Map<CustomerId, { readonly record: CustomerRecord; readonly ending: Ending }>();
  if (own.file === undefined) {
    for (const record of whom(reader, command, customers, false, () => false))
      found.set(record.id, endingOf(record, {}));
    return found;
  }
  for await (const { called, record, cells } of customerRows(reader, own.file, {})) {
    if (record === null) throw new StewardError('customer-unknown', { customer: called ?? '' });
    if (!found.has(record.id)) found.set(record.id, endingOf(record, cells));
  }
  return found;
}

export default change({
  summary: {
    zh: '合作结束的客户归入历史客户库,写明结束日期和原因;用 undo 撤销',
    en: 'Move customers whose cooperation ended to the history library, with day and reason; undo takes it back.',
  },
  clauses: ['S0-03', 'S4-21', 'S4-22', 'L01'],
  examples: [
    'steward archive SH2024001 --ended 2026-10-31 --end-reason 合同终止 --reason "合同到期未续" --yes',
    'steward archive --file 结束合作.csv --ended 2026-10-31 --end-reason 长期无合作 --reason "季度归档" --dry-run',
  ],
  arguments: [customersArgument],
  options,
  ...stepOutput,
  columns: [...stepOutput.columns, 'ended', 'endReason', 'openDebt'],
  reason: 'required',
  async plan(context, own, customers): Promise<Planned> {
    const found = await endings(context, own, customers);
    const judge = archiving(context.given);
    const ending = (record: CustomerRecord) => (found.get(record.id) as { readonly ending: Ending }).ending;
    return planLife(context, {
      title,
      records: [...found.values()].map(({ record }) => record),
      judge: (record) => judge(record, ending(record)),
      // Debt does not keep a file from the history library, and there keeps it from being purged (S3-02).
      told: (record) => {
        const { ended, reason } = ending(record);
        return { ended, endReason: reason, openDebt: debtOf(record) !== 'none' };
      },
    });
  },
} satisfies Omit<Change<typeof options>, 'kind'>);
