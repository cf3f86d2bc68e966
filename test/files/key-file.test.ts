import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWeak, type KeyFile, newKeyFile, openKey, readKeyFile, writeKeyFile } from '../../src/files/key-file.js';
import { fingerprint, isSigned, publicOf, signStatement } from '../../src/rules/access/signature.js';
import { codeOf } from '../ledger/helpers.js';

const PASSPHRASE = '四月 风筝 铜锁 八百里';
const statement = { purpose: 'purge-approve', plan: 'a'.repeat(64), items: { count: 2, except: [3] } };
let folder: string;
let file: KeyFile;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'steward-key-'));
  file = newKeyFile('zhao', '2026-11-28', PASSPHRASE);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a key file', () => {
  it('[S2-35] is its owner’s alone, is never overwritten, and holds no private half that can be read', () => {
    const path = join(folder, 'zhao.key');
    writeKeyFile(path, file);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(codeOf(() => writeKeyFile(path, file))).toBe('file-exists');
    expect(readKeyFile(path)).toEqual(file);
    const opened = openKey(file, PASSPHRASE);
    const secret = opened?.key.export({ format: 'jwk' }).d as string;
    expect(secret).toHaveLength(43);
    expect(readFileSync(path, 'utf8')).not.toContain(secret);
    expect(publicOf(opened!.key)).toBe(file.public);
  });

  it('opens with the passphrase in any composition, and with no other', () => {
    expect(openKey(file, ` ${PASSPHRASE.normalize('NFD')} `)?.person).toBe('zhao');
    expect(openKey(file, `${PASSPHRASE}。`)).toBeNull();
  });

  it('whose clear part or locked part was altered does not open', () => {
    const { cipher, sealed } = file;
    const flipped = (sealed[0] === 'A' ? 'B' : 'A') + sealed.slice(1);
    for (const altered of [
      { ...file, person: 'zhang' },
      { ...file, public: newKeyFile('x', '2026-11-28', PASSPHRASE).public },
      { ...file, created: '2020-01-01' },
      { ...file, sealed: flipped },
      { ...file, cipher: { ...cipher, tag: 'A'.repeat(22) } },
    ])
      expect(openKey(altered, PASSPHRASE)).toBeNull();
  });

  it('of another version, of cheaper costs or no key file at all is refused before any work is done', () => {
    const path = join(folder, 'other.key');
    for (const other of [
      { ...file, version: 2 },
      { ...file, kdf: { ...file.kdf, N: 2 } },
      { ...file, more: 1 },
      'x',
      null,
    ]) {
      writeFileSync(path, JSON.stringify(other));
      expect(codeOf(() => readKeyFile(path))).toBe('key-file-invalid');
    }
    writeFileSync(path, '{');
    expect(codeOf(() => readKeyFile(path))).toBe('key-file-invalid');
    expect(codeOf(() => readKeyFile(join(folder, 'none.key')))).toBe('file-not-found');
  });

  it.each([
    ['', true],
    ['elf zeichen', true],
    ['zwölf zeich.', false],
    ['aaaaaaaaaaaaaaaaaaaa', true],
    ['abcdabcdabcdabcd', true],
    ['       short        ', true],
    ['四月风筝铜锁八百里外山', true],
    ['四月风筝铜锁八百里外山河', false],
  ])('[S2-35] passphrase "%s" is weak: %s', (word, weak) => {
    expect(isWeak(word)).toBe(weak);
  });
});

describe('a signature', () => {
  it('is that of one key over one statement, in whatever order its members stand', () => {
    const { key } = openKey(file, PASSPHRASE)!;
    const signature = signStatement(key, statement);
    const turned = Object.fromEntries(Object.entries(statement).reverse()) as typeof statement;
    expect(isSigned(file.public, turned, signature)).toBe(true);
    expect(signStatement(key, statement)).toBe(signature);
    expect(fingerprint(file.public)).toMatch(/^[0-9a-f]{64}$/);
    fc.assert(
      fc.property(fc.constantFrom('purpose', 'plan', 'items', 'new'), fc.jsonValue(), (member, value) => {
        const other = { ...statement, [member]: value };
        fc.pre(JSON.stringify(other) !== JSON.stringify(statement));
        expect(isSigned(file.public, other as typeof statement, signature)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.nat(63), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const bytes = Buffer.from(signature, 'base64url');
        bytes[at] = (bytes[at] as number) ^ bits;
        expect(isSigned(file.public, statement, bytes.toString('base64url'))).toBe(false);
      }),
    );
    for (const no of ['', 'x', 'A'.repeat(43)]) expect(isSigned(no, statement, signature)).toBe(false);
  });
});
