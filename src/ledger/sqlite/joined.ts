import { randomBytes } from 'node:crypto';

const word = (): string => randomBytes(4).toString('base64url');

/**
 * Values that come over from SQLite as one text: faster than each for itself, and than JSON, for which V8 keeps every short word in a table of its own. What stands
 * between them, and where there is none, is drawn anew each time: nobody can have written it into a value.
 */
export class Joined {
  readonly #between = `\x1f${word()}`;
  readonly #nothing = `\x1e${word()}`;

  /** SQL expressions joined to one. */
  sql(expressions: readonly string[]): string {
    return `concat(${expressions.map((one) => `ifnull(${one}, '${this.#nothing}')`).join(`, '${this.#between}', `)})`;
  }

  /** The same of all rows of a group, one behind the other. */
  groupSql(expressions: readonly string[]): string {
    return `group_concat(${this.sql(expressions)}, '${this.#between}')`;
  }

  /** The values again; what was a number is its digits. */
  cut(text: string): (string | null)[] {
    const values: (string | null)[] = text.split(this.#between);
    for (let i = 0; i < values.length; i += 1) if (values[i] === this.#nothing) values[i] = null;
    return values;
  }
}
