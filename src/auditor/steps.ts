/** The steps of saved plans, of the policy and of keys, and whether their signatures hold. */
import { isObject, parsed } from './canonical.js';
import type { BundleFiles } from './files.js';
import type { Findings } from './findings.js';
import type { Manifest } from './manifest.js';
import { type Step, stepLine } from './registers.js';
import { holds, keyId, type Signed, signedIn } from './signature.js';

/** Steps by event, with the line that says so, and by plan. */
export interface Steps {
  readonly bySeq: Map<number, { readonly line: string; readonly name: string }>;
  readonly byPlan: ReadonlyMap<string, readonly Step[]>;
}

/** People by the keys that are theirs. */
type Keys = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads and checks them; those before the segment are among them, too. */
export async function checkSteps(files: BundleFiles, manifest: Manifest, findings: Findings): Promise<Steps> {
  const keys = await readKeys(files, findings);
  const bySeq: Steps['bySeq'] = new Map();
  const byPlan = new Map<string, Step[]>();
  for await (const { name, no, line } of files.lines('plans/')) {
    const step = parsed(line) as Step | undefined;
    if (!isObject(step) || !isObject(step.body) || stepLine(step) !== line) {
      findings.fault('line-unreadable', name, null, { line: no });
      continue;
    }
    bySeq.set(step.seq, { line, name });
    byPlan.set(step.plan, [...(byPlan.get(step.plan) ?? []), step]);
    const signed = signedIn(step.body);
    if (signed === null) continue;
    findings.counts.signatures += 1;
    const { seq } = step;
    const { person } = signed;
    if (!holds(signed) || !isAbout(signed, step, manifest)) findings.fault('signature-bad', name, seq, { person });
    if (keys.get(keyId(signed.public))?.has(person) !== true) findings.fault('key-unlisted', name, seq, { person });
  }
  return { bySeq, byPlan };
}

/** Whether what was signed is this step of this ledger. */
function isAbout({ statement }: Signed, { plan }: Step, { ledger, former }: Manifest): boolean {
  const ours = [ledger.uuid, ...former].includes(statement.ledger as string);
  return ours && [statement.plan, statement.section, statement.backup].includes(plan);
}

async function readKeys(files: BundleFiles, findings: Findings): Promise<Keys> {
  const name = 'keys.json';
  const people = new Map<string, Set<string>>();
  const keys = parsed(await files.text(name));
  for (const key of Array.isArray(keys) ? (keys as unknown[]) : []) {
    if (!isObject(key)) continue;
    const { id, person, public: x } = key as Record<string, string>;
    if (keyId(x ?? '') !== id) findings.fault('key-misnamed', name, null, { person: person ?? '' });
    else people.set(id, (people.get(id) ?? new Set()).add(person ?? ''));
  }
  return people;
}
