/** What a bundle holds, file by file. Events and registers stream in parts; the same ledger at the same moment gives the same bytes. */
import { readFileSync } from 'node:fs';
import { genesis, type Head, linkHash, linkLine } from '../../auditor/chain.js';
import { type Manifest, manifestName, manifestText } from '../../auditor/manifest.js';
import { accessLine, Destructions, type Step, stepLine } from '../../auditor/registers.js';
import { signedIn } from '../../auditor/signature.js';
import { headLine } from '../../auditor/witness.js';
import type { ZippedFile, ZipWriter } from '../../files/write-zip.js';
import { readWitness } from '../../ledger/witness.js';
import type { AuditEvent } from '../../model/audit.js';
import { canonicalJson } from '../../model/canonical.js';
import { StewardError } from '../../model/errors.js';
import type { PlanStepRecord } from '../../model/ledger.js';
import type { Policy } from '../../model/policy.js';
import { policyHash } from '../../policy/hash.js';
import { fingerprint } from '../../rules/access/signature.js';
import { addDays, weekday } from '../../rules/calendar/day.js';
import { chinaCalendar } from '../../rules/calendar/working-days.js';
import type { QueryContext } from '../command.js';
import { dayIn } from '../day-in.js';
import { readme } from './bundle-readme.js';
import { bundledReports } from './bundled-reports.js';

/** The days that were asked for. */
export type Period = Manifest['period'];

/** What was written. */
export interface Bundled {
  readonly manifest: Manifest;
  readonly counts: Readonly<Record<'accesses' | 'destructions' | 'events' | 'files' | 'reports' | 'steps', number>>;
}

/** Lines of a file that may become large, written in parts of some 4 MiB. */
class Lines {
  readonly #zip: ZipWriter;
  readonly #prefix: string;
  readonly #files: ZippedFile[];
  #text: string[] = [];
  #size = 0;
  #part = 0;
  count = 0;

  constructor(zip: ZipWriter, prefix: string, files: ZippedFile[]) {
    this.#zip = zip;
    this.#prefix = prefix;
    this.#files = files;
  }

  async add(line: string): Promise<void> {
    this.#text.push(line, '\n');
    this.#size += line.length;
    this.count += 1;
    if (this.#size > 4 << 20) await this.#flush();
  }

  /** Writes what is left; of no line at all, an empty part, for all to see. */
  async end(): Promise<void> {
    if (this.#part === 0 || this.#text.length > 0) await this.#flush();
  }

  async #flush(): Promise<void> {
    this.#part += 1;
    const bytes = Buffer.from(this.#text.join(''));
    this.#text = [];
    this.#size = 0;
    this.#files.push(await this.#zip.add(`${this.#prefix}${String(this.#part).padStart(4, '0')}.ndjson`, bytes));
  }
}

/** @throws StewardError chain-broken when the chain that is read does not hold; what the ZIP throws */
export async function fillBundle(
  context: QueryContext,
  zip: ZipWriter,
  period: Period,
  policies: ReadonlyMap<string, Policy>,
): Promise<Bundled> {
  const { reader, given, version, now } = context;
  const files: ZippedFile[] = [];
  const put = async (name: string, text: string) => void files.push(await zip.add(name, Buffer.from(text)));
  const head = reader.head();
  const steps = [...reader.steps()];
  const { segment, former, used, counts } = await writeEvents(context, zip, files, { head, period, steps });

  const before = steps.filter(({ seq }) => seq <= segment.last);
  const plans = new Lines(zip, 'plans/', files);
  for (const step of before) await plans.add(stepLine(step));
  await plans.end();
  await put('keys.json', keysOf(given.policy, before));
  const own = policyHash(given.policy);
  const here = [...policies.keys()].filter((hash) => hash === own || used.has(hash)).sort();
  for (const hash of here) await put(`policies/${hash}.json`, canonicalJson(policies.get(hash)));
  await put('calendar.json', calendarOf(given.policy, period, segment.days, given.asOf));
  const { witness } = given.policy;
  const heads = witness === null ? [] : readWitness(reader.info.uuid, witness, true);
  await put('witness.txt', heads.map((one) => headLine(reader.info.uuid, one)).join(''));
  let reports = 0;
  for await (const [name, text] of bundledReports(context, period)) {
    await put(`reports/${name}`, text);
    reports += 1;
  }
  await put('README.txt', readme);
  await put('verify.mjs', verifier());

  const { first, last } = segment;
  const manifest: Manifest = {
    steward: 'audit-bundle',
    version: 1,
    tool: version,
    made: now.toISOString(),
    ledger: { uuid: reader.info.uuid, head },
    former,
    period,
    segment: { first, last, before: segment.before, after: segment.after },
    policies: { here, missing: [...used].filter((hash) => !policies.has(hash)).sort() },
    files,
  };
  await zip.add(manifestName, Buffer.from(manifestText(manifest)));
  return { manifest, counts: { ...counts, steps: plans.count, reports, files: files.length + 1 } };
}

/** Events inside the period, with what they say of reading and destroying. */
async function writeEvents(
  { reader }: QueryContext,
  zip: ZipWriter,
  files: ZippedFile[],
  { head, period, steps }: { readonly head: Head; readonly period: Period; readonly steps: readonly PlanStepRecord[] },
) {
  const events = new Lines(zip, 'events/', files);
  const access = new Lines(zip, 'registers/access-', files);
  const destroyed = new Lines(zip, 'registers/destruction-', files);
  const byPlan = new Map<string, Step[]>();
  for (const step of steps) byPlan.set(step.plan, [...(byPlan.get(step.plan) ?? []), step]);
  const destructions = new Destructions(byPlan);
  const former: string[] = [];
  const used = new Set<string>();
  let before: Head = { size: 0, hash: genesis };
  let after: Head | null = null;
  const days: string[] = [];
  const dayOf = dayIn(period.timezone);
  for (const event of reader.audit()) {
    if (event.seq > head.size) break;
    const day = dayOf(event.ts);
    if (period.to !== null && day > period.to) break;
    const last: Head = after ?? before;
    if (event.seq !== last.size + 1 || linkHash(last.hash, event) !== event.hash)
      throw new StewardError('chain-broken', { path: reader.info.path, detail: String(event.seq) });
    if (event.op === 'move') former.push(...formerIn(event));
    const here: Head = { size: event.seq, hash: event.hash };
    if (period.from !== null && day < period.from) {
      before = here;
      continue;
    }
    after = here;
    if (days.at(-1) !== day) days.push(day);
    await events.add(linkLine(event));
    if (event.op === 'access') await access.add(accessLine(event));
    for (const line of destructions.see(event)) await destroyed.add(line);
    if (event.op === 'run') used.add((JSON.parse(event.body) as { policy: string }).policy);
  }
  for (const lines of [events, access, destroyed]) await lines.end();
  return {
    segment: { first: before.size + 1, last: (after ?? before).size, before, after: after ?? before, days },
    former,
    used,
    counts: { events: events.count, accesses: access.count, destructions: destroyed.count },
  };
}

/** The identity that the ledger had before it was moved. */
function formerIn({ body }: AuditEvent): readonly string[] {
  const { from } = JSON.parse(body) as { from?: unknown };
  return typeof from === 'string' ? [from] : [];
}

/** Public keys: those of the policy, and those that signed and are in it no more. */
function keysOf({ people }: Policy, steps: readonly Step[]): string {
  const keys = new Map<string, object>();
  const revoked = new Map(steps.flatMap(({ op, plan, seq }) => (op === 'key' ? [[plan, seq] as const] : [])));
  const add = (person: string, x: string, term: { readonly from: string | null; readonly until: string | null }) => {
    const id = fingerprint(x);
    const { from, until } = term;
    const key = `${id} ${person}`;
    if (!keys.has(key)) keys.set(key, { id, person, public: x, from, until, revoked: revoked.get(id) ?? null });
  };
  for (const { id, keys: own } of people) for (const key of own) add(id, key.public, key);
  for (const { body } of steps) {
    const signed = signedIn(body);
    if (signed !== null) add(signed.person, signed.public, { from: null, until: null });
  }
  return canonicalJson([...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key));
}

/** The working days by which was judged, of the years that the period touches: what makes each differ from Monday to Friday. */
function calendarOf({ calendar }: Policy, { from, to }: Period, days: readonly string[], asOf: string): string {
  const working = chinaCalendar(calendar.overrides);
  const year = (day: string) => Number(day.slice(0, 4));
  const years: object[] = [];
  for (let y = year(from ?? days[0] ?? asOf); y <= year(to ?? days.at(-1) ?? asOf); y += 1) {
    const off: string[] = [];
    const work: string[] = [];
    for (let day = `${y}-01-01`; year(day) === y; day = addDays(day, 1)) {
      const weekend = weekday(day) > 5;
      if (working.isWorkday(day) === weekend) (weekend ? work : off).push(day);
    }
    years.push({ year: y, published: working.covers(y), off, work });
  }
  return canonicalJson(years);
}

/** The built verifier: one file, beside the built program, whichever way that is run. */
function verifier(): string {
  const root = /^(.*)\/(?:src|dist)\//.exec(import.meta.url)?.[1] ?? '';
  return readFileSync(new URL(`${root}/dist/steward/verify.mjs`), 'utf8');
}
