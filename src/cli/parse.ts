import { Command as Commander, CommanderError, Option } from 'commander';
import * as z from 'zod';
import type { Command, OptionSpec } from '../commands/command.js';
import { StewardError } from '../model/errors.js';
import { type Lang, say, type Text } from '../model/text.js';
import { nearest } from '../rules/text/nearest.js';
import { type CommonOptions, commonOptions } from './common-options.js';

// A schema is used once or twice in a process: compiling it to a function first would take longer than it saves.
z.config({ jitless: true });

/** What an argument list came to. */
export interface Parsed {
  readonly common: CommonOptions;
  readonly own: Readonly<Record<string, unknown>>;
  readonly args: readonly string[];
}

const titles: Record<string, Text> = {
  'Usage:': { zh: '用法:', en: 'Usage:' },
  'Arguments:': { zh: '参数:', en: 'Arguments:' },
  'Options:': { zh: '选项:', en: 'Options:' },
  'Common options:': { zh: '通用选项:', en: 'Common options:' },
  'Examples:': { zh: '示例:', en: 'Examples:' },
};
const helpFlag: Text = { zh: '显示帮助', en: 'show this help' };
const defaultWord: Text = { zh: '默认', en: 'default' };

const camel = (flag: string): string =>
  (/^--([\w-]+)/.exec(flag)?.[1] ?? flag).replace(/-(\w)/g, (_, c: string) => c.toUpperCase());

/**
 * A commander program for one command: its own options, then the common ones, texts in one language.
 * @param displayWidth terminal cells of a text, for help; parsing alone needs none
 */
function commanderOf(
  name: string,
  command: Command,
  lang: Lang,
  displayWidth: (text: string) => number = (text) => text.length,
): Commander {
  const program = new Commander(`steward ${name}`)
    .exitOverride()
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .helpOption('-h, --help', say(helpFlag, lang))
    .configureOutput({ writeErr: () => undefined, outputError: () => undefined })
    .configureHelp({
      displayWidth,
      styleTitle: (title) => say(titles[title] ?? { zh: title, en: title }, lang),
    })
    .description(say(command.summary, lang));
  for (const argument of command.arguments ?? []) {
    const dots = argument.many ? '...' : '';
    program.argument(
      argument.optional ? `[${argument.name}${dots}]` : `<${argument.name}${dots}>`,
      say(argument.help, lang),
    );
  }
  const add = (key: string, spec: OptionSpec) => {
    const option = new Option(spec.flag, describe(spec, lang));
    if (camel(spec.flag) !== key) throw new Error(`option ${spec.flag} is declared as ${key}`);
    if (spec.many) option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
    program.addOption(option);
  };
  program.optionsGroup('Options:');
  for (const [key, spec] of Object.entries(command.options)) add(key, spec);
  program.optionsGroup('Common options:');
  for (const [key, spec] of Object.entries(commonOptions(command))) add(key, spec);
  const heading = say(titles['Examples:'] as Text, lang);
  program.addHelpText('after', `\n${heading}\n${command.examples.map((line) => `  ${line}`).join('\n')}`);
  return program;
}

function describe(spec: OptionSpec, lang: Lang): string {
  const preset: unknown = spec.schema.safeParse(undefined).data;
  const words = [say(spec.help, lang)];
  if (spec.choices) words.push(spec.choices.join('|'));
  if (preset !== undefined && preset !== false && preset !== null && !(Array.isArray(preset) && preset.length === 0)) {
    words.push(`(${say(defaultWord, lang)}: ${String(preset)})`);
  }
  return words.join(' ');
}

/** A command's help. */
export async function helpOf(name: string, command: Command, lang: Lang): Promise<string> {
  const { displayWidth } = await import('../output/width.js');
  let help = '';
  commanderOf(name, command, lang, displayWidth)
    .configureOutput({ writeOut: (text) => (help += text) })
    .outputHelp();
  return help;
}

/** Parses a command's arguments; null when help was asked for instead. Throws StewardError for every mistake. */
export function parse(name: string, command: Command, argv: readonly string[], lang: Lang): Parsed | null {
  const program = commanderOf(name, command, lang);
  program.configureOutput({ writeOut: () => undefined });
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return null;
    throw mistake(name, command, argv, error, program.args);
  }
  const raw = program.opts();
  const check = (specs: Readonly<Record<string, OptionSpec>>): Record<string, unknown> => {
    const checked: Record<string, unknown> = {};
    for (const [key, spec] of Object.entries(specs)) {
      const result = spec.schema.safeParse(raw[key]);
      if (!result.success) {
        const option = spec.flag.split(' ')[0] as string;
        const detail = spec.choices ? spec.choices.join(' | ') : (result.error.issues[0]?.message ?? '');
        if (raw[key] === undefined) throw new StewardError('missing-option', { command: name, flag: spec.flag });
        throw new StewardError('bad-option', { command: name, option, value: String(raw[key]), detail });
      }
      if (result.data !== undefined) checked[key] = result.data;
    }
    return checked;
  };
  const common = check(commonOptions(command)) as unknown as CommonOptions;
  return {
    common: common.json ? { ...common, format: 'json' } : common,
    own: check(command.options),
    args: program.args,
  };
}

/** The user's mistake behind commander's error; its own words are English only. */
function mistake(
  name: string,
  command: Command,
  argv: readonly string[],
  error: CommanderError,
  args: readonly string[],
): StewardError {
  const quoted = /'([^']*)'/.exec(error.message)?.[1];
  const flags = [...Object.values(command.options), ...Object.values(commonOptions(command))].map(({ flag }) => flag);
  switch (error.code) {
    case 'commander.unknownOption': {
      const option = quoted ?? argv.find((word) => word.startsWith('-')) ?? '';
      const near = nearest(
        option,
        flags.map((flag) => flag.split(' ')[0] as string),
      );
      return new StewardError('unknown-option', { command: name, option, nearest: near ?? '--help' });
    }
    case 'commander.optionMissingArgument': {
      const flag = quoted ?? '';
      return new StewardError('missing-value', { command: name, option: flag.split(' ')[0] as string, flag });
    }
    case 'commander.missingArgument':
      return new StewardError('missing-argument', { command: name, argument: `<${quoted ?? ''}>` });
    case 'commander.excessArguments':
      return new StewardError('excess-argument', {
        command: name,
        argument: args[command.arguments?.length ?? 0] ?? '',
      });
    default:
      return new StewardError('usage', { command: name, detail: error.message.replace(/^error: /, '') });
  }
}
