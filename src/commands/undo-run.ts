/** What `undo` and `import undo` have in common: the plan that turns a run back, staged effect by effect. */
import * as z from 'zod';
import { type Obstacle, type UndoStep, undoing } from '../engine/undo.js';
import { identityKey } from '../intake/identity.js';
import { StewardError } from '../model/errors.js';
import { fieldOf } from '../model/fields.js';
import type { RunRecord } from '../model/ledger.js';
import type { SettledTable } from '../model/plan.js';
import { type Data, type Lang, say, type Text } from '../model/text.js';
import type { Block, Doc } from '../output/document.js';
import { isPerson } from '../rules/access/person.js';
import type { ArgumentSpec, ChangeContext, Format, Item, Planned } from './command.js';
import { shown } from './masked.js';
import { callOf, countsSchema, onOneLine } from './shared.js';

const words = {
  title: { zh: '撤销第 {run} 次运行({command})', en: 'Undoing run {run} ({command})' },
  of: { zh: '{actor} 于 {ts}', en: 'by {actor} at {ts}' },
  plan: { zh: '将要执行的计划', en: 'The plan' },
  dry: { zh: '预演,未写入', en: 'Dry run; nothing was written' },
  done: { zh: '已写入台账,运行 {run}', en: 'Written to the ledger as run {run}' },
  nothing: { zh: '没有可撤销的内容', en: 'Nothing to undo' },
  restored: { zh: '恢复的值', en: 'values restored' },
  'set-aside': { zh: '移出的客户', en: 'customers taken out' },
  'brought-back': { zh: '放回的客户', en: 'customers put back' },
  settled: { zh: '收回的行', en: 'rows taken back' },
  opened: { zh: '重新等待的行', en: 'rows waiting again' },
  unpaired: { zh: '收回的重复判断', en: 'decisions on pairs taken back' },
  back: { zh: '早已复原', en: 'back already' },
  blocked: { zh: '无法撤销', en: 'cannot be undone' },
  steps: { zh: '撤销什么', en: 'What is undone' },
  customer: { zh: '对象', en: 'what' },
  field: { zh: '字段', en: 'field' },
  from: { zh: '现值', en: 'now' },
  to: { zh: '恢复为', en: 'goes back to' },
  why: { zh: '原因', en: 'why' },
  by: { zh: '相关运行', en: 'by run' },
  extra: { zh: '其他列', en: 'other columns' },
} as const satisfies Record<string, Text>;

const obstacles: Readonly<Record<Obstacle, Text>> = {
  aside: { zh: '客户已移出或已合并', en: 'the customer stands aside' },
  changed: { zh: '之后又改过', en: 'changed since' },
  customer: { zh: '由它建立的客户仍在', en: 'the customer made of it stays' },
  destroyed: { zh: '已销毁', en: 'it was destroyed' },
  erased: { zh: '原值已销毁', en: 'the value before was destroyed' },
  into: { zh: '当时并入的客户已不在', en: 'the customer that it was merged into is none any more' },
  merged: { zh: '之后被合并', en: 'merged since' },
  number: { zh: '编号已属于其他客户', en: 'another customer bears the number by now' },
  settled: { zh: '之后另有决定', en: 'decided otherwise since' },
  used: { zh: '之后有往来记录或合并', en: 'interactions, transactions or merged customers hang on it since' },
};

/** What a row that is no customer is called. */
const rowWords: Readonly<Record<SettledTable, Text>> = {
  held: { zh: '挂起行 {id}', en: 'held row {id}' },
  interactions: { zh: '跟进记录 {id}', en: 'interaction {id}' },
  transactions: { zh: '交易记录 {id}', en: 'transaction {id}' },
};

const kinds = ['restored', 'set-aside', 'brought-back', 'settled', 'opened', 'unpaired', 'back', 'blocked'] as const;

/** Steps of a kind that the readable form lists; ndjson and csv have all. */
const listed = 20;

/** Commands whose runs stay. */
const final: ReadonlySet<string> = new Set(['init', 'purge apply']);

export const undoArguments: readonly ArgumentSpec[] = [
  { name: 'run', help: { zh: '要撤销的运行号', en: 'number of the run to undo' } },
];
export const undoFormats: readonly Format[] = ['text', 'json', 'ndjson', 'csv', 'md'];
export const undoColumns = ['what', 'customer', 'row', 'field', 'from', 'to', 'why', 'by', 'because'];
export const undoJson = z.object({
  undoes: z.int(),
  of: z.string().describe('The command whose run is undone'),
  counts: countsSchema.describe(
    'read = restored + set-aside + brought-back + settled + opened + unpaired + back + blocked',
  ),
  items: z.array(z.object({ what: z.enum(kinds) }).loose()).optional(),
});

/** A hold is released by another person than who set it, by whatever way (L09). */
function refuseOwnHold({ given: { policy }, operator: { actor } }: ChangeContext, { run, actor: by }: RunRecord): void {
  if (policy.people.length > 0 && isPerson(policy, actor)(by))
    throw new StewardError('hold-own', { actor, customers: [`#${run}`] });
}

/** The run that a word names, if it can be undone. */
function runToUndo(context: ChangeContext, word: string, importsOnly: boolean): RunRecord {
  const { reader } = context;
  const run = /^\d{1,15}$/.test(word) ? reader.run(Number(word)) : null;
  if (run === null) throw new StewardError('run-unknown', { run: word, path: reader.info.path });
  const { command, undoneBy } = run;
  if (final.has(command) || run.erased !== undefined) throw new StewardError('run-final', { run: run.run, command });
  if (command === 'hold set') refuseOwnHold(context, run);
  if (undoneBy !== null) throw new StewardError('run-undone', { run: run.run, by: undoneBy });
  // Last, because it sends people to a command that refuses everything above.
  if (importsOnly && command !== 'import') throw new StewardError('run-no-import', { run: run.run, command });
  return run;
}

/**
 * Plans the undoing of a run: streams its effects into the draft, hands out every step.
 *
 * @throws StewardError `run-unknown`, `run-undone`, `run-final`, `run-no-import`, `hold-own`
 */
export function planUndo(context: ChangeContext, word: string, { importsOnly = false } = {}): Planned {
  const { reader, draft, lang, emit, progress, dryRun } = context;
  const run = runToUndo(context, word, importsOnly);
  const counts: Record<'read' | UndoStep['what'], number> = {
    read: 0,
    restored: 0,
    'set-aside': 0,
    'brought-back': 0,
    settled: 0,
    opened: 0,
    unpaired: 0,
    back: 0,
    blocked: 0,
  };
  const heads = new Map<UndoStep['what'], Listed[]>();
  const of = Math.max(...Object.values(run.counts), 1);
  for (const { change, identity, settlement, pair, steps } of undoing(reader.effects(run.run), reader, identityKey)) {
    if (change !== null) draft.add(change, identity === undefined ? {} : { identity });
    if (settlement !== null) draft.settle(settlement);
    if (pair) draft.pair(pair);
    for (const step of steps) {
      if (++counts.read % 5000 === 0) progress(Math.min(counts.read, of), of, counts.read);
      const seen = counts[step.what]++;
      if (seen < listed && step.what !== 'back') {
        const item = itemOf(step, context);
        const { row } = step;
        const called = item.customer ?? (row === null ? '' : say(rowWords[row.table], lang, { id: row.id }));
        heads.set(step.what, [...(heads.get(step.what) ?? []), { item, called }]);
        emit(item);
      } else emit(() => itemOf(step, context));
    }
  }
  const writes = counts.read > counts.back + counts.blocked;
  const doc = (state: Text, data: Data = {}) => undoDoc(run, counts, heads, say(state, lang, data), lang);
  return {
    info: { counts, input: null, period: null, undoes: run.run },
    preview: () => doc(words.plan),
    writes,
    result: (applied) => ({
      data: { undoes: run.run, of: run.command, counts },
      doc: () => (applied ? doc(words.done, { run: applied.run }) : doc(dryRun && writes ? words.dry : words.nothing)),
      exit: counts.blocked > 0 ? 1 : 0,
    }),
  };
}

/** A step of which the readable form speaks, and what it calls the customer or the row. */
interface Listed {
  readonly item: Item;
  readonly called: unknown;
}

function itemOf(step: UndoStep, { reader, reveal, lang }: ChangeContext): Item {
  const { what, id, field, row } = step;
  const record = id === null ? null : (reader.get(id) ?? reader.aside(id)?.record ?? null);
  const mask = (value: string | null) =>
    field === null || field === 'extra' ? (reveal ? value : value && '…') : shown(field, value, reveal);
  return {
    what,
    customer: record !== null ? callOf(record) : id === null ? null : `#${id}`,
    id,
    row: row === null ? null : `${row.table} ${row.id}`,
    field,
    from: step.what === 'restored' ? mask(step.from) : null,
    to: step.what === 'restored' ? mask(step.to) : null,
    why: step.what === 'blocked' ? step.why : null,
    by: step.what === 'blocked' ? step.by : [],
    because: step.what === 'blocked' ? say(obstacles[step.why], lang) : null,
  };
}

function undoDoc(
  run: RunRecord,
  counts: Readonly<Record<'read' | UndoStep['what'], number>>,
  heads: ReadonlyMap<UndoStep['what'], readonly Listed[]>,
  state: string,
  lang: Lang,
): Doc {
  const t = (text: Text, data: Data = {}) => say(text, lang, data);
  const fieldName = (field: unknown) =>
    field === null ? '' : field === 'extra' ? t(words.extra) : t(fieldOf(field as 'name').name);
  const cell = (value: unknown) => (typeof value === 'string' ? onOneLine(value) : '');
  const tables = (['blocked', 'restored', 'set-aside', 'brought-back', 'settled', 'opened'] as const).flatMap(
    (what): Block[] => {
      const items = heads.get(what) ?? [];
      if (items.length === 0) return [];
      const columns =
        what === 'blocked'
          ? (['customer', 'field', 'why', 'by'] as const)
          : what === 'restored'
            ? (['customer', 'field', 'from', 'to'] as const)
            : (['customer'] as const);
      return [
        {
          kind: 'table',
          caption: t(words[what]),
          columns: columns.map((key) => ({ key, label: t(words[key]), align: 'left', wrap: key === 'why' })),
          rows: items.map(({ item, called }) =>
            columns.map((key) => {
              if (key === 'customer') return cell(called);
              if (key === 'field') return fieldName(item.field);
              return key === 'why' ? cell(item.because) : key === 'by' ? String(item.by) : cell(item[key]);
            }),
          ),
          ...(counts[what] > items.length && { more: counts[what] - items.length }),
        },
      ];
    },
  );
  return {
    lang,
    title: t(words.title, { run: run.run, command: run.command }),
    subtitle: state,
    meta: [[t(words.steps), t(words.of, { actor: run.actor, ts: run.ts })]],
    blocks: [
      {
        kind: 'kpis',
        items: kinds
          .filter((what) => counts[what] > 0)
          .map((what) => ({
            label: t(words[what]),
            value: counts[what],
            ...(what === 'blocked' && { tone: 'warn' as const }),
          })),
      },
      ...tables,
    ],
  };
}
