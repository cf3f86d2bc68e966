import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What judges a record: the engine's loop, what it remembers, and the rules. */
const judging = ['src/engine/evaluate.ts', 'src/engine/verdicts.ts', 'src/rules/registry.gen.ts'];

/** What a source loads when it runs; types are gone by then. */
const loaded = /^(?:import|export) (?!type\b)[^;]*?from '([^']+)';|^import '([^']+)';/gm;

/**
 * src/engine/sources.gen.ts: a hash of everything that a record rule's verdict can hang on in the program: these sources with all that they load, and the
 * packages, whose versions are exact.
 */
export function ruleSources(root: string): string {
  const texts = new Map<string, string>();
  const queue = judging.map((path) => join(root, path));
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const name = relative(root, path).replaceAll('\\', '/');
    if (texts.has(name)) continue;
    const text = readFileSync(path, 'utf8');
    texts.set(name, text);
    for (const [, from, bare] of text.matchAll(loaded)) {
      const module = (from ?? bare) as string;
      if (module.startsWith('.')) queue.push(join(dirname(path), module.replace(/\.js$/, '.ts')));
    }
  }
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  const hash = createHash('sha256').update(JSON.stringify(dependencies));
  for (const name of [...texts.keys()].sort()) hash.update(`\n${name}\n${texts.get(name)}`);
  return `// Made by \`npm run gen\`; do not edit.\n// biome-ignore-all format: generated\n
/** A hash of all in the program that a rule's verdict on a record hangs on. */
export const sources = '${hash.digest('hex')}';
`;
}
