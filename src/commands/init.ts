import { constants, copyFileSync, existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { writeFileAtomic } from '../files/atomic.js';
import { StewardError } from '../model/errors.js';
import type { CheckIn } from '../model/ledger.js';
import type { FieldValues } from '../model/plan.js';
import { say, type Text } from '../model/text.js';
import type { Doc } from '../output/document.js';
import { rosterOf, sectionHash } from '../rules/access/section.js';
import { blankSheet } from './blank-sheet.js';
import { type Change, change, type OptionSpecs, type Planned } from './command.js';
import { intakeOptions } from './import/intake-options.js';
import { matchOptions } from './import/options.js';
import { importJson } from './import/page.js';
import { planFile } from './import/plan-file.js';

const options = {
  ...intakeOptions,
  adopt: {
    flag: '--adopt <file>',
    help: {
      zh: '接管现有客户文件,其中的客户一开始就是正式客户',
      en: 'take an existing customer file over; its customers are formal from the start',
    },
    schema: z.string().min(1).optional(),
  },
  from: {
    flag: '--from <ledger>',
    help: {
      zh: '由另一台账建立(CSV 与 SQLite 互转),连同全部审计记录',
      en: 'make it from another ledger, trail and all: from CSV to SQLite or back',
    },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

const words = {
  title: { zh: '新台账 {path}', en: 'New ledger {path}' },
  made: { zh: '台账已建立', en: 'The ledger stands' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  files: { zh: '文件', en: 'Files' },
  ledger: { zh: '台账', en: 'ledger' },
  sheet: {
    zh: '台账:可以继续用 Excel 编辑;旁边的 .steward.db 是它的伴随文件,请一起保管',
    en: 'ledger: go on editing it in Excel; the .steward.db beside it belongs to it',
  },
  policy: {
    zh: '策略:在此调整规则;steward policy show 显示全部',
    en: 'policy: change rules here; steward policy show prints all of it',
  },
  project: { zh: '本文件夹使用的台账', en: 'which ledger this folder works with' },
  next: { zh: '接下来', en: 'Next' },
  cron: { zh: '每月清理的定时任务(复制到 crontab)', en: 'Monthly sweep, to copy into crontab' },
} as const satisfies Record<string, Text>;

const policyText = `# steward 策略 / policy. 只写与五本手册不同之处 / only what differs from the handbooks.
# 全部可调项 / every knob: steward policy show, docs/policy.md. 检查 / check: steward policy lint
extends: handbooks

# 例 / examples:
# profiles:
#   active: [P-000]          # 只按 000:18 判断必填项 / required fields of handbook 000 only
# dormancy:
#   dormant: { after: P6M, edge: exceeded, on: contact, source: [S0-29] }
# people:
#   - { id: zhang, name: 张敏, roles: [data_maintenance], osUser: zhangmin }
`;

export default change({
  summary: {
    zh: '建立新台账;--adopt 接管现有客户文件',
    en: 'Make a new ledger; --adopt takes an existing customer file over.',
  },
  examples: [
    'steward init',
    'steward init --adopt 客户台账.csv',
    'steward init --ledger 客户台账.csv',
    'steward init --ledger ledger.db --from 客户台账.csv',
    'steward init --ledger /srv/crm/ledger.db --adopt customers.csv --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson'],
  json: importJson.partial().extend({
    files: z.array(z.object({ path: z.string(), what: z.string() })),
    next: z.array(z.string()),
    cron: z.string(),
  }),
  reason: 'optional',
  ledger: 'new',
  copies: ({ from }) => from,
  async plan(context, own): Promise<Planned> {
    const { lang } = context;
    const path = resolve(context.ledgerPath);
    const folder = dirname(resolve(path));
    const policyPath = join(folder, 'policy.yaml');
    const projectPath = join(folder, 'steward.yaml');
    const fresh = [policyPath, projectPath].filter((file) => !existsSync(file));
    const sheet = context.reader.info.kind === 'csv';
    if (own.adopt !== undefined && own.from !== undefined)
      throw new StewardError('bad-option', { command: 'init', option: '--from', value: own.from, detail: '--adopt' });
    const taken = sheet && existsSync(path);
    if (taken && (own.from !== undefined || (own.adopt !== undefined && resolve(own.adopt) !== path)))
      throw new StewardError('ledger-exists', { path });
    const adopt = own.adopt ?? (taken ? path : undefined);
    // Where a record's own number does not say whose it is, the place does.
    const rows = new Map<number, number | null>();
    const adopted =
      adopt === undefined
        ? null
        : await planFile(adopt, context, own, {
            defaults: { ...formal, ...(own.source !== undefined && { source: own.source }) },
            fixed: {},
            issueNumbers: false,
            match: matchOptions(context.given.policy),
            // They are customers already: validate says what is to be mended of them.
            door: null,
            placed: (record, id, { customer_no }) => {
              if (sheet && (id === null || id > 0 || !customer_no)) rows.set(record, id !== null && id < 0 ? id : null);
            },
          });
    // A CSV ledger is the file itself: a workbook cannot be one
    if (sheet && adopted !== null && adopted.info.input !== null && adopted.sheet === undefined)
      throw new StewardError('file-is-workbook', { path: adopt as string });
    const blank = sheet && adopted === null ? blankSheet(lang) : null;
    const found: CheckIn | undefined = blank
      ? { ...blank, rows, absent: [], overridden: [], save: own.from === undefined ? false : 'all' }
      : sheet && adopted?.sheet && adopted.info.input
        ? { sha256: adopted.info.input.sha256, sheet: adopted.sheet, rows, absent: [], overridden: [], save: true }
        : undefined;
    const { policy } = context.given;
    // Who founds a ledger stands in its trail (law 6): the first version that is signed must be signed by an approver among them.
    if (policy.people.length > 0 && own.from === undefined)
      context.draft.step({
        op: 'policy',
        plan: sectionHash(policy),
        body: { founding: true, roster: rosterOf(policy) },
      });
    const files = [
      { path, what: say(sheet ? words.sheet : words.ledger, lang) },
      ...(fresh.includes(policyPath) ? [{ path: policyPath, what: say(words.policy, lang) }] : []),
      ...(fresh.includes(projectPath) ? [{ path: projectPath, what: say(words.project, lang) }] : []),
    ];
    const next = adopted
      ? ['steward validate', 'steward sweep monthly --yes']
      : ['steward import customers.csv --dry-run', 'steward doctor'];
    const cron = `0 7 1 * * cd ${folder} && steward sweep monthly --yes --quiet`;
    const doc = (state: Text): Doc => ({
      lang,
      title: say(words.title, lang, { path: basename(path) }),
      subtitle: say(state, lang),
      meta: [],
      blocks: [
        ...(adopted ? adopted.preview().blocks : []),
        { kind: 'definitions', items: files.map((file) => [file.path, file.what]) },
        { kind: 'heading', level: 2, text: say(words.next, lang) },
        { kind: 'code', text: next.join('\n') },
        { kind: 'heading', level: 2, text: say(words.cron, lang) },
        { kind: 'code', text: cron },
      ],
    });
    return {
      info: adopted?.info ?? { counts: {}, input: null, period: null },
      preview: () => doc(words.dry),
      writes: true,
      ...(found && { found }),
      beforeCommit: () => {
        adopted?.beforeCommit?.();
        if (blank) writeFileAtomic(path, blank.bytes);
        else if (sheet && !taken) copyFileSync(adopt as string, path, constants.COPYFILE_EXCL);
        if (fresh.includes(policyPath)) writeFileAtomic(policyPath, policyText);
        if (fresh.includes(projectPath))
          writeFileAtomic(
            projectPath,
            `ledger: ${JSON.stringify(basename(path))}\nledgerId: ${context.reader.info.uuid}\n`,
          );
      },
      result: async (applied) => {
        const inner = adopted ? await adopted.result(applied) : null;
        return {
          data: { ...inner?.data, files, next, cron },
          doc: () => doc(applied ? words.made : words.dry),
          exit: inner?.exit ?? 0,
        };
      },
    };
  },
} satisfies Omit<Change<typeof options>, 'kind'>);

/** Customers of an adopted file are formal from the start (S2-17). */
const formal: FieldValues = { review_state: '复核通过' };
