import { fold } from './unicode.js';

const YES = new Set('是 有 对 真 要 需要 允许 同意 可 可以 已 启用 开 √ ✓ ✔ ☑ y yes true t 1 on'.split(' '));
const NO = new Set(
  '否 无 無 没有 不是 不 错 假 不要 不需要 不允许 不同意 不可 不可以 未 停用 关 × ✗ ✘ ☐ n no false f 0 off'.split(' '),
);

/** Reads yes or no as people and systems write it (是/否, Y/N, 1/0, true/false, √/×), in any width and letter case; null for anything else. */
export function parseFlag(raw: string): boolean | null {
  const word = fold(raw).toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}
