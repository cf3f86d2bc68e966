// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated

/** A hash of all in the program that a rule's verdict on a record hangs on. */
export const sources = '4c0e9c716e49fbce8b9af942fa9b530dfe318ee102cf3a6eb6036ef0c698a6b3';
