import type { Kind } from '../rules/dedupe/kind.js';
import { levelOf } from './compare.js';
import type { BlockingKey } from './keys.js';
import { type Model, priorOf, probabilityOf, weightsOf } from './model.js';
import type { Patterns } from './patterns.js';
import type { Table } from './table.js';

const LEVELS = 8;
/** Turns of the outer loop: m by key, u from random pairs, then the share of matches. */
const TURNS = 6;
const EM_STEPS = 25;
/** Imagined matches that the kinds' beliefs count as. */
const BELIEF = 30;
/** Imagined random pairs that the beliefs on u count as: more of them where few were drawn, as those of a small file hold its matches. */
const beliefU = (drawn: number): number => Math.min(1000, Math.max(100, 1e7 / Math.max(drawn, 1)));
/** Fewer expected matches than this: the beliefs stand. */
const ENOUGH = 100;
/** Matches that are expected before anything is seen, per record. */
const EXPECTED = 0.02;
/** Pairs that the first guess of the share of matches counts as: it holds for files of a few records. */
const GUESSED_PAIRS = 50;

/** The first guess: one record in three has a double, and of any two records one pair in twenty is one at most. */
const guess = (size: number, total: number): number => Math.min(0.05, (0.3 * size) / total);

interface State {
  readonly m: Float64Array[];
  readonly u: Float64Array[];
  lambda: number;
  matches: number;
}

/**
 * Learns the model without labels: u from random pairs that are no matches, m by expectation–maximisation per blocking key on the
 * columns that are not in that key, λ as a fixed point over all candidates. Too little evidence leaves the kinds' beliefs.
 */
export function learn(table: Table, keys: readonly BlockingKey[], patterns: Patterns): Model {
  const { columns, size } = table;
  const total = Math.max((size * (size - 1)) / 2, 1);
  const levels = columns.map((_, c) => Uint8Array.from(patterns.vectors, (vector) => levelOf(vector, c)));
  const state: State = {
    m: columns.map(({ kind }) => priorOf(kind, 'm')),
    u: columns.map(({ kind }) => priorOf(kind, 'u')),
    lambda: guess(size, total),
    matches: 0,
  };
  const learned = columns.map(() => false);
  for (let turn = 0; turn < TURNS; turn++) {
    const log = logs(state);
    const posterior = posteriors(levels, log, state.lambda);
    updateU(state, table, levels, patterns, posterior);
    updateM(state, table, levels, patterns, keys, learned);
    updateLambda(state, levels, patterns, size, total);
  }
  return {
    columns: columns.map(({ kind, name }, c) => ({
      name,
      kind,
      m: state.m[c]!,
      u: state.u[c]!,
      weights: weightsOf(kind, state.m[c]!, state.u[c]!),
      learned: learned[c]!,
    })),
    lambda: state.lambda,
    prior: Math.log2(state.lambda / (1 - state.lambda)),
    matches: state.matches,
  };
}

type Logs = readonly Float64Array[];

/** log2(m/u) by column and level. */
const logs = ({ m, u }: Pick<State, 'm' | 'u'>): Logs =>
  m.map((of, c) => of.map((p, l) => (l === 0 ? 0 : Math.log2(Math.max(p, 1e-6) / Math.max(u[c]![l]!, 1e-9)))));

/** P(match | vector) for every pattern. */
function posteriors(levels: readonly Uint8Array[], log: Logs, share: number): Float64Array {
  const result = new Float64Array(levels[0]?.length ?? 0).fill(Math.log2(share / (1 - share)));
  for (const [c, of] of levels.entries()) {
    const bits = log[c]!;
    for (let p = 0; p < result.length; p++) result[p]! += bits[of[p]!]!;
  }
  for (let p = 0; p < result.length; p++) result[p] = probabilityOf(result[p]!);
  return result;
}

function updateU(
  state: State,
  { columns }: Table,
  levels: readonly Uint8Array[],
  patterns: Patterns,
  posterior: Float64Array,
): void {
  for (const [c, { kind }] of columns.entries()) {
    const belief = priorOf(kind, 'u');
    const counts = new Float64Array(LEVELS);
    for (let p = 0; p < posterior.length; p++) counts[levels[c]![p]!]! += patterns.random[p]! * (1 - posterior[p]!);
    state.u[c] = smoothed(counts, belief, beliefU(patterns.drawn), kind.levels);
  }
}

/** Shares of the counts, with beliefs as imagined counts; level 0 does not count. */
function smoothed(
  counts: Float64Array,
  belief: Float64Array,
  weight: number,
  levels: readonly unknown[],
): Float64Array<ArrayBuffer> {
  let sum = 0;
  for (let l = 1; l < LEVELS; l++) sum += counts[l]!;
  const result = new Float64Array(LEVELS);
  for (let l = 1; l < LEVELS; l++)
    result[l] = levels[l] == null ? 0 : (counts[l]! + weight * belief[l]!) / (sum + weight || 1);
  return result;
}

const NAMES: ReadonlySet<Kind['kind']> = new Set(['given-name', 'surname', 'person', 'party']);

/** Whether two kinds repeat each other: people make their e-mail user names of their names. */
const dependent = (a: Kind, b: Kind): boolean =>
  (a.kind === 'email' && NAMES.has(b.kind)) || (b.kind === 'email' && NAMES.has(a.kind));

function updateM(
  state: State,
  { columns }: Table,
  levels: readonly Uint8Array[],
  patterns: Patterns,
  keys: readonly BlockingKey[],
  learned: boolean[],
): void {
  const sums = columns.map(() => new Float64Array(LEVELS));
  // One match is found under many keys: what counts as evidence is the most that one key found.
  const most = columns.map(() => 0);
  for (const [k, key] of keys.entries()) {
    if (key.parts.length === 0 && keys.length > 1) continue;
    const counts = patterns.byKey[k]!;
    const free = columns.flatMap(({ kind }, c) =>
      key.parts.some(({ column }) => column === c || dependent(columns[column]!.kind, kind)) ? [] : [c],
    );
    const { m, matches, share } = expectationMaximisation(state, columns, levels, counts, free);
    if (matches < 1) continue;
    for (const c of free) {
      let found = 0;
      for (let l = 1; l < LEVELS; l++) {
        // What a key finds counts by how much of what it brings together is found: a crowd tells little of a few.
        sums[c]![l]! += m[c]![l]! * share;
        found += m[c]![l]!;
      }
      most[c] = Math.max(most[c]!, found);
    }
  }
  for (const [c, { kind }] of columns.entries()) {
    const sum = sums[c]!.reduce((a, b) => a + b, 0);
    const belief = priorOf(kind, 'm');
    learned[c] = most[c]! >= ENOUGH;
    const evidence = sums[c]!.map((count) => (count * most[c]!) / sum);
    state.m[c] = learned[c] ? smoothed(evidence, belief, BELIEF, kind.levels) : belief;
  }
}

/** Expected counts of levels among the matches of one key, on the columns that are not in it. */
function expectationMaximisation(
  state: State,
  columns: Table['columns'],
  levels: readonly Uint8Array[],
  counts: Float64Array,
  free: readonly number[],
): { m: Float64Array[]; matches: number; share: number } {
  const pairs = counts.reduce((a, b) => a + b, 0);
  const m: Float64Array[] = state.m.map((of) => of.slice());
  let expected = columns.map(() => new Float64Array(LEVELS));
  let matches = 0;
  let share = Math.min(0.5, Math.max(0.001, state.matches / Math.max(pairs, 1)));
  if (pairs === 0 || free.length === 0) return { m: expected, matches: 0, share: 0 };
  const seen: number[] = [];
  for (let p = 0; p < counts.length; p++) if (counts[p]! > 0) seen.push(p);
  const own = seen.map((p) => counts[p]!);
  const found = free.map((c) => Uint8Array.from(seen, (p) => levels[c]![p]!));
  for (let step = 0; step < EM_STEPS; step++) {
    const log = logs({ m, u: state.u });
    const posterior = posteriors(
      found,
      free.map((c) => log[c]!),
      share,
    );
    expected = columns.map(() => new Float64Array(LEVELS));
    matches = 0;
    for (let p = 0; p < posterior.length; p++) {
      const weight = own[p]! * posterior[p]!;
      matches += weight;
      for (let f = 0; f < free.length; f++) expected[free[f]!]![found[f]![p]!]! += weight;
    }
    for (const c of free)
      m[c] = smoothed(expected[c]!, priorOf(columns[c]!.kind, 'm'), BELIEF, columns[c]!.kind.levels);
    const before = share;
    share = Math.min(0.95, Math.max(1e-7, matches / pairs));
    if (step > 4 && Math.abs(share - before) < before * 1e-4) break;
  }
  return { m: expected, matches, share };
}

function updateLambda(
  state: State,
  levels: readonly Uint8Array[],
  patterns: Patterns,
  size: number,
  total: number,
): void {
  const log = logs(state);
  for (let step = 0; step < 20; step++) {
    const posterior = posteriors(levels, log, state.lambda);
    let matches = 0;
    for (let p = 0; p < posterior.length; p++) matches += patterns.all[p]! * posterior[p]!;
    const before = state.lambda;
    state.matches = matches;
    const expected = EXPECTED * size + GUESSED_PAIRS * guess(size, total);
    state.lambda = Math.min(0.5, (matches + expected) / (total + EXPECTED * size + GUESSED_PAIRS));
    if (Math.abs(state.lambda - before) < before * 1e-4) break;
  }
}
