import { USER_LETTERS } from '../rules/dedupe/email.js';
import { CAPPED, EQUAL, type Kind, LEVEL, VETO } from '../rules/dedupe/kind.js';
import { COMPANY, INITIALS, SPELT, TYPE } from '../rules/dedupe/party-features.js';
import type { Table } from './table.js';

/** Columns that a comparison vector has room for: three bits each, and two for what binds the whole pair. */
export const MOST_COLUMNS = 10;
/** Bits of a comparison vector besides the levels. */
export const VETOED = 1 << 31;
export const CAPPED_PAIR = 1 << 30;

/** From this level on a column speaks for one customer. */
const STRONG = 5;
/** What makes a namesake the same person; a town or a sex in common does not. */
const CORROBORATES: ReadonlySet<Kind['kind']> = new Set([
  'party',
  'company',
  'person',
  'date',
  'phone',
  'email',
  'address',
  'identity',
]);
/** Level of given names and surnames that stand in each other's column. */
const EXCHANGED = 2;

/** The level of one column in a comparison vector. */
export const levelOf = (vector: number, column: number): number => (vector >>> (3 * column)) & LEVEL;

/** Where given name and surname stand, when there is exactly one of each. */
function nameColumns(kinds: readonly Kind[]): readonly [number, number] | null {
  const given = kinds.flatMap(({ kind }, c) => (kind === 'given-name' ? [c] : []));
  const family = kinds.flatMap(({ kind }, c) => (kind === 'surname' ? [c] : []));
  return given.length === 1 && family.length === 1 ? [given[0]!, family[0]!] : null;
}

/**
 * The comparison of any two records of a table: levels of all columns packed into one number, three bits each. Symmetric.
 */
export function comparer({ columns, values }: Pick<Table, 'columns' | 'values'>): (a: number, b: number) => number {
  const width = columns.length;
  const names = nameColumns(columns.map(({ kind }) => kind));
  const persons = columns.flatMap(({ kind }, c) => (kind.kind === 'party' || kind.kind === 'person' ? [c] : []));
  const facts = columns.flatMap(({ kind }, c) => (CORROBORATES.has(kind.kind) ? [c] : []));
  const emails = columns.flatMap(({ kind }, c) => (kind.kind === 'email' ? [c] : []));
  const exchanged = names && exchange(columns[names[0]]!, columns[names[1]]!);
  return (a, b) => {
    let vector = 0;
    const x = a * width;
    const y = b * width;
    for (let c = 0; c < width; c++) {
      const v = values[x + c]!;
      const w = values[y + c]!;
      if (v === 0 || w === 0) continue;
      if (v === w) {
        vector |= EQUAL << (3 * c);
        continue;
      }
      const column = columns[c]!;
      const found = column.kind.compare(column, v, w);
      vector |= (found & LEVEL) << (3 * c);
      if (found > LEVEL) vector |= ((found & VETO) !== 0 ? VETOED : 0) | ((found & CAPPED) !== 0 ? CAPPED_PAIR : 0);
    }
    if (names !== null) {
      const [g, s] = names;
      if (
        levelOf(vector, g) < 5 &&
        levelOf(vector, s) < 5 &&
        exchanged!(values[x + g]!, values[x + s]!, values[y + g]!, values[y + s]!)
      )
        vector = (vector & ~((LEVEL << (3 * g)) | (LEVEL << (3 * s)))) | (EXCHANGED << (3 * g));
    }
    for (let i = 0; i < persons.length; i++) {
      const c = persons[i]!;
      for (let k = 0; k < emails.length; k++) {
        const e = emails[k]!;
        const level = levelOf(vector, e);
        // Two persons of one name have user names of one reading, whichever record names the person: only the whole address says more.
        if (
          level > 1 &&
          level < EQUAL &&
          (ofTheName(columns[c]!, values[x + c]!, columns[e]!, values[x + e]!, values[y + e]!) ||
            ofTheName(columns[c]!, values[y + c]!, columns[e]!, values[x + e]!, values[y + e]!))
        )
          vector &= ~(LEVEL << (3 * e));
      }
      if (levelOf(vector, c) < STRONG || isCompany(columns[c]!, values[x + c]!)) continue;
      if (!corroborated(vector, c, facts)) vector |= CAPPED_PAIR;
    }
    return vector;
  };
}

const isCompany = ({ features, width }: NameColumn, value: number): boolean =>
  features[value * width + TYPE] === COMPANY;

/** Whether one of two like e-mail user names is nothing but the reading of a person's name or its initials, with digits perhaps. */
function ofTheName(names: NameColumn, name: number, emails: NameColumn, one: number, other: number): boolean {
  const at = name * names.width;
  if (isCompany(names, name)) return false;
  const { features, width } = emails;
  const spelt = names.features[at + SPELT];
  const initials = names.features[at + INITIALS];
  const ofName = (letters: number): boolean => letters !== 0 && (letters === spelt || letters === initials);
  return ofName(features[one * width + USER_LETTERS]!) || ofName(features[other * width + USER_LETTERS]!);
}

/** Whether a person's name has company: nothing else is known, or something else agrees too. A name alone is a namesake's. */
function corroborated(vector: number, name: number, facts: readonly number[]): boolean {
  let known = false;
  for (const c of facts) {
    const level = levelOf(vector, c);
    if (c === name || level === 0) continue;
    if (level >= STRONG) return true;
    known = true;
  }
  return !known;
}

type NameColumn = Table['columns'][number];

/** Whether the given name of one record is the surname of the other, and the other way round. */
function exchange(given: NameColumn, family: NameColumn) {
  return (givenA: number, familyA: number, givenB: number, familyB: number): boolean =>
    givenA !== 0 &&
    familyA !== 0 &&
    givenB !== 0 &&
    familyB !== 0 &&
    given.hashes[givenA] === family.hashes[familyB] &&
    family.hashes[familyA] === given.hashes[givenB];
}
