/** What happened in the period: clocks, stale fields, duplicates, the dormancy funnel, destructions, reads, imports. */
import { fieldOf } from '../../../model/fields.js';
import type { Given } from '../../../model/given.js';
import { plain, type Text } from '../../../model/text.js';
import type { Events } from '../events.js';
import { counted, type Figure, type Section, share, summed } from '../figure.js';
import type { Moves } from '../moves.js';
import type { RowSet } from '../rows.js';
import type { LedgerState } from '../state.js';
import { codeName, joined, NONE, of } from './names.js';

const STALEST = 10;

/** Both clocks (C07): which updates were recorded in time, by each deadline. */
export function timelinessSection({ timeliness, deadlines }: Moves, state: LedgerState, { policy }: Given): Section {
  const all = counted(timeliness, 'timeliness.updates', { zh: '期内的信息更新', en: 'updates of the period' });
  const told: Figure[] = [];
  const first = deadlines[0];
  const judged =
    first === undefined
      ? all
      : counted(
          timeliness,
          'timeliness.judged',
          { zh: '写明发生时间的', en: 'of which it was told when it happened' },
          { [`deadline ${first}`]: ['in time', 'late'] },
        );
  if (first !== undefined) told.push(judged);
  const late = deadlines.flatMap((id) => {
    const limit = policy.updates.deadlines[id];
    if (limit === undefined) return [];
    const name: Text =
      'hours' in limit
        ? { zh: `超过 ${limit.hours} 小时`, en: `later than ${limit.hours} hours` }
        : { zh: `超过 ${limit.workdays} 个工作日`, en: `later than ${limit.workdays} working day(s)` };
    const label: Text = { zh: `${name.zh}(${limit.source.join('、')})`, en: `${name.en} (${limit.source.join(', ')})` };
    const broken = counted(timeliness, `timeliness.late.${id}`, label, { [`deadline ${id}`]: 'late' }, { alarm: true });
    return [broken, share(`timeliness.late.${id}.share`, of(label, { zh: '占比', en: 'share' }), broken, judged)];
  });
  const filing = counted(
    state.quality,
    'timeliness.filing',
    {
      zh: '首次接触后建档超过 1 个工作日(S1-13)',
      en: 'files opened later than one working day from first contact (S1-13)',
    },
    { rule: 'validate/late-filing', first: 'yes' },
  );
  return {
    id: 'timeliness',
    title: { zh: '两个时钟的及时性', en: 'Timeliness on both clocks' },
    note: {
      zh: '期内经 update 登记或写有变更时间的更新;从发生到登记,按 24 小时和 1 个工作日两个时钟分别计算(C07)。没有写明发生时间的不判断,另计。',
      en: 'Updates of the period that were made by update or say when it happened; from the happening to the record, by the clock of 24 hours and by that of one working day, each apart (C07). Those that do not say when are judged by neither, and counted apart.',
    },
    figures: [all, ...told, ...late, filing],
    rows: ['timeliness', 'quality'],
  };
}

/** The ten stalest fields (S2-02). */
export function stalestSection(staleness: RowSet): Section {
  const stalest = staleness
    .groups(['field'])
    .map(({ words: [field = ''] }) => {
      const where = { field };
      return { field, where, days: staleness.sum('days', where), customers: staleness.sum('customers', where) };
    })
    .sort((a, b) => b.days * a.customers - a.days * b.customers || (a.field < b.field ? -1 : 1))
    .slice(0, STALEST)
    .map(
      ({ field, where, days, customers }): Figure => ({
        id: `stalest.${field}`,
        label: fieldOf(field as 'name').name,
        value: Math.floor(days / customers),
        unit: 'days',
        terms: [{ rows: staleness.name, where, sum: 'days' }],
        per: [{ rows: staleness.name, where, sum: 'customers' }],
      }),
    );
  return {
    id: 'stalest',
    title: { zh: '最久未更新的十个字段', en: 'The ten stalest fields' },
    note: {
      zh: '对有值的客户,该值自上次变更(没有变更则自录入)以来的平均天数,舍去到整天;只看各方案要求的字段(S2-02)。',
      en: 'Over the customers who have a value: the mean number of days since it was last changed, or entered where it never was, rounded down to whole days; of the fields that profiles ask for (S2-02).',
    },
    figures: stalest,
    rows: [staleness.name],
    drawing: { type: 'bar', of: stalest.map(({ id }) => id) },
  };
}

/** Duplicates found, merged, kept apart, and unmerged. */
export function duplicatesSection({ duplicates }: Events): Section {
  const figure = (id: string, label: Text, what: string, decision?: string): Figure =>
    counted(duplicates, `duplicates.${id}`, label, { what, ...(decision !== undefined && { decision }) });
  const groups: Figure = {
    id: 'duplicates.groups',
    label: { zh: '这些记录组成的组', en: 'groups that they form' },
    value: duplicates.groups(['decision'], { what: 'group' }).length,
    terms: [{ rows: duplicates.name, where: { what: 'group' }, distinct: 'decision' }],
  };
  return {
    id: 'duplicates',
    title: { zh: '重复客户', en: 'Duplicates' },
    note: {
      zh: '上次扫描列出的对和组,以及期内的合并、保持分开与撤销合并(S1-11)。撤销合并本身也把成员记为保持分开。',
      en: 'Pairs and groups that the last scan listed, and the merges, decisions to keep apart, and unmerges of the period (S1-11). An unmerge records its members as kept apart, too.',
    },
    figures: [
      figure('listed.automatic', { zh: '列出的对:可自动合并', en: 'pairs listed: sure' }, 'listed', 'automatic'),
      figure(
        'listed.review',
        { zh: '列出的对:需人工判断', en: 'pairs listed: for a person to decide' },
        'listed',
        'review',
      ),
      figure('grouped', { zh: '与他人为一的客户', en: 'customers that are one with others' }, 'group'),
      groups,
      figure('merged', { zh: '合并入他人的客户', en: 'customers merged into another' }, 'merged'),
      figure('kept-apart', { zh: '保持分开的对', en: 'pairs kept apart' }, 'decided', 'keep-apart'),
      figure('must-link', { zh: '确定为一的对', en: 'pairs surely one' }, 'decided', 'must-link'),
      figure('unmerged', { zh: '撤销合并、恢复的客户', en: 'customers back by an unmerge' }, 'unmerged'),
    ],
    rows: [duplicates.name],
  };
}

/** From silence to destruction (S0-29…S0-36, C02). */
export function dormancySection(
  { customers }: LedgerState,
  { dormancy }: Moves,
  events: Events,
  { policy }: Given,
): Section {
  const results = dormancy
    .groups(['result'], { what: 'result' })
    .map(({ words: [result = ''] }) =>
      counted(
        dormancy,
        `dormancy.result.${result || 'none'}`,
        of({ zh: '核实结果', en: 'result' }, codeName(policy, 'verify_result', result)),
        { what: 'result', result },
      ),
    );
  const funnel = [
    counted(
      customers,
      'dormancy.silent',
      { zh: '沉默(截止日)', en: 'silent, at the as-of day' },
      { standing: 'silent' },
    ),
    counted(
      customers,
      'dormancy.candidates',
      { zh: '休眠候选(截止日)', en: 'candidates, at the as-of day' },
      { standing: 'candidate' },
    ),
    summed(
      events.access,
      'subjects',
      'dormancy.sent',
      { zh: '列入核实名单的客户次', en: 'customers on verification lists, each time' },
      { what: 'read', command: 'verify export' },
    ),
    counted(dormancy, 'dormancy.results', { zh: '登记的核实结果', en: 'results recorded' }, { what: 'result' }),
    counted(dormancy, 'dormancy.flagged', { zh: '标记休眠', en: 'flagged as dormant' }, { what: 'flagged' }),
    counted(dormancy, 'dormancy.woken', { zh: '唤醒', en: 'woken' }, { what: 'woken' }),
    counted(dormancy, 'dormancy.archived', { zh: '归入历史客户库', en: 'archived' }, { what: 'archived' }),
    counted(events.purged, 'dormancy.purged', { zh: '销毁的档案', en: 'files destroyed' }, { scope: 'file' }),
  ];
  return {
    id: 'dormancy',
    title: { zh: '沉默到清除的漏斗', en: 'The funnel from silence to destruction' },
    note: {
      zh: '沉默和候选是截止日的现状,其余是期内发生的;名单来自查阅登记中的 verify export,同一客户列入几次算几次。撤销的步骤仍算发生过。',
      en: 'Silent ones and candidates are as at the as-of day, all else is what happened in the period; lists are the verify exports of the access register, in which a customer counts each time. A step that was undone did happen.',
    },
    figures: [...funnel, ...results],
    rows: ['customers', dormancy.name, 'access', 'purged'],
    drawing: { type: 'bar', of: funnel.map(({ id }) => id) },
  };
}

/** The register of destruction in figures (S2-33, S0-36). */
export function purgeSection({ purged }: Events, { policy }: Given): Section {
  const nameOf = (code: string): Text => {
    const reason = policy.purge.reasons.find((one) => one.code === code);
    return reason === undefined ? plain(code) : { zh: reason.value, en: reason.en };
  };
  const codes = purged
    .groups(['code'])
    .map(({ words: [code = ''] }) =>
      counted(purged, `purge.reason.${code}`, of({ zh: '原因', en: 'reason' }, nameOf(code)), { code }),
    );
  const approvers = purged
    .groups(['approvers'])
    .map(({ words: [who = ''] }) =>
      counted(
        purged,
        `purge.approver.${who || 'none'}`,
        of({ zh: '批准人', en: 'approved by' }, who === '' ? NONE : plain(who)),
        { approvers: who },
      ),
    );
  return {
    id: 'purge',
    title: { zh: '销毁清册', en: 'The register of destruction' },
    note: {
      zh: '期内的销毁,只有编号、原因、范围和批准人,没有姓名(S2-33)。',
      en: 'What was destroyed in the period: numbers, reasons, extent and who approved, and no names (S2-33).',
    },
    figures: [
      counted(purged, 'purge.files', { zh: '整份档案', en: 'whole files' }, { scope: 'file' }),
      counted(purged, 'purge.fields', { zh: '部分字段(客户数)', en: 'some fields, in customers' }, { scope: 'fields' }),
      ...codes,
      ...approvers,
    ],
    rows: [purged.name],
  };
}

/** The access register in figures (S2-26, S0-40). */
export function accessSection({ access }: Events): Section {
  const reads = access
    .groups(['command', 'operator'], { what: 'read' })
    .map(({ words: [command = '', operator = ''] }) =>
      counted(access, `access.read.${command}.${operator}`, joined(plain(command), ' · ', plain(operator)), {
        what: 'read',
        command,
        operator,
      }),
    );
  const refused = access
    .groups(['command', 'code'], { what: 'refused' })
    .map(({ words: [command = '', code = ''] }) =>
      counted(
        access,
        `access.refused.${command}.${code}`,
        of({ zh: '拒绝', en: 'refused' }, joined(plain(command), ' · ', plain(code))),
        { what: 'refused', command, code },
      ),
    );
  return {
    id: 'access',
    title: { zh: '查阅登记', en: 'The access register' },
    note: {
      zh: '期内读取个人字段的次数,按命令和操作人;一次读取一行,客户数为次数之和(S2-26)。被拒绝的命令另计(S0-40)。',
      en: 'Reads of personal fields in the period by command and operator; one row a read, customers counted each time (S2-26). Commands that were refused are counted apart (S0-40).',
    },
    figures: [
      counted(access, 'access.reads', { zh: '读取', en: 'reads' }, { what: 'read' }),
      summed(access, 'subjects', 'access.subjects', { zh: '涉及客户次', en: 'customers, each time' }, { what: 'read' }),
      counted(access, 'access.refusals', { zh: '被拒绝', en: 'refusals' }, { what: 'refused' }, { alarm: true }),
      ...reads,
      ...refused,
    ],
    rows: [access.name],
  };
}

/** Imports of the period: read = created + updated + unchanged + held + rejected. */
export function importsSection({ imports }: Events): Section {
  const sum = (key: string, zh: string, en: string): Figure => summed(imports, key, `imports.${key}`, { zh, en });
  return {
    id: 'imports',
    title: { zh: '导入', en: 'Imports' },
    note: {
      zh: '期内读入数据的运行;读入 = 新建 + 更新 + 不变 + 待定 + 拒绝,每次运行都核对。',
      en: 'Runs of the period that took rows in; read = created + updated + unchanged + held + rejected, checked of each run.',
    },
    figures: [
      counted(imports, 'imports.runs', { zh: '运行', en: 'runs' }),
      sum('read', '读入', 'read'),
      sum('created', '新建', 'created'),
      sum('updated', '更新', 'updated'),
      sum('unchanged', '不变', 'unchanged'),
      sum('held', '待定', 'held'),
      sum('rejected', '拒绝', 'rejected'),
      counted(
        imports,
        'imports.unbalanced',
        { zh: '对不上的运行', en: 'runs that do not add up' },
        { 'adds up': 'no' },
        { alarm: true },
      ),
    ],
    rows: [imports.name],
  };
}
