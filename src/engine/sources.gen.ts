// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated

/** A hash of all in the program that a rule's verdict on a record hangs on. */
export const sources = '4808723a3e2b683d9298853fd2691aff61878f3234618af11a4ca340f2dd7ad4';
