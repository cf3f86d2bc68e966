const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u3000-\\u303f\\uff00-\\uffef';
const OPEN = '（《「『【〔“‘(\\[';
const CLOSE = '，。、；：！？）》」』】〕”’…·)\\]%,.!?;:';
/** Opening marks stay with what follows, closing marks with what is before (GB/T 15834 line rules, in short). */
const TOKEN = new RegExp(`[${OPEN}]*(?:(?![${OPEN}])[${CJK}]|[^${CJK}\\s“‘]+)[${CLOSE}]*|[${OPEN}]+|\\s+`, 'gu');

/**
 * The text as lines of at most `limit` in the units of `measure` (terminal cells or pixels): breaks at spaces and between Chinese
 * characters; a word that is longer than a line is cut, after a dash or a stroke if it has one. An empty text is one empty line.
 */
export function wrap(text: string, limit: number, measure: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const push = (part: string, size: number): void => {
    if (used + size > limit && line !== '') {
      lines.push(line.trimEnd());
      line = '';
      used = 0;
      if (part.trim() === '') return;
    }
    line += part;
    used += size;
  };
  for (const [token] of text.matchAll(TOKEN)) {
    const size = measure(token);
    if (size <= limit) push(token, size);
    else {
      for (const piece of token.split(/(?<=[-–/~])/)) {
        const whole = measure(piece);
        if (whole <= limit) push(piece, whole);
        else for (const char of piece) push(char, measure(char));
      }
    }
  }
  lines.push(line.trimEnd());
  return lines;
}
