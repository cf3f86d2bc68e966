import * as z from 'zod';
import { say, type Text } from '../../model/text.js';
import { parseNumber } from '../../rules/number/schemes.js';
import { provinceByLetters } from '../../rules/reference/regions.js';
import { industryByCode } from '../../rules/text/industry.js';
import { type Tool, tool } from '../command.js';

const words = {
  title: { zh: '编号 {no}', en: 'Number {no}' },
  unknown: { zh: '不符合任何编号规则', en: 'Fits no numbering scheme' },
  scheme: { zh: '规则', en: 'scheme' },
  region: { zh: '地区', en: 'region' },
  industry: { zh: '行业', en: 'industry' },
  value: { zh: '价值', en: 'value' },
  year: { zh: '年份', en: 'year' },
  serial: { zh: '流水号', en: 'serial' },
} as const satisfies Record<string, Text>;

export default tool({
  summary: { zh: '解读一个客户编号', en: 'Read the parts of a customer number.' },
  examples: ['steward number parse SH2024001', 'steward number parse M-H-2024-001 --json'],
  arguments: [{ name: 'number', help: { zh: '客户编号', en: 'the number' } }],
  options: {},
  formats: ['text', 'json'],
  json: z.object({ number: z.string(), parts: z.object({ scheme: z.string() }).loose().nullable() }),
  run({ given, lang }, _, [no]) {
    const parts = parseNumber(no as string, given.policy);
    const items: [string, string][] = [];
    if (parts) {
      items.push([say(words.scheme, lang), parts.scheme]);
      if (parts.scheme === 'region-year-serial')
        items.push([say(words.region, lang), `${parts.region} ${provinceByLetters(parts.region)?.name ?? '?'}`]);
      else
        items.push(
          [say(words.industry, lang), `${parts.industry} ${industryByCode(parts.industry)?.name ?? '?'}`],
          [say(words.value, lang), parts.value],
        );
      items.push([say(words.year, lang), String(parts.year)], [say(words.serial, lang), String(parts.serial)]);
    }
    return {
      data: { number: no, parts },
      doc: () => ({
        lang,
        title: say(words.title, lang, { no: no as string }),
        subtitle: parts ? '' : say(words.unknown, lang),
        meta: [],
        blocks: [{ kind: 'definitions', items }],
      }),
      exit: parts ? 0 : 1,
    };
  },
} satisfies Omit<Tool<Record<string, never>>, 'kind'>);
