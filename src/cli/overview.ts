import { commands } from '../commands/registry.gen.js';
import { StewardError } from '../model/errors.js';
import { type ExitCode, exits } from '../model/exit.js';
import { type Lang, say, type Text } from '../model/text.js';
import { displayWidth, fill } from '../output/width.js';
import { nearest } from '../rules/text/nearest.js';
import type { Sink } from './stdout.js';

const texts = {
  usage: { zh: '用法:steward <命令> [选项]', en: 'Usage: steward <command> [options]' },
  about: {
    zh: '让客户台账保持真实:导入、校验、分类、去重、休眠、清理、报告。',
    en: 'Keeps a customer ledger true: import, validate, classify, find who has gone quiet, report.',
  },
  commands: { zh: '命令:', en: 'Commands:' },
  more: {
    zh: 'steward <命令> --help 查看用法和示例;steward help exit-codes 查看退出码。',
    en: 'steward <command> --help shows usage and examples; steward help exit-codes the exit codes.',
  },
  exits: { zh: '退出码:', en: 'Exit codes:' },
} as const satisfies Record<string, Text>;

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => displayWidth(left)));
  return rows.map(([left, right]) => `  ${left}${fill(displayWidth(left), width)}  ${right}\n`).join('');
};

const commandList = (lang: Lang): string =>
  `${say(texts.usage, lang)}\n${say(texts.about, lang)}\n\n${say(texts.commands, lang)}\n${columns(commands.map((c) => [c.name, say(c.summary, lang)]))}\n${say(texts.more, lang)}\n`;

/** What `steward` says without a known command: help, the exit codes, or which command was probably meant. */
export async function overview(words: readonly string[], lang: Lang, out: Sink, err: Sink): Promise<ExitCode> {
  const [first, ...rest] = words;
  if (first === undefined) {
    err.write(commandList(lang));
    err.flush();
    return 2;
  }
  if (first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
    out.write(commandList(lang));
    out.flush();
    return 0;
  }
  if (first === 'help' && rest[0] === 'exit-codes') {
    out.write(
      `${say(texts.exits, lang)}\n${columns(Object.entries(exits).map(([code, text]) => [code, say(text, lang)]))}`,
    );
    out.flush();
    return 0;
  }
  const asked = first === 'help' ? rest : words.filter((word) => !word.startsWith('-'));
  const name = asked.slice(0, 2).join(' ');
  const listed = commands.find((c) => c.name === name) ?? commands.find((c) => c.name === asked[0]);
  if (first === 'help' && listed) {
    const { helpOf } = await import('./parse.js');
    out.write(await helpOf(listed.name, (await listed.load()).default, lang));
    out.flush();
    return 0;
  }
  const group = commands.filter((c) => c.name.startsWith(`${asked[0]} `));
  const names = commands.map((c) => c.name);
  const guess =
    group.length > 0
      ? group.map((c) => c.name).join(', ')
      : (nearest(asked[0] ?? '', names) ?? nearest(name, names) ?? 'steward --help');
  const command = (group.length > 0 ? name : asked[0]) || String(first);
  throw new StewardError('unknown-command', { command, nearest: guess });
}
