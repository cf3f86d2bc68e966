import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Rule } from '../../src/rules/rule.js';

/** Rooms of src/rules that hold rules beside the helpers of rules. */
const root = fileURLToPath(new URL('../../src/rules/', import.meta.url));

/** Every rule with the path of its file inside src/rules, without `.ts`; a file without a default export is a helper. */
export async function ruleFiles(): Promise<readonly { readonly path: string; readonly rule: Rule }[]> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && path.includes('/'))
    .sort();
  const files = await Promise.all(
    paths.map(async (path) => {
      const module = (await import(pathToFileURL(root + path).href)) as { default?: Rule };
      return { path: path.slice(0, -'.ts'.length), rule: module.default };
    }),
  );
  return files.filter((file): file is { path: string; rule: Rule } => file.rule !== undefined);
}
