/** How duplicates are looked for: the columns that are compared, what they hold, and where the decisions lie. */
import * as z from 'zod';

/** What a column may hold for record linkage; `id` names the record, `ignore` takes no part. */
export const columnKinds = [
  'id',
  'ignore',
  'party',
  'person',
  'company',
  'given-name',
  'surname',
  'date',
  'phone',
  'email',
  'address',
  'place',
  'code',
  'identity',
  'category',
  'text',
] as const;

/** One of the kinds. */
export type ColumnKind = (typeof columnKinds)[number];

const probability = z.number().min(0).max(1);

/** The `matching` section of a policy. */
export const matchingSchema = z.strictObject({
  columns: z
    .record(z.string(), z.enum(columnKinds))
    .describe('Kind of each column by its header or field; columns not named here are inferred from their data'),
  automatic: probability.describe('From this probability on, and without a veto, records are put together'),
  review: probability.describe('From this probability on a person decides; below it the records are distinct'),
  listed: probability.describe('Pairs below this probability are not listed'),
  largestBlock: z.int().min(2).max(10_000).describe('Records with one key that are compared with each other'),
  pairsPerRecord: z.number().min(1).max(1000).describe('Comparisons that large files are held to, per record'),
  leastPairs: z.int().min(0).describe('Comparisons that small files may always use'),
  largestCluster: z
    .int()
    .min(2)
    .max(10_000)
    .describe('Records that are put together at most; larger groups go to review'),
  drift: z
    .number()
    .min(0)
    .describe('When the ledger has grown or shrunk by this share since the last full scan, a new one is asked for'),
  sharedBy: z.int().min(2).describe('A phone, address or code in more records than this is no evidence'),
  source: z.array(z.string()).describe('Clauses that the values of this entry come from, such as S0-29 or C16'),
});

/** How duplicates are looked for. */
export type Matching = z.infer<typeof matchingSchema>;

/** One configuration for every file. */
export const defaultMatching: Matching = {
  columns: {},
  automatic: 0.99,
  review: 0.5,
  listed: 0.1,
  largestBlock: 200,
  pairsPerRecord: 2,
  leastPairs: 2_000_000,
  largestCluster: 100,
  drift: 0.2,
  sharedBy: 200,
  source: ['S1-11'],
};
