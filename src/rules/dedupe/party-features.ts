/** What a name in a column of names is of. */
export const HAN_PERSON = 1;
export const LATIN_PERSON = 2;
export const COMPANY = 3;
/** 王先生, 李总: a surname and a title. */
export const TITLED = 4;

/** Features of every name: what it is of, and the whole name or the 字号 as one hash. */
export const TYPE = 0;
export const BRAND = 1;
/** The whole name, or brand and trade, by its sound. */
export const SOUND = 2;

/** Features of a person's name. */
export const SURNAME = 3;
export const SURNAME_SOUND = 4;
export const GIVEN = 5;
export const GIVEN_SOUND = 6;
/** The other way round: a Latin name whose last word is taken for the surname. */
export const OTHER_SOUND = 7;
/** Characters of a Latin name, one bit a letter. */
export const MASK = 8;
/** The reading as one word, surname first: what people make their e-mail user names of. */
export const SPELT = 9;

/** The first letters of the reading, as one word: wjg for 王建国. */
export const INITIALS = 11;

/** Features of a company's name. */
export const REGION = 3;
export const CORE = 4;
export const CORE_LENGTH = 5;
export const INDUSTRY = 6;
export const FORM = 7;
export const BRANCH = 8;
export const BRACKETED = 9;
/** First two characters of brand and trade: a blocking key. */
export const HEAD = 10;

/** Features a name. */
export const WIDTH = 12;
