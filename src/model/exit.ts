import type { Text } from './text.js';

/** Exit codes: what a cron line and a script may rely on. */
export const exits = {
  0: { zh: '正常,无问题', en: 'clean' },
  1: {
    zh: '有达到 --fail-on 级别的问题,或有行被拒收、挂起',
    en: 'findings at or above --fail-on, or rows rejected or held',
  },
  2: { zh: '用法错误或输入无法读取', en: 'usage, or unreadable input' },
  3: { zh: '台账或策略不对,或台账被占用', en: 'wrong ledger or policy, or the lock is held' },
  4: { zh: '被拒绝(角色、审批、保全)', en: 'refused (role, approval, hold)' },
  5: { zh: '计划部分过期', en: 'plan partly stale' },
  6: { zh: '完整性被破坏', en: 'integrity broken' },
  7: { zh: '读写失败或结果未知(请运行 steward doctor)', en: 'I/O failed or outcome unknown (run steward doctor)' },
  70: { zh: '内部错误', en: 'internal error' },
  130: { zh: '被中断', en: 'interrupted' },
} as const satisfies Record<number, Text>;

/** One of the exit codes above. */
export type ExitCode = keyof typeof exits;
