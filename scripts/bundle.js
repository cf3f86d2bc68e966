/**
 * Makes dist/steward from src: what `steward` runs. Hundreds of small modules would cost most of a short command's time; here they are a
 * few files, of which a command loads only those that it needs. Packages are bundled too, all but the native one. Each worker thread's
 * file keeps its name and stands beside them (src/files/worker-url.ts), and so does the verifier that goes into audit bundles.
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

// What an audit bundle is checked with: one file that needs nothing but Node, and names nothing of steward.
await build({
  entryPoints: [join(root, 'src', 'auditor', 'verify.ts')],
  outfile: join(out, 'verify.mjs'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  charset: 'utf8',
  logLevel: 'warning',
});
