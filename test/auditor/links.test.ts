/** The verifier that goes into bundles shares no code with steward: what both must agree on, they agree on. */
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/auditor/canonical.js';
import { linkHash, linkLine, linkOf } from '../../src/auditor/chain.js';
import { type GivenUp, givenUpBy, judgeHeads } from '../../src/auditor/heads.js';
import { holds, keyId } from '../../src/auditor/signature.js';
import { headLine, headsIn } from '../../src/auditor/witness.js';
import { eventHash } from '../../src/ledger/sqlite/seal.js';
import { canonicalJson } from '../../src/model/canonical.js';
import { fingerprint, publicOf, signStatement } from '../../src/rules/access/signature.js';

const folder = join(import.meta.dirname, '../../src/auditor');
const text = fc.string({ unit: 'binary' });
const event = fc.record({
  seq: fc.integer({ min: 1 }),
  ts: text,
  actor: text,
  role: text,
  op: text,
  subject: fc.option(fc.integer()),
  body: text,
});

it('imports nothing but Node and itself', () => {
  for (const name of readdirSync(folder))
    for (const [, from] of readFileSync(join(folder, name), 'utf8').matchAll(/from '([^']+)'/g))
      expect([name, from]).toEqual([name, expect.stringMatching(/^(?:node:|\.\/[a-z]+\.js$)/)]);
});

it('writes JSON as steward does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonical(value)).toBe(canonicalJson(value));
    }),
  );
});

it('hashes events as steward does, and reads back the lines that it writes, and no others', () => {
  fc.assert(
    fc.property(text, event, (before, one) => {
      expect(linkHash(before, one)).toBe(eventHash(before, one as never));
      const line = linkLine({ ...one, hash: 'h' });
      expect(linkOf(line)).toEqual({ ...one, hash: 'h' });
      expect(linkOf(`${line} `)).toBeNull();
      expect(linkOf(line.slice(0, -1))).toBeNull();
    }),
  );
});

it('checks signatures as steward makes them', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const x = publicOf(privateKey);
  expect(keyId(x)).toBe(fingerprint(x));
  fc.assert(
    fc.property(fc.dictionary(text, fc.jsonValue()), (more) => {
      const statement = { ...more, purpose: 'purge-approve' };
      const signature = signStatement(privateKey, statement);
      const signed = { statement, person: 'zhao', public: x, signature };
      expect(holds(signed)).toBe(true);
      expect(holds({ ...signed, statement: { ...statement, purpose: 'purge-reject' } })).toBe(false);
      expect(holds({ ...signed, public: 'no key' })).toBe(false);
    }),
    { numRuns: 30 },
  );
});

describe('heads', () => {
  const head = (size: number, hash = `h${size}`) => ({ size, hash, ts: `2026-11-0${Math.min(9, size)}` });
  const chain = (size: number, changed: (seq: number) => boolean = () => false) => {
    return (seq: number) => (seq > size ? null : changed(seq) ? `x${seq}` : `h${seq}`);
  };

  it('are read from their lines; others’, torn and strange ones count for nothing', () => {
    const one = { size: 3, hash: 'a'.repeat(64), ts: '2026-11-21T08:00:00.000Z' };
    expect(headsIn(`${headLine('u', one)}${headLine('other', one)}nonsense\nu 4 ${'b'.repeat(64)}`, 'u')).toEqual([
      one,
    ]);
  });

  it('all stand: up to the longest nothing was rewritten', () => {
    const found = judgeHeads([head(2), head(5), head(5), head(9)], chain(12), 12, []);
    expect(found).toEqual({ heads: 4, standing: 4, last: head(9), givenUp: [], fault: null });
  });

  it('the first segment that was rewritten lies between two of them, whatever order they come in', () => {
    const found = judgeHeads(
      [head(9), head(2), head(7), head(5)],
      chain(12, (seq) => seq >= 6),
      12,
      [],
    );
    expect(found.fault).toEqual({ what: 'rewritten', first: 6, last: 7, after: head(5), at: head(7), heads: 2 });
    expect(
      judgeHeads(
        [head(4)],
        chain(12, () => true),
        12,
        [],
      ).fault,
    ).toMatchObject({ first: 1, last: 4, after: null });
  });

  it('a chain that ends before them was cut', () => {
    const found = judgeHeads([head(2), head(5), head(9)], chain(6), 6, []);
    expect(found.fault).toEqual({ what: 'cut', first: 7, last: 9, after: head(5), at: head(9), heads: 1 });
  });

  it('what a ledger gave up by going back, and said so, is no fault; what came after it is', () => {
    const back = givenUpBy({ run: 7, command: 'restore', counts: { lostEvents: 4 } }, 6, 8) as GivenUp;
    expect(back).toEqual({ run: 7, seq: 8, after: 5, upTo: 9 });
    const now = chain(10, (seq) => seq > 5);
    const heads = [head(5), head(7), head(9), head(8, 'x8'), head(10, 'x10')];
    expect(judgeHeads(heads, now, 10, [back])).toMatchObject({ givenUp: [{ run: 7, heads: 2 }], fault: null });
    // Written after the restore, it is of no history that was given up.
    expect(judgeHeads([head(8, 'x8'), head(9)], now, 10, [back]).fault).toMatchObject({ first: 9, last: 9 });
    // Nobody gave up what came before the backup.
    expect(judgeHeads([head(4, 'y4'), head(8, 'x8')], now, 10, [back]).fault).toMatchObject({ first: 1, last: 4 });
    expect(givenUpBy({ run: 7, command: 'import', counts: { lostEvents: 4 } }, 6, 8)).toBeNull();
    expect(givenUpBy(null, 6, 8)).toBeNull();
  });
});
