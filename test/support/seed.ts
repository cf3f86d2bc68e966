/**
 * Properties draw the same values at every run, so that a change is judged by what it changed. `STEWARD_SEED=N` draws others, and
 * `npm run test:seeds` fresh ones; a counterexample so found goes into its property as an example.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.STEWARD_SEED ?? 20_240_701) });
