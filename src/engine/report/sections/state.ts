/** How the ledger stands: customers, the four dimensions of quality, completeness. */
import type { Given } from '../../../model/given.js';
import { plain, type Text } from '../../../model/text.js';
import type { Rule } from '../../../rules/rule.js';
import { standingNames, standings } from '../../dormancy.js';
import { qualityNames } from '../../quality.js';
import { counted, type Figure, type Section, share, type Term } from '../figure.js';
import type { LedgerState } from '../state.js';
import { codeName, NONE, of, slotName } from './names.js';

const SOUND: Text = { zh: '无错误、无警告的客户', en: 'customers without error or warning' };
const SHARE: Text = { zh: '占比', en: 'share' };
const SOUND_SHARE: Text = { zh: '无问题客户占比', en: 'share without error or warning' };
const severities = [
  ['error', { zh: '错误', en: 'errors' }],
  ['warning', { zh: '警告', en: 'warnings' }],
  ['info', { zh: '提示', en: 'notes' }],
] as const satisfies readonly (readonly [string, Text])[];
/** What stands against a record: notes do not. */
const AGAINST = ['error', 'warning'];
const OWNERS = 20;

/** All customers, the whole against which shares are taken. */
export const allCustomers = ({ customers }: LedgerState): Figure =>
  counted(customers, 'ledger.customers', { zh: '客户', en: 'Customers' });

/** How many customers there are, and where their files stand. */
export function ledgerSection(state: LedgerState, { policy }: Given): Section {
  const { customers } = state;
  const files = (
    [
      ['formal', { zh: '正式', en: 'formal' }],
      ['unreviewed', { zh: '未复核', en: 'not reviewed' }],
      ['quarantined', { zh: '隔离', en: 'quarantined' }],
    ] as const
  ).map(([file, name]) => counted(customers, `ledger.file.${file}`, of({ zh: '档案', en: 'files' }, name), { file }));
  const rungs = standings.map((standing) =>
    counted(customers, `ledger.standing.${standing}`, of({ zh: '位置', en: 'standing' }, standingNames[standing]), {
      standing,
    }),
  );
  const stages = customers
    .groups(['stage'])
    .map(({ words: [stage = ''] }) =>
      counted(
        customers,
        `ledger.stage.${stage || 'none'}`,
        of({ zh: '阶段', en: 'stage' }, codeName(policy, 'stage', stage)),
        { stage },
      ),
    );
  return {
    id: 'ledger',
    title: { zh: '台账现状', en: 'The ledger as it stands' },
    note: {
      zh: '截止日日终的客户。正式客户是经复核(或接管)且未隔离的,为官方数量(S2-17);位置的各类之和等于客户总数(C02)。',
      en: 'Customers at the close of the as-of day. Formal ones are approved or adopted and not quarantined: the official count (S2-17). The standings add up to all customers (C02).',
    },
    figures: [allCustomers(state), ...files, ...rungs, ...stages],
    rows: ['customers'],
    drawing: { type: 'bar', of: rungs.filter(({ value }) => value !== 0).map(({ id }) => id) },
  };
}

/** The four dimensions (S0-01, S2-01, S3-07) and what the rules found. */
export function qualitySections(state: LedgerState, rules: readonly Rule[]): readonly Section[] {
  const { quality } = state.sweep;
  const all = allCustomers(state);
  const sound = (id: string, label: Text, value: number, where: Term['where']): readonly Figure[] => {
    const terms: Term[] = [
      ...all.terms,
      { rows: 'quality', where: { ...where, severity: AGAINST }, distinct: 'customer', minus: true },
    ];
    const figure: Figure = { id, label: of(label, SOUND), value, terms };
    return [figure, share(`${id}.share`, of(label, SOUND_SHARE), figure, all)];
  };
  const dimensions = quality.dimensions.flatMap(({ dimension, sound: value }) =>
    sound(`quality.${dimension}`, qualityNames[dimension], value, { dimension }),
  );
  const found = severities.map(([severity, name]) =>
    counted(state.quality, `quality.findings.${severity}`, of({ zh: '发现', en: 'findings' }, name), {
      severity,
      first: 'yes',
    }),
  );
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  const byRule = quality.rules.flatMap(({ rule, customers }) => {
    const title = titles.get(rule) ?? plain(rule);
    const counts = severities
      .map(([severity, name]) =>
        counted(state.quality, `quality.rule.${rule}.${severity}`, of(title, name), { rule, severity, first: 'yes' }),
      )
      .filter(({ value }) => value !== 0);
    const whom: Figure = {
      id: `quality.rule.${rule}.customers`,
      label: of(title, { zh: '涉及客户', en: 'customers' }),
      value: customers,
      terms: [{ rows: 'quality', where: { rule }, distinct: 'customer' }],
    };
    return [...counts, whom];
  });
  return [
    {
      id: 'quality',
      title: { zh: '数据质量的四个维度', en: 'The four dimensions of quality' },
      note: {
        zh: '真实性:内容真有其事;准确性:写法和取值正确;完整性:必填项不缺;时效性:没有过期(003:60)。每条规则属于一个维度;每个维度的数字是没有该维度错误或警告的客户,占比以全部客户为底,舍去到两位小数(S0-01、S2-01、S3-07)。',
        en: 'Authenticity: what is written is so; accuracy: written and valued correctly; completeness: nothing required is missing; timeliness: nothing is out of date (003:60). Each rule belongs to one dimension; each figure is the customers without an error or warning of that dimension, its share of all customers rounded down to two places (S0-01, S2-01, S3-07).',
      },
      figures: [
        ...sound('quality.sound', { zh: '全部维度', en: 'All dimensions' }, quality.sound, {}),
        ...dimensions,
        ...found,
      ],
      rows: ['quality', 'customers'],
      drawing: {
        type: 'bar',
        of: quality.dimensions.map(({ dimension }) => `quality.${dimension}.share`),
        unit: '%',
      },
    },
    {
      id: 'rules',
      title: { zh: '各规则的发现', en: 'Findings by rule' },
      note: {
        zh: '一个发现可以涉及多个客户:明细中每个客户一行,first=yes 的行数等于发现数。',
        en: 'A finding may name several customers: the rows have one line for each, and those with first=yes are as many as there are findings.',
      },
      figures: byRule,
      rows: ['quality'],
    },
  ];
}

/** Completeness by profile, field and owner (S2-42, C06). */
export function completenessSections(state: LedgerState): readonly Section[] {
  const { completeness } = state.sweep;
  const all = allCustomers(state);
  const whole = counted(
    state.customers,
    'completeness.all',
    { zh: '必填项都齐全的客户', en: 'complete under all active profiles' },
    { complete: 'yes' },
  );
  // A row names all active profiles that require its field: of one profile are those in which it is named.
  const active = completeness.profiles.map(({ profile }) => profile);
  const requiring = new Map<string, string[]>();
  for (const { profile, required } of completeness.profiles)
    for (const { fields } of required)
      requiring.set(fields.join('/'), [...(requiring.get(fields.join('/')) ?? []), profile]);
  const lists = new Map([...requiring.values(), active].map((list) => [list.join(' '), list] as const));
  const profiles = completeness.profiles.flatMap(({ profile, complete }) => {
    const named = [...lists].flatMap(([words, list]) => (list.includes(profile) ? [words] : []));
    const where = { profiles: named, state: ['missing', 'not judged'] };
    const figure: Figure = {
      id: `completeness.profile.${profile}`,
      label: of(plain(profile), { zh: '必填项齐全', en: 'required fields complete' }),
      value: complete,
      terms: [...all.terms, { rows: 'completeness', where, distinct: 'customer', minus: true }],
    };
    return [figure, share(`${figure.id}.share`, of(plain(profile), SHARE), figure, all)];
  });
  const seen = new Set<string>();
  const fields = completeness.profiles.flatMap(({ required }) =>
    required.flatMap((slot) => {
      const field = slot.fields.join('/');
      if (seen.has(field)) return [];
      seen.add(field);
      const name = slotName(slot.fields);
      const without = (...states: string[]): Term => ({
        rows: 'completeness',
        where: { field: [field, ''], state: states },
        minus: true,
      });
      const rows = (said: string, label: Text): Figure =>
        counted(state.completeness, `completeness.field.${field}.${said}`, of(name, label), {
          field,
          state: said,
        });
      const asked: Figure = {
        id: `completeness.field.${field}.asked`,
        label: of(name, { zh: '应填', en: 'asked' }),
        value: slot.asked,
        terms: [...all.terms, without('exempt', 'not judged')],
      };
      const filled: Figure = {
        id: `completeness.field.${field}.filled`,
        label: of(name, { zh: '已填', en: 'filled' }),
        value: slot.filled,
        terms: [...all.terms, without('exempt', 'not judged', 'missing', 'withheld')],
      };
      return [
        asked,
        filled,
        rows('withheld', { zh: '客户未提供', en: 'withheld' }),
        rows('missing', { zh: '缺失', en: 'missing' }),
        share(`completeness.field.${field}.share`, of(name, SHARE), filled, asked),
      ];
    }),
  );
  const owners = state.owners.slice(0, OWNERS).flatMap(({ owner, records, complete }) => {
    const name = owner === null ? NONE : plain(owner);
    const id = `completeness.owner.${owner ?? ''}`;
    const where = { owner: owner ?? '' };
    const theirs: Figure = {
      id: `${id}.customers`,
      label: of(name, { zh: '客户', en: 'customers' }),
      value: records,
      terms: [{ rows: 'customers', where }],
    };
    const done: Figure = {
      id: `${id}.complete`,
      label: of(name, { zh: '必填项齐全', en: 'required fields complete' }),
      value: complete,
      terms: [{ rows: 'customers', where: { ...where, complete: 'yes' } }],
    };
    return [theirs, done, share(`${id}.share`, of(name, SHARE), done, theirs)];
  });
  return [
    {
      id: 'completeness',
      title: { zh: '必填项完整性', en: 'Completeness of required fields' },
      note: {
        zh: '空白、填充词和打码的联系方式算缺失;“客户未提供”满足要求,另计(S4-34、C20)。个人客户不问企业才有的字段(S3-01)。',
        en: 'Blank, fillers and masked phones or e-mails count as missing; what the customer would not tell satisfies the profile and is counted apart (S4-34, C20). Persons are not asked for what only companies have (S3-01).',
      },
      figures: [
        whole,
        share(
          'completeness.all.share',
          of({ zh: '必填项都齐全的客户', en: 'complete under all active profiles' }, SHARE),
          whole,
          all,
        ),
        ...profiles,
        ...fields,
      ],
      rows: ['completeness', 'customers'],
      drawing: {
        type: 'bar',
        of: [...seen].map((field) => `completeness.field.${field}.share`),
        unit: '%',
      },
    },
    {
      id: 'owners',
      title: { zh: '各负责人的完整性', en: 'Completeness by owner' },
      note: {
        zh: '不完整客户最多的 20 位负责人;全部负责人见明细。',
        en: 'The twenty owners with most incomplete customers; all owners stand in the rows.',
      },
      figures: owners,
      rows: ['customers'],
    },
  ];
}
