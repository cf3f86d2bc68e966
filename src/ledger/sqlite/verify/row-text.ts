import { lengthSql } from '../lengths.js';
import { quoted } from '../schema.js';
import { columnPrefix, rowHead } from '../seal.js';

/** What `rowText` makes of a customer, as SQL; a dash where the salt is gone. It holds for what is not uncountable. */
export function rowTextSql(columns: readonly string[]): string {
  const text = (literal: string) => `'${literal.replaceAll("'", "''")}'`;
  // concat leaves out what is null, and so is anything joined with a null.
  const parts = columns.map((name) => `${text(columnPrefix(name))} || ${lengthSql(quoted(name))}`);
  return `concat(${[text(rowHead('customers')), `ifnull(${lengthSql('salt')}, '-')`, ...parts].join(', ')})`;
}
