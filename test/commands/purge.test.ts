/** From a proposal to the register of destruction, over both kinds of ledger. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import revoke from '../../src/commands/key/revoke.js';
import sign from '../../src/commands/policy/sign.js';
import apply from '../../src/commands/purge/apply.js';
import approve from '../../src/commands/purge/approve.js';
import check from '../../src/commands/purge/check.js';
import propose from '../../src/commands/purge/propose.js';
import register from '../../src/commands/purge/register.js';
import reject from '../../src/commands/purge/reject.js';
import show from '../../src/commands/purge/show.js';
import { encodeText } from '../../src/files/encode-text.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { FieldValues } from '../../src/model/plan.js';
import type { Policy } from '../../src/model/policy.js';
import { isSigned } from '../../src/rules/access/signature.js';
import { applyAll, by, insertOf, now, temporaryFolder, updateOf } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { as, makePeople, type People, type Who, withPerson } from '../support/people.js';
import { type Performance, type Performed, perform } from '../support/perform.js';

const reviewed = { review_state: '复核通过' };
const ended = { ...reviewed, ended_at: '2020-01-01', end_reason: '合同终止' };
/** Whom the ledger holds, by what may become of them. */
const customers = {
  over: { ...ended, name: '上海旧友贸易有限公司', phone: '13564728190', customer_no: 'SH2019001' },
  person: { ...ended, name: '欧阳明轩', party_kind: '个人客户', phone: '13528471936', customer_no: 'SH2019002' },
  held: { ...ended, name: '上海保全实业有限公司', hold: '是', customer_no: 'SH2019003' },
  inside: { ...ended, name: '上海新终贸易有限公司', ended_at: '2025-01-01', customer_no: 'SH2025001' },
  debt: { ...ended, name: '上海欠款贸易有限公司', receivable: '5000', customer_no: 'SH2019004' },
  withdrawn: { ...reviewed, name: '王思远', party_kind: '个人客户', end_reason: '撤回同意', customer_no: 'SH2026001' },
  dead: {
    name: '上海空号贸易有限公司',
    phone: '13800000001',
    invalid_reason: '空号',
    lifecycle: '隔离',
    customer_no: 'SH2026002',
  },
  reachable: {
    ...reviewed,
    name: '上海可达贸易有限公司',
    phone: '13800000002',
    email: 'a@keda.cn',
    invalid_reason: '空号',
    customer_no: 'SH2026003',
  },
  waiting: { ...ended, review_state: '已提交', name: '上海待审贸易有限公司', customer_no: 'SH2019005' },
  active: { ...reviewed, name: '上海在约贸易有限公司', phone: '13800000003', customer_no: 'SH2026004' },
} satisfies Record<string, FieldValues>;
type Name = keyof typeof customers;
const no = (name: Name): string => customers[name].customer_no;

let people: People;
let home: ReturnType<typeof temporaryFolder>;
beforeAll(() => {
  home = temporaryFolder();
  people = makePeople(home.folder);
});
afterAll(() => home.remove());

const refusal = async (work: Promise<unknown>): Promise<[string, number]> => {
  const error = await work.catch((cause: unknown) => cause);
  if (!(error instanceof StewardError)) throw new Error('nothing was refused');
  return [error.code, error.exit];
};

describe.each(['ledger.db', '客户.csv'])('in %s', (file) => {
  let ledger: Ledger;
  let folder: string;
  let remove: () => void;
  let plan: string;
  beforeEach(async () => {
    ({ folder, remove } = temporaryFolder());
    plan = join(folder, '清理计划.json');
    if (file.endsWith('.csv')) newSheetLedger(join(folder, file));
    else createLedger(join(folder, file), { by, now }).close();
    ledger = openLedger(join(folder, file), { write: true });
    applyAll(
      ledger,
      Object.values(customers).map((fields) => insertOf(fields)),
    );
    await perform(ledger, sign, {}, [], { by: as('zhao'), policy: people.policy, signing: people.signing('zhao') });
  });
  afterEach(() => {
    ledger.close();
    remove();
  });

  const how = (who: Who, more: Performance = {}): Performance => ({
    by: as(who),
    policy: people.policy,
    signing: people.signing(who),
    reason: '年度清理',
    ...more,
  });
  const proposes = (own: object, more: Performance = {}, who: Who = 'zhang'): Promise<Performed> =>
    perform(ledger, propose, { plan, ...own }, [], how(who, more));
  const named = (...names: Name[]) => ({ customer: names.map(no), code: 'expired', worth: 'none' });
  const approves = (own: object = {}, more: Performance = {}, who: Who = 'zhao') =>
    perform(ledger, approve, own as never, [plan], how(who, more));
  const applies = (own: object = {}, more: Performance = {}, who: Who = 'zhang') =>
    perform(ledger, apply, own as never, [plan], how(who, more));
  const looks = (more: Performance = {}) => perform(ledger, show, {}, [plan], how('sun', more));

  it('[S0-35, S0-36, S2-33, C15, L07] proposed by one, approved by another, carried out once, with a register', async () => {
    const before = ledger.count();
    const proposed = await proposes(named('over', 'person'));
    expect(proposed).toMatchObject({ exit: 0, data: { counts: { read: 2, proposed: 2, blocked: 0 } } });
    const text = readFileSync(plan, 'utf8');
    for (const value of ['欧阳明轩', '13564728190', '13528471936']) expect(text).not.toContain(value);
    expect(text).toContain('欧阳**');
    expect((await looks()).data.plan).toMatchObject({ state: 'proposed', approvers: [], proposer: 'zhang' });
    expect((await approves()).data.counts).toEqual({ items: 2, agreed: 2, excepted: 0 });
    expect((await looks()).data.plan).toMatchObject({ state: 'approved', approvers: ['zhao'] });
    // The dry run says the same and does nothing.
    const dry = await applies({}, { dryRun: true });
    expect(dry.items.map(({ what }) => what)).toEqual(['destroyed', 'destroyed']);
    expect(ledger.count()).toBe(before);

    const done = await applies({ register: join(folder, '清册.csv') });
    expect(done).toMatchObject({
      exit: 0,
      data: { destruction: 'done', approvers: ['zhao'], counts: { files: 2, fields: 0, skipped: 0 } },
    });
    expect(ledger.count()).toBe(before - 2);
    expect(ledger.get(1)).toBeNull();
    expect(ledger.erasure(1)).toMatchObject({ code: 'expired', actor: 'zhang', until: '2029-11-27' });
    expect(ledger.verify().faults).toEqual([]);
    const certificate = JSON.parse(readFileSync(join(folder, '清册.json'), 'utf8'));
    expect(certificate).toMatchObject({
      proposer: 'zhang',
      approvers: [{ person: 'zhao' }],
      witness: null,
      totals: { files: 2, fields: 0, merged: 0, before, after: before - 2 },
      head: ledger.head(),
      items: [{ no: 'SH2019001', code: 'expired', ground: 'b', note: '年度清理' }, { name: '欧阳**' }],
    });
    // The name is gone; who knows it can prove that the register speaks of it.
    expect(certificate.items[1].nameHash).toBe(ledger.nameHash(customers.person.name));
    expect(certificate.items[0].nameHash).not.toBe(ledger.nameHash(customers.person.name));
    const rows = parse(readFileSync(join(folder, '清册.csv')), { bom: true }) as string[][];
    expect(rows).toHaveLength(4);
    expect(rows[2]).toEqual(expect.arrayContaining(['SH2019002', '欧阳**', 'zhang', 'zhao']));
    const listed = await perform(ledger, register, {}, [], how('sun'));
    expect(listed.data.counts).toEqual({ runs: 1, files: 2, fields: 0 });
    expect(listed.items).toMatchObject([
      { customer: 'SH2019001', proposer: 'zhang', approvers: 'zhao', operator: 'zhang' },
      {},
    ]);
    // As a folder: each figure is the count of its rows, which name nobody, and nothing is left to be worried about.
    const beside = await perform(ledger, register, { folder: join(folder, '清册') }, [], how('sun'));
    expect(beside.data).toMatchObject({ again: 0, unfinished: null });
    const purged = parse(readFileSync(join(folder, '清册/rows/purged.csv')), { bom: true, columns: true }) as {
      fields: string;
      plan: string;
    }[];
    expect(purged.filter(({ fields }) => fields === '')).toHaveLength(2);
    expect(new Set(purged.map(({ plan }) => plan)).size).toBe(1);
    for (const name of ['report.html', 'report.md', 'report.json', 'rows/purged.csv'])
      expect(readFileSync(join(folder, '清册', name), 'utf8')).not.toMatch(/欧阳|旧友|13564728190/);
    expect(readFileSync(join(folder, '清册/report.md'), 'utf8')).toContain('by an approved plan');
    expect((await looks()).data.plan).toMatchObject({ state: 'applied' });
    expect(await refusal(applies({ register: join(folder, 'x') }))).toEqual(['plan-used', 4]);
    expect([...ledger.steps()].map(({ op }) => op)).toEqual(['policy', 'propose', 'approve']);
    // Nothing of names and notes is in the chain.
    const chain = [...ledger.audit()].map(({ body }) => body).join();
    for (const value of ['欧阳', '年度清理', '旧友']) expect(chain).not.toContain(value);
  });

  it('[S0-34, C08, S2-31, S3-02, L09, S4-22] what may not be destroyed is named with its ground and its first day', async () => {
    const all = await proposes({ ...named(...(Object.keys(customers) as Name[])) });
    const grounds = Object.fromEntries(
      all.items.map(({ customer, what, ground, earliest }) => [customer, [what, ground, earliest]]),
    );
    expect(grounds).toEqual({
      [no('over')]: ['proposed', null, null],
      [no('person')]: ['proposed', null, null],
      [no('held')]: ['blocked', 'on-hold', null],
      [no('inside')]: ['blocked', 'floor', '2028-01-02'],
      [no('debt')]: ['blocked', 'open-debt', null],
      [no('withdrawn')]: ['proposed', null, null],
      [no('dead')]: ['proposed', null, null],
      [no('reachable')]: ['blocked', 'no-end', null],
      [no('waiting')]: ['blocked', 'open-review', null],
      [no('active')]: ['blocked', 'no-end', null],
    });
    expect(all.exit).toBe(1);
    expect(all.data.counts).toEqual({ read: 10, proposed: 4, blocked: 6, notDue: 0 });
    const other = join(folder, 'other.json');
    expect(await refusal(proposes({ ...named('held'), plan: other }))).toEqual(['record-held', 4]);
    expect(await refusal(proposes({ ...named('inside', 'active'), plan: other }))).toEqual(['record-kept', 4]);
    expect(await refusal(proposes({ ...named('debt'), plan: other }))).toEqual(['purge-nothing', 4]);
    // The floor's last day is kept, the day after it is not.
    const day = (asOf: string) =>
      perform(ledger, propose, { plan: other, ...named('inside') }, [], how('zhang', { asOf, dryRun: true }));
    expect((await day('2028-01-01')).data.counts.proposed).toBe(0);
    expect((await day('2028-01-02')).data.counts.proposed).toBe(1);
    // A date to come is no way around it.
    const ahead = perform(
      ledger,
      propose,
      { plan: other, ...named('inside') },
      [],
      how('zhang', { asOf: '2028-01-02', today: '2026-11-27' }),
    );
    expect(await refusal(ahead)).toEqual(['purge-ahead', 4]);
    expect(existsSync(other)).toBe(false);
  });

  it('[S2-31, S0-36] without a judgement of worth, a code and words nothing is proposed', async () => {
    const items = async (own: object) =>
      (await proposes({ ...own }, { dryRun: true })).items.map(({ ground }) => ground);
    expect(await items({ customer: [no('over')], code: 'expired' })).toEqual(['unjudged']);
    expect(await items({ customer: [no('over')], code: 'expired', worth: 'kept' })).toEqual(['of-value']);
    expect(await refusal(proposes({ customer: [no('over')], worth: 'none' }))).toEqual(['purge-what', 2]);
    expect(await refusal(proposes({ customer: [no('over')], code: '随便', worth: 'none' }))).toEqual(['bad-option', 2]);
    const sheet = join(folder, '候选.csv');
    const rows = (...lines: string[]) =>
      writeFileSync(sheet, `客户编号,原因代码,原因说明,保存价值,字段\n${lines.join('\n')}\n`);
    rows(
      `${no('over')},期满,旧档,无,`,
      `${no('person')},,旧档,无,`,
      `${no('withdrawn')},撤回同意,,,`,
      `${no('reachable')},空号,停机,无,电话`,
    );
    const done = await proposes({ file: sheet });
    expect(done.items.map(({ what, ground, fields }) => [what, ground, fields])).toEqual([
      ['proposed', null, null],
      ['blocked', 'no-code', null],
      ['blocked', 'no-note,unjudged', null],
      ['proposed', null, 'phone'],
    ]);
    for (const bad of [
      `${no('over')},随便,旧档,无,`,
      `${no('over')},期满,旧档,也许,`,
      `${no('over')},期满,旧档,无,客户编号`,
    ]) {
      rows(bad);
      expect(await refusal(proposes({ file: sheet, plan: join(folder, 'x.json') }))).toEqual(['purge-row', 2]);
    }
    // A plan whose row lost its reason is no plan.
    writeFileSync(plan, readFileSync(plan, 'utf8').replace('"note":"旧档"', '"note":""'));
    expect(await refusal(approves())).toEqual(['plan-unreadable', 2]);
  });

  it('[S0-34, L01] the candidates are those due, each with the ground; what is left out is counted', async () => {
    const found = await proposes({ candidates: true }, { dryRun: true });
    expect(
      Object.fromEntries(found.items.map(({ customer, code, fields, ground }) => [customer, [code, fields, ground]])),
    ).toEqual({
      [no('over')]: ['expired', null, 'unjudged'],
      [no('person')]: ['expired', null, 'unjudged'],
      [no('held')]: ['expired', null, 'on-hold,unjudged'],
      [no('waiting')]: ['expired', null, 'open-review,unjudged'],
      [no('withdrawn')]: ['consent-withdrawn', null, 'unjudged'],
      [no('dead')]: ['invalid', null, 'unjudged'],
      [no('reachable')]: ['invalid', 'phone', 'unjudged'],
    });
    expect(found.data.counts).toEqual({ read: 10, proposed: 0, blocked: 7, notDue: 3 });
    // What was exported is judged row by row and handed back.
    const columns = ['what', 'customer', 'fields', 'code', 'note', 'worth'];
    const sheet = join(folder, '候选.csv');
    const lines = found.items.map((item) =>
      columns.map((key) => (key === 'worth' && item.code === 'expired' ? '无' : (item[key] ?? ''))).join(','),
    );
    writeFileSync(sheet, [columns.join(','), ...lines].join('\n'));
    const judged = await proposes({ file: sheet }, { dryRun: true });
    expect(judged.items.filter(({ what }) => what === 'proposed').map(({ customer }) => customer)).toEqual([
      no('over'),
      no('person'),
    ]);
    const whole = { customer: [no('reachable')], code: 'invalid', worth: 'none' };
    expect((await proposes(whole, { dryRun: true })).items[0].ground).toContain('channel-left');
  });

  it('[C08] a field purge takes the field and leaves the customer', async () => {
    await proposes({ customer: [no('reachable')], fields: 'phone', code: 'invalid', worth: 'none' });
    await approves();
    expect((await applies()).data.counts).toMatchObject({ files: 0, fields: 1 });
    expect(ledger.get(8)).toMatchObject({ phone: null, email: 'a@keda.cn', name: '上海可达贸易有限公司' });
    expect((await perform(ledger, register, {}, [], how('sun'))).items).toMatchObject([
      { customer: no('reachable'), fields: 'phone' },
    ]);
    expect(ledger.verify().faults).toEqual([]);
    expect(existsSync(join(folder, '清理计划-register.csv'))).toBe(true);
  });

  it('[S2-32, S2-33] what is left in files beside the ledger is found and named, and the register is signed', async () => {
    // Somebody kept a copy, and somebody else bears the same phone.
    const copy = join(folder, `${file}.bak`);
    writeFileSync(copy, '欧阳明轩,13528471936\n');
    applyAll(ledger, [updateOf(10, 1, { phone: '13564728190' })]);
    await proposes(named('over', 'person'));
    await approves();
    const done = await applies({ register: join(folder, '清册.json') });
    expect(done).toMatchObject({ exit: 6, data: { destruction: 'done', residue: [{ file: copy, count: 2 }] } });
    const checks = (own: object = {}, args: string[] = [], who: Who = 'sun') =>
      perform(ledger, check, own as never, args, how(who));
    expect(await checks()).toMatchObject({ exit: 6, items: [{ file: copy, count: 1, how: 'tombstones' }] });
    rmSync(copy);
    expect(await checks()).toMatchObject({ exit: 0, items: [], data: { clean: true, unfinished: null } });
    // Values by a list; a file in GBK is read as well.
    const values = join(folder, 'values.txt');
    const exported = join(folder, '导出.csv');
    writeFileSync(values, '上海旧友贸易有限公司\n\n欧阳明轩\n');
    writeFileSync(exported, encodeText('客户:欧阳明轩\n', 'gb18030') as Uint8Array);
    expect((await checks({ values })).items).toEqual([]);
    expect((await checks({ values, also: [exported] }, [plan])).items).toEqual([
      { file: exported, count: 1, how: 'values', lines: [3] },
    ]);
    const certificate = join(folder, '清册.json');
    expect(JSON.parse(readFileSync(certificate, 'utf8')).residue).toEqual([{ file: copy, count: 2 }]);
    expect(
      await refusal(perform(ledger, check, { certificate }, [], how('sun', { signing: people.signing('zhao') }))),
    ).toEqual(['key-not-yours', 4]);
    const signature = (await checks({ certificate })).data.signature as string;
    const { statement, person, public: key, signature: by } = JSON.parse(readFileSync(signature, 'utf8'));
    expect([person, statement.clean, isSigned(key, statement, by)]).toEqual(['sun', true, true]);
    expect(await refusal(checks({ certificate }))).toEqual(['file-exists', 2]);
    expect(await refusal(checks({ certificate: signature }))).toEqual(['certificate-unreadable', 2]);
  });

  it('[S0-35, S0-40] is refused without approval, and to every role alike', async () => {
    await proposes(named('over'));
    for (const who of ['zhang', 'li'] as const)
      expect(await refusal(applies({}, {}, who))).toEqual(['plan-unapproved', 4]);
    expect(ledger.count()).toBe(10);
  });

  it('[S0-35] is not approved by its proposer, nor in a role that does not approve, nor with another’s key', async () => {
    const both = withPerson(people.policy, 'zhang', { roles: ['data_maintenance', 'dept_head'] });
    const more = { policy: both };
    await perform(ledger, sign, {}, [], how('qian', more));
    await proposes(named('over'), more);
    expect(
      await refusal(approves({}, { ...more, by: as('zhang', 'dept_head'), signing: people.signing('zhang') })),
    ).toEqual(['plan-own', 4]);
    expect(await refusal(approves({}, { ...more, by: as('zhang', 'dept_head') }))).toEqual(['key-not-yours', 4]);
    expect(await refusal(approves({}, more, 'sun'))).toEqual(['role-refused', 4]);
    expect(await refusal(approves({}, { ...more, by: as('zhao', 'auditor') }))).toEqual(['role-refused', 4]);
    expect(await refusal(applies({}, more))).toEqual(['plan-unapproved', 4]);
  });

  it('[S2-35] is not approved from the proposer’s account where the policy says so', async () => {
    const strict: Policy = { ...people.policy, purge: { ...people.policy.purge, refuseSameOsUser: true } };
    await perform(ledger, sign, {}, [], how('zhao', { policy: strict }));
    await proposes(named('over'), { policy: strict, osUser: 'ops' });
    expect(await refusal(approves({}, { policy: strict, osUser: 'ops' }))).toEqual(['plan-own-user', 4]);
    expect((await approves({}, { policy: strict, osUser: 'zhao' })).exit).toBe(0);
  });

  it('[S2-35] a key under two names approves nothing', async () => {
    await proposes(named('over'));
    const [key] = people.policy.people.find(({ id }) => id === 'zhao')!.keys;
    const shared = withPerson(people.policy, 'sun', { keys: [key!] });
    expect(await refusal(approves({}, { policy: shared }))).toEqual(['key-shared', 4]);
    expect(await refusal(applies({}, { policy: shared }))).toEqual(['key-shared', 4]);
    expect(await refusal(perform(ledger, sign, {}, [], how('zhao', { policy: shared })))).toEqual(['key-shared', 4]);
  });

  it('[S0-35] an altered plan, an expired one, one of another ledger or policy is refused', async () => {
    await proposes(named('over', 'person'));
    const text = readFileSync(plan, 'utf8');
    await approves();
    // One customer more, by hand.
    writeFileSync(plan, text.replace('"customer":2', '"customer":10'));
    for (const refused of [approves({}, {}, 'qian'), applies()])
      expect(await refusal(refused)).toEqual(['plan-altered', 4]);
    writeFileSync(plan, text);
    const later = { asOf: '2026-12-12', today: '2026-12-12' };
    for (const refused of [approves({}, later, 'qian'), applies({}, later)])
      expect(await refusal(refused)).toEqual(['plan-expired', 4]);
    const policy = { ...people.policy, failOn: 'info' as const };
    expect((await looks()).data.plan.state).toBe('approved');
    const other = createLedger(join(folder, 'other.db'), { by, now });
    try {
      await perform(other, sign, {}, [], how('zhao'));
      expect(await refusal(perform(other, approve, {}, [plan], how('zhao')))).toEqual(['plan-other-ledger', 4]);
      expect(await refusal(perform(other, apply, {}, [plan], how('zhang')))).toEqual(['plan-other-ledger', 4]);
    } finally {
      other.close();
    }
    expect(
      (await applies({}, { policy, policyHash: 'd'.repeat(64) }).catch((error: StewardError) => error.code)) as unknown,
    ).toBe('plan-policy');
    expect((await applies({}, { asOf: '2026-12-11', today: '2026-12-11' })).data.counts.files).toBe(2);
  });

  it('[S0-41] a revoked key approves nothing, and what it approved before counts no more; a leaver’s neither', async () => {
    await proposes(named('over'));
    await approves();
    const key = people.policy.people.find(({ id }) => id === 'zhao')!.keys[0]!.id;
    await perform(ledger, revoke, {}, [key], how('qian'));
    expect(await refusal(applies())).toEqual(['key-revoked', 4]);
    expect((await looks()).data.plan).toMatchObject({
      state: 'proposed',
      void: [{ person: 'zhao', why: 'key-revoked' }],
    });
    expect(await refusal(approves())).toEqual(['key-revoked', 4]);
    expect((await approves({}, {}, 'qian')).exit).toBe(0);
    expect((await applies()).data).toMatchObject({ approvers: ['qian'] });
    const leaving = withPerson(people.policy, 'qian', { leaves: '2026-11-27' });
    await perform(ledger, sign, {}, [], how('qian', { policy: leaving, today: '2026-11-26', asOf: '2026-11-26' }));
    plan = join(folder, 'second.json');
    await proposes(named('person'), { policy: leaving });
    expect(await refusal(approves({}, { policy: leaving }, 'qian'))).toEqual(['key-of-leaver', 4]);
  });

  it('[S0-35] people that are not as they were signed propose, approve and destroy nothing', async () => {
    await proposes(named('over'));
    await approves();
    const promoted = withPerson(people.policy, 'sun', { roles: ['dept_head'] });
    for (const refused of [
      proposes({ ...named('person'), plan: join(folder, 'x.json') }, { policy: promoted }),
      approves({}, { policy: promoted, by: as('sun', 'dept_head') }, 'sun'),
      applies({}, { policy: promoted }),
    ])
      expect(await refusal(refused)).toEqual(['people-unsigned', 4]);
    // A name given with --as alone is nobody.
    const nobody = { by: { actor: 'mallory', role: 'data_admin' } };
    expect(await refusal(applies({}, nobody))).toEqual(['person-unlisted', 4]);
    expect(await refusal(proposes({ ...named('person'), plan: join(folder, 'x.json') }, nobody))).toEqual([
      'person-unlisted',
      4,
    ]);
  });

  it('[L09] a hold beats an approval: what is held by then stays and is named, and so is what changed', async () => {
    await proposes(named('over', 'person', 'withdrawn'));
    await approves();
    applyAll(ledger, [updateOf(1, 1, { hold: '是' }), updateOf(6, 1, { remark: '来电' })]);
    const looked = await looks();
    expect(looked.items.map(({ ground }) => ground)).toEqual(['on-hold', null, 'changed']);
    const done = await applies();
    expect(done.exit).toBe(5);
    expect(done.items.map(({ what, ground }) => [what, ground])).toEqual([
      ['skipped', 'on-hold'],
      ['destroyed', null],
      ['skipped', 'changed'],
    ]);
    expect(ledger.get(1)).not.toBeNull();
    expect((await perform(ledger, register, {}, [], how('sun'))).data.counts).toEqual({ runs: 1, files: 1, fields: 0 });
    plan = join(folder, 'second.json');
    applyAll(ledger, [updateOf(6, 2, { remark: '再来电' })]);
    await proposes(named('withdrawn'));
    await approves();
    applyAll(ledger, [updateOf(6, 3, { hold: '是' })]);
    expect(await refusal(applies())).toEqual(['record-held', 4]);
    // A term that began again since the approval: the record is inside its floor.
    applyAll(ledger, [updateOf(6, 4, { hold: '否', ended_at: '2026-11-01' })]);
    expect(await refusal(applies())).toEqual(['purge-nothing', 4]);
  });

  it('[S0-35] is approved in part: what anybody left out stays', async () => {
    await proposes(named('over', 'person', 'withdrawn'));
    expect(await refusal(approves({ only: [no('held')] }))).toEqual(['plan-not-in', 2]);
    expect(await refusal(approves({ except: ['over', 'person', 'withdrawn'].map((one) => no(one as Name)) }))).toEqual([
      'plan-nothing-left',
      4,
    ]);
    expect((await approves({ except: [no('over')] })).data.counts).toEqual({ items: 3, agreed: 2, excepted: 1 });
    expect(await refusal(approves())).toEqual(['plan-decided', 4]);
    expect((await approves({ only: [no('over'), no('person')] }, {}, 'qian')).data.counts.agreed).toBe(2);
    expect((await looks()).items.map(({ agreed }) => agreed)).toEqual([false, true, false]);
    const done = await applies();
    expect(done.data.counts).toMatchObject({ items: 3, destroyed: 1, excepted: 2, skipped: 0 });
    expect([1, 2, 6].map((id) => ledger.get(id) !== null)).toEqual([true, false, true]);
  });

  it('[S0-35] a rejected plan is dead, whoever approved it; its proposer may take it back', async () => {
    await proposes(named('over'));
    await approves();
    expect((await perform(ledger, reject, {}, [plan], how('qian'))).data).toMatchObject({
      decision: 'reject',
      signer: 'qian',
    });
    for (const refused of [applies(), approves({}, {}, 'qian')])
      expect(await refusal(refused)).toEqual(['plan-rejected', 4]);
    plan = join(folder, 'second.json');
    await proposes(named('over'));
    expect(await refusal(perform(ledger, reject, {}, [plan], how('sun')))).toEqual(['role-refused', 4]);
    expect((await perform(ledger, reject, {}, [plan], how('zhang'))).data.signer).toBe('zhang');
    expect((await looks()).data.plan).toMatchObject({ state: 'rejected', rejectedBy: 'zhang' });
  });

  it('[L07] where the policy wants a witness, a third person signs', async () => {
    const policy: Policy = { ...people.policy, purge: { ...people.policy.purge, witness: true } };
    await perform(ledger, sign, {}, [], how('zhao', { policy }));
    await proposes(named('over'), { policy });
    await approves({}, { policy });
    expect(await refusal(applies({}, { policy }))).toEqual(['witness-needed', 4]);
    for (const who of ['zhang', 'zhao'] as const)
      expect(await refusal(applies({ witnessKey: people.keys[who] }, { policy }))).toEqual(['witness-own', 4]);
    const done = await applies({ witnessKey: people.keys.sun }, { policy });
    expect(done.data).toMatchObject({ witness: 'sun', counts: { files: 1 } });
    expect((await perform(ledger, register, {}, [], how('sun'))).items).toMatchObject([
      { witness: 'sun', approvers: 'zhao' },
    ]);
    expect((await looks({ policy })).data.plan.approvers).toEqual(['zhao']);
  });
});
