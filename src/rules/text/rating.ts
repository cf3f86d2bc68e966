import { asciiForm } from './ascii-form.js';

/** A number, with 分 behind it or without. */
const NUMBER = /^([+-]?\d{1,9}(?:\.\d{1,9})?)分?$/;
const PERCENT = /^([+-]?\d{1,9}(?:\.\d{1,9})?)%?$/;

/** The number of a score such as 4, ４分 or 3.5, in whatever range (S1-25); NaN when the text is none. */
export function parseScore(raw: string): number {
  const number = NUMBER.exec(asciiForm(raw).trim());
  return number === null ? Number.NaN : Number(number[1]);
}

/** A percentage with its sign or without, 35% and 35 alike, as 35 (S3-15); NaN when the text is none. */
export function parsePercent(raw: string): number {
  const percent = PERCENT.exec(asciiForm(raw).trim());
  return percent === null ? Number.NaN : Number(percent[1]);
}
