import { hash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { purgeJudge } from '../../engine/purge/judge.js';
import { checkPeopleSigned } from '../../engine/purge/standing.js';
import { writeFileAtomic } from '../../files/atomic.js';
import { StewardError } from '../../model/errors.js';
import { type PurgePlan, planText } from '../../model/purge-plan.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import { sectionHash } from '../../rules/access/section.js';
import { addPeriod } from '../../rules/calendar/period.js';
import { type Change, type ChangeContext, change, type OptionSpecs, type Planned } from '../command.js';
import { peopleOf } from '../people.js';
import { countsSchema } from '../shared.js';
import { chosen } from './choose.js';
import { itemColumns, type Judged, judgedItem, judgedTables, refuseAll } from './judged.js';
import { actingPerson, checkDay, fingerprintOf, realDay, registerName } from './plan-file.js';

const options = {
  customer: {
    flag: '--customer <customer>',
    help: { zh: '客户编号或 #序号,可多次给出', en: 'a number or #id; may be repeated' },
    schema: z.array(z.string().min(1)).optional(),
    many: true,
  },
  file: {
    flag: '--file <file>',
    help: {
      zh: '逐行写明客户、原因代码、说明、保存价值(可选:字段)的 CSV',
      en: 'a CSV whose rows name customer, code, note and worth, and fields where not the whole file is meant',
    },
    schema: z.string().min(1).optional(),
  },
  candidates: {
    flag: '--candidates',
    help: {
      zh: '所有到期、目的已消失或无效的;先用 --dry-run --format csv 导出,逐行判断后用 --file 读入',
      en: 'all whose term is over, whose purpose is gone, or who are invalid; export them with --dry-run --format csv, judge row by row, and pass that with --file',
    },
    schema: z.boolean().default(false),
  },
  code: {
    flag: '--code <reason>',
    help: { zh: '原因代码(策略 purge.reasons)', en: 'the reason’s code (policy purge.reasons)' },
    schema: z.string().min(1).optional(),
  },
  worth: {
    flag: '--worth <judgement>',
    help: {
      zh: '您的判断:none 已无保存价值,kept 仍有价值',
      en: 'your judgement: none, of no further value; kept, of value',
    },
    schema: z.enum(['none', 'kept']).optional(),
    choices: ['none', 'kept'],
  },
  fields: {
    flag: '--fields <fields>',
    help: {
      zh: '只清理这些字段,如 phone,address(默认整份档案)',
      en: 'only these fields, as in phone,address (default: the whole file)',
    },
    schema: z.string().min(1).optional(),
  },
  plan: {
    flag: '--plan <file>',
    help: { zh: '计划文件(默认 purge-plan-日期.json)', en: 'the plan’s file (default: purge-plan-DAY.json)' },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '清理建议', en: 'Purge proposed' },
  plan: { zh: '将要建议的计划', en: 'What will be proposed' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: {
    zh: '{path} 待另一人批准,有效至 {expires}(含当日)',
    en: '{path} waits for another person’s approval, through {expires}',
  },
  sha256: { zh: '计划指纹', en: 'sha256 of the plan' },
  warned: {
    zh: '说明文字会写入计划文件和销毁清册,请勿写入客户的个人信息;计划中客户名称已打码。',
    en: 'Notes go into the plan and the register of destruction as written: put no personal values into them. Names in the plan are masked.',
  },
} as const satisfies Record<string, Text>;

export default change({
  summary: {
    zh: '建议销毁客户档案或无效字段:写出计划文件,由另一人批准',
    en: 'Propose destroying files of customers, or invalid fields: writes a plan that another person approves.',
  },
  clauses: ['S0-34', 'S0-35', 'S0-36', 'S2-31', 'S3-02', 'C08', 'L01', 'L09'],
  examples: [
    'steward purge propose --candidates --reason "年度清理" --as zhang --dry-run',
    'steward purge propose --customer SH2024010 --fields phone --code invalid --worth none --reason "空号" --as zhang --yes',
    'steward purge propose --file 候选.csv --reason "年度清理" --as zhang --plan 清理计划.json --yes',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md'],
  columns: itemColumns,
  json: z.object({
    plan: z.object({ path: z.string(), sha256: z.string(), expires: z.string() }).nullable(),
    counts: countsSchema.describe('read = proposed + blocked + notDue, in customers'),
    blockedBy: countsSchema,
    items: z.array(z.object({ what: z.enum(['proposed', 'blocked']), customer: z.string() }).loose()).optional(),
  }),
  reason: 'required',
  act: 'destroy',
  async plan(context, own): Promise<Planned> {
    const { reader, draft, given, operator, lang, emit, dryRun, policyHash } = context;
    const { policy } = given;
    checkDay(context);
    const today = realDay(context);
    checkPeopleSigned(policy, peopleOf(reader));
    const person = actingPerson(policy, operator, today);
    const path = resolve(own.plan ?? `purge-plan-${today}.json`);
    if (!dryRun && existsSync(path)) throw new StewardError('file-exists', { path, option: '--plan' });
    const { judged, read, notDue } = await judge(context, own);
    const items = judged.map((one) => judgedItem(one, context));
    for (const item of items) emit(item);
    const going = judged.filter(({ blocks }) => blocks.length === 0);
    if (going.length === 0 && judged.length > 0 && !dryRun) refuseAll(judged);
    const blockedBy: Record<string, number> = {};
    for (const { blocks } of judged) for (const { ground } of blocks) blockedBy[ground] = (blockedBy[ground] ?? 0) + 1;
    const saved = going.length === 0 ? null : planOf(context, person.id, today, going);
    const text = saved === null ? '' : planText(saved);
    const sha256 = hash('sha256', text);
    if (saved !== null) {
      const { nonce, expires, head, section, items: list } = saved;
      // Numbers and codes alone, so that the register can be made from the trail when the plan's file is lost.
      const customers = list.map(({ customer, no, code, fields }) => [customer, no, code, fields]);
      const body = { person: person.id, customers, nonce, expires, head, section, policy: policyHash };
      draft.step({ op: 'propose', plan: sha256, body });
    }
    const counts = { read, proposed: going.length, blocked: judged.length - going.length, notDue };
    const doc = (state: Text): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(state, lang, { path, expires: saved?.expires ?? '' }),
      meta: saved === null || state !== words.done ? [] : [[say(words.sha256, lang), sha256]],
      blocks: [
        ...judgedTables(judged, items, context),
        ...(saved === null ? [] : [{ kind: 'note' as const, level: 'warn' as const, text: say(words.warned, lang) }]),
      ],
    });
    return {
      info: { counts, input: null, period: null },
      preview: () => doc(words.plan),
      writes: saved !== null,
      beforeCommit: () => void writeFileAtomic(path, text),
      result: (applied) => ({
        data: {
          plan: applied && saved ? { path, sha256, expires: saved.expires } : null,
          counts,
          blockedBy,
        },
        doc: () => doc(applied ? words.done : dryRun ? words.dry : words.plan),
        exit: counts.blocked > 0 ? 1 : 0,
      }),
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);

/** Judges all that were chosen. */
async function judge(
  context: ChangeContext,
  own: Parameters<typeof chosen>[1],
): Promise<{ readonly judged: readonly Judged[]; readonly read: number; readonly notDue: number }> {
  const { wishes, factsOf, read, notDue } = await chosen(context, own);
  const judging = purgeJudge(context.given);
  const judged = wishes.map((wish) => ({ ...wish, ...judging(wish.record, factsOf(wish.record), wish) }));
  return { judged, read, notDue };
}

/** The plan of those who may go. */
function planOf(
  { reader, given, operator, osUser, now, policyHash }: ChangeContext,
  person: string,
  today: string,
  going: readonly Judged[],
): PurgePlan {
  const { policy, asOf } = given;
  return {
    steward: 'purge-plan',
    version: 1,
    ledger: reader.info.uuid,
    policy: policyHash,
    section: sectionHash(policy),
    asOf,
    created: now.toISOString(),
    expires: addPeriod(today, policy.purge.expires),
    nonce: randomBytes(16).toString('base64url'),
    head: reader.head(),
    proposer: { person, role: operator.role, osUser },
    items: going.map(({ record, fields, reason, note, classes }) => ({
      customer: record.id,
      no: record.customer_no,
      name: registerName(policy, record),
      version: record.version,
      fingerprint: fingerprintOf(reader, record.id),
      fields: fields === null ? null : [...fields],
      code: reason?.code ?? '',
      note: note ?? '',
      worth: 'none',
      classes: [...classes],
    })),
  };
}
