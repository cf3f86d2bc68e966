import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { sealOf } from '../../auditor/seal.js';
import { fileFault } from '../../files/faults.js';
import { keepHeapSmall } from '../../files/frugal-heap.js';
import { beginZip } from '../../files/write-zip.js';
import { isIsoDate } from '../../model/date.js';
import { StewardError } from '../../model/errors.js';
import type { Policy } from '../../model/policy.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { policyHash } from '../../policy/hash.js';
import { addDays } from '../../rules/calendar/day.js';
import { addPeriod } from '../../rules/calendar/period.js';
import { type OptionSpecs, type Query, type QueryContext, query } from '../command.js';
import { countsSchema } from '../shared.js';
import { refuseTarget } from '../target.js';
import { type Bundled, fillBundle, type Period } from './fill-bundle.js';

const day = z.string().refine(isIsoDate, '2026-04-01').optional();

const options = {
  out: {
    flag: '--out <file>',
    help: { zh: '写出的 ZIP 文件', en: 'the ZIP to write' },
    schema: z.string().min(1),
  },
  from: {
    flag: '--from <day>',
    help: { zh: '自该日起的事件(默认自第一条)', en: 'events from this day on (default: from the first)' },
    schema: day,
  },
  to: {
    flag: '--to <day>',
    help: { zh: '到该日为止,含当日(默认到链头)', en: 'up to and with this day (default: up to the head)' },
    schema: day,
  },
  quarter: {
    flag: '--quarter <quarter>',
    help: { zh: '某一季度,如 2026-Q2', en: 'one quarter, such as 2026-Q2' },
    schema: z
      .string()
      .regex(/^\d{4}-Q[1-4]$/, '2026-Q2')
      .optional(),
  },
  withPolicy: {
    flag: '--with-policy <file>',
    help: {
      zh: '当时有效而现已更换的策略文件,可多次给出',
      en: 'a policy file that was in force and is not any more; may be repeated',
    },
    schema: z.array(z.string().min(1)).optional(),
    many: true,
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '审计包', en: 'Audit bundle' },
  written: {
    zh: '写入 {path};解压后运行 node verify.mjs 即可核验,不需要台账和 steward',
    en: 'written to {path}; unpack it and run node verify.mjs: that needs neither the ledger nor steward',
  },
  sha256: { zh: 'ZIP 的指纹', en: 'sha256 of the ZIP' },
  segment: { zh: '事件', en: 'Events' },
  after: { zh: '后链头', en: 'Head after' },
  head: { zh: '台账链头', en: 'Head of the ledger' },
  files: { zh: '文件', en: 'files' },
  events: { zh: '事件', en: 'events' },
  steps: { zh: '计划步骤', en: 'steps of plans' },
  accesses: { zh: '查阅登记', en: 'access register' },
  destructions: { zh: '销毁登记', en: 'destroyed' },
  reports: { zh: '报告', en: 'reports' },
  missing: {
    zh: '当时的策略有 {count} 个不在手边,包内没有:用 --with-policy 加入。',
    en: 'Policies that were in force and are not at hand, so that they are not in the bundle: {count}. Add them with --with-policy.',
  },
} as const satisfies Record<string, Text>;

const counted = ['files', 'events', 'steps', 'accesses', 'destructions', 'reports'] as const;

export default query({
  summary: {
    zh: '写出审计包:日志段、策略、签名、登记簿、报告和独立的核验程序',
    en: 'Write an audit bundle: events, policies, signatures, registers, reports, and a verifier of its own.',
  },
  clauses: ['S2-26', 'S2-33', 'S2-41', 'L05'],
  examples: [
    'steward audit bundle --out 审计包.zip',
    'steward audit bundle --out 审计包-2026Q2.zip --quarter 2026-Q2 --json',
    'steward audit bundle --out 审计包-上半年.zip --from 2026-01-01 --to 2026-06-30',
  ],
  options,
  formats: ['text', 'json'],
  json: z.object({
    path: z.string(),
    sha256: z.string(),
    period: z.object({ from: z.string().nullable(), to: z.string().nullable(), timezone: z.string() }),
    segment: z.object({ first: z.int(), last: z.int() }).loose(),
    head: z.object({ size: z.int(), hash: z.string() }),
    missingPolicies: z
      .array(z.string())
      .describe('Hashes of policies that runs of the segment were judged by and that are not in it'),
    counts: countsSchema,
    items: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string() })).optional(),
  }),
  // It holds nothing personal of any customer, so that nobody is noted as read; who took one, and when, is.
  access: true,
  async run(context, own) {
    const { reader, lang, emit, ledgerPath, accessed, given } = context;
    keepHeapSmall();
    refuseTarget('audit bundle', '--out', own.out, [ledgerPath, reader.info.database, given.policy.witness]);
    if (existsSync(own.out)) throw new StewardError('file-exists', { path: own.out, option: '--out' });
    const period = periodOf(own, given.policy.timezone);
    const policies = await policiesOf(context, own.withPolicy ?? []);
    const zip = await beginZip(own.out);
    let bundled: Bundled;
    let sha256: string;
    try {
      bundled = await fillBundle(context, zip, period, policies);
      accessed([]);
      ({ sha256 } = await zip.commit(sealOf));
    } finally {
      zip.abort();
    }
    const { manifest, counts } = bundled;
    for (const file of manifest.files) emit({ ...file });
    const missing = manifest.policies.missing;
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(words.written, lang, { path: own.out }),
      meta: [
        [say(words.sha256, lang), sha256],
        [say(words.segment, lang), `${manifest.segment.first}…${manifest.segment.last}`],
        [say(words.after, lang), `${manifest.segment.after.size} ${manifest.segment.after.hash}`],
        [say(words.head, lang), `${manifest.ledger.head.size} ${manifest.ledger.head.hash}`],
      ],
      blocks: [
        { kind: 'kpis', items: counted.map((key) => ({ label: say(words[key], lang), value: counts[key] })) },
        ...(missing.length === 0
          ? []
          : [
              {
                kind: 'note' as const,
                level: 'warn' as const,
                text: say(words.missing, lang, { count: missing.length }),
              },
            ]),
      ],
    });
    return {
      data: {
        path: own.out,
        sha256,
        period,
        segment: manifest.segment,
        head: manifest.ledger.head,
        missingPolicies: missing,
        counts,
      },
      doc,
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

interface Asked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly quarter?: string | undefined;
}

/** @throws StewardError bad-option */
function periodOf({ from, to, quarter }: Asked, timezone: string): Period {
  const bad = (option: string, value: string, detail: string) =>
    new StewardError('bad-option', { command: 'audit bundle', option, value, detail });
  if (quarter === undefined) {
    if (from !== undefined && to !== undefined && from > to) throw bad('--to', to, `>= ${from}`);
    return { from: from ?? null, to: to ?? null, timezone };
  }
  if (from !== undefined || to !== undefined) throw bad('--quarter', quarter, '--from, --to | --quarter');
  const month = String(Number(quarter.slice(6)) * 3 - 2).padStart(2, '0');
  const first = `${quarter.slice(0, 4)}-${month}-01`;
  return { from: first, to: addDays(addPeriod(first, 'P3M'), -1), timezone };
}

/** The policy in force, and those of the files, by their hashes. @throws what reading a file throws; StewardError of a policy that cannot be read */
async function policiesOf({ given }: QueryContext, paths: readonly string[]): Promise<ReadonlyMap<string, Policy>> {
  const policies = new Map([[policyHash(given.policy), given.policy]]);
  for (const path of paths) {
    const { parsePolicy } = await import('../../policy/load.js');
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw fileFault(error, path, 'read');
    }
    const policy = parsePolicy(text, path);
    policies.set(policyHash(policy), policy);
  }
  return policies;
}
