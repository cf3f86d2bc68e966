import * as z from 'zod';
import type { HeadsReport } from '../../auditor/heads.js';
import { judgeWitness, readWitness } from '../../ledger/witness.js';
import type { IntegrityFault, VerifyReport } from '../../model/audit.js';
import { say, type Text } from '../../model/text.js';
import type { Block, Doc } from '../../output/document.js';
import { type Item, type OptionSpecs, type Query, type QueryContext, query, type Result } from '../command.js';
import { checkedBundle } from './checked-bundle.js';
import { type HeadsSaid, headsSaid } from './heads-said.js';

const options = {
  witness: {
    flag: '--witness <file>',
    help: {
      zh: '见证文件:其中本台账的每个链头都必须在链上(默认用策略中的)',
      en: 'witness file: every head of this ledger in it must stand in the chain (default: the policy’s)',
    },
    schema: z.string().min(1).optional(),
  },
  bundle: {
    flag: '--bundle <file>',
    help: {
      zh: '不核验台账,核验 audit bundle 写出的审计包(ZIP 或解压后的文件夹)',
      en: 'check a bundle of audit bundle instead of the ledger: the ZIP, or the folder it was unpacked into',
    },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '审计链核验', en: 'Check of the trail' },
  sound: {
    zh: '完整:{events} 条事件、{rows} 行、{values} 个值全部相符',
    en: 'Sound: {events} events, {rows} rows and {values} values all agree',
  },
  broken: { zh: '不完整:{faults} 处', en: 'It does not hold; faults: {faults}' },
  destroying: {
    zh: '销毁未完成',
    en: 'Destruction unfinished',
  },
  destroyingHow: {
    zh: '第 {run} 次运行销毁的字节可能还在文件中;下一次写入台账时继续,请先关闭正在读它的程序并留出磁盘空间',
    en: 'bytes that run {run} destroyed may still be in the files; the next command that writes goes on with it: end what reads the ledger, and leave room on the disk',
  },
  ledger: { zh: '台账', en: 'Ledger' },
  head: {
    zh: '链头(抄到台账以外,日后可证明尾部未被截去)',
    en: 'Head (copy it outside: it later proves that no tail was cut)',
  },
  faults: { zh: '问题', en: 'Faults' },
  seq: { zh: '事件', en: 'event' },
  customer: { zh: '客户', en: 'customer' },
  code: { zh: '代码', en: 'code' },
  detail: { zh: '详情', en: 'detail' },
} as const satisfies Record<string, Text>;

const head = z.object({ size: z.int(), hash: z.string() });

export default query({
  summary: {
    zh: '读遍台账,核验审计链、承诺值、每一行和见证的链头;或核验审计包',
    en: 'Read everything and check chain, commitments, rows and witnessed heads; or check a bundle.',
  },
  examples: [
    'steward audit verify',
    'steward audit verify --json',
    'steward audit verify --witness 见证.txt',
    'steward audit verify --bundle 审计包.zip --witness 见证.txt',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'md'],
  json: z.object({
    sound: z.boolean(),
    head,
    events: z.int(),
    rows: z.int(),
    values: z.int(),
    destroying: z.int().optional().describe('The run whose destruction is not finished'),
    witness: z
      .object({ heads: z.int(), standing: z.int(), last: z.object({ size: z.int(), ts: z.string() }).nullable() })
      .loose()
      .optional()
      .describe('Heads of this ledger that the witness holds, how many stand in the chain, and the longest of those'),
    bundle: z
      .object({ checked: z.record(z.string(), z.int()) })
      .loose()
      .optional(),
    faults: z.int(),
    items: z.array(z.object({ code: z.string() }).loose()).optional(),
  }),
  ledger: (_, { bundle }) => (bundle === undefined ? 'any' : 'none'),
  run(context, own) {
    return own.bundle === undefined
      ? ofLedger(context, own.witness)
      : checkedBundle(context, own.bundle, own.witness ?? null);
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

function ofLedger(context: QueryContext, named: string | undefined): Result {
  const { reader, lang, emit } = context;
  const path = named ?? context.given.policy.witness;
  const { faults: found, ...report } = reader.verify();
  const heads = path === null ? null : judgeWitness(reader, readWitness(reader.info.uuid, path, named === undefined));
  const witnessed = heads === null ? null : headsSaid(heads, found, lang);
  const faults = witnessed?.fault ? [witnessed.fault, ...found] : found;
  for (const fault of faults) emit({ ...fault } as Item);
  return {
    data: {
      sound: faults.length === 0,
      ...report,
      ...(heads !== null && { witness: { path, ...tally(heads) } }),
      faults: faults.length,
    },
    doc: () => docOf({ ...report, uuid: reader.info.uuid }, faults, witnessed, lang),
    exit: faults.length === 0 ? 0 : 6,
  };
}

const tally = ({ heads, standing, last, givenUp }: HeadsReport) => ({
  heads,
  standing,
  last: last && { size: last.size, ts: last.ts },
  givenUp,
});

function docOf(
  report: Omit<VerifyReport, 'faults'> & { readonly uuid: string },
  faults: readonly IntegrityFault[],
  witnessed: HeadsSaid | null,
  lang: Doc['lang'],
): Doc {
  const t = (text: Text, data = {}) => say(text, lang, data);
  return {
    lang,
    title: t(words.title),
    subtitle:
      faults.length === 0 ? t(words.sound, { ...report, head: '' }) : t(words.broken, { faults: faults.length }),
    meta: [
      [t(words.ledger), report.uuid],
      [t(words.head), `${report.head.size} ${report.head.hash}`],
      ...(report.destroying === undefined
        ? []
        : [[t(words.destroying), t(words.destroyingHow, { run: report.destroying })] as const]),
    ],
    blocks: [...(witnessed?.blocks ?? []), ...(faults.length === 0 ? [] : [faultTable(faults, t)])],
  };
}

function faultTable(faults: readonly IntegrityFault[], t: (text: Text) => string): Block {
  return {
    kind: 'table',
    caption: t(words.faults),
    columns: [
      { key: 'seq', label: t(words.seq), align: 'right' },
      { key: 'customer', label: t(words.customer), align: 'right' },
      { key: 'code', label: t(words.code), align: 'left' },
      { key: 'detail', label: t(words.detail), align: 'left' },
    ],
    rows: faults
      .slice(0, 100)
      .map((fault) => [
        fault.seq ?? '',
        fault.subject === null ? '' : `#${fault.subject}`,
        { text: fault.code, tone: 'bad' },
        fault.detail,
      ]),
    ...(faults.length > 100 && { more: faults.length - 100 }),
  };
}
