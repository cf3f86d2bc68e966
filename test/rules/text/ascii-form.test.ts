import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiForm } from '../../../src/rules/text/ascii-form.js';

test.each([
  ['２０２４－０３－１５', '2024-03-15'],
  ['５００，０００．００', '500,000.00'],
  ['￥５００', '¥500'],
  ['（万元）', '(万元)'],
  ['Ｃ３９　ａ', 'C39 a'],
  ['50—100', '50-100'],
  ['2024–03−15', '2024-03-15'],
  ['50～100', '50~100'],
  ['客户、①', '客户、①'],
  ['plain 1,2', 'plain 1,2'],
])('%s in ASCII form is %s', (raw, plain) => {
  expect(asciiForm(raw)).toBe(plain);
});

test('keeps the length and changes nothing twice', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('Ａ', '５', '　', '—', '￥', '客', 'a') }),
  );
  fc.assert(
    fc.property(text, (s) => {
      expect(asciiForm(s)).toHaveLength(s.length);
      expect(asciiForm(asciiForm(s))).toBe(asciiForm(s));
    }),
  );
});
