import * as z from 'zod';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type Query, query } from '../command.js';

const words = {
  title: { zh: '审计链核验', en: 'Check of the trail' },
  sound: {
    zh: '完整:{events} 条事件、{rows} 行、{values} 个值全部相符',
    en: 'Sound: {events} events, {rows} rows and {values} values all agree',
  },
  broken: { zh: '不完整:{faults} 处', en: 'It does not hold: {faults} faults' },
  destroying: {
    zh: '销毁未完成',
    en: 'Destruction unfinished',
  },
  destroyingHow: {
    zh: '第 {run} 次运行销毁的字节可能还在文件中;下一次写入台账时继续,请先关闭正在读它的程序并留出磁盘空间',
    en: 'bytes that run {run} destroyed may still be in the files; the next command that writes goes on with it: end what reads the ledger, and leave room on the disk',
  },
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

export default query({
  summary: { zh: '读遍台账,核验审计链、承诺值和每一行', en: 'Read everything and check chain, commitments and rows.' },
  examples: ['steward audit verify', 'steward audit verify --json'],
  options: {},
  formats: ['text', 'json', 'ndjson', 'md'],
  json: z.object({
    sound: z.boolean(),
    head: z.object({ size: z.int(), hash: z.string() }),
    events: z.int(),
    rows: z.int(),
    values: z.int(),
    destroying: z.int().optional().describe('The run whose destruction is not finished'),
    faults: z.int(),
    items: z.array(z.object({ code: z.string() }).loose()).optional(),
  }),
  ledger: 'any',
  run({ reader, lang, emit }) {
    const { faults, ...report } = reader.verify();
    for (const fault of faults) emit({ ...fault });
    const t = (text: Text, data = {}) => say(text, lang, data);
    const doc = (): Doc => ({
      lang,
      title: t(words.title),
      subtitle:
        faults.length === 0 ? t(words.sound, { ...report, head: '' }) : t(words.broken, { faults: faults.length }),
      meta: [
        [t(words.head), `${report.head.size} ${report.head.hash}`],
        ...(report.destroying === undefined
          ? []
          : [[t(words.destroying), t(words.destroyingHow, { run: report.destroying })] as const]),
      ],
      blocks:
        faults.length === 0
          ? []
          : [
              {
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
              },
            ],
    });
    return {
      data: { sound: faults.length === 0, ...report, faults: faults.length },
      doc,
      exit: faults.length === 0 ? 0 : 6,
    };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);
