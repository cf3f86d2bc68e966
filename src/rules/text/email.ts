import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { FREEMAIL_DOMAINS, TYPO_TARGETS } from '../reference/email-domains.js';
import { fold } from './unicode.js';

/** Why a value is no e-mail address; `han` is any Chinese character in it (a remark, or an internationalised address, which few systems can send to). */
export type EmailProblem = 'empty' | 'masked' | 'noAt' | 'manyAt' | 'local' | 'domain' | 'space' | 'tooLong' | 'han';

/**
 * The result of `parseEmail`. `address` has the domain in lower case; the local part is kept as written. `typoOf` is the well-known
 * domain that was probably meant, for a person to confirm.
 */
export type Email =
  | {
      readonly ok: true;
      readonly address: string;
      readonly local: string;
      readonly domain: string;
      readonly disposable: boolean;
      readonly freemail: boolean;
      readonly typoOf: string | null;
    }
  | { readonly ok: false; readonly problem: EmailProblem };

const MAX_LOCAL = 64;
const MAX_LABEL = 63;
const MAX_ADDRESS = 254;

const PLAIN = /^[\x21-\x7e]+$/;
/** The form of nearly every address: nothing to take off, in no other script, not masked. */
const USUAL = /^([0-9A-Za-z][0-9A-Za-z._-]*)@([0-9A-Za-z.-]*[0-9A-Za-z])$/;
const FINAL = /[\s.,;:。，；、：!！>＞》）)]+$/;
const INITIAL = /^[\s<＜《（(]+/;
const HAN = /\p{Script=Han}/u;
/** RFC 5322 dot-atom; quoted local parts are refused. */
const LOCAL = /^[A-Za-z0-9!#$%&'/=?^_`{|}~+-]+(?:\.[A-Za-z0-9!#$%&'/=?^_`{|}~+-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const TOP_LABEL = /^(?:[a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/;
/** Labels as LABEL has them, the last one of letters only. */
const USUAL_DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const MASKED_LOCAL = /^x{2,}$/i;
const MASKED_DOMAIN = /^x{2,}\.|^\.?x+$/;

/** The list of throw-away services; loading it takes about 3 ms, so only on first use. */
let blocklist: ReadonlySet<string> | undefined;

/** A label is judged by one edit only from here on: shorter ones have too many real neighbours (qq, 163, sina, live). */
const LONG_LABEL = 5;
/** Real domains within one edit of a well-known one. */
const REAL_NEIGHBOURS: ReadonlySet<string> = new Set([
  'ymail.com',
  'gmail.cn',
  'grail.com',
  'hotmail.co',
  'yahoo.co',
  'live.co',
]);

/** Well-known domains by their first character, which a slip keeps. */
const targetsByFirst = new Map<number, string[]>();
for (const target of TYPO_TARGETS) {
  const first = target.charCodeAt(0);
  targetsByFirst.set(first, [...(targetsByFirst.get(first) ?? []), target]);
}

/**
 * Reads one e-mail address as people write it: ＠ and other full-width forms (NFKC), mailto:, <…>, a full stop of either kind behind it. Limits of
 * RFC 5321: local part 64 octets, label 63, address 254. An xn-- domain is accepted. Never throws [S0-07].
 */
export function parseEmail(raw: string): Email {
  const usual = USUAL.exec(raw);
  if (usual !== null) {
    const local = usual[1]!;
    return split(raw, local, usual[2]!, !local.includes('.') || (!local.endsWith('.') && !local.includes('..')));
  }
  const s = tidy(raw);
  if (s === '') return { ok: false, problem: 'empty' };
  if (s.includes('*')) return { ok: false, problem: 'masked' };
  if (HAN.test(s)) return { ok: false, problem: 'han' };
  const at = s.indexOf('@');
  if (at < 0) return { ok: false, problem: 'noAt' };
  if (s.indexOf('@', at + 1) >= 0) return { ok: false, problem: 'manyAt' };
  if (/\s/.test(s)) return { ok: false, problem: 'space' };
  const local = s.slice(0, at);
  return split(s, local, s.slice(at + 1), LOCAL.test(local));
}

function split(s: string, local: string, written: string, isLocal: boolean): Email {
  const domain = written.toLowerCase();
  if ((isX(local) && MASKED_LOCAL.test(local)) || MASKED_DOMAIN.test(domain)) return { ok: false, problem: 'masked' };
  if (local.length > MAX_LOCAL || s.length > MAX_ADDRESS) return { ok: false, problem: 'tooLong' };
  if (!isLocal) return { ok: false, problem: 'local' };
  const { problem, freemail, disposable, typo } = readDomain(domain);
  if (problem !== null) return { ok: false, problem };
  return { ok: true, address: `${local}@${domain}`, local, domain, freemail, disposable, typoOf: typo };
}

const isX = (local: string): boolean => (local.charCodeAt(0) | 0x20) === 0x78;

function tidy(raw: string): string {
  const s = PLAIN.test(raw) ? raw : fold(raw);
  const bare = s.replace(/^mailto:/i, '');
  return FINAL.test(bare) || INITIAL.test(bare) ? bare.replace(INITIAL, '').replace(FINAL, '') : bare;
}

/** What is known of a domain, whoever's address it stands in. */
interface Domain {
  readonly problem: 'domain' | 'tooLong' | null;
  readonly freemail: boolean;
  readonly disposable: boolean;
  readonly typo: string | null;
}

const GOOD: Domain = { problem: null, freemail: true, disposable: false, typo: null };

/** Domains repeat; a customer base has some thousands of them. */
const domains = new Map<string, Domain>();
const DOMAINS_LIMIT = 4096;

function readDomain(domain: string): Domain {
  if (FREEMAIL_DOMAINS.has(domain)) return GOOD;
  let known = domains.get(domain);
  if (known === undefined) {
    const problem = domainProblem(domain);
    const good = problem === null;
    known = { problem, freemail: false, disposable: good && isDisposable(domain), typo: good ? typoOf(domain) : null };
    if (domains.size < DOMAINS_LIMIT) domains.set(domain, known);
  }
  return known;
}

function domainProblem(domain: string): 'domain' | 'tooLong' | null {
  if (domain.length <= MAX_LABEL && USUAL_DOMAIN.test(domain)) return null;
  const labels = domain.split('.');
  if (labels.length < 2 || !TOP_LABEL.test(labels.at(-1)!)) return 'domain';
  if (labels.some((label) => label.length > MAX_LABEL)) return 'tooLong';
  return labels.every((label) => LABEL.test(label)) ? null : 'domain';
}

/** A subdomain of a throw-away service is one too. */
function isDisposable(domain: string): boolean {
  blocklist ??= disposableEmailBlocklistSet();
  for (let d = domain; d.includes('.'); d = d.slice(d.indexOf('.') + 1)) if (blocklist.has(d)) return true;
  return false;
}

/** One edit in the ending of a well-known domain (qq.con, 163.cm), or in a label of five letters or more that keeps its first one (gmial.com). */
function typoOf(domain: string): string | null {
  if (REAL_NEIGHBOURS.has(domain)) return null;
  for (const target of targetsByFirst.get(domain.charCodeAt(0)) ?? []) {
    if (Math.abs(target.length - domain.length) > 1 || !oneEdit(domain, target)) continue;
    const cut = target.lastIndexOf('.');
    if (domain.startsWith(target.slice(0, cut + 1))) return target;
    if (target.indexOf('.') >= LONG_LABEL && domain.endsWith(target.slice(cut))) return target;
  }
  return null;
}

/** Whether one insertion, deletion, substitution or swap of neighbours turns one string into the other (Damerau distance 1; Levenshtein counts gmial as two). */
function oneEdit(a: string, b: string): boolean {
  let start = 0;
  const least = Math.min(a.length, b.length);
  while (start < least && a[start] === b[start]) start++;
  let end = 0;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const inA = a.length - start - end;
  const inB = b.length - start - end;
  if (inA <= 1 && inB <= 1) return inA + inB > 0;
  return inA === 2 && inB === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}
