import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { signerOf } from '../../engine/signers.js';
import { writeFileAtomic } from '../../files/atomic.js';
import { fileFault } from '../../files/faults.js';
import { ledgerFiles, type Residue } from '../../ledger/residue.js';
import { scanResidue } from '../../ledger/residue-threads.js';
import { StewardError } from '../../model/errors.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { prettyJson } from '../../output/json.js';
import { publicOf, signStatement } from '../../rules/access/signature.js';
import { type OptionSpecs, type Options, type Query, type QueryContext, query } from '../command.js';
import { peopleOf } from '../people.js';
import { provenance } from '../report/monthly.js';
import { signingKey, signingOptions } from '../signing.js';
import { certificateHash, readCertificate } from './certificate.js';
import { planArgument, readPlan, realDay } from './plan-file.js';
import { byFile, type FileResidue, markedResidue } from './residue.js';

const options = {
  ...signingOptions,
  also: {
    flag: '--also <file>',
    help: {
      zh: '还要检查的文件(导出、备份),可多次给出',
      en: 'a further file to look through, such as an export or a backup; may be repeated',
    },
    schema: z.array(z.string().min(1)).optional(),
    many: true,
  },
  values: {
    flag: '--values <file>',
    help: {
      zh: '逐行列出要找的值(如客户来函中的姓名、地址);结果只报行号',
      en: 'a file of values to look for, one a line, such as a name from a request; results give line numbers alone',
    },
    schema: z.string().min(1).optional(),
  },
  certificate: {
    flag: '--certificate <file>',
    help: {
      zh: '要签名的销毁清册(.json);用 --key 签名,写入 .sig.json',
      en: 'the register of destruction (.json) to be signed with --key; the signature goes into .sig.json',
    },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '销毁检查', en: 'Check of the destruction' },
  clean: { zh: '{files} 个文件中没有找到残留', en: 'Nothing is left in {files} files' },
  left: { zh: '有残留:{count} 处', en: 'Left over: {count} places' },
  unfinished: {
    zh: '第 {run} 次运行的销毁未完成,运行任一写入台账的命令以继续',
    en: 'The destruction of run {run} is unfinished: any command that writes goes on with it',
  },
  file: { zh: '文件', en: 'file' },
  count: { zh: '处数', en: 'places' },
  how: { zh: '找到的是', en: 'what was found' },
  tombstones: { zh: '被销毁客户的电话、邮箱或信用代码', en: 'phones, e-mails or credit codes of destroyed customers' },
  values: { zh: '所列的值,第 {lines} 行', en: 'values of lines {lines}' },
  signed: { zh: '已签名:{path}', en: 'Signed: {path}' },
  limits: {
    zh: '按字节检查台账的全部文件和 --also 的文件;查不到磁盘上已释放的区块和未列出的副本(docs/security.md)。',
    en: 'Every byte of the ledger’s files and of those of --also was read; freed blocks of the disk and copies that nobody named are out of reach (docs/security.md).',
  },
} as const satisfies Record<string, Text>;

interface Found extends FileResidue {
  readonly how: 'tombstones' | 'values';
  /** Lines of --values. */
  readonly lines: readonly number[];
}

export default query({
  summary: {
    zh: '检查被销毁的内容是否还留在文件中,并可为销毁清册签名',
    en: 'Look for what was destroyed in the bytes of files; may sign the register of destruction.',
  },
  clauses: ['S2-32', 'S2-33', 'L07'],
  examples: ['steward purge check', 'steward purge check --json'],
  arguments: [{ ...planArgument, optional: true }],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['file', 'count', 'how', 'lines'],
  json: z.object({
    clean: z.boolean(),
    files: z.int().describe('How many files were read'),
    unfinished: z.int().nullable().describe('The run whose destruction is not finished'),
    signature: z.string().nullable().describe('The file that holds the signature'),
    items: z
      .array(
        z.object({ file: z.string(), count: z.int(), how: z.enum(['tombstones', 'values']), lines: z.array(z.int()) }),
      )
      .optional(),
  }),
  async run(context, own, [path]) {
    const { reader, lang, emit } = context;
    const files = [...ledgerFiles(reader.info), ...(own.also ?? [])];
    const ids =
      path === undefined ? null : new Set(readPlan(context, path).ground.plan.items.map(({ customer }) => customer));
    const marked = await markedResidue(reader, files, ids);
    const found: Found[] = marked.map((one) => ({ ...one, how: 'tombstones', lines: [] }));
    if (own.values !== undefined) found.push(...(await searched(files, valuesIn(own.values))));
    for (const item of found) emit({ ...item });
    const unfinished = reader.destroying();
    const clean = found.length === 0 && unfinished === null;
    const signature = own.certificate === undefined ? null : await signed(context, own, own.certificate, clean);
    const count = found.reduce((sum, one) => sum + one.count, 0);
    const how = ({ how: kind, lines }: Found) => say(words[kind], lang, { lines: lines.map(String) });
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: count === 0 ? say(words.clean, lang, { files: files.length }) : say(words.left, lang, { count }),
      meta: provenance(reader, context),
      blocks: [
        ...(found.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                caption: say(words.title, lang),
                columns: (['file', 'count', 'how'] as const).map((key) => ({
                  key,
                  label: say(words[key], lang),
                  align: key === 'count' ? ('right' as const) : ('left' as const),
                  wrap: key !== 'count',
                })),
                rows: found.map((one) => [one.file, one.count, how(one)]),
              },
            ]),
        ...(unfinished === null
          ? []
          : [
              { kind: 'note' as const, level: 'warn' as const, text: say(words.unfinished, lang, { run: unfinished }) },
            ]),
        ...(signature === null
          ? []
          : [{ kind: 'note' as const, level: 'info' as const, text: say(words.signed, lang, { path: signature }) }]),
        { kind: 'note', level: 'info', text: say(words.limits, lang) },
      ],
    });
    return { data: { clean, files: files.length, unfinished, signature }, doc, exit: clean ? 0 : 6 };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

/** The values of a file, by their lines; blank lines are none. @throws what reading a file throws */
function valuesIn(path: string): ReadonlyMap<number, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return new Map(lines.flatMap((line, i) => (line.trim() === '' ? [] : [[i + 1, line.trim()]])));
}

async function searched(files: readonly string[], values: ReadonlyMap<number, string>): Promise<Found[]> {
  const numbers = [...values.keys()];
  const hits: Residue[] = [];
  for await (const hit of scanResidue(files, [...values.values()])) hits.push(hit);
  return byFile(hits).map((one) => ({
    ...one,
    how: 'values',
    lines: [...new Set(hits.filter(({ file }) => file === one.file).map(({ needle }) => numbers[needle] as number))],
  }));
}

/** Signs the certificate with what the check found. @throws StewardError file-exists, certificate-unreadable; as signingKey and signerOf */
async function signed(
  context: QueryContext,
  own: Options<typeof options>,
  path: string,
  clean: boolean,
): Promise<string> {
  const { reader, given, operator } = context;
  const certificate = readCertificate(path);
  const target = `${path.replace(/\.json$/, '')}.sig.json`;
  if (existsSync(target)) throw new StewardError('file-exists', { path: target, option: '--certificate' });
  const opened = await signingKey(context, 'purge check', own);
  const day = realDay(context);
  const { person, key } = signerOf(given.policy, publicOf(opened.key), peopleOf(reader), day);
  if (person.id !== operator.actor)
    throw new StewardError('key-not-yours', { person: person.id, actor: operator.actor });
  const statement = {
    purpose: 'purge-certificate',
    ledger: reader.info.uuid,
    certificate: certificateHash(certificate),
    plan: certificate.plan,
    clean,
    day,
    head: reader.head(),
  };
  const signature = signStatement(opened.key, statement);
  writeFileAtomic(target, prettyJson({ statement, person: person.id, public: key.public, signature }));
  return target;
}
