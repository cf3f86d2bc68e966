import * as z from 'zod';
import { type Change, change, type OptionSpecs } from './command.js';
import { planChildFile } from './import/child-file.js';
import { intakeOptions } from './import/intake-options.js';
import { doorOptions, matchOptions, told } from './import/options.js';
import { importJson } from './import/page.js';
import { planFile } from './import/plan-file.js';

const importOptions = {
  ...intakeOptions,
  ...doorOptions,
  kind: {
    flag: '--kind <what>',
    help: {
      zh: '文件的内容:客户,或客户的跟进记录、交易记录',
      en: 'what the rows are: customers, or interactions or transactions with customers',
    },
    schema: z.enum(['customers', 'interactions', 'transactions']).default('customers'),
    choices: ['customers', 'interactions', 'transactions'],
  },
  saveMap: {
    flag: '--save-map <file>',
    help: {
      zh: '把这次的列对应存为映射文件;放在台账旁的 mappings/ 中,下次 --source 相同时自动使用',
      en: 'keep the mapping of this file; in mappings/ beside the ledger it is used again for the same --source',
    },
    schema: z.string().min(1).optional(),
  },
  unnumbered: {
    flag: '--unnumbered',
    help: { zh: '不为新客户编号', en: 'give new customers no number' },
    schema: z.boolean().default(false),
  },
} as const satisfies OptionSpecs;

export default change({
  summary: { zh: '导入客户文件(CSV/TSV/XLSX)', en: 'Take a customer file in (CSV/TSV/XLSX).' },
  examples: [
    'steward import customers.csv --dry-run',
    'steward import 展会客户.csv --source 展会现场 --yes',
    'steward import leads.csv --map "单位=name" --source 线上推广 --yes --json',
    'steward import 展会客户.csv --source 合作伙伴转介 --key credit_code --key phone --on-duplicate review --dry-run',
    'steward import 跟进日志.csv --kind interactions --yes',
    'steward import 展会客户.xlsx --sheet 展会客户 --dry-run',
    'steward import 展会客户.csv --source 展会现场 --save-map mappings/展会.yaml --yes',
  ],
  arguments: [{ name: 'file', help: { zh: '要导入的文件;- 表示标准输入', en: 'the file; - is standard input' } }],
  options: importOptions,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: [
    'what',
    'severity',
    'code',
    'file',
    'line',
    'record',
    'customer',
    'column',
    'header',
    'value',
    'message',
    'hint',
  ],
  json: importJson,
  reason: 'optional',
  plan(context, options, [file]) {
    if (options.kind !== 'customers') return planChildFile(file as string, options.kind, context, options);
    return planFile(file as string, context, options, {
      defaults: told(options),
      fixed: { review_state: '已提交' },
      issueNumbers: !options.unnumbered,
      match: matchOptions(context.given.policy, options),
      door: { held: options.held },
    });
  },
} satisfies Omit<Change<typeof importOptions>, 'kind'>);
