import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealedColumns } from '../../../src/ledger/sqlite/schema.js';
import {
  changeCommit,
  columnMarks,
  digestLength,
  eventHash,
  genesis,
  rowDigest,
  Salts,
  wordsCommit,
} from '../../../src/ledger/sqlite/seal.js';
import { fieldKeys } from '../../../src/model/fields.js';

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
    const columns = ['extra', 'phone', 'name', 'email', 'stage', 'owner'];
    const text = 'steward:row:1\ncustomers\n4:SALT,,,3,,2\n陈𠮷成交';
    const all = [null, null, '陈𠮷', null, '成交', null];
    expect(rowDigest('customers', 'SALT', columnMarks(columns), all)).toBe(sha(text, 'base64url'));
    expect(rowDigest('customers', 'SALT', columnMarks(columns, ['name', 'stage']), ['陈𠮷', '成交'])).toBe(
      sha(text, 'base64url'),
    );
  });

  it("a customer's columns, in the order of the table: all fields, and none of these elsewhere", () => {
    expect([...sealedColumns].sort()).toEqual([...fieldKeys, 'extra'].sort());
    expect(sha(sealedColumns.slice(0, 88).join(), 'hex')).toBe(
      'c176e2655d32efb48a642902be5808074bdd5e0d661c73a8aa04910ce35679b1',
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
  const text = fc.string({ unit: fc.constantFrom('1', '2', ':', '-', ',', '\n', 'a'), maxLength: 6 });
  const value = fc.option(text, { nil: null });
  const marks = columnMarks(['a', 'b', 'c']);
  const rows = fc.array(fc.tuple(text, fc.array(value, { minLength: 3, maxLength: 3 })), { maxLength: 40 });
  const changes = fc.array(fc.tuple(text, text, value, value), { maxLength: 40 });
  const forms = (of: readonly unknown[]) => new Set(of.map((one) => JSON.stringify(one))).size;
  fc.assert(
    fc.property(rows, changes, (a, b) => {
      expect(new Set(a.map(([salt, values]) => rowDigest('t', salt, marks, values))).size).toBe(forms(a));
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
        const marks = columnMarks(names);
        const digest = (values: readonly (string | null)[]) => rowDigest('t', 's', marks, values);
        expect(digest(a)).toBe(rowDigest('t', 's', columnMarks([...names, 'e']), [...a, null]));
        const some = names.filter((_, i) => a[i] !== null || b[i] !== null);
        const told = a.filter((_, i) => a[i] !== null || b[i] !== null);
        expect(digest(a)).toBe(rowDigest('t', 's', columnMarks(names, some), told));
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
