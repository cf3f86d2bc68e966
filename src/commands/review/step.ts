/** One step of the review over the customers named: every one of them is changed, unchanged or blocked with the reason (law 3). */
import { type ReviewBlock, type ReviewStepJudge, reviewBlocks } from '../../engine/review.js';
import type { CustomerRecord } from '../../model/customer.js';
import { StewardError } from '../../model/errors.js';
import { fieldOf } from '../../model/fields.js';
import type { Finding } from '../../model/finding.js';
import { type Lang, say, type Text } from '../../model/text.js';
import { rules } from '../../rules/registry.gen.js';
import type { Rule } from '../../rules/rule.js';
import type { ChangeContext, Planned } from '../command.js';
import { stepOutput as common, planSteps, type StepVerdict } from '../customer-steps.js';
import { maskedData } from '../masked.js';
import { callOf } from '../shared.js';
import { type Named, selected, trailOf } from './select.js';

const blockNames: Readonly<Record<ReviewBlock, Text>> = {
  draft: { zh: '还是草稿,尚未提交', en: 'is a draft, not submitted yet' },
  quarantined: { zh: '已隔离', en: 'is quarantined' },
  reviewed: { zh: '已复核通过', en: 'was approved already' },
  'own-entry': { zh: '由本人录入或重新提交(001:46)', en: 'was entered or submitted again by yourself (001:46)' },
  'own-customer': { zh: '本人是负责人(C12)', en: 'is your own customer (C12)' },
  'not-owner': {
    zh: '本人不是负责人,初核由负责人做(004:38)',
    en: 'is not yours: its owner makes the first check (004:38)',
  },
  unchanged: {
    zh: '退回后没有修改;用 --note 说明可以通过(000:26)',
    en: 'was not changed since its return; --note says why it passes all the same (000:26)',
  },
  findings: {
    zh: '有错误:{findings};改正,或用 --accept-findings --reason 说明',
    en: 'has errors: {findings}; mend them, or pass --accept-findings --reason',
  },
  unchecked: { zh: '未经初核', en: 'was not prechecked' },
};

/** Formats, columns and JSON that the steps of the review have in common. */
export const stepOutput = { ...common, columns: [...common.columns, 'prechecked', 'findings'] };

/** What a step of the review is, besides its judgement. */
export interface Step {
  readonly command: string;
  readonly title: Text;
  readonly named: Named;
  readonly judge: ReviewStepJudge;
  /** Which customers are meant in bulk, beside that they wait. */
  readonly fits?: (record: CustomerRecord) => boolean;
  /** Hears of everyone who is changed. */
  readonly changed?: (record: CustomerRecord) => void;
  /** Whether a record without precheck is worth a word. */
  readonly tellsPrecheck?: boolean;
}

/** What a finding says, with the field; personal values are masked unless they were asked for. */
const findingText = (finding: Finding, lang: Lang, reveal: boolean): string => {
  const { rule, messageId, field } = finding;
  const of = rules.find(({ id }) => id === rule) as Rule;
  const about = field === undefined ? '' : `${say(fieldOf(field).name, lang)}: `;
  return about + say(of.messages[messageId] as Text, lang, maskedData(finding, reveal));
};

/**
 * Stages a step for all that are named.
 *
 * @throws StewardError review-own when nothing is left but the operator's own
 */
export function planStep(context: ChangeContext, step: Step): Planned & { readonly unchecked: number } {
  const { reader, given, lang, reveal, operator } = context;
  const trail = trailOf(reader, given);
  const own: { count: number; readonly named: string[] } = { count: 0, named: [] };
  let unchecked = 0;
  const judge = (record: CustomerRecord): StepVerdict<ReviewBlock> => {
    const verdict = step.judge({ record, entry: trail.entry(record.id), facts: trail.facts(record) });
    if (verdict.verdict === 'unchanged') return verdict;
    if (verdict.verdict === 'changed') {
      const { change, prechecked, accepted } = verdict;
      step.changed?.(record);
      if (!prechecked) unchecked++;
      return {
        verdict: 'changed',
        change,
        told: () => ({ ...(step.tellsPrecheck && { prechecked }), findings: rulesOf(accepted) }),
      };
    }
    const { why, findings } = verdict;
    if (why === 'own-entry' || why === 'own-customer') {
      own.count++;
      if (own.named.length < 10) own.named.push(callOf(record));
    }
    const named = [...new Set(findings.map((finding) => findingText(finding, lang, reveal)))];
    const message = say(blockNames[why], lang, { findings: named });
    return { verdict: 'blocked', why, message, told: () => ({ findings: rulesOf(findings) }) };
  };
  const records = selected(reader, given, step.command, step.named, step.fits);
  const planned = planSteps(context, { title: step.title, records, blocks: reviewBlocks, judge });
  if (own.count > 0 && own.count === planned.counts.read)
    throw new StewardError('review-own', { actor: operator.actor, customers: own.named, count: own.count });
  return { ...planned, unchecked };
}

const rulesOf = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map(({ rule }) => rule))];
