/** The verdict as a page of text in both languages, for whoever has nothing but this. */
import type { Verdict } from './check.js';
import { countWords } from './words.js';

/** What shows on one line, whatever it holds: control and format characters are spelt out. */
const plain = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) as number).toString(16)}}`);

/** The page. */
export function pageOf({ sound, manifest, counts, faults, notes }: Verdict): string {
  const lines: string[] = ['审计包核验 / Check of an audit bundle', ''];
  if (manifest !== null) {
    const { ledger, segment, period, made, tool } = manifest;
    lines.push(
      `台账 / ledger: ${ledger.uuid}`,
      `期间 / period: ${period.from ?? '…'} – ${period.to ?? '…'} (${period.timezone})`,
      `事件 / events: ${segment.first}…${segment.last}`,
      `前链头 / head before: ${segment.before.size} ${segment.before.hash}`,
      `后链头 / head after: ${segment.after.size} ${segment.after.hash}`,
      `台账链头 / head of the ledger: ${ledger.head.size} ${ledger.head.hash}`,
      `制作 / made: ${made} (steward ${tool})`,
      '',
    );
  }
  for (const key of Object.keys(countWords) as (keyof typeof countWords)[])
    lines.push(`${String(counts[key]).padStart(8)}  ${countWords[key].zh} / ${countWords[key].en}`);
  lines.push('');
  for (const { zh, en } of notes) lines.push(`! ${zh} / ${en}`);
  for (const { where, zh, en } of faults) lines.push(`x ${where}: ${zh} / ${en}`);
  lines.push(
    sound
      ? '全部相符。 / Everything agrees.'
      : `不成立:${faults.length} 处。 / It does not hold; faults: ${faults.length}.`,
  );
  return `${lines.map(plain).join('\n')}\n`;
}
