// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated

/** A hash of all in the program that a rule's verdict on a record hangs on. */
export const sources = '7c54d3e265ac57221d9effa3666cb788137063ace98aa6e344a4b9e42aeb23b4';
