/** The certificate of a destruction (销毁清册, L07, S2-33): what was destroyed, why, by whose word, and where the chain stood after it. */
import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Approval } from '../../engine/purge/standing.js';
import { beginReplacement, type Replacement } from '../../files/atomic.js';
import { type CsvFile, CsvFiles } from '../../files/csv-files.js';
import { fileFault } from '../../files/faults.js';
import type { EraseBody } from '../../ledger/sqlite/trail.js';
import type { Head, Operator } from '../../model/audit.js';
import { canonicalJson } from '../../model/canonical.js';
import { StewardError } from '../../model/errors.js';
import type { LedgerReader } from '../../model/ledger.js';
import type { Destruction } from '../../model/plan.js';
import type { Policy, PurgeReason } from '../../model/policy.js';
import type { PurgeItem } from '../../model/purge-plan.js';
import { type Lang, say, type Text } from '../../model/text.js';
import { prettyJson } from '../../output/json.js';
import { fieldsText, reasonText } from './item-words.js';
import type { FileResidue } from './residue.js';

/** One customer of the certificate. */
export interface CertifiedItem extends Pick<PurgeItem, 'classes' | 'code' | 'customer' | 'fields' | 'no' | 'note'> {
  readonly name: string | null;
  /** The whole name under the ledger's key: who has both can prove that the register speaks of it (C15). */
  readonly nameHash: string | null;
  readonly ground: PurgeReason['ground'];
}

/** Customers whose whole files one event destroyed. */
export interface Gone extends Pick<EraseBody, 'code' | 'rows' | 'until'> {}

/** Those whom the events after the first `size` of a chain destroyed wholly. */
export function goneAfter(reader: LedgerReader, size: number): readonly Gone[] {
  const found: Gone[] = [];
  for (const { op, body } of reader.audit(size + 1)) {
    if (op !== 'erase') continue;
    const { code, rows, until, fields } = JSON.parse(body) as EraseBody;
    if (fields === null) found.push({ code, rows, until });
  }
  return found;
}

/** What a certificate says. */
export interface Certificate {
  readonly steward: 'purge-certificate';
  readonly version: 1;
  readonly ledger: string;
  readonly plan: string;
  readonly policy: string;
  readonly run: number;
  readonly time: string;
  readonly asOf: string;
  readonly proposer: string;
  readonly approvers: readonly Approval[];
  readonly witness: string | null;
  readonly operator: Operator;
  readonly totals: {
    readonly items: number;
    readonly files: number;
    readonly merged: number;
    readonly fields: number;
    readonly skipped: number;
    readonly excepted: number;
    /** Customers in the ledger before and after. */
    readonly before: number;
    readonly after: number;
  };
  readonly destruction: Destruction;
  /** How often values of the destroyed were found in the ledger’s files afterwards, by file; empty: nowhere (S2-32). */
  readonly residue: readonly FileResidue[];
  /** Everybody whose whole file went, those merged into the items with them, by the chain's word: ids from … to. Older certificates lack it. */
  readonly gone?: readonly Gone[];
  /** The chain after the run. */
  readonly head: Head;
  readonly items: readonly CertifiedItem[];
}

/** sha256 of what a certificate says, whatever its file looks like. */
export const certificateHash = (certificate: Certificate): string => hash('sha256', canonicalJson(certificate));

/** Reads a certificate back. @throws StewardError certificate-unreadable; what reading a file throws */
export function readCertificate(path: string): Certificate {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
  try {
    const value = JSON.parse(text) as Certificate;
    if (value.steward === 'purge-certificate' && value.version === 1) return value;
  } catch {
    // Told below.
  }
  throw new StewardError('certificate-unreadable', { path });
}

const words = {
  customer: { zh: '客户编号', en: 'customer' },
  name: { zh: '档案名称', en: 'name of the file' },
  nameHash: { zh: '名称密文', en: 'keyed hash of the name' },
  what: { zh: '销毁范围', en: 'what' },
  archive: { zh: '档案类别', en: 'class' },
  period: { zh: '期满之日', en: 'term over from' },
  reason: { zh: '销毁原因', en: 'reason' },
  note: { zh: '说明', en: 'note' },
  proposer: { zh: '建议人', en: 'proposed by' },
  approvers: { zh: '批准人', en: 'approved by' },
  witness: { zh: '监销人', en: 'witnessed by' },
  operator: { zh: '执行人', en: 'carried out by' },
  time: { zh: '销毁时间', en: 'time' },
  run: { zh: '运行', en: 'run' },
  total: { zh: '合计 {files} 份档案、{fields} 位客户的字段', en: 'total: {files} files, fields of {fields} customers' },
  head: { zh: '审计链 {size} 条 {hash}', en: 'trail of {size} events, {hash}' },
} as const satisfies Record<string, Text>;

const archives = {
  basic: { zh: '基础档案', en: 'basic' },
  transaction: { zh: '交易档案', en: 'transaction' },
  service: { zh: '服务档案', en: 'service' },
  special: { zh: '特殊档案', en: 'special' },
} as const satisfies Record<PurgeItem['classes'][number]['archive'], Text>;

const columns = [
  'customer',
  'name',
  'nameHash',
  'what',
  'archive',
  'period',
  'reason',
  'note',
  'proposer',
  'approvers',
  'witness',
  'operator',
  'time',
  'run',
] as const;

/**
 * The certificate's two files, begun before anything is destroyed so that they can be written after it.
 */
export class CertificateFiles {
  readonly json: string;
  readonly csv: string;
  readonly #json: Replacement;
  readonly #csv = new CsvFiles();
  readonly #sheet: CsvFile;
  readonly #lang: Lang;

  /** @throws StewardError file-exists; FileFault as beginReplacement */
  constructor(base: string, lang: Lang) {
    this.json = `${base}.json`;
    this.csv = `${base}.csv`;
    for (const path of [this.json, this.csv])
      if (existsSync(path)) throw new StewardError('file-exists', { path, option: '--register' });
    this.#lang = lang;
    this.#json = beginReplacement(this.json);
    this.#sheet = this.#csv.begin(
      this.csv,
      columns.map((key) => say(words[key], lang)),
    );
  }

  /** Puts both in place. @throws FileFault as Replacement.commit */
  commit(certificate: Certificate, policy: Policy): void {
    this.#json.append(Buffer.from(prettyJson(certificate)));
    for (const row of rowsOf(certificate, policy, this.#lang)) this.#sheet.add(row);
    this.#json.commit();
    this.#csv.commit();
  }

  abort(): void {
    this.#json.abort();
    this.#csv.abort();
  }
}

/** The rows of the sheet, with the totals last. */
function* rowsOf(certificate: Certificate, policy: Policy, lang: Lang): IterableIterator<readonly string[]> {
  const { proposer, approvers, witness, operator, time, run, totals, head } = certificate;
  const list = (texts: readonly string[]) => texts.join(lang === 'zh-CN' ? '、' : ', ');
  for (const { customer, no, name, nameHash, fields, classes, code, note } of certificate.items)
    yield [
      no ?? `#${customer}`,
      name ?? '',
      nameHash ?? '',
      fieldsText(fields, lang),
      list(classes.map(({ archive }) => say(archives[archive], lang))),
      list([...new Set(classes.flatMap(({ earliest }) => earliest ?? []))]),
      reasonText(policy, code, lang),
      note,
      proposer,
      list(approvers.map(({ person }) => person)),
      witness ?? '',
      operator.actor,
      time,
      String(run),
    ];
  const { size, hash: at } = head;
  const total = [
    say(words.total, lang, { files: totals.files, fields: totals.fields }),
    '',
    say(words.head, lang, { size, hash: at }),
  ];
  yield columns.map((_, i) => total[i] ?? '');
}
