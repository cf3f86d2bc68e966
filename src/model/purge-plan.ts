/** The saved purge plan: a file that one person proposes and another signs. It names customers by number and masked name only. */
import * as z from 'zod';
import { canonicalJson } from './canonical.js';
import { isIsoDate } from './date.js';
import { type FieldKey, fieldKeys } from './fields.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.string().refine(isIsoDate);
const head = z.strictObject({ size: z.int().min(1), hash: sha256 });
const archive = z.enum(['basic', 'transaction', 'service', 'special']);

/** What may be destroyed of a customer by itself: any field but those that say who it is and where it stands, and the undeclared columns. */
export type PurgeField = FieldKey | 'extra';

const keptFields: readonly string[] = ['customer_no', 'lifecycle', 'review_state', 'hold', 'hold_reason'];
/** Fields that a field purge may name. */
export const purgeFields: readonly PurgeField[] = [...fieldKeys.filter((key) => !keptFields.includes(key)), 'extra'];

const item = z.strictObject({
  customer: z.int().min(1),
  no: z.string().nullable(),
  name: z.string().nullable().describe('As the policy’s register names it: masked, or not at all'),
  version: z.int().min(1),
  fingerprint: sha256.describe('Hash of the last event about the customer: it covers the record by salted commitments'),
  fields: z
    .array(z.enum(purgeFields as [PurgeField, ...PurgeField[]]))
    .min(1)
    .nullable()
    .describe('null: the whole file'),
  code: z.string(),
  note: z.string().min(1).describe('Why, in the proposer’s words'),
  worth: z.literal('none').describe('A person judged that it is of no further value (S2-31)'),
  classes: z.array(
    z.strictObject({
      archive,
      verdict: z.string(),
      earliest: day.nullable(),
      ground: z.string(),
      clauses: z.array(z.string()),
    }),
  ),
});

const schema = z.strictObject({
  steward: z.literal('purge-plan'),
  version: z.literal(1),
  ledger: z.string(),
  policy: sha256,
  section: sha256.describe('People and roles under which it was proposed'),
  asOf: day,
  created: z.string(),
  expires: day.describe('The last day on which it can be approved and applied'),
  nonce: z.string().min(20),
  head,
  proposer: z.strictObject({ person: z.string(), role: z.string(), osUser: z.string() }),
  items: z.array(item).min(1),
});

/** One customer of a plan: what is to be destroyed, and why. */
export type PurgeItem = z.infer<typeof item>;
/** A whole plan. */
export type PurgePlan = z.infer<typeof schema>;

/** The bytes of a plan's file: canonical, so that equal plans are equal files. */
export const planText = (plan: PurgePlan): string => `${canonicalJson(plan)}\n`;

/** Reads a plan's text; null when it is none. */
export function parsePlan(text: string): PurgePlan | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
