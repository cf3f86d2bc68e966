import { createRequire } from 'node:module';
import type Iconv from 'iconv-lite';

let iconv: typeof Iconv | null = null;

/** Text as bytes of an encoding that Node itself can only read. The library is loaded with the first text: its tables are large. */
export function iconvEncode(text: string, encoding: 'big5' | 'gb18030'): Buffer {
  iconv ??= createRequire(import.meta.url)('iconv-lite') as typeof Iconv;
  return iconv.encode(text, encoding);
}
