import type { TableSource } from '../../files/open-table.js';
import { type Mapping, mapHeader } from '../../intake/headers.js';
import { prepareRows } from '../../intake/prepare-rows.js';
import { StewardError } from '../../model/errors.js';
import { fieldOf } from '../../model/fields.js';
import type { Context } from '../command.js';
import { askColumns } from './ask-columns.js';
import { firstRows, openWith } from './open.js';
import { fillConstants, type Recipe, type RecipeOptions, recipeOf } from './recipe.js';

/** A file that was opened and whose header is understood. */
export interface Mapped {
  readonly source: TableSource;
  readonly mapping: Mapping;
  readonly recipe: Recipe;
  /** Whether a person was asked what a column is. */
  readonly asked: boolean;
}

/** Opens a file, maps its header and refuses what must not come in; on a terminal a person is asked what is not sure. */
export async function openMapped(
  path: string,
  options: RecipeOptions,
  context: Pick<Context, 'ask' | 'given' | 'lang' | 'ledgerPath' | 'reveal'>,
): Promise<Mapped> {
  const { policy } = context.given;
  const recipe = recipeOf(options, policy, context.ledgerPath);
  const source = await openWith(path, recipe);
  try {
    for (const header of recipe.flagged) {
      if (!source.header.includes(header))
        throw new StewardError('header-unknown', { path, header, headers: source.header });
    }
    let mapping = mapHeader(source.header, policy, recipe.forced, recipe.dateOrder);
    let asked = false;
    if (context.ask !== null && (!hasName(mapping) || mapping.unmapped.length > 0)) {
      const file = { mapping, rows: await firstRows(path, recipe), given: new Set(recipe.forced.keys()) };
      const answers = await askColumns(file, context.ask, { ...context, policy });
      asked = answers.size > 0;
      if (asked) mapping = mapHeader(source.header, policy, new Map([...recipe.forced, ...answers]), recipe.dateOrder);
    }
    if (mapping.personal.length > 0) throw new StewardError('personal-column', { path, headers: mapping.personal });
    if (!hasName(mapping)) {
      const guess =
        mapping.unmapped.find(({ nearest }) => nearest === 'name') ?? mapping.unmapped.find(({ header }) => header);
      throw new StewardError('header-missing', {
        path,
        field: `${fieldOf('name').name.zh} / ${fieldOf('name').name.en}`,
        headers: source.header,
        flag: `"${guess?.header ?? '…'}=name"`,
      });
    }
    return { source: prepareRows(source, mapping), mapping: fillConstants(mapping, recipe), recipe, asked };
  } catch (error) {
    source.close();
    throw error;
  }
}

const hasName = ({ columns }: Mapping): boolean =>
  columns.some((column) => column.to === 'field' && column.field === 'name');
