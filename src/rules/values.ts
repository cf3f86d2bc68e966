import type { CustomerFields } from '../model/customer.js';
import { type FieldKey, fieldKeys } from '../model/fields.js';

/** Every field by its name, in declared order: a loop over `record[key]` takes ten times as long. */
const read = (r: CustomerFields): readonly (string | null)[] => [
  r.customer_no,
  r.name,
  r.party_kind,
  r.address,
  r.province,
  r.city,
  r.district,
  r.remark,
  r.tags,
  r.credit_code,
  r.legal_rep,
  r.business_scope,
  r.industry,
  r.industry_code,
  r.industry_sub,
  r.size,
  r.annual_revenue,
  r.business_scale,
  r.business_field,
  r.contact_name,
  r.contact_title,
  r.phone,
  r.phone_other,
  r.email,
  r.wechat,
  r.contact_preference,
  r.service_time,
  r.need,
  r.need_type,
  r.need_urgent,
  r.need_important,
  r.preference,
  r.budget,
  r.purchase_cycle,
  r.special_need,
  r.expected_amount,
  r.value_class,
  r.grade,
  r.customer_type,
  r.annual_purchase,
  r.margin,
  r.growth_potential,
  r.industry_influence,
  r.potential_rated_at,
  r.loyalty,
  r.cooperation_since,
  r.cooperation_history,
  r.stage,
  r.silent_cause,
  r.activation_at,
  r.follow_priority,
  r.channel,
  r.source,
  r.consent_at,
  r.consent_purpose,
  r.consent_evidence,
  r.owner,
  r.department,
  r.entered_by,
  r.first_contact_at,
  r.collected_at,
  r.registered_at,
  r.last_contact_at,
  r.last_interaction_at,
  r.changed_at,
  r.finance_status,
  r.credit_grade,
  r.receivable,
  r.contract_until,
  r.lifecycle,
  r.review_state,
  r.prechecked_at,
  r.ended_at,
  r.end_reason,
  r.invalid_reason,
  r.phone_verified_at,
  r.phone_verified_by,
  r.email_verified_at,
  r.verified_at,
  r.verify_result,
  r.confirmed_at,
  r.marketing,
  r.hold,
  r.hold_reason,
  r.satisfaction,
  r.satisfaction_at,
  r.feedback,
];

const named = Object.fromEntries(fieldKeys.map((key) => [key, key])) as CustomerFields;
const keys = read(named) as readonly FieldKey[];

/** A field, and where valuesOf has its value. */
export interface Place {
  readonly field: FieldKey;
  readonly at: number;
}

/** The places of fields, in the order in which they are named. */
export const placesOf = (fields: readonly FieldKey[]): readonly Place[] =>
  fields.map((field) => ({ field, at: keys.indexOf(field) }));

/** The last record read: many rules ask for its values in turn. */
let last: CustomerFields | null = null;
let values: readonly (string | null)[] = [];

/** The values of a record, to be looked up by place. */
export function valuesOf(record: CustomerFields): readonly (string | null)[] {
  if (record !== last) {
    values = read(record);
    last = record;
  }
  return values;
}
