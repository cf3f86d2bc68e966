/**
 * A signing key at rest: an ed25519 key pair whose private half is locked by a passphrase (scrypt, AES-256-GCM). The file is versioned JSON and
 * its owner's alone (0600); what stands in the clear is bound to the locked half.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scryptSync,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { canonicalJson } from '../model/canonical.js';
import { writeFileAtomic } from './atomic.js';
import { FileFault, fileFault } from './faults.js';

/** 128 MiB and about half a second a guess; Node's own encrypted PKCS8 asks 1.6 ms. A file that names other costs is not ours. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
const MAXMEM = 256 * 2 ** 20;

const base64 = z.string().regex(/^[A-Za-z0-9_-]+$/);
const schema = z.strictObject({
  steward: z.literal('key'),
  version: z.literal(1),
  person: z.string().min(1),
  public: base64.length(43),
  created: z.string(),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    N: z.literal(COST.N),
    r: z.literal(COST.r),
    p: z.literal(COST.p),
    salt: base64,
  }),
  cipher: z.strictObject({ name: z.literal('aes-256-gcm'), iv: base64.length(16), tag: base64.length(22) }),
  sealed: base64,
});

/** A key file as read: what it says in the clear, and the locked half. */
export type KeyFile = z.infer<typeof schema>;

/** A key that can sign. */
export interface OpenedKey {
  readonly person: string;
  readonly public: string;
  readonly key: KeyObject;
}

/** Passphrases shorter than this are refused. */
export const LEAST_PASSPHRASE = 12;

/** Whether a passphrase is too easy to guess: short, or a few characters over and over. */
export const isWeak = (passphrase: string): boolean => {
  const points = [...passphrase.normalize('NFKC').trim()];
  return points.length < LEAST_PASSPHRASE || new Set(points).size < 5;
};

// The same passphrase typed on another keyboard may come composed otherwise.
const derive = (passphrase: string, salt: Buffer): Buffer =>
  scryptSync(passphrase.normalize('NFKC').trim(), salt, 32, { ...COST, maxmem: MAXMEM });

const clear = ({ person, created, kdf, ...file }: Pick<KeyFile, 'created' | 'kdf' | 'person' | 'public'>): Buffer =>
  Buffer.from(canonicalJson({ person, created, kdf, public: file.public }));

/** Makes a new key for a person; `created` is the day. */
export function newKeyFile(person: string, created: string, passphrase: string): KeyFile {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const open = {
    person,
    public: jwk.x as string,
    created,
    kdf: { name: 'scrypt', ...COST, salt: salt.toString('base64url') },
  } as const;
  const cipher = createCipheriv('aes-256-gcm', derive(passphrase, salt), iv).setAAD(clear(open));
  const sealed = Buffer.concat([cipher.update(jwk.d as string, 'base64url'), cipher.final()]);
  const tag = cipher.getAuthTag().toString('base64url');
  return {
    steward: 'key',
    version: 1,
    ...open,
    cipher: { name: 'aes-256-gcm', iv: iv.toString('base64url'), tag },
    sealed: sealed.toString('base64url'),
  };
}

/**
 * Writes a new key file, readable by its owner alone; one that is there is never overwritten.
 * @throws FileFault as writeFileAtomic; file-exists
 */
export function writeKeyFile(path: string, file: KeyFile): void {
  if (existsSync(path)) throw new FileFault('file-exists', { path, option: '--out' });
  writeFileAtomic(path, `${JSON.stringify(file, null, 2)}\n`);
}

/** @throws FileFault key-file-invalid; what reading a file throws */
export function readKeyFile(path: string): KeyFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw fileFault(error, path, 'read');
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new FileFault('key-file-invalid', { path }, error);
  }
}

/** Unlocks a key; null when the passphrase is another one, or the file was altered. */
export function openKey(file: KeyFile, passphrase: string): OpenedKey | null {
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', derive(passphrase, bytes(file.kdf.salt)), bytes(file.cipher.iv), {
    authTagLength: 16,
  })
    .setAAD(clear(file))
    .setAuthTag(bytes(file.cipher.tag));
  try {
    const d = Buffer.concat([decipher.update(bytes(file.sealed)), decipher.final()]).toString('base64url');
    const key = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x: file.public, d }, format: 'jwk' });
    return { person: file.person, public: file.public, key };
  } catch {
    return null;
  }
}
