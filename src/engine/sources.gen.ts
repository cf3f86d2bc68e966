// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated

/** A hash of all in the program that a rule's verdict on a record hangs on. */
export const sources = '24200a2740109fdae3ffe5d618eb1f786c2a6004ae8bda9731632098ba4a70fc';
