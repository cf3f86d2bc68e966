/** How a file is to be read: flags first, then the mapping file that was named or that is kept for the source, then what is found out (S0-12). */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { writeFileAtomic } from '../../files/atomic.js';
import { fileFault } from '../../files/faults.js';
import { type DateOrder, headerKey, isTarget, type Mapping } from '../../intake/headers.js';
import {
  type MappingFile,
  mappingFileHash,
  mappingFileText,
  nextVersion,
  parseMappingFile,
} from '../../intake/mapping-file.js';
import { StewardError } from '../../model/errors.js';
import type { FieldValues } from '../../model/plan.js';
import type { Policy } from '../../model/policy.js';
import { codeFinder } from '../../rules/text/code-list.js';
import { fold } from '../../rules/text/unicode.js';

/** A mapping file in use. */
export interface UsedMapping {
  readonly path: string;
  readonly saved: MappingFile;
  readonly hash: string;
  /** Found beside the ledger by the source, not named. */
  readonly bySource: boolean;
}

/** How one file is to be read. */
export interface Recipe {
  readonly file: UsedMapping | null;
  /** Heading → field, contact, extra or ignore; flags before the mapping file. */
  readonly forced: ReadonlyMap<string, string>;
  /** Headings that flags named: a file must have them. */
  readonly flagged: readonly string[];
  readonly encoding: string | undefined;
  readonly delimiter: string | undefined;
  /** The sheet of a workbook, by name or place. */
  readonly sheet: string | undefined;
  readonly source: string | undefined;
  readonly constants: FieldValues;
  readonly dateOrder: DateOrder | null;
}

/** Flags that say how a file is to be read. */
export interface RecipeOptions {
  readonly map: readonly string[];
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly sheet?: string | undefined;
  readonly source?: string | undefined;
}

/** Where mappings are kept: beside the ledger. */
export const mappingFolder = (ledgerPath: string): string => join(dirname(resolve(ledgerPath)), 'mappings');

/** What the words of --map say. */
export interface MapWords {
  readonly file: Omit<UsedMapping, 'bySource'> | null;
  /** Heading → field, contact, extra or ignore, as flags name them: these go before the mapping file. */
  readonly flags: ReadonlyMap<string, string>;
}

const isFile = (word: string): boolean => /\.ya?ml$/i.test(word);

/**
 * Heading → what it is, of the pairs that --map gives.
 * @throws StewardError heading-mapped-twice
 */
export function mappedHeadings(pairs: readonly string[]): ReadonlyMap<string, string> {
  const mapped = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=');
    const [header, to] = [pair.slice(0, at), pair.slice(at + 1)];
    const before = mapped.get(header);
    if (before !== undefined) throw new StewardError('heading-mapped-twice', { header, fields: [before, to] });
    mapped.set(header, to);
  }
  return mapped;
}

/**
 * Reads what --map says.
 * @throws StewardError mapping-*, heading-mapped-twice, bad-option for a second mapping file or a word that is no field; FileFault file-not-found
 */
export function mapWords(words: readonly string[], command: string): MapWords {
  const bad = (value: string, detail: string) =>
    new StewardError('bad-option', { command, option: '--map', value, detail });
  const [named, second] = words.filter(isFile);
  if (second !== undefined) throw bad(second, `+ ${named}`);
  const file = named === undefined ? null : readMapping(named);
  const flags = mappedHeadings(words.filter((word) => !isFile(word)));
  for (const [header, to] of flags) if (!isTarget(to)) throw bad(`${header}=${to}`, 'docs/fields.md');
  return { file, flags };
}

/**
 * Puts flags and mapping file together. Without a mapping file named, the one kept for `source` is used, if there is one.
 * @throws StewardError mapping-*; as mapWords
 */
export function recipeOf(options: RecipeOptions, policy: Policy, ledgerPath: string): Recipe {
  const said = mapWords(options.map, 'import');
  const file =
    said.file !== null
      ? { ...said.file, bySource: false }
      : options.source === undefined
        ? null
        : keptFor(options.source, policy, mappingFolder(ledgerPath));
  const saved = file?.saved;
  return {
    file,
    forced: new Map([...Object.entries(saved?.columns ?? {}), ...said.flags]),
    flagged: [...said.flags.keys()],
    encoding: options.encoding ?? saved?.encoding,
    delimiter: options.delimiter ?? saved?.delimiter,
    sheet: options.sheet,
    // Found by another word for the same source, the mapping's own word is the one: the same file again is the same import.
    source: file?.bySource ? saved?.source : (options.source ?? saved?.source),
    constants: saved?.constants ?? {},
    dateOrder: saved?.dateOrder ?? null,
  };
}

/** How much of a row of headings is known, for finding the header row: headings of the mapping count like those of the fields. */
export function headerScoreWith(
  { forced }: Recipe,
  score: (cells: readonly string[]) => number,
): (cells: readonly string[]) => number {
  const known = new Set([...forced.keys()].filter((header) => header !== '').map(headerKey));
  if (known.size === 0) return score;
  return (cells) => score(cells) + cells.filter((cell) => known.has(headerKey(cell)) && score([cell]) === 0).length;
}

function readMapping(path: string): Omit<UsedMapping, 'bySource'> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
  const saved = parseMappingFile(text, path);
  return { path, saved, hash: mappingFileHash(saved) };
}

function keptFor(source: string, policy: Policy, folder: string): UsedMapping | null {
  if (!existsSync(folder)) return null;
  const word = (text: string) => codeFinder(policy, 'source')(text)?.entry.code ?? fold(text).toLowerCase();
  const kept = readdirSync(folder)
    .filter(isFile)
    .sort()
    .map((name) => readMapping(join(folder, name)))
    .filter(({ saved }) => saved.source !== undefined && word(saved.source) === word(source));
  // The very word goes before another word for the same source.
  const exact = kept.filter(({ saved }) => saved.source === source);
  const fitting = exact.length > 0 ? exact : kept;
  if (fitting.length > 1) throw new StewardError('mapping-several', { source, files: fitting.map(({ path }) => path) });
  return fitting[0] ? { ...fitting[0], bySource: true } : null;
}

/** The mapping without required fields that the recipe itself fills. */
export function fillConstants(mapping: Mapping, { constants, source }: Recipe): Mapping {
  const filled = new Set([...Object.keys(constants), ...(source === undefined ? [] : ['source'])]);
  return { ...mapping, unfilled: mapping.unfilled.filter(({ field }) => !filled.has(field)) };
}

/** What a file was read with, as a mapping to be kept: every column that a person could decide on, and what the mapping file says of others. */
export function usedMapping(recipe: Recipe, mapping: Mapping): Omit<MappingFile, 'version'> {
  const columns = new Map<string, string>();
  for (const column of mapping.columns) {
    if (column.header === '' || columns.has(column.header)) continue;
    if (column.to === 'field') columns.set(column.header, column.field);
    else if (column.to === 'ignored') columns.set(column.header, 'ignore');
    else if (column.to === 'contact' || column.to === 'extra') columns.set(column.header, column.to);
  }
  for (const header of mapping.absent) columns.set(header, recipe.forced.get(header) as string);
  const { source, encoding, delimiter, constants, dateOrder, file } = recipe;
  const note = file?.saved.note;
  return {
    ...(source !== undefined && { source }),
    ...(encoding !== undefined && { encoding }),
    ...(delimiter !== undefined && { delimiter }),
    columns: Object.fromEntries(columns),
    constants: { ...constants } as Record<string, string>,
    ...(dateOrder !== null && { dateOrder }),
    ...(note !== undefined && { note }),
  };
}

/** A mapping on its way into a file. */
export interface MappingToSave {
  readonly path: string;
  readonly mapping: MappingFile;
  /** Nothing differs from what stands there. */
  readonly unchanged: boolean;
}

/** Compares a mapping with what stands in its file. @throws StewardError mapping-* for a file that is no mapping */
export function mappingToSave(path: string, made: Omit<MappingFile, 'version'>): MappingToSave {
  const standing = existsSync(path) ? readMapping(path).saved : null;
  const mapping = nextVersion(standing, made);
  return { path, mapping, unchanged: mapping === standing };
}

/** Puts a mapping into its file in one step; a file in which nothing differs is left alone. */
export function saveMapping({ path, mapping, unchanged }: MappingToSave): void {
  if (unchanged) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileAtomic(path, mappingFileText(mapping));
}
