import { describe, expect, it } from 'vitest';
import { progressText } from '../../src/cli/progress.js';
import { displayWidth } from '../../src/output/width.js';

describe('the line of progress', () => {
  const at = { done: 90_000_000, of: 200_000_000, rows: 1_234_567, seconds: 75 };

  it('shows a bar, per cent, rows, rows a second and what is left', () => {
    expect(progressText(at, 'zh-CN', 79)).toBe('█████████░░░░░░░░░░░  45%  1,234,567 行  16,461 行/秒  剩余约 1:32');
    expect(progressText(at, 'en', 79, false)).toBe(
      '#########-----------  45%  1,234,567 rows  16,461 rows/s  about 1:32 left',
    );
  });

  it('never is wider than the terminal, and keeps its columns from 0 to 100 per cent', () => {
    for (const lang of ['zh-CN', 'en'] as const) {
      for (const width of [20, 40, 60, 79])
        for (const done of [0, 1, 999, 1000])
          expect(
            displayWidth(progressText({ done, of: 1000, rows: 99_999_999, seconds: 4_000 }, lang, width)),
          ).toBeLessThanOrEqual(width);
      const percent = [0, 5, 50, 100].map((done) => progressText({ ...at, done, of: 100 }, lang, 79).indexOf('%'));
      expect(new Set(percent).size).toBe(1);
    }
  });
});
