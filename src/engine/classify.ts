import type { ClauseId } from '../model/clauses.js';
import type { CustomerRecord } from '../model/customer.js';
import type { FieldKey } from '../model/fields.js';
import type { RuleId } from '../model/finding.js';
import type { Given } from '../model/given.js';
import type { Policy } from '../model/policy.js';
import type { Data } from '../model/text.js';
import customerType from '../rules/classify/customer-type.js';
import grade from '../rules/classify/grade.js';
import industry from '../rules/classify/industry.js';
import { divisionOf, isWithin, resolveKnown } from '../rules/classify/industry-of.js';
import industrySub from '../rules/classify/industry-sub.js';
import needType from '../rules/classify/need-type.js';
import needUrgency from '../rules/classify/need-urgency.js';
import size from '../rules/classify/size.js';
import stage from '../rules/classify/stage.js';
import value from '../rules/classify/value.js';
import { unknownValue } from '../rules/classify/value-of.js';
import type { LabelRule } from '../rules/rule.js';
import { codeFinder } from '../rules/text/code-list.js';
import { industryByCode } from '../rules/text/industry.js';
import { SEVERAL, severalCodes } from '../rules/text/several-codes.js';
import { inBatches } from './batch.js';
import { countsInOrder } from './counts.js';

/** The rules that classify, in the order in which tables show them. */
const RULES: readonly LabelRule[] = [
  industry,
  industrySub,
  value,
  grade,
  customerType,
  size,
  stage,
  needType,
  needUrgency,
];

/** What a rule suggests for one customer in one dimension, beside what a person decided (S4-14: kept apart). */
export interface Suggestion {
  /** The dimension: `labels` of its rule, such as `industry`, `value`, `grade`. */
  readonly labels: string;
  /** The field that holds the decision; null where there is none. */
  readonly field: FieldKey | null;
  /** Code of the value in that field; null when it is blank or no word of its code list. */
  readonly decided: string | null;
  /** Code that the rule suggests, several joined by + (S1-08); null when it cannot say. */
  readonly suggested: string | null;
  readonly messageId: string;
  readonly data: Data;
  readonly rule: RuleId;
  readonly clauses: readonly [ClauseId, ...ClauseId[]];
}

/** Suggestions and decisions of one dimension over all records seen; the five last counts add up to their number. */
export interface DimensionTally {
  readonly labels: string;
  readonly field: FieldKey | null;
  readonly rule: RuleId;
  /** Records by suggested and by decided code, in code-unit order of the codes. */
  readonly suggested: Readonly<Record<string, number>>;
  readonly decided: Readonly<Record<string, number>>;
  /** Records by the message that tells why. */
  readonly messages: Readonly<Record<string, number>>;
  /** The confusion table of S4-24 where both are known: industries by their sections. */
  readonly pairs: readonly { readonly decided: string; readonly suggested: string; readonly count: number }[];
  readonly agree: number;
  readonly differ: number;
  /** Suggested, but not decided. */
  readonly undecided: number;
  /** Decided, but nothing to suggest. */
  readonly unsuggested: number;
  readonly neither: number;
}

/** Classifies records one by one and counts. */
export interface Classification {
  /** The suggestions for a record, one a dimension, always in the same order. */
  see(record: CustomerRecord): Suggestion[];
  /** The same for many records, each handed to `next` with its suggestions; costs less than `see` of each. */
  seeAll(records: Iterable<CustomerRecord>, next: (record: CustomerRecord, suggestions: Suggestion[]) => void): void;
  tally(): DimensionTally[];
}

/** The fields that classification reads: all that its rules look at, and the decisions. */
export const classificationReads = (given: Given): readonly FieldKey[] =>
  RULES.flatMap((rule) => [...rule.reads(given), ...(rule.field === null ? [] : [rule.field])]);

/** Classifies by the rules of src/rules/classify; their suggestions change nothing (S4-14). */
export function classification(given: Given): Classification {
  const dimensions = RULES.map((rule) => dimension(rule, given));
  return {
    see: (record) => {
      // All are judged before one is counted: a rule that fails leaves the record out whole.
      const suggestions: Suggestion[] = [];
      for (const { judge } of dimensions) suggestions.push(judge(record));
      for (let i = 0; i < dimensions.length; i++)
        (dimensions[i] as (typeof dimensions)[number]).count(suggestions[i] as Suggestion);
      return suggestions;
    },
    seeAll: (records, next) =>
      inBatches(records, (batch) => {
        const suggestions = batch.map((): Suggestion[] => []);
        for (const { judge, count } of dimensions) {
          for (let i = 0; i < batch.length; i++) {
            const suggestion = judge(batch[i] as CustomerRecord);
            count(suggestion);
            (suggestions[i] as Suggestion[]).push(suggestion);
          }
        }
        for (let i = 0; i < batch.length; i++) next(batch[i] as CustomerRecord, suggestions[i] as Suggestion[]);
      }),
    tally: () => dimensions.map((d) => d.tally()),
  };
}

/** Records of one suggestion, one decision and one message. */
interface Same {
  readonly suggested: string | null;
  readonly decided: string | null;
  readonly messageId: string;
  count: number;
}

/** A suggestion beside a decision, as the confusion table has them. */
export interface Compared {
  readonly decided: string;
  readonly suggested: string;
  readonly agrees: boolean;
}

/** Compares suggestions with decisions where both are known (S4-24); null where one is not. Industries are told by their sections. */
export function comparison(
  given: Given,
): (suggestion: Pick<Suggestion, 'decided' | 'labels' | 'suggested'>) => Compared | null {
  const undetermined = unknownValue(given);
  return ({ labels, decided, suggested }) => {
    // 未定 is a class of its own in the distribution (C21), but neither a decision nor a suggestion to compare.
    const unknown = labels === 'value' ? undetermined : null;
    if (decided === null || suggested === null || decided === unknown || suggested === unknown) return null;
    if (labels !== 'industry') return { decided, suggested, agrees: decided === suggested };
    return { decided: decided.slice(0, 1), suggested: suggested.slice(0, 1), agrees: related(decided, suggested) };
  };
}

function dimension(rule: LabelRule, given: Given) {
  const { id, labels, field, clauses } = rule;
  const label = rule.label(given);
  const decidedOf = decidedReader(field, given.policy);
  const unknown = labels === 'value' ? unknownValue(given) : null;
  const compare = comparison(given);
  const seen = new Map<string | null, Map<string | null, Same[]>>();
  return {
    judge(record: CustomerRecord): Suggestion {
      const { value, messageId, data } = label(record);
      return { labels, field, decided: decidedOf(record), suggested: value, messageId, data, rule: id, clauses };
    },
    count({ suggested, decided, messageId }: Suggestion): void {
      let byDecision = seen.get(suggested);
      if (!byDecision) {
        byDecision = new Map();
        seen.set(suggested, byDecision);
      }
      let list = byDecision.get(decided);
      if (!list) {
        list = [];
        byDecision.set(decided, list);
      }
      for (const one of list) {
        if (one.messageId !== messageId) continue;
        one.count++;
        return;
      }
      list.push({ suggested, decided, messageId, count: 1 });
    },
    tally(): DimensionTally {
      const suggested = new Map<string, number>();
      const decided = new Map<string, number>();
      const messages = new Map<string, number>();
      const pairs = new Map<string, Map<string, number>>();
      let [agree, differ, undecided, unsuggested, neither] = [0, 0, 0, 0, 0];
      for (const one of [...seen.values()].flatMap((byDecision) => [...byDecision.values()].flat())) {
        const { count } = one;
        const compared = compare({ labels, ...one });
        add(messages, one.messageId, count);
        if (one.suggested !== null) add(suggested, one.suggested, count);
        if (one.decided !== null) add(decided, one.decided, count);
        const suggestion = one.suggested === unknown ? null : one.suggested;
        const decision = one.decided === unknown ? null : one.decided;
        if (suggestion === null && decision === null) neither += count;
        else if (suggestion === null) unsuggested += count;
        else if (compared === null) undecided += count;
        else {
          if (compared.agrees) agree += count;
          else differ += count;
          let row = pairs.get(compared.decided);
          if (!row) {
            row = new Map();
            pairs.set(compared.decided, row);
          }
          add(row, compared.suggested, count);
        }
      }
      return {
        labels,
        field,
        rule: id,
        suggested: countsInOrder(suggested),
        decided: countsInOrder(decided),
        messages: countsInOrder(messages),
        pairs: [...pairs.keys()].sort().flatMap((from) =>
          Object.entries(countsInOrder(pairs.get(from) as Map<string, number>)).map(([to, count]) => ({
            decided: from,
            suggested: to,
            count,
          })),
        ),
        agree,
        differ,
        undecided,
        unsuggested,
        neither,
      };
    },
  };
}

/** A decision of another level than the suggestion is no disagreement: I6513 decided, I65 suggested. */
const related = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a);

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

/**
 * Reads what a person decided in a field, as a code: null when it is blank or no word that the policy knows. Several words are
 * joined codes (S1-08), a second-level industry is its division (S4-09).
 */
export function decidedReader(field: FieldKey | null, policy: Policy): (record: CustomerRecord) => string | null {
  if (field === null) return () => null;
  const codeOf = codeReader(field, policy);
  return (record) => {
    const raw = record[field];
    return raw === null ? null : codeOf(raw);
  };
}

function codeReader(field: FieldKey, policy: Policy): (raw: string) => string | null {
  if (field === 'industry_code') return (raw) => industryByCode(raw)?.code ?? null;
  if (field === 'industry_sub')
    return (raw) => {
      const found = resolveKnown(raw);
      return 'code' in found ? divisionOf(found.code) : null;
    };
  if (SEVERAL.has(field)) return severalCodes(policy, field);
  const find = codeFinder(policy, field);
  return (raw) => find(raw)?.entry.code ?? null;
}
