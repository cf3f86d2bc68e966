import { posix } from 'node:path';
import { TextDecoder } from 'node:util';
import type { ByteSource } from '../bytes.js';
import { FileFault } from '../faults.js';
import { type NumberFormat, numberFormat } from './number-format.js';
import { attribute, type XmlEvents, XmlFault, XmlScanner } from './xml.js';
import { damaged, unpacked, type ZipEntry, zipEntries } from './zip.js';

/** A worksheet as the workbook lists it. */
export interface SheetPlace {
  readonly name: string;
  readonly hidden: boolean;
  readonly entry: ZipEntry;
}

/** A workbook without its sheets' contents: what is needed to read any of them. */
export interface Workbook {
  readonly source: ByteSource;
  readonly sheets: readonly SheetPlace[];
  /** Days are counted from 1904-01-01, as old Macs did. */
  readonly date1904: boolean;
  /** Texts that cells name by number. */
  readonly strings: readonly string[];
  /** What each cell style makes of a number. */
  readonly formats: readonly NumberFormat[];
}

/** Parts that are held in memory, and a sheet, which is not, may be so large unpacked. */
const MAX_PART = 32 << 20;
const MAX_STRINGS = 1 << 30;
const MAX_SHEET = 4 * 2 ** 30;

/** Text is scanned in pieces of so many UTF-16 units: in a larger one rows that are nearly empty and very wide could fill the memory. */
const PIECE = 1 << 14;

/**
 * Opens a workbook (XLSX, XLSM, strict or not), or says that the archive is none.
 * @throws FileFault workbook-damaged, workbook-too-large; file-is-binary for an archive without a workbook or with one of another kind
 */
export async function openWorkbook(source: ByteSource): Promise<Workbook> {
  const entries = zipEntries(source);
  const relations = await relationsOf(source, entries, '');
  const main = relations.find(({ type }) => type.endsWith('/officeDocument'))?.target;
  if (main === undefined || !/\.xml$/i.test(main) || /^(?:word|ppt|visio)\//i.test(main))
    throw new FileFault('file-is-binary', { path: source.path, kind: kindOf(entries) });
  const book = partOf(source, entries, main);
  const places: { name: string; hidden: boolean; id: string }[] = [];
  let date1904 = false;
  await eachElement(source, book, MAX_PART, (name, attributes) => {
    if (name === 'workbookPr') date1904 = /^(?:1|true|on)$/.test(attribute(attributes, 'date1904') ?? '');
    if (name !== 'sheet') return;
    const hidden = /hidden/i.test(attribute(attributes, 'state') ?? '');
    places.push({ name: attribute(attributes, 'name') ?? '', hidden, id: attribute(attributes, 'id') ?? '' });
  });
  const parts = await relationsOf(source, entries, main);
  const sheets = places.flatMap(({ name, hidden, id }): SheetPlace[] => {
    const part = parts.find((each) => each.id === id);
    // charts and macros have sheets of their own, which hold no cells
    if (part === undefined || !part.type.endsWith('/worksheet')) return [];
    const entry = partOf(source, entries, part.target);
    if (entry.size > MAX_SHEET) throw tooLarge(source, entry, MAX_SHEET);
    return [{ name, hidden, entry }];
  });
  const only = (type: string): ZipEntry | null => {
    const part = parts.find((each) => each.type.endsWith(type));
    return part === undefined ? null : partOf(source, entries, part.target);
  };
  const styles = only('/styles');
  const strings = only('/sharedStrings');
  return {
    source,
    sheets,
    date1904,
    formats: styles === null ? [] : await formatsOf(source, styles),
    strings: strings === null ? [] : await stringsOf(source, strings),
  };
}

/**
 * Reads one part of a workbook as XML.
 * @throws FileFault workbook-damaged, workbook-too-large, file-changed, file-unreadable
 */
export async function* scanPart(
  source: ByteSource,
  entry: ZipEntry,
  events: XmlEvents,
  onRead?: (packed: number) => void,
): AsyncGenerator<void> {
  const scanner = new XmlScanner(events);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const block of unpacked(source, entry, onRead)) {
      const text = decoder.decode(block, { stream: true });
      for (let at = 0; at < text.length; at += PIECE) {
        scanner.write(text.slice(at, at + PIECE));
        yield;
      }
    }
    scanner.write(decoder.decode());
    scanner.end();
  } catch (error) {
    const notText = (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
    throw notText || error instanceof XmlFault ? damaged(source, entry.name, error) : error;
  }
}

/** What an archive without a workbook is called. */
function kindOf(entries: ReadonlyMap<string, ZipEntry>): string {
  if (entries.has('xl/workbook.bin')) return 'XLSB';
  if (entries.has('word/document.xml')) return 'DOCX';
  if (entries.has('ppt/presentation.xml')) return 'PPTX';
  return entries.has('content.xml') && entries.has('mimetype') ? 'ODS' : 'ZIP';
}

interface Relation {
  readonly id: string;
  readonly type: string;
  /** The part's whole path. */
  readonly target: string;
}

/** What a part refers to; the archive itself is the part ''. */
async function relationsOf(
  source: ByteSource,
  entries: ReadonlyMap<string, ZipEntry>,
  part: string,
): Promise<readonly Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const entry = entries.get(`${folder}_rels/${part.slice(folder.length)}.rels`.toLowerCase());
  const found: Relation[] = [];
  if (entry === undefined) return found;
  await eachElement(source, entry, MAX_PART, (name, attributes) => {
    if (name !== 'Relationship') return;
    const target = (attribute(attributes, 'Target') ?? '').replaceAll('\\', '/');
    found.push({
      id: attribute(attributes, 'Id') ?? '',
      type: attribute(attributes, 'Type') ?? '',
      target: posix.normalize(target.startsWith('/') ? target.slice(1) : folder + target),
    });
  });
  return found;
}

function partOf(source: ByteSource, entries: ReadonlyMap<string, ZipEntry>, path: string): ZipEntry {
  const entry = entries.get(path.toLowerCase());
  if (entry === undefined) throw damaged(source, path);
  return entry;
}

async function formatsOf(source: ByteSource, entry: ZipEntry): Promise<readonly NumberFormat[]> {
  const own = new Map<number, string>();
  const ids: number[] = [];
  let inside = false;
  await eachElement(
    source,
    entry,
    MAX_PART,
    (name, attributes) => {
      if (name === 'numFmt')
        own.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '');
      else if (name === 'cellXfs') inside = true;
      else if (name === 'xf' && inside) ids.push(Number(attribute(attributes, 'numFmtId') ?? 0));
    },
    (name) => {
      if (name === 'cellXfs') inside = false;
    },
  );
  return ids.map((id) => numberFormat(id, own));
}

async function stringsOf(source: ByteSource, entry: ZipEntry): Promise<readonly string[]> {
  if (entry.size > MAX_STRINGS) throw tooLarge(source, entry, MAX_STRINGS);
  const strings: string[] = [];
  let text = '';
  let phonetic = 0;
  const events = {
    listening: false,
    open(name: string) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic++;
      else if (name === 't') events.listening = phonetic === 0;
    },
    close(name: string) {
      if (name === 'si') strings.push(unescaped(text));
      else if (name === 'rPh') phonetic--;
      else if (name === 't') events.listening = false;
    },
    text(piece: string) {
      text = text === '' ? piece : text + piece;
    },
  };
  for await (const _ of scanPart(source, entry, events));
  return strings;
}

/** Characters that XML cannot hold are written as `_x000D_`, and an underscore that would read like that as `_x005F_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([\dA-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

async function eachElement(
  source: ByteSource,
  entry: ZipEntry,
  limit: number,
  open: (name: string, attributes: string) => void,
  close: (name: string) => void = () => {},
): Promise<void> {
  if (entry.size > limit) throw tooLarge(source, entry, limit);
  for await (const _ of scanPart(source, entry, { listening: false, open, close, text() {} }));
}

function tooLarge({ path }: ByteSource, { name, size }: ZipEntry, limit: number): FileFault {
  return new FileFault('workbook-too-large', { path, part: name, bytes: size, limit });
}
