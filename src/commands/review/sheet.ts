import * as z from 'zod';
import { CsvFiles } from '../../files/csv-files.js';
import { heldReader, waitingRows } from '../../intake/held.js';
import type { CustomerId } from '../../model/customer.js';
import { type FieldKey, fieldKeys, fieldOf } from '../../model/fields.js';
import { type Data, say, type Text } from '../../model/text.js';
import { type OptionSpecs, type Query, query } from '../command.js';
import { callOf } from '../shared.js';
import { refuseTarget } from '../target.js';
import { heldMessage, heldNear } from './held-words.js';
import { sheetColumns } from './read-sheet.js';
import { runOption } from './select.js';

const options = { run: runOption } as const satisfies OptionSpecs;

const words = {
  title: { zh: '挂起行的决定表', en: 'Sheet of held rows' },
  onFile: { zh: '{name}(台账)', en: '{name} (on file)' },
  written: {
    zh: '{rows} 行在 {path};在 {decision} 列写 create、update 或 drop,再运行 steward review decide --sheet',
    en: '{rows} rows are in {path}; write create, update or drop under {decision}, then run steward review decide --sheet',
  },
} as const satisfies Record<string, Text>;

export default query({
  summary: {
    zh: '把挂起的行导出为决定表,两边并列',
    en: 'Export the held rows as a sheet to decide on, both sides beside each other.',
  },
  clauses: ['S0-19', 'S1-11'],
  examples: ['steward review sheet 挂起.csv', 'steward review sheet held.csv --run 2 --json'],
  arguments: [{ name: 'file', help: { zh: '要写的 CSV 文件', en: 'the CSV file to write' } }],
  options,
  formats: ['text', 'json'],
  json: z.object({ file: z.string(), rows: z.int() }),
  access: true,
  async run({ reader, given, lang, accessed }, own, [path]) {
    const file = path as string;
    refuseTarget('review sheet', 'file', file, [reader.info.path, reader.info.database]);
    const read = heldReader(reader, given.policy);
    const near = await heldNear(reader, given);
    const wanted = function* () {
      for (const held of waitingRows(reader)) if (own.run === undefined || held.run === own.run) yield read(held);
    };
    // Only fields that a row fills or that its customer has get columns: there are many more.
    const used = new Set<FieldKey>();
    for (const { row, record } of wanted())
      for (const key of fieldKeys) if (row?.set[key] != null || record?.[key] != null) used.add(key);
    const columns = fieldKeys.filter((key) => used.has(key));
    const files = new CsvFiles();
    const subjects = new Set<CustomerId>();
    let rows = 0;
    try {
      const sides = columns.flatMap((key) => {
        const name = say(fieldOf(key).name, lang);
        return [name, say(words.onFile, lang, { name })];
      });
      const sheet = files.begin(file, [...Object.values(sheetColumns), ...sides]);
      for (const collision of wanted()) {
        const { held, row, record, fingerprint } = collision;
        rows++;
        if (record !== null) subjects.add(record.id);
        sheet.add([
          String(held.id),
          fingerprint,
          '',
          near?.message(collision, lang) ?? heldMessage(collision, lang),
          record === null ? '' : callOf(record),
          ...columns.flatMap((key) => [row?.set[key] ?? '', record?.[key] ?? '']),
        ]);
      }
      accessed([...subjects]);
      files.commit();
    } finally {
      files.abort();
    }
    const data: Data = { rows, path: file, decision: sheetColumns.decision };
    return {
      data: { file, rows },
      doc: () => ({
        lang,
        title: say(words.title, lang),
        subtitle: say(words.written, lang, data),
        meta: [],
        blocks: [],
      }),
      exit: 0,
    };
  },
} satisfies Omit<Query<typeof options>, 'kind'>);
