import * as z from 'zod';
import { lineEndOf } from '../../files/line-ends.js';
import { mapHeader } from '../../intake/headers.js';
import { type Basis, basesOf } from '../../intake/inspect/basis.js';
import type { CellForm } from '../../intake/inspect/form.js';
import { formOf } from '../../intake/inspect/form.js';
import { type InspectNote, inspectRows } from '../../intake/inspect/inspect.js';
import { inspectMessages } from '../../intake/inspect/messages.js';
import { columnNotes, intakeMessages, tableNotes } from '../../intake/messages.js';
import { prepareRows } from '../../intake/prepare-rows.js';
import { type FieldKey, fieldOf } from '../../model/fields.js';
import { type Severity, severities } from '../../model/finding.js';
import { type Data, say } from '../../model/text.js';
import { type OptionSpecs, type Query, type QueryContext, query } from '../command.js';
import { shownCell } from '../masked.js';
import { readData } from '../read-as.js';
import { countsSchema, failOnOptions, withProfiles } from '../shared.js';
import { refuseTarget } from '../target.js';
import { formName, inspectDoc } from './inspect-doc.js';
import { type Said, Sayings } from './inspect-notes.js';
import { intakeOptions } from './intake-options.js';
import { openWith } from './open.js';
import { fillConstants, mappingToSave, recipeOf, saveMapping, usedMapping } from './recipe.js';

const options = {
  map: intakeOptions.map,
  encoding: intakeOptions.encoding,
  delimiter: intakeOptions.delimiter,
  sheet: intakeOptions.sheet,
  source: intakeOptions.source,
  saveMap: {
    flag: '--save-map <file>',
    help: {
      zh: '把列的对应存为映射文件,改好后用 --map 导入',
      en: 'write the mapping into a file, to be corrected and used with --map',
    },
    schema: z.string().min(1).optional(),
  },
  profile: intakeOptions.profile,
  ...failOnOptions,
} as const satisfies OptionSpecs;

/** Of these the values tell nothing of a person any more. */
const told: ReadonlySet<string> = new Set(['cell/exponent', 'cell/date-serial', 'cell/date-ambiguous']);

const messages = { ...intakeMessages, ...inspectMessages };

export default query({
  summary: {
    zh: '查看要导入的文件:编码、列的对应、每列的内容和问题;不需要台账',
    en: 'Look at a file before it is imported: encoding, mapping, what its columns hold, what is wrong; no ledger needed.',
  },
  clauses: ['S0-09', 'S0-12', 'S1-09', 'S4-33', 'C06'],
  examples: [
    'steward import inspect customers.csv',
    'steward import inspect 展会客户.csv --format csv --out findings.csv',
    'steward import inspect leads.csv --map "单位=name" --save-map mappings/leads.yaml',
    'steward import inspect customers.csv --fail-on warning --json',
  ],
  arguments: [{ name: 'file', help: { zh: '要查看的文件;- 表示标准输入', en: 'the file; - is standard input' } }],
  options,
  formats: ['text', 'json', 'ndjson', 'csv', 'md', 'html'],
  columns: ['severity', 'code', 'line', 'record', 'column', 'header', 'value', 'message', 'hint'],
  json: z.object({
    file: z.string(),
    read: z.object({
      encoding: z.string().optional(),
      how: z.string().optional(),
      delimiter: z.string().optional(),
      sheet: z.string().optional(),
      sheets: z.array(z.unknown()).optional(),
      lineEnd: z.string().nullable(),
      headerLine: z.int(),
      preamble: z.array(z.string()),
      bytes: z.int(),
      sha256: z.string(),
    }),
    rows: countsSchema.describe(
      'read = readable + total + nameless + ragged + unreadable; short are readable, blank are not read',
    ),
    columns: z.array(
      z
        .object({
          column: z.int(),
          header: z.string(),
          to: z.string(),
          how: z.string(),
          suggests: z.string().nullable(),
          filled: z.int(),
          distinct: z.object({ count: z.int(), exact: z.boolean() }),
          forms: countsSchema,
          top: z.array(z.object({ value: z.string(), count: z.int(), atLeast: z.boolean() })),
        })
        .loose(),
    ),
    unfilled: z.array(z.object({ field: z.string(), profiles: z.array(z.string()) })),
    mapping: z.object({ path: z.string(), version: z.int(), hash: z.string() }).nullable(),
    counts: countsSchema.describe('findings = error + warning + info'),
    byCode: z.array(
      z.object({
        code: z.string(),
        severity: z.string(),
        header: z.string().nullable(),
        count: z.int(),
        lines: z.array(z.int()),
      }),
    ),
    items: z.array(z.object({ severity: z.string(), code: z.string(), message: z.string() }).loose()).optional(),
  }),
  ledger: 'none',
  async run(context: QueryContext, own, [file = '-']) {
    const given = withProfiles(context.given, own.profile);
    const { lang, reveal } = context;
    const recipe = recipeOf(own, given.policy, context.ledgerPath);
    const opened = await openWith(file, recipe);
    try {
      const mapping = fillConstants(mapHeader(opened.header, given.policy, recipe.forced, recipe.dateOrder), recipe);
      const source = prepareRows(opened, mapping);
      const fields = mapping.columns.map((column): FieldKey | null =>
        column.to === 'field' ? column.field : column.to === 'contact' ? 'phone' : null,
      );
      const sayings = new Sayings();
      const tell = (said: Said): void => {
        const { severity, hint, ...text } = messages[said.code];
        sayings.add(said, severity);
        context.emit(() => ({
          severity,
          code: said.code,
          file,
          line: said.line,
          record: said.record,
          column: said.column,
          header: said.header,
          value: said.data.value ?? null,
          data: said.data,
          message: say(text, lang, said.data),
          hint: say(hint, lang, said.data),
        }));
      };
      const tellRow = ({ code, line, record, column, data, value }: InspectNote): void => {
        const header = column === null ? null : (opened.header[column - 1] ?? null);
        const shown: Data =
          value === null
            ? data
            : {
                ...data,
                header,
                value: told.has(code)
                  ? value
                  : shownCell(fields[(column as number) - 1] ?? null, formOf(value), value, reveal),
              };
        tell({ code, line, record, column, header, data: shown });
      };
      const { rows, columns, repeatsFull, totals } = await inspectRows(
        source,
        mapping,
        given.policy,
        tellRow,
        (bytes, read) => context.progress(bytes, opened.bytes, read),
      );
      const bases = basesOf(mapping, columns, given.policy, new Set(recipe.forced.keys()));
      const whole = (code: Said['code'], data: Data = {}, column: number | null = null): void =>
        tell({
          code,
          line: null,
          record: null,
          column,
          header: column === null ? null : (opened.header[column - 1] ?? null),
          data,
        });
      if (!fields.includes('name')) whole('file/no-name');
      for (const { code, data } of tableNotes(opened.notes)) whole(code, data);
      for (const header of mapping.personal) {
        const column = opened.header.indexOf(header) + 1;
        whole('column/personal', { column, header }, column);
      }
      for (const { code, column, data } of columnNotes(mapping, lang)) {
        const decided = code === 'column/near' && bases[(column as number) - 1]?.how !== 'near';
        if (code !== 'column/unmapped' && code !== 'column/unfilled' && !decided) whole(code, data, column);
      }
      for (const [i, basis] of bases.entries()) tellBasis(basis, i + 1, opened.header[i] as string);
      if (!repeatsFull) whole('file/repeats-uncounted');

      const counts = sayings.counts();
      const failOn: Severity = own.failOn ?? given.policy.failOn;
      const failing = severities.slice(severities.indexOf(failOn)).reduce((sum, severity) => sum + counts[severity], 0);
      const lineEnd = file === '-' || opened.kind === 'xlsx' ? null : await lineEndOf(file, opened.encoding);
      let saved: string | null = null;
      if (own.saveMap !== undefined) {
        refuseTarget('import inspect', '--save-map', own.saveMap, [file]);
        saveMapping(mappingToSave(own.saveMap, usedMapping(recipe, mapping)));
        saved = own.saveMap;
      }
      const top = columns.map((column, i) =>
        column.top.map(({ value, ...rest }) => ({
          ...rest,
          value: shownCell(fields[i] ?? null, formOf(value), value, reveal),
        })),
      );
      return {
        data: {
          file,
          read: {
            ...readData(opened),
            lineEnd,
            bytes: opened.bytes,
            sha256: totals?.sha256 ?? '',
          },
          rows: { ...rows },
          columns: columns.map(({ top: _, ...profile }, i) => {
            const column = mapping.columns[i]!;
            const { how, suggests, fits } = bases[i] as Basis;
            return {
              column: i + 1,
              header: column.header,
              to: column.to === 'field' ? column.field : column.to,
              how,
              suggests,
              fits,
              ...profile,
              fillRate: rows.readable === 0 ? 0 : profile.filled / rows.readable,
              top: top[i],
            };
          }),
          unfilled: mapping.unfilled,
          mapping: recipe.file && {
            path: recipe.file.path,
            version: recipe.file.saved.version,
            hash: recipe.file.hash,
          },
          counts: { read: rows.read, findings: counts.error + counts.warning + counts.info, ...counts },
          byCode: sayings
            .sorted()
            .map(({ code, severity, header, count, lines }) => ({ code, severity, header, count, lines })),
        },
        doc: () =>
          inspectDoc({
            file,
            lang,
            source: opened,
            lineEnd,
            mapping,
            bases,
            columns,
            top,
            rows,
            sayings: sayings.sorted(),
            recipe,
            saved,
            profiles: given.policy.profiles.active,
          }),
        exit: !own.exitZero && failing > 0 ? 1 : 0,
      };

      function tellBasis(
        { contradicts, form, how, personal, share, suggests }: Basis,
        column: number,
        header: string,
      ): void {
        const named = form === null ? '' : say(formName(form as CellForm), lang);
        if (header === '') whole('column/blank-heading', { column }, column);
        if (personal) whole('column/personal-content', { column, header, form: named }, column);
        if (how === 'content' && suggests !== null)
          whole(
            'column/content',
            {
              column,
              header,
              near: say(fieldOf(suggests).name, lang),
              field: suggests,
              share: Math.floor(share * 100),
              form: named,
            },
            column,
          );
        const field = fields[column - 1];
        if (contradicts && field)
          whole('column/contradicts', { column, header, field: say(fieldOf(field).name, lang), form: named }, column);
      }
    } finally {
      opened.close();
    }
  },
} satisfies Omit<Query<typeof options>, 'kind'>);
