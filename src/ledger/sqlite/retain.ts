import type { Database, Statement } from 'better-sqlite3';

/** For as long as the process runs. */
const retained: unknown[] = [];

const retain = <T>(made: T): T => {
  retained.push(made);
  return made;
};

/**
 * Keeps a connection and every statement made with it out of the garbage collector's hands. From Node 24.19 on, the destructor of a native
 * object made the old way asks for an environment, of which there is none while the collector runs between two calls, and aborts the
 * process (better-sqlite3 up to 12; 13 is made the new way and needs Node 22). A command prepares some hundred statements.
 */
export function retainStatements(db: Database): void {
  const prepare = db.prepare.bind(db) as (sql: string) => Statement;
  const kept = (sql: string): Statement => {
    const statement = retain(prepare(sql));
    const iterate = statement.iterate.bind(statement);
    statement.iterate = (...values) => retain(iterate(...values));
    return statement;
  };
  const pragma = (source: string, options?: { readonly simple?: boolean }): unknown => {
    const statement = kept(`PRAGMA ${source}`);
    if (!statement.reader) {
      statement.run();
      return options?.simple ? undefined : [];
    }
    return options?.simple ? statement.pluck().get() : statement.all();
  };
  Object.assign(retain(db), { prepare: kept, pragma });
}
