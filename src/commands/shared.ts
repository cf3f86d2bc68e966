/** What several commands share: option specs, the profile override, naming a customer. */
import * as z from 'zod';
import type { CustomerRecord } from '../model/customer.js';
import { StewardError } from '../model/errors.js';
import type { Given } from '../model/given.js';
import type { LedgerReader } from '../model/ledger.js';
import type { Data, Text } from '../model/text.js';
import type { Format, OptionSpec, OptionSpecs } from './command.js';

/** Which profiles judge what is required; without it, the policy's active ones. */
export const profileOption = {
  flag: '--profile <id>',
  help: {
    zh: '必填方案,可多次给出(默认用策略中启用的)',
    en: 'profile of required fields; may be repeated (default: the active ones)',
  },
  schema: z.array(z.string()).optional(),
  many: true,
} as const satisfies OptionSpec;

/** For narrowing a list to the customers of one owner. */
export const ownerOption = {
  flag: '--owner <name>',
  help: { zh: '只看该负责人的', en: 'only this owner’s' },
  schema: z.string().optional(),
} as const satisfies OptionSpec;

/** For all instead of some, in the words of what all are. */
export const allOption = (help: Text) =>
  ({ flag: '--all', help, schema: z.boolean().default(false) }) as const satisfies OptionSpec;

/** Which findings end in exit code 1. */
export const failOnOptions = {
  failOn: {
    flag: '--fail-on <severity>',
    help: {
      zh: '达到该级别时退出码为 1(默认按策略)',
      en: 'findings of this weight and above end in exit code 1 (default: the policy’s)',
    },
    schema: z.enum(['error', 'warning', 'info']).optional(),
    choices: ['error', 'warning', 'info'],
  },
  exitZero: {
    flag: '--exit-zero',
    help: { zh: '有问题时退出码也为 0', en: 'exit 0 in spite of findings' },
    schema: z.boolean().default(false),
  },
} as const satisfies OptionSpecs;

/** The same policy with other profiles in force; an unknown one is an error. */
export function withProfiles(given: Given, profiles: readonly string[] | undefined): Given {
  if (profiles === undefined) return given;
  const known = Object.keys(given.policy.profiles.list);
  for (const id of profiles) {
    if (!known.includes(id))
      throw new StewardError('bad-option', {
        command: 'help',
        option: '--profile',
        value: id,
        detail: known.join(' | '),
      });
  }
  return { ...given, policy: { ...given.policy, profiles: { ...given.policy.profiles, active: [...profiles] } } };
}

/** The customer named by number (legacy numbers too, S3-03) or `#id`. */
export function customerNamed(reader: LedgerReader, word: string): CustomerRecord {
  const id = /^#(\d+)$/.exec(word)?.[1];
  const ids = id === undefined ? reader.find('customer_no', word) : [Number(id)];
  const record = ids[0] === undefined ? null : reader.get(ids[0]);
  if (record === null) throw new StewardError('customer-unknown', { customer: word });
  return record;
}

/** How a customer is called in output: the number, else `#id`. */
export const callOf = (record: Pick<CustomerRecord, 'customer_no' | 'id'>): string =>
  record.customer_no ?? `#${record.id}`;

/** What a customer lacks who could not be numbered. */
export const lackNames = {
  region: { zh: '省份', en: 'province' },
  industry: { zh: '行业', en: 'industry' },
  value: { zh: '价值等级', en: 'value class' },
} as const satisfies Record<string, Text>;

/** The data of several messages of one kind shown as one: what differs between them becomes `…`. */
export function commonData(all: Data, one: Data): Data {
  if (all === one) return all;
  let common: Record<string, Data[string]> | null = null;
  for (const [key, value] of Object.entries(all)) {
    const other = one[key];
    if (value === other || value === '…' || (Array.isArray(value) && value.join() === String(other))) continue;
    common ??= { ...all };
    common[key] = '…';
  }
  return common ?? all;
}

/** Rows of a long list that a readable form has: a workbook takes far more than a page; ndjson and csv stream all. */
export const listedRows = (format: Format): number => (format === 'xlsx' ? 100_000 : 1000);

/** Non-negative counts by word, for JSON schemas. */
export const countsSchema = z.record(z.string(), z.int().min(0));

/** A value of several lines on one, for a table that a person reads: the end of each line shows as ⏎. */
export const onOneLine = (value: string): string => value.replace(/\s*(?:\r\n?|\n)\s*/g, ' ⏎ ');
