import * as z from 'zod';
import type { AuditEvent } from '../../model/audit.js';
import type { CustomerId } from '../../model/customer.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { Policy } from '../../model/policy.js';
import { type Item, type OptionSpecs, type Query, query } from '../command.js';
import { callOf, countsSchema, customerNamed } from '../shared.js';
import { type Access, type AccessBook, addTo, newBook } from './access-book.js';
import { accessDoc } from './access-doc.js';
import { provenance } from './monthly.js';
import { spanOf, spanOptions } from './span.js';
import { folderJson, folderOption, rowsPath, withFiles, writeFolder } from './write-folder.js';

const options = {
  ...spanOptions,
  by: {
    flag: '--by <person>',
    help: { zh: '只看该操作人的', en: 'this person alone' },
    schema: z.string().min(1).optional(),
  },
  customer: {
    flag: '--customer <no>',
    help: { zh: '只看谁单独查阅过该客户', en: 'who looked at this customer alone' },
    schema: z.string().min(1).optional(),
  },
  folder: folderOption,
} as const satisfies OptionSpecs;

const columns = [
  'seq',
  'ts',
  'what',
  'actor',
  'role',
  'command',
  'customer',
  'subjects',
  'code',
  'plan',
  'listed',
] as const;

export default query({
  summary: {
    zh: '查阅登记:谁、何时、用什么命令查阅了个人信息;哪些操作被拒绝',
    en: 'The register of access: who read personal fields of whom, when, by which command; and what was refused.',
  },
  clauses: ['S2-26', 'S0-40'],
  examples: [
    'steward report access',
    'steward report access --since 2026-10-01 --format csv --out 查阅登记.csv',
    'steward report access --folder 查阅登记 --json',
  ],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html', 'xlsx'],
  columns,
  json: z.object({
    counts: countsSchema.describe('reads, customers read in them (each time counted), refusals, people'),
    byCommand: z.array(z.object({ command: z.string(), reads: z.int(), subjects: z.int(), refused: z.int() })),
    byActor: z.array(z.object({ actor: z.string(), reads: z.int(), subjects: z.int(), refused: z.int() })),
    written: folderJson.optional(),
    items: z.array(z.object({ seq: z.int(), what: z.enum(['read', 'refused']), actor: z.string() }).loose()).optional(),
  }),
  run(context, own) {
    const { reader, given, lang, emit } = context;
    const span = spanOf(own, given);
    const customer = own.customer === undefined ? null : customerNamed(reader, own.customer).id;
    const taken = () =>
      accesses(
        reader,
        given.policy,
        (event) =>
          span.holds(event.ts) &&
          (own.by === undefined || event.actor === own.by) &&
          (customer === null || event.subject === customer),
      );
    const book = newBook();
    for (const access of taken()) {
      addTo(book, access);
      emit({ ...access } satisfies Item);
    }
    const doc = (rows: boolean) =>
      accessDoc(
        book,
        { lang, span: span.words(lang), meta: provenance(reader, context), alone: customer !== null },
        rows ? rowsPath('access') : null,
      );
    const data = { counts: countsOf(book), byCommand: tallies(book, 'command'), byActor: tallies(book, 'actor') };
    const files =
      own.folder === undefined
        ? null
        : writeFolder(own.folder, {
            doc: doc(true),
            json: { asOf: given.asOf, ...data },
            rows: [{ name: 'access', header: columns, rows: rowsOf(taken()) }],
          });
    return {
      data: { ...data, ...(files !== null && { written: files }) },
      doc: () => withFiles(doc(false), files),
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);

/** The reads and refusals that are wanted, in the order of the trail. */
function* accesses(
  reader: LedgerReader,
  { people }: Policy,
  wanted: (event: AuditEvent) => boolean,
): IterableIterator<Access> {
  const known = new Set(people.flatMap(({ id, name }) => [id, name]));
  for (const event of reader.auditOf(['access', 'refused'])) {
    if (!wanted(event)) continue;
    const { seq, ts, actor, role, subject } = event;
    const body = JSON.parse(event.body) as {
      command: string;
      subjects?: number;
      code?: string;
      detail?: { plan?: string };
    };
    yield {
      seq,
      ts,
      what: event.op === 'access' ? 'read' : 'refused',
      actor,
      role,
      command: body.command,
      customer: subject === null ? null : nameOf(reader, subject),
      subjects: body.subjects ?? 0,
      code: body.code ?? null,
      plan: body.detail?.plan ?? null,
      listed: people.length === 0 ? null : known.has(actor),
    };
  }
}

/** How a customer is called, be it one still or not. */
function nameOf(reader: LedgerReader, id: CustomerId): string {
  const record = reader.get(id) ?? reader.aside(id)?.record ?? null;
  return record === null ? `#${id}` : callOf(record);
}

function* rowsOf(all: Iterable<Access>): IterableIterator<(number | string | null)[]> {
  for (const access of all)
    yield columns.map((key) => {
      const value = access[key];
      return typeof value === 'boolean' ? String(value) : value;
    });
}

const countsOf = ({ reads, subjects, refused, actors }: AccessBook): Record<string, number> => ({
  reads,
  subjects,
  refused,
  people: actors.size,
});

function tallies(book: AccessBook, by: 'actor' | 'command') {
  return [...(by === 'actor' ? book.actors : book.commands)].map(([name, tally]) => ({ [by]: name, ...tally }));
}
