import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../../src/commands/command.js';

const header = '// Made by `npm run gen`; do not edit.\n';

/** Files below a folder that have a default export, as paths without ending, sorted. */
export function withDefault(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.gen.ts'))
    .filter((path) => /^export default /m.test(readFileSync(join(root, folder, path), 'utf8')))
    .map((path) => path.slice(0, -3))
    .sort();
}

/** src/rules/registry.gen.ts: every rule, by the order of its id. */
export async function ruleRegistry(root: string): Promise<string> {
  const paths = withDefault(root, 'src/rules');
  const imports = paths.map((path, i) => `import r${i} from './${path}.js';\n`).join('');
  const list = paths.map((_, i) => `r${i}`).join(', ');
  return `${header}// biome-ignore-all format: generated\n${imports}import type { Rule } from './rule.js';\n\n/** Every rule, by the order of its id. */\nexport const rules: readonly Rule[] = [${list}];\n`;
}

/** The name under which a command's file is called: its path with spaces; `show/index` would be `show`. */
export const commandName = (path: string): string => path.replaceAll('/', ' ');

/** src/commands/registry.gen.ts: names and summaries, so that help loads no command; each command is loaded when it runs. */
export async function commandRegistry(root: string, empty: boolean): Promise<string> {
  const paths = empty ? [] : withDefault(root, 'src/commands');
  const entries: string[] = [];
  for (const path of paths) {
    const command = ((await import(join(root, 'src/commands', `${path}.ts`))) as { default: Command }).default;
    entries.push(
      `  { name: '${commandName(path)}', kind: '${command.kind}', summary: ${JSON.stringify(command.summary)}, load: () => import('./${path}.js') },\n`,
    );
  }
  return `${header}// biome-ignore-all format: generated
import type { Text } from '../model/text.js';
import type { Command } from './command.js';

/** A command as it is listed before it is loaded. */
export interface Listed {
  readonly name: string;
  readonly kind: Command['kind'];
  readonly summary: Text;
  load(): Promise<{ readonly default: Command }>;
}

/** Every command, by name. */
export const commands: readonly Listed[] = [
${entries.join('')}];
`;
}
