// Made by `npm run gen`; do not edit.
// biome-ignore-all format: generated

/** A hash of all in the program that a rule's verdict on a record hangs on. */
export const sources = '90fc698c323e850409d709a84fdaea0a3dc46519ad3cec629793e6c7ed8e5dd6';
