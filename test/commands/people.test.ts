/** Keys, and the versions of people and roles that approvers sign, over both kinds of ledger. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import doctor from '../../src/commands/doctor.js';
import list from '../../src/commands/key/list.js';
import revoke from '../../src/commands/key/revoke.js';
import { peopleOf } from '../../src/commands/people.js';
import sign from '../../src/commands/policy/sign.js';
import { copyLedger, createLedger } from '../../src/ledger/open.js';
import { StewardError } from '../../src/model/errors.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { Policy } from '../../src/model/policy.js';
import { lintPolicy } from '../../src/policy/lint.js';
import { sectionHash } from '../../src/rules/access/section.js';
import { by, now, temporaryFolder } from '../ledger/helpers.js';
import { as, makePeople, type People, type Who, withPerson } from '../support/people.js';
import { perform } from '../support/perform.js';

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

describe.each(['ledger.db', '客户.csv'])('in %s', (name) => {
  let ledger: Ledger;
  let folder: string;
  let remove: () => void;
  beforeEach(() => {
    ({ folder, remove } = temporaryFolder());
    ledger = createLedger(join(folder, name), { by, now });
  });
  afterEach(() => {
    ledger.close();
    remove();
  });

  const signs = (who: Who, policy: Policy = people.policy, how: object = {}) =>
    perform(ledger, sign, {}, [], { by: as(who), policy, signing: people.signing(who), ...how });
  const standing = async (policy: Policy) =>
    (await perform(ledger, doctor, {}, [], { policy })).data.checks.find(
      (check: { item: string }) => check.item === 'people',
    );

  it('[S0-35, S0-40] the first version founds; every later one is signed by an approver of the one before', async () => {
    expect(await standing(people.policy)).toMatchObject({ state: 'warn' });
    // Who does not approve cannot found.
    expect(await refusal(signs('zhang'))).toEqual(['people-signer', 4]);
    expect((await signs('zhao')).data).toMatchObject({ founding: true, already: false, signer: 'zhao' });
    expect((await signs('qian')).data).toMatchObject({ founding: false, already: true });
    expect(await standing(people.policy)).toMatchObject({ state: 'ok', detail: 'signed by zhao on 2026-11-27' });

    // A version that makes an approver of somebody is not signed by that very person.
    const promoted = withPerson(people.policy, 'zhang', { roles: ['dept_head'] });
    expect(await standing(promoted)).toMatchObject({ state: 'warn' });
    expect(await refusal(signs('zhang', promoted, { by: as('zhang', 'dept_head') }))).toEqual(['people-signer', 4]);
    expect((await signs('qian', promoted)).data).toMatchObject({ founding: false, already: false });
    expect(peopleOf(ledger)).toMatchObject({ broken: [], last: { by: 'qian', section: sectionHash(promoted) } });
    // And who lost the role signs no more.
    const demoted = withPerson(promoted, 'zhao', { roles: ['sales'] });
    expect((await signs('zhang', demoted, { by: as('zhang', 'dept_head') })).exit).toBe(0);
    expect(await refusal(signs('zhao', withPerson(demoted, 'zhao', { roles: ['dept_head'] })))).toEqual([
      'people-signer',
      4,
    ]);
    expect(ledger.verify().faults).toEqual([]);
    expect([...ledger.steps()].map(({ op, actor }) => [op, actor])).toEqual([
      ['policy', 'zhao'],
      ['policy', 'qian'],
      ['policy', 'zhang'],
    ]);
  });

  it('the trail holds codes only, and its signatures can be checked with the trail alone', async () => {
    const named = withPerson(people.policy, 'zhao', { name: '赵铁柱', osUser: 'zhaotz' });
    await signs('zhao', named);
    const [step] = [...ledger.steps()];
    const said = JSON.stringify(step?.body);
    for (const word of ['赵铁柱', 'zhaotz']) expect(said).not.toContain(word);
    expect(step?.body).toMatchObject({ person: 'zhao', statement: { founding: true, before: null } });
  });

  it('a version that nobody signed, or that names another ledger, does not count', async () => {
    await signs('zhao');
    const [first] = [...ledger.steps()];
    const forged = { ...(first?.body as Record<string, unknown>) };
    for (const body of [
      { ...forged, signature: 'AAAA' },
      { founding: true, roster: (forged.statement as { roster: unknown }).roster },
      forged,
    ]) {
      const draft = ledger.draft();
      draft.step({ op: 'policy', plan: 'b'.repeat(64), body });
      ledger.apply(
        draft,
        { command: 'x', asOf: '2026-11-27', policyHash: '', reason: null, input: null, period: null, counts: {} },
        by,
        now,
      );
    }
    expect(peopleOf(ledger)).toMatchObject({ last: { section: sectionHash(people.policy) }, broken: { length: 3 } });
    expect(await standing(people.policy)).toMatchObject({ state: 'bad' });
    expect((await perform(ledger, doctor, {}, [], { policy: people.policy })).exit).toBe(6);
  });

  it('what was signed goes with a ledger that is made from another', async () => {
    await signs('zhao');
    const copy = copyLedger(ledger.info.path, join(folder, 'copy.db'), { now, by });
    try {
      expect(peopleOf(copy)).toMatchObject({ broken: [], last: { by: 'zhao' } });
    } finally {
      copy.close();
    }
  });

  it('[S2-35] a key is one person’s: a shared one is found, and nothing is signed', async () => {
    const [key] = people.policy.people.find(({ id }) => id === 'zhao')!.keys;
    const shared = withPerson(people.policy, 'zhang', { keys: [key!] });
    expect(lintPolicy(shared)).toContainEqual(
      expect.objectContaining({
        messageId: 'key-shared',
        severity: 'error',
        data: expect.objectContaining({ value: ['zhang', 'zhao'] }),
      }),
    );
    expect(await refusal(signs('qian', shared))).toEqual(['people-faulty', 3]);
    const states = (await perform(ledger, list, {}, [], { policy: shared })).items;
    expect(states.filter(({ state }) => state === 'shared').map(({ person }) => person)).toEqual(['zhang', 'zhao']);
    const wrong = withPerson(people.policy, 'zhang', { keys: [{ ...key!, id: 'f'.repeat(64) }] });
    expect(lintPolicy(wrong).map(({ messageId }) => messageId)).toContain('key-mismatch');
  });

  it('[S0-41] a leaver’s, an expired, a revoked and an unlisted key sign nothing', async () => {
    const leaving = withPerson(people.policy, 'zhao', { leaves: '2026-11-28' });
    expect((await signs('zhao', leaving, { today: '2026-11-27' })).data.founding).toBe(true);
    const again = withPerson(leaving, 'li', { osUser: 'li' });
    expect(await refusal(signs('zhao', again, { today: '2026-11-28' }))).toEqual(['key-of-leaver', 4]);
    const [key] = again.people.find(({ id }) => id === 'qian')!.keys;
    const ended = (until: string, from = '2026-01-01') =>
      withPerson(again, 'qian', { keys: [{ ...key!, from, until }] });
    expect(await refusal(signs('qian', ended('2026-11-26')))).toEqual(['key-expired', 4]);
    expect(await refusal(signs('qian', ended('2026-12-31', '2026-11-28')))).toEqual(['key-expired', 4]);
    expect((await signs('qian', ended('2026-11-27', '2026-11-27'), { dryRun: true })).exit).toBe(0);
    expect(await refusal(signs('qian', withPerson(again, 'qian', { keys: [] })))).toEqual(['key-unknown', 4]);
    expect(await refusal(signs('qian', again, { signing: people.signing('zhao') }))).toEqual(['key-not-yours', 4]);
    await perform(ledger, revoke, {}, [key!.id.slice(0, 10)], { by: as('qian'), policy: again, reason: '遗失' });
    expect(await refusal(signs('qian', again))).toEqual(['key-revoked', 4]);
  });

  it('[S0-41] a key is revoked by its owner or by who approves, once, and the list shows it', async () => {
    const keyOf = (who: Who) => people.policy.people.find(({ id }) => id === who)!.keys[0]!.id;
    const how = { policy: people.policy, reason: '离职' };
    expect(await refusal(perform(ledger, revoke, {}, [keyOf('sun')], { ...how, by: as('zhang') }))).toEqual([
      'key-revoke-refused',
      4,
    ]);
    expect(await refusal(perform(ledger, revoke, {}, ['00'], { ...how, by: as('zhao') }))).toEqual(['key-unlisted', 2]);
    expect((await perform(ledger, revoke, {}, [keyOf('sun')], { ...how, by: as('zhao') })).data.already).toBe(false);
    expect((await perform(ledger, revoke, {}, [keyOf('zhang')], { ...how, by: as('zhang') })).data.already).toBe(false);
    expect((await perform(ledger, revoke, {}, [keyOf('sun')], { ...how, by: as('sun') })).data.already).toBe(true);
    const gone = withPerson(people.policy, 'li', { leaves: '2026-11-27' });
    const listed = await perform(ledger, list, {}, [], { policy: gone });
    expect(listed.exit).toBe(0);
    expect(Object.fromEntries(listed.items.map(({ person, state }) => [person, state]))).toEqual({
      zhang: 'revoked',
      li: 'leaver',
      zhao: 'active',
      qian: 'active',
      sun: 'revoked',
    });
    // 90 days after 2026-01-01 the list says so, and that is all it does.
    expect(listed.items.filter(({ old }) => old).map(({ person }) => person)).toEqual(['zhao', 'qian']);
    expect(listed.notes.join()).toContain('P90D');
    const young = await perform(ledger, list, {}, [], { policy: gone, today: '2026-03-31' });
    expect(young.items.some(({ old }) => old)).toBe(false);
    const day90 = await perform(ledger, list, {}, [], { policy: gone, today: '2026-04-01' });
    expect(day90.items.filter(({ old }) => old)).toHaveLength(3);
    expect(ledger.verify().faults).toEqual([]);
  });
});
