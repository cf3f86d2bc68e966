import { identityOfCode } from '../model/identity.js';
import type { FieldValues } from '../model/plan.js';
import { companyKey, isCompanyLike } from '../rules/text/company-name.js';
import { parseCreditCode } from '../rules/text/credit-code.js';
import { phoneKey } from '../rules/text/phone.js';
import { fold } from '../rules/text/unicode.js';

/**
 * The key under which the same customer comes back (S1-11): the credit code; else a company's normalised name with its region; else
 * a person's name with phone or e-mail. Null when the values are too thin to say.
 */
export function identityKey(set: FieldValues): string | null {
  if (set.credit_code) {
    const code = parseCreditCode(set.credit_code);
    if (code.ok) return identityOfCode(code.code);
  }
  if (!set.name) return null;
  if (isCompanyLike(set.name)) {
    const key = companyKey(set.name);
    return key === null ? null : `n:${key}|${fold(set.province ?? '')}`;
  }
  const phone = set.phone ? phoneKey(set.phone) : null;
  if (phone !== null) return `p:${fold(set.name)}|${phone}`;
  return set.email ? `e:${fold(set.name)}|${fold(set.email).toLowerCase()}` : null;
}
