/** A mapping as a file: which column is what, saved, versioned and used again for the next file of the same source (S0-12). */
import { hash } from 'node:crypto';
import { isMap, isScalar, LineCounter, parseDocument, stringify } from 'yaml';
import * as z from 'zod';
import { ENCODINGS } from '../files/encoding.js';
import { canonicalJson } from '../model/canonical.js';
import { StewardError } from '../model/errors.js';
import { fieldKeys, isFieldKey } from '../model/fields.js';
import { nearest } from '../rules/text/nearest.js';
import { fieldOfHeader, isTarget, otherTargets } from './headers.js';

const columnTarget = z.string().refine(isTarget, { message: 'field' });

const mappingSchema = z.strictObject({
  version: z.int().min(1).default(1),
  source: z.string().min(1).optional(),
  encoding: z.enum(ENCODINGS as [string, ...string[]]).optional(),
  delimiter: z.string().length(1).optional(),
  columns: z.record(z.string(), columnTarget).default({}),
  constants: z
    .record(
      z.string().refine((key): boolean => isFieldKey(key), { message: 'field' }),
      z.string().min(1),
    )
    .default({}),
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
  note: z.string().optional(),
});

/**
 * A saved mapping. `columns`: heading → field key, contact, extra or ignore. `constants`: field → value of new customers whose row leaves it
 * blank. `source` is both whom the mapping is for and what rows that name no source get. `dateOrder`: how 03/04/2024 is read.
 */
export type MappingFile = z.infer<typeof mappingSchema>;

/** What is to be written where a value cannot be used. */
const expected: Readonly<Record<string, string>> = {
  version: '1, 2, 3 …',
  source: '"…"',
  encoding: ENCODINGS.join(' | '),
  delimiter: '"," ";" "|" "\\t"',
  columns: 'HEADER: FIELD',
  constants: 'FIELD: "…"',
  dateOrder: 'dmy | mdy',
  note: '"…"',
};

/**
 * Reads a mapping file's text.
 * @throws StewardError mapping-syntax, mapping-key, mapping-field, mapping-value, each with its line and what was probably meant
 */
export function parseMappingFile(text: string, path: string): MappingFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true, lineCounter: lines });
  const fault = document.errors[0];
  if (fault)
    throw new StewardError('mapping-syntax', { path, line: lines.linePos(fault.pos[0]).line, detail: fault.message });
  const parsed = mappingSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) {
    if (parsed.data.constants.source === undefined) return parsed.data;
    throw new StewardError('mapping-key', {
      path,
      line: at(['constants', 'source']),
      key: 'constants.source',
      nearest: 'source',
    });
  }
  const issue = parsed.error.issues[0] as z.core.$ZodIssue;
  const place = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] as string;
    throw new StewardError('mapping-key', {
      path,
      line: at([...place, key]),
      key,
      nearest: nearest(key, Object.keys(expected)) ?? Object.keys(expected).join(', '),
    });
  }
  const [top = '', inner] = place;
  if (inner !== undefined && (top === 'columns' || top === 'constants')) {
    const value = document.getIn([top, inner]);
    const word = top === 'columns' ? value : inner;
    if (typeof word === 'string' && !(top === 'columns' ? isTarget(word) : isFieldKey(word)))
      throw new StewardError('mapping-field', { path, line: at(place), field: word, nearest: nearestTarget(word) });
  }
  const where = place.join('.') || '(root)';
  throw new StewardError('mapping-value', {
    path,
    line: at(place),
    where,
    detail: expected[top] ?? Object.keys(expected).join(', '),
  });

  /** The line on which a key stands, or the nearest one above it that does. */
  function at(keys: readonly string[]): number {
    let node: unknown = document.contents;
    let line = 1;
    for (const key of keys) {
      if (!isMap(node)) break;
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
      if (!pair) break;
      if (isScalar(pair.key) && pair.key.range) line = lines.linePos(pair.key.range[0]).line;
      node = pair.value;
    }
    return line;
  }
}

/** The field that a word which is none probably means, by its heading or its spelling; the words that go with any column where nothing is near. */
function nearestTarget(word: string): string {
  return fieldOfHeader(word) ?? nearest(word, [...fieldKeys, ...otherTargets]) ?? otherTargets.join(', ');
}

/** What a mapping says, without its version and its note: equal for equal meaning, whatever the file looks like. */
export function mappingFileHash({ version: _, note: __, ...meaning }: MappingFile): string {
  return hash('sha256', canonicalJson(meaning)).slice(0, 16);
}

/** The next version of a saved mapping: the one that stands where nothing differs, else one more. */
export function nextVersion(standing: MappingFile | null, made: Omit<MappingFile, 'version'>): MappingFile {
  if (standing === null) return { ...made, version: 1 };
  const note = made.note ?? standing.note;
  const next: MappingFile = { ...made, version: standing.version, ...(note !== undefined && { note }) };
  return mappingFileHash(standing) === mappingFileHash(next) ? standing : { ...next, version: standing.version + 1 };
}

/** A mapping as text for people. */
export function mappingFileText(mapping: MappingFile): string {
  const { version, source, encoding, delimiter, columns, constants, dateOrder, note } = mapping;
  const tree = {
    version,
    ...(source !== undefined && { source }),
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    columns,
    ...(Object.keys(constants).length > 0 && { constants }),
    ...(dateOrder !== undefined && { dateOrder }),
    ...(note !== undefined && { note }),
  };
  return `# steward 列映射 / column mapping: docs/import.md\n${stringify(tree, { lineWidth: 0 })}`;
}
