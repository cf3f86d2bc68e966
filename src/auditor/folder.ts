/** A bundle that was unpacked into a folder. */
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import type { Source } from './files.js';

/** What file managers leave in a folder that somebody looked into. */
const droppings: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** The files below a folder, by their paths in it, with forward slashes. */
export function folderSource(folder: string): Source {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !droppings.has(basename(path)) && !statSync(join(folder, path)).isDirectory())
    .map((path) => path.split(sep).join('/'));
  return {
    names: () => names,
    read: (name) => createReadStream(join(folder, ...name.split('/'))) as AsyncIterable<Uint8Array>,
  };
}
