/**
 * Destroys what is staged to be destroyed: whole files of customers, and fields of customers that stay. Values and salts go, so that what the chain commits to
 * can neither be read nor guessed; the events say which rows went. Bytes are the matter of `destroy`.
 */
import type { Database } from 'better-sqlite3';
import type { CustomerId } from '../../model/customer.js';
import type { IsoDate } from '../../model/date.js';
import type { FieldValues, Heritage, KeptOut } from '../../model/plan.js';
import { type StagedErasure, stagedErasures } from './draft.js';
import { eraseFields } from './erase-fields.js';
import { customersIn } from './moves.js';
import { forgetMemory } from './pairs.js';
import { noteOf, whyOf } from './reasons.js';
import { forgetRunWords } from './run-words.js';
import type { Salts } from './seal.js';
import { dropLapsed, raiseTombstones, tombstoneKeyCommit } from './tombstones.js';
import { type EraseBody, foldSize, rangesOf, type SettleBody, type Trail } from './trail.js';
import { forgetVerdicts } from './verdicts.js';

/** What was destroyed: files of customers, of which `listed` had not stood aside; and customers that lost fields. */
export interface Destroyed {
  readonly customers: number;
  readonly listed: number;
  readonly fields: number;
}

/** Customers that one event destroys: all for one reason, in the same words. */
interface Group {
  readonly change: StagedErasure;
  readonly ids: CustomerId[];
  /** Of those that stay: the identity key that each is found by from now on. */
  readonly identities: Map<CustomerId, string | null>;
}

/** Kept in `meta` from the run that destroyed something until no old byte is left of it. */
export const destroyingKey = 'destroying';

/** Destroys what is staged; customers that are not as they were when it was decided are added to `stale`. */
export function applyErasures(
  db: Database,
  trail: Trail,
  { run, asOf }: { readonly run: number; readonly asOf: IsoDate },
  salts: Salts,
  stale: CustomerId[],
  heritage: Heritage | null,
): Destroyed {
  db.exec(`CREATE TEMP TABLE stage_became(held INTEGER PRIMARY KEY, customer INTEGER NOT NULL);
    CREATE INDEX temp.stage_became_customer ON stage_became(customer);
    CREATE TEMP TABLE stage_now(id INTEGER PRIMARY KEY)`);
  try {
    return new Eraser(db, trail, run, salts, heritage).erase(stale, asOf);
  } finally {
    db.exec('DROP TABLE temp.stage_became; DROP TABLE temp.stage_now');
  }
}

class Eraser {
  readonly #db: Database;
  readonly #trail: Trail;
  readonly #run: number;
  readonly #salts: Salts;
  readonly #statements;
  /** What another history knows of those destroyed. */
  readonly #known: ReadonlyMap<CustomerId, KeptOut>;
  #customers = 0;
  #listed = 0;
  /** Told by the first event. */
  #lapsed: readonly number[] = [];

  constructor(db: Database, trail: Trail, run: number, salts: Salts, heritage: Heritage | null) {
    this.#db = db;
    this.#known = new Map(heritage?.keptOut.map((one) => [one.id, one]));
    this.#trail = trail;
    this.#run = run;
    this.#salts = salts;
    const now = 'IN (SELECT id FROM stage_now)';
    const ids = (sql: string) => db.prepare(sql).pluck();
    this.#statements = {
      state: db.prepare('SELECT version, aside FROM customers WHERE id = ?'),
      // Whoever was merged into a customer is part of its file.
      members: ids(
        `WITH RECURSIVE one(id) AS (
           VALUES(?) UNION SELECT c.id FROM one JOIN customers c ON c.aside_into = one.id WHERE c.aside IS NOT NULL AND c.aside = 'merged')
         SELECT id FROM one`,
      ),
      now: db.prepare('INSERT INTO stage_now VALUES(?)'),
      listed: ids(`SELECT count(*) FROM customers WHERE id ${now} AND aside IS NULL`),
      values: db.prepare(
        `SELECT id, phone, phone_other, email, credit_code FROM customers WHERE id ${now} ORDER BY id`,
      ),
      rows: {
        interactions: ids(`SELECT id FROM interactions WHERE customer ${now} ORDER BY id`),
        transactions: ids(`SELECT id FROM transactions WHERE customer ${now} ORDER BY id`),
        held: ids(
          `SELECT id FROM held WHERE against IS NOT NULL AND against ${now}
           UNION SELECT held FROM stage_became WHERE customer ${now} ORDER BY 1`,
        ),
      },
      // In this order: a row goes before what it is found by.
      destroy: [
        `DELETE FROM interactions WHERE customer ${now}`,
        `DELETE FROM transactions WHERE customer ${now}`,
        `DELETE FROM held WHERE id IN (SELECT held FROM stage_became WHERE customer ${now})`,
        `DELETE FROM held WHERE against IS NOT NULL AND against ${now}`,
        `UPDATE audit_value SET before = NULL, salt = NULL WHERE customer_id ${now}`,
        // A number that was withdrawn never was anybody's.
        `UPDATE numbers SET state = 'purged' WHERE no IN (SELECT customer_no FROM customers WHERE id ${now}) AND customer_id ${now} AND state <> 'withdrawn'`,
        `UPDATE numbers SET state = 'purged' WHERE customer_id ${now} AND state <> 'active' AND state <> 'withdrawn'`,
        `DELETE FROM pair_decision WHERE a ${now}`,
        `DELETE FROM pair_decision WHERE b ${now}`,
        `DELETE FROM checkout_ahead WHERE customer_id ${now}`,
        `DELETE FROM checkout_absent WHERE customer_id ${now}`,
        `DELETE FROM customers WHERE id ${now}`,
      ].map((sql) => db.prepare(sql)),
    };
  }

  erase(stale: CustomerId[], asOf: IsoDate): Destroyed {
    const whole = new Map<string, Group>();
    const some = new Map<string, Group>();
    for (const change of stagedErasures(this.#db)) {
      const state = this.#statements.state.get(change.id) as
        | { readonly version: number; readonly aside: string | null }
        | undefined;
      // A merged customer goes with the one that it is now; an undone one has no fields to lose but its file.
      const stands = state?.aside === null || (state?.aside === 'undone' && change.fields === null);
      if (state?.version !== change.expect || !stands) {
        stale.push(change.id);
        continue;
      }
      const ids = change.fields === null ? (this.#statements.members.all(change.id) as CustomerId[]) : [change.id];
      const groups = change.fields === null ? whole : some;
      const { code, until, fields, reasons } = change;
      const key = JSON.stringify([code, until, fields, whyOf(reasons), noteOf(reasons)]);
      const group: Group = groups.get(key) ?? { change, ids: [], identities: new Map() };
      groups.set(key, group);
      group.ids.push(...ids);
      group.identities.set(change.id, change.identity ?? null);
    }
    if (whole.size > 0) this.#lapsed = dropLapsed(this.#db, asOf);
    const all = new Set([...whole.values(), ...some.values()].flatMap(({ ids }) => ids));
    this.#became(all);
    for (const { change, ids } of whole.values()) {
      ids.sort((a, b) => a - b);
      for (let at = 0; at < ids.length; at += foldSize) this.#files(change, ids.slice(at, at + foldSize));
    }
    const by = { db: this.#db, trail: this.#trail, run: this.#run, salts: this.#salts };
    let fields = 0;
    for (const { change, ids, identities } of some.values()) {
      ids.sort((a, b) => a - b);
      for (let at = 0; at < ids.length; at += foldSize)
        fields += eraseFields(by, change, ids.slice(at, at + foldSize), identities);
    }
    if (this.#customers + fields > 0) {
      // What scans learned holds hashes and names of everybody's; it is derived, and the next scan makes it anew.
      forgetMemory(this.#db);
      forgetVerdicts(this.#db, all);
      forgetRunWords(this.#db);
      this.#db.prepare('INSERT OR REPLACE INTO meta VALUES(?, ?)').run(destroyingKey, String(this.#run));
    }
    return { customers: this.#customers, listed: this.#listed, fields };
  }

  /** Notes the held rows that became one of those customers. */
  #became(ids: ReadonlySet<CustomerId>): void {
    const settled = this.#db
      .prepare(
        "SELECT body FROM audit WHERE op = 'settle' AND body ->> 'table' = 'held' AND body ->> 'customers' IS NOT NULL",
      )
      .pluck();
    const put = this.#db.prepare('INSERT OR REPLACE INTO stage_became VALUES(?, ?)');
    for (const body of settled.all() as string[])
      for (const [held, customer] of customersIn(JSON.parse(body) as SettleBody))
        if (customer !== null && ids.has(customer)) put.run(held, customer);
  }

  /** Destroys the files of up to 1,000 customers, in one event. */
  #files({ code, until, reasons }: StagedErasure, ids: readonly CustomerId[]): void {
    const { rows, destroy, listed, values, now } = this.#statements;
    this.#db.exec('DELETE FROM stage_now');
    for (const id of ids) now.run(id);
    const went = Object.entries(rows).flatMap(([table, query]) => {
      const found = query.all() as number[];
      return found.length === 0 ? [] : [[table, rangesOf(found)] as const];
    });
    this.#customers += ids.length;
    this.#listed += listed.get() as number;
    const tombstones = raiseTombstones(
      this.#db,
      this.#trail.nextSeq,
      until,
      values.all() as (FieldValues & { readonly id: CustomerId })[],
      ids.flatMap((id) => this.#known.get(id) ?? []),
    );
    for (const statement of destroy) statement.run();
    const body: EraseBody = {
      run: this.#run,
      code,
      until,
      fields: null,
      rows: rangesOf(ids),
      gone: Object.fromEntries(went),
      digests: null,
      tombstones,
      tombstoneKey: tombstoneKeyCommit(this.#db),
      ...(this.#lapsed.length > 0 && { lapsed: this.#lapsed }),
      why: whyOf(reasons),
      note: this.#trail.words(0, ':note', noteOf(reasons)),
    };
    this.#lapsed = [];
    this.#trail.append('erase', ids.length === 1 ? (ids[0] as CustomerId) : null, body);
  }
}
