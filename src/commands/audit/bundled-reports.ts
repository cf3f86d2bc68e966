/** The reports that a bundle takes along: made by the commands that show them, as pages to read and as figures. */
import { prettyJson } from '../../output/json.js';
import { renderHtml } from '../../output/render-html.js';
import type { Command, Query, QueryContext } from '../command.js';

/** Each by the name of its files. None of them names a customer but by number. */
const reports: readonly (readonly [name: string, load: () => Promise<{ readonly default: Command }>])[] = [
  ['monthly', () => import('../report/monthly.js')],
  ['destruction', () => import('../purge/register.js')],
];

/** Name and text of each file. */
export async function* bundledReports(context: QueryContext): AsyncGenerator<readonly [name: string, text: string]> {
  for (const [name, load] of reports) {
    const command = (await load()).default as Query;
    const options = Object.fromEntries(
      Object.entries(command.options).map(([key, { schema }]) => [key, schema.parse(undefined)]),
    );
    // Its items are in the registers already, and what it learned of the records is not this command's to keep.
    const own: QueryContext = { ...context, emit: () => undefined, keepVerdicts: () => undefined };
    const result = await command.run(own, options as never, []);
    yield [`${name}.html`, renderHtml(result.doc())];
    yield [`${name}.json`, prettyJson(result.data)];
  }
}
