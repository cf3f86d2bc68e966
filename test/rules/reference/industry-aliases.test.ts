import { expect, test } from 'vitest';
import { industries } from '../../../src/rules/reference/gbt4754.js';
import { INDUSTRY_ALIASES } from '../../../src/rules/reference/industry-aliases.js';

const lines = INDUSTRY_ALIASES.map((line) =>
  /^([A-T\d ]+): (.+)$/
    .exec(line)!
    .slice(1)
    .map((part) => part.split(' ')),
);

test('every code is one of the standard', () => {
  expect(lines.flatMap(([codes]) => codes!).filter((code) => !industries().has(code))).toEqual([]);
});

test('every word stands once, in the form in which texts are looked up', () => {
  const words = lines.flatMap(([, list]) => list!);
  expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  expect(words.filter((word) => word === '' || word !== word.toLowerCase())).toEqual([]);
  expect(words.length).toBeGreaterThan(250);
});
