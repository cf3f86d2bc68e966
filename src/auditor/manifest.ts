/** The list of what a bundle holds, which covers itself, too. */
import { createHash } from 'node:crypto';
import { canonical, isObject, parsed } from './canonical.js';
import type { Head } from './chain.js';

/** The list's own file. */
export const manifestName = 'manifest.json';

/** One file of the bundle. */
export interface Listed {
  readonly name: string;
  readonly size: number;
  /** In lower-case hex. */
  readonly sha256: string;
}

/** What the list says. */
export interface Manifest {
  readonly steward: 'audit-bundle';
  readonly version: 1;
  /** The program that made it. */
  readonly tool: string;
  /** When, in UTC. */
  readonly made: string;
  /** The ledger, and where its chain stood then. */
  readonly ledger: { readonly uuid: string; readonly head: Head };
  /** Identities that the ledger had before it was made from another one: signatures may name them. */
  readonly former: readonly string[];
  /** Days that were asked for, both included; null: from the first event, up to the head. */
  readonly period: { readonly from: string | null; readonly to: string | null; readonly timezone: string };
  /** The events that it holds, and the heads before the first and after the last. An empty segment ends before it begins. */
  readonly segment: { readonly first: number; readonly last: number; readonly before: Head; readonly after: Head };
  /** Policies of the segment's runs by their hash: those that are here, and those that nobody had at hand. */
  readonly policies: { readonly here: readonly string[]; readonly missing: readonly string[] };
  readonly files: readonly Listed[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The list's bytes: canonical, with the hash of everything else in it. */
export const manifestText = (manifest: Manifest): string =>
  `${canonical({ ...manifest, sha256: sha256(canonical(manifest)) })}\n`;

/** The list of a text; null where it is not, to the last byte, what `manifestText` writes. */
export function readManifest(text: string): Manifest | null {
  const value = parsed(text);
  if (!isObject(value) || value.steward !== 'audit-bundle' || value.version !== 1) return null;
  const { sha256: _, ...rest } = value;
  const manifest = rest as unknown as Manifest;
  return manifestText(manifest) === text && isWhole(manifest) ? manifest : null;
}

const isHead = (value: unknown): value is Head =>
  isObject(value) && Number.isSafeInteger(value.size) && typeof value.hash === 'string';

function isWhole({ ledger, former, period, segment, policies, files, made }: Manifest): boolean {
  return (
    typeof made === 'string' &&
    isObject(ledger) &&
    typeof ledger.uuid === 'string' &&
    isHead(ledger.head) &&
    Array.isArray(former) &&
    isObject(period) &&
    typeof period.timezone === 'string' &&
    isObject(segment) &&
    Number.isSafeInteger(segment.first) &&
    Number.isSafeInteger(segment.last) &&
    isHead(segment.before) &&
    isHead(segment.after) &&
    isObject(policies) &&
    Array.isArray(policies.here) &&
    Array.isArray(policies.missing) &&
    Array.isArray(files) &&
    files.every((file) => isObject(file) && typeof file.name === 'string' && typeof file.sha256 === 'string')
  );
}
