/**
 * Makes dist/steward from src: what `steward` runs. Hundreds of small modules would cost most of a short command's time; here they are a
 * few files, of which a command loads only those that it needs. Packages are bundled too, all but the native one. Each worker thread's
 * file keeps its name and stands beside them (src/files/worker-url.ts).
 */
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist', 'steward');

const workers = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  /(?:^|[/\\-])worker\.ts$/.test(file),
);

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: Object.fromEntries(
    ['cli/main.ts', ...workers].map((file) => [basename(file, '.ts'), join(root, 'src', file)]),
  ),
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  charset: 'utf8',
  external: ['better-sqlite3'],
  // What packages written as CommonJS ask for.
  banner: {
    js: "import { createRequire as $requires } from 'node:module'; const require = $requires(import.meta.url);",
  },
  logLevel: 'warning',
});
