import * as z from 'zod';
import { columnKinds } from '../../model/matching.js';
import { say } from '../../model/text.js';
import { type OptionSpecs, type Tool, tool } from '../command.js';
import { inferFile } from '../dedupe/read-table.js';
import { intakeOptions } from '../import/intake-options.js';

const options = {
  encoding: intakeOptions.encoding,
  delimiter: intakeOptions.delimiter,
  sheet: intakeOptions.sheet,
} as const satisfies OptionSpecs;

export default tool({
  summary: { zh: '由文件推断查重用的列类型', en: 'Propose kinds of columns for finding duplicates, from a file.' },
  examples: ['steward policy infer customers.csv', 'steward policy infer customers.csv --json'],
  arguments: [{ name: 'file', help: { zh: 'CSV 文件', en: 'a CSV file' } }],
  options,
  formats: ['text', 'json'],
  json: z.object({
    columns: z.array(
      z.object({ header: z.string(), kind: z.enum(columnKinds), by: z.enum(['data', 'header', 'policy']) }),
    ),
  }),
  async run({ given, lang }, own, [file]) {
    const columns = await inferFile(file as string, given.policy.matching, {
      encoding: own.encoding as never,
      delimiter: own.delimiter,
      sheet: own.sheet,
    });
    const lines = columns.map(({ header, kind }) => `    ${JSON.stringify(header)}: ${kind}\n`).join('');
    return {
      data: { columns: columns.map(({ by, header, kind }) => ({ header, kind, by })) },
      doc: () => ({
        lang,
        title: say({ zh: '查重用的列', en: 'Columns for finding duplicates' }, lang),
        subtitle: '',
        meta: [],
        blocks: [],
      }),
      raw: `matching:\n  columns:\n${lines}`,
      exit: 0,
    };
  },
} satisfies Omit<Tool<typeof options>, 'kind'>);
