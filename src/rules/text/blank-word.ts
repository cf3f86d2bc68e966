/** Words that stand in a number's place for "not known yet"; a cell with one of them is neither blank nor wrong. */
const UNKNOWN = new Set(
  (
    '未定 待定 未知 不详 不明 暂无 暂缺 暂未确定 暂未定 尚未确定 未确定 不确定 待确认 待核实 待补充 待议 待商议 待谈 面议 面谈 另议 商议 议价 视情况 视情况而定 ' +
    '保密 无 没有 未填 未填写 未提供 未统计 不清楚 不知道 na n/a nil none null unknown tbd tbc - -- --- / // \\ ? ?? ??? x'
  ).split(' '),
);

/** Whether a trimmed text in ASCII form says that the value is unknown or not agreed yet (未定, 面议, N/A, -). */
export function isUnknownWord(s: string): boolean {
  return UNKNOWN.has(s.toLowerCase());
}
