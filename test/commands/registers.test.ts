/** Restoring where the ledger is lost: its registers of destruction say who must not come back, and a second person vouches for them (S2-38, S0-35). */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import revoke from '../../src/commands/key/revoke.js';
import { peopleOf } from '../../src/commands/people.js';
import sign from '../../src/commands/policy/sign.js';
import apply from '../../src/commands/purge/apply.js';
import approve from '../../src/commands/purge/approve.js';
import propose from '../../src/commands/purge/propose.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import { ledgerFiles } from '../../src/ledger/residue.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import { applyAll, by, insertOf, now, temporaryFolder } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { as, makePeople, type People, type Who, withPerson } from '../support/people.js';
import { type Performance, perform } from '../support/perform.js';
import { residueIn } from '../support/residue.js';
import { backUp, restoreTo, textsOf } from '../support/restore.js';

const ended = { review_state: '复核通过', ended_at: '2020-01-01', end_reason: '合同终止' };
const customers = [
  { ...ended, name: '上海旧友贸易有限公司', phone: '13564728190', customer_no: 'SH2019001' },
  { ...ended, name: '欧阳明轩', party_kind: '个人客户', phone: '13528471936', customer_no: 'SH2019002' },
  { review_state: '复核通过', name: '上海在约贸易有限公司', phone: '13800000003', customer_no: 'SH2026004' },
  { ...ended, name: '欧阳明选', party_kind: '个人客户', phone: '13528471937', customer_no: 'SH2019009' },
];

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
  let folder: string;
  let remove: () => void;
  let path: string;
  let backup: string;
  let register: string;
  let needles: readonly string[];
  const how = (who: Who, more: Performance = {}): Performance => ({
    by: as(who),
    policy: people.policy,
    signing: people.signing(who),
    reason: '年度清理',
    ...more,
  });

  /** A backup, then a purge of two by the book, with its register. */
  beforeEach(async () => {
    ({ folder, remove } = temporaryFolder());
    path = join(folder, file);
    if (file.endsWith('.csv')) newSheetLedger(path);
    else createLedger(path, { by, now }).close();
    const ledger: Ledger = openLedger(path, { write: true });
    try {
      applyAll(
        ledger,
        customers.map((fields) => insertOf(fields)),
      );
      await perform(ledger, sign, {}, [], how('zhao'));
      backup = backUp(ledger.info, join(folder, 'backup'));
      needles = textsOf(ledger, new Set([1, 2, 4]));
      // One more of theirs, found out only after the backup.
      const reasons = [{ rule: 'test/merge', clause: 'S1-11' as const, data: {} }];
      applyAll(ledger, [{ kind: 'set-aside', id: 4, expect: 1, why: 'merged', into: 2, reasons }]);
      const plan = join(folder, '清理计划.json');
      const named = { customer: ['SH2019001', 'SH2019002'], code: 'expired', worth: 'none', plan };
      await perform(ledger, propose, named, [], how('zhang'));
      await perform(ledger, approve, {}, [plan], how('zhao'));
      const done = await perform(ledger, apply, {}, [plan], how('zhang', { name: 'purge apply' }));
      expect(done.data.counts).toMatchObject({ destroyed: 2 });
      register = join(folder, '清理计划-register.json');
    } finally {
      ledger.close();
    }
  });
  afterEach(() => remove());

  const lost = () => {
    for (const end of ['', '.steward.db', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  };
  const restores = (own: object, who: Who = 'zhang') => restoreTo(path, backup, own as never, how(who));

  it('[S2-38, S2-32, S0-35] the ledger that is there knows who was purged; its register adds nothing and needs nobody', async () => {
    const { data } = await restores({ register: [register] });
    expect(data).toMatchObject({ standing: 'continues', witness: null, counts: { destroyed: 3, lost: 4 } });
    const ledger = openLedger(path, { write: false });
    expect([...ledger.read()].map(({ name }) => name)).toEqual(['上海在约贸易有限公司']);
    expect(await residueIn(ledgerFiles(ledger.info), needles)).toEqual([]);
    expect(ledger.verify().faults).toEqual([]);
    ledger.close();
  });

  it('[S2-38, S0-41] going back gives nobody a say again: a key that was revoked since stays revoked, a version of people that was signed stays', async () => {
    const ledger = openLedger(path, { write: true });
    const next = withPerson(people.policy, 'sun', { leaves: '2026-11-01' });
    await perform(ledger, sign, {}, [], how('zhao', { policy: next }));
    await perform(ledger, revoke, {}, ['qian'], how('qian'));
    const { last, revoked } = peopleOf(ledger);
    ledger.close();
    await restores({});
    const found = openLedger(path, { write: false });
    const now_ = peopleOf(found);
    expect([now_.last?.section, now_.last?.by, now_.broken]).toEqual([last?.section, 'zhao', []]);
    expect([...now_.revoked.keys()]).toEqual([...revoked.keys()]);
    expect(now_.revoked.size).toBe(1);
    expect(found.verify().faults).toEqual([]);
    found.close();
  });

  it('[S2-38, S2-32, S0-35] where it is lost, nobody comes back by its register, for which an approver vouches who is not the operator', async () => {
    lost();
    expect(await refusal(restores({}))).toEqual(['restore-unlinked', 4]);
    const own = { register: [register] };
    expect(await refusal(restores(own))).toEqual(['register-unvouched', 4]);
    // Who does not approve cannot vouch, nor can who restores.
    expect(await refusal(restores({ ...own, witnessKey: people.keys.li }))).toEqual(['people-signer', 4]);
    expect(
      await refusal(
        restoreTo(path, backup, { ...own, witnessKey: people.keys.zhao }, { ...how('zhao'), by: as('zhao') }),
      ),
    ).toEqual(['register-unvouched', 4]);
    const { data } = await restores({ ...own, witnessKey: people.keys.zhao });
    expect(data).toMatchObject({ standing: 'none', witness: 'zhao', counts: { destroyed: 3, lost: 0 } });
    const ledger = openLedger(path, { write: false });
    expect([...ledger.read()].map(({ name }) => name)).toEqual(['上海在约贸易有限公司']);
    expect(await residueIn(ledgerFiles(ledger.info), needles)).toEqual([]);
    expect(ledger.tombstones({ phone: '13528471936' }, '2026-12-01')).toMatchObject([{ number: 'SH2019002' }]);
    expect(ledger.registered('SH2019001')).toEqual({ customer: 1, free: false });
    expect([...ledger.steps()].at(-1)).toMatchObject({
      op: 'approve',
      body: { person: 'zhao', statement: { purpose: 'restore-registers', count: 3 } },
    });
    expect(ledger.verify().faults).toEqual([]);
    ledger.close();
  });

  it('[S2-38] a register of another ledger, one that is none, and one that contradicts the backup are refused; one from before it says nothing', async () => {
    const altered = (change: Record<string, unknown>) => {
      const to = join(folder, 'altered.json');
      writeFileSync(to, JSON.stringify({ ...JSON.parse(readFileSync(register, 'utf8')), ...change }));
      return { register: [to], witnessKey: people.keys.zhao };
    };
    const { items, head } = JSON.parse(readFileSync(register, 'utf8'));
    const ledger = openLedger(path, { write: false });
    backup = backUp(ledger.info, join(folder, 'after'));
    ledger.close();
    lost();
    const { data } = await restores({ register: [register] });
    expect(data).toMatchObject({ witness: null, counts: { destroyed: 0, keptOut: 0 } });
    lost();
    backup = join(folder, 'backup');
    expect(await refusal(restores(altered({ ledger: 'another' })))).toEqual(['register-other', 4]);
    expect(await refusal(restores(altered({ steward: 'none' })))).toEqual(['certificate-unreadable', 2]);
    const crossed = altered({ items: [{ ...items[0], customer: 3 }], gone: undefined });
    expect(await refusal(restores(crossed))).toEqual(['register-differs', 4]);
    // Of one who came later, the number stays taken.
    const later = altered({
      items: [{ ...items[0], customer: 9, no: 'SH2026099' }],
      gone: undefined,
      head: { ...head, size: 99 },
    });
    expect((await restores(later)).data.counts).toMatchObject({ destroyed: 0, keptOut: 1 });
    const found = openLedger(path, { write: true });
    expect(found.registered('SH2026099')).toEqual({ customer: 9, free: false });
    applyAll(found, [insertOf({ name: '吴后来' })]);
    expect([...found.read()].at(-1)?.id).toBe(10);
    expect(found.verify().faults).toEqual([]);
    found.close();
  });
});
