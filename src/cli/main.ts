import { readFileSync } from 'node:fs';
import { commands, type Listed } from '../commands/registry.gen.js';
import type { ExitCode } from '../model/exit.js';
import type { Lang } from '../model/text.js';

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** Options that may stand before the command, with the number of words that each takes. */
const leading = new Map([
  ['--ledger', 2],
  ['--policy', 2],
  ['--lang', 2],
  ['--as-of', 2],
  ['--as', 2],
  ['--role', 2],
  ['--format', 2],
  ['--color', 2],
  ['--json', 1],
  ['--quiet', 1],
  ['--heartbeat', 2],
  ['--verbose', 1],
  ['--reveal', 1],
]);

/** Splits the words into the command's name, its listing and the words that are for it. */
function route(argv: readonly string[]): {
  readonly listed: Listed | null;
  readonly words: readonly string[];
  readonly rest: readonly string[];
} {
  let at = 0;
  while (at < argv.length && (argv[at] as string).startsWith('-')) {
    const takes = leading.get(argv[at] as string) ?? ((argv[at] as string).includes('=') ? 1 : 0);
    if (takes === 0) break;
    at += takes;
  }
  const words = argv.slice(at);
  const before = argv.slice(0, at);
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const listed = commands.find((command) => command.name === name);
    if (listed && words.length >= length) return { listed, words, rest: [...before, ...words.slice(length)] };
  }
  return { listed: null, words, rest: [] };
}

/** Runs steward with these words; resolves to the exit code. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  if (argv[0] === '--version' || argv[0] === '-V') {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  const { listed, words, rest } = route(argv);
  const { firstLang, tell } = await import('./edge.js');
  const lang: Lang = firstLang(argv, process.env);
  const { Sink, PipeClosed } = await import('./stdout.js');
  const out = new Sink(1);
  const err = new Sink(2);
  const interrupted = () => {
    // A line of progress, and the ^C behind it, give way to the message.
    err.write(process.stderr.isTTY ? '\r\u001b[K' : '\n');
    err.write(lang === 'zh-CN' ? '已中断,没有改动。\n' : 'Interrupted; nothing was changed.\n');
    err.flush();
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  const json =
    argv.includes('--json') || argv.includes('--format=json') || argv[argv.indexOf('--format') + 1] === 'json';
  try {
    if (!listed) {
      const { overview } = await import('./overview.js');
      return await overview(words, lang, out, err);
    }
    const command = (await listed.load()).default;
    const { helpOf, parse } = await import('./parse.js');
    const parsed = parse(listed.name, command, rest, lang);
    if (parsed === null) {
      out.write(await helpOf(listed.name, command, lang));
      out.flush();
      return 0;
    }
    const { run } = await import('./run.js');
    const world = { env: process.env, folder: process.cwd(), version: version(), now: new Date(), out, err };
    return await run(listed.name, command, parsed, lang, world);
  } catch (error) {
    if (error instanceof PipeClosed) return 0;
    return tell(error, { lang, json, verbose: argv.includes('--verbose') }, out, err);
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  }
}
