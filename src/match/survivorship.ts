/** A golden record out of the records of one customer: each field by its own rule, with where it came from (MATCHING 12). */

/** One record's value of one field, as survivorship weighs it. */
export interface Claim {
  /** The record that says so. */
  readonly record: string;
  readonly value: string | null;
  /** Whether a person or an office has confirmed it. */
  readonly verified: boolean;
  /** Where the record is from; the policy ranks sources. */
  readonly source: string | null;
  /** ISO day on which the value was entered or last changed. */
  readonly changedOn: string | null;
}

/** How a field's value is chosen. */
export type FieldRule =
  /** Verified, then source priority, then the most recent that is not blank, then the majority, then the most complete. */
  | 'best'
  /** All different values, the best first: phones, e-mails. */
  | 'list'
  /** Any refusal stands: consent, do not contact. */
  | 'strictest'
  /** The first or the last day. */
  | 'earliest'
  | 'latest';

/** Why a value was chosen: the step that decided it, or that there was nothing to decide. */
export type Why =
  | 'agreed'
  | 'complete'
  | 'earliest'
  | 'latest'
  | 'listed'
  | 'majority'
  | 'none'
  | 'only'
  | 'recent'
  | 'source'
  | 'strictest'
  | 'verified';

/** A field of the golden record: never put together from two records' values. */
export interface Survivor {
  readonly value: string | null;
  /** Further values of a list, in order. */
  readonly others: readonly string[];
  readonly from: string | null;
  readonly why: Why;
}

/** What survivorship is told besides the claims. */
export interface SurvivorshipRules {
  /** Sources, the most trusted first; others come after them. */
  readonly sources: readonly string[];
  /** Values that refuse, for `strictest`. */
  readonly refusals: readonly string[];
  /** When two values are one: their normal form. */
  readonly key: (value: string) => string;
  /** The day that a value names, for `earliest` and `latest`; null where it names none. */
  readonly day?: (value: string) => string | null;
}

type Known = Claim & { readonly value: string };

const known = (claims: readonly Claim[]): Known[] =>
  claims.filter((claim): claim is Known => claim.value !== null && claim.value.trim() !== '');

/** The value that survives under a rule. The order of the claims does not matter. */
export function survive(claims: readonly Claim[], rule: FieldRule, rules: SurvivorshipRules): Survivor {
  const said = known(claims);
  if (said.length === 0) return { value: null, others: [], from: null, why: 'none' };
  if (rule === 'strictest') return strictest(said, rules);
  if (rule === 'earliest' || rule === 'latest') return dated(said, rule, rules);
  const best = bestOf(said, rules);
  if (rule === 'best') return { value: best.claim.value, others: [], from: best.claim.record, why: best.why };
  const taken = new Set([rules.key(best.claim.value)]);
  const others: string[] = [];
  for (let rest = without(said, taken, rules); rest.length > 0; rest = without(rest, taken, rules)) {
    const next = bestOf(rest, rules).claim.value;
    taken.add(rules.key(next));
    others.push(next);
  }
  return { value: best.claim.value, others, from: best.claim.record, why: others.length > 0 ? 'listed' : best.why };
}

const without = (claims: readonly Known[], taken: ReadonlySet<string>, { key }: SurvivorshipRules): Known[] =>
  claims.filter(({ value }) => !taken.has(key(value)));

function strictest(said: readonly Known[], rules: SurvivorshipRules): Survivor {
  const refusing = said.filter(({ value }) => rules.refusals.includes(value));
  const best = bestOf(refusing.length > 0 ? refusing : said, rules);
  const why = refusing.length > 0 && refusing.length < said.length ? 'strictest' : best.why;
  return { value: best.claim.value, others: [], from: best.claim.record, why };
}

/** The claims with the first or the last day; of those that name none, the best. */
function dated(said: readonly Known[], rule: 'earliest' | 'latest', rules: SurvivorshipRules): Survivor {
  const days = said
    .map((claim) => ({ claim, day: rules.day?.(claim.value) ?? null }))
    .filter(({ day }) => day !== null);
  const all = days.map(({ day }) => day as string).sort();
  const wanted = rule === 'earliest' ? all[0] : all.at(-1);
  const left = days.filter(({ day }) => day === wanted).map(({ claim }) => claim);
  const best = bestOf(left.length > 0 ? left : said, rules);
  const why = left.length > 0 && all[0] !== all.at(-1) ? rule : best.why;
  return { value: best.claim.value, others: [], from: best.claim.record, why };
}

/** The steps of choice; each keeps the claims that are best by it. */
const STEPS: readonly {
  readonly why: Why;
  readonly rank: (claim: Known, all: readonly Known[], rules: SurvivorshipRules) => number | string;
}[] = [
  { why: 'verified', rank: ({ verified }) => (verified ? 1 : 0) },
  {
    why: 'source',
    rank: ({ source }, _, { sources }) => {
      const at = source === null ? -1 : sources.indexOf(source);
      return at < 0 ? -sources.length : -at;
    },
  },
  { why: 'recent', rank: ({ changedOn }) => changedOn ?? '' },
  { why: 'majority', rank: ({ value }, all, { key }) => all.filter((other) => key(other.value) === key(value)).length },
  { why: 'complete', rank: ({ value }) => value.length },
];

function bestOf(said: readonly Known[], rules: SurvivorshipRules): { claim: Known; why: Why } {
  // By record and value at last, so that the order of the claims is of no consequence.
  let left = [...said].sort((a, b) =>
    a.record !== b.record ? (a.record < b.record ? -1 : 1) : a.value < b.value ? -1 : 1,
  );
  if (left.length === 1) return { claim: left[0]!, why: 'only' };
  const agreed = (): boolean => new Set(left.map(({ value }) => rules.key(value))).size === 1;
  let why: Why = 'agreed';
  for (const step of STEPS) {
    const ranks = left.map((claim) => step.rank(claim, said, rules));
    let most = ranks[0]!;
    for (const rank of ranks) if (rank > most) most = rank;
    const decided = !agreed();
    left = left.filter((_, i) => ranks[i] === most);
    if (decided && agreed()) why = step.why;
    if (left.length === 1) break;
  }
  return { claim: left[0]!, why };
}
