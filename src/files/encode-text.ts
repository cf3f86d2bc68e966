import type { Encoding } from './encoding.js';
import { iconvEncode } from './iconv.js';

/** Text as bytes, without a byte order mark; null when the encoding cannot say all of it exactly. */
export function encodeText(text: string, encoding: Encoding): Buffer | null {
  switch (encoding) {
    case 'utf-8':
    case 'utf-8-bom':
      return Buffer.from(text);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'big5':
    case 'gb18030': {
      const bytes = iconvEncode(text, encoding);
      return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes) === text ? bytes : null;
    }
  }
}
