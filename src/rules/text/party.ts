import type { CustomerFields } from '../../model/customer.js';
import type { Policy } from '../../model/policy.js';
import { RecentRecords } from '../../model/recent.js';
import { answerReader } from './answer.js';
import { codeFinder } from './code-list.js';
import { isCompanyLike, judgeCompanyName } from './company-name.js';
import { judgePersonName } from './person-name.js';

/** The kinds of party of S3-01; they decide which fields are required and how the name is judged. */
export type PartyKind = 'company' | 'partner' | 'person';

/** The last answers, under the policy that they were given under. */
let recent: RecentRecords<PartyKind> | null = null;
let recentPolicy: Policy | null = null;

/**
 * Whether a record is a company, a channel partner or a person (S3-01). `party_kind` decides where it holds a word of the code
 * list. Where it does not: a credit code, a legal representative, a business scope or a contact other than the name itself shows
 * a company; otherwise the name decides. It is a person's when it reads as one (张三, 欧阳修; with a rare surname, where neither industry nor
 * size is known) or as what people call one another (三哥, 王总), and has no form of a company. Anything else, and no name at all, is a company, of which more is required.
 */
export function partyKind(record: CustomerFields, policy: Policy): PartyKind {
  if (recent === null || policy !== recentPolicy) {
    recent = new RecentRecords((one) => kindOf(one, policy));
    recentPolicy = policy;
  }
  return recent.of(record);
}

function kindOf(record: CustomerFields, policy: Policy): PartyKind {
  const { party_kind: kind, name } = record;
  if (kind !== null) {
    const code = codeFinder(policy, 'party_kind')(kind)?.entry.code;
    if (code === 'person' || code === 'partner') return code;
    if (code !== undefined) return 'company';
  }
  if (name === null || showsCompany(record, policy)) return 'company';
  const bare = record.industry === null && record.size === null;
  return isPersonLike(name, bare) ? 'person' : 'company';
}

function showsCompany(record: CustomerFields, policy: Policy): boolean {
  const { credit_code, legal_rep, business_scope, contact_name, name } = record;
  const answer = answerReader(policy);
  const given = (value: string | null): boolean => value !== null && answer(value) === 'given';
  return (
    given(credit_code) || given(legal_rep) || given(business_scope) || (contact_name !== name && given(contact_name))
  );
}

/** `bare`: nothing is known of it that only a company has, so that a rare surname is enough (翟晓莉; but 华为 with an industry is none). */
function isPersonLike(name: string, bare: boolean): boolean {
  if (isCompanyLike(name)) return false;
  const company = judgeCompanyName(name);
  if (!company.ok && company.problem === 'personName') return true;
  const person = judgePersonName(name);
  if (person.ok) return bare && person.surname !== null && person.hints.length === 0 && person.name.length > 2;
  return person.problem === 'nickname' || person.problem === 'title';
}
