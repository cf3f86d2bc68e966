/**
 * The check of a bundle: files against the list, events link by link, signatures, policies and registers against the events, and the heads of
 * a witness. It needs nothing but the bundle. Reads in order and holds one line at a time, and the steps of saved plans.
 */
import { createHash } from 'node:crypto';
import { isObject, parsed } from './canonical.js';
import { genesis, type Link, linkHash, linkOf } from './chain.js';
import { type GivenUp, givenUpBy, judgeHeads } from './heads.js';
import { type Listed, type Manifest, manifestName, readManifest } from './manifest.js';
import { accessLine, Destructions, type Step, stepLine, stepOf } from './registers.js';
import { holds, keyId, type Signed, signedIn } from './signature.js';
import { headsIn, type WitnessedHead } from './witness.js';
import { faultWords, noteWords, type Said, told } from './words.js';

/** A bundle's files, in a folder or a ZIP. */
export interface Source {
  names(): readonly string[];
  /** A file's bytes; throws where they cannot be read. */
  read(name: string): AsyncIterable<Uint8Array>;
}

/** Something that does not hold, and where. */
export interface Fault extends Said {
  readonly code: keyof typeof faultWords;
  /** The file. */
  readonly where: string;
  readonly seq: number | null;
}

/** What came of it. */
export interface Verdict {
  readonly sound: boolean;
  readonly manifest: Manifest | null;
  readonly counts: Readonly<
    Record<'accesses' | 'destructions' | 'events' | 'files' | 'heads' | 'policies' | 'signatures', number>
  >;
  readonly faults: readonly Fault[];
  readonly notes: readonly (Said & { readonly code: keyof typeof noteWords })[];
}

/** The steps of saved plans, by event with the line that says so, and by plan. */
interface Steps {
  readonly bySeq: Map<number, { readonly line: string; readonly name: string }>;
  readonly byPlan: ReadonlyMap<string, readonly Step[]>;
}

/** More faults than this are not listed. */
const MOST = 200;

/** Checks a bundle; `witness` is the text of a witness file that came another way. */
export async function checkBundle(source: Source, witness: string | null): Promise<Verdict> {
  return await new Check(source, witness).run();
}

class Check {
  readonly #source: Source;
  readonly #witness: string | null;
  readonly #faults: Fault[] = [];
  readonly #notes: (Said & { code: keyof typeof noteWords })[] = [];
  readonly #counts = { files: 0, events: 0, signatures: 0, policies: 0, accesses: 0, destructions: 0, heads: 0 };
  /** Files that could be read to their end. */
  readonly #read = new Set<string>();

  constructor(source: Source, witness: string | null) {
    this.#source = source;
    this.#witness = witness;
  }

  async run(): Promise<Verdict> {
    const manifest = await this.#manifest();
    if (manifest !== null) {
      await this.#files(manifest);
      const keys = await this.#keys(manifest);
      const steps = await this.#steps(manifest, keys);
      this.#policies(manifest);
      await this.#events(manifest, steps);
    }
    return {
      sound: this.#faults.length === 0,
      manifest,
      counts: this.#counts,
      faults: this.#faults,
      notes: this.#notes,
    };
  }

  #fault(
    code: keyof typeof faultWords,
    where: string,
    seq: number | null = null,
    values: Readonly<Record<string, number | string>> = {},
  ): void {
    if (this.#faults.length >= MOST) return;
    this.#faults.push({ code, where, seq, ...told(faultWords[code], { ...(seq !== null && { seq }), ...values }) });
  }

  #note(code: keyof typeof noteWords, values: Readonly<Record<string, number | string>> = {}): void {
    this.#notes.push({ code, ...told(noteWords[code], values) });
  }

  async #text(name: string): Promise<string> {
    const blocks: Uint8Array[] = [];
    for await (const block of this.#source.read(name)) blocks.push(Uint8Array.from(block));
    return Buffer.concat(blocks).toString('utf8');
  }

  async #manifest(): Promise<Manifest | null> {
    if (!this.#source.names().includes(manifestName)) {
      this.#fault('manifest-missing', manifestName);
      return null;
    }
    try {
      const manifest = readManifest(await this.#text(manifestName));
      if (manifest === null) this.#fault('manifest-altered', manifestName);
      return manifest;
    } catch {
      this.#fault('file-damaged', manifestName);
      return null;
    }
  }

  async #files({ files }: Manifest): Promise<void> {
    const there = new Set(this.#source.names());
    there.delete(manifestName);
    for (const listed of files) {
      this.#counts.files += 1;
      if (!there.delete(listed.name)) this.#fault('file-missing', listed.name);
      else await this.#bytes(listed);
    }
    for (const name of there) this.#fault('file-extra', name);
  }

  async #bytes({ name, size, sha256 }: Listed): Promise<void> {
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      for await (const block of this.#source.read(name)) {
        hash.update(block);
        bytes += block.length;
      }
    } catch {
      this.#fault('file-damaged', name);
      return;
    }
    this.#read.add(name);
    if (bytes !== size || hash.digest('hex') !== sha256) this.#fault('file-altered', name);
  }

  /** The lines of a kind of files, in the order of the list. */
  async *#lines({ files }: Manifest, prefix: string): AsyncGenerator<{ name: string; no: number; line: string }> {
    for (const { name } of files) {
      if (!name.startsWith(prefix) || !this.#read.has(name)) continue;
      const lines = (await this.#text(name)).split('\n');
      if (lines.at(-1) === '') lines.pop();
      for (const [i, line] of lines.entries()) yield { name, no: i + 1, line };
    }
  }

  /** People by the keys that are theirs. */
  async #keys({ files }: Manifest): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const name = 'keys.json';
    const people = new Map<string, Set<string>>();
    if (!files.some((file) => file.name === name) || !this.#read.has(name)) return people;
    const keys = parsed(await this.#text(name));
    for (const key of Array.isArray(keys) ? (keys as unknown[]) : []) {
      if (!isObject(key)) continue;
      const { id, person, public: x } = key as Record<string, string>;
      if (keyId(x ?? '') !== id) this.#fault('key-misnamed', name, null, { person: person ?? '' });
      else people.set(id, (people.get(id) ?? new Set()).add(person ?? ''));
    }
    return people;
  }

  /** The steps of saved plans, those before the segment, too, with their signatures. */
  async #steps(manifest: Manifest, keys: ReadonlyMap<string, ReadonlySet<string>>): Promise<Steps> {
    const bySeq: Steps['bySeq'] = new Map();
    const byPlan = new Map<string, Step[]>();
    for await (const { name, no, line } of this.#lines(manifest, 'plans/')) {
      const step = parsed(line) as Step | undefined;
      if (!isObject(step) || !isObject(step.body) || stepLine(step) !== line) {
        this.#fault('line-unreadable', name, null, { line: no });
        continue;
      }
      bySeq.set(step.seq, { line, name });
      byPlan.set(step.plan, [...(byPlan.get(step.plan) ?? []), step]);
      const signed = signedIn(step.body);
      if (signed !== null) this.#signature(manifest, name, step, signed, keys);
    }
    return { bySeq, byPlan };
  }

  #signature(
    { ledger, former }: Manifest,
    where: string,
    { seq, plan }: Step,
    signed: Signed,
    keys: ReadonlyMap<string, ReadonlySet<string>>,
  ): void {
    this.#counts.signatures += 1;
    const { statement, person } = signed;
    const ours = statement.ledger === undefined || [ledger.uuid, ...former].includes(statement.ledger as string);
    const about = [statement.plan, statement.section, statement.backup].filter((one) => typeof one === 'string');
    if (!holds(signed) || !ours || !about.includes(plan)) this.#fault('signature-bad', where, seq, { person });
    if (keys.get(keyId(signed.public))?.has(person) !== true) this.#fault('key-unlisted', where, seq, { person });
  }

  #policies({ files, policies }: Manifest): void {
    for (const hash of policies.here) {
      this.#counts.policies += 1;
      const name = `policies/${hash}.json`;
      const listed = files.find((file) => file.name === name);
      if (listed === undefined) this.#fault('file-missing', name);
      else if (listed.sha256 !== hash) this.#fault('policy-misnamed', name);
    }
    if (policies.missing.length > 0) this.#note('policies-missing', { count: policies.missing.length });
  }

  async #events(manifest: Manifest, steps: Steps): Promise<void> {
    const { segment, policies, ledger, period } = manifest;
    const heads = await this.#heads(manifest);
    const hashes = new Map<number, string>([[segment.before.size, segment.before.hash]]);
    const wanted = new Set(heads.map(({ size }) => size));
    const known = new Set([...policies.here, ...policies.missing]);
    const access = new Register(this.#lines(manifest, 'registers/access'));
    const destroyed = new Register(this.#lines(manifest, 'registers/destruction'));
    const destructions = new Destructions(steps.byPlan);
    const givenUp: GivenUp[] = [];
    let before: string | null = segment.before.hash;
    let expected = segment.first;
    let ts = '';
    let runFirst = segment.first;
    for await (const { name, no, line } of this.#lines(manifest, 'events/')) {
      const link = linkOf(line);
      if (link === null) {
        this.#fault('line-unreadable', name, null, { line: no });
        before = null;
        expected += 1;
        continue;
      }
      const { seq } = link;
      this.#counts.events += 1;
      if (seq !== expected) this.#fault('event-missing', name, expected, { first: expected, last: seq - 1 });
      if (before !== null && linkHash(before, link) !== link.hash) this.#fault('link-broken', name, seq);
      if (link.ts < ts) this.#fault('time-backwards', name, seq);
      if (link.ts !== ts) runFirst = seq;
      before = link.hash;
      ts = link.ts;
      expected = seq + 1;
      if (wanted.has(seq)) hashes.set(seq, link.hash);
      const step = stepOf(link);
      if (step !== null) {
        if (steps.bySeq.get(seq)?.line !== stepLine(step)) this.#fault('step-differs', 'plans/', seq);
        steps.bySeq.delete(seq);
      }
      if (link.op === 'access') {
        this.#counts.accesses += 1;
        await this.#compare(access, accessLine(link), 'registers/access', seq);
      }
      for (const due of destructions.see(link)) {
        this.#counts.destructions += 1;
        await this.#compare(destroyed, due, 'registers/destruction', seq);
      }
      if (link.op === 'run') this.#run(link, name, known, runFirst, givenUp);
    }
    if (expected !== segment.last + 1)
      this.#fault('event-missing', 'events/', expected, { first: expected, last: segment.last });
    for (const [seq, { name }] of steps.bySeq)
      if (seq >= segment.first && seq <= segment.last) this.#fault('step-differs', name, seq);
    for (const [register, where] of [
      [access, 'registers/access'],
      [destroyed, 'registers/destruction'],
    ] as const)
      if ((await register.next()) !== null) this.#fault('register-longer', where);
    this.#ends(manifest, before);
    hashes.set(ledger.head.size, ledger.head.hash);
    const inside = this.#inside(heads, manifest, period);
    const report = judgeHeads(inside, (seq) => hashes.get(seq) ?? null, segment.last, givenUp);
    this.#counts.heads = report.heads;
    if (this.#witness === null) this.#note('witness-none');
    else if (headsIn(this.#witness, ledger.uuid).length === 0) this.#note('witness-empty');
    for (const { run, heads: count } of report.givenUp) this.#note('given-up', { run, heads: count });
    if (report.fault !== null) {
      const { what, first, last, after, at, heads: count } = report.fault;
      const values = { first, last, after: after?.size ?? 0, size: at.size, ts: at.ts, heads: count };
      this.#fault(what === 'cut' ? 'tail-cut' : 'segment-rewritten', 'events/', first, values);
    }
  }

  async #compare(register: Register, due: string, where: string, seq: number): Promise<void> {
    if ((await register.next()) !== due) this.#fault('register-differs', where, seq);
  }

  #run({ body, seq }: Link, name: string, known: ReadonlySet<string>, first: number, givenUp: GivenUp[]): void {
    const said = parsed(body);
    const policy = isObject(said) ? said.policy : null;
    if (typeof policy !== 'string' || !known.has(policy)) this.#fault('policy-unlisted', name, seq);
    const gave = givenUpBy(said, first, seq);
    if (gave !== null) givenUp.push(gave);
  }

  /** The heads that the list names, against the segment's own ends. */
  #ends({ segment, ledger, period }: Manifest, last: string | null): void {
    const { first, before, after } = segment;
    const wrong = (size: number) => this.#fault('head-differs', manifestName, null, { size });
    if (before.size !== first - 1 || (first === 1 && before.hash !== genesis)) wrong(before.size);
    if (after.size !== segment.last || (last !== null && after.hash !== last)) wrong(after.size);
    const whole = ledger.head.size === after.size && ledger.head.hash === after.hash;
    if (ledger.head.size < after.size || (period.to === null && !whole)) wrong(ledger.head.size);
  }

  /** The heads of the bundle's own witness and of the one that came another way, without those that stand in both. */
  async #heads({ ledger: { uuid } }: Manifest): Promise<readonly WitnessedHead[]> {
    const own = this.#read.has('witness.txt') ? headsIn(await this.#text('witness.txt'), uuid) : [];
    const given = this.#witness === null ? [] : headsIn(this.#witness, uuid);
    const key = ({ size, hash, ts }: WitnessedHead) => `${size} ${hash} ${ts}`;
    const there = new Set(given.map(key));
    return [...own.filter((head) => !there.has(key(head))), ...given];
  }

  /**
   * The heads that speak of this segment. One behind its end is another period's, or of a time when the bundle was made already; one of the bundle's
   * own time is not: events that it saw are missing here.
   */
  #inside(heads: readonly WitnessedHead[], { segment, ledger, made }: Manifest, { to, timezone }: Manifest['period']) {
    let earlier = 0;
    let later = 0;
    const inside = heads.filter(({ size, ts }) => {
      if (size < segment.before.size) earlier += 1;
      else if (size <= segment.last || size === ledger.head.size) return true;
      else if (ts <= made && (size > ledger.head.size || (to !== null && dayIn(ts, timezone) <= to))) return true;
      else later += 1;
      return false;
    });
    if (earlier + later > 0) this.#note('witness-outside', { earlier, later });
    return inside;
  }
}

/** The lines of a register, one by one, as the events say that they are due. */
class Register {
  readonly #lines: AsyncGenerator<{ readonly line: string }>;

  constructor(lines: AsyncGenerator<{ readonly line: string }>) {
    this.#lines = lines;
  }

  /** The next line; null at the end. */
  async next(): Promise<string | null> {
    const { done, value } = await this.#lines.next();
    return done === true ? null : value.line;
  }
}

/** The day of a moment in a time zone; '' of what is no moment. */
function dayIn(ts: string, timeZone: string): string {
  try {
    const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    return parts.format(new Date(ts));
  } catch {
    return '';
  }
}
