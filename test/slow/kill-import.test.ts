import { expect, it } from 'vitest';
import { killImports } from '../support/kill-import.js';

const kills = Number(process.env.STEWARD_KILLS ?? 200);

it(`${kills} kills of an import: all of the file or nothing of it`, async () => {
  const tally = { killed: 0, nothing: 0, all: 0, half: 0, broken: 0, stuck: 0 };
  let size = 0;
  const outcomes: [number, number, number | null][] = [];
  const { before, rows } = await killImports(kills, 20, 2026, ({ killed, customers, faults, repeated }) => {
    if (killed) tally.killed++;
    outcomes.push([customers, faults, repeated]);
  });
  size = before + rows;
  for (const [customers, faults, repeated] of outcomes) {
    if (customers === before) tally.nothing++;
    else if (customers === size) tally.all++;
    else tally.half++;
    if (faults > 0) tally.broken++;
    if (repeated !== null && repeated !== size) tally.stuck++;
  }
  console.log(`kills: ${JSON.stringify(tally)}`);
  expect(tally).toMatchObject({ half: 0, broken: 0, stuck: 0 });
  expect(tally.killed).toBeGreaterThan(kills / 2);
});
