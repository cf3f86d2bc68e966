/** The reports that a bundle takes along: made by the commands that show them, as pages to read and as figures. */
import type { Manifest } from '../../auditor/manifest.js';
import { prettyJson } from '../../output/json.js';
import { renderHtml } from '../../output/render-html.js';
import type { Command, Query, QueryContext } from '../command.js';

/**
 * Each by the name of its files. None of them names a customer but by number. That on imports is left out: it names the files that were read, and such names are
 * words that a purge destroys.
 */
const reports: readonly (readonly [name: string, load: () => Promise<{ readonly default: Command }>])[] = [
  ['quarterly', () => import('../report/quarterly.js')],
  ['monthly', () => import('../report/monthly.js')],
  ['quality', () => import('../report/quality.js')],
  ['coverage', () => import('../report/coverage.js')],
  ['access', () => import('../report/access.js')],
  ['destruction', () => import('../purge/register.js')],
];

/** Name and text of each file. Reports of events look at the bundle's days; those of state are as at the as-of day. */
export async function* bundledReports(
  context: QueryContext,
  { from, to }: Manifest['period'],
): AsyncGenerator<readonly [name: string, text: string]> {
  const days: Readonly<Record<string, string | undefined>> = { since: from ?? undefined, until: to ?? undefined };
  for (const [name, load] of reports) {
    const command = (await load()).default as Query;
    const options = Object.fromEntries(
      Object.entries(command.options).map(([key, { schema }]) => [key, schema.parse(days[key])]),
    );
    // Its items are in the registers already, nothing is shown unmasked, and what it learned of the records is not this command's to keep.
    const own: QueryContext = { ...context, reveal: false, emit: () => undefined, keepVerdicts: () => undefined };
    const result = await command.run(own, options as never, []);
    yield [`${name}.html`, renderHtml(result.doc())];
    yield [`${name}.json`, prettyJson(result.data)];
  }
}
