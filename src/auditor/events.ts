/** The segment of the trail, link by link, and what its events say against registers, steps, policies and witnessed heads. */
import { isObject, parsed } from './canonical.js';
import { genesis, type Link, linkHash, linkOf } from './chain.js';
import type { BundleFiles, Line } from './files.js';
import type { Findings } from './findings.js';
import { type GivenUp, givenUpBy, judgeHeads } from './heads.js';
import { type Manifest, manifestName } from './manifest.js';
import { accessLine, Destructions, stepLine, stepOf } from './registers.js';
import type { Steps } from './steps.js';
import type { WitnessedHead } from './witness.js';

/** Goes through the events once. */
export class EventCheck {
  readonly #manifest: Manifest;
  readonly #steps: Steps;
  readonly #findings: Findings;
  readonly #policies: ReadonlySet<string>;
  readonly #access: Register;
  readonly #destroyed: Register;
  readonly #destructions: Destructions;
  readonly #givenUp: GivenUp[] = [];
  /** Hashes at which heads were witnessed. */
  readonly #hashes = new Map<number, string>();
  /** The hash before the next event; null behind a line that could not be read. */
  #before: string | null;
  #expected: number;
  #ts = '';
  /** The first event of the run that goes on. */
  #runFirst: number;

  constructor(files: BundleFiles, manifest: Manifest, steps: Steps, findings: Findings) {
    const { segment, policies } = manifest;
    this.#manifest = manifest;
    this.#steps = steps;
    this.#findings = findings;
    this.#policies = new Set([...policies.here, ...policies.missing]);
    this.#access = new Register(files.lines('registers/access'));
    this.#destroyed = new Register(files.lines('registers/destruction'));
    this.#destructions = new Destructions(steps.byPlan);
    this.#before = segment.before.hash;
    this.#expected = segment.first;
    this.#runFirst = segment.first;
  }

  /** @param heads those that were witnessed, in the order in which they were */
  async run(lines: AsyncIterable<Line>, heads: readonly WitnessedHead[]): Promise<void> {
    const wanted = new Set(heads.map(({ size }) => size));
    for await (const line of lines) {
      const link = this.#link(line);
      if (link === null) continue;
      if (wanted.has(link.seq)) this.#hashes.set(link.seq, link.hash);
      await this.#say(link, line.name);
    }
    await this.#end();
    this.#ends();
    this.#witnessed(heads);
  }

  /** The next link; null of a line that is none. */
  #link({ name, no, line }: Line): Link | null {
    const link = linkOf(line);
    if (link === null) {
      this.#findings.fault('line-unreadable', name, null, { line: no });
      this.#before = null;
      this.#expected += 1;
      return null;
    }
    const { seq, hash, ts } = link;
    const expected = this.#expected;
    this.#findings.counts.events += 1;
    if (seq !== expected) this.#findings.fault('event-missing', name, expected, { first: expected, last: seq - 1 });
    if (this.#before !== null && linkHash(this.#before, link) !== hash) this.#findings.fault('link-broken', name, seq);
    if (ts < this.#ts) this.#findings.fault('time-backwards', name, seq);
    // The events of one run bear one time.
    if (ts !== this.#ts) this.#runFirst = seq;
    this.#before = hash;
    this.#expected = seq + 1;
    this.#ts = ts;
    return link;
  }

  /** What an event says, against the other files. */
  async #say(link: Link, name: string): Promise<void> {
    const { counts } = this.#findings;
    const { seq, op } = link;
    const step = stepOf(link);
    if (step !== null) {
      if (this.#steps.bySeq.get(seq)?.line !== stepLine(step)) this.#findings.fault('step-differs', 'plans/', seq);
      this.#steps.bySeq.delete(seq);
    }
    const same = async (register: Register, due: string, where: string) => {
      if ((await register.next()) !== due) this.#findings.fault('register-differs', where, seq);
    };
    if (op === 'access') {
      counts.accesses += 1;
      await same(this.#access, accessLine(link), 'registers/access');
    }
    for (const due of this.#destructions.see(link)) {
      counts.destructions += 1;
      await same(this.#destroyed, due, 'registers/destruction');
    }
    if (op !== 'run') return;
    const said = parsed(link.body);
    const policy = isObject(said) ? said.policy : null;
    if (typeof policy !== 'string' || !this.#policies.has(policy)) this.#findings.fault('policy-unlisted', name, seq);
    const gave = givenUpBy(said, this.#runFirst, seq);
    if (gave !== null) this.#givenUp.push(gave);
  }

  /** What is left over when the last event was read. */
  async #end(): Promise<void> {
    const { first, last } = this.#manifest.segment;
    if (this.#expected !== last + 1)
      this.#findings.fault('event-missing', 'events/', this.#expected, { first: this.#expected, last });
    for (const [seq, { name }] of this.#steps.bySeq)
      if (seq >= first && seq <= last) this.#findings.fault('step-differs', name, seq);
    if ((await this.#access.next()) !== null) this.#findings.fault('register-longer', 'registers/access');
    if ((await this.#destroyed.next()) !== null) this.#findings.fault('register-longer', 'registers/destruction');
  }

  /** The heads that the list names, against the segment's own ends. */
  #ends(): void {
    const { segment, ledger, period } = this.#manifest;
    const { first, before, after } = segment;
    const wrong = (size: number) => this.#findings.fault('head-differs', manifestName, null, { size });
    if (before.size !== first - 1 || (first === 1 && before.hash !== genesis)) wrong(before.size);
    if (after.size !== segment.last || (this.#before !== null && after.hash !== this.#before)) wrong(after.size);
    const whole = ledger.head.size === after.size && ledger.head.hash === after.hash;
    if (ledger.head.size < after.size || (period.to === null && !whole)) wrong(ledger.head.size);
  }

  #witnessed(heads: readonly WitnessedHead[]): void {
    const { segment, ledger } = this.#manifest;
    for (const { size, hash } of [segment.before, ledger.head]) this.#hashes.set(size, hash);
    const report = judgeHeads(this.#inside(heads), (seq) => this.#hashes.get(seq) ?? null, segment.last, this.#givenUp);
    this.#findings.counts.heads = report.heads;
    for (const { run, heads: count } of report.givenUp) this.#findings.note('given-up', { run, heads: count });
    if (report.fault === null) return;
    const { what, first, last, after, at, heads: count } = report.fault;
    const values = { first, last, after: after?.size ?? 0, size: at.size, ts: at.ts, heads: count };
    this.#findings.fault(what === 'cut' ? 'tail-cut' : 'segment-rewritten', 'events/', first, values);
  }

  /**
   * The heads that speak of this segment. One behind its end is another period's, or of a time when the bundle was made already; one of the bundle's
   * own time is not: events that it saw are missing here.
   */
  #inside(heads: readonly WitnessedHead[]): readonly WitnessedHead[] {
    const { segment, ledger, made, period } = this.#manifest;
    const { to, timezone } = period;
    let earlier = 0;
    let later = 0;
    const inside = heads.filter(({ size, ts }) => {
      if (size < segment.before.size) earlier += 1;
      else if (size <= segment.last || size === ledger.head.size) return true;
      else if (ts <= made && (size > ledger.head.size || (to !== null && dayIn(ts, timezone) <= to))) return true;
      else later += 1;
      return false;
    });
    if (earlier + later > 0) this.#findings.note('witness-outside', { earlier, later });
    return inside;
  }
}

/** The lines of a register, one by one, as the events say that they are due. */
class Register {
  readonly #lines: AsyncGenerator<Line>;

  constructor(lines: AsyncGenerator<Line>) {
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
