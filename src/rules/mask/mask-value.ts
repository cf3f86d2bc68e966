import { surnameOf } from '../reference/surnames.js';
import { parsePhone, splitPhones } from '../text/phone.js';
import { isWithheld } from '../text/sentinel.js';
import { codePoints, isBlank } from '../text/unicode.js';

/** What kind of value is shown; `company` names are public and stay, `other` keeps its first and last character. */
export type MaskKind = 'phone' | 'email' | 'person' | 'company' | 'id' | 'bankCard' | 'address' | 'other';

/** Province, city and county of an address, by their suffixes; estates, parks and streets are none of them. */
const DISTRICT =
  /^(?:[^\d路街道号]{2,7}?(?:省|自治区|特别行政区))?(?:[^\d路街道号区]{1,9}?(?:市|自治州|州|盟|地区))?(?:[^\d路街道号小园社]{1,9}?(?:区|县|市|旗))?/;

/**
 * A value for display with what identifies a person hidden [S0-43]: 138****1234, 0755-******80, l***@qq.com, 张*, 欧阳**, 广东省深圳市南山区***. Blank values,
 * 客户未提供 and company names come back as they are; masking twice changes nothing.
 */
export function maskValue(kind: MaskKind, value: string): string {
  if (kind === 'company' || isBlank(value) || isWithheld(value)) return value;
  switch (kind) {
    case 'phone':
      return maskPhones(value);
    case 'email':
      return maskEmail(value);
    case 'person':
      return maskPerson(value);
    case 'id':
      return maskMiddle(value.trim(), 3, 2);
    case 'bankCard':
      return maskMiddle(value.replace(/[\s-]/g, ''), 0, 4);
    case 'address':
      return maskAddress(value.trim());
    case 'other':
      return maskMiddle(value.trim(), 1, 1);
  }
}

/** Keeps so many characters at each end, and at least two thirds hidden; the hidden ones are shown as three stars or as many as they are. */
function maskMiddle(value: string, head: number, tail: number): string {
  const points = codePoints(value);
  if (points.length <= head + tail) return points.length < 2 ? '*' : points[0] + '*'.repeat(points.length - 1);
  return (
    points.slice(0, head).join('') +
    '*'.repeat(points.length - head - tail) +
    points.slice(points.length - tail).join('')
  );
}

function maskPhones(value: string): string {
  const numbers = splitPhones(value);
  return numbers.length === 1 ? maskPhone(value.trim()) : numbers.map(maskPhone).join('/');
}

function maskPhone(value: string): string {
  const phone = parsePhone(value);
  switch (phone.kind) {
    case 'invalid':
      return phone.problem === 'masked' && /[*＊]{3}/.test(value)
        ? value
        : `${/^\d{3}(?=\d{4})/.exec(value)?.[0] ?? ''}****`;
    case 'short':
    case 'service':
      return phone.national;
    case 'landline': {
      const cut = phone.national.indexOf('-') + 1;
      return phone.national.slice(0, cut) + maskMiddle(phone.national.slice(cut), 0, 2);
    }
    case 'mobile':
    case 'satellite':
    case 'iot':
      return maskMiddle(phone.national, 3, 4);
    case 'hk':
    case 'mo':
    case 'tw':
      return phone.e164!.slice(0, 4) + maskMiddle(phone.national, 0, 2);
    case 'foreign':
      return `+${maskMiddle(phone.national, 2, 2)}`;
  }
}

function maskEmail(value: string): string {
  const s = value.trim();
  const at = s.lastIndexOf('@');
  if (at < 1) return maskMiddle(s, 1, 0);
  return `${codePoints(s)[0]}***${s.slice(at)}`;
}

function maskPerson(value: string): string {
  const name = value.trim();
  const surname = /^[\p{Script=Han}*]+$/u.test(name) ? (surnameOf(name) ?? '') : '';
  const points = codePoints(name);
  const kept = Math.max(1, codePoints(surname).length);
  return points.length === 1 ? '*' : points.slice(0, kept).join('') + '*'.repeat(Math.min(3, points.length - kept));
}

function maskAddress(value: string): string {
  if (value.endsWith('***')) return value;
  const district = DISTRICT.exec(value)![0];
  if (district !== '') return `${district}***`;
  const points = codePoints(value);
  return `${points
    .slice(0, Math.min(6, Math.floor(points.length / 2)))
    .join('')
    .replace(/[\d０-９].*$/s, '')}***`;
}
