/** The contradictions between the five handbooks, as the default policy settles them. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/registry.gen.js';
import { dormancy } from '../../src/engine/dormancy.js';
import { numberPlan } from '../../src/engine/numbering.js';
import { regrading } from '../../src/engine/regrade.js';
import { createLedger } from '../../src/ledger/open.js';
import { fields, isFieldKey } from '../../src/model/fields.js';
import type { Act, FieldClass } from '../../src/model/policy.js';
import { defaultPolicy } from '../../src/policy/default.js';
import { lintPolicy } from '../../src/policy/lint.js';
import { parsePolicy } from '../../src/policy/load.js';
import { accessCell } from '../../src/rules/access/cell.js';
import { strictestCadence } from '../../src/rules/cadence/strictest.js';
import { hoursBetween } from '../../src/rules/calendar/period.js';
import { chinaCalendar, dueAfterWorkdays } from '../../src/rules/calendar/working-days.js';
import customerType from '../../src/rules/classify/customer-type.js';
import { type GradeSystem, gradeMap } from '../../src/rules/classify/grade-map.js';
import size from '../../src/rules/classify/size.js';
import stage from '../../src/rules/classify/stage.js';
import value from '../../src/rules/classify/value.js';
import silent from '../../src/rules/dormant/silent.js';
import { activeScheme, parseNumber } from '../../src/rules/number/schemes.js';
import { rules } from '../../src/rules/registry.gen.js';
import { longestFloor } from '../../src/rules/retention/floor.js';
import type { ExampleRecord, LabelRule } from '../../src/rules/rule.js';
import { codeFinder } from '../../src/rules/text/code-list.js';
import required from '../../src/rules/validate/required.js';
import { applyAll, by, insertOf, now, temporaryFolder } from '../ledger/helpers.js';
import { findings, given, record } from '../support/records.js';

const under = given('2026-07-01');
const labelOf = (rule: LabelRule, fields: ExampleRecord) => rule.label(under)(record(fields)).value;
const standingOf = (fields: ExampleRecord) => dormancy(under).see(record(fields)).standing;
const lint = (yaml: string) => lintPolicy(parsePolicy(`extends: handbooks\n${yaml}`, 'policy.yaml'));
const lintErrors = (yaml: string) =>
  lint(yaml)
    .filter(({ severity }) => severity === 'error')
    .map(({ messageId }) => messageId);
const asked = (fields: ExampleRecord) => findings([required], [record(fields)], under);

describe('the contradictions, settled', () => {
  it('[C01] one scheme issues and the other is only read; regrading never renumbers', () => {
    expect(activeScheme(defaultPolicy)?.id).toBe('region-year-serial');
    expect(['SH2024001', 'M-H-2024-001'].map((no) => parseNumber(no, defaultPolicy)?.scheme)).toEqual([
      'region-year-serial',
      'industry-value-year-serial',
    ]);
    const fields = { customer_no: 'M-L-2024-001', province: '上海', value_class: '低价值', expected_amount: '80万' };
    const one = record({ ...fields, prechecked_at: '2026-06-01' });
    expect([...numberPlan([one], under, () => 0).issued]).toEqual([]);
    const verdict = regrading(under).see(one);
    expect(verdict).toMatchObject({ verdict: 'changed', change: { set: { value_class: '高价值' } } });
    expect(verdict).not.toHaveProperty('change.set.customer_no');
  });

  it('[C02] silent comes before dormant on one ladder', () => {
    const last = ['2026-04-02', '2026-04-01', '2026-01-01', '2025-12-31'];
    expect(last.map((last_contact_at) => standingOf({ last_contact_at }))).toEqual([
      'recent',
      'silent',
      'silent',
      'candidate',
    ]);
    expect(lintErrors('dormancy: { silent: { after: P6M } }')).toEqual(['ladder']);
  });

  it('[C03] silence runs on interactions, dormancy on contacts', () => {
    const fields = { last_contact_at: '2025-12-31', last_interaction_at: '2026-06-30' };
    expect(labelOf(silent, fields)).toBe('recent');
    expect(standingOf(fields)).toBe('candidate');
  });

  it('[C03, S2-48] every channel of 002 and 003 is a kind of interaction that counts as contact; a newsletter counts as nothing', () => {
    const { kinds } = defaultPolicy.interactions;
    const counted = (word: string) => kinds.find(({ value, aliases }) => [value, ...aliases].includes(word))?.counts;
    const channels = [
      '電話',
      '郵件',
      '面對面會議',
      '客戶拜訪',
      '电话',
      '邮件',
      '微信',
      '社交媒体',
      '面对面拜访',
      '客户服务热线',
      '在线客服',
    ];
    expect(channels.map(counted)).toEqual(Array(11).fill('contact'));
    expect(['未接通', '群发资料', '飞鸽传书'].map(counted)).toEqual(['interaction', 'neither', undefined]);
    expect(new Set(kinds.map(({ code }) => code)).size).toBe(kinds.length);
    const twice =
      'interactions: { kinds: [{ value: 电话, code: a, en: A, aliases: [热线], counts: contact }, { value: 热线, code: b, en: B, counts: contact }] }';
    expect(lintErrors(twice)).toEqual(['alias-twice']);
  });

  it('[C04] the numbers of the sample table of 004 break its own rule, each in its own way', () => {
    const rows: ExampleRecord[] = [
      { customer_no: 'M-H-2024-001', industry: 'IT服务业', value_class: '高价值' },
      { customer_no: 'M-L-2024-002', industry: '零售业', value_class: '低价值' },
      { customer_no: 'C-M-2023-005', industry: '制造业', value_class: '高价值' },
    ];
    const number = rules.filter(({ id }) => id.startsWith('number/'));
    const found = findings(
      number,
      rows.map((row, i) => record(row, i + 1)),
      under,
    );
    expect(
      found
        .map(({ rule, messageId, subjects }) =>
          messageId === 'legacy' ? `${subjects.join('+')} ${rule}:legacy` : `${subjects.join('+')} ${rule}`,
        )
        .sort(),
    ).toEqual([
      '1 number/format:legacy',
      '1 number/industry',
      '1+2 number/letter-two-industries',
      '2 number/format:legacy',
      '2 number/industry',
      '3 number/format:legacy',
      '3 number/value',
    ]);
  });

  it('[C05] every class of every grade system is a class of each other one, or says nothing of it', () => {
    const { systems } = defaultPolicy.gradeMaps;
    const classes = (id: string): string[] => {
      const system = systems[id];
      const list = system?.field ? defaultPolicy.codes[system.field]?.values : system?.words;
      return (list ?? []).map(({ code }) => code);
    };
    const ids = Object.keys(systems) as GradeSystem[];
    expect(ids).toEqual(['001', '002', '003', '004']);
    for (const from of ids) {
      expect(classes(from).length).toBeGreaterThan(1);
      for (const to of ids.filter((id) => id !== from)) {
        expect(Object.keys(defaultPolicy.gradeMaps.maps[from]?.[to] ?? {}).sort()).toEqual(classes(from).sort());
        const map = gradeMap(defaultPolicy, from, to);
        for (const code of classes(from)) expect([null, ...classes(to)]).toContain(map(code));
      }
    }
  });

  it('[C06] required fields follow the profiles put together, and the kind of party', () => {
    const exempt: readonly string[] = defaultPolicy.profiles.personExempt;
    const missing = (fields: ExampleRecord) => asked(fields).map(({ field }) => field);
    const company = missing({ party_kind: '企业客户' });
    expect(company).toEqual(expect.arrayContaining(['address', 'legal_rep', 'industry', 'size', 'source']));
    const person = missing({ party_kind: '个人客户' });
    expect(person).toEqual(company.filter((field) => field === undefined || !exempt.includes(field)));
    expect(person.length).toBeLessThan(company.length);
  });

  it('[C07] 24 hours and one working day are two clocks', () => {
    const { deadlines, stipulated } = defaultPolicy.updates;
    expect(deadlines).toMatchObject({
      '001': { hours: 24, source: ['S1-12'] },
      '004': { workdays: 1, source: ['S4-23'] },
    });
    const friday = '2026-06-26T17:00';
    expect(hoursBetween(friday, '2026-06-27T17:00')).toBe(24);
    const due = dueAfterWorkdays(chinaCalendar(), friday, 1);
    expect(due).toEqual({ day: '2026-06-29', beyond: false });
    expect(hoursBetween(friday, `${due.day}T17:00`)).toBe(72);
    // "The stipulated limit" of 003:66 gives no figure: it is bound to one of the two, or lint stops.
    expect(stipulated).toBe('004');
    for (const unbound of ['null', '"003"'])
      expect(lintErrors(`updates: { stipulated: ${unbound} }`)).toEqual(['unbound']);
    expect(lintErrors('updates: { deadlines: { "004": { dropped: 按 001 } } }')).toEqual(['unbound']);
  });

  it('[C08] 剔除 sets aside and deletes nothing: quarantined, still read, no candidate', () => {
    expect(codeFinder(defaultPolicy, 'lifecycle')('剔除')?.entry.code).toBe('quarantine');
    const running = dormancy(under);
    expect(running.see(record({ lifecycle: '剔除', last_contact_at: '2020-01-01' })).standing).toBe('quarantined');
    expect(running.tally().accounts).toMatchObject({ read: 1, acted: 0, notDue: 1 });
  });

  it('[C09] a dormant customer is left as it is: neither screened again nor regraded', () => {
    const one = record({
      lifecycle: '休眠',
      last_contact_at: '2020-01-01',
      prechecked_at: '2020-01-01',
      value_class: '低价值',
      expected_amount: '80万',
    });
    expect(dormancy(under).see(one).standing).toBe('dormant');
    expect(regrading(under).see(one)).toEqual({ verdict: 'blocked', why: 'inactive' });
  });

  it('[C09] a dormant customer is known by name and contact, the rest is sealed, and the floor of the archive runs on all of it', () => {
    const { fields } = defaultPolicy.dormancy.keeps;
    expect(fields).toEqual(expect.arrayContaining(['name', 'contact_name', 'phone', 'email']));
    for (const sealed of ['need', 'expected_amount', 'credit_grade', 'remark'] as const)
      expect(fields).not.toContain(sealed);
    const archived = ['basic', 'transaction', 'service', 'special'] as const;
    expect(archived.map((archive) => longestFloor(defaultPolicy, archive)?.atLeast)).toEqual(Array(4).fill('P3Y'));
    expect(lintErrors('dormancy: { keeps: { fields: [name, owner] } }')).toEqual(['dormant-keeps']);
    expect(lintErrors('dormancy: { keeps: { fields: [phone] } }')).toEqual(['dormant-keeps']);
  });

  it('[C10] the channel words of all five handbooks are one list', () => {
    const words: Readonly<Record<string, readonly string[]>> = {
      '000:15': [
        '客户主动咨询',
        '上门拜访',
        '电话沟通',
        '线上平台提交',
        '合作伙伴转介',
        '官网注册',
        '展会现场',
        '老客户推荐',
      ],
      '001:56': ['线上推广', '展会', '转介绍'],
      '002:3': ['業務洽談', '問卷調查', '客戶反饋', '市場調研'],
      '003:56': ['市场调研', '客户拜访', '业务洽谈', '展会活动', '官网注册', '社交媒体互动', '客户推荐'],
      '004:34': ['客户主动提交', '官网表单', '展会登记', '销售拜访记录', '第三方合作机构推荐', '市场活动反馈'],
    };
    for (const field of ['source', 'channel']) {
      const find = codeFinder(defaultPolicy, field);
      const unmapped = Object.values(words).flatMap((list) => list.filter((word) => find(word) === null));
      expect(unmapped, field).toEqual([]);
    }
    const find = codeFinder(defaultPolicy, 'source');
    const codesOf = (list: readonly string[]) => list.map((word) => find(word)?.entry.code);
    expect(codesOf(['展会现场', '展会', '展会活动', '展会登记'])).toEqual(Array(4).fill('exhibition'));
    expect(codesOf(['老客户推荐', '转介绍', '客户推荐'])).toEqual(Array(3).fill('referral'));
    expect(new Set(codesOf(words['002:3'] ?? [])).size).toBe(4);
  });

  it('[C11] of the cadences that apply the strictest holds, and says its clause', () => {
    const next = (does: 'contact' | 'verify', fields: ExampleRecord) => {
      const due = strictestCadence(defaultPolicy, does)(record(fields), '2026-01-31');
      return due && [due.due, ...due.clauses];
    };
    expect(next('contact', {})).toEqual(['2026-04-30', 'S1-21']);
    expect(next('contact', { grade: '一般客户' })).toEqual(['2026-04-30', 'S1-21']);
    expect(next('contact', { value_class: '高价值' })).toEqual(['2026-02-28', 'S1-21']);
    expect(next('contact', { grade: '重要客户' })).toEqual(['2026-02-28', 'S1-21']);
    expect(next('contact', { stage: '合作中客户' })).toEqual(['2026-02-28', 'S4-18']);
    expect(next('verify', { stage: '合作中客户' })).toEqual(['2026-07-31', 'S0-24', 'S2-02']);
    expect(next('verify', { grade: '核心客户' })).toEqual(['2026-04-30', 'S0-24']);
    // A policy may drop a clause, with a reason that lint repeats; without any for everybody, somebody is forgotten.
    const calm = 'cadences: { list: { 004-active: { dropped: 满意度改为季度调查 } } }';
    const policy = parsePolicy(`extends: handbooks\n${calm}`, 'policy.yaml');
    const active = strictestCadence(policy, 'contact')(record({ stage: '合作中客户' }), '2026-01-31');
    expect(active).toMatchObject({ due: '2026-04-30', cadence: '001-ordinary' });
    expect(lint(calm)).toContainEqual(
      expect.objectContaining({ messageId: 'dropped', data: expect.objectContaining({ clauses: ['S4-18'] }) }),
    );
    const one = 'cadences: { list: { 000-half-year: { stage: [active] } } }';
    expect(lint(one)).toContainEqual(expect.objectContaining({ messageId: 'cadence-gap', severity: 'warning' }));
    expect(lintErrors('cadences: { list: { 002-key: { grade: { system: "002", classes: [vip] } } } }')).toEqual([
      'unknown-class',
    ]);
    expect(lintErrors('cadences: { list: { 004-active: { stage: [gone] } } }')).toEqual(['unknown-class']);
  });

  it('[C12] the owner prechecks from the day of collection, another reviews from the day of entry', () => {
    const { precheck, review } = defaultPolicy.review;
    expect(precheck).toMatchObject({ by: 'owner', from: 'collected_at', workdays: 1 });
    expect(review).toMatchObject({ by: 'another', from: 'entered_on', workdays: 1 });
    expect(lintErrors('review: { review: { by: owner } }')).toEqual(['self-review']);
  });

  it('[C12] the precheck and the review are two fields; either lets a decision be made', () => {
    expect(['prechecked_at', 'review_state'].map(isFieldKey)).toEqual([true, true]);
    const fields = { value_class: '低价值', expected_amount: '80万' };
    const verdict = (more: ExampleRecord) => regrading(under).see(record({ ...fields, ...more })).verdict;
    expect(verdict({ review_state: '已提交' })).toBe('blocked');
    expect(verdict({ prechecked_at: '2026-06-01' })).toBe('changed');
    expect(verdict({ review_state: '复核通过' })).toBe('changed');
  });

  it('[C13] a silent customer under contract stays active, and the conflict is said', () => {
    const label = stage.label(under)(record({ stage: '合作中客户', last_contact_at: '2026-01-01' }));
    expect(label).toMatchObject({ value: 'active', messageId: 'active-but-silent' });
  });

  it('[C14] of statements that disagree the narrowest holds, what none allows is denied, and lint shows the cells', () => {
    const cell = (...at: [role: string, act: Act, fieldClass: FieldClass]) => accessCell(defaultPolicy, ...at);
    // 000:44 lets service read but not edit, 004:80 has it update: it does not.
    expect(cell('service', 'read', 'basic')).toMatchObject({ rows: 'all', by: ['000-service'], against: [] });
    expect(cell('service', 'edit', 'basic')).toMatchObject({
      rows: 'none',
      by: ['000-service-edit'],
      against: ['004-service'],
    });
    // 000:44 gives sales all of its own customers, 002 only basic data and transactions.
    expect(cell('sales', 'read', 'transaction')).toMatchObject({ rows: 'own', by: ['000-sales'] });
    expect(cell('sales', 'read', 'service')).toMatchObject({ rows: 'none', by: ['002-sales'], against: ['000-sales'] });
    expect(cell('service', 'read', 'finance')).toEqual({ rows: 'none', approval: false, by: [], against: [] });
    const cells = lint('').filter(({ messageId }) => messageId === 'access-conflict');
    expect(cells.map(({ severity, data }) => [severity, data.role, data.act, String(data.classes)])).toEqual([
      ['info', 'sales', 'read', 'service,special,finance'],
      ['info', 'sales', 'edit', 'service,special,finance'],
      ['info', 'sales', 'export', 'service,special,finance'],
      ['info', 'service', 'edit', 'basic'],
    ]);
    expect(cells[3]?.data).toMatchObject({ by: ['000-service-edit [S0-39]'], against: ['004-service [S4-23]'] });
    expect(lintErrors('access: { conflicts: refuse }')).toEqual(Array(4).fill('access-conflict'));
    const chosen =
      'access: { conflicts: refuse, statements: { 000-service-edit: { dropped: 客服可改自己的客户 }, 002-sales: { dropped: 按 000:44 } } }';
    expect(lintErrors(chosen)).toEqual([]);
    const policy = parsePolicy(`extends: handbooks\n${chosen}`, 'policy.yaml');
    expect(accessCell(policy, 'service', 'edit', 'basic').rows).toBe('own');
  });

  it('[C15] a register names who was destroyed by a mask only, unless the policy says so, and lint warns', () => {
    expect(defaultPolicy.register.name).toBe('masked');
    expect(lint('register: { name: full }')).toContainEqual(
      expect.objectContaining({ messageId: 'register-full', severity: 'warning' }),
    );
    expect(lint('register: { name: hash }')).toEqual(lint(''));
  });

  it('[C15] the trail holds no personal value', () => {
    const { folder, remove } = temporaryFolder();
    const ledger = createLedger(join(folder, 'ledger.db'), { by, now });
    try {
      const values = { name: '青浦仪表有限公司', contact_name: '王晓敏', phone: '13826541937', remark: '夜间勿扰' };
      applyAll(ledger, [insertOf(values)]);
      expect(ledger.get(1)).toMatchObject(values);
      const events = [...ledger.audit()];
      expect(events.some(({ op }) => op === 'create')).toBe(true);
      expect(events.length).toBeGreaterThan(1);
      const trail = JSON.stringify(events);
      for (const text of Object.values(values)) expect(trail).not.toContain(text);
    } finally {
      ledger.close();
      remove();
    }
  });

  it('[C16] every edge belongs to one side', () => {
    expect(['49', '50', '199', '200'].map((count) => labelOf(size, { size: count }))).toEqual(['S', 'M', 'M', 'L']);
    const amounts = ['99999.99', '100000', '499999.99', '500000'];
    expect(amounts.map((expected_amount) => labelOf(value, { expected_amount }))).toEqual(['L', 'M', 'M', 'H']);
    // 3 months reached count, 6 months must be exceeded.
    expect(standingOf({ last_contact_at: '2026-04-01' })).toBe('silent');
    expect(standingOf({ last_contact_at: '2026-01-01' })).toBe('silent');
    expect(standingOf({ last_contact_at: '2025-12-31' })).toBe('candidate');
  });

  it('[C17] the monthly sweep and the quarterly regrade are bound to commands that there are', () => {
    const { monthly, regrade } = defaultPolicy.schedules;
    expect([monthly?.every, regrade?.every]).toEqual(['P1M', 'P3M']);
    const names = commands.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([monthly?.command, regrade?.command]));
  });

  it('[C18, S2-13..S2-16, S2-30] every archive class has a floor and a ceiling, the longest floor wins, and special files are reviewed', () => {
    const { classes } = defaultPolicy.retention;
    expect(Object.keys(classes).sort()).toEqual([...new Set(fields.map(({ archive }) => archive))].sort());
    expect(Object.values(classes).map(({ atMost }) => atMost)).toEqual(Array(4).fill('P3Y'));
    expect(classes.special.action).toBe('review');
    expect(longestFloor(defaultPolicy, 'service')).toMatchObject({
      atLeast: 'P3Y',
      rank: 'handbook',
      source: ['S4-22', 'C09'],
    });
    expect(longestFloor(defaultPolicy, 'transaction')).toMatchObject({
      rank: 'law',
      source: ['L06', 'S2-07', 'S2-14'],
    });
    const invoices =
      'vouchers: { classes: [transaction], atLeast: P10Y, from: [contract_until], rank: law, source: [L07] }';
    const longer = `retention: { floors: { ${invoices} } }`;
    const policy = parsePolicy(`extends: handbooks\n${longer}`, 'policy.yaml');
    expect(longestFloor(policy, 'transaction')).toMatchObject({ atLeast: 'P10Y', source: ['L07'] });
    // The clocks are apart: what binds transactions binds nothing else.
    expect(longestFloor(policy, 'basic')?.atLeast).toBe('P3Y');
    expect(lintErrors(longer)).toEqual(['ceiling-below-floor']);
    expect(lintErrors(`retention: { floors: { ${invoices} }, classes: { transaction: { atMost: P10Y } } }`)).toEqual(
      [],
    );
    expect(lintErrors('retention: { classes: { service: { atMost: null } } }')).toEqual(['ceiling-missing']);
    expect(lintErrors('retention: { floors: { 004-archive: { classes: [basic, transaction, service] } } }')).toEqual([
      'floor-missing',
    ]);
    expect(lintErrors('retention: { floors: { 004-archive: { dropped: 另有规定 } } }')).toEqual(
      Array(3).fill('floor-missing'),
    );
    expect(lintErrors('retention: { classes: { basic: { atMost: P35M } } }')).toEqual(['ceiling-below-floor']);
    expect(lintErrors('retention: { classes: { basic: { atMost: P36M } } }')).toEqual([]);
    expect(lintErrors('retention: { classes: { special: { action: delete } } }')).toEqual(['special-unreviewed']);
  });

  it('[C19] a blank that was never filled in fails lint', () => {
    expect(lintErrors('')).toEqual([]);
    expect(lintErrors('name: "[X]个工作日"')).toEqual(['placeholder']);
    expect(lintErrors('name: "[具体部门]"')).toEqual(['placeholder']);
  });

  it('[C20] what the customer would not tell satisfies the profile and is counted apart', () => {
    const of = (address: string | null) => asked({ address }).find(({ field }) => field === 'address');
    expect(of('客户未提供')).toMatchObject({ messageId: 'withheld', severity: 'info' });
    expect(of(null)).toMatchObject({ messageId: 'missing', severity: 'error' });
  });

  it('[C21] customer types hold together, and a blank amount is 未定', () => {
    expect(labelOf(customerType, { cooperation_since: '2020-01-01', value_class: '高价值' })).toBe('old+high-value');
    expect(labelOf(value, {})).toBe('U');
    expect(codeFinder(defaultPolicy, 'value_class')('未定')?.entry.code).toBe('U');
    expect(labelOf(value, { expected_amount: '0' })).toBe('L');
  });
});
