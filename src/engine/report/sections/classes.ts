/** Classes and stages: what was regraded, how suggestions and decisions agree, who moved on (S3-20, S3-27, S4-24). */
import type { Given } from '../../../model/given.js';
import { plain, type Text } from '../../../model/text.js';
import { className, dimensionNames } from '../../class-name.js';
import { counted, type Figure, type Heat, type Section, share } from '../figure.js';
import { DESTROYED, type Moves, SILENT } from '../moves.js';
import type { RowSet, Where } from '../rows.js';
import type { LedgerState } from '../state.js';
import { codeName, joined, of } from './names.js';

const directionNames: Readonly<Record<string, Text>> = {
  up: { zh: '上升', en: 'risers' },
  first: { zh: '首次评定', en: 'first time' },
  down: { zh: '下降', en: 'fallers' },
  cleared: { zh: '撤销评定', en: 'cleared' },
  [DESTROYED]: { zh: '值已销毁,升降不明', en: 'values destroyed since, direction unknown' },
};

/** Figures and heat map of what goes from one class to another. */
function matrix(
  rows: RowSet,
  id: string,
  title: Text,
  [fromKey, toKey]: readonly [string, string],
  where: Where,
  nameOf: (code: string) => Text,
): { readonly figures: readonly Figure[]; readonly heat: Heat } {
  const pairs = rows.groups([fromKey, toKey], where);
  const codes = (at: 0 | 1) => [...new Set(pairs.map(({ words }) => words[at] ?? ''))].sort();
  const [from, to] = [codes(0), codes(1)];
  const cell = (a: string, b: string): number =>
    pairs.find(({ words }) => words[0] === a && words[1] === b)?.count ?? 0;
  return {
    figures: pairs.map(({ words: [a = '', b = ''] }) =>
      counted(rows, `${id}.${a || 'none'}.${b || 'none'}`, joined(nameOf(a), ' → ', nameOf(b)), {
        ...where,
        [fromKey]: a,
        [toKey]: b,
      }),
    ),
    heat: { title, rows: from.map(nameOf), columns: to.map(nameOf), cells: from.map((a) => to.map((b) => cell(a, b))) },
  };
}

/** Regrades of the period: from → to, and the risers (S3-20, S3-27). */
export function regradesSection({ regrades }: Moves, { policy }: Given): Section {
  const maps: Heat[] = [];
  const figures = (
    [
      ['grade', 'grade'],
      ['value', 'value_class'],
    ] as const
  ).flatMap(([dimension, field]) => {
    const name = dimensionNames[dimension] as Text;
    const directions = Object.entries(directionNames).map(([direction, said]) =>
      counted(regrades, `regrades.${dimension}.${direction}`, of(name, said), { dimension, direction }),
    );
    const title: Text = { zh: `${name.zh}:原(行)到新(列)`, en: `${name.en}: from (rows) to (columns)` };
    const made = matrix(regrades, `regrades.${dimension}.move`, title, ['from', 'to'], { dimension }, (code) =>
      codeName(policy, field, code),
    );
    if (made.figures.length > 0) maps.push(made.heat);
    return [...directions, ...made.figures.map((figure) => ({ ...figure, label: of(name, figure.label) }))];
  });
  return {
    id: 'regrades',
    title: { zh: '等级与价值的变动', en: 'Regrades' },
    note: {
      zh: '期内等级和价值的每次变动,从原值到新值;上升者是进入更高一档的,首次评定即为高价值的也算(S3-20、S3-27)。值已销毁的变动只计其有。',
      en: 'Every change of grade or value class in the period, from what it was to what it became; risers went to a higher class, or were at once high-value (S3-20, S3-27). Of values destroyed since it is told that they changed, and not how.',
    },
    figures,
    rows: [regrades.name],
    ...(maps.length > 0 && { drawing: { type: 'heat', maps } }),
  };
}

/** What the rules suggest beside what a person decided (S4-24). */
export function confusionSection({ classification, sweep }: LedgerState, { policy }: Given): Section {
  const maps: Heat[] = [];
  const figures = sweep.classes.flatMap(({ labels: dimension, field, agree, differ }) => {
    if (agree + differ === 0) return [];
    const name = dimensionNames[dimension] ?? plain(dimension);
    const whole = counted(
      classification,
      `classification.${dimension}.compared`,
      of(name, { zh: '可比较', en: 'compared' }),
      {
        dimension,
      },
    );
    const same = counted(classification, `classification.${dimension}.agree`, of(name, { zh: '一致', en: 'agree' }), {
      dimension,
      agrees: 'yes',
    });
    const title: Text = {
      zh: `${name.zh}:决定(行)与建议(列)`,
      en: `${name.en}: decided (rows) and suggested (columns)`,
    };
    const made = matrix(
      classification,
      `classification.${dimension}.pair`,
      title,
      ['decided', 'suggested'],
      { dimension },
      (code) => className(policy, dimension, field, code),
    );
    maps.push(made.heat);
    return [
      whole,
      same,
      share(`classification.${dimension}.accuracy`, of(name, { zh: '准确率', en: 'accuracy' }), same, whole),
      ...made.figures.map((figure) => ({ ...figure, label: of(name, figure.label) })),
    ];
  });
  return {
    id: 'classification',
    title: { zh: '分类准确率:决定与建议', en: 'Classification: decided and suggested' },
    note: {
      zh: '截止日既有决定又有建议的客户;行业按门类列出,不同级别的同一行业算一致(S4-24)。',
      en: 'Customers with both a decision and a suggestion at the as-of day; industries stand by their sections, and one of another level agrees (S4-24).',
    },
    figures,
    rows: [classification.name],
    ...(maps.length > 0 && { drawing: { type: 'heat', maps } }),
  };
}

/** Who went from stage to stage in the period, and how many of each stage went forward (S4-24). */
export function stagesSection({ stages }: Moves, { customers }: LedgerState, { policy }: Given): Section {
  const nameOf = (code: string): Text => codeName(policy, 'stage', code);
  const made = matrix(
    stages,
    'stages.move',
    { zh: '阶段:从(行)到(列)', en: 'Stages: from (rows) to (columns)' },
    ['from', 'to'],
    {},
    nameOf,
  );
  const order = (policy.codes.stage?.values ?? []).map(({ code }) => code).filter((code) => code !== SILENT);
  const conversions = order.slice(0, -1).map((stage) => {
    const forward = counted(stages, '', nameOf(stage), { from: stage, forward: 'yes' });
    const left = counted(stages, '', nameOf(stage), { from: stage });
    const there = counted(customers, '', nameOf(stage), { stage });
    const base: Figure = {
      ...there,
      value: (left.value as number) + (there.value as number),
      terms: [...left.terms, ...there.terms],
    };
    const label: Text = { zh: `${nameOf(stage).zh}的转化率`, en: `${nameOf(stage).en}: conversion` };
    return share(`stages.conversion.${stage}`, label, forward, base);
  });
  return {
    id: 'stages',
    title: { zh: '阶段转移与转化率', en: 'Stage transitions and conversion' },
    note: {
      zh: '期内阶段的每次变化。转化率:期内从该阶段进到更后阶段(沉默不算)的次数,除以期内离开该阶段的次数与截止日仍在该阶段的客户之和。此后销毁的客户,其变化计入次数,不知从何到何,转化率不含。',
      en: 'Every change of stage in the period. Conversion: moves from the stage to a later one (silence is none), by all moves out of it in the period and the customers still in it at the as-of day. Changes of customers destroyed since count as changes; nobody knows from what to what, and conversion leaves them out.',
    },
    figures: [
      counted(stages, 'stages.moves', { zh: '阶段变化', en: 'changes of stage' }),
      ...made.figures,
      ...conversions,
    ],
    rows: [stages.name, customers.name],
    ...(made.figures.length > 0 && { drawing: { type: 'heat', maps: [made.heat] } }),
  };
}
