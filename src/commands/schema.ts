import * as z from 'zod';
import { StewardError } from '../model/errors.js';
import { say } from '../model/text.js';
import { nearest } from '../rules/text/nearest.js';
import { type Command, type Tool, tool } from './command.js';
import { commands } from './registry.gen.js';

/** Members that every JSON document begins with. */
const envelope = z.object({
  command: z.string(),
  version: z.string(),
  asOf: z.string().describe('The day at whose close was judged'),
  policy: z.object({ name: z.string(), hash: z.string() }),
  ledger: z
    .object({
      kind: z.string(),
      path: z.string(),
      database: z.string(),
      uuid: z.string(),
      schema: z.int(),
      created: z.string(),
      head: z.object({ size: z.int(), hash: z.string() }),
    })
    .optional(),
  run: z
    .object({
      run: z.int(),
      inserted: z.int(),
      updated: z.int(),
      aside: z.int(),
      back: z.int(),
      stale: z.array(z.int()),
    })
    .loose()
    .nullable()
    .optional(),
  items: z.array(z.object({}).loose()).optional().describe('The first 1,000; --format ndjson streams all'),
  itemsTotal: z.int().optional(),
});

const schemaOf = (command: Command): object => z.toJSONSchema(envelope.extend(command.json.shape), { io: 'output' });

export default tool({
  summary: { zh: '显示某命令 --json 输出的 JSON Schema', en: 'Print the JSON Schema of a command’s --json.' },
  examples: ['steward schema import', 'steward schema sweep monthly'],
  arguments: [{ name: 'command', help: { zh: '命令', en: 'the command' }, many: true }],
  options: {},
  formats: ['text', 'json'],
  json: z.object({ schema: z.object({}).loose() }),
  async run({ lang }, _, args) {
    const name = args.join(' ');
    const listed = commands.find((command) => command.name === name);
    if (!listed)
      throw new StewardError('unknown-command', {
        command: name,
        nearest:
          nearest(
            name,
            commands.map((c) => c.name),
          ) ?? 'steward --help',
      });
    const schema = schemaOf((await listed.load()).default);
    return {
      data: { schema },
      doc: () => ({ lang, title: name, subtitle: say(listed.summary, lang), meta: [], blocks: [] }),
      raw: `${JSON.stringify(schema, null, 2)}\n`,
      exit: 0,
    };
  },
} satisfies Omit<Tool<Record<string, never>>, 'kind'>);
