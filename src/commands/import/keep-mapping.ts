import { join, relative } from 'node:path';
import { safeName } from '../../files/safe-name.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { ChangeContext } from '../command.js';
import { refuseTarget } from '../target.js';
import type { Mapped } from './mapped.js';
import { type MappingToSave, mappingFolder, mappingToSave, type Recipe, usedMapping } from './recipe.js';

const words = {
  mapping: { zh: '映射文件', en: 'Mapping' },
  used: { zh: '{path},第 {version} 版', en: '{path}, version {version}' },
  bySource: {
    zh: '{path},第 {version} 版(按来源“{source}”)',
    en: '{path}, version {version} (by the source "{source}")',
  },
  constants: { zh: '没有的值补为', en: 'Filled in where blank' },
  kept: { zh: '映射存为', en: 'Mapping kept' },
  keep: {
    zh: '把这些答复存入 {path},下次 --source {source} 时使用吗?',
    en: 'Keep these answers in {path}, for the next file with --source {source}?',
  },
} as const satisfies Record<string, Text>;

/** The mapping that this import keeps: where --save-map says, or where a person who was asked about columns agrees to; null: none. */
export async function mappingKept(
  input: string,
  { asked, mapping, recipe }: Mapped,
  path: string | undefined,
  context: ChangeContext,
): Promise<MappingToSave | null> {
  let target = path;
  if (target === undefined && asked && context.ask !== null && recipe.source !== undefined && !context.dryRun) {
    const { source } = recipe;
    const offered = recipe.file?.path ?? join(mappingFolder(context.ledgerPath), `${safeName(source)}.yaml`);
    if (await context.ask.agree(say(words.keep, context.lang, { path: offered, source }))) target = offered;
  }
  if (target === undefined) return null;
  refuseTarget('import', '--save-map', target, [input, context.reader.info.path, context.reader.info.database]);
  return mappingToSave(target, usedMapping(recipe, mapping));
}

/** Which mapping file was used and which is kept, for the head of a page. */
export function mappingMeta(recipe: Recipe, save: MappingToSave | null, lang: Lang): [string, string][] {
  const { constants, file, source } = recipe;
  const path = (full: string) => {
    const short = relative('', full);
    return short.startsWith('..') ? full : short;
  };
  const filled = Object.entries({ ...constants, ...(source !== undefined && { source }) });
  return [
    ...(file
      ? [
          [
            say(words.mapping, lang),
            say(file.bySource ? words.bySource : words.used, lang, {
              path: path(file.path),
              version: file.saved.version,
              source: file.saved.source ?? '',
            }),
          ] as [string, string],
        ]
      : []),
    ...(filled.length > 0
      ? [
          [
            say(words.constants, lang),
            filled.map(([key, value]) => `${say(fieldOf(key as FieldKey).name, lang)} = ${value}`).join(' · '),
          ] as [string, string],
        ]
      : []),
    ...(save
      ? [
          [say(words.kept, lang), say(words.used, lang, { path: path(save.path), version: save.mapping.version })] as [
            string,
            string,
          ],
        ]
      : []),
  ];
}
