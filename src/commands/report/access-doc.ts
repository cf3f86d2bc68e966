/** The register of access as a document: one definition for every format. */
import { type Data, type Lang, say, type Text } from '../../model/text.js';
import type { Block, Cell, Column, Doc, RowsPath } from '../../output/document.js';
import { type Access, type AccessBook, LISTED, REFUSALS } from './access-book.js';

const words = {
  title: { zh: '查阅登记', en: 'Register of access' },
  reads: { zh: '查阅次数', en: 'Reads' },
  subjects: { zh: '查阅的客户(次)', en: 'Customers read' },
  refused: { zh: '被拒绝的操作', en: 'Refused' },
  people: { zh: '操作人', en: 'People' },
  exceptions: { zh: '需要关注', en: 'What needs attention' },
  noRefusal: { zh: '没有操作被拒绝。', en: 'Nothing was refused.' },
  noExceptions: {
    zh: '没有操作被拒绝,查阅人都在策略中。',
    en: 'Nothing was refused, and the policy knows everybody who read.',
  },
  unlisted: {
    zh: '{names} 查阅过个人信息,但策略中没有此人。',
    en: '{names} read personal fields, and the policy does not know them.',
  },
  refusals: { zh: '被拒绝的操作', en: 'Refused commands' },
  byActor: { zh: '按操作人', en: 'By person' },
  actorTable: { zh: '每个人的查阅和被拒绝', en: 'Reads and refusals of each person' },
  byBoth: { zh: '谁用了什么命令(查阅次数)', en: 'Who read by which command (reads)' },
  bothNote: { zh: '每格为查阅次数。', en: 'Each cell: how many reads.' },
  log: { zh: '登记', en: 'The register' },
  logTable: { zh: '最近的记录', en: 'The last entries' },
  person: { zh: '操作人', en: 'person' },
  role: { zh: '角色', en: 'role' },
  command: { zh: '命令', en: 'command' },
  seq: { zh: '事件', en: 'event' },
  ts: { zh: '时间', en: 'time' },
  customer: { zh: '客户', en: 'customer' },
  code: { zh: '原因', en: 'why' },
  several: { zh: '{n} 位客户', en: '{n} customers' },
  note: {
    zh: '一次查阅多位客户时,审计链记下人数和编号的摘要,不列出每一位;单独查阅的列出编号。',
    en: 'Of a read of several customers the trail holds how many, and a digest of which; of one customer, which.',
  },
  aloneNote: {
    zh: '只列单独查阅该客户的;随其他客户一起查阅的只有摘要,不在其中。',
    en: 'Only reads of this customer alone; where others were read with it, the trail holds a digest, and they are not listed.',
  },
  total: { zh: '合计', en: 'total' },
  none: { zh: '这段时间没有查阅,也没有拒绝。', en: 'Nothing was read or refused in this time.' },
} as const satisfies Record<string, Text>;

/** People and commands of the heat map. */
const SHOWN = 12;

/** The report as a document; `rows` where its rows are written beside it. */
export function accessDoc(
  book: AccessBook,
  how: { readonly lang: Lang; readonly span: string; readonly meta: Doc['meta']; readonly alone: boolean },
  rows: RowsPath | null,
): Doc {
  const { lang, span, meta, alone } = how;
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const behind = rows === null ? {} : { rowsFile: rows };
  const column = (key: keyof typeof words, align: Column['align'] = 'left'): Column => ({
    key,
    label: t(words[key]),
    align,
  });
  const moment = (ts: string) => `${ts.slice(0, 19).replace('T', ' ')}Z`;
  const whom = ({ customer, subjects, what }: Access): string =>
    customer ?? (what === 'read' ? t(words.several, { n: subjects }) : '');
  const actors = [...book.actors].sort(
    ([a, x], [b, y]) => y.reads - x.reads || y.refused - x.refused || (a < b ? -1 : 1),
  );
  const commands = [...book.commands]
    .filter(([, tally]) => tally.reads > 0)
    .sort(([a, x], [b, y]) => y.reads - x.reads || (a < b ? -1 : 1));
  const refusals = book.refusals.slice(-REFUSALS);
  const last = book.last.slice(-LISTED);
  const all = book.reads + book.refused;

  const blocks: Block[] = [
    {
      kind: 'kpis',
      items: [
        { label: t(words.reads), value: book.reads, ...behind },
        { label: t(words.subjects), value: book.subjects, ...behind },
        {
          label: t(words.refused),
          value: book.refused,
          ...(book.refused > 0 && { tone: 'warn' as const }),
          ...behind,
        },
        { label: t(words.people), value: book.actors.size, ...behind },
      ],
    },
  ];
  if (all === 0) blocks.push({ kind: 'paragraph', text: t(words.none) });
  else {
    blocks.push({ kind: 'heading', level: 2, text: t(words.exceptions) });
    if (book.refused === 0 && book.unlisted.size === 0)
      blocks.push({ kind: 'paragraph', text: t(book.judged ? words.noExceptions : words.noRefusal) });
    if (book.unlisted.size > 0)
      blocks.push({ kind: 'note', level: 'warn', text: t(words.unlisted, { names: [...book.unlisted].sort() }) });
    if (refusals.length > 0)
      blocks.push({
        kind: 'table',
        caption: t(words.refusals),
        columns: [
          column('seq', 'right'),
          column('ts'),
          column('person'),
          column('role'),
          column('command'),
          column('code'),
        ],
        rows: refusals.map(({ seq, ts, actor, role, command, code }): Cell[] => [
          seq,
          moment(ts),
          actor,
          role,
          command,
          { text: code ?? '', tone: 'warn' },
        ]),
        ...(book.refused > refusals.length && { more: book.refused - refusals.length }),
        ...behind,
      });
    blocks.push(
      { kind: 'heading', level: 2, text: t(words.byActor) },
      {
        kind: 'table',
        caption: t(words.actorTable),
        columns: [column('person'), column('reads', 'right'), column('subjects', 'right'), column('refused', 'right')],
        rows: actors.map(([actor, { reads, subjects, refused }]) => [actor, reads, subjects, refused]),
        total: [t(words.total), book.reads, book.subjects, book.refused],
        ...behind,
      },
    );
    if (commands.length > 0)
      blocks.push({
        kind: 'chart',
        chart: {
          type: 'heat',
          title: t(words.byBoth),
          description: t(words.bothNote),
          labelHeading: t(words.person),
          labels: actors.slice(0, SHOWN).map(([actor]) => actor),
          series: commands.slice(0, SHOWN).map(([command]) => ({
            name: command,
            values: actors.slice(0, SHOWN).map(([actor]) => book.both.get(actor)?.get(command) ?? 0),
          })),
          ...behind,
        },
      });
    blocks.push(
      { kind: 'heading', level: 2, text: t(words.log) },
      {
        kind: 'table',
        caption: t(words.logTable),
        columns: [
          column('seq', 'right'),
          column('ts'),
          column('person'),
          column('role'),
          column('command'),
          column('customer'),
        ],
        rows: last.map((access) => [
          access.seq,
          moment(access.ts),
          access.actor,
          access.role,
          access.command,
          access.what === 'read' ? whom(access) : { text: t(words.refused), tone: 'warn' as const },
        ]),
        ...(all > last.length && { more: all - last.length }),
        ...behind,
      },
      { kind: 'note', level: 'info', text: t(alone ? words.aloneNote : words.note) },
    );
  }
  return { lang, title: t(words.title), subtitle: span, meta, blocks };
}
