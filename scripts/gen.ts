/**
 * Makes what is made from code: registries and reference pages; docs/rules holds nothing else, and what is left there of a rule that
 * is gone is taken away. `--check` changes nothing and fails on a difference.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs';
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

/** Takes away every file below a folder whose path is not among those that are kept, and the folders left empty. */
function takeAwayOthers(folder: string, kept: ReadonlySet<string>): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      takeAwayOthers(path, kept);
      if (!check && readdirSync(join(root, path)).length === 0) rmdirSync(join(root, path));
    } else if (!kept.has(path)) {
      differing++;
      if (check) console.error(`${path} is made from nothing: run npm run gen`);
      else {
        unlinkSync(join(root, path));
        console.log(`removed ${path}`);
      }
    }
  }
}

const { ruleRegistry, commandRegistry } = await import('./gen/registries.js');
put('src/rules/registry.gen.ts', await ruleRegistry(root));
// Before any command is loaded, as commands load it.
const { ruleSources } = await import('./gen/sources.js');
put('src/engine/sources.gen.ts', ruleSources(root));
if (!existsSync(join(root, 'src/commands/registry.gen.ts')))
  put('src/commands/registry.gen.ts', await commandRegistry(root, true));
put('src/commands/registry.gen.ts', await commandRegistry(root, false));

const { pages } = await import('./gen/pages.js');
const made = await pages(root);
for (const [path, text] of made) put(path, text);
takeAwayOthers('docs/rules', new Set(made.map(([path]) => path)));
if (check && differing > 0) process.exitCode = 1;
