/** What pages of a database's file begin with (https://sqlite.org/fileformat2.html#b_tree_pages). */

/** Kinds of pages of trees. */
export const pageKind = { tableLeaf: 0x0d, tableInterior: 0x05, indexLeaf: 0x0a, indexInterior: 0x02 } as const;

/** Bytes of their headers: of leaves, and of those above them. */
export const leafHeader = 8;
export const interiorHeader = 12;

/** The first page begins with the header of the file. */
export const fileHeader = 100;
