/** Clauses that a test names. */

const id = '(?:S\\d-\\d\\d|[CL]\\d\\d)';
/** `[S0-29]`, `[S4-34, C20]`, `[S3-15..S3-20]`: ids alone in brackets, as titles bear them; a GB/T code in quotes such as 'C14' is none. */
const bracketed = new RegExp(`\\[(${id}(?:(?:, |\\.\\.)${id})*)\\]`, 'g');

/**
 * The clauses cited in the text of a test, in order. A range counts every clause from its first to its last, which must be of one
 * series: `[S4-26..S4-29]` is four. @throws RangeError for a range that runs over two series, or backwards.
 */
export function cited(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, list] of text.matchAll(bracketed)) {
    for (const part of (list as string).split(', ')) {
      const [first, last = first] = part.split('..') as [string, string?];
      const series = first.slice(0, -2);
      const [from, to] = [Number(first.slice(-2)), Number(last.slice(-2))];
      if (last.slice(0, -2) !== series || to < from) throw new RangeError(`no range of clauses: [${part}]`);
      for (let n = from; n <= to; n++) found.add(series + String(n).padStart(2, '0'));
    }
  }
  return found;
}
