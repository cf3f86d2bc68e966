import type { Data } from '../../model/text.js';
import { type ExampleRecord, labelRule } from '../rule.js';
import { type GradeBand, grader } from './grade-of.js';
import { gradeInputs, type ScoredInput, scoreText } from './score.js';

const RISE = {
  zh: '得分达到 {risesAt} 升为 {up},现为 {score}',
  en: 'a score of {risesAt} makes it {up}; it is {score} now',
};
const FALL = {
  zh: '得分低于 {fallsBelow} 降为 {down},现为 {score}',
  en: 'a score below {fallsBelow} makes it {down}; it is {score} now',
};
const FILL = { zh: '补齐未知的项:{unknown}', en: 'fill in what is not known: {unknown}' };

/** Label: the grade by weighted score of value, potential and relation (S3-15..S3-18), with hysteresis against the present grade (S3-20). */
export default labelRule({
  id: 'classify/grade',
  labels: 'grade',
  field: 'grade',
  clauses: ['S3-18', 'S3-15', 'S3-16', 'S3-17', 'S3-20', 'S3-04', 'C05'],
  title: { zh: '按加权得分建议客户等级', en: 'Grade by weighted score' },
  why: {
    zh: '003:84 按当前价值、潜在价值、合作年限、忠诚度、信用状况分级,没有给出分值;分值、权重和档位写在制度文件里,可逐项复算。未知的项不按零分算,其权重不计并注明',
    en: '003:84 grades by current value, potential, years, loyalty and credit and gives no figures; points, weights and bands stand in the policy and can be worked out again by hand. What is unknown is not taken for zero: its weight is left out and that is said',
  },
  knobs: ['grading'],
  mend: {
    zh: '补齐或更正各项依据;等级由人确定(steward classify regrade 给出变更清单)',
    en: 'fill in or mend the inputs; a person decides the grade (steward classify regrade lists the changes)',
  },
  messages: {
    band: {
      zh: '得分 {score}({earned}÷{known}),在 {range} 内,属于 {grade};已知权重 {share}%',
      en: 'the score {score} ({earned}÷{known}) lies in {range}: {grade}; {share}% of the weight is known',
      change: [RISE, FALL],
    },
    held: {
      zh: '得分 {score}({earned}÷{known})单看属于 {plain},但没有越过边界 {hysteresis} 分,保持 {grade}',
      en: 'the score {score} ({earned}÷{known}) alone makes it {plain}, but does not pass the edge by {hysteresis} points: {grade} stays',
      change: [RISE, FALL],
    },
    promising: {
      zh: '得分 {score}({earned}÷{known})在 {range} 内,但潜在价值 {potential} 分、当前价值 {current} 分,属于 {grade}',
      en: 'the score {score} ({earned}÷{known}) lies in {range}, but potential scores {potential} and current value {current}: {grade}',
      change: [
        RISE,
        {
          zh: '潜在价值低于 {potentialFrom} 分,或当前价值达到 {currentBelow} 分,即为 {within}',
          en: 'potential below {potentialFrom}, or current value of {currentBelow} or more, makes it {within}',
        },
      ],
    },
    'too-little-known': {
      zh: '已知权重只有 {share}%,不到 {leastKnown}%,不评级;未知:{unknown}',
      en: 'only {share}% of the weight is known, less than {leastKnown}%: no grade; unknown: {unknown}',
      change: [FILL],
    },
    blank: { zh: '没有任何评级依据', en: 'nothing is known to grade by', change: [FILL] },
  },
  reads: () => ['grade', ...gradeInputs.map(([field]) => field)],
  label: (given) => {
    const { grade: judge, bands, bandOf, hysteresis } = grader(given);
    const ranges = new Map(bands.map((band) => [band, rangeText(band)]));
    const { leastKnown } = given.policy.grading;
    const held = pointsText(hysteresis);
    const blank = { value: null, messageId: 'blank', data: { leastKnown } } as const;
    return (record) => {
      const { how, grade, plain, present, score } = judge(record);
      if (how === 'blank') return blank;
      const { total, current, potential, whole, inputs } = score;
      const band = grade === null ? undefined : bandOf(grade);
      return {
        value: grade,
        messageId: how,
        data: {
          grade,
          score: scoreText(total),
          earned: total.earned,
          known: total.known,
          whole,
          share: whole === 0 ? 0 : Math.floor((total.known * 100) / whole),
          leastKnown,
          range: (band && ranges.get(band)) ?? '',
          plain,
          present,
          hysteresis: held,
          potential: scoreText(potential),
          current: scoreText(current),
          inputs: countedOf(inputs),
          unknown: unknownOf(inputs),
        },
      };
    };
  },
  detail: (given) => {
    const { grade: judge, bands, bandOf, hysteresis, promising } = grader(given);
    return (record, { value }): Data => {
      const { present, score } = judge(record);
      const own = value === null ? undefined : bandOf(value);
      if (own === undefined) return { unknown: unknownOf(score.inputs) };
      // Only the present grade is held; a suggestion that differs from it is judged by the edges alone.
      const slack = value === present ? hysteresis : 0;
      const at = bands.indexOf(own);
      const [lower, upper] = [bands[at - 1], bands[at + 1]];
      return {
        within: promising.within,
        potentialFrom: pointsText(promising.potentialFrom - slack),
        currentBelow: pointsText(promising.currentBelow + slack),
        ...(upper && { up: upper.code, risesAt: pointsText(upper.from + slack) }),
        ...(lower && { down: lower.code, fallsBelow: pointsText(own.from - slack) }),
      };
    };
  },
  examples: [
    { record: scored({ purchase: '120万', margin: '15%', loyalty: '4', credit: 'AA' }), expect: ['core', 'band'] },
    { record: scored({ purchase: '50万', margin: '15%', loyalty: '4', credit: 'A' }), expect: ['important', 'band'] },
    { record: scored({ purchase: '10万', margin: '12%', loyalty: '3', credit: 'BB' }), expect: ['general', 'band'] },
    { record: edge({ annual_purchase: '299999.99' }), expect: ['general', 'band'] },
    { record: edge({ annual_purchase: '300000' }), expect: ['important', 'band'] },
    { record: edge({ annual_purchase: '300000.01', credit_grade: 'A' }), expect: ['important', 'band'] },
    {
      record: { annual_purchase: '3万', margin: '8%', growth_potential: '5', industry_influence: '4' },
      expect: ['promising', 'promising'],
    },
    {
      record: { annual_purchase: '3万', margin: '8%', growth_potential: '3', industry_influence: '4' },
      expect: ['general', 'band'],
    },
    {
      record: { ...scored({ purchase: '50万', margin: '20%', loyalty: '4', credit: 'A' }), grade: '核心客户' },
      expect: ['core', 'held'],
    },
    { record: { annual_purchase: '80万', credit_grade: 'AAA' }, expect: [null, 'too-little-known'] },
    { record: { annual_purchase: '80万', margin: '20', loyalty: '4' }, expect: ['important', 'band'] },
    { record: { annual_purchase: '80万', growth_potential: '4', loyalty: '5' }, expect: ['core', 'band'] },
    { record: { annual_purchase: '面议', loyalty: '客户未提供' }, expect: [null, 'blank'] },
    { record: {}, expect: [null, 'blank'] },
  ],
});

/** The fields of an example, of which those of potential and years are left out. */
function scored(of: { purchase: string; margin: string; loyalty: string; credit: string }): ExampleRecord {
  return { annual_purchase: of.purchase, margin: of.margin, loyalty: of.loyalty, credit_grade: of.credit };
}

/** An example that scores 60 exactly, or what is changed in it. */
function edge(change: ExampleRecord): ExampleRecord {
  return { annual_purchase: '300000', growth_potential: '3', loyalty: '4', credit_grade: 'BBB', ...change };
}

/** The inputs that count. */
const countedOf = (inputs: readonly ScoredInput[]): string[] => {
  const texts: string[] = [];
  for (const { contribution, text } of inputs) if (contribution !== null) texts.push(text);
  return texts;
};

/** The inputs whose weight is left out or counted as nothing, each with its problem. */
const unknownOf = (inputs: readonly ScoredInput[]): string[] => {
  const texts: string[] = [];
  for (const { problem, weight, text } of inputs) if (problem !== null && weight > 0) texts.push(text);
  return texts;
};

const pointsText = (hundredths: number): string => String(hundredths / 100);

const rangeText = ({ from, below }: GradeBand): string =>
  `[${pointsText(from)}, ${below === null ? '∞' : pointsText(below)})`;
