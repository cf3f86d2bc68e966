/** Asks on a terminal what a column is: a heading that nothing knows surely is never decided in silence (CLI check 25). */
import type { Mapping } from '../../intake/headers.js';
import { basesOf } from '../../intake/inspect/basis.js';
import { ColumnLook } from '../../intake/inspect/column.js';
import { formOf } from '../../intake/inspect/form.js';
import { type FieldKey, fieldOf, fields } from '../../model/fields.js';
import type { Policy } from '../../model/policy.js';
import { type Lang, say, type Text } from '../../model/text.js';
import type { Asker, Choice } from '../command.js';
import { shownCell } from '../masked.js';

const words = {
  name: { zh: '哪一列是“{field}”?', en: 'Which column is "{field}"?' },
  none: { zh: '都不是', en: 'none of them' },
  what: { zh: '“{header}”({samples})是哪个字段?', en: 'What is "{header}" ({samples})?' },
  extra: { zh: '原样保留', en: 'keep it as it is' },
  ignore: { zh: '不导入', en: 'leave it out' },
  other: { zh: '其他字段…', en: 'another field…' },
  which: { zh: '“{header}”是哪个字段?', en: 'Which field is "{header}"?' },
} as const satisfies Record<string, Text>;

/** What is asked about: the mapping so far, the first rows of the file. */
export interface AskedFile {
  readonly mapping: Mapping;
  readonly rows: readonly (readonly string[])[];
  /** Headings that a person decided on before. */
  readonly given: ReadonlySet<string>;
}

/** A few values of a column for a person to know it by; personal ones masked unless they were asked for. */
const samplesOf = (rows: AskedFile['rows'], column: number, reveal: boolean): string =>
  [...new Set(rows.map((row) => (row[column] ?? '').trim()).filter((cell) => cell !== ''))]
    .slice(0, 3)
    .map((cell) => shownCell(null, formOf(cell), cell.length > 24 ? `${cell.slice(0, 24)}…` : cell, reveal))
    .join(' · ') || '–';

/**
 * What a person says of the columns that are not sure: which one is the customer name, where none is; what a column is whose heading or
 * content only suggests a field. Heading → field, extra or ignore; empty where there was nothing to ask.
 */
export async function askColumns(
  { mapping, rows, given }: AskedFile,
  ask: Asker,
  { lang, policy, reveal }: { readonly lang: Lang; readonly policy: Policy; readonly reveal: boolean },
): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const name = (field: FieldKey) => say(fieldOf(field).name, lang);
  const looks = mapping.columns.map((column) => new ColumnLook(column, policy));
  for (const row of rows) for (const [i, look] of looks.entries()) look.see(row[i] ?? '');
  const bases = basesOf(
    mapping,
    looks.map((look) => look.profile()),
    policy,
    given,
  );
  const taken = new Set(mapping.columns.flatMap((column) => (column.to === 'field' ? [column.field] : [])));
  if (!taken.has('name')) {
    const open = mapping.columns.flatMap(({ header, to }, i) => (to === 'extra' && header !== '' ? [i] : []));
    const likely = open.filter((i) => bases[i]?.suggests === 'name');
    const choices = [...likely, ...open.filter((i) => !likely.includes(i))].map((i): Choice => {
      const header = mapping.columns[i]?.header as string;
      return { value: header, label: header, about: samplesOf(rows, i, reveal) };
    });
    if (choices.length === 0) return answers;
    const header = await ask.choose(say(words.name, lang, { field: name('name') }), [
      ...choices,
      { value: '', label: say(words.none, lang) },
    ]);
    if (header === '') return answers;
    answers.set(header, 'name');
    taken.add('name');
  }
  for (const [i, { suggests }] of bases.entries()) {
    const { header } = mapping.columns[i] as { header: string };
    if (suggests === null || header === '' || answers.has(header) || taken.has(suggests)) continue;
    let target = await ask.choose(say(words.what, lang, { header, samples: samplesOf(rows, i, reveal) }), [
      { value: suggests, label: name(suggests) },
      { value: 'extra', label: say(words.extra, lang) },
      { value: 'ignore', label: say(words.ignore, lang) },
      { value: '', label: say(words.other, lang) },
    ]);
    if (target === '')
      target = await ask.choose(
        say(words.which, lang, { header }),
        fields.filter(({ key }) => !taken.has(key)).map(({ key }) => ({ value: key, label: name(key), about: key })),
      );
    answers.set(header, target);
    taken.add(target as FieldKey);
  }
  return answers;
}
