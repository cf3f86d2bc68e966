import { createHash } from 'node:crypto';
import { fieldOf } from '../model/fields.js';
import { registerColumns } from '../model/register.js';
import type { Sheet } from '../model/sheet.js';
import type { Lang } from '../model/text.js';

/** The file of a new CSV ledger without customers: the columns of the register (S4-26), as a Chinese Excel opens them rightly. */
export function blankSheet(lang: Lang): { readonly bytes: Buffer; readonly sha256: string; readonly sheet: Sheet } {
  const fields = registerColumns.flatMap(({ field }) => (field === 'phone' ? (['phone', 'email'] as const) : [field]));
  const headings = fields.map((field) => fieldOf(field).name[lang === 'en' ? 'en' : 'zh']);
  const header = `${headings.join()}\r\n`;
  const bytes = Buffer.from(`\ufeff${header}`);
  return {
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sheet: {
      encoding: 'utf-8-bom',
      delimiter: ',',
      width: headings.length,
      headerLine: 1,
      bodyStart: header.length,
      bodyLine: 2,
      headings,
      columns: fields.map((field) => ({ to: 'field', field })),
    },
  };
}
