/**
 * The URL of a worker's built JavaScript. Run from dist/ it is simply the sibling; run from src/ (vitest, tsx) it is the
 * same file in dist/, because a worker thread cannot load TypeScript: build first.
 * @param file the worker's file, as `./csv-worker.js`
 * @param from the caller's `import.meta.url`
 */
export function workerUrl(file: string, from: string): URL {
  const built = from.endsWith('.ts') ? from.replace(/\/src\/(?!.*\/src\/)/, '/dist/') : from;
  return new URL(file, built);
}
