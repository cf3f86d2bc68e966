/** A bundle checked in the house, by the very code that stands in it as verify.mjs. */
import { readFileSync, statSync } from 'node:fs';
import { checkBundle, type Verdict } from '../../auditor/check.js';
import type { Source } from '../../auditor/files.js';
import type { Fault } from '../../auditor/findings.js';
import { folderSource } from '../../auditor/folder.js';
import { isSealed } from '../../auditor/seal.js';
import { countWords, faultWords, told } from '../../auditor/words.js';
import { type ByteSource, openBytes } from '../../files/bytes.js';
import { FileFault, fileFault } from '../../files/faults.js';
import { unpacked, zipEntries } from '../../files/xlsx/zip.js';
import { StewardError } from '../../model/errors.js';
import { say, type Text } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import type { Context, Result } from '../command.js';

type Query = Pick<Context, 'emit' | 'lang'>;

const words = {
  title: { zh: '审计包核验', en: 'Check of an audit bundle' },
  sound: { zh: '全部相符:事件 {first}…{last}', en: 'Everything agrees: events {first}…{last}' },
  broken: { zh: '不成立:{faults} 处', en: 'It does not hold; faults: {faults}' },
  ledger: { zh: '台账', en: 'Ledger' },
  before: { zh: '前链头', en: 'Head before' },
  after: { zh: '后链头', en: 'Head after' },
  made: { zh: '制作', en: 'Made' },
  faults: { zh: '问题', en: 'Faults' },
  where: { zh: '何处', en: 'where' },
  seq: { zh: '事件', en: 'event' },
  what: { zh: '问题', en: 'what' },
} as const satisfies Record<string, Text>;

const said = ({ zh, en }: Text, lang: Doc['lang']): string => (lang === 'zh-CN' ? zh : en);

/** Checks a bundle, a ZIP or a folder. @throws what reading a file throws */
export async function checkedBundle({ emit, lang }: Query, path: string, witness: string | null): Promise<Result> {
  const text = witness === null ? null : textOf(witness);
  const verdict = await (isFolder(path) ? checkBundle(folderSource(path), text) : ofZip(path, text));
  const { manifest, counts, faults, notes } = verdict;
  for (const { code, where, seq, zh, en } of faults) emit({ code, where, seq, detail: said({ zh, en }, lang) });
  return {
    data: {
      sound: verdict.sound,
      head: manifest?.segment.after ?? { size: 0, hash: '' },
      events: counts.events,
      rows: 0,
      values: 0,
      bundle: {
        checked: counts,
        ...(manifest && { ledger: manifest.ledger, period: manifest.period, segment: manifest.segment }),
        notes: notes.map(({ code }) => code),
      },
      faults: faults.length,
    },
    doc: () => docOf(verdict, lang),
    exit: verdict.sound ? 0 : 6,
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
}

/** The check of a ZIP: its files, and its own bytes. */
async function ofZip(path: string, witness: string | null): Promise<Verdict> {
  const bytes = await openBytes(path);
  try {
    const verdict = await checkBundle(zipSource(bytes), witness);
    if (isSealed(path)) return verdict;
    const fault: Fault = { code: 'zip-altered', where: path, seq: null, ...told(faultWords['zip-altered']) };
    return { ...verdict, sound: false, faults: [...verdict.faults, fault] };
  } finally {
    bytes.close();
  }
}

/** The files of a ZIP; of one whose list cannot be read, none. */
function zipSource(bytes: ByteSource): Source {
  const entries = new Map<string, Parameters<typeof unpacked>[1]>();
  try {
    for (const entry of zipEntries(bytes).values()) entries.set(entry.name, entry);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
  }
  return {
    names: () => [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name);
      if (entry === undefined) throw new StewardError('internal', { detail: `no ${name} in the ZIP` });
      return unpacked(bytes, entry);
    },
  };
}

function docOf({ sound, manifest, counts, faults, notes }: Verdict, lang: Doc['lang']): Doc {
  const t = (text: Text, data = {}) => say(text, lang, data);
  const segment = manifest?.segment;
  return {
    lang,
    title: t(words.title),
    subtitle:
      sound && segment
        ? t(words.sound, { first: segment.first, last: segment.last })
        : t(words.broken, { faults: faults.length }),
    meta:
      manifest === null || segment === undefined
        ? []
        : [
            [t(words.ledger), manifest.ledger.uuid],
            [t(words.before), `${segment.before.size} ${segment.before.hash}`],
            [t(words.after), `${segment.after.size} ${segment.after.hash}`],
            [t(words.made), manifest.made],
          ],
    blocks: [
      ...(faults.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              caption: t(words.faults),
              columns: [
                { key: 'where', label: t(words.where), align: 'left' as const },
                { key: 'seq', label: t(words.seq), align: 'right' as const },
                { key: 'what', label: t(words.what), align: 'left' as const, wrap: true },
              ],
              rows: faults.map((fault) => [
                fault.where,
                fault.seq ?? '',
                { text: said(fault, lang), tone: 'bad' as const },
              ]),
            },
          ]),
      ...notes.map((note) => ({ kind: 'note' as const, level: 'warn' as const, text: said(note, lang) })),
      {
        kind: 'definitions' as const,
        items: (Object.keys(countWords) as (keyof typeof countWords)[]).map(
          (key) => [said(countWords[key], lang), String(counts[key])] as const,
        ),
      },
    ],
  };
}
