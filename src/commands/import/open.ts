import { openTable, type TableSource } from '../../files/open-table.js';
import { headerScore } from '../../intake/headers.js';
import { headerScoreWith, type Recipe } from './recipe.js';

/** Opens a file as a recipe says. @throws FileFault as openTable */
export const openWith = (path: string, recipe: Recipe): Promise<TableSource> =>
  openTable(path, {
    encoding: recipe.encoding as never,
    delimiter: recipe.delimiter,
    sheet: recipe.sheet,
    headerScore: headerScoreWith(recipe, headerScore),
  });

/** The first rows of a file, opened once more for it; standard input, which cannot be, has none. */
export async function firstRows(path: string, recipe: Recipe): Promise<readonly (readonly string[])[]> {
  if (path === '-') return [];
  const source = await openWith(path, recipe);
  try {
    for await (const { rows } of source.batches()) return rows.slice(0, 50);
    return [];
  } finally {
    source.close();
  }
}
