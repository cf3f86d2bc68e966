/** Identity keys say under what the same customer comes back (S1-11); those of credit codes are known to the ledger, too, which has the codes. */
const prefix = 'c:';

/** The identity key of whoever bears a credit code. */
export const identityOfCode = (code: string): string => `${prefix}${code}`;

/** The credit code that an identity key stands for; null for one that is made of other values. */
export const codeOfIdentity = (identity: string): string | null =>
  identity.startsWith(prefix) ? identity.slice(prefix.length) : null;
