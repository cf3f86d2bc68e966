import { hash } from 'node:crypto';
import { keepHeapSmall } from '../../files/frugal-heap.js';
import { sha256File } from '../../files/hash.js';
import { gateRules } from '../../intake/door.js';
import { type Mapping, worklistColumns } from '../../intake/headers.js';
import { columnNotes, tableNotes } from '../../intake/messages.js';
import { type IntakeOptions, planIntake } from '../../intake/plan.js';
import { ReturnedRows } from '../../intake/rejects.js';
import { sheetOf } from '../../intake/sheet.js';
import { canonicalJson } from '../../model/canonical.js';
import { StewardError } from '../../model/errors.js';
import type { Given } from '../../model/given.js';
import type { FieldValues } from '../../model/plan.js';
import type { Sheet } from '../../model/sheet.js';
import { type Lang, say } from '../../model/text.js';
import type { Doc } from '../../output/document.js';
import type { ChangeContext, Options, Planned, Result } from '../command.js';
import { withProfiles } from '../shared.js';
import { refuseTarget } from '../target.js';
import type { intakeOptions } from './intake-options.js';
import { rowJudge } from './judge.js';
import { mappingKept } from './keep-mapping.js';
import { openMapped } from './mapped.js';
import { countBlock, importDoc, jsonOf, type View, words } from './page.js';
import { type MappingToSave, saveMapping } from './recipe.js';
import { RowTeller } from './teller.js';
import { RowVerdicts } from './verdicts.js';

/** Plans the intake of one file; `import` and `init --adopt` differ in defaults only. */
export async function planFile(
  path: string,
  context: ChangeContext,
  options: Options<typeof intakeOptions> & { readonly saveMap?: string | undefined },
  own: Pick<IntakeOptions, 'defaults' | 'fixed' | 'issueNumbers' | 'match' | 'placed'> & {
    /** Where the rules are asked: whether a row may come in, and where the rows that are held go besides. */
    readonly door: { readonly held: string | undefined } | null;
  },
): Promise<Planned & { readonly sheet?: Sheet }> {
  const given = withProfiles(context.given, options.profile);
  const mapped = await openMapped(path, options, { ...context, given });
  const { source, mapping, recipe } = mapped;
  keepHeapSmall();
  const { lang } = context;
  const { constants, source: from } = recipe;
  const { door, fixed, issueNumbers, match } = own;
  const defaults: FieldValues = { ...constants, ...own.defaults, ...(from !== undefined && { source: from }) };
  const name = path === '-' ? '-' : path;
  const unfilled = mapping.unfilled.map(({ field }) => field);
  const judge = door === null ? null : rowJudge(given, source.bytes, unfilled);
  // The matcher is loaded only where rows are put before it.
  const near =
    door === null || given.policy.intake.nearDuplicates === 'off'
      ? null
      : new (await import('./near.js')).NearDoor(context.reader, given);
  try {
    if (door !== null) mustNameSource(path, mapping, defaults, given);
    const mappingHash = hash(
      'sha256',
      canonicalJson({
        columns: mapping.columns,
        dates: mapping.dateOrder,
        defaults: { ...defaults, ...fixed },
        issue: issueNumbers,
        match,
        ...(source.kind === 'xlsx' && { sheet: source.sheet }), // another sheet of the same file is another table
      }),
    ).slice(0, 16);
    const save = await mappingKept(path, mapped, options.saveMap, context);
    // Without an earlier input there is nothing to be told apart by a hash; this one's own comes with its rows.
    const seen = path !== '-' && context.reader.inputRun(null, mappingHash) !== null;
    const again = seen ? context.reader.inputRun(await sha256File(path), mappingHash) : null;
    if (again) return alreadyDone(again.run, again.counts, name, lang, save);

    const rejectsPath = options.rejects ?? `${path === '-' ? 'stdin' : path}.rejects.csv`;
    const ours = [path, context.reader.info.path, context.reader.info.database];
    refuseTarget('import', '--rejects', rejectsPath, ours);
    const rejects = new ReturnedRows(rejectsPath, source.header, defaults);
    context.onAbandon(() => rejects.abort());
    if (door?.held !== undefined) refuseTarget('import', '--held', door.held, [...ours, rejectsPath]);
    const held = door?.held === undefined ? null : new ReturnedRows(door.held, source.header, defaults);
    context.onAbandon(() => held?.abort());
    const teller = new RowTeller(context, name, source.header, mapping, { rejects, held, near });
    for (const note of columnNotes(mapping, lang)) if (!(note.field && defaults[note.field])) teller.column(note);
    // What the gate heard was before a number was given; what no column fills is not said of every row.
    const unsure = [...gateRules(given), ...(unfilled.length > 0 ? ['validate/required'] : [])];
    const verdicts = door === null ? null : new RowVerdicts(context, given, new Set(unsure));
    const result = await planIntake(
      source,
      mapping,
      { reader: context.reader, draft: context.draft },
      given,
      { ...own, defaults, judge, near },
      (outcome) => {
        teller.row(outcome);
        verdicts?.row(outcome);
      },
      (bytes, rows) => context.progress(bytes, source.bytes, rows),
    );
    for (const note of tableNotes(source.notes)) teller.column(note);
    const { sha256 } = source.totals ?? { sha256: '' };
    const { counts } = result;
    const view: View = {
      name,
      source,
      mapping,
      result,
      teller,
      lang,
      recipe,
      mappingHash,
      save,
      rejects: counts.rejected > 0 && !context.dryRun ? rejects.path : null,
      near:
        result.near !== 'asked'
          ? result.near
          : near?.rowsOnly
            ? 'rows-only'
            : match.onDuplicate === 'create'
              ? 'create'
              : 'hold',
      scanned: result.near === 'too-many-rows' && context.reader.memory() !== null,
      run: null,
    };
    return {
      ...(source.kind === 'csv' && { sheet: sheetOf(source, mapping) }),
      info: { counts: { ...counts }, input: { sha256, mapping: mappingHash, name }, period: null },
      preview: () => importDoc(view, say(words.plan, lang), door !== null),
      writes: counts.created + counts.updated + counts.held > 0 || counts.rejected > 0,
      beforeCommit: () => {
        rejects.commit();
        held?.commit();
        if (save) saveMapping(save);
      },
      result: (applied): Result => {
        if (save && !applied && !context.dryRun) saveMapping(save);
        if (applied) verdicts?.keep(counts.created);
        const state = applied
          ? say(words.done, lang, { run: applied.run })
          : say(context.dryRun ? words.dry : words.nothing, lang);
        return {
          data: jsonOf(view, applied ? rejects.path : null),
          doc: () => importDoc({ ...view, run: applied?.run ?? null }, state, context.dryRun && door !== null),
          exit: counts.rejected + counts.held > 0 ? 1 : 0,
        };
      },
    };
  } finally {
    source.close();
    await judge?.close();
  }
}

/** A file none of whose new customers could say where they came from is refused whole (S0-05); rows that name their customers need not. */
function mustNameSource(path: string, { columns }: Mapping, { source }: FieldValues, { policy }: Given): void {
  if (!policy.intake.requireSource || source) return;
  const tells = columns.some(
    (column) =>
      column.header === worklistColumns.findings ||
      column.to === 'id' ||
      column.to === 'told' ||
      (column.to === 'field' && column.field === 'source'),
  );
  if (!tells) throw new StewardError('source-missing', { path, headers: columns.map(({ header }) => header) });
}

function alreadyDone(
  run: number,
  before: Readonly<Record<string, number>>,
  name: string,
  lang: Lang,
  save: MappingToSave | null,
): Planned {
  const { read = 0, created = 0, updated = 0, unchanged = 0, held = 0, rejected = 0 } = before;
  const counts = { read, created: 0, updated: 0, unchanged: created + updated + unchanged, held, rejected };
  const doc = (): Doc => ({
    lang,
    title: say(words.title, lang, { name }),
    subtitle: say(words.again, lang, { run }),
    meta: [],
    blocks: [countBlock(counts, lang)],
  });
  return {
    info: { counts, input: null, period: null },
    preview: doc,
    writes: false,
    result: (): Result => {
      if (save) saveMapping(save);
      return { data: { file: name, again: run, counts }, doc, exit: held + rejected > 0 ? 1 : 0 };
    },
  };
}
