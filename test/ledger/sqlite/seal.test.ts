import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeCommit,
  columnPrefix,
  digestLength,
  eventHash,
  genesis,
  rowDigest,
  Salts,
  wordsCommit,
} from '../../../src/ledger/sqlite/seal.js';

const sha = (text: string, form: 'base64url' | 'hex') => createHash('sha256').update(text, 'utf8').digest(form);

describe('what is hashed is written down here: changing it breaks every ledger there is', () => {
  it('an event', () => {
    const event = {
      seq: 7,
      ts: '2026-11-21T08:00:00.000Z',
      actor: '王芳',
      role: 'admin',
      op: 'update' as const,
      subject: 3,
      body: '{"run":1}',
    };
    expect(eventHash(genesis, event)).toBe(
      sha(`steward:event:1\n${'0'.repeat(64)}7\n24:2026-11-21T08:00:00.000Z2:王芳5:admin6:update3\n9:{"run":1}`, 'hex'),
    );
    expect(eventHash(genesis, { ...event, subject: null })).toBe(
      sha(`steward:event:1\n${'0'.repeat(64)}7\n24:2026-11-21T08:00:00.000Z2:王芳5:admin6:update-\n9:{"run":1}`, 'hex'),
    );
  });

  it('a row', () => {
    expect(rowDigest('customers', 'SALT', ['name', 'phone', 'stage'].map(columnPrefix), ['陈𠮷', null, '成交'])).toBe(
      sha('steward:row:1\ncustomers\n4:SALT4:name3:陈𠮷5:stage2:成交', 'base64url'),
    );
  });

  it('a change', () => {
    expect(changeCommit('SALT', 'phone', '138', '𠮷')).toBe(
      sha('steward:change:1\n4:SALT5:phone3:1382:𠮷', 'base64url'),
    );
    expect(changeCommit('SALT', 'phone', null, '138')).toBe(sha('steward:change:1\n4:SALT5:phone-3:138', 'base64url'));
    expect(changeCommit('SALT', 'phone', '', null)).toBe(sha('steward:change:1\n4:SALT5:phone0:-', 'base64url'));
  });

  it('words', () => {
    expect(wordsCommit('SALT', ':reason', '清理')).toBe(sha('steward:words:1\n4:SALT7::reason清理', 'base64url'));
  });
});

it('nothing reads like anything else, whatever stands in the salt', () => {
  const text = fc.string({ unit: fc.constantFrom('1', '2', ':', '-', '\n', 'a'), maxLength: 6 });
  const value = fc.option(text, { nil: null });
  const names = ['a', 'a1', 'b'].map(columnPrefix);
  const rows = fc.array(fc.tuple(text, fc.array(value, { minLength: 3, maxLength: 3 })), { maxLength: 40 });
  const changes = fc.array(fc.tuple(text, text, value, value), { maxLength: 40 });
  const forms = (of: readonly unknown[]) => new Set(of.map((one) => JSON.stringify(one))).size;
  fc.assert(
    fc.property(rows, changes, (a, b) => {
      expect(new Set(a.map(([salt, values]) => rowDigest('t', salt, names, values))).size).toBe(forms(a));
      expect(new Set(b.map((change) => changeCommit(...change))).size).toBe(forms(b));
    }),
  );
});

it('a column that is null or not there makes no difference to a digest; any other change does', () => {
  const value = fc.option(fc.string({ unit: 'binary', maxLength: 5 }), { nil: null });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 4, maxLength: 4 }),
      fc.array(value, { minLength: 4, maxLength: 4 }),
      (a, b) => {
        const names = ['a', 'b', 'c', 'd'];
        const digest = (values: readonly (string | null)[]) => rowDigest('t', 's', names.map(columnPrefix), values);
        expect(digest(a)).toBe(rowDigest('t', 's', [...names, 'e'].map(columnPrefix), [...a, null]));
        expect(digest(a) === digest(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        expect(digest(a)).toHaveLength(digestLength);
      },
    ),
  );
});

it('salts are long and never the same', () => {
  const salts = new Salts();
  const drawn = new Set(Array.from({ length: 5000 }, () => salts.next()));
  expect(drawn.size).toBe(5000);
  for (const salt of drawn) expect(salt).toMatch(/^[\w-]{22}$/);
});
