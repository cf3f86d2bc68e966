import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { type VerifyCause, verifyCauses, verifying, verifyReads } from '../../engine/verify-due.js';
import { type CsvFile, CsvFiles } from '../../files/csv-files.js';
import { fileFault } from '../../files/faults.js';
import { uniqueNames } from '../../files/safe-name.js';
import type { CustomerId, CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import { say, type Text } from '../../model/text.js';
import { answerReader } from '../../rules/text/answer.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { callOf, countsSchema, ownerOption } from '../shared.js';
import { refuseTarget } from '../target.js';
import { sheetHeader, sheetRow } from './sheet.js';

const options = {
  what: {
    flag: '--what <cause>',
    help: {
      zh: '列出哪些,可多次给出:candidate 休眠候选、due 到期再核实、phone 和 email 核实已过期',
      en: 'which to list; may be repeated: candidates for dormancy, due again, phone or e-mail verified too long ago',
    },
    schema: z.array(z.enum(verifyCauses)).default([...verifyCauses]),
    choices: verifyCauses,
    many: true,
  },
  unverified: {
    flag: '--unverified',
    help: { zh: '连同电话、邮箱从未核实的', en: 'with phones and e-mails that never were verified' },
    schema: z.boolean().default(false),
  },
  owner: ownerOption,
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '核实名单', en: 'Verification lists' },
  written: {
    zh: '写入 {path};填好后用 steward verify import 读回',
    en: 'written to {path}; fill them in and read them back with steward verify import',
  },
  customers: { zh: '客户', en: 'customers' },
  files: { zh: '名单', en: 'lists' },
  candidate: { zh: '休眠候选', en: 'candidates' },
  due: { zh: '到期再核实', en: 'due again' },
  phone: { zh: '电话', en: 'phones' },
  email: { zh: '邮箱', en: 'e-mails' },
} as const satisfies Record<string, Text>;

/** The list of customers without an owner. */
const ORPHANS = '无负责人';

/** A folder for this user alone, which is empty: what somebody filled in is never overwritten. */
function prepare(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length > 0) throw new StewardError('folder-not-empty', { path: folder });
  } catch (error) {
    if (error instanceof StewardError) throw error;
    throw fileFault(error, folder, 'write');
  }
}

export default query({
  summary: {
    zh: '写出核实名单:每个负责人一份,或全部一份;不改任何状态',
    en: 'Write verification lists, one an owner or one for all; no state is changed.',
  },
  clauses: ['S0-10', 'S0-11', 'S0-24', 'S0-30'],
  examples: [
    'steward verify export 核实',
    'steward verify export 核实.csv --what candidate',
    'steward verify export 核实-王强 --owner 王强 --unverified',
  ],
  arguments: [
    {
      name: 'target',
      help: {
        zh: '新的或空的文件夹;以 .csv 结尾则写成一个文件',
        en: 'a new or empty folder; one file where it ends in .csv',
      },
    },
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['customer', 'owner', 'file', 'causes', 'due'],
  json: z.object({
    path: z.string(),
    counts: countsSchema.describe('customers and lists written; customers by cause, one may have several'),
    items: z.array(z.object({ customer: z.string(), file: z.string() }).loose()).optional(),
  }),
  access: true,
  run({ reader, given, lang, emit, progress, accessed, ledgerPath }, own, [target]) {
    const path = target as string;
    const single = /\.csv$/i.test(path);
    if (single) refuseTarget('verify export', 'target', path, [ledgerPath, reader.info.database]);
    else prepare(path);
    const judge = verifying(given, own);
    const answer = answerReader(given.policy);
    const files = new CsvFiles();
    const lists = new Map<string | null, { readonly name: string; readonly file: CsvFile }>();
    const named = uniqueNames([ORPHANS]);
    const listOf = ({ owner }: CustomerRecord) => {
      const key = single || owner === null || answer(owner) !== 'given' ? null : owner;
      const known = lists.get(key);
      if (known) return known;
      const name = single ? path : join(path, `${key === null ? ORPHANS : named(key)}.csv`);
      const list = { name, file: files.begin(name, sheetHeader(lang)) };
      lists.set(key, list);
      return list;
    };
    const counts: Record<VerifyCause | 'customers' | 'files', number> = {
      customers: 0,
      files: 0,
      candidate: 0,
      due: 0,
      phone: 0,
      email: 0,
    };
    const subjects: CustomerId[] = [];
    const of = reader.count();
    let read = 0;
    try {
      if (single) {
        mkdirSync(dirname(path), { recursive: true });
        lists.set(null, { name: path, file: files.begin(path, sheetHeader(lang)) });
      }
      for (const seen of reader.read([...verifyReads(given), 'owner'])) {
        if (++read % 5000 === 0) progress(read, of, read);
        if (own.owner !== undefined && seen.owner !== own.owner) continue;
        const reasons = judge(seen).filter(({ cause }) => own.what.includes(cause));
        if (reasons.length === 0) continue;
        const record = reader.get(seen.id) as CustomerRecord;
        const list = listOf(record);
        list.file.add(sheetRow(record, reasons, lang));
        subjects.push(record.id);
        counts.customers++;
        for (const { cause } of reasons) counts[cause]++;
        emit(() => ({
          customer: callOf(record),
          owner: record.owner,
          file: list.name,
          causes: reasons.map(({ cause }) => cause),
          due: reasons.map(({ due }) => due).sort()[0],
        }));
      }
      counts.files = lists.size;
      accessed(subjects);
      files.commit();
    } finally {
      files.abort();
    }
    return {
      data: { path, counts },
      doc: () => ({
        lang,
        title: say(words.title, lang),
        subtitle: say(words.written, lang, { path }),
        meta: [],
        blocks: [
          {
            kind: 'kpis',
            items: (Object.keys(counts) as (keyof typeof counts)[]).map((key) => ({
              label: say(words[key], lang),
              value: counts[key],
            })),
          },
        ],
      }),
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);
