/** What is refused on the way to a destruction: each exits 4 under its own code, leaves a word in the trail and destroys nothing. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import revoke from '../../src/commands/key/revoke.js';
import sign from '../../src/commands/policy/sign.js';
import approve from '../../src/commands/purge/approve.js';
import propose from '../../src/commands/purge/propose.js';
import { createLedger, openLedger } from '../../src/ledger/open.js';
import type { Ledger } from '../../src/model/ledger.js';
import type { FieldValues } from '../../src/model/plan.js';
import type { Policy } from '../../src/model/policy.js';
import { policyHash } from '../../src/policy/hash.js';
import { parsePolicy } from '../../src/policy/load.js';
import { by, info, insertOf, updateOf } from '../ledger/helpers.js';
import { newSheetLedger } from '../ledger/sheets.js';
import { folder, steward } from '../support/cli.js';
import { as, makePeople, type People, passphrase, type Who, withPerson } from '../support/people.js';
import { type Performance, perform } from '../support/perform.js';

const ended = { review_state: '复核通过', ended_at: '2010-01-01', end_reason: '合同终止' };
/** By the real clock, which the program reads. */
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const customers: readonly FieldValues[] = [
  { ...ended, name: '上海旧友贸易有限公司', customer_no: 'SH2009001' },
  { ...ended, name: '上海保全实业有限公司', customer_no: 'SH2009002' },
  { ...ended, name: '上海新终贸易有限公司', customer_no: 'SH2009003', ended_at: yesterday },
];
/** Long ago: what was proposed then has expired on any machine. */
const then = { asOf: '2020-01-01', today: '2020-01-01', now: new Date('2020-01-01T08:00:00.000Z') };

describe.each(['ledger.db', '客户.csv'])('in %s', (file) => {
  let cwd: string;
  let people: People;
  let yaml: string;
  const policyOf = (text: string): Policy => parsePolicy(text, 'policy.yaml');
  const yamlOf = (policy: Policy): string => `extends: handbooks\npeople: ${JSON.stringify(policy.people)}\n`;

  beforeAll(async () => {
    cwd = folder();
    people = makePeople(cwd, '2000-01-01');
    // One of them holds both roles.
    yaml = yamlOf(withPerson(people.policy, 'li', { roles: ['data_admin', 'dept_head'] }));
    writeFileSync(join(cwd, 'policy.yaml'), yaml);
    writeFileSync(join(cwd, '口令.txt'), `${passphrase}\n`);
    const path = join(cwd, file);
    if (file.endsWith('.csv')) newSheetLedger(path, then.now);
    else createLedger(path, { by, now: then.now }).close();
    const ledger = openLedger(path, { write: true });
    const other = createLedger(join(cwd, 'other.db'), { by, now: then.now });
    const policy = policyOf(yaml);
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const real = { asOf: day, today: day, now: new Date() };
    const how = (who: Who, when: Performance = real): Performance => ({
      by: as(who),
      policy,
      policyHash: policyHash(policy),
      signing: people.signing(who),
      reason: '清理',
      ...when,
    });
    const proposes = (to: Ledger, name: string, no: string, when: Performance = real, who: Who = 'zhang') =>
      perform(
        to,
        propose,
        { customer: [no], code: 'expired', worth: 'none', plan: join(cwd, name) },
        [],
        how(who, when),
      );
    try {
      for (const one of [ledger, other]) {
        const draft = one.draft(then.asOf);
        for (const fields of customers) draft.add(insertOf(fields));
        one.apply(draft, info({ asOf: then.asOf }), by, then.now);
        await perform(one, sign, {}, [], how('zhao', then));
      }
      await proposes(other, 'other.json', 'SH2009001');
      // The trail's clock only goes on: what is of long ago comes first.
      await proposes(ledger, 'expired.json', 'SH2009001', then);
      await proposes(ledger, 'plain.json', 'SH2009001');
      await proposes(ledger, 'own.json', 'SH2009001', real, 'li');
      await proposes(ledger, 'held.json', 'SH2009002');
      await perform(ledger, approve, {}, [join(cwd, 'held.json')], how('zhao'));
      const draft = ledger.draft(real.asOf);
      draft.add(updateOf(2, 1, { hold: '是' }));
      ledger.apply(draft, info({ asOf: real.asOf }), by, real.now);
      const qian = policy.people.find(({ id }) => id === 'qian')?.keys[0]?.id as string;
      await perform(ledger, revoke, {}, [qian], how('qian'));
    } finally {
      ledger.close();
      other.close();
    }
    const altered = readFileSync(join(cwd, 'plain.json'), 'utf8').replace('"customer":1', '"customer":3');
    writeFileSync(join(cwd, 'altered.json'), altered);
    copyFileSync(join(cwd, 'plain.json'), join(cwd, 'copy.json'));
  });

  const key = (who: Who) => ['--as', who, '--key', `${who}.key`, '--passphrase-file', '口令.txt'];
  it.each<[what: string, code: string, plan: string | null, words: readonly string[], people?: 'shared']>([
    ['no approval', 'plan-unapproved', 'plain.json', ['purge', 'apply', 'plain.json', '--as', 'zhang']],
    [
      'no approval, as the administrator',
      'plan-unapproved',
      'plain.json',
      ['purge', 'apply', 'plain.json', '--as', 'li'],
    ],
    ['own approval', 'plan-own', 'own.json', ['purge', 'approve', 'own.json', ...key('li'), '--role', 'dept_head']],
    [
      'one key under two names',
      'key-shared',
      'plain.json',
      ['purge', 'approve', 'plain.json', ...key('zhao')],
      'shared',
    ],
    ['an expired plan', 'plan-expired', 'expired.json', ['purge', 'approve', 'expired.json', ...key('zhao')]],
    ['an altered plan', 'plan-altered', 'altered.json', ['purge', 'approve', 'altered.json', ...key('zhao')]],
    ['another ledger’s plan', 'plan-other-ledger', 'other.json', ['purge', 'apply', 'other.json', '--as', 'zhang']],
    ['a revoked key', 'key-revoked', 'plain.json', ['purge', 'approve', 'plain.json', ...key('qian')]],
    ['a wrong role', 'role-refused', null, ['purge', 'approve', 'plain.json', ...key('sun')]],
    ['a held record', 'record-held', 'held.json', ['purge', 'apply', 'held.json', '--as', 'zhang']],
    [
      'a record inside its floor',
      'record-kept',
      null,
      ['purge', 'propose', '--customer', 'SH2009003', '--code', '期满', '--worth', 'none', '--as', 'zhang'],
    ],
  ])('[S0-35, S0-40, L09, S4-22] %s: %s', async (_, code, plan, words, how) => {
    const [zhao] = people.policy.people.find(({ id }) => id === 'zhao')?.keys ?? [];
    const shared = withPerson(people.policy, 'sun', { keys: zhao ? [zhao] : [] });
    writeFileSync(join(cwd, 'policy.yaml'), how === 'shared' ? yamlOf(shared) : yaml);
    const ran = await steward([...words, '--ledger', file, '--reason', '清理', '--yes'], { cwd });
    expect([ran.code, ran.stderr, ran.stdout]).toEqual([4, expect.stringContaining(`[${code}]`), '']);
    const ledger = openLedger(join(cwd, file), { write: false });
    try {
      const last = [...ledger.audit(ledger.head().size)][0];
      expect(last).toMatchObject({ op: 'refused', actor: words[words.indexOf('--as') + 1] });
      const sha256 = plan === null ? undefined : expect.stringMatching(/^[0-9a-f]{64}$/);
      expect(JSON.parse(last?.body as string)).toMatchObject({
        command: words.slice(0, 2).join(' '),
        code,
        detail: sha256 === undefined ? {} : { plan: sha256 },
      });
      expect(ledger.count()).toBe(3);
      expect(ledger.verify().faults).toEqual([]);
    } finally {
      ledger.close();
    }
  });

  it('[S2-35] no passphrase on the command line, and a wrong one opens nothing', async () => {
    writeFileSync(join(cwd, 'policy.yaml'), yaml);
    writeFileSync(join(cwd, '错.txt'), `${passphrase}错\n`);
    const words = ['purge', 'approve', 'copy.json', '--as', 'zhao', '--ledger', file, '--reason', '清理', '--yes'];
    const run = (more: readonly string[], env = {}) => steward([...words, ...more], { cwd, env });
    expect((await run(['--key', 'zhao.key', '--passphrase', 'x'])).stderr).toContain('[unknown-option]');
    expect(await run(['--key', 'zhao.key'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[passphrase-needed]'),
    });
    expect(await run([])).toMatchObject({ code: 2, stderr: expect.stringContaining('[key-missing]') });
    expect(await run(['--key', 'zhao.key', '--passphrase-file', '错.txt'])).toMatchObject({ code: 4 });
    const env = { STEWARD_KEY: 'zhao.key', STEWARD_KEY_PASSPHRASE: passphrase };
    expect(await run([], env)).toMatchObject({ code: 0, stderr: '' });
    const applied = await steward(
      ['purge', 'apply', 'copy.json', '--as', 'zhang', '--ledger', file, '--reason', '清理', '--yes', '--json'],
      { cwd },
    );
    expect(JSON.parse(applied.stdout)).toMatchObject({
      counts: { files: 1 },
      approvers: ['zhao'],
      destruction: 'done',
    });
  });
});
