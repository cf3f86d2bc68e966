/** How a ledger stands, whatever is in it: every figure is counted again from its rows, with rules that fail, too. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictBook } from '../../src/engine/evaluate.js';
import { Roll } from '../../src/engine/report/roll.js';
import type { RowSet } from '../../src/engine/report/rows.js';
import { confusionSection } from '../../src/engine/report/sections/classes.js';
import { completenessSections, ledgerSection, qualitySections } from '../../src/engine/report/sections/state.js';
import { type LedgerState, ledgerState } from '../../src/engine/report/state.js';
import type { CustomerRecord } from '../../src/model/customer.js';
import { rules } from '../../src/rules/registry.gen.js';
import { type Rule, recordRule } from '../../src/rules/rule.js';
import { given } from '../support/records.js';
import { type JsonFigure, recount } from '../support/recount.js';
import { ledgers } from '../support/sample-records.js';

const text = { zh: '会失败', en: 'fails' };

/** A rule that fails on every third record. */
const failing = recordRule({
  id: 'test/failing',
  severity: 'warning',
  family: 'accuracy',
  dimension: 'accuracy',
  clauses: ['S0-28'],
  title: text,
  why: text,
  mend: text,
  messages: { there: text },
  judge: () => (one, report) => {
    if (one.id % 3 === 0) throw new TypeError('a rule with a mistake in it');
    if (one.id % 5 === 0) report('there', 'name');
  },
  examples: [
    { record: {}, expect: ['there'] },
    { record: {}, expect: [] },
  ],
});

const under = given('2026-07-01');
const judged: readonly Rule[] = [...rules, failing];

function stateOf(records: readonly CustomerRecord[], keep: boolean): { state: LedgerState; roll: Roll } {
  const roll = new Roll(keep, () => null);
  const book = verdictBook(judged, under, null);
  return { state: ledgerState({ records, rules: judged, given: under, book, roll, keep }), roll };
}

const figuresOf = (state: LedgerState) =>
  [
    ledgerSection(state, under),
    ...qualitySections(state, judged),
    ...completenessSections(state),
    confusionSection(state, under),
  ].flatMap(({ figures }) => figures);

describe('the state of a ledger', () => {
  it('[S0-01, S2-42, S3-07] every figure is that of its rows, whether they are kept or only counted', () => {
    fc.assert(
      fc.property(ledgers, (sample) => {
        // A ledger has no number twice.
        const records = sample.map((one) => ({ ...one, customer_no: one.customer_no && `N${one.id}` }));
        const { state, roll } = stateOf(records, true);
        const sets = Object.values(state).filter((one): one is RowSet => 'rows' in one && 'header' in one);
        const rowsOf = (name: string) => {
          const set = sets.find((one) => one.name === name) as RowSet;
          return [...set.rows(roll)].map((row) => Object.fromEntries(set.header.map((key, i) => [key, row[i] ?? ''])));
        };
        const count = recount(rowsOf);
        const figures = figuresOf(state);
        expect(figures.map((figure) => [figure.id, count(figure as JsonFigure)])).toEqual(
          figures.map(({ id, value }) => [id, value]),
        );
        expect(figuresOf(stateOf(records, false).state)).toEqual(figures);
        expect(state.failed.count()).toBe(state.sweep.accounts.error);
        expect(state.customers.count({ complete: 'yes' })).toBe(state.sweep.completeness.complete);
      }),
      { numRuns: 30 },
    );
  });
});
