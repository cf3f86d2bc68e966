import * as z from 'zod';
import { StewardError } from '../model/errors.js';
import { type Command, type Tool, tool } from './command.js';
import { commands } from './registry.gen.js';

const shells = ['bash', 'fish', 'zsh'] as const;

interface Word {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly string[];
}

const flagsOf = (command: Command): string[] =>
  Object.values(command.options).map((spec) => spec.flag.split(' ')[0] as string);

const common = [
  '--as',
  '--as-of',
  '--color',
  '--dry-run',
  '--format',
  '--help',
  '--json',
  '--lang',
  '--ledger',
  '--policy',
  '--quiet',
  '--reason',
  '--reveal',
  '--role',
  '--verbose',
  '--yes',
];

function bash(words: readonly Word[]): string {
  const firsts = [...new Set(words.map((word) => word.name.split(' ')[0] as string))].join(' ');
  const seconds = groups(words)
    .map(([first, list]) => `    ${first}) words="${list.join(' ')}" ;;`)
    .join('\n');
  const flags = words.map((word) => `    "${word.name}") flags="${word.flags.join(' ')}" ;;`).join('\n');
  return `# steward completion for bash: source <(steward completion bash)
_steward() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" words="" flags="" name="\${COMP_WORDS[1]} \${COMP_WORDS[2]}"
  case "\${COMP_WORDS[1]}" in
${seconds}
  esac
  [ -z "$words" ] && name="\${COMP_WORDS[1]}"
  if [ "$COMP_CWORD" -eq 1 ]; then words="${firsts} help"; elif [ "$COMP_CWORD" -ne 2 ]; then words=""; fi
  case "$name" in
${flags}
  esac
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$flags ${common.join(' ')}" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur")) ;;
  esac
}
complete -o filenames -F _steward steward
`;
}

function zsh(words: readonly Word[]): string {
  const quote = (text: string) => text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
  const firsts = [...new Set(words.map((word) => word.name.split(' ')[0] as string))];
  const first = firsts
    .map(
      (name) =>
        `'${name}:${quote(words.find((word) => word.name === name || word.name.startsWith(`${name} `))?.summary ?? '')}'`,
    )
    .join(' ');
  const seconds = groups(words)
    .map(([name, list]) => `      ${name}) _values 'command' ${list.join(' ')} ;;`)
    .join('\n');
  const flags = words.map((word) => `    '${word.name}') flags=(${word.flags.join(' ')}) ;;`).join('\n');
  return `#compdef steward
# steward completion for zsh: source <(steward completion zsh)
_steward() {
  local -a firsts flags
  firsts=(${first})
  if (( CURRENT == 2 )); then _describe 'command' firsts; return; fi
  if (( CURRENT == 3 )); then
    case "$words[2]" in
${seconds}
    esac
  fi
  case "$words[2] $words[3]" in
${words
  .filter((word) => word.name.includes(' '))
  .map((word) => `    '${word.name}') flags=(${word.flags.join(' ')}) ;;`)
  .join('\n')}
  esac
  case "$words[2]" in
${flags}
  esac
  _values 'option' $flags ${common.join(' ')}
  _files
}
compdef _steward steward
`;
}

function fish(words: readonly Word[]): string {
  const quote = (text: string) => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  const lines = ['# steward completion for fish: steward completion fish | source'];
  for (const word of words) {
    const [first, second] = word.name.split(' ') as [string, string | undefined];
    if (second === undefined)
      lines.push(`complete -c steward -n __fish_use_subcommand -a ${first} -d '${quote(word.summary)}'`);
    else
      lines.push(
        `complete -c steward -n '__fish_seen_subcommand_from ${first}' -a ${second} -d '${quote(word.summary)}'`,
      );
    for (const flag of word.flags)
      lines.push(`complete -c steward -n '__fish_seen_subcommand_from ${second ?? first}' -l ${flag.slice(2)}`);
  }
  for (const [first] of groups(words)) lines.push(`complete -c steward -n __fish_use_subcommand -a ${first}`);
  for (const flag of common) lines.push(`complete -c steward -l ${flag.slice(2)}`);
  return `${lines.join('\n')}\n`;
}

/** Commands of two words by their first: `report` → `monthly`, `register`. */
function groups(words: readonly Word[]): [string, string[]][] {
  const byFirst = new Map<string, string[]>();
  for (const { name } of words) {
    const [first, second] = name.split(' ') as [string, string | undefined];
    if (second !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), second]);
  }
  return [...byFirst];
}

export default tool({
  summary: { zh: '输出命令补全脚本(bash、zsh、fish)', en: 'Print a completion script for bash, zsh or fish.' },
  examples: ['source <(steward completion bash)', 'steward completion fish | source'],
  arguments: [{ name: 'shell', help: { zh: 'bash、zsh 或 fish', en: 'bash, zsh or fish' } }],
  options: {},
  formats: ['text', 'json'],
  json: z.object({ script: z.string() }),
  async run({ lang }, _, [shell]) {
    if (!shells.includes(shell as never))
      throw new StewardError('bad-option', {
        command: 'completion',
        option: 'shell',
        value: shell ?? '',
        detail: shells.join(' | '),
      });
    const words: Word[] = [];
    for (const listed of commands) {
      const command = (await listed.load()).default;
      words.push({
        name: listed.name,
        summary: lang === 'zh-CN' ? listed.summary.zh : listed.summary.en,
        flags: flagsOf(command),
      });
    }
    const script = shell === 'bash' ? bash(words) : shell === 'zsh' ? zsh(words) : fish(words);
    return {
      data: { script },
      doc: () => ({ lang, title: String(shell), subtitle: '', meta: [], blocks: [] }),
      raw: script,
      exit: 0,
    };
  },
} satisfies Omit<Tool<Record<string, never>>, 'kind'>);
