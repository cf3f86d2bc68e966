/** Signatures of people over statements: ed25519, checked with the public key that stands beside them. */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { canonical, isObject } from './canonical.js';

/** A statement that somebody signed, as an event has it. */
export interface Signed {
  readonly statement: Readonly<Record<string, unknown>>;
  readonly person: string;
  /** 32 bytes in base64url. */
  readonly public: string;
  readonly signature: string;
}

/** What a body says was signed; null where it says nothing of the kind. */
export function signedIn(body: unknown): Signed | null {
  if (!isObject(body) || body.signature === undefined) return null;
  const { statement, person, public: key, signature } = body;
  const whole = typeof person === 'string' && typeof key === 'string' && typeof signature === 'string';
  return whole && isObject(statement) ? (body as unknown as Signed) : null;
}

/** Whether the signature is that of the key over this very statement. */
export function holds({ statement, public: x, signature }: Signed): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const message = Buffer.from(`steward-statement\0${canonical(statement)}`);
    return verify(null, message, key, Buffer.from(signature, 'base64url'));
  } catch {
    return false; // no key at all
  }
}

/** How a public key is named: SHA-256 of its bytes in hex. */
export const keyId = (x: string): string => createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex');
