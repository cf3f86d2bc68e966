/** How the record of a merged customer is chosen from its members, field by field (S1-11). */
import * as z from 'zod';
import { type FieldKey, fieldKeys } from './fields.js';

/** How one field's value is chosen; never put together from two. */
export const fieldRules = ['best', 'earliest', 'latest', 'list', 'own', 'strictest'] as const;

const fieldKey = z.enum(fieldKeys as readonly [FieldKey, ...FieldKey[]]);

/** The `survivorship` section of a policy. */
export const survivorshipSchema = z.strictObject({
  rules: z
    .partialRecord(fieldKey, z.enum(fieldRules))
    .describe(
      'By field; fields not named here: best. best: verified, then source, then the most recent, then the majority, then the most complete; ' +
        'earliest, latest: by day; list: all values are kept, the best first; own: the remaining record keeps its own; strictest: a refusal stands',
    ),
  together: z
    .partialRecord(fieldKey, z.array(fieldKey))
    .describe('Fields that are taken from the record that the leading field is taken from'),
  sources: z
    .array(z.string())
    .describe('Sources, the most trusted first, as the records name them; all others come after'),
  refusals: z.partialRecord(fieldKey, z.array(z.string())).describe('Words that stand wherever one record says them'),
  source: z.array(z.string()).describe('Clauses that the values of this entry come from, such as S0-29 or C16'),
});

/** How the record of a merged customer is chosen. */
export type Survivorship = z.infer<typeof survivorshipSchema>;

/** The handbooks ask for one file a customer and leave open whose values stand; nothing here goes beyond what a careful clerk would do. */
export const defaultSurvivorship: Survivorship = {
  rules: {
    customer_no: 'own',
    phone: 'list',
    email: 'list',
    marketing: 'strictest',
    hold: 'strictest',
    contact_preference: 'strictest',
    first_contact_at: 'earliest',
    collected_at: 'earliest',
    registered_at: 'earliest',
    cooperation_since: 'earliest',
    last_contact_at: 'latest',
    last_interaction_at: 'latest',
    lifecycle: 'own',
    review_state: 'own',
    prechecked_at: 'own',
    ended_at: 'own',
    end_reason: 'own',
    invalid_reason: 'own',
    entered_by: 'own',
  },
  together: {
    address: ['province', 'city', 'district'],
    contact_name: ['contact_title'],
    phone: ['phone_verified_at', 'phone_verified_by'],
    email: ['email_verified_at'],
    consent_at: ['consent_purpose', 'consent_evidence'],
    industry: ['industry_code', 'industry_sub'],
    hold: ['hold_reason'],
    verified_at: ['verify_result'],
    satisfaction: ['satisfaction_at'],
  },
  sources: [],
  refusals: {
    marketing: ['否', '不允许', '不同意', '不可', 'no', 'n', 'false', '0'],
    hold: ['是', 'yes', 'y', 'true', '1'],
    contact_preference: ['请勿联系', '勿扰', '不联系', 'do not contact'],
  },
  source: ['S1-11'],
};
