/** Makes what is made from code: registries and reference pages. `--check` changes nothing and fails on a difference. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
let differing = 0;

function put(path: string, text: string): void {
  const full = join(root, path);
  const before = existsSync(full) ? readFileSync(full, 'utf8') : null;
  if (before === text) return;
  differing++;
  if (check) console.error(`${path} is not up to date: run npm run gen`);
  else {
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    console.log(`wrote ${path}`);
  }
}

const { ruleRegistry, commandRegistry } = await import('./gen/registries.js');
put('src/rules/registry.gen.ts', await ruleRegistry(root));
if (!existsSync(join(root, 'src/commands/registry.gen.ts')))
  put('src/commands/registry.gen.ts', await commandRegistry(root, true));
put('src/commands/registry.gen.ts', await commandRegistry(root, false));

const { pages } = await import('./gen/pages.js');
for (const [path, text] of await pages(root)) put(path, text);
if (check && differing > 0) process.exitCode = 1;
