import * as z from 'zod';
import type { Command, Format, OptionSpec, OptionSpecs } from '../commands/command.js';

const flag = z.boolean().default(false);
const text = z.string().min(1).optional();

/** Options that every command has. */
const everywhere = {
  ledger: {
    flag: '--ledger <path>',
    help: {
      zh: '台账文件(默认 STEWARD_LEDGER、steward.yaml、./ledger.db)',
      en: 'the ledger (default: STEWARD_LEDGER, steward.yaml, ./ledger.db)',
    },
    schema: text,
  },
  policy: {
    flag: '--policy <path>',
    help: {
      zh: '策略文件(默认 STEWARD_POLICY、台账旁的 policy.yaml)',
      en: 'the policy (default: STEWARD_POLICY, policy.yaml beside the ledger)',
    },
    schema: text,
  },
  asOf: {
    flag: '--as-of <day>',
    help: { zh: '以该日日终为准(默认今天)', en: 'judge as at the close of this day (default: today)' },
    schema: text,
  },
  as: {
    flag: '--as <person>',
    help: { zh: '操作人(默认系统用户)', en: 'who acts (default: the system user)' },
    schema: text,
  },
  role: { flag: '--role <role>', help: { zh: '以哪个角色操作', en: 'in which role' }, schema: text },
  lang: {
    flag: '--lang <lang>',
    help: { zh: '输出语言', en: 'language of output' },
    schema: z.enum(['zh-CN', 'en']).optional(),
    choices: ['zh-CN', 'en'],
  },
  color: {
    flag: '--color <when>',
    help: { zh: '是否用颜色', en: 'colour' },
    schema: z.enum(['auto', 'always', 'never']).default('auto'),
    choices: ['auto', 'always', 'never'],
  },
  reveal: {
    flag: '--reveal',
    help: { zh: '显示完整的个人信息(默认打码)', en: 'show personal values in full (masked by default)' },
    schema: flag,
  },
  quiet: {
    flag: '--quiet',
    help: {
      zh: '成功时什么都不输出:没有文字结果、提示和进度',
      en: 'nothing on success: no readable result, no notices, no progress',
    },
    schema: flag,
  },
  heartbeat: {
    flag: '--heartbeat <file>',
    help: {
      zh: '顺利结束后写入该文件(时间、命令、退出码、链头),供监控发现漏掉的运行',
      en: 'written after the command ended well (time, command, exit code, head), so that a monitor sees a missed run',
    },
    schema: text,
  },
  verbose: {
    flag: '--verbose',
    help: { zh: '内部错误时显示调用栈', en: 'show the stack of an internal error' },
    schema: flag,
  },
} as const satisfies OptionSpecs;

/** Options of every command that changes the ledger. */
const changing = {
  dryRun: { flag: '--dry-run', help: { zh: '只显示计划,不改动', en: 'show the plan, change nothing' }, schema: flag },
  yes: { flag: '--yes', help: { zh: '不询问,直接执行', en: 'go ahead without asking' }, schema: flag },
  reason: { flag: '--reason <text>', help: { zh: '原因,记入审计链', en: 'why; kept with the trail' }, schema: text },
} as const satisfies OptionSpecs;

const output = (command: Command): OptionSpecs => ({
  format: {
    flag: '--format <format>',
    help: { zh: '输出格式', en: 'format of the result' },
    schema: z.enum(command.formats as [string, ...string[]]).default('text'),
    choices: command.formats,
  },
  ...(command.formats.length > 2 && {
    out: {
      flag: '--out <file>',
      help: { zh: '结果写入文件,不输出到屏幕', en: 'write the result to a file' },
      schema: text,
    },
  }),
  ...(command.formats.includes('json') && {
    json: { flag: '--json', help: { zh: '等于 --format json', en: 'the same as --format json' }, schema: flag },
  }),
});

/** Options that come with a command of this kind, besides its own. */
export const commonOptions = (command: Command): Readonly<Record<string, OptionSpec>> => ({
  ...output(command),
  ...(command.kind === 'change' ? changing : {}),
  ...everywhere,
});

/** The common options after their schemas. */
export interface CommonOptions {
  readonly ledger?: string;
  readonly policy?: string;
  readonly asOf?: string;
  readonly as?: string;
  readonly role?: string;
  readonly lang?: 'en' | 'zh-CN';
  readonly color: 'always' | 'auto' | 'never';
  readonly reveal: boolean;
  readonly quiet: boolean;
  readonly heartbeat?: string;
  readonly verbose: boolean;
  readonly format: Format;
  readonly json?: boolean;
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly reason?: string;
}
