import { expect, test } from 'vitest';
import { isUnknownWord } from '../../../src/rules/text/blank-word.js';

test.each(['未定', '待定', '面议', '不详', '暂无', '保密', 'N/A', 'n/a', 'NULL', 'TBD', '-', '--', '/', '?'])(
  '%s says unknown',
  (s) => {
    expect(isUnknownWord(s)).toBe(true);
  },
);

test.each(['', '0', '50万', '未定50万', '无锡', '其他', 'constructor'])('%j does not', (s) => {
  expect(isUnknownWord(s)).toBe(false);
});
