import { type Lang, say } from '../model/text.js';
import type { Sink } from './stdout.js';

const line = {
  zh: '{percent}%  {rows} 行  {rate} 行/秒  剩余约 {eta} 秒',
  en: '{percent}%  {rows} rows  {rate} rows/s  about {eta} s left',
};

/** A line on stderr that is drawn anew, ten times a second at most; call with `null` to take it away. */
export function progressLine(sink: Sink, lang: Lang): (done: number | null, of?: number, rows?: number) => void {
  const begun = Date.now();
  let drawn = 0;
  return (done, of = 0, rows = 0) => {
    if (done === null) {
      if (drawn > 0) sink.write('\r\u001b[K');
      sink.flush();
      return;
    }
    const now = Date.now();
    if (now - drawn < 100 || of === 0) return;
    drawn = now;
    const seconds = Math.max(0.1, (now - begun) / 1000);
    const data = {
      percent: Math.floor((100 * done) / of),
      rows,
      rate: Math.round(rows / seconds),
      eta: Math.max(0, Math.round((seconds * (of - done)) / Math.max(done, 1))),
    };
    sink.write(`\r${say(line, lang, data)}\u001b[K`);
    sink.flush();
  };
}
