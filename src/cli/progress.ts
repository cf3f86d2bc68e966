import { type Lang, say } from '../model/text.js';
import { formatNumber } from '../output/number.js';
import { displayWidth, truncate } from '../output/width.js';
import type { Sink } from './stdout.js';
import type { Terminal } from './terminal.js';

const words = {
  rows: { zh: '{rows} 行', en: '{rows} rows' },
  rate: { zh: '{rate} 行/秒', en: '{rate} rows/s' },
  left: { zh: '剩余约 {left}', en: 'about {left} left' },
};

const EIGHTHS = ' ▏▎▍▌▋▊▉';
const BAR = 20;
/** Work that is done sooner shows nothing. */
const SOON = 300;
/** What would take longer cannot be told yet. */
const DAY = 86_400;
/** Milliseconds between two drawings. */
const PACE = 100;

/** One line of progress as it stands: bar, per cent, what is counted, how quickly, how long still; at most `width` cells. */
export function progressText(
  {
    done,
    of,
    rows,
    seconds,
  }: { readonly done: number; readonly of: number; readonly rows: number; readonly seconds: number },
  lang: Lang,
  width: number,
  unicode = true,
): string {
  const share = Math.min(1, done / of);
  const eighths = Math.floor(share * BAR * 8);
  const full = Math.floor(share * BAR);
  const plain = `${'#'.repeat(full)}${'-'.repeat(BAR - full)}`;
  const drawn = `${'█'.repeat(eighths >> 3)}${eighths % 8 === 0 ? '' : EIGHTHS[eighths % 8]}`.padEnd(BAR, '░');
  const left = share === 0 ? null : Math.round((seconds * (1 - share)) / share);
  const parts = [
    `${unicode ? drawn : plain} ${String(Math.floor(share * 100)).padStart(3)}%`,
    say(words.rows, lang, { rows: formatNumber(rows) }),
    say(words.rate, lang, { rate: formatNumber(Math.round(rows / Math.max(seconds, 0.001))) }),
    ...(left === null || left >= DAY ? [] : [say(words.left, lang, { left: clock(left) })]),
  ];
  // Where there is no room, the bar goes first: the figures say more.
  const line = parts.join('  ');
  const short = displayWidth(line) > width ? [parts[0]?.slice(BAR + 1), ...parts.slice(1)].join('  ') : line;
  return truncate(short, width, '…');
}

const clock = (seconds: number): string => {
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
};

/**
 * A line on stderr that is drawn anew, ten times a second at most; call with `null` to take it away.
 * The cursor stays as it is: nothing has to be put right after a kill.
 */
export function progressLine(
  sink: Sink,
  lang: Lang,
  { errWidth, style }: Pick<Terminal, 'errWidth' | 'style'>,
): (done: number | null, of?: number, rows?: number) => void {
  const begun = Date.now();
  let drawn = begun + SOON - PACE;
  let shown = false;
  return (done, of = 0, rows = 0) => {
    if (done === null) {
      if (!shown) return;
      shown = false;
      sink.write('\r\u001b[K');
      sink.flush();
      return;
    }
    const now = Date.now();
    if (now - drawn < PACE || of === 0) return;
    drawn = now;
    shown = true;
    // One cell stays free: a full line would wrap.
    const text = progressText({ done, of, rows, seconds: (now - begun) / 1000 }, lang, errWidth - 1, style.unicode);
    sink.write(`\r${text}\u001b[K`);
    sink.flush();
  };
}
