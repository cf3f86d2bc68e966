// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated

/** A hash of all in the program that a rule's verdict on a record hangs on. */
export const sources = 'e235ffb239d7185d00253a7c9ff3f80dc031e9e66ec9c660f49f68b73bb7adb4';
