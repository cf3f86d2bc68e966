import type { ColumnKind } from '../../model/matching.js';
import { address } from './address.js';
import { date } from './date.js';
import { email } from './email.js';
import { identity } from './identity.js';
import type { Kind } from './kind.js';
import { givenName, place, surname, text } from './latin.js';
import { company, party, person } from './party.js';
import { phone } from './phone.js';
import { category, code } from './plain.js';

/** Every kind that columns are compared by. */
export const kinds: Partial<Record<ColumnKind, Kind>> = {
  'given-name': givenName,
  surname,
  place,
  text,
  date,
  email,
  phone,
  code,
  identity,
  category,
  address,
  person,
  company,
  party,
};
