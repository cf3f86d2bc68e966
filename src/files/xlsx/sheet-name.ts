/** What Excel takes in no name of a sheet, and what does not show. */
const UNSAFE = /[[\]:*?/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
/** UTF-16 units of a name. */
const MOST = 31;
/** Names that Excel keeps for itself, in lower case. */
const RESERVED: ReadonlySet<string> = new Set(['history']);

/** The first units of a text, no character cut in two. */
const cut = (text: string, units: number): string => text.slice(0, units).replace(/[\ud800-\udbff]$/, '');

/**
 * Names for sheets, one a title, in order: valid in Excel, at most 31 units, each different from the others also where case is ignored. What a
 * name cannot hold becomes a space; a title that is cut ends in an ellipsis; the second of two equal ones is `… (2)`.
 */
export function sheetNames(titles: readonly string[]): string[] {
  const used = new Set(RESERVED);
  return titles.map((title) => {
    const plain =
      title
        .normalize('NFC')
        .replace(UNSAFE, ' ')
        .replace(/\s+/gu, ' ')
        .replace(/^[\s']+|[\s']+$/gu, '') || '-';
    const fit = (mark: string): string =>
      plain.length + mark.length <= MOST ? plain + mark : `${cut(plain, MOST - mark.length - 1).trimEnd()}…${mark}`;
    let name = fit('');
    for (let n = 2; used.has(name.toLowerCase()); n++) name = fit(` (${n})`);
    used.add(name.toLowerCase());
    return name;
  });
}
