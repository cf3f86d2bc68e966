// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated

/** A hash of all in the program that a rule's verdict on a record hangs on. */
export const sources = '19f07f5df97e0db940e8bd2b4e96aa7c702d2eda5ea53c65f88ef3e4120c56a5';
