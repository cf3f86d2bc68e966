import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnPrefix,
  digestLength,
  eventHash,
  genesis,
  rowDigest,
  Salts,
  valueCommit,
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
      sha('steward:row:1\ncustomers\nSALT\n4:name3:陈𠮷5:stage2:成交', 'base64url'),
    );
  });

  it('a value', () => {
    expect(valueCommit('SALT', 'phone', 'b', '138')).toBe(sha('steward:value:1\nSALT\nb5:phone138', 'base64url'));
    expect(valueCommit('SALT', 'phone', 'a', null)).toBeNull();
  });
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
