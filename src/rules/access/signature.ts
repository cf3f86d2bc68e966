/**
 * Signatures of people: ed25519 over a statement's canonical JSON, led by a word that no other use of the key shares, so that what was signed
 * for one purpose cannot be passed off for another.
 */
import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from '../../model/canonical.js';

/** What is signed: the purpose leads. */
export type Statement = Readonly<Record<string, unknown>> & { readonly purpose: string };

const message = (statement: Statement): Buffer => Buffer.from(`steward-statement\0${canonicalJson(statement)}`);

/** The fingerprint of a public key (32 bytes in base64url): sha256 in lower-case hex. */
export const fingerprint = (publicKey: string): string => hash('sha256', Buffer.from(publicKey, 'base64url'));

/** The public half of a private key, 32 bytes in base64url. */
export const publicOf = (key: KeyObject): string => createPublicKey(key).export({ format: 'jwk' }).x as string;

/** Signs a statement; base64url. The same key and statement give the same signature. */
export const signStatement = (key: KeyObject, statement: Statement): string =>
  sign(null, message(statement), key).toString('base64url');

/** Whether a signature is that of a public key over this very statement. */
export function isSigned(publicKey: string, statement: Statement, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, message(statement), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false; // no key at all
  }
}
