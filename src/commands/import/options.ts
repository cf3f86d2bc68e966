import * as z from 'zod';
import type { IntakeOptions } from '../../intake/plan.js';
import { toldFields } from '../../intake/told.js';
import { StewardError } from '../../model/errors.js';
import type { FieldKey } from '../../model/fields.js';
import { type DuplicateWay, duplicateWays, type MatchKey, matchKeys } from '../../model/intake.js';
import type { FieldValues } from '../../model/plan.js';
import type { Policy } from '../../model/policy.js';
import { readDay } from '../../rules/calendar/read-day.js';
import type { OptionSpecs, Options } from '../command.js';

/** Options of `import` alone: whom a row is, what becomes of duplicates, and the consent that a whole file rests on. */
export const doorOptions = {
  key: {
    flag: '--key <key>',
    help: {
      zh: '按什么认定是同一客户,可多次给出,先给的先比(默认 customer_no、identity;identity 是信用代码,否则名称加地区,否则姓名加电话或邮箱)',
      en: 'by what a row is a known customer; may be repeated, the first one first (default: customer_no, identity: credit code, else name and region, else a person’s name with phone or e-mail)',
    },
    schema: z.array(z.enum(matchKeys as unknown as [MatchKey, ...MatchKey[]])).optional(),
    choices: matchKeys,
    many: true,
  },
  onDuplicate: {
    flag: '--on-duplicate <way>',
    help: {
      zh: '已有该客户时:update 更新、review 挂起待定、skip 跳过、create 仍新建(默认按策略 intake.onDuplicate)',
      en: 'what becomes of a known customer’s row: update, review (held), skip, create (a customer of its own); default: the policy’s intake.onDuplicate',
    },
    schema: z.enum(duplicateWays as unknown as [DuplicateWay, ...DuplicateWay[]]).optional(),
    choices: duplicateWays,
  },
  consentAt: {
    flag: '--consent-at <day>',
    help: { zh: '新客户的同意日期,该行没有写时用', en: 'day of consent of new customers whose row names none' },
    schema: z
      .string()
      .refine((word) => readDay(word) !== null, 'YYYY-MM-DD')
      .optional(),
  },
  consentPurpose: {
    flag: '--consent-purpose <text>',
    help: { zh: '新客户同意的收集目的,该行没有写时用', en: 'what they consented to, likewise' },
    schema: z.string().min(1).optional(),
  },
  consentEvidence: {
    flag: '--consent-evidence <text>',
    help: { zh: '新客户的同意凭证,该行没有写时用', en: 'evidence of their consent, likewise' },
    schema: z.string().min(1).optional(),
  },
  held: {
    flag: '--held <file>',
    help: { zh: '把挂起的行另存为文件,改正后可再次导入', en: 'also write the rows that are held to a file' },
    schema: z.string().min(1).optional(),
  },
} as const satisfies OptionSpecs;

/**
 * What the options say of all new customers of a file (S0-05, S0-06).
 * @throws StewardError bad-option, where consent is told without its day
 */
export function told({
  source,
  consentAt,
  consentPurpose,
  consentEvidence,
}: Options<typeof doorOptions> & { readonly source?: string | undefined }): FieldValues {
  if (consentAt === undefined && (consentPurpose ?? consentEvidence) !== undefined) {
    const option = consentPurpose === undefined ? '--consent-evidence' : '--consent-purpose';
    const value = (consentPurpose ?? consentEvidence) as string;
    throw new StewardError('bad-option', { command: 'import', option, value, detail: '+ --consent-at YYYY-MM-DD' });
  }
  const values = { source, consent_at: consentAt, consent_purpose: consentPurpose, consent_evidence: consentEvidence };
  return Object.fromEntries(
    toldFields.flatMap((key: FieldKey & keyof typeof values) => (values[key] ? [[key, values[key]]] : [])),
  );
}

/** How duplicates are found and what becomes of them: as the options say, else the policy. A customer number is one customer's, whatever the keys. */
export const matchOptions = (
  { intake }: Policy,
  own: Partial<Pick<Options<typeof doorOptions>, 'key' | 'onDuplicate'>> = {},
): IntakeOptions['match'] => ({
  keys: own.key?.length ? [...new Set<MatchKey>([...own.key, 'customer_no'])] : ['customer_no', 'identity'],
  onDuplicate: own.onDuplicate ?? intake.onDuplicate,
});
