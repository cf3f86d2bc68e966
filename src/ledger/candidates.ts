/** What only the destroyed had, and where it still stands (S2-32): asked for before they are destroyed, and looked for afterwards. */
import { resolve } from 'node:path';
import type { CustomerId } from '../model/customer.js';
import { type FieldKind, fieldKeys, fieldOf } from '../model/fields.js';
import type { KeptText, LedgerReader } from '../model/ledger.js';
import { NeedleSet } from './needles.js';
import { ledgerFiles } from './residue.js';
import { scanResidue } from './residue-threads.js';

/** Texts of customers that are to be destroyed; others may have them, too. */
export interface Candidates {
  /** Each with the field that it is first found in. */
  readonly fields: ReadonlyMap<string, string>;
  /** The last event before the destruction: words of later runs are no reason for a text to stay. */
  readonly upTo: number;
}

/** What became of candidates. */
export interface Left {
  /** How often such texts still stand in a file. */
  readonly files: readonly { readonly file: string; readonly count: number }[];
  /** How many others have as well, or as part of a longer text, by field: their being found says nothing. */
  readonly shared: Readonly<Record<string, number>>;
  /** How many are too short to be looked for. */
  readonly short: number;
}

/** Kinds of values that tell of one customer. Codes, days, amounts and names of colleagues stand everywhere. */
const kinds: ReadonlySet<FieldKind> = new Set<FieldKind>(['address', 'company', 'email', 'note', 'party', 'phone']);

/** The fields that do; of kept texts besides customers' own values, `held` cells, notes and what children say. */
const telling: ReadonlySet<string> = new Set<string>([
  ...fieldKeys.filter((key) => kinds.has(fieldOf(key).kind)),
  ...['contact_name', 'credit_code', 'legal_rep', 'wechat', 'consent_evidence', 'extra', ':note', 'held'],
  ...['interactions.summary', 'interactions.result', 'interactions.extra', 'transactions.detail', 'transactions.extra'],
]);

/** A text of fewer bytes in UTF-8 stands everywhere: two Chinese characters, or six letters, are the least. */
const leastText = 6;

/** How often a place of a text is asked about that explains nothing, until every text of the ledger is. */
const mostTries = 16;

/** The distinct texts of these customers that could tell of them; those merged into a customer must be among the ids. Holds them all. */
export function candidatesOf(
  reader: Pick<LedgerReader, 'head' | 'texts'>,
  ids: ReadonlySet<CustomerId>,
  goes: (text: KeptText) => boolean = () => true,
): Candidates {
  const fields = new Map<string, string>();
  /** Numbers, codes and days of theirs, which stand in held rows, too. */
  const plain = new Set<string>();
  for (const text of reader.texts(ids)) {
    if (!goes(text)) continue;
    const { field, value } = text;
    if (!telling.has(field)) plain.add(value);
    else for (const part of partsOf(field, value)) if (!fields.has(part)) fields.set(part, field);
  }
  for (const value of plain) fields.delete(value);
  return { fields, upTo: reader.head().size };
}

/**
 * Where candidates still stand in the files of a ledger that nobody has any more. Reads the files once; of a text that stands in the database, the row there says whose
 * it is, and only where none does every text of the ledger is read.
 *
 * @throws FileFault `file-not-found`, `file-unreadable`, `worker-failed`
 */
export async function leftOf(
  reader: Pick<LedgerReader, 'info' | 'texts' | 'textsAt'>,
  { fields, upTo }: Candidates,
): Promise<Left> {
  const texts = [...fields.keys()].filter((text) => Buffer.byteLength(text) >= leastText);
  const lives = ({ customer, seq = 0 }: KeptText): boolean => customer !== null || seq <= upTo;
  const shared = new Set<number>();
  const settled = new Uint8Array(new SharedArrayBuffer(texts.length));
  /** How often each of the others was found, by file. */
  const found = new Map<number, Map<string, number>>();
  const tries = new Uint8Array(texts.length);
  const files = ledgerFiles(reader.info);
  const database = files.find((file) => resolve(file) === resolve(reader.info.database));
  // It comes first: of what it explains, the other files need not be asked.
  const inOrder = [...files].sort((a, b) => +(b === database) - +(a === database));
  for await (const { file, offset, needle } of scanResidue(inOrder, texts, settled)) {
    if (file === database && (tries[needle] as number) < mostTries) {
      tries[needle] = (tries[needle] as number) + 1;
      const text = texts[needle] as string;
      if ([...reader.textsAt(offset)].some((one) => lives(one) && one.value.includes(text))) {
        shared.add(needle);
        settled[needle] = 1;
        found.delete(needle);
        continue;
      }
    }
    const counts = found.get(needle) ?? new Map<string, number>();
    found.set(needle, counts.set(file, (counts.get(file) ?? 0) + 1));
  }
  for (const needle of livingOf(reader, [...found.keys()], texts, lives)) {
    shared.add(needle);
    found.delete(needle);
  }
  return {
    files: files.flatMap((file) => {
      const count = [...found.values()].reduce((sum, counts) => sum + (counts.get(file) ?? 0), 0);
      return count === 0 ? [] : [{ file, count }];
    }),
    shared: countsBy([...shared].map((needle) => fields.get(texts[needle] as string) as string)),
    short: fields.size - texts.length,
  };
}

/** Which of the needles stand in any text of the ledger. */
function livingOf(
  reader: Pick<LedgerReader, 'texts'>,
  needles: readonly number[],
  texts: readonly string[],
  lives: (text: KeptText) => boolean,
): ReadonlySet<number> {
  const living = new Set<number>();
  if (needles.length === 0) return living;
  const set = new NeedleSet(
    needles.map((needle) => ({ bytes: Buffer.from(texts[needle] as string), text: needle, encoding: 0 })),
  );
  for (const text of reader.texts())
    if (lives(text)) for (const { needle } of set.find(Buffer.from(text.value))) living.add(needle.text);
  return living;
}

function countsBy(keys: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** The texts in a value: what stands in `extra` stands there by column. */
function partsOf(field: string, value: string): readonly string[] {
  if (!field.endsWith('extra')) return [value];
  return Object.values(JSON.parse(value) as Record<string, unknown>).filter(
    (part): part is string => typeof part === 'string' && part !== '',
  );
}
