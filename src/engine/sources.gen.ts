// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated

/** A hash of all in the program that a rule's verdict on a record hangs on. */
export const sources = 'd876d892a031f82f8ac7b917953ef7cae8112e330639096d50c55e1b429319c5';
