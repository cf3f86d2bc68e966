/** Takes in what people edited in a CSV ledger's file: a plan of its own, applied before the command's (DESIGN part 5). */
import { basename } from 'node:path';
import { FileFault } from '../files/faults.js';
import { openCsv } from '../files/read-csv.js';
import { headerScore, mapHeader } from '../intake/headers.js';
import { type OutsideCounts, planOutside } from '../intake/outside.js';
import { knownColumns } from '../intake/sheet.js';
import type { Operator } from '../model/audit.js';
import { StewardError } from '../model/errors.js';
import { fieldOf } from '../model/fields.js';
import type { Given } from '../model/given.js';
import type { Checkout, Ledger } from '../model/ledger.js';
import { type Lang, say, type Text } from '../model/text.js';

const words = {
  took: {
    zh: '{file} 在 steward 之外被改过,已记入第 {run} 次运行:{what}',
    en: '{file} was edited outside steward; taken in as run {run}: {what}',
  },
  ask: { zh: '{file} 在 steward 之外被改过:{what}', en: '{file} was edited outside steward: {what}' },
  nothing: { zh: '内容未变', en: 'nothing that matters changed' },
  created: { zh: '新增 {n}', en: '{n} new' },
  updated: { zh: '修改 {n}', en: '{n} changed' },
  held: { zh: '挂起 {n}(第 {lines} 行)', en: '{n} held (line {lines})' },
  rejected: { zh: '无法读取 {n}(第 {lines} 行)', en: '{n} unreadable (line {lines})' },
  missing: {
    zh: '{n} 个客户的行不在了(台账中仍保留)',
    en: '{n} customers have no row any more (they stay in the ledger)',
  },
} as const satisfies Record<string, Text>;

/** From so many missing rows on, when they are more than half of all, the file is taken for another one; without any row, always. */
const leastStrange = 10;

/** What taking in needs to know and to ask. */
export interface TakeInContext {
  readonly given: Given;
  readonly policyHash: string;
  readonly lang: Lang;
  readonly operator: Operator;
  readonly now: Date;
  note(text: string): void;
  /** Asks a person whether these edits are to be taken in; null where nobody can be asked. */
  readonly ask: ((text: string) => Promise<void>) | null;
}

/**
 * Reads the edits and applies them as a run; nothing of the file itself is written.
 *
 * @throws StewardError `sheet-edits-refused`, `sheet-other`, `header-missing`, and what reading a file throws
 */
export async function takeIn(ledger: Ledger, checkout: Checkout, context: TakeInContext): Promise<void> {
  const { given, lang } = context;
  const { path, sheet } = checkout;
  const policy = given.policy.outsideEdits;
  const refused = () => new StewardError('sheet-edits-refused', { path, policy });
  if (policy === 'refuse' || (policy === 'ask' && context.ask === null)) throw refused();
  const draft = ledger.draft(given.asOf);
  const lines: Record<'held' | 'rejected', number[]> = { held: [], rejected: [] };
  const { counts, found } = await planOutside(
    () => openKnown(checkout, given),
    { reader: ledger, checkout, draft },
    given,
    ({ code, line }) => void lines[code.startsWith('row/') ? 'rejected' : 'held'].push(line),
  );
  const file = basename(path);
  const what = summary(counts, lines, lang);
  const { missing } = counts;
  const count = ledger.count();
  const strange = missing * 2 > count && (missing >= leastStrange || missing === count);
  if (strange && context.ask === null) throw new StewardError('sheet-other', { path, missing, count });
  if (strange || policy === 'ask')
    await (context.ask as (text: string) => Promise<void>)(say(words.ask, lang, { file, what }));
  const applied = ledger.apply(
    draft,
    {
      command: 'outside-edits',
      asOf: given.asOf,
      policyHash: context.policyHash,
      reason: null,
      input: { sha256: found.sha256, mapping: sheet.headings.length.toString(), name: file },
      period: null,
      counts: { ...counts },
    },
    context.operator,
    context.now,
    undefined,
    found,
  );
  context.note(say(words.took, lang, { file, run: applied.run, what }));
}

/** Opens the file again with its columns taken for what they were. */
async function openKnown({ path, sheet }: Checkout, given: Given) {
  const options = { headerScore, allowOneColumn: sheet.width === 1 };
  const source = await openCsv(path, options).catch((error: unknown) => {
    // What could not be told by itself the first time is as it was said then.
    const unsure = error instanceof FileFault && (error.code === 'encoding-ambiguous' || error.code === 'one-column');
    if (!unsure) throw error;
    return openCsv(path, { ...options, encoding: sheet.encoding, delimiter: sheet.delimiter });
  });
  const mapping = mapHeader(source.header, given.policy, knownColumns(sheet, source.header));
  if (!mapping.columns.some((column) => column.to === 'field' && column.field === 'name')) {
    source.close();
    const { zh, en } = fieldOf('name').name;
    throw new StewardError('header-missing', { path, field: `${zh} / ${en}`, headers: source.header, flag: '…' });
  }
  return { source, mapping };
}

function summary(counts: OutsideCounts, lines: Record<'held' | 'rejected', readonly number[]>, lang: Lang): string {
  const parts = (['created', 'updated', 'held', 'rejected', 'missing'] as const)
    .filter((key) => counts[key] > 0)
    .map((key) =>
      say(words[key], lang, {
        n: counts[key],
        lines: key === 'held' || key === 'rejected' ? lines[key].slice(0, 5).join(', ') : '',
      }),
    );
  return parts.length === 0 ? say(words.nothing, lang) : parts.join(lang === 'en' ? ', ' : '、');
}
