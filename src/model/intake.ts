/** How rows of a file become customers: what is turned away at the door, when a row is somebody on file, and which value then stands. */
import * as z from 'zod';
import { type FieldKey, fieldKeys } from './fields.js';

/** By what a row is found to speak of a customer, in the order in which they are tried. */
export const matchKeys = ['customer_no', 'identity', 'credit_code', 'phone', 'email', 'name_region'] as const;
/** One of the keys. */
export type MatchKey = (typeof matchKeys)[number];

/** What becomes of a row that speaks of a customer on file, or of one that an earlier row of the file brought. */
export const duplicateWays = ['review', 'skip', 'update', 'create'] as const;
/** One of the ways. */
export type DuplicateWay = (typeof duplicateWays)[number];

/** What becomes of a new row that is most likely somebody known, though no key says so. */
export const nearWays = ['hold', 'off'] as const;

/** How a row's value stands against the one on file; a blank never takes a value away, whatever the way. */
export const updateWays = ['overwrite', 'fill', 'keep', 'verified', 'strictest'] as const;
/** One of the ways. */
export type UpdateWay = (typeof updateWays)[number];

const way = z.enum(updateWays);
const rule = z
  .string()
  .regex(/^[a-z-]+\/[a-z0-9-]+(?::[a-z0-9-]+)?$/)
  .describe('A record rule, or one message of it, such as validate/consent:missing');

/** The `intake` section of a policy. */
export const intakeSchema = z.strictObject({
  requireSource: z
    .boolean()
    .describe('Whether a new customer must say where it came from, by a column or --source (S0-05)'),
  reject: z
    .array(rule)
    .describe('Rules whose errors turn a row away; of all others the row comes in with its findings'),
  quarantine: z.array(rule).describe('Rules whose findings hold a row until a person has decided'),
  onDuplicate: z
    .enum(duplicateWays)
    .describe(
      'A row of a known customer. update: its values are taken over by `update`; review: it is held; skip: it is left; create: it becomes a customer of its own',
    ),
  nearDuplicates: z
    .enum(nearWays)
    .describe(
      'A new row that is most likely a known customer, by the matcher (S1-11). hold: it is held, of files up to 10,000 rows; off: it comes in, and dedupe finds it',
    ),
  update: z
    .strictObject({
      default: way,
      fields: z.partialRecord(z.enum(fieldKeys as unknown as [FieldKey, ...FieldKey[]]), way),
    })
    .describe(
      'overwrite: the row stands; fill: only where nothing is on file; keep: what is on file stands, even nothing; verified: what was verified gives way to what was verified later alone; strictest: a refusal stands, else the later day',
    ),
  source: z.array(z.string()).describe('Clauses that the values of this entry come from, such as S0-29 or C16'),
});
