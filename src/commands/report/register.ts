import * as z from 'zod';
import { registerColumns } from '../../model/register.js';
import { type Data, say, type Text } from '../../model/text.js';
import type { Doc, RowsPath } from '../../output/document.js';
import { isKept, sealed } from '../../rules/dormant/sealed.js';
import { isFormal, lifecycleOf } from '../../rules/lifecycle.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { shown } from '../masked.js';
import { allOption, callOf, listedRows } from '../shared.js';
import { laterJson, laterNote, noteLater, recordedLater } from './later.js';
import { provenance } from './monthly.js';
import { folderJson, folderOption, rowsPath, withFiles, writeFolder } from './write-folder.js';

const words = {
  title: { zh: '客户信息分类及处理记录表', en: 'Register of customers (004:84)' },
  sealed: {
    zh: '{hidden} 个休眠或目的已不存在的客户只显示姓名和联系方式,其余为“{word}”(C09)',
    en: '{hidden} customers who are dormant, or without purpose, show name and contact alone, the rest as "{word}" (C09)',
  },
  subtitle: { zh: '正式客户 {formal},台账中共 {read}', en: '{formal} formal customers, {read} in the ledger' },
  read: { zh: '台账中的客户', en: 'Customers in the ledger' },
  formal: { zh: '正式客户', en: 'Formal customers' },
  listed: { zh: '本表所列', en: 'Listed here' },
  history: { zh: '历史客户库', en: 'History library' },
  hidden: { zh: '只显示姓名和联系方式', en: 'Name and contact alone' },
  exceptions: { zh: '未列入本表的', en: 'Who is not listed' },
  informal: {
    zh: '{n} 个客户未经复核或已隔离,不计入正式客户(S2-17);加 --all 列出。',
    en: '{n} customers are not reviewed, or quarantined, and do not count as formal (S2-17); --all lists them.',
  },
  archived: {
    zh: '{n} 个正式客户在历史客户库中;加 --history 列出。',
    en: '{n} formal customers are in the history library; --history lists them.',
  },
  everybody: { zh: '台账中的客户都在本表中。', en: 'Every customer of the ledger is listed.' },
} as const satisfies Record<string, Text>;

/** What stands in the cells of a customer of whom name and contact alone are shown. */
const SEALED = '(封存)';

const options = {
  all: allOption({ zh: '连同未复核和隔离的', en: 'those not reviewed and the quarantined, too' }),
  history: {
    flag: '--history',
    help: { zh: '列出历史客户库,而不是在用客户', en: 'the history library instead of the active customers' },
    schema: z.boolean().default(false),
  },
  folder: folderOption,
} as const satisfies OptionSpecs;

/** What the rows beside the register say of each customer: how it counts, and nothing else of it. */
const rowColumns = ['customer', 'formal', 'archived', 'sealed', 'listed'] as const;

export default query({
  summary: {
    zh: '客户信息分类及处理记录表(004:84 的 13 列)',
    en: 'The record table of 004:84: its 13 columns, in order.',
  },
  clauses: ['S2-17', 'S4-21', 'S4-26', 'S0-32', 'C09'],
  examples: [
    'steward report register --format csv --out 记录表.csv',
    'steward report register --format html --out register.html --reveal',
    'steward report register --folder 记录表 --json',
    'steward report register --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html', 'xlsx'],
  columns: registerColumns.map((column) => column.heading),
  json: z.object({
    counts: z
      .object({ read: z.int(), formal: z.int() })
      .describe('Customers in the ledger, and formal ones: the official count'),
    later: laterJson,
    history: z.int().describe('Of the formal ones, those in the history library, which --history lists (S4-21)'),
    sealed: z.int().describe('Of those listed, how many show name and contact alone (C09, L02)'),
    columns: z.array(z.string()),
    written: folderJson.optional(),
    items: z.array(z.record(z.string(), z.string().nullable())).optional(),
  }),
  run(context, own) {
    const { reader, given, lang, reveal, emit, progress, format } = context;
    const most = listedRows(format);
    const find = new Map(registerColumns.map(({ field }) => [field, codeFinder(given.policy, field)]));
    const rows: string[][] = [];
    const of = reader.count();
    const isOfficial = isFormal(given.policy);
    const stateOf = lifecycleOf(given.policy);
    const sealedBy = sealed(given.policy);
    const kept = isKept(given.policy);
    let [read, formal, history, hidden, shownRows] = [0, 0, 0, 0, 0];
    for (const record of reader.read()) {
      if (++read % 5000 === 0) progress(read, of, read);
      const official = isOfficial(record);
      if (official) formal++;
      const archived = stateOf(record) === 'archived';
      if (official && archived) history++;
      if ((!official && !own.all) || archived !== own.history) continue;
      shownRows++;
      const seals = sealedBy(record) !== null;
      if (seals) hidden++;
      const cells = registerColumns.map((column) => {
        if (seals && !kept(column.field)) return SEALED;
        const otherwise = 'otherwise' in column ? column.otherwise : null;
        const key = record[column.field] === null && otherwise !== null ? otherwise : column.field;
        const value = record[key];
        const word = value === null ? null : (find.get(column.field)?.(value)?.entry.value ?? value);
        return shown(key, word, reveal);
      });
      emit(() => Object.fromEntries(registerColumns.map((column, i) => [column.heading, cells[i] ?? null])));
      if (rows.length < most) rows.push(cells.map((cell) => cell ?? ''));
    }
    const later = recordedLater(reader, given);
    noteLater(context, later);
    const t = (text: Text, data: Data = {}) => say(text, lang, data);
    const leftOut = [
      ...(formal < read && !own.all ? [t(words.informal, { n: read - formal })] : []),
      ...(history > 0 && !own.history ? [t(words.archived, { n: history })] : []),
    ];
    const doc = (behind: { readonly rowsFile?: RowsPath }): Doc => ({
      lang,
      title: say(words.title, lang),
      subtitle: say(words.subtitle, lang, { read, formal }),
      meta: provenance(reader, context),
      blocks: [
        ...laterNote(later, lang),
        {
          kind: 'kpis',
          items: [
            { label: t(words.read), value: read, ...behind },
            { label: t(words.formal), value: formal, ...behind },
            { label: t(words.listed), value: shownRows, ...behind },
            { label: t(words.history), value: history, ...behind },
            { label: t(words.hidden), value: hidden, ...behind },
          ],
        },
        { kind: 'heading', level: 2, text: t(words.exceptions) },
        ...(leftOut.length === 0
          ? [{ kind: 'paragraph' as const, text: t(words.everybody) }]
          : leftOut.map((text) => ({ kind: 'note' as const, level: 'warn' as const, text }))),
        { kind: 'heading', level: 2, text: t(words.title) },
        {
          kind: 'table',
          caption: say(words.title, lang),
          columns: registerColumns.map((column) => ({ key: column.field, label: column.heading, align: 'left' })),
          rows,
          ...(shownRows > rows.length && { more: shownRows - rows.length }),
        },
        ...(hidden > 0
          ? [{ kind: 'note' as const, level: 'info' as const, text: say(words.sealed, lang, { hidden, word: SEALED }) }]
          : []),
      ],
    });
    const data = {
      counts: { read, formal },
      later,
      history,
      sealed: hidden,
      columns: registerColumns.map((column) => column.heading),
    };
    const countedRows = function* () {
      for (const record of reader.read()) {
        const [official, archived] = [isOfficial(record), stateOf(record) === 'archived'];
        const isListed = (official || own.all) && archived === own.history;
        const seals = isListed && sealedBy(record) !== null;
        yield [callOf(record), ...[official, archived, seals, isListed].map((is) => (is ? 'yes' : 'no'))];
      }
    };
    const files =
      own.folder === undefined
        ? null
        : writeFolder(own.folder, {
            doc: doc({ rowsFile: rowsPath('register') }),
            json: { asOf: given.asOf, ...data },
            rows: [{ name: 'register', header: rowColumns, rows: countedRows() }],
          });
    return {
      data: { ...data, ...(files !== null && { written: files }) },
      doc: () => withFiles(doc({}), files),
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);
