import Sqlite, { type Database } from 'better-sqlite3';
import { retainStatements } from '../retain.js';
import { createSchema } from '../schema.js';
import type { Faults } from './faults.js';

/** What is derived is made anew where it is missing. */
const derived = /^(?:match|verdict)_/;

const columnsSql = `SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
  WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY 1`;

/** The columns of a ledger's tables. */
let known: readonly string[] | null = null;

function columns(): readonly string[] {
  if (known !== null) return known;
  const db = new Sqlite(':memory:');
  retainStatements(db);
  createSchema(db);
  known = (db.prepare(columnsSql).pluck().all() as string[]).filter((name) => !derived.test(name));
  db.close();
  return known;
}

/** Whether every table is there, with all its columns. */
export function checkTables(db: Database, faults: Faults): boolean {
  const found = new Set(db.prepare(columnsSql).pluck().all() as string[]);
  const tables = new Set([...found].map(tableOf));
  const missing = new Set(
    columns().flatMap((name) => (found.has(name) ? [] : [tables.has(tableOf(name)) ? name : tableOf(name)])),
  );
  for (const name of missing)
    faults.add('database-damaged', null, null, `the ${name.includes('.') ? 'column' : 'table'} ${name} is missing`);
  return missing.size === 0;
}

const tableOf = (column: string): string => column.slice(0, column.indexOf('.'));
