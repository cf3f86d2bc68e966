import { resolve } from 'node:path';
import * as z from 'zod';
import { carryOut } from '../../engine/purge/carry-out.js';
import { agreed, checkOpen } from '../../engine/purge/standing.js';
import { identityKey } from '../../intake/identity.js';
import { leftOf } from '../../ledger/candidates.js';
import { StewardError } from '../../model/errors.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { AppliedRun, EraseChange } from '../../model/plan.js';
import type { PurgeItem } from '../../model/purge-plan.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { type Change, type ChangeContext, change, type Item, type OptionSpecs, type Planned } from '../command.js';
import { retentionFacts } from '../retention-facts.js';
import { countsSchema } from '../shared.js';
import { passphraseFileOption } from '../signing.js';
import { CertificateFiles } from './certificate.js';
import { type Carried, certificateOf } from './certify.js';
import { onPlan } from './decide.js';
import { fieldsText, groundWords } from './item-words.js';
import { refuseSkipped } from './judged.js';
import {
  actingPerson,
  checkDay,
  fingerprintOf,
  planArgument,
  type ReadPlan,
  readPlan,
  registerName,
} from './plan-file.js';
import { candidatesFor, type FileResidue } from './residue.js';
import { witnessed } from './witness.js';

const options = {
  witnessKey: {
    flag: '--witness-key <file>',
    help: { zh: '监销人的密钥文件(策略 purge.witness)', en: 'the witness’s key file (policy purge.witness)' },
    schema: z.string().min(1).optional(),
  },
  passphraseFile: passphraseFileOption,
  register: {
    flag: '--register <file>',
    help: {
      zh: '销毁清册,写成 .json 和 .csv(默认在计划旁)',
      en: 'the register of destruction, written as .json and .csv (default: beside the plan)',
    },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '执行清理计划', en: 'Purge plan carried out' },
  plan: { zh: '将被销毁,不能恢复', en: 'To be destroyed, for good' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已销毁,运行 {run};清册 {csv}', en: 'Destroyed as run {run}; the register is {csv}' },
  unfinished: {
    zh: '文件中可能仍留有字节({why}):下一个写入的命令会继续,之后运行 steward purge check',
    en: 'bytes may still stand in the files ({why}): the next command that writes goes on with it; then run steward purge check',
  },
  left: {
    zh: '以下文件中仍有被销毁的值,请销毁或替换:{files}',
    en: 'Values of the destroyed still stand in these files, which must go or be replaced: {files}',
  },
  destroyed: { zh: '销毁', en: 'Destroyed' },
  skipped: { zh: '跳过', en: 'Skipped' },
  customer: { zh: '客户', en: 'customer' },
  name: { zh: '名称', en: 'name' },
  fields: { zh: '范围', en: 'what' },
  message: { zh: '原因', en: 'why' },
} as const satisfies Record<string, Text>;

/** Rows that the readable form lists. */
const LISTED = 100;

export default change({
  summary: {
    zh: '执行已批准的清理计划:彻底销毁,写出销毁清册;任何角色都不能绕过批准',
    en: 'Carry out an approved purge plan: destroy for good and write the register; no role has a way around approval.',
  },
  clauses: ['S0-35', 'S0-36', 'S0-40', 'S2-31', 'S2-33', 'C15', 'L01', 'L07', 'L09'],
  examples: [
    'steward purge apply 清理计划.json --as zhang --reason "已批准" --dry-run',
    'steward purge apply 清理计划.json --as zhang --reason "已批准" --register 销毁清册-2026 --yes',
  ],
  arguments: [planArgument],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: ['what', 'customer', 'name', 'fields', 'code', 'ground', 'earliest', 'message'],
  json: z.object({
    plan: z.string().describe('sha256 of the plan'),
    approvers: z.array(z.string()),
    witness: z.string().nullable(),
    counts: countsSchema.describe('items = destroyed + skipped + excepted; files and fields: customers'),
    skippedBy: countsSchema,
    destruction: z.string().nullable().describe('done, or why bytes may still stand in the files'),
    residue: z
      .array(z.object({ file: z.string(), count: z.int() }))
      .nullable()
      .describe('Files beside the ledger and of it in which values of the destroyed still stand'),
    items: z.array(z.object({ what: z.enum(['destroyed', 'skipped']), customer: z.string() }).loose()).optional(),
  }),
  reason: 'required',
  act: 'destroy',
  async plan(context, own, [path]): Promise<Planned> {
    const read = readPlan(context, path as string);
    try {
      return await planApply(context, own, read, path as string);
    } catch (error) {
      throw onPlan(error, read.ground.sha256);
    }
  },
} satisfies Omit<Change<typeof options>, 'kind'>);

type Own = Parameters<Change<typeof options>['plan']>[1];

async function planApply(context: ChangeContext, own: Own, read: ReadPlan, path: string): Promise<Planned> {
  const { reader, draft, given, operator, lang, emit, dryRun } = context;
  const { ground, standing } = read;
  const { plan, sha256 } = ground;
  checkDay(context);
  checkOpen(ground, standing);
  actingPerson(given.policy, operator, ground.today);
  const { approvals } = standing;
  if (approvals.length === 0)
    throw standing.void.at(-1)?.why ?? new StewardError('plan-unapproved', { path: ground.path });
  const items = agreed(plan, approvals);
  if (items.length === 0) throw new StewardError('plan-nothing-left', { path: ground.path });
  const judged = judge(context, items);
  const going = judged.filter(({ outcome }) => outcome.what === 'destroyed');
  if (going.length === 0) refuseSkipped(judged.map(({ item, outcome }) => ({ item, outcome })));
  const witness = await witnessed(context, own, read, going.length);
  for (const { outcome } of going)
    if (outcome.what === 'destroyed') draft.add(outcome.change, foundBy(reader, outcome.change));
  const said = judged.map((one) => itemOf(one, lang));
  for (const item of said) emit(item);
  const skippedBy: Record<string, number> = {};
  for (const { outcome } of judged)
    if (outcome.what === 'skipped') skippedBy[outcome.ground] = (skippedBy[outcome.ground] ?? 0) + 1;
  const counts = {
    items: plan.items.length,
    destroyed: going.length,
    skipped: judged.length - going.length,
    excepted: plan.items.length - items.length,
    files: going.filter(({ item }) => item.fields === null).length,
    fields: going.filter(({ item }) => item.fields !== null).length,
  };
  const base = resolve(own.register?.replace(/\.(?:csv|json)$/, '') ?? `${path.replace(/\.json$/, '')}-register`);
  const files = dryRun ? null : new CertificateFiles(base, lang);
  if (files) context.onAbandon(() => files.abort());
  const before = reader.count();
  const { size } = reader.head();
  // Asked now: once they are destroyed, nobody knows what to look for.
  const candidates = dryRun
    ? null
    : candidatesFor(
        reader,
        going.map(({ item }) => item),
      );
  const doc = (state: Text, applied: AppliedRun | null = null, residue: readonly FileResidue[] = []): Doc => ({
    lang,
    title: say(words.title, lang),
    subtitle: say(state, lang, { run: applied?.run ?? 0, csv: files?.csv ?? '' }),
    meta: [],
    blocks: [...tables(said, judged, lang), ...warnings(applied, residue, lang)],
  });
  return {
    info: { counts, input: null, period: null, plan: sha256 },
    preview: () => doc(words.plan),
    writes: true,
    result: async (applied) => {
      const residue = applied && candidates ? (await leftOf(reader, candidates)).files : [];
      if (applied && files)
        files.commit(
          certificateOf(context, read, { applied, counts, before, size, witness, going, residue }),
          given.policy,
        );
      const done = applied?.destruction ?? 'done';
      return {
        data: {
          plan: sha256,
          approvers: approvals.map(({ person }) => person),
          witness,
          counts,
          skippedBy,
          destruction: applied && done,
          residue: applied && residue,
        },
        doc: () => doc(applied ? words.done : dryRun ? words.dry : words.plan, applied, residue),
        ...(applied && files && { run: { register: [files.json, files.csv] } }),
        exit: done !== 'done' ? 7 : residue.length > 0 ? 6 : counts.skipped > 0 ? 5 : 0,
      };
    },
  };
}

/** What becomes of each item on this day. */
function judge({ reader, given }: ChangeContext, items: readonly PurgeItem[]): readonly Carried[] {
  const carry = carryOut(given);
  const factsOf = retentionFacts(reader, given);
  return items.map((item) => {
    const record = reader.get(item.customer);
    const now = record && { record, facts: factsOf(record), fingerprint: fingerprintOf(reader, record.id) };
    const name = record ? registerName(given.policy, record, true) : item.name;
    return { item, outcome: carry(item, now), name, whole: record?.name ?? null };
  });
}

function itemOf({ item, outcome }: Carried, lang: ChangeContext['lang']): Item {
  const skipped = outcome.what === 'skipped' ? outcome : null;
  return {
    what: outcome.what,
    customer: item.no ?? `#${item.customer}`,
    name: item.name,
    fields: item.fields === null ? null : item.fields.join(','),
    code: item.code,
    ground: skipped?.ground ?? null,
    earliest: skipped?.earliest ?? null,
    message: skipped && groundWords(skipped.ground, skipped.data, skipped.earliest, lang),
  };
}

/** What a customer that loses fields is found by from now on; a whole file is found by nothing. */
function foundBy(reader: LedgerReader, { id, fields }: EraseChange): { readonly identity?: string | null } {
  const record = fields === null ? null : reader.get(id);
  if (record === null || fields === null) return {};
  return { identity: identityKey({ ...record, ...Object.fromEntries(fields.map((field) => [field, null])) }) };
}

function warnings(
  applied: AppliedRun | null,
  residue: readonly FileResidue[],
  lang: ChangeContext['lang'],
): Doc['blocks'] {
  const why = applied?.destruction ?? 'done';
  const files = residue.map(({ file, count }) => `${file} (${count})`);
  const texts = [
    ...(why === 'done' ? [] : [say(words.unfinished, lang, { why })]),
    ...(files.length === 0 ? [] : [say(words.left, lang, { files })]),
  ];
  return texts.map((text) => ({ kind: 'note', level: 'warn', text }));
}

function tables(said: readonly Item[], judged: readonly Carried[], lang: ChangeContext['lang']): Doc['blocks'] {
  return (['destroyed', 'skipped'] as const).flatMap((what): Doc['blocks'] => {
    const rows = said.flatMap((item, i) =>
      item.what === what ? [{ item, fields: judged[i]?.item.fields ?? null }] : [],
    );
    if (rows.length === 0) return [];
    const columns =
      what === 'destroyed' ? (['customer', 'name', 'fields'] as const) : (['customer', 'name', 'message'] as const);
    return [
      {
        kind: 'table',
        caption: say(words[what], lang),
        columns: columns.map((key) => ({ key, label: say(words[key], lang), align: 'left', wrap: key === 'message' })),
        rows: rows
          .slice(0, LISTED)
          .map(({ item, fields }) =>
            columns.map((key) => (key === 'fields' ? fieldsText(fields, lang) : String(item[key] ?? ''))),
          ),
        ...(rows.length > LISTED && { more: rows.length - LISTED }),
      },
    ];
  });
}
