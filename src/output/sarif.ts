import { hash } from 'node:crypto';
import type { Severity } from '../model/finding.js';
import type { Lang } from '../model/text.js';
import { jsonLine } from './json.js';

/** A rule as SARIF describes it; texts in the language of the run. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly mend: string;
  readonly severity: Severity;
  /** What SARIF has no member for: clauses, dimension, family. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A finding as SARIF shows it; an item of a command that offers `sarif` has these members, besides others. */
export interface SarifFinding {
  readonly rule: string;
  readonly messageId: string;
  readonly severity: Severity;
  readonly message: string;
  /** Numbers of the customers, `#id` where there is none; the first is where the finding is. */
  readonly customers: readonly string[];
  readonly field?: string | null;
  /** Path of the file that was checked, as it was given. */
  readonly file?: string;
  /** Physical line, record number and column number (1-based), and the column's heading. */
  readonly line?: number | null;
  readonly record?: number | null;
  readonly column?: number | null;
  readonly header?: string | null;
}

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;

/** A path as a URI reference (RFC 3986): a relative one stays relative, so that no machine shows. */
export function fileUri(path: string): string {
  const absolute = /^(?:\/|[A-Za-z]:[\\/])/.test(path);
  const parts = path.split(/[\\/]/).map((part) => (/^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)));
  if (absolute) return `file://${path.startsWith('/') ? '' : '/'}${parts.join('/')}`;
  // A first segment with a colon would read as a scheme; encodeURIComponent has made it %3A.
  return parts.join('/');
}

/**
 * One run as a SARIF log (OASIS SARIF 2.1.0), piece by piece: `head`, a `result` for each finding as it comes, `tail`. Nothing is
 * kept but the rules, so that a million results cost no memory (law 10).
 */
export class SarifLog {
  readonly #tool: { readonly name: string; readonly version: string };
  readonly #lang: Lang;
  readonly #rules: readonly SarifRule[];
  readonly #index: ReadonlyMap<string, number>;
  #results = 0;
  /** How often the same was said of the customers last spoken of, so that equal findings have fingerprints of their own. */
  #customers = '';
  readonly #said = new Map<string, number>();

  constructor(tool: { readonly name: string; readonly version: string }, lang: Lang, rules: readonly SarifRule[]) {
    this.#tool = tool;
    this.#lang = lang;
    this.#rules = rules;
    this.#index = new Map(rules.map(({ id }, i) => [id, i]));
  }

  head(): string {
    const rules = this.#rules.map(({ id, title, why, mend, severity, properties }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: mend },
      defaultConfiguration: { level: levels[severity] },
      properties,
    }));
    const { name, version } = this.#tool;
    const run = line({ tool: { driver: { name, version, semanticVersion: version, rules } }, language: this.#lang });
    const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
    return `{"$schema":"${schema}","version":"2.1.0","runs":[${run.slice(0, -1)},"results":[`;
  }

  result(finding: SarifFinding): string {
    const { rule, messageId, severity, message, field } = finding;
    const [first, ...others] = locationsOf(finding);
    const ruleIndex = this.#index.get(rule);
    const result = {
      ruleId: rule,
      ...(ruleIndex !== undefined && { ruleIndex }),
      level: levels[severity],
      message: { text: message },
      ...(first && { locations: [first] }),
      ...(others.length > 0 && { relatedLocations: others.map((location, i) => ({ id: i + 1, ...location })) }),
      partialFingerprints: { 'stewardFinding/v1': this.#fingerprint(finding) },
      properties: { messageId, ...(field && { field }) },
    };
    return `${this.#results++ === 0 ? '' : ','}\n${line(result)}`;
  }

  /** The end: how the run went, and what is to be known of it as a whole. */
  tail(exitCode: number, properties: Readonly<Record<string, unknown>>): string {
    const invocations = line([{ executionSuccessful: true, exitCode }]);
    return `\n],"invocations":${invocations},"properties":${line(properties)}}]}\n`;
  }

  /**
   * Tells a finding from others over runs: by rule, message, field and customers, never by the value, which may be personal; a row that
   * is nobody's by its place in the file.
   */
  #fingerprint({ rule, messageId, field, customers, record, column }: SarifFinding): string {
    const place = customers.length > 0 ? customers : [record ?? null, column ?? null];
    const of = JSON.stringify(place);
    if (of !== this.#customers) {
      this.#customers = of;
      this.#said.clear();
    }
    const what = JSON.stringify([rule, messageId, field ?? null]);
    const nth = this.#said.get(what) ?? 0;
    this.#said.set(what, nth + 1);
    return hash('sha256', `${what}${of}${nth}`).slice(0, 32);
  }
}

const line = (value: unknown): string => jsonLine(value).trimEnd();

function locationsOf({ customers, field, file, line: startLine, record, column, header }: SarifFinding): object[] {
  const physical = file !== undefined && {
    physicalLocation: {
      artifactLocation: { uri: fileUri(file) },
      ...(startLine != null && { region: { startLine, properties: { record, column, header } } }),
    },
  };
  if (customers.length === 0) return physical ? [physical] : [];
  return customers.map((customer, i) => ({
    ...(i === 0 && physical),
    logicalLocations: [
      {
        name: field ?? customer,
        fullyQualifiedName: field ? `customers/${customer}/${field}` : `customers/${customer}`,
        kind: field ? 'property' : 'object',
      },
    ],
  }));
}
