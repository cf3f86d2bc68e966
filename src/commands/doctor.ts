import { existsSync } from 'node:fs';
import * as z from 'zod';
import { judgeWitness, readWitness } from '../ledger/witness.js';
import { StewardError } from '../model/errors.js';
import type { Checkout, LedgerReader } from '../model/ledger.js';
import type { Policy } from '../model/policy.js';
import { type Data, type Lang, say, type Text } from '../model/text.js';
import type { Cell, Doc } from '../output/document.js';
import { lintPolicy } from '../policy/lint.js';
import { sectionHash } from '../rules/access/section.js';
import { chinaCalendar } from '../rules/calendar/working-days.js';
import { ageInDays } from './backup/words.js';
import { type Query, type QueryContext, query } from './command.js';
import { peopleOf } from './people.js';

const words = {
  title: { zh: '台账体检', en: 'Health of the ledger' },
  good: { zh: '一切正常', en: 'All is well' },
  bad: { zh: '{count} 项需要处理', en: '{count} things need attention' },
  item: { zh: '项目', en: 'item' },
  state: { zh: '状态', en: 'state' },
  detail: { zh: '详情', en: 'detail' },
  ledger: { zh: '台账', en: 'ledger' },
  sheet: { zh: 'CSV 文件', en: 'CSV file' },
  file: { zh: '文件与行', en: 'file and rows' },
  chain: { zh: '审计链', en: 'trail' },
  policy: { zh: '策略', en: 'policy' },
  calendar: { zh: '工作日历', en: 'working days' },
  destruction: { zh: '销毁', en: 'destruction' },
  witness: { zh: '见证文件', en: 'witness' },
  people: { zh: '人员与权限', en: 'people and roles' },
  backup: { zh: '备份', en: 'backup' },
  versions: { zh: '版本', en: 'versions' },
  settings: { zh: '设置来源', en: 'settings' },
} as const satisfies Record<string, Text>;

const sheetWords = {
  known: { zh: '与台账一致', en: 'as the ledger knows it' },
  edited: {
    zh: '在 steward 之外被改过,下一个命令会先记入这些修改',
    en: 'edited outside steward; the next command takes the edits in first',
  },
  absent: {
    zh: '{count} 个客户在文件中没有行(台账中仍保留):{ids}',
    en: '{count} customers have no row in the file (they stay in the ledger): {ids}',
  },
} as const satisfies Record<string, Text>;

const destroying: Text = {
  zh: '第 {run} 次运行的销毁未完成:被销毁的字节可能还在文件中。关闭正在读台账的程序、留出磁盘空间,再运行任一写入台账的命令',
  en: 'that of run {run} is unfinished: destroyed bytes may still be in the files. End what reads the ledger, leave room on the disk, and run any command that writes',
};

const peopleWords = {
  none: { zh: '策略没有列出人员,什么都不能销毁', en: 'the policy lists nobody, so nothing can be destroyed' },
  signed: { zh: '由 {person} 于 {day} 签署', en: 'signed by {person} on {day}' },
  unsigned: {
    zh: '不是最后签署的版本:steward policy sign',
    en: 'not as they were last signed: steward policy sign',
  },
  broken: { zh: '审计链第 {events} 条的签署无效', en: 'what claims to be signed at event {events} is not' },
} as const satisfies Record<string, Text>;

const witnessWords = {
  none: { zh: '未设置', en: 'none set' },
  stand: { zh: '{path},{standing} 个链头都在链上', en: '{path}, {standing} heads stand in the chain' },
  broken: {
    zh: '{path}:事件 {first}…{last} 不是当时见证的:steward audit verify',
    en: '{path}: events {first}…{last} are not those that were witnessed: steward audit verify',
  },
} as const satisfies Record<string, Text>;

const backupWords = {
  last: { zh: '最近一次 {day}({folder}),{age} 天前', en: 'last made on {day} ({folder}), {age} days ago' },
  old: {
    zh: '最近一次 {day}({folder}),{age} 天前,超过 {max} 天:steward backup create',
    en: 'last made on {day} ({folder}), {age} days ago; {max} are allowed: steward backup create',
  },
  none: { zh: '还没有:steward backup create', en: 'none was made yet: steward backup create' },
} as const satisfies Record<string, Text>;

interface Check {
  readonly item: keyof typeof words;
  readonly state: 'bad' | 'ok' | 'warn';
  readonly detail: string;
}

export default query({
  summary: {
    zh: '体检:台账身份、审计链、策略、日历、版本',
    en: 'Check up: ledger identity, trail, policy, calendar, versions.',
  },
  examples: ['steward doctor', 'steward doctor --json'],
  options: {},
  formats: ['text', 'json', 'md'],
  json: z.object({
    sound: z.boolean(),
    checks: z.array(z.object({ item: z.string(), state: z.enum(['ok', 'warn', 'bad']), detail: z.string() })),
  }),
  ledger: 'any',
  run(context) {
    const { reader, given, version, lang, settings } = context;
    const { info } = reader;
    const { policy, asOf } = given;
    const report = reader.verify();
    const chainCodes = new Set(['chain-broken', 'event-missing', 'time-backwards', 'witness-mismatch']);
    const chain = report.faults.filter((fault) => chainCodes.has(fault.code));
    const rows = report.faults.filter((fault) => !chainCodes.has(fault.code));
    const issues = lintPolicy(policy).filter((issue) => issue.severity === 'error');
    const calendar = chinaCalendar(policy.calendar.overrides as never);
    const year = Number(asOf.slice(0, 4));
    const covered = calendar.covers(year);
    const checks: Check[] = [
      {
        item: 'ledger',
        state: 'ok',
        detail: `${info.kind} ${info.path} ${info.uuid} (schema ${info.schema}, ${info.created})`,
      },
      ...(reader.checkout === null ? [] : [sheetCheck(reader.checkout, lang)]),
      { item: 'settings', state: 'ok', detail: `ledger: ${settings.ledger}; policy: ${settings.policy}` },
      {
        item: 'file',
        state: rows.length === 0 ? 'ok' : 'bad',
        detail: `${report.rows} rows${rows.length > 0 ? `, ${rows.length} faults: ${rows[0]?.code} ${rows[0]?.detail}` : ''}`,
      },
      {
        item: 'chain',
        state: chain.length === 0 ? 'ok' : 'bad',
        detail: `${report.events} events, head ${report.head.hash.slice(0, 16)}…${chain.length > 0 ? `, ${chain.length} faults: ${chain[0]?.code} ${chain[0]?.detail}` : ''}`,
      },
      ...(report.destroying === undefined
        ? []
        : [
            {
              item: 'destruction',
              state: 'warn',
              detail: say(destroying, lang, { run: report.destroying }),
            } as const,
          ]),
      {
        item: 'policy',
        state: issues.length === 0 ? 'ok' : 'bad',
        detail: issues.length === 0 ? policy.name : `${issues.length} errors: steward policy lint`,
      },
      {
        item: 'calendar',
        state: covered ? 'ok' : 'warn',
        detail: `${calendar.first}–${calendar.last}${covered ? '' : `; ${year} is not covered: Monday–Friday is assumed`}`,
      },
      witnessCheck(reader, policy.witness, lang),
      peopleCheck(reader, policy, lang),
      backupCheck(context),
      { item: 'versions', state: 'ok', detail: `steward ${version}, node ${process.versions.node}` },
    ];
    const bad = checks.filter((check) => check.state !== 'ok').length;
    const doc = (): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: bad === 0 ? say(words.good, lang) : say(words.bad, lang, { count: bad }),
      meta: [],
      blocks: [
        {
          kind: 'table',
          caption: say(words.title, lang),
          columns: (['item', 'state', 'detail'] as const).map((key) => ({
            key,
            label: say(words[key], lang),
            align: 'left',
            wrap: key === 'detail',
          })),
          rows: checks.map((check): Cell[] => [
            say(words[check.item], lang),
            { text: check.state, tone: check.state === 'ok' ? 'good' : check.state },
            check.detail,
          ]),
        },
      ],
    });
    const broken = checks.some(
      (check) => check.state === 'bad' && ['chain', 'file', 'people', 'witness'].includes(check.item),
    );
    return { data: { sound: !broken, checks }, doc, exit: broken ? 6 : issues.length > 0 ? 3 : 0 };
  },
} satisfies Omit<Query<Record<string, never>>, 'kind'>);

/** Whether every head that the policy's witness holds stands in the chain. */
function witnessCheck(reader: LedgerReader, path: string | null, lang: Lang): Check {
  const check = (state: Check['state'], detail: string): Check => ({ item: 'witness', state, detail });
  if (path === null) return check('ok', say(witnessWords.none, lang));
  if (!existsSync(path)) return check('warn', path);
  try {
    const { fault, standing } = judgeWitness(reader, readWitness(reader.info.uuid, path, true));
    if (fault === null) return check('ok', say(witnessWords.stand, lang, { path, standing }));
    return check('bad', say(witnessWords.broken, lang, { path, first: fault.first, last: fault.last }));
  } catch (error) {
    if (error instanceof StewardError) return check('warn', error.tell(lang).message);
    throw error;
  }
}

/** Whether people and roles are as an approver last signed them (law 6). */
function peopleCheck(reader: LedgerReader, policy: Policy, lang: Lang): Check {
  const { last, broken } = peopleOf(reader);
  const check = (state: Check['state'], text: Text, data: Data = {}): Check => ({
    item: 'people',
    state,
    detail: say(text, lang, data),
  });
  if (broken.length > 0) return check('bad', peopleWords.broken, { events: broken.map(String) });
  if (last === null && policy.people.length === 0) return check('ok', peopleWords.none);
  const signed = last !== null && last.by !== null && last.section === sectionHash(policy);
  if (!signed) return check('warn', peopleWords.unsigned);
  return check('ok', peopleWords.signed, { person: last.by, day: last.ts.slice(0, 10) });
}

/** How old the last backup is (S2-37): a ledger that was restored is as good as its backup on that day. A young one needs none yet. */
function backupCheck(context: QueryContext): Check {
  const { reader, given, lang } = context;
  const max = given.policy.backup.maxAgeDays;
  const runs = ['backup', 'restore'].flatMap((kind) => reader.inputRun(null, kind) ?? []);
  const last = runs.sort((a, b) => a.run - b.run).at(-1);
  const age = ageInDays(last?.ts ?? reader.info.created, context);
  const state = age > max ? 'warn' : 'ok';
  if (last === undefined) return { item: 'backup', state, detail: say(backupWords.none, lang) };
  const data = { day: last.ts.slice(0, 10), folder: last.input?.name ?? '…', age, max };
  return { item: 'backup', state, detail: say(state === 'ok' ? backupWords.last : backupWords.old, lang, data) };
}

/** How a CSV ledger's file stands. */
function sheetCheck(checkout: Checkout, lang: Lang): Check {
  if (checkout.edited) return { item: 'sheet', state: 'warn', detail: say(sheetWords.edited, lang) };
  const absent = [...checkout.absent()];
  if (absent.length === 0) return { item: 'sheet', state: 'ok', detail: say(sheetWords.known, lang) };
  const ids = absent.slice(0, 10).map((id) => `#${id}`);
  return { item: 'sheet', state: 'warn', detail: say(sheetWords.absent, lang, { count: absent.length, ids }) };
}
