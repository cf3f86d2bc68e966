// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated

/** A hash of all in the program that a rule's verdict on a record hangs on. */
export const sources = '5c42662d116b6bd156530da840f15bef1d1702ad2035175de9869adeafa67813';
