/**
 * The check of a bundle: files against the list, events link by link, signatures, policies and registers against the events, and the heads of
 * a witness. It needs nothing but the bundle. Reads in order and holds one part of a file at a time, and the steps of saved plans.
 */
import { EventCheck } from './events.js';
import { BundleFiles, readList, type Source } from './files.js';
import { type Fault, Findings, type Note } from './findings.js';
import type { Manifest } from './manifest.js';
import { checkSteps } from './steps.js';
import { headsIn, type WitnessedHead } from './witness.js';

/** What came of it. */
export interface Verdict {
  readonly sound: boolean;
  readonly manifest: Manifest | null;
  readonly counts: Readonly<Findings['counts']>;
  readonly faults: readonly Fault[];
  readonly notes: readonly Note[];
}

/** Checks a bundle; `witness` is the text of a witness file that came another way. */
export async function checkBundle(source: Source, witness: string | null): Promise<Verdict> {
  const findings = new Findings();
  const manifest = await readList(source, findings);
  if (manifest !== null) {
    const files = new BundleFiles(source, manifest);
    await files.check(findings);
    const steps = await checkSteps(files, manifest, findings);
    checkPolicies(manifest, findings);
    const heads = await headsOf(files, manifest, witness, findings);
    await new EventCheck(files, manifest, steps, findings).run(files.lines('events/'), heads);
  }
  const { counts, faults, notes } = findings;
  return { sound: faults.length === 0, manifest, counts, faults, notes };
}

/** Policies are named by their hash; those that nobody had at hand are told. */
function checkPolicies({ files, policies }: Manifest, findings: Findings): void {
  for (const hash of policies.here) {
    findings.counts.policies += 1;
    const name = `policies/${hash}.json`;
    const listed = files.find((file) => file.name === name);
    if (listed === undefined) findings.fault('file-missing', name);
    else if (listed.sha256 !== hash) findings.fault('policy-misnamed', name);
  }
  if (policies.missing.length > 0) findings.note('policies-missing', { count: policies.missing.length });
}

/** The heads of the bundle's own witness and of the one that came another way, without those that stand in both. */
async function headsOf(
  files: BundleFiles,
  { ledger }: Manifest,
  witness: string | null,
  findings: Findings,
): Promise<readonly WitnessedHead[]> {
  const own = headsIn(await files.text('witness.txt'), ledger.uuid);
  const given = witness === null ? [] : headsIn(witness, ledger.uuid);
  if (witness === null) findings.note('witness-none');
  else if (given.length === 0) findings.note('witness-empty');
  const key = ({ size, hash, ts }: WitnessedHead) => `${size} ${hash} ${ts}`;
  const there = new Set(given.map(key));
  return [...own.filter((head) => !there.has(key(head))), ...given];
}
