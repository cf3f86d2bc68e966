/** A credit code says the identity key of who bears it, so only other keys are kept: of companies they would stand in the ledger twice, and in an index each. */
import { codeOfIdentity, identityOfCode } from '../../model/identity.js';

/** What is kept of a customer's identity key beside the credit code. */
export const identityBeside = (creditCode: string | null | undefined, identity: string | null): string | null => {
  const code = identity === null ? null : codeOfIdentity(identity);
  return code !== null && code === creditCode ? null : identity;
};

/** The identity key of a row as it is kept. */
export const identityIn = (row: { readonly credit_code?: unknown; readonly identity?: unknown }): string | null => {
  if (typeof row.identity === 'string') return row.identity;
  return typeof row.credit_code === 'string' ? identityOfCode(row.credit_code) : null;
};

/** `codeOfIdentity` as SQL. */
export const codeOfIdentitySql = (identity: string): string => {
  const prefix = identityOfCode('');
  return `CASE substr(${identity}, 1, ${prefix.length}) WHEN '${prefix}' THEN substr(${identity}, ${prefix.length + 1}) END`;
};
