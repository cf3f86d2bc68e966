/** The manifest of a backup: what was copied, of which ledger, and where its chain stood (S2-21). */
import { hash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from './canonical.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const file = z.strictObject({
  name: z.string().regex(/^ledger\.(?:csv|csv\.steward\.db|db)$/),
  bytes: z.int().min(0),
  sha256,
  blocks: z.array(z.string()).describe('The head of the sha256 of each MiB, by which the place of damage is found'),
});

const schema = z.strictObject({
  steward: z.literal('backup'),
  version: z.literal(1),
  ledger: z.string().describe('uuid of the ledger'),
  kind: z.enum(['csv', 'sqlite']),
  name: z.string().describe('Name of the ledger’s file'),
  schema: z.int().min(1),
  time: z.string(),
  by: z.strictObject({ actor: z.string(), role: z.string() }),
  program: z.string(),
  run: z.int().min(0).describe('The last run that is in it'),
  head: z.strictObject({ size: z.int().min(1), hash: sha256 }),
  rows: z.record(z.string(), z.int().min(0)).describe('Rows by table, tombstones among them'),
  files: z.array(file).min(1).max(2),
});

/** A whole manifest. */
export type Manifest = z.infer<typeof schema>;

/** One file of a backup. */
export type BackupFile = z.infer<typeof file>;

/** Bytes of a block. */
export const backupBlock = 1 << 20;

/** The bytes of a manifest's file: keys in order, under a seal of their own, so that no byte of it changes unseen. */
export function manifestText(manifest: Manifest): string {
  const canonical = canonicalJson(manifest);
  const seal = hash('sha256', canonical);
  return `${JSON.stringify({ ...(JSON.parse(canonical) as Manifest), seal }, null, 2)}\n`;
}

/** Reads a manifest's text; null when it is none, or not as it was written. */
export function parseManifest(text: string): Manifest | null {
  try {
    const { seal: _, ...rest } = JSON.parse(text) as Manifest & { readonly seal?: unknown };
    const parsed = schema.safeParse(rest);
    return parsed.success && manifestText(parsed.data) === text ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Something wrong with a backup: in which file, at which bytes where that is known. */
export interface BackupFault {
  readonly file: string;
  readonly code: 'altered' | 'missing' | 'sheet' | 'size' | 'stray' | 'unsound';
  readonly detail: string;
}

/**
 * How a ledger stands to a backup: `continues` its chain, or is `behind` it, on the same one; of an `other` history; `unreadable`; or there is `none`.
 */
export type Standing = 'behind' | 'continues' | 'none' | 'other' | 'unreadable';
